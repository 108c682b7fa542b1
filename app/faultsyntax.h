// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/faults.h"
#include "app/demo/node.h"
#include "client/value/error.h"

#include <QString>

#include <optional>

namespace Aeroscope::App {

/// One `--fault` of the command line.
struct FaultSetting
{
    Demo::FaultRule rule;
    /// Set: no rule, but a way to treat clients that connect to `rule.node`, or to any node.
    std::optional<Demo::AcceptMode> acceptMode;
};

/// Reads words separated by commas, as faultHelp() explains them. Fails with InvalidArgument and a sentence
/// that names the word, also when nothing says what is to happen, or a condition is not known to that effect.
[[nodiscard]] Result<FaultSetting> parseFault(const QString &text, int nodeCount);

/// The syntax in plain words, for --help.
[[nodiscard]] QString faultHelp();

} // namespace Aeroscope::App
