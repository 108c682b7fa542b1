// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QStringList>

namespace Aeroscope::App {

/// Opens the main window (or draws it to a picture) and runs it to its end. Makes the QApplication itself.
[[nodiscard]] int runWindow(int argc, char **argv);

} // namespace Aeroscope::App
