// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/operation.h"
#include "client/value/record.h"
#include "ui/workbench/recordedit.h"
#include "ui/workbench/valuediff.h"

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
    /// The same operations as data, where they come from an edit.
    std::vector<EditOperation> steps{};
    /// Nanoseconds since 1970: the record must not have been written since; 0 = not checked.
    qint64 lastUpdate = 0;
};

/// The exact call of an edit, sent now. An edit that removes every bin is a Delete. Fails with
/// InvalidArgument when there is nothing to send, an expiry is out of range, or an operation must not be
/// sent.
[[nodiscard]] Result<WritePlan> planOf(const RecordEdit &edit, qint64 nowUnixSeconds);

} // namespace Aeroscope::Workbench
