// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commands/command.h"

namespace Aeroscope::App {

/// aeroscope query '<ns>[.<set>] [where <AEL>]'
[[nodiscard]] Command queryCommand();

/// An argument of `--arg`: exact JSON (25, 2.5, "text", true, {"$blob":…}), and what is no JSON is a string.
[[nodiscard]] Value argumentFromText(const QString &text);

} // namespace Aeroscope::App
