// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <functional>

namespace Aeroscope::Ael {

/// Runs `function`, which recurses up to `depth` levels: right here when that fits every stack, else on a
/// thread of its own with a large stack, and waits for it. False when no such thread could be started.
[[nodiscard]] bool callWithStackFor(int depth, const std::function<void()> &function);

} // namespace Aeroscope::Ael
