// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commands/command.h"

namespace Aeroscope::App {

/// aeroscope info CMD…
[[nodiscard]] Command infoCommand();
/// aeroscope sets [NS]
[[nodiscard]] Command setsCommand();
[[nodiscard]] Command indexesCommand();

} // namespace Aeroscope::App
