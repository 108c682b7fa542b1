// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/workbench/writeplan.h"

#include <QString>

namespace Aeroscope::Workbench {

/// The exact call, one operation a line:
///     operate(generation == 5, expiry keep)
///       put(prefs, "dark")
///       map_put(prefs.sizes, 1, "small")
///       remove(old)
/// Values are exact JSON, never cut; places inside bins are paths (see pathFromText()).
[[nodiscard]] QString planText(const WritePlan &plan);

/// One of its lines.
[[nodiscard]] QString stepText(const EditOperation &step);

/// The same as a command line of this program: `aeroscope edit NS SET KEY --if-generation 5 set 'a[0]' 1`,
/// quoted for a POSIX shell. Without the options that say where the cluster is.
[[nodiscard]] QString commandLineText(const WritePlan &plan);

} // namespace Aeroscope::Workbench
