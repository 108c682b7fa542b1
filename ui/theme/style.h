// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QProxyStyle>

namespace Aeroscope::Ui {

/// Fusion with what a palette cannot say: flat surfaces, one-pixel lines, 4-pixel rhythm, one accent.
/// Colours come from tokens(); geometry: row 24, header 28, dock title 30, tab 32, toolbar 40, field 28.
class Style : public QProxyStyle
{
    Q_OBJECT

public:
    Style();

    static constexpr int rowHeight = 24;
    static constexpr int headerHeight = 28;
    static constexpr int dockTitleHeight = 30;
    static constexpr int tabHeight = 32;
    static constexpr int toolBarHeight = 40;
    static constexpr int fieldHeight = 28;
    static constexpr int statusBarHeight = 26;

    void polish(QWidget *widget) override;
    using QProxyStyle::polish;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *returnData) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                           const QWidget *widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option,
                         const QWidget *widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl subControl,
                         const QWidget *widget) const override;
    QIcon standardIcon(StandardPixmap which, const QStyleOption *option,
                       const QWidget *widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;

private:
    void drawButtonPanel(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawButtonLabel(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawField(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawCheckMark(const QStyleOption *option, QPainter *painter, bool round) const;
    void drawToolButton(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const;
    void drawComboBox(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const;
    void drawScrollBar(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const;

    void drawTabShape(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawTabLabel(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawDockTitle(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawMenuBarItem(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawMenuItem(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawHeaderSection(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawProgress(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawBranch(const QStyleOption *option, QPainter *painter) const;
    void drawItemRow(const QStyleOption *option, QPainter *painter) const;
};

/// Small shapes shared by the style and the painted views.
namespace Shape {

enum class Direction { Left, Right, Up, Down };
/// A chevron of 1.5 px strokes in the middle of `rect`.
void chevron(QPainter *painter, const QRect &rect, Direction direction, const QColor &color);
/// A box with 4 px corners whose one-pixel border lies inside `rect`.
void roundedBox(QPainter *painter, const QRect &rect, const QColor &fill, const QColor &border,
                qreal radius = 4, qreal width = 1);

} // namespace Shape

} // namespace Aeroscope::Ui
