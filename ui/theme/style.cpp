// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/theme/style.h"

#include "ui/theme/icons.h"
#include "ui/theme/roles.h"
#include "ui/theme/tokens.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QDockWidget>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QScrollBar>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace Shape {

void chevron(QPainter *painter, const QRect &rect, Direction direction, const QColor &color)
{
    const QPointF c = QRectF(rect).center();
    const qreal a = 3.5;
    const qreal b = 1.75;
    QPointF points[3];
    switch (direction) {
    case Direction::Down:
        points[0] = c + QPointF(-a, -b), points[1] = c + QPointF(0, b), points[2] = c + QPointF(a, -b);
        break;
    case Direction::Up:
        points[0] = c + QPointF(-a, b), points[1] = c + QPointF(0, -b), points[2] = c + QPointF(a, b);
        break;
    case Direction::Right:
        points[0] = c + QPointF(-b, -a), points[1] = c + QPointF(b, 0), points[2] = c + QPointF(-b, a);
        break;
    case Direction::Left:
        points[0] = c + QPointF(b, -a), points[1] = c + QPointF(-b, 0), points[2] = c + QPointF(b, a);
        break;
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(Qt::NoBrush);
    painter->drawPolyline(points, 3);
    painter->restore();
}

void roundedBox(QPainter *painter, const QRect &rect, const QColor &fill, const QColor &border, qreal radius,
                qreal width)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const qreal half = width / 2;
    painter->setPen(border.alpha() == 0 ? QPen(Qt::NoPen) : QPen(border, width));
    painter->setBrush(fill);
    painter->drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius, radius);
    painter->restore();
}

} // namespace Shape

Style::Style()
    : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
{}

