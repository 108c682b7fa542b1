// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/command/recordstream.h"
#include "client/net/completion.h"
#include "client/value/rowchunk.h"

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace Aeroscope {

/// The bounded queue between a query on its I/O thread and the consumer of its rows. The producer learns from
/// push() that the consumer lags and stops reading its sockets; the consumer's next steps call `onDrained`,
/// once, to go on. Thread-safe.
class RecordStreamState
{
public:
    /// Bytes that may wait before the producer is to pause.
    static constexpr qint64 highWater = 4 * 1024 * 1024;
    /// It goes on when this much is left.
    static constexpr qint64 lowWater = 1 * 1024 * 1024;

    /// `start`: where the query begins. `maxRows`: rows that may wait, 0 = any number; one chunk may always
    /// wait. Both functions are called on the consumer's thread and must not block. `owner` lives as long as
    /// this does.
    RecordStreamState(QueryCursor start, qint64 maxRows, std::function<void()> onDrained,
                      std::function<void()> onClosed, std::shared_ptr<void> owner);

    // consumer
    [[nodiscard]] Net::Completion<RowChunkPtr> next();
    [[nodiscard]] QueryProgress progress() const;
    [[nodiscard]] QueryCursor cursor() const;
    void close();

    // producer
    /// `delta`: what the rows of this chunk, and what went before, mean for the cursor. True: pause until
    /// onDrained.
    [[nodiscard]] bool push(RowChunkPtr chunk, QueryCursor::Delta delta);
    void finish(std::optional<Error> error, QueryCursor::Delta delta);
    /// The query walks the records after all; nothing was pushed yet.
    void forgetIndex();
    /// One thread; a lower count than before is not shown.
    void setPartitionsDone(int count) noexcept
    {
        if (count > m_partitionsDone.load(std::memory_order_relaxed))
            m_partitionsDone.store(count, std::memory_order_relaxed);
    }

private:
    struct Queued
    {
        RowChunkPtr chunk;
        QueryCursor::Delta delta;
    };
    [[nodiscard]] bool isFull() const;
    void takeFinalDelta();

    const int m_partitionsTotal;
    const qint64 m_maxRows;
    const std::function<void()> m_onDrained;
    const std::function<void()> m_onClosed;
    const std::shared_ptr<void> m_owner;
    std::atomic<int> m_partitionsDone = 0;
    std::atomic<qint64> m_rows = 0;
    std::atomic<qint64> m_bytes = 0;

    mutable std::mutex m_mutex;
    QueryCursor m_cursor; // behind what the consumer has
    QueryCursor::Delta m_finalDelta;
    std::deque<Queued> m_queue;
    qint64 m_queuedBytes = 0;
    qint64 m_queuedRows = 0;
    bool m_pausing = false;
    bool m_finished = false;
    bool m_closed = false;
    std::optional<Error> m_error;
    std::optional<Net::CompletionSource<RowChunkPtr>> m_waiting;
};

} // namespace Aeroscope
