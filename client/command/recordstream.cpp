// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/command/recordstream.h"

#include "client/command/streamstate.h"

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

/// Keeps the state for as long as somebody waits on it.
QCoro::Task<Result<RowChunkPtr>> awaitChunk(std::shared_ptr<RecordStreamState> state)
{
    if (!state)
        co_return std::unexpected(Error::cancelled());
    co_return co_await state->next();
}

} // namespace

RecordStream::RecordStream(std::shared_ptr<RecordStreamState> state) noexcept
    : m_state(std::move(state))
{}

RecordStream::RecordStream(RecordStream &&) noexcept = default;

RecordStream &RecordStream::operator=(RecordStream &&other) noexcept
{
    close();
    m_state = std::move(other.m_state);
    return *this;
}

RecordStream::~RecordStream()
{
    close();
}

QCoro::Task<Result<RowChunkPtr>> RecordStream::nextChunk()
{
    return awaitChunk(m_state);
}

QueryProgress RecordStream::progress() const
{
    return m_state ? m_state->progress() : QueryProgress();
}

QueryCursor RecordStream::cursor() const
{
    return m_state ? m_state->cursor() : QueryCursor();
}

void RecordStream::close()
{
    if (m_state)
        m_state->close();
}

} // namespace Aeroscope
