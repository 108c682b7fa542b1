// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/theme/style.h"

#include "ui/theme/roles.h"
#include "ui/theme/tokens.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>
#include <QTabBar>

namespace Aeroscope::Ui {

void Style::drawTabShape(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option);
    if (!tab)
        return;
    const Tokens &t = tokens();
    const QRect r = tab->rect;
    const bool selected = tab->state & State_Selected;
    if (isWordTabs(widget)) {
        const auto *bar = qobject_cast<const QTabBar *>(widget);
        if (selected && bar && bar->count() > 1) {
            const QRect words = r.adjusted(0, 0, -20, 0);
            painter->fillRect(QRect(words.x(), r.bottom() - 4, words.width(), 2), t.accent);
        }
        return;
    }
    painter->fillRect(r, selected ? t.base : t.window);
    if (selected) {
        painter->fillRect(QRect(r.left(), r.top(), 1, r.height()), t.line);
        painter->fillRect(QRect(r.right(), r.top(), 1, r.height()), t.line);
        QColor edge = t.accent;
        if (const auto *bar = qobject_cast<const QTabBar *>(widget)) {
            if (const QColor own = tabEdge(bar, tab->tabIndex); own.isValid())
                edge = own;
        }
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(edge);
        painter->setClipRect(QRect(r.left(), r.top(), r.width(), 2));
        painter->drawRoundedRect(QRectF(r.left(), r.top(), r.width(), 8), 3, 3);
        painter->restore();
    } else {
        if (tab->state & State_MouseOver)
            painter->fillRect(r.adjusted(0, 0, 0, -1), t.dark ? t.softLine : t.alternate);
        painter->fillRect(QRect(r.left(), r.bottom(), r.width(), 1), t.line);
    }
    if (tab->state & State_HasFocus)
        Shape::roundedBox(painter, r.adjusted(3, 4, -3, -4), Qt::transparent, t.accent, 3);
}

void Style::drawTabLabel(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option);
    if (!tab)
        return;
    const Tokens &t = tokens();
    const bool selected = tab->state & State_Selected;
    const bool enabled = tab->state & State_Enabled;
    QRect r = tab->rect;
    painter->save();
    if (isWordTabs(widget)) {
        QFont font = painter->font();
        font.setWeight(selected ? QFont::DemiBold : QFont::Normal);
        painter->setFont(font);
        painter->setPen(selected ? t.text : t.muted);
        painter->drawText(r.adjusted(0, 0, 0, -3), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextHideMnemonic,
                          tab->text);
        if (tab->state & State_HasFocus)
            Shape::roundedBox(painter, r.adjusted(-4, 5, -16, -5), Qt::transparent, t.accent, 3);
        painter->restore();
        return;
    }
    r.adjust(12, 0, tab->rightButtonSize.isEmpty() ? -12 : -tab->rightButtonSize.width() - 8, 0);
    if (!tab->icon.isNull()) {
        tab->icon.paint(painter, QRect(r.x(), r.y() + (r.height() - 16) / 2, 16, 16));
        r.setLeft(r.left() + 22);
    }
    painter->setPen(!enabled   ? option->palette.color(QPalette::Disabled, QPalette::WindowText)
                    : selected ? t.text
                               : t.muted);
    const QString text =
        tab->fontMetrics.elidedText(tab->text, Qt::ElideMiddle, r.width(), Qt::TextHideMnemonic);
    painter->drawText(r, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextHideMnemonic, text);
    painter->restore();
}

void Style::drawDockTitle(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    Q_UNUSED(widget)
    const auto *dock = qstyleoption_cast<const QStyleOptionDockWidget *>(option);
    if (!dock)
        return;
    const Tokens &t = tokens();
    painter->fillRect(dock->rect, t.window);
    painter->fillRect(QRect(dock->rect.left(), dock->rect.bottom(), dock->rect.width(), 1), t.line);
    QFont font = painter->font();
    font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    painter->setPen(t.text);
    painter->drawText(dock->rect.adjusted(12, 0, -12, 0), Qt::AlignVCenter | Qt::AlignLeft, dock->title);
}

void Style::drawMenuBarItem(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
    if (!item)
        return;
    const Tokens &t = tokens();
    painter->fillRect(item->rect, t.window);
    if (item->state & State_Selected && item->state & State_Enabled)
        Shape::roundedBox(painter, item->rect.adjusted(1, 3, -1, -3),
                          item->state & State_Sunken ? t.selection : t.softLine, Qt::transparent);
    int flags = Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextDontClip | Qt::TextSingleLine;
    if (!styleHint(SH_UnderlineShortcut, option, widget, nullptr))
        flags |= Qt::TextHideMnemonic;
    painter->setPen(
        item->state & State_Enabled ? t.text : item->palette.color(QPalette::Disabled, QPalette::WindowText));
    painter->drawText(item->rect, flags, item->text);
}

