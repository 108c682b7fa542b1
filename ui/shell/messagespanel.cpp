// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/messagespanel.h"

#include "ui/theme/icons.h"
#include "ui/theme/roles.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"

#include <QBoxLayout>
#include <QListView>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

/// Time, a sign, the text.
class MessageDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &t = tokens();
        painter->save();
        painter->fillRect(option.rect, option.state & QStyle::State_Selected ? t.selection : t.base);
        QRect rest = option.rect.adjusted(12, 0, -12, 0);
        painter->setFont(fixedFont());
        painter->setPen(t.muted);
        const QString time = index.data(MessagesModel::TimeRole).toString();
        painter->drawText(rest, Qt::AlignVCenter | Qt::AlignLeft, time);
        rest.setLeft(rest.left() + painter->fontMetrics().horizontalAdvance(time) + 12);
        QString name = u"info"_s;
        QColor color = t.muted;
        switch (index.data(MessagesModel::KindRole).value<MessagesModel::Kind>()) {
        case MessagesModel::Kind::Info:
            break;
        case MessagesModel::Kind::Success:
            name = u"ok"_s;
            color = t.ok;
            break;
        case MessagesModel::Kind::Warning:
            name = u"warning"_s;
            color = t.warning;
            break;
        case MessagesModel::Kind::Error:
            name = u"error"_s;
            color = t.error;
            break;
        }
        painter->drawPixmap(rest.x(), rest.y() + (rest.height() - 16) / 2,
                            iconPixmap(name, color, 16, painter->device()->devicePixelRatioF()));
        rest.setLeft(rest.left() + 24);
        painter->setFont(option.font);
        painter->setPen(t.text);
        painter->drawText(
            rest, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
            option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, rest.width()));
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {100, Style::rowHeight};
    }
};

} // namespace

void MessagesModel::add(Kind kind, const QString &text)
{
    if (m_messages.size() >= capacity) {
        beginRemoveRows({}, 0, 0);
        m_messages.removeFirst();
        endRemoveRows();
    }
    const int row = static_cast<int>(m_messages.size());
    beginInsertRows({}, row, row);
    m_messages.append({kind, QTime::currentTime(), text});
    endInsertRows();
}

int MessagesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_messages.size());
}

QVariant MessagesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_messages.size())
        return {};
    const Message &message = m_messages[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return message.text;
    case Qt::ToolTipRole:
        return message.text.toHtmlEscaped();
    case KindRole:
        return QVariant::fromValue(message.kind);
    case TimeRole:
        return message.time.toString(u"HH:mm:ss"_s);
    default:
        return {};
    }
}

MessagesPanel::MessagesPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new MessagesModel(this))
    , m_view(new QListView(this))
{
    m_view->setModel(m_model);
    m_view->setItemDelegate(new MessageDelegate(m_view));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setUniformItemSizes(true);
    m_view->setAccessibleName(tr("Messages"));
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
}

void MessagesPanel::add(MessagesModel::Kind kind, const QString &text)
{
    m_model->add(kind, text);
    m_view->scrollToBottom();
}

} // namespace Aeroscope::Ui
