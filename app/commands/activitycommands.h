// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commands/command.h"

namespace Aeroscope::App {

/// aeroscope jobs
[[nodiscard]] Command jobsCommand();
/// aeroscope latencies
[[nodiscard]] Command latenciesCommand();

} // namespace Aeroscope::App
