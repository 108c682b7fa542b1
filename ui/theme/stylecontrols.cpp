// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/theme/style.h"

#include "ui/theme/roles.h"
#include "ui/theme/tokens.h"

#include <QPainter>
#include <QPushButton>
#include <QStyleOption>
#include <QToolButton>

namespace Aeroscope::Ui {

namespace {

/// Primary is what its owner says, or the default button of a dialog.
bool isPrimary(const QStyleOption *option, const QWidget *widget)
{
    const ButtonRole role = buttonRole(widget);
    if (role == ButtonRole::Primary)
        return true;
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    return role == ButtonRole::Plain && button && button->features & QStyleOptionButton::DefaultButton;
}

} // namespace

void Style::drawButtonPanel(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const Tokens &t = tokens();
    const bool enabled = option->state & State_Enabled;
    const bool down = option->state & (State_Sunken | State_On);
    const bool hover = enabled && option->state & State_MouseOver;
    const bool focus = option->state & State_HasFocus;
    const ButtonRole role = buttonRole(widget);
    if (role == ButtonRole::Link || role == ButtonRole::Flat) {
        if (role == ButtonRole::Flat && (hover || down))
            Shape::roundedBox(painter, option->rect, down ? t.selection : t.softLine, Qt::transparent);
        if (focus)
            Shape::roundedBox(painter, option->rect, Qt::transparent, t.accent, 3);
        return;
    }
    QColor fill = enabled ? t.base : t.window;
    QColor border = t.line;
    if (isPrimary(option, widget) && enabled) {
        fill = t.accent;
        if (down)
            fill = blend(fill, Qt::black, 0.18);
        else if (hover)
            fill = blend(fill, t.dark ? Qt::white : Qt::black, 0.08);
        border = fill;
    } else if (down) {
        fill = t.selection;
    } else if (hover) {
        fill = t.alternate;
        border = blend(t.line, t.muted, 0.5);
    }
    Shape::roundedBox(painter, option->rect, fill, border);
    if (focus && enabled) {
        const bool primary = isPrimary(option, widget);
        Shape::roundedBox(painter, primary ? option->rect.adjusted(2, 2, -2, -2) : option->rect,
                          Qt::transparent, primary ? t.onAccent : t.accent, primary ? 3 : 4,
                          primary ? 1 : 1.5);
    }
}

void Style::drawButtonLabel(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    if (!button)
        return;
    const Tokens &t = tokens();
    QColor color = t.text;
    const ButtonRole role = buttonRole(widget);
    if (!(option->state & State_Enabled))
        color = option->palette.color(QPalette::Disabled, QPalette::ButtonText);
    else if (isPrimary(option, widget))
        color = t.onAccent;
    else if (role == ButtonRole::Danger)
        color = t.error;
    else if (role == ButtonRole::Link)
        color = t.accent;

    const bool hasMenu = button->features & QStyleOptionButton::HasMenu;
    QRect area = button->rect;
    if (hasMenu)
        area.adjust(0, 0, -12, 0);
    const int iconExtent = button->icon.isNull() ? 0 : button->iconSize.width();
    const int gap = iconExtent && !button->text.isEmpty() ? 6 : 0;
    const int flags = Qt::AlignVCenter | Qt::AlignLeft | Qt::TextShowMnemonic |
                      (styleHint(SH_UnderlineShortcut, option, widget, nullptr) ? 0 : Qt::TextHideMnemonic);
    const int textWidth = button->fontMetrics.size(Qt::TextShowMnemonic, button->text).width();
    int x = area.x() + (area.width() - iconExtent - gap - textWidth) / 2;
    x = qMax(x, area.x() + 4);
    if (iconExtent) {
        const QRect at(x, area.y() + (area.height() - iconExtent) / 2, iconExtent, iconExtent);
        button->icon.paint(painter, at, Qt::AlignCenter,
                           option->state & State_Enabled ? QIcon::Normal : QIcon::Disabled);
        x += iconExtent + gap;
    }
    painter->setPen(color);
    painter->drawText(QRect(x, area.y(), area.right() - x + 1, area.height()), flags, button->text);
    if (hasMenu)
        Shape::chevron(painter, QRect(button->rect.right() - 20, button->rect.y(), 16, button->rect.height()),
                       Shape::Direction::Down, t.muted);
}

void Style::drawField(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    Q_UNUSED(widget)
    const Tokens &t = tokens();
    const bool enabled = option->state & State_Enabled;
    const bool focus = option->state & State_HasFocus;
    const QColor fill = enabled ? option->palette.color(QPalette::Base) : t.window;
    QColor border = t.line;
    if (focus)
        border = t.accent;
    else if (enabled && option->state & State_MouseOver)
        border = blend(t.line, t.muted, 0.5);
    Shape::roundedBox(painter, option->rect, fill, border, 4, focus ? 1.5 : 1);
}

void Style::drawCheckMark(const QStyleOption *option, QPainter *painter, bool round) const
{
    const Tokens &t = tokens();
    const QRect box(option->rect.center() - QPoint(7, 7), QSize(15, 15));
    const bool enabled = option->state & State_Enabled;
    const bool on = option->state & (State_On | State_NoChange);
    QColor fill = enabled ? t.base : t.window;
    QColor border = option->state & State_HasFocus ? t.accent : blend(t.line, t.muted, 0.4);
    if (on && enabled)
        fill = border = t.accent;
    else if (on)
        fill = border = t.line;
    Shape::roundedBox(painter, box, fill, border, round ? 7.5 : 3);
    if (!on)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QPointF c = QRectF(box).center();
    if (round) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(t.onAccent);
        painter->drawEllipse(c, 2.5, 2.5);
    } else {
        painter->setPen(QPen(t.onAccent, 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        if (option->state & State_NoChange) {
            painter->drawLine(c + QPointF(-3, 0), c + QPointF(3, 0));
        } else {
            const QPointF points[] = {c + QPointF(-3.2, 0.2), c + QPointF(-1, 2.5), c + QPointF(3.3, -2.4)};
            painter->drawPolyline(points, 3);
        }
    }
    painter->restore();
}

void Style::drawToolButton(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option);
    if (!button)
        return;
    const Tokens &t = tokens();
    const bool enabled = option->state & State_Enabled;
    const bool framed = buttonRole(widget) == ButtonRole::Plain && !(option->state & State_AutoRaise);
    if (framed) {
        QStyleOption panel = *option;
        drawButtonPanel(&panel, painter, widget);
    } else if (option->state & (State_Sunken | State_On)) {
        Shape::roundedBox(painter, option->rect, t.selection, Qt::transparent);
    } else if (enabled && option->state & State_MouseOver) {
        Shape::roundedBox(painter, option->rect, t.dark ? t.line : t.softLine, Qt::transparent);
    }
    if (option->state & State_HasFocus && !framed)
        Shape::roundedBox(painter, option->rect, Qt::transparent, t.accent, 4);

    const bool hasMenu = button->features & QStyleOptionToolButton::HasMenu;
    const bool showText = button->toolButtonStyle != Qt::ToolButtonIconOnly && !button->text.isEmpty();
    const bool showIcon = button->toolButtonStyle != Qt::ToolButtonTextOnly && !button->icon.isNull();
    QRect area = option->rect.adjusted(0, 0, hasMenu ? -12 : 0, 0);
    const int iconExtent = showIcon ? qMin(16, button->iconSize.width()) : 0;
    const int gap = showIcon && showText ? 6 : 0;
    const int textWidth = showText ? button->fontMetrics.size(Qt::TextShowMnemonic, button->text).width() : 0;
    int x = area.x() + (area.width() - iconExtent - gap - textWidth) / 2;
    if (showIcon) {
        button->icon.paint(painter,
                           QRect(x, area.y() + (area.height() - iconExtent) / 2, iconExtent, iconExtent),
                           Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled,
                           option->state & State_On ? QIcon::On : QIcon::Off);
        x += iconExtent + gap;
    }
    if (showText) {
        painter->setPen(enabled ? (buttonRole(widget) == ButtonRole::Link ? t.accent : t.text)
                                : option->palette.color(QPalette::Disabled, QPalette::ButtonText));
        painter->drawText(QRect(x, area.y(), textWidth + 1, area.height()),
                          Qt::AlignVCenter | Qt::AlignLeft | Qt::TextHideMnemonic, button->text);
    }
    if (hasMenu)
        Shape::chevron(painter, QRect(option->rect.right() - 17, option->rect.y(), 14, option->rect.height()),
                       Shape::Direction::Down, t.muted);
}

void Style::drawComboBox(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
    if (!combo)
        return;
    const Tokens &t = tokens();
    if (combo->frame) {
        drawField(option, painter, widget);
        const bool enabled = option->state & State_Enabled;
        if (!combo->editable && enabled && option->state & State_On)
            Shape::roundedBox(painter, option->rect, t.alternate, t.accent);
    }
    const QRect arrow = subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget);
    Shape::chevron(painter, arrow, Shape::Direction::Down, t.muted);
}

void Style::drawScrollBar(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (!bar)
        return;
    const Tokens &t = tokens();
    painter->fillRect(option->rect, t.base);
    if (bar->maximum <= bar->minimum)
        return;
    const bool horizontal = bar->orientation == Qt::Horizontal;
    QRect handle = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
    handle = horizontal ? handle.adjusted(2, 3, -2, -3) : handle.adjusted(3, 2, -3, -2);
    const bool active =
        option->activeSubControls & SC_ScrollBarSlider && option->state & (State_MouseOver | State_Sunken);
    const QColor fill = blend(t.base, t.muted, active ? 0.65 : 0.35);
    Shape::roundedBox(painter, handle, fill, Qt::transparent, 3);
}

} // namespace Aeroscope::Ui
