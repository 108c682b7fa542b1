// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/theme/theme.h"

#include <QString>

namespace Aeroscope::Ui {

/// What a user may choose for the whole window. A value.
struct WindowSettings
{
    ThemeChoice theme = ThemeChoice::System;
    /// Points added to the system's font size, -2 … 8.
    int fontStep = 0;
    /// "de"; empty: like the system. Takes effect with the next start.
    QString language{};
    /// Of new query tabs; 0: no limit.
    qint64 rowLimit = 10'000;
    /// Of new query tabs, per node; 0: no limit.
    quint32 recordsPerSecond = 0;
    /// The same for production clusters.
    quint32 productionRecordsPerSecond = 2'000;

    friend bool operator==(const WindowSettings &, const WindowSettings &) = default;

    /// From the file of the window; what is missing or nonsense there is as above.
    [[nodiscard]] static WindowSettings load(const QString &file);
    void save(const QString &file) const;
};

} // namespace Aeroscope::Ui
