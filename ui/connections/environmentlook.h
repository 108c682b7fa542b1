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

} // namespace Aeroscope::Ui
