// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QStringList>

namespace Aeroscope::App {

/// True when the first word behind the program's name is one of its commands (or help/version is asked for),
/// so that no window is to be opened.
[[nodiscard]] bool isCommandLine(const QStringList &arguments);

/// Runs one command to its end and answers the exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
/// Needs a QCoreApplication; runs its event loop.
[[nodiscard]] int runCommandLine(const QStringList &arguments);

} // namespace Aeroscope::App
