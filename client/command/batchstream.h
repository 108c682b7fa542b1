// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/command/recordresult.h"
#include "client/net/completion.h"
#include "client/net/task.h"

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace Aeroscope {

/// The queue between a batch on its I/O thread and the consumer of its rows. There is one row for every key
/// at most, so that it needs no bound of its own. Thread-safe.
class BatchStreamState
{
public:
    using Row = std::optional<RecordResult>;

    /// `onClosed` is called on the consumer's thread, once, if the consumer goes before the end; it must not
    /// block. `owner` lives as long as this does.
    BatchStreamState(std::function<void()> onClosed, std::shared_ptr<void> owner);

    // consumer
    [[nodiscard]] Net::Completion<Row> next();
    void close();

    // producer
    void push(RecordResult row);
    void finish();

private:
    const std::function<void()> m_onClosed;
    const std::shared_ptr<void> m_owner;
    std::mutex m_mutex;
    std::deque<RecordResult> m_queue;
    std::optional<Net::CompletionSource<Row>> m_waiting;
    bool m_finished = false;
    bool m_closed = false;
};

/// The rows of a running batch as they come.
///
/// Move-only handle, used by one thread: the one that created it. Destruction closes.
class BatchStream
{
public:
    BatchStream() = default;
    explicit BatchStream(std::shared_ptr<BatchStreamState> state) noexcept;
    BatchStream(BatchStream &&) noexcept;
    BatchStream &operator=(BatchStream &&) noexcept;
    ~BatchStream();

    [[nodiscard]] bool isValid() const noexcept { return m_state != nullptr; }

    /// The next row, whose `index` says which key it is about; nothing at the end, and again at every further
    /// call. Fails only with Cancelled, after close(), and with Internal, when a call waits already: what
    /// goes wrong with the batch goes wrong with its rows. Completes on the calling thread.
    [[nodiscard]] QCoro::Task<Result<std::optional<RecordResult>>> next();

    /// Closes the sockets at once. Rows that were sent and not answered may be carried out or not. A pending
    /// next() completes with Cancelled. Idempotent, returns immediately.
    void close();

private:
    std::shared_ptr<BatchStreamState> m_state;
};

} // namespace Aeroscope
