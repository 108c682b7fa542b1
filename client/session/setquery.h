// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/command/queryspec.h"
#include "client/net/task.h"
#include "client/session/queryplan.h"
#include "client/session/recordstream.h"

#include <concepts>
#include <memory>
#include <stop_token>
#include <utility>

namespace Aeroscope {

class SessionState;

/// query(dataset): all records of a set or namespace, or those that satisfy a predicate. A value, like the
/// other builders. Reading never extends a record's life; no total time-out and all nodes at once, unless
/// said otherwise.
class SetQuery
{
public:
    /// See CommandModifiers::where().
    template <class Self, class... Args>
        requires(std::convertible_to<Args, Value> && ...)
    Self &&where(this Self &&self, QString ael, Args &&...arguments)
    {
        self.m_spec.predicate = Predicate{std::move(ael), {Value(std::forward<Args>(arguments))...}, {}};
        return std::forward<Self>(self);
    }
    /// The arguments as a list, for callers that do not know their number while compiling.
    template <class Self>
    Self &&whereWith(this Self &&self, QString ael, std::vector<Value> arguments)
    {
        self.m_spec.predicate = Predicate{std::move(ael), std::move(arguments), {}};
        return std::forward<Self>(self);
    }
    /// The same with an expression that is compiled already; no index serves it.
    template <class Self>
    Self &&filter(this Self &&self, Expression expression)
    {
        self.m_spec.predicate = Predicate{{}, {}, std::move(expression)};
        return std::forward<Self>(self);
    }
    /// Lets the secondary index that gives the fewest records serve the predicate of where(), where one can;
    /// the answer is the same set of records. Which indexes there are is known from the cluster's
    /// IndexMonitor; a query that meets an index just dropped goes over all records instead, and so does one
    /// when no node tells of indexes.
    template <class Self>
    Self &&useIndexes(this Self &&self, bool on = true)
    {
        self.m_spec.useIndexes = on;
        return std::forward<Self>(self);
    }
    /// Only these bins. The server skips a record that has none of them.
    template <class Self>
    Self &&bins(this Self &&self, std::vector<QByteArray> names)
    {
        self.m_spec.bins = std::move(names);
        self.m_spec.operations.clear();
        self.m_spec.metadataOnly = false;
        return std::forward<Self>(self);
    }
    /// Instead of bins the answers of these read operations (CDT, bit, HLL, expression), worked out on the
    /// node for every record that satisfies the predicate; Nil where there is none. Replaces bins() and what
    /// was said before; an empty list brings all bins back. execute() fails with InvalidArgument for an
    /// operation that writes, and for others than plain reads of bins when a node is older than 8.1.2
    /// (protocol section 7.1).
    template <class Self>
    Self &&operations(this Self &&self, std::vector<Operation> operations)
    {
        self.m_spec.operations = std::move(operations);
        self.m_spec.bins.clear();
        self.m_spec.metadataOnly = false;
        return std::forward<Self>(self);
    }
    /// Key, generation and expiry only.
    template <class Self>
    Self &&noBins(this Self &&self)
    {
        self.m_spec.bins.clear();
        self.m_spec.operations.clear();
        self.m_spec.metadataOnly = true;
        return std::forward<Self>(self);
    }
    /// At most this many rows in all, exactly; 0 = no limit.
    template <class Self>
    Self &&limit(this Self &&self, qint64 rows)
    {
        self.m_spec.limit = rows;
        return std::forward<Self>(self);
    }
    /// Per node; 0 = no limit.
    template <class Self>
    Self &&recordsPerSecond(this Self &&self, quint32 count)
    {
        self.m_spec.recordsPerSecond = count;
        return std::forward<Self>(self);
    }
    /// Only these partitions (0 … 4095), in any order.
    template <class Self>
    Self &&partitions(this Self &&self, std::vector<quint16> ids)
    {
        self.m_spec.partitions = std::move(ids);
        return std::forward<Self>(self);
    }
    /// Partitions first … first + count - 1.
    template <class Self>
    Self &&partitionRange(this Self &&self, int first, int count)
    {
        self.setPartitionRange(first, count);
        return std::forward<Self>(self);
    }
    /// Goes on where an earlier query ended; its partitions take the place of those chosen here. The filter
    /// should be the same: only records behind the cursor are looked at. Of another data set: execute()
    /// fails. With limit() this makes pages, each of exactly that many rows until the last.
    template <class Self>
    Self &&resumeFrom(this Self &&self, QueryCursor cursor)
    {
        self.m_spec.cursor = std::move(cursor);
        return std::forward<Self>(self);
    }
    /// What the server is told to expect; see QueryDuration.
    template <class Self>
    Self &&expectedDuration(this Self &&self, QueryDuration duration)
    {
        self.m_spec.duration = duration;
        return std::forward<Self>(self);
    }
    /// Total time; zero: none.
    template <class Self>
    Self &&timeout(this Self &&self, std::chrono::milliseconds total)
    {
        self.m_spec.totalTimeout = total;
        return std::forward<Self>(self);
    }
    /// Nodes visited at once; 0 = all.
    template <class Self>
    Self &&maxConcurrentNodes(this Self &&self, int count)
    {
        self.m_spec.maxConcurrentNodes = count;
        return std::forward<Self>(self);
    }

    /// Rounds in a row that may bring nothing new before the query fails; 0: the first failure ends it.
    template <class Self>
    Self &&maxRetries(this Self &&self, int count)
    {
        self.m_spec.maxRetries = count;
        return std::forward<Self>(self);
    }

    /// How the query would run with useIndexes(), and why so. Asks the nodes for their indexes, runs nothing.
    [[nodiscard]] QCoro::Task<Result<QueryPlan>> explain(std::stop_token stop = {}) const;

    /// What was said so far.
    [[nodiscard]] const QuerySpec &spec() const noexcept { return m_spec; }

    /// Checks and starts the query. What can be refused without a server (AEL text, partition numbers, an
    /// unknown namespace) fails here; what a server refuses fails the stream. The stop token closes the
    /// stream.
    [[nodiscard]] QCoro::Task<Result<RecordStream>> execute(std::stop_token stop = {}) const;

private:
    friend class Session;
    SetQuery(std::shared_ptr<const SessionState> session, QuerySpec spec);
    void setPartitionRange(int first, int count);

    std::shared_ptr<const SessionState> m_session;
    QuerySpec m_spec;
    bool m_partitionsValid = true;
};

} // namespace Aeroscope