void Style::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget) ||
        qobject_cast<QLineEdit *>(widget) || qobject_cast<QTabBar *>(widget) ||
        qobject_cast<QScrollBar *>(widget)) {
        widget->setAttribute(Qt::WA_Hover);
    }
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_DefaultFrameWidth:
        return 1;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_MenuBarPanelWidth:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabOverlap:
    case PM_TabBarBaseOverlap:
    case PM_ToolBarFrameWidth:
    case PM_DockWidgetFrameWidth:
    case PM_MenuPanelWidth:
        return 0;
    case PM_ButtonDefaultIndicator:
        return 0;
    case PM_ToolBarItemSpacing:
        return 8;
    case PM_ToolBarItemMargin:
        return 6;
    case PM_ToolBarSeparatorExtent:
        return 9;
    case PM_ToolBarIconSize:
    case PM_SmallIconSize:
    case PM_ListViewIconSize:
    case PM_TabBarIconSize:
    case PM_ButtonIconSize:
        return 16;
    case PM_MenuBarItemSpacing:
        return 2;
    case PM_MenuBarHMargin:
        return 2;
    case PM_MenuHMargin:
    case PM_MenuVMargin:
        return 4;
    case PM_SplitterWidth:
    case PM_DockWidgetSeparatorExtent:
        return 1;
    case PM_ScrollBarExtent:
        return 12;
    case PM_ScrollBarSliderMin:
        return 32;
    case PM_TabBarTabHSpace:
        return isWordTabs(widget) ? 0 : 28;
    case PM_TabBarTabVSpace:
        return 0;
    case PM_TabBarScrollButtonWidth:
        return 20;
    case PM_TabCloseIndicatorWidth:
    case PM_TabCloseIndicatorHeight:
        return 16;
    case PM_HeaderMargin:
        return 8;
    case PM_HeaderMarkSize:
        return 10;
    case PM_TreeViewIndentation:
        return 16;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 16;
    case PM_FocusFrameHMargin:
        return 4;
    case PM_ProgressBarChunkWidth:
        return 1;
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
        return 16;
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin:
        return 12;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return 8;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                     QStyleHintReturn *returnData) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ItemView_ShowDecorationSelected:
        return hint == SH_ItemView_ShowDecorationSelected ? 1 : 0;
    case SH_ItemView_PaintAlternatingRowColorsForEmptyArea:
        return 0;
    case SH_TabBar_ElideMode:
        return Qt::ElideMiddle;
    case SH_TabBar_CloseButtonPosition:
        return QTabBar::RightSide;
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_DockWidget_ButtonsHaveFrame:
    case SH_ComboBox_Popup:
        return 0;
    case SH_UnderlineShortcut:
        // underlines show while they can be used
        return QGuiApplication::keyboardModifiers() & Qt::AltModifier ? 1 : 0;
    case SH_FormLayoutLabelAlignment:
        return Qt::AlignRight | Qt::AlignVCenter;
    case SH_FormLayoutFieldGrowthPolicy:
        return 1; // expanding fields grow
    case SH_ScrollBar_Transient:
        return 0;
    case SH_MenuBar_AltKeyNavigation:
        return 1;
    case SH_BlinkCursorWhenTextSelected:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                              const QWidget *widget) const
{
    QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    switch (type) {
    case CT_PushButton: {
        int width = contents.width() + 24;
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            if (button->features & QStyleOptionButton::HasMenu)
                width += 14;
            if (buttonRole(widget) == ButtonRole::Link)
                width = contents.width() + 12;
        }
        return QSize(width, fieldHeight);
    }
    case CT_ToolButton: {
        const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option);
        int width = contents.width() + 12;
        if (button && button->toolButtonStyle != Qt::ToolButtonIconOnly && !button->text.isEmpty())
            width += 4;
        if (button && (button->features & QStyleOptionToolButton::HasMenu))
            width += 14;
        return QSize(qMax(width, 24), qMax(contents.height() + 4, 24));
    }
    case CT_LineEdit:
        return QSize(size.width() + 8, fieldHeight);
    case CT_ComboBox:
        return QSize(contents.width() + 34, fieldHeight);
    case CT_SpinBox:
        return QSize(size.width(), fieldHeight);
    case CT_MenuBarItem:
        return QSize(contents.width() + 18, contents.height() + 12);
    case CT_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            if (item->menuItemType == QStyleOptionMenuItem::Separator)
                return QSize(10, 9);
            const int shortcut = item->text.contains(u'\t') ? 28 : 0;
            return QSize(contents.width() + 28 + 28 + shortcut, qMax(26, contents.height() + 6));
        }
        return size;
    case CT_TabBarTab:
        if (isWordTabs(widget))
            return QSize(contents.width() + 20, dockTitleHeight);
        return QSize(qBound(72, size.width(), 240), tabHeight);
    case CT_HeaderSection:
        return QSize(size.width(), headerHeight);
    case CT_ItemViewItem:
        return QSize(size.width(), qMax(size.height(), rowHeight));
    case CT_ProgressBar:
        return QSize(size.width(), 8);
    case CT_CheckBox:
    case CT_RadioButton:
        return QSize(size.width() + 4, qMax(size.height(), 24));
    default:
        return size;
    }
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    switch (element) {
    case SE_LineEditContents:
        return option->rect.adjusted(8, 1, -8, -1);
    case SE_ProgressBarGroove:
    case SE_ProgressBarContents:
        return option->rect;
    case SE_TabBarTabText:
        if (!isWordTabs(widget))
            return QProxyStyle::subElementRect(element, option, widget);
        return option->rect;
    case SE_TabBarTabRightButton: {
        const QRect r = QProxyStyle::subElementRect(element, option, widget);
        return r.translated(4, 1);
    }
    default:
        return QProxyStyle::subElementRect(element, option, widget);
    }
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl subControl,
                            const QWidget *widget) const
{
    if (control == CC_ComboBox) {
        const QRect r = option->rect;
        const QRect arrow(r.right() - 23, r.top(), 22, r.height());
        switch (subControl) {
        case SC_ComboBoxArrow:
            return visualRect(option->direction, r, arrow);
        case SC_ComboBoxEditField: {
            // the field inside an editable box brings its own padding
            const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
            return visualRect(option->direction, r, r.adjusted(combo && combo->editable ? 2 : 8, 2, -24, -2));
        }
        case SC_ComboBoxFrame:
            return r;
        default:
            break;
        }
    }
    if (control == CC_ScrollBar) {
        const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
        if (!bar)
            return {};
        const bool horizontal = bar->orientation == Qt::Horizontal;
        const int length = horizontal ? bar->rect.width() : bar->rect.height();
        int slider = length;
        int at = 0;
        if (bar->maximum > bar->minimum) {
            const qint64 range = qint64(bar->maximum) - bar->minimum;
            slider = int(qint64(length) * bar->pageStep / (range + bar->pageStep));
            slider = qBound(qMin(32, length), slider, length);
            at = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - slider,
                                         bar->upsideDown);
        }
        switch (subControl) {
        case SC_ScrollBarGroove:
            return bar->rect;
        case SC_ScrollBarSlider:
            return horizontal ? QRect(at, 0, slider, bar->rect.height())
                              : QRect(0, at, bar->rect.width(), slider);
        case SC_ScrollBarSubPage:
            return horizontal ? QRect(0, 0, at, bar->rect.height()) : QRect(0, 0, bar->rect.width(), at);
        case SC_ScrollBarAddPage:
            return horizontal ? QRect(at + slider, 0, length - at - slider, bar->rect.height())
                              : QRect(0, at + slider, bar->rect.width(), length - at - slider);
        default:
            return {};
        }
    }
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

