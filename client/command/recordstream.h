// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/command/querycursor.h"
#include "client/net/task.h"
#include "client/value/error.h"
#include "client/value/rowchunk.h"

#include <memory>
#include <optional>

namespace Aeroscope {

/// How far a query is. Counters only grow.
struct QueryProgress
{
    /// Of partitionsTotal. Moves with the rows; nodes confirm it at the end of their share only.
    int partitionsDone = 0;
    /// That the query looks at.
    int partitionsTotal = 4096;
    /// That arrived, whether they were taken already or not.
    qint64 rows = 0;
    qint64 bytes = 0; ///< of rows on the wire
};

class RecordStreamState;

/// The rows of a running query, in chunks of wire bytes (about 1 MiB or 50 ms, whichever comes first).
///
/// Move-only handle, used by one thread: the one that created it. When the consumer lags, the sockets are not
/// read any more (TCP back-pressure); nothing is dropped. Destruction closes.
class RecordStream
{
public:
    RecordStream() = default;
    /// What SetQuery::execute() makes.
    explicit RecordStream(std::shared_ptr<RecordStreamState> state) noexcept;
    /// Leaves an invalid handle behind.
    RecordStream(RecordStream &&) noexcept;
    /// Closes what it was before.
    RecordStream &operator=(RecordStream &&) noexcept;
    ~RecordStream();

    /// False for a default-constructed or moved-from handle.
    [[nodiscard]] bool isValid() const noexcept { return m_state != nullptr; }

    /// The next chunk; an empty pointer at the end. After an error or the end every further call answers the
    /// same. Rows that arrived before an error are delivered first. Cancelled after close().
    [[nodiscard]] QCoro::Task<Result<RowChunkPtr>> nextChunk();

    /// Any thread.
    [[nodiscard]] QueryProgress progress() const;

    /// Where a query has to go on to bring the rows that are still missing behind the chunks that
    /// nextChunk() has given: see SetQuery::resumeFrom(). After the end it is done, unless a limit stopped
    /// the query. Also good after an error and after close(). Any thread.
    [[nodiscard]] QueryCursor cursor() const;

    /// Closes the sockets at once and ends the job on the servers (query-abort in the background); a pending
    /// nextChunk() completes with Cancelled. Idempotent, returns immediately.
    void close();

private:
    std::shared_ptr<RecordStreamState> m_state;
};

} // namespace Aeroscope
