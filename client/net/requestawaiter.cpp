// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/requestawaiter.h"

#include "client/net/connection.h"
#include "client/net/loopcontext.h"

using namespace Qt::StringLiterals;

namespace Aeroscope::Net {

RequestAwaiter::RequestAwaiter(Connection &connection, QByteArrayView bytes, bool sends, Deadline deadline,
                               std::stop_token stop) noexcept
    : m_connection(&connection)
    , m_bytes(bytes)
    , m_deadline(deadline)
    , m_stop(std::move(stop))
    , m_sends(sends)
{}

RequestAwaiter::~RequestAwaiter()
{
    // The frame dies while the reply is under way: nobody could tell it from the next one.
    if (isSuspended() && m_connection)
        m_connection->close();
}

bool RequestAwaiter::await_ready() noexcept
{
    Connection &connection = *m_connection;
    if (connection.handler()) {
        m_failure = Error::internal(u"the connection is in use"_s);
        m_connection = nullptr; // not ours to close
        return true;
    }
    if (m_stop.stop_requested()) {
        fail(Error::cancelled());
        return true;
    }
    if (!connection.isOpen()) {
        fail(connection.error());
        return true;
    }
    if (m_deadline.hasPassed()) {
        fail(timeout());
        return true;
    }
    if (m_sends && !connection.unread().isEmpty()) {
        fail(Error::protocol(u"the server spoke without being asked"_s));
        return true;
    }
    if (!m_sends) {
        const QByteArrayView unread = connection.unread();
        const Result<qsizetype> size = frameSize(unread);
        if (!size) {
            fail(size.error());
            return true;
        }
        if (*size > 0 && *size <= unread.size()) {
            connection.consume(*size);
            m_frame = unread.first(*size);
            return true;
        }
    }
    return false;
}

bool RequestAwaiter::await_suspend(std::coroutine_handle<> coroutine) noexcept
{
    if (!suspend(coroutine)) {
        fail(noEventLoop());
        return false;
    }
    Connection &connection = *m_connection;
    if (context() != &connection.m_context) {
        unsuspend();
        m_failure = Error::internal(u"a connection was used on another thread than its own"_s);
        m_connection = nullptr;
        return false;
    }
    if (m_sends && !connection.send(m_bytes)) {
        unsuspend();
        fail(connection.error());
        return false;
    }
    connection.setHandler(this);
    connection.setDeadline(m_deadline);
    m_hook.arm(std::move(m_stop), &RequestAwaiter::stopRequested, this);
    return true;
}

Result<QByteArrayView> RequestAwaiter::await_resume()
{
    if (m_failure)
        return std::unexpected(std::move(*m_failure));
    return m_frame;
}

Error RequestAwaiter::timeout() const
{
    Error error = Error::timeout(m_connection->endpoint().toString() + u" did not answer in time"_s);
    error.node = m_connection->endpoint().toString();
    return error;
}

void RequestAwaiter::fail(Error error) noexcept
{
    m_hook.disarm();
    m_failure = std::move(error);
    if (m_connection)
        std::exchange(m_connection, nullptr)->close();
}

void RequestAwaiter::onFrame(Connection &connection, QByteArrayView frame)
{
    connection.setHandler(nullptr);
    connection.setDeadline(Deadline::never());
    m_connection = nullptr;
    m_hook.disarm();
    m_frame = frame;
    resumeNow();
}

void RequestAwaiter::onClosed(Connection &connection, const Error &error)
{
    const bool fromLoop = connection.isDispatching();
    m_connection = nullptr;
    m_hook.disarm();
    m_failure = error;
    if (fromLoop)
        resumeNow();
    else
        resumeLater(); // somebody ends the connection: not inside their call
}

void RequestAwaiter::onTimeout(Connection &)
{
    fail(timeout());
    resumeNow();
}

void RequestAwaiter::stopRequested(void *self)
{
    auto *awaiter = static_cast<RequestAwaiter *>(self);
    awaiter->fail(Error::cancelled());
    awaiter->resumeNow();
}

void RequestAwaiter::onThreadEnding() noexcept
{
    fail(Error::cancelled());
}

} // namespace Aeroscope::Net