QIcon Style::standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const
{
    switch (which) {
    case SP_TitleBarCloseButton:
    case SP_DockWidgetCloseButton:
    case SP_LineEditClearButton:
        return icon(u"close"_s, IconTint::Muted);
    case SP_TitleBarNormalButton:
        return icon(u"undock"_s, IconTint::Muted);
    case SP_MessageBoxWarning:
        return icon(u"warning"_s, IconTint::Warning);
    case SP_MessageBoxCritical:
        return icon(u"error"_s, IconTint::Error);
    case SP_MessageBoxInformation:
    case SP_MessageBoxQuestion:
        return icon(u"info"_s, IconTint::Accent);
    default:
        return QProxyStyle::standardIcon(which, option, widget);
    }
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    const Tokens &t = tokens();
    const QRect r = option->rect;
    switch (element) {
    case PE_PanelButtonCommand:
        drawButtonPanel(option, painter, widget);
        return;
    case PE_PanelButtonTool:
        if (option->state & (State_Sunken | State_On))
            Shape::roundedBox(painter, r, t.selection, Qt::transparent);
        else if (option->state & State_MouseOver && option->state & State_Enabled)
            Shape::roundedBox(painter, r, t.softLine, Qt::transparent);
        return;
    case PE_PanelLineEdit:
    case PE_FrameLineEdit:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
            frame && frame->lineWidth <= 0) {
            if (element == PE_PanelLineEdit)
                painter->fillRect(r, option->palette.brush(QPalette::Base));
            return;
        }
        if (element == PE_PanelLineEdit)
            drawField(option, painter, widget);
        return;
    case PE_Frame:
    case PE_FrameWindow:
    case PE_FrameGroupBox:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
            frame && frame->lineWidth <= 0)
            return;
        painter->setPen(t.line);
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(r.adjusted(0, 0, -1, -1));
        return;
    case PE_FrameMenu:
        painter->setPen(t.line);
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(r.adjusted(0, 0, -1, -1));
        return;
    case PE_PanelMenu:
        painter->fillRect(r, t.base);
        return;
    case PE_PanelTipLabel:
        Shape::roundedBox(painter, r, t.base, t.line, 0);
        return;
    case PE_PanelMenuBar:
    case PE_FrameStatusBarItem:
    case PE_FrameDockWidget:
    case PE_FrameTabWidget:
        return;
    case PE_PanelStatusBar:
        painter->fillRect(r, t.window);
        painter->fillRect(QRect(r.left(), r.top(), r.width(), 1), t.line);
        return;
    case PE_PanelToolBar:
        painter->fillRect(r, t.window);
        return;
    case PE_FrameTabBarBase:
        painter->fillRect(QRect(r.left(), r.bottom(), r.width(), 1), t.line);
        return;
    case PE_IndicatorToolBarSeparator:
        painter->fillRect(QRect(r.center().x(), r.center().y() - 10, 1, 20), t.line);
        return;
    case PE_IndicatorDockWidgetResizeHandle:
        painter->fillRect(r, t.line);
        return;
    case PE_IndicatorTabClose:
        if (option->state & State_MouseOver)
            Shape::roundedBox(painter, r, t.line, Qt::transparent, 3);
        icon(u"close"_s, option->state & State_MouseOver ? IconTint::Text : IconTint::Muted)
            .paint(painter, r.adjusted(2, 2, -2, -2));
        return;
    case PE_IndicatorBranch:
        drawBranch(option, painter);
        return;
    case PE_PanelItemViewRow:
    case PE_PanelItemViewItem:
        drawItemRow(option, painter);
        return;
    case PE_IndicatorCheckBox:
        drawCheckMark(option, painter, false);
        return;
    case PE_IndicatorRadioButton:
        drawCheckMark(option, painter, true);
        return;
    case PE_IndicatorArrowDown:
        Shape::chevron(painter, r, Shape::Direction::Down, t.muted);
        return;
    case PE_IndicatorArrowUp:
        Shape::chevron(painter, r, Shape::Direction::Up, t.muted);
        return;
    case PE_IndicatorArrowLeft:
        Shape::chevron(painter, r, Shape::Direction::Left, t.muted);
        return;
    case PE_IndicatorArrowRight:
        Shape::chevron(painter, r, Shape::Direction::Right, t.muted);
        return;
    case PE_FrameFocusRect:
        if (option->state & State_KeyboardFocusChange || option->state & State_Item)
            Shape::roundedBox(painter, r, Qt::transparent, t.accent, 3);
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                        const QWidget *widget) const
{
    const Tokens &t = tokens();
    switch (element) {
    case CE_PushButtonBevel:
        drawButtonPanel(option, painter, widget);
        return;
    case CE_PushButtonLabel:
        drawButtonLabel(option, painter, widget);
        return;
    case CE_TabBarTabShape:
        drawTabShape(option, painter, widget);
        return;
    case CE_TabBarTabLabel:
        drawTabLabel(option, painter, widget);
        return;
    case CE_DockWidgetTitle:
        drawDockTitle(option, painter, widget);
        return;
    case CE_MenuBarItem:
        drawMenuBarItem(option, painter, widget);
        return;
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, t.window);
        return;
    case CE_MenuItem:
        drawMenuItem(option, painter, widget);
        return;
    case CE_MenuEmptyArea:
        painter->fillRect(option->rect, t.base);
        return;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        drawHeaderSection(option, painter, widget);
        return;
    case CE_ProgressBarGroove:
    case CE_ProgressBarLabel:
        return;
    case CE_ProgressBarContents:
        drawProgress(option, painter, widget);
        return;
    case CE_Splitter:
        painter->fillRect(option->rect, t.line);
        return;
    case CE_ToolBar: {
        painter->fillRect(option->rect, t.window);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), t.line);
        return;
    }
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                               const QWidget *widget) const
{
    switch (control) {
    case CC_ToolButton:
        drawToolButton(option, painter, widget);
        return;
    case CC_ComboBox:
        drawComboBox(option, painter, widget);
        return;
    case CC_ScrollBar:
        drawScrollBar(option, painter, widget);
        return;
    default:
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

} // namespace Aeroscope::Ui
