// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/command/batchstream.h"

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

/// Keeps the state for as long as somebody waits on it.
QCoro::Task<Result<BatchStreamState::Row>> awaitRow(std::shared_ptr<BatchStreamState> state)
{
    if (!state)
        co_return std::unexpected(Error::cancelled());
    co_return co_await state->next();
}

} // namespace

BatchStreamState::BatchStreamState(std::function<void()> onClosed, std::shared_ptr<void> owner)
    : m_onClosed(std::move(onClosed))
    , m_owner(std::move(owner))
{}

Net::Completion<BatchStreamState::Row> BatchStreamState::next()
{
    Net::CompletionSource<Row> source;
    Net::Completion<Row> completion = source.completion();
    const std::scoped_lock lock(m_mutex);
    if (m_closed) {
        source.fail(Error::cancelled());
    } else if (!m_queue.empty()) {
        source.complete(std::move(m_queue.front()));
        m_queue.pop_front();
    } else if (m_finished) {
        source.complete(Row());
    } else if (m_waiting) {
        source.fail(Error::internal(u"next() is waiting already"_s));
    } else {
        m_waiting.emplace(std::move(source));
    }
    return completion;
}

void BatchStreamState::close()
{
    std::optional<Net::CompletionSource<Row>> waiting;
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

void BatchStreamState::push(RecordResult row)
{
    std::optional<Net::CompletionSource<Row>> waiting;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_closed)
            return;
        if (!m_waiting) {
            m_queue.push_back(std::move(row));
            return;
        }
        waiting.swap(m_waiting);
    }
    // Later: a consumer on this very thread must not run inside the reading of a socket.
    waiting->completeLater(Row(std::move(row)));
}

void BatchStreamState::finish()
{
    std::optional<Net::CompletionSource<Row>> waiting;
    {
        const std::scoped_lock lock(m_mutex);
        m_finished = true;
        waiting.swap(m_waiting);
    }
    if (waiting)
        waiting->completeLater(Row());
}

BatchStream::BatchStream(std::shared_ptr<BatchStreamState> state) noexcept
    : m_state(std::move(state))
{}

BatchStream::BatchStream(BatchStream &&) noexcept = default;

BatchStream &BatchStream::operator=(BatchStream &&other) noexcept
{
    if (this != &other) {
        close();
        m_state = std::move(other.m_state);
    }
    return *this;
}

BatchStream::~BatchStream()
{
    close();
}

QCoro::Task<Result<std::optional<RecordResult>>> BatchStream::next()
{
    return awaitRow(m_state);
}

void BatchStream::close()
{
    if (m_state)
        m_state->close();
}

} // namespace Aeroscope
