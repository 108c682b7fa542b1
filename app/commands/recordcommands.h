// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commands/command.h"

namespace Aeroscope::App {

/// aeroscope get NS SET KEY
[[nodiscard]] Command getCommand();
/// aeroscope put NS SET KEY JSON
[[nodiscard]] Command putCommand();

} // namespace Aeroscope::App
