// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/command/predicate.h"
#include "client/command/querycursor.h"
#include "client/value/operation.h"

#include <QByteArray>

#include <chrono>
#include <optional>
#include <vector>

namespace Aeroscope {

/// How long the server should expect a query to take (protocol section 7.7).
enum class QueryDuration : quint8 {
    Long,
    Short,       ///< under 100 records; not abortable, no records per second
    LongRelaxAp, ///< also served by partitions in migration; available-mode namespaces only
};

/// Everything the caller said about one query over a data set. A value.
struct QuerySpec
{
    /// Not empty.
    QByteArray namespaceName{};
    /// Empty: the whole namespace.
    QByteArray setName{};
    /// Empty: all records.
    Predicate predicate{};
    /// Let a secondary index serve the predicate, where one can.
    bool useIndexes = false;
    /// Empty: all bins.
    std::vector<QByteArray> bins{};
    /// Read operations whose answers take the place of the bins (server 8.1.2).
    std::vector<Operation> operations{};
    /// Key, generation and expiry only.
    bool metadataOnly = false;
    /// Rows in all, exact; 0 = no limit.
    qint64 limit = 0;
    /// Per node; 0 = no limit.
    quint32 recordsPerSecond = 0;
    /// Sorted, without repeats; empty: all 4096.
    std::vector<quint16> partitions{};
    /// Where an earlier query ended; its partitions take the place of `partitions`.
    std::optional<QueryCursor> cursor{};
    /// What the server is told to expect.
    QueryDuration duration = QueryDuration::Long;
    /// Default: the behaviour's, which is none.
    std::optional<std::chrono::milliseconds> totalTimeout{};
    /// Default: the behaviour's.
    std::optional<std::chrono::milliseconds> socketTimeout{};
    /// Default: the behaviour's.
    std::optional<int> maxRetries{};
    /// Default: the behaviour's, which is all.
    std::optional<int> maxConcurrentNodes{};
};

} // namespace Aeroscope
