// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"
#include "client/value/indexfilter.h"
#include "client/value/key.h"
#include "client/value/operation.h"
#include "client/wire/commandoptions.h"
#include "client/wire/wirebuffer.h"

#include <QByteArray>
#include <QByteArrayView>

#include <chrono>
#include <optional>
#include <span>

/// Requests for many records of one node (protocol section 7). Views must live during the call only. Each
/// function appends one frame; what must not be sent fails with InvalidArgument and leaves `out` as it was.
namespace Aeroscope::Wire {

/// How long the server should expect the query to take (protocol section 7.7).
enum class QueryDuration : quint8 { Long, Short, LongRelaxAp };

/// A query that streams records back (protocol section 7.1).
struct QueryRequest
{
    QByteArrayView namespaceName{};
    /// Empty: the whole namespace.
    QByteArrayView setName{};
    /// Null: over the primary index.
    const IndexFilter *index = nullptr;
    QByteArrayView filter{};
    /// Partitions from their start, and places behind which others go on: the digest of the last row seen
    /// and, over an index, its index value. At least one of both; no partition twice.
    std::span<const quint16> partitions{};
    std::span<const Digest> resumeAfter{};
    std::span<const qint64> resumeIndexValues{};
    /// 0: no limit.
    quint64 maxRecords = 0;
    /// Per node; 0: no limit. Not for short queries.
    quint32 recordsPerSecond = 0;
    /// How long the server waits for us to read; zero: forever; nothing: its default of 10 s.
    std::optional<std::chrono::milliseconds> socketTimeout{};
    /// Unique for each request, also of the same query; nothing: the server invents one that nobody knows.
    std::optional<quint64> taskId{};
    /// Limit of a short query; zero: the server's own (1 s by default).
    std::chrono::milliseconds serverTimeout{0};
    QueryDuration duration = QueryDuration::Long;
    /// Generation, expiry and key only.
    bool noBins = false;
    /// Only these bins; or read operations (server 8.1.2 on), which are answered for every record, nil where
    /// there is no result. Both empty: all bins.
    std::span<const QByteArray> bins{};
    std::span<const Operation> operations{};
    /// -1: reading never extends a record's life.
    int readTouchPercent = -1;
    bool compressReply = false;
};

[[nodiscard]] Result<void> encodeQuery(WireBuffer &out, const QueryRequest &request);

/// A query that changes records where they are and answers when it has begun (protocol section 7.5). The
/// server runs it over the partitions that it is master of.
struct BackgroundQueryRequest
{
    QByteArrayView namespaceName{};
    QByteArrayView setName{};
    const IndexFilter *index = nullptr;
    QByteArrayView filter{};
    quint32 recordsPerSecond = 0;
    std::optional<std::chrono::milliseconds> socketTimeout{};
    /// By which query-show and query-abort name the job.
    std::optional<quint64> taskId{};
    std::chrono::milliseconds serverTimeout{0};
    /// Write operations, or a call of a user-defined function.
    std::span<const Operation> operations{};
    const UdfCall *udf = nullptr;
    Ttl ttl = Ttl::namespaceDefault();
    bool durableDelete = false;
};

[[nodiscard]] Result<void> encodeBackgroundQuery(WireBuffer &out, const BackgroundQueryRequest &request);

/// A query whose rows go through a stream function; the node sends partial results for each partition
/// (protocol section 7.6). No filter expression.
struct AggregateRequest
{
    QByteArrayView namespaceName{};
    QByteArrayView setName{};
    const IndexFilter *index = nullptr;
    quint32 recordsPerSecond = 0;
    std::optional<std::chrono::milliseconds> socketTimeout{};
    std::optional<quint64> taskId{};
    std::chrono::milliseconds serverTimeout{0};
    UdfCall udf{};
};

[[nodiscard]] Result<void> encodeAggregate(WireBuffer &out, const AggregateRequest &request);

} // namespace Aeroscope::Wire
