// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/command/queryspec.h"
#include "client/net/task.h"
#include "client/session/queryplan.h"
#include "client/value/error.h"

#include <QByteArray>

#include <memory>
#include <optional>
#include <stop_token>

namespace Aeroscope {

class SessionState;

/// How to run a query, ready to be sent.
struct PlannedSpec
{
    /// Nothing: over every record.
    std::optional<IndexFilter> index{};
    /// What must still be checked for each record of the index, or for each record.
    QByteArray filter{};
    /// The same in words.
    QueryPlan plan{};
};

/// Compiles the predicate and chooses an index for it, of those that the cluster's IndexMonitor knows. Fails
/// where the predicate does not compile; when the nodes do not tell their indexes, the plan is to look at all
/// records, and says why.
[[nodiscard]] QCoro::Task<Result<std::shared_ptr<PlannedSpec>>>
planQuery(std::shared_ptr<const SessionState> session, QuerySpec spec, std::stop_token stop);

} // namespace Aeroscope
