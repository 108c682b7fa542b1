// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commands/command.h"

namespace Aeroscope::App {

/// `aeroscope bench`: the client's own load generator, and the floor probe beside it.
[[nodiscard]] Command benchCommand();

} // namespace Aeroscope::App
