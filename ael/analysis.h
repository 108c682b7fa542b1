// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/compiler.h"
#include "ael/typing/checker.h"

#include <functional>

namespace Aeroscope::Ael {

/// compile() as the other parts of this module use it: with a say about placeholders that have no value yet,
/// and a look at the checked tree when everything is right. `inspect` may run on another thread, but never at
/// the same time.
[[nodiscard]] CompileResult compileText(QStringView text, const CompileOptions &options,
                                        Checker::MissingPlaceholders missing,
                                        const std::function<void(const Tree &)> &inspect = {});

} // namespace Aeroscope::Ael
