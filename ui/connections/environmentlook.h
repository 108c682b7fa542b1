// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/workbench/profile.h"

#include <QColor>
#include <QString>

namespace Aeroscope::Ui {

/// How an environment looks, everywhere the same: colour and word together.
struct EnvironmentLook
{
    QColor fill{};
    QColor text{};
    /// "PRODUCTION"; empty for development, which has only a thin edge.
    QString word{};
    /// "Production": in forms.
    QString label{};
};

[[nodiscard]] EnvironmentLook environmentLook(Workbench::Environment environment);
/// That of its environment; a development cluster shows the colour that its owner chose.
[[nodiscard]] EnvironmentLook environmentLook(const Workbench::Profile &profile);

/// The colour behind a word of Workbench::Profile::colorWords(); invalid for any other.
[[nodiscard]] QColor profileColor(const QString &word);
/// What the owner's colour marks in lists: that colour, else the environment's.
[[nodiscard]] QColor markColor(const Workbench::Profile &profile);
/// "Red": in forms.
[[nodiscard]] QString profileColorName(const QString &word);

} // namespace Aeroscope::Ui
