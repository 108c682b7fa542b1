// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commands/command.h"

namespace Aeroscope::App {

/// aeroscope query '<ns>[.<set>] [where <AEL>]'
[[nodiscard]] Command queryCommand();
/// aeroscope explain '<ns>[.<set>] [where <AEL>]': the plan alone, as `query --explain` prints it.
[[nodiscard]] Command explainCommand();

/// An argument of `--arg`: exact JSON (25, 2.5, "text", true, {"$blob":…}), and what is no JSON is a string.
[[nodiscard]] Value argumentFromText(const QString &text);

} // namespace Aeroscope::App
