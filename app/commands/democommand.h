// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QStringList>

namespace Aeroscope::App {

/// aeroscope demo: serves the embedded cluster on loopback until stopped. `arguments` are those behind
/// "demo".
[[nodiscard]] int runDemoCommand(const QStringList &arguments);

} // namespace Aeroscope::App
