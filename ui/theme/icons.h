// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace Aeroscope::Ui {

/// Which colour of the theme an icon takes. Icons are drawn in one colour and follow a change of theme by
/// themselves.
enum class IconTint { Text, Muted, Accent, OnAccent, Error, Warning, Ok };

/// One of the program's own icons (resources/icons/<name>.svg); disabled states fade.
[[nodiscard]] QIcon icon(const QString &name, IconTint tint = IconTint::Text);

/// The same picture for painters, in device pixels of `devicePixelRatio`.
[[nodiscard]] QPixmap iconPixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio);

} // namespace Aeroscope::Ui
