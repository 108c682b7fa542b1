// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commands/command.h"

namespace Aeroscope::App {

/// aeroscope edit NS SET KEY OP…
[[nodiscard]] Command editCommand();
/// aeroscope delete NS SET KEY
[[nodiscard]] Command deleteCommand();
/// aeroscope touch NS SET KEY
[[nodiscard]] Command touchCommand();
/// aeroscope truncate NS SET
[[nodiscard]] Command truncateCommand();
/// aeroscope journal list|undo|audit
[[nodiscard]] Command journalCommand();

} // namespace Aeroscope::App
