// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/palette.h"

#include "ui/theme/roles.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"
#include "ui/workbench/fuzzymatch.h"

#include <QAbstractListModel>
#include <QApplication>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

constexpr int widest = 560;
constexpr int rowsShown = 12;
constexpr int rowHeight = 28;
constexpr int padding = 12;
enum Role { NoteRole = Qt::UserRole + 1, PlacesRole, EnabledRole };

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
        index.data(Qt::DecorationRole)
            .value<QIcon>()
            .paint(painter, QRect(rest.x(), rest.y() + (rest.height() - 16) / 2, 16, 16));
        rest.setLeft(rest.left() + 24);
        const QFontMetrics metrics(option.font);
        const QString note = index.data(NoteRole).toString();
        painter->setFont(option.font);
        painter->setPen(t.muted);
        painter->drawText(rest, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
                          metrics.elidedText(note, Qt::ElideRight, rest.width() / 2));
        rest.setRight(rest.right() - qMin(metrics.horizontalAdvance(note), rest.width() / 2) - padding);
        const QString title = index.data(Qt::DisplayRole).toString();
        const auto places = index.data(PlacesRole).value<QList<int>>();
        QFont strong = option.font;
        strong.setWeight(QFont::Bold);
        painter->setPen(index.data(EnabledRole).toBool() ? t.text : t.muted);
        painter->setClipRect(rest);
        int x = rest.x();
        for (int at = 0; at < static_cast<int>(title.size());) {
            // letters that were met and letters that were not, in runs
            const bool met = places.contains(at);
            int end = at + 1;
            while (end < static_cast<int>(title.size()) && places.contains(end) == met)
                ++end;
            const QString run = title.mid(at, end - at);
            painter->setFont(met ? strong : option.font);
            painter->drawText(QRect(x, rest.y(), rest.right() - x + 1, rest.height()),
                              Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, run);
            x += QFontMetrics(painter->font()).horizontalAdvance(run);
            at = end;
        }
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {100, rowHeight};
    }
};

} // namespace

class Palette::Model : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    void setEntries(QList<Entry> entries)
    {
        m_entries = std::move(entries);
        filter({});
    }

    void filter(const QString &text)
    {
        beginResetModel();
        m_shown.clear();
        for (int i = 0; i < static_cast<int>(m_entries.size()); ++i) {
            if (auto match = Workbench::fuzzyMatch(text, m_entries[i].title))
                m_shown.push_back({i, std::move(*match)});
        }
        if (!text.trimmed().isEmpty())
            std::ranges::sort(m_shown, [this](const Shown &a, const Shown &b) {
                const bool first = m_entries[a.entry].enabled;
                const bool second = m_entries[b.entry].enabled;
                if (first != second)
                    return first;
                return a.match.score != b.match.score ? a.match.score > b.match.score : a.entry < b.entry;
            });
        endResetModel();
    }

    [[nodiscard]] const Entry &entry(int row) const
    {
        return m_entries[m_shown[static_cast<size_t>(row)].entry];
    }

    int rowCount(const QModelIndex &parent) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
    }

    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!index.isValid())
            return {};
        const Entry &shown = entry(index.row());
        switch (role) {
        case Qt::DisplayRole:
            return shown.title;
        case Qt::AccessibleTextRole:
            return shown.note.isEmpty() ? shown.title : u"%1, %2"_s.arg(shown.title, shown.note);
        case Qt::DecorationRole:
            return shown.icon;
        case NoteRole:
            return shown.note;
        case PlacesRole:
            return QVariant::fromValue(m_shown[static_cast<size_t>(index.row())].match.places);
        case EnabledRole:
            return shown.enabled;
        default:
            return {};
        }
    }

private:
    struct Shown
    {
        int entry;
        Workbench::FuzzyMatch match;
    };
    QList<Entry> m_entries;
    std::vector<Shown> m_shown;
};

Palette::Palette(QWidget *window)
    : QFrame(window)
    , m_model(new Model(this))
    , m_field(new QLineEdit(this))
    , m_list(new QListView(this))
{
    setObjectName(u"palette"_s);
    m_field->setObjectName(u"paletteField"_s);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new Delegate(m_list));
    m_list->setAccessibleName(tr("Found"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(9, 9, 9, 9);
    layout->setSpacing(8);
    layout->addWidget(m_field);
    layout->addWidget(m_list, 1);
    connect(m_field, &QLineEdit::textChanged, this, &Palette::filter);
    connect(m_list, &QListView::clicked, this, &Palette::accept);
    m_field->installEventFilter(this);
    window->installEventFilter(this);
    hide();
}

void Palette::open(const QString &hint, QList<Entry> entries)
{
    m_before = QApplication::focusWidget();
    m_field->setPlaceholderText(hint);
    m_field->setAccessibleName(hint);
    setAccessibleName(hint);
    m_model->setEntries(std::move(entries));
    m_field->clear();
    filter({});
    show();
    raise();
    m_field->setFocus(Qt::PopupFocusReason);
}

QStringList Palette::titles() const
{
    QStringList titles;
    for (int row = 0; row < m_model->rowCount({}); ++row)
        titles.append(m_model->entry(row).title);
    return titles;
}

void Palette::filter(const QString &text)
{
    m_model->filter(text);
    if (m_model->rowCount({}) > 0)
        m_list->setCurrentIndex(m_model->index(0));
    layoutInWindow();
}

void Palette::layoutInWindow()
{
    const QWidget *window = parentWidget();
    const int rows = qBound(1, m_model->rowCount({}), rowsShown);
    const int height = 18 + Style::fieldHeight + 8 + rows * rowHeight;
    const int wide = qMin(widest, window->width() - 32);
    setGeometry((window->width() - wide) / 2, qMin(72, window->height() / 8), wide,
                qMin(height, window->height() - 100));
}

void Palette::accept()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid() || !m_model->entry(index.row()).enabled)
        return;
    // what it does may open something else that takes the focus
    const std::function<void()> run = m_model->entry(index.row()).run;
    dismiss();
    if (run)
        run();
}

void Palette::dismiss()
{
    if (!isVisible())
        return;
    const QPointer<QWidget> before = m_before;
    const bool hadFocus = m_field->hasFocus(); // hiding hands it to any other widget
    hide();
    if (hadFocus && before && before->isVisible())
        before->setFocus(Qt::PopupFocusReason);
}

bool Palette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        layoutInWindow();
    if (watched != m_field)
        return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut && isVisible()) {
        hide();
        return false;
    }
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    if (event->type() != QEvent::KeyPress)
        return false;
    const int rows = m_model->rowCount({});
    const int row = m_list->currentIndex().row();
    const auto go = [this, rows](int to) {
        if (rows > 0)
            m_list->setCurrentIndex(m_model->index(qBound(0, to, rows - 1)));
    };
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Escape:
        dismiss();
        return true;
    case Qt::Key_Up:
        go(row <= 0 ? rows - 1 : row - 1);
        return true;
    case Qt::Key_Down:
        go(row + 1 >= rows ? 0 : row + 1);
        return true;
    case Qt::Key_PageUp:
        go(row - rowsShown + 1);
        return true;
    case Qt::Key_PageDown:
        go(row + rowsShown - 1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        accept();
        return true;
    default:
        return false;
    }
}

void Palette::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    Ui::Shape::roundedBox(&painter, rect(), tokens().base, tokens().line, 6);
}

} // namespace Aeroscope::Ui
