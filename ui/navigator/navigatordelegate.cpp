// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/navigator/navigatordelegate.h"

#include "ui/navigator/navigatormodel.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"

#include <QApplication>
#include <QPainter>

namespace Aeroscope::Ui {

namespace {

constexpr int noteMargin = 12;
constexpr int gap = 12;

} // namespace

void NavigatorDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    QStyleOptionViewItem row = option;
    initStyleOption(&row, index);
    const QStyle *style = row.widget ? row.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &row, painter, row.widget);

    const Tokens &t = tokens();
    QRect rest = row.rect.adjusted(2, 0, -noteMargin, 0);
    row.icon.paint(painter, QRect(rest.x(), rest.y() + (rest.height() - 16) / 2, 16, 16));
    rest.setLeft(rest.left() + 22);
    painter->save();
    const QString note = index.data(NavigatorModel::NoteRole).toString();
    const QFontMetrics plain(option.font);
    // Half a count would be a wrong one, so it is left out where the name needs the room.
    const int noteRoom =
        rest.width() - gap - qMin(QFontMetrics(row.font).horizontalAdvance(row.text), rest.width() / 2);
    const int wanted = note.isEmpty() ? 0 : plain.horizontalAdvance(note) + 2;
    const int noteWidth = wanted <= noteRoom ? wanted : 0;
    painter->setFont(option.font);
    painter->setPen(t.muted);
    if (noteWidth > 0)
        painter->drawText(rest, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, note);
    const int room = rest.width() - (noteWidth > 0 ? noteWidth + gap : 0);
    painter->setFont(row.font);
    const bool muted = index.data(Qt::ForegroundRole).isValid();
    painter->setPen(muted ? t.muted : t.text);
    painter->drawText(QRect(rest.x(), rest.y(), room, rest.height()),
                      Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      QFontMetrics(row.font).elidedText(row.text, Qt::ElideMiddle, room));
    painter->restore();
    if (option.state & QStyle::State_HasFocus && option.state & QStyle::State_KeyboardFocusChange) {
        QStyleOption frame = option;
        frame.rect.adjust(0, 1, -1, -1);
        Shape::roundedBox(painter, frame.rect, Qt::transparent, t.accent, 3);
    }
}

QSize NavigatorDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(Style::rowHeight);
    return size;
}

} // namespace Aeroscope::Ui
