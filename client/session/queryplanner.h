// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/command/queryspec.h"
#include "client/net/task.h"
#include "client/session/infoapi.h"
#include "client/session/queryplan.h"
#include "client/value/error.h"

#include <QByteArray>
#include <QHash>
#include <QList>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

namespace Aeroscope {

class SessionState;

/// What a planner has to know of a namespace, as of `at`.
struct PlannerFacts
{
    QList<IndexInfo> indexes{};
    /// Records by set.
    QHash<QByteArray, qint64> objects{};
    std::chrono::steady_clock::time_point at{};
};

/// The facts of the namespaces that were asked for, kept for a while: one per client. Thread-safe.
class PlannerFactsCache
{
public:
    /// So long an index may be planned with after it was dropped; a query that meets this falls back to a
    /// scan.
    static constexpr std::chrono::seconds lifetime{5};

    [[nodiscard]] std::shared_ptr<const PlannerFacts> find(const QByteArray &namespaceName) const;
    void store(const QByteArray &namespaceName, std::shared_ptr<const PlannerFacts> facts);
    void clear();

private:
    mutable std::mutex m_mutex;
    QHash<QByteArray, std::shared_ptr<const PlannerFacts>> m_facts;
};

/// How to run a query, ready to be sent.
struct PlannedSpec
{
    std::optional<IndexFilter> index{};
    /// What must still be checked for each record of the index, or for each record.
    QByteArray filter{};
    QueryPlan plan{};
};

/// Compiles the predicate and chooses an index for it. Fails where the predicate does not compile, and where
/// the nodes do not tell their indexes.
[[nodiscard]] QCoro::Task<Result<std::shared_ptr<PlannedSpec>>>
planQuery(std::shared_ptr<const SessionState> session, QuerySpec spec, std::stop_token stop);

} // namespace Aeroscope
