// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/query/completionpopup.h"

#include "ui/query/aelwords.h"
#include "ui/theme/chip.h"
#include "ui/theme/roles.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"

#include <QAbstractListModel>
#include <QBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace Aeroscope::Ui {

namespace {

constexpr int rowsShown = 9;
constexpr int narrowest = 300;
constexpr int widest = 560;
constexpr int padding = 8;
constexpr int gap = 16;

class Delegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &t = tokens();
        painter->save();
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, t.selection);
        QRect rest = option.rect.adjusted(padding, 0, -padding, 0);
        rest.setLeft(
            rest.left() +
            qMax(chipRoom(), Chip::paint(painter, rest, index.data(CompletionPopup::KindRole).toString())) +
            6);
        const QFont plain = option.font;
        QFont strong = plain;
        strong.setWeight(QFont::DemiBold);
        const QString detail = index.data(CompletionPopup::DetailRole).toString();
        const QString label = index.data(Qt::DisplayRole).toString();
        const QFontMetrics metrics(plain);
        const int labelWidth = metrics.horizontalAdvance(label);
        const int detailRoom = rest.width() - qMin(labelWidth, rest.width() * 2 / 3) - gap;
        painter->setFont(plain);
        painter->setPen(t.muted);
        painter->drawText(rest, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
                          metrics.elidedText(detail, Qt::ElideRight, detailRoom));
        const int room =
            rest.width() - (detail.isEmpty() ? 0 : qMin(metrics.horizontalAdvance(detail), detailRoom) + gap);
        const qsizetype typed = index.data(CompletionPopup::TypedRole).toLongLong();
        painter->setPen(t.text);
        if (labelWidth > room) {
            painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                              metrics.elidedText(label, Qt::ElideMiddle, room));
        } else {
            painter->setFont(strong);
            painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, label.left(typed));
            const int taken = QFontMetrics(strong).horizontalAdvance(label.left(typed));
            painter->setFont(plain);
            painter->drawText(rest.adjusted(taken, 0, 0, 0),
                              Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, label.mid(typed));
        }
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QFontMetrics metrics(option.font);
        return {2 * padding + chipRoom() + 6 + gap +
                    metrics.horizontalAdvance(index.data(Qt::DisplayRole).toString()) +
                    metrics.horizontalAdvance(index.data(CompletionPopup::DetailRole).toString()),
                Style::rowHeight};
    }

private:
    static int chipRoom() { return Chip::width(QStringLiteral("value")); }
};

} // namespace

class CompletionPopup::Model : public QAbstractListModel
{
public:
    explicit Model(CompletionPopup *popup)
        : QAbstractListModel(popup)
        , m_popup(popup)
    {}

    void begin() { beginResetModel(); }
    void end(qsizetype typed)
    {
        m_typed = typed;
        endResetModel();
    }

    int rowCount(const QModelIndex &parent) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_popup->m_items.size());
    }

    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!index.isValid() || index.row() >= m_popup->m_items.size())
            return {};
        const Ael::Completion &item = m_popup->m_items[index.row()];
        switch (role) {
        case Qt::DisplayRole:
            return item.label;
        case Qt::AccessibleTextRole:
            return item.label + QLatin1Char(' ') + item.detail;
        case KindRole:
            return completionKindWord(item.kind);
        case DetailRole:
            return item.detail == item.label ? QString() : item.detail;
        case TypedRole:
            return m_typed;
        default:
            return {};
        }
    }

private:
    CompletionPopup *m_popup;
    qsizetype m_typed = 0;
};

CompletionPopup::CompletionPopup(QWidget *parent)
    : QFrame(parent)
    , m_model(new Model(this))
    , m_list(new QListView(this))
    , m_meaning(new QLabel(this))
{
    setObjectName(QStringLiteral("completionPopup"));
    setFocusPolicy(Qt::NoFocus);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFont(fixedFont());
    m_list->setModel(m_model);
    m_list->setItemDelegate(new Delegate(m_list));
    m_list->setAccessibleName(tr("Suggestions"));
    m_meaning->setTextFormat(Qt::PlainText);
    m_meaning->setWordWrap(true);
    m_meaning->setContentsMargins(padding, 4, padding, 4);
    m_meaning->setFocusPolicy(Qt::NoFocus);
    setTextRole(m_meaning, TextRole::Muted);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_meaning);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &CompletionPopup::showMeaning);
    connect(m_list, &QListView::clicked, this, &CompletionPopup::accepted);
    hide();
}

void CompletionPopup::setItems(const QList<Ael::Completion> &items, qsizetype typed)
{
    m_model->begin();
    m_items = items;
    m_model->end(typed);
    if (!m_items.isEmpty())
        m_list->setCurrentIndex(m_model->index(0));
    showMeaning();
}

const Ael::Completion *CompletionPopup::current() const
{
    const QModelIndex index = m_list->currentIndex();
    return index.isValid() && index.row() < m_items.size() ? &m_items[index.row()] : nullptr;
}

void CompletionPopup::step(int by)
{
    const int count = static_cast<int>(m_items.size());
    if (count == 0)
        return;
    const int row = m_list->currentIndex().row();
    m_list->setCurrentIndex(m_model->index((row + by % count + count) % count));
}

void CompletionPopup::stepPage(int pages)
{
    const int count = static_cast<int>(m_items.size());
    if (count == 0)
        return;
    m_list->setCurrentIndex(
        m_model->index(qBound(0, m_list->currentIndex().row() + pages * (rowsShown - 1), count - 1)));
}

QString CompletionPopup::meaning() const
{
    return m_meaning->text();
}

void CompletionPopup::showMeaning()
{
    const Ael::Completion *item = current();
    m_meaning->setText(item ? vocabularyText(item->meaning) : QString());
}

void CompletionPopup::showAt(const QRect &anchor)
{
    int wanted = narrowest;
    const Delegate delegate;
    QStyleOptionViewItem option;
    option.font = m_list->font();
    for (int row = 0; row < qMin<int>(static_cast<int>(m_items.size()), 60); ++row)
        wanted = qMax(wanted, delegate.sizeHint(option, m_model->index(row)).width() + 16);
    const int width = qMin(qMin(wanted, widest), parentWidget()->width() - 8);
    const bool explains =
        std::ranges::any_of(m_items, [](const auto &item) { return !item.meaning.isEmpty(); });
    m_meaning->setVisible(explains);
    const int lines = qMin<int>(rowsShown, static_cast<int>(m_items.size()));
    const int foot = explains ? 2 * m_meaning->fontMetrics().lineSpacing() + 8 : 0; // two lines, always
    m_meaning->setFixedHeight(foot);
    const int height = lines * Style::rowHeight + foot + 2;
    int y = anchor.bottom() + 3;
    if (y + height > parentWidget()->height() && anchor.top() - height - 3 >= 0)
        y = anchor.top() - height - 3;
    const int x = qBound(0, anchor.left() - padding, qMax(0, parentWidget()->width() - width));
    setGeometry(x, y, width, height);
    raise();
    show();
    m_list->scrollTo(m_list->currentIndex());
}

void CompletionPopup::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &t = tokens();
    painter.fillRect(rect(), t.base);
    if (m_meaning->isVisible())
        painter.fillRect(m_meaning->geometry(), t.alternate);
    painter.setPen(t.line);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    if (m_meaning->isVisible())
        painter.drawLine(1, m_meaning->y(), width() - 2, m_meaning->y());
}

} // namespace Aeroscope::Ui
