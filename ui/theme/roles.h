// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QColor>

class QAbstractButton;
class QFont;
class QTabBar;
class QWidget;
class QLabel;

namespace Aeroscope::Ui {

/// What a button is in its view; the style paints it accordingly. At most one Primary a view.
enum class ButtonRole {
    Plain,
    Primary,
    Danger, ///< a destructive word in red; never the default button
    Link,   ///< text in the accent colour without a frame
    Flat,   ///< frame only under the pointer
};

void setButtonRole(QAbstractButton *button, ButtonRole role);
[[nodiscard]] ButtonRole buttonRole(const QWidget *button);

/// Tabs of a dock: plain words, the current one semibold with an underline.
void setWordTabs(QTabBar *bar);
[[nodiscard]] bool isWordTabs(const QWidget *bar);

/// The colour edge on top of a document tab; kept as the tab's data.
void setTabEdge(QTabBar *bar, int index, const QColor &edge);
[[nodiscard]] QColor tabEdge(const QTabBar *bar, int index);

enum class TextRole { Normal, Muted, Strong, Title, Error };
/// Weight and colour of a label; follows later changes of theme.
void setTextRole(QLabel *label, TextRole role);

/// The fixed font for values, keys and code: half a point smaller than the system's.
[[nodiscard]] QFont fixedFont();

} // namespace Aeroscope::Ui
