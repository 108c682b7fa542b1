// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/operation.h"
#include "client/value/record.h"

#include <QString>

#include <optional>
#include <vector>

namespace Aeroscope::Workbench {

/// A write as it will be sent, in every part that decides what happens.
struct WritePlan
{
    enum class Verb { Operate, Insert, Delete };

    Verb verb = Verb::Operate;
    Key key{};
    /// The generation that the record must still have.
    std::optional<quint32> generation{};
    Ttl ttl = Ttl::keep();
    /// Only an insert stores the key; a change leaves the record as it is in this.
    bool storeKey = false;
    std::vector<Operation> operations{};
};

/// The exact call, one operation a line:
///     operate(generation == 5, expiry keep)
///       put(prefs, "dark")
///       remove(old)
/// Values are exact JSON, never cut.
[[nodiscard]] QString planText(const WritePlan &plan);

} // namespace Aeroscope::Workbench