void Style::drawMenuItem(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
    if (!item)
        return;
    const Tokens &t = tokens();
    const QRect r = item->rect;
    painter->fillRect(r, t.base);
    if (item->menuItemType == QStyleOptionMenuItem::Separator) {
        painter->fillRect(QRect(r.left() + 8, r.center().y(), r.width() - 16, 1), t.softLine);
        return;
    }
    const bool enabled = item->state & State_Enabled;
    if (item->state & State_Selected && enabled)
        Shape::roundedBox(painter, r.adjusted(4, 0, -4, 0), t.selection, Qt::transparent, 3);
    const QRect mark(r.left() + 8, r.y() + (r.height() - 16) / 2, 16, 16);
    if (item->checkType != QStyleOptionMenuItem::NotCheckable) {
        if (item->checked) {
            painter->save();
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(QPen(t.accent, 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            const QPointF c = QRectF(mark).center();
            if (item->checkType == QStyleOptionMenuItem::Exclusive) {
                painter->setBrush(t.accent);
                painter->drawEllipse(c, 2.5, 2.5);
            } else {
                const QPointF points[] = {c + QPointF(-4, 0.2), c + QPointF(-1.2, 3), c + QPointF(4, -3)};
                painter->drawPolyline(points, 3);
            }
            painter->restore();
        }
    } else if (!item->icon.isNull()) {
        item->icon.paint(painter, mark, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    }
    const bool danger = item->palette.color(QPalette::ButtonText) == t.error;
    painter->setPen(enabled ? (danger ? t.error : t.text)
                            : item->palette.color(QPalette::Disabled, QPalette::Text));
    int flags = Qt::AlignVCenter | Qt::TextShowMnemonic | Qt::TextSingleLine;
    if (!styleHint(SH_UnderlineShortcut, option, widget, nullptr))
        flags |= Qt::TextHideMnemonic;
    const QRect words = r.adjusted(32, 0, -24, 0);
    const qsizetype tab = item->text.indexOf(u'\t');
    QFont font = item->font;
    if (item->menuItemType == QStyleOptionMenuItem::DefaultItem)
        font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    painter->drawText(words, flags | Qt::AlignLeft, tab < 0 ? item->text : item->text.left(tab));
    if (tab >= 0) {
        painter->setPen(t.muted);
        painter->drawText(words.adjusted(0, 0, 8, 0), flags | Qt::AlignRight, item->text.mid(tab + 1));
    }
    if (item->menuItemType == QStyleOptionMenuItem::SubMenu)
        Shape::chevron(painter, QRect(r.right() - 22, r.y(), 16, r.height()), Shape::Direction::Right,
                       t.muted);
}

void Style::drawHeaderSection(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    Q_UNUSED(widget)
    const Tokens &t = tokens();
    const QRect r = option->rect;
    painter->fillRect(r, t.window);
    painter->fillRect(QRect(r.left(), r.bottom(), r.width(), 1), t.line);
    const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
    if (header && header->orientation == Qt::Horizontal && header->position != QStyleOptionHeader::End &&
        header->position != QStyleOptionHeader::OnlyOneSection) {
        painter->fillRect(QRect(r.right(), r.top(), 1, r.height()), t.line);
    }
}

void Style::drawProgress(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    Q_UNUSED(widget)
    const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option);
    if (!bar)
        return;
    const Tokens &t = tokens();
    const int height = qMin(8, bar->rect.height());
    const QRect groove(bar->rect.x(), bar->rect.y() + (bar->rect.height() - height) / 2, bar->rect.width(),
                       height);
    Shape::roundedBox(painter, groove, t.dark ? t.softLine : t.softLine, Qt::transparent, height / 2.0);
    const qint64 span = qint64(bar->maximum) - bar->minimum;
    if (span <= 0 || bar->progress <= bar->minimum)
        return;
    const int width = int((qint64(bar->progress) - bar->minimum) * groove.width() / span);
    painter->save();
    painter->setClipRect(QRect(groove.x(), groove.y(), width, height));
    Shape::roundedBox(painter, groove, t.accent, Qt::transparent, height / 2.0);
    painter->restore();
}

void Style::drawBranch(const QStyleOption *option, QPainter *painter) const
{
    const Tokens &t = tokens();
    if (!(option->state & State_Children))
        return;
    const QRect r(option->rect.right() - 15, option->rect.y(), 16, option->rect.height());
    const QColor color = option->state & State_MouseOver ? t.text : t.muted;
    Shape::chevron(painter, r, option->state & State_Open ? Shape::Direction::Down : Shape::Direction::Right,
                   color);
}

void Style::drawItemRow(const QStyleOption *option, QPainter *painter) const
{
    const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option);
    if (!item)
        return;
    const Tokens &t = tokens();
    if (item->state & State_Selected)
        painter->fillRect(item->rect, item->state & State_Enabled ? t.selection : t.softLine);
    else if (item->backgroundBrush.style() != Qt::NoBrush)
        painter->fillRect(item->rect, item->backgroundBrush);
    else if (item->state & State_MouseOver && item->state & State_Enabled && item->showDecorationSelected)
        painter->fillRect(item->rect, blend(t.base, t.selection, 0.35));
}

} // namespace Aeroscope::Ui
