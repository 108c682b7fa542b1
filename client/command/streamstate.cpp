// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/command/streamstate.h"

namespace Aeroscope {

using namespace Qt::StringLiterals;

RecordStreamState::RecordStreamState(QueryCursor start, qint64 maxRows, std::function<void()> onDrained,
                                     std::function<void()> onClosed, std::shared_ptr<void> owner)
    : m_partitionsTotal(start.partitionsTotal())
    , m_maxRows(maxRows)
    , m_onDrained(std::move(onDrained))
    , m_onClosed(std::move(onClosed))
    , m_owner(std::move(owner))
    , m_partitionsDone(start.partitionsDone())
    , m_cursor(std::move(start))
{}

bool RecordStreamState::isFull() const
{
    return m_queuedBytes >= highWater || (m_maxRows > 0 && m_queuedRows >= m_maxRows);
}

Net::Completion<RowChunkPtr> RecordStreamState::next()
{
    Net::CompletionSource<RowChunkPtr> source;
    Net::Completion<RowChunkPtr> completion = source.completion();
    bool drained = false;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_closed) {
            source.fail(Error::cancelled());
        } else if (!m_queue.empty()) {
            RowChunkPtr chunk = std::move(m_queue.front().chunk);
            m_cursor.apply(m_queue.front().delta);
            m_queue.pop_front();
            m_queuedBytes -= chunk->byteSize();
            m_queuedRows -= chunk->rowCount();
            if (m_pausing && (m_queue.empty() || (m_queuedBytes <= lowWater && !isFull()))) {
                m_pausing = false;
                drained = !m_finished;
            }
            source.complete(std::move(chunk));
        } else if (m_error) {
            takeFinalDelta();
            source.fail(*m_error);
        } else if (m_finished) {
            takeFinalDelta();
            source.complete(RowChunkPtr());
        } else if (m_waiting) {
            source.fail(Error::internal(u"nextChunk() is waiting already"_s));
        } else {
            m_waiting.emplace(std::move(source));
        }
    }
    if (drained)
        m_onDrained();
    return completion;
}

QueryProgress RecordStreamState::progress() const
{
    QueryProgress progress;
    progress.partitionsTotal = m_partitionsTotal;
    progress.partitionsDone = m_partitionsDone.load(std::memory_order_relaxed);
    progress.rows = m_rows.load(std::memory_order_relaxed);
    progress.bytes = m_bytes.load(std::memory_order_relaxed);
    return progress;
}

QueryCursor RecordStreamState::cursor() const
{
    const std::scoped_lock lock(m_mutex);
    return m_cursor;
}

void RecordStreamState::forgetIndex()
{
    const std::scoped_lock lock(m_mutex);
    m_cursor.setIndex({});
}

void RecordStreamState::takeFinalDelta()
{
    m_cursor.apply(m_finalDelta);
    m_finalDelta.clear();
}

void RecordStreamState::close()
{
    std::optional<Net::CompletionSource<RowChunkPtr>> waiting;
    bool running = false;
    {
        const std::scoped_lock lock(m_mutex);
        if (std::exchange(m_closed, true))
            return;
        running = !m_finished;
        waiting.swap(m_waiting);
        m_queue.clear();
    }
    if (waiting)
        waiting->completeLater(std::unexpected(Error::cancelled()));
    if (running)
        m_onClosed();
}

bool RecordStreamState::push(RowChunkPtr chunk, QueryCursor::Delta delta)
{
    m_rows.fetch_add(chunk->rowCount(), std::memory_order_relaxed);
    m_bytes.fetch_add(chunk->byteSize(), std::memory_order_relaxed);
    std::optional<Net::CompletionSource<RowChunkPtr>> waiting;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_closed || m_finished)
            return false;
        if (!m_waiting) {
            m_queuedBytes += chunk->byteSize();
            m_queuedRows += chunk->rowCount();
            m_queue.push_back({std::move(chunk), std::move(delta)});
            m_pausing = m_pausing || isFull();
            return m_pausing;
        }
        m_cursor.apply(delta);
        waiting.swap(m_waiting);
    }
    // Later: a consumer on this very thread must not run inside the reading of a socket.
    waiting->completeLater(std::move(chunk));
    return false;
}

void RecordStreamState::finish(std::optional<Error> error, QueryCursor::Delta delta)
{
    std::optional<Net::CompletionSource<RowChunkPtr>> waiting;
    {
        const std::scoped_lock lock(m_mutex);
        if (std::exchange(m_finished, true) || m_closed)
            return;
        m_error = error;
        m_finalDelta = std::move(delta);
        waiting.swap(m_waiting);
        if (waiting)
            takeFinalDelta();
    }
    if (!waiting)
        return;
    if (error)
        waiting->completeLater(std::unexpected(*std::move(error)));
    else
        waiting->completeLater(RowChunkPtr());
}

} // namespace Aeroscope
