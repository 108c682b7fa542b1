// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/connection.h"

#include "client/net/connectrace.h"
#include "client/net/opensslerror_p.h"

#include <cerrno>
#include <utility>

using namespace Qt::StringLiterals;

namespace Aeroscope::Net {

namespace {

// A TLS record is at most 16 KiB, and the socket says nothing of what OpenSSL already holds: so several reads
// a turn, but not endless ones.
constexpr int readsPerTurn = 32;

/// Written bytes are dropped from a waiting output when there are so many of them.
constexpr qsizetype outputSlack = 256 * 1024;

} // namespace

/// Marks the time in which a handler may destroy the connection.
class Connection::Dispatch
{
public:
    explicit Dispatch(Connection &connection) noexcept
        : m_connection(connection)
        , m_outer(std::exchange(connection.m_destroyed, &m_destroyed))
    {}
    ~Dispatch()
    {
        if (!m_destroyed)
            m_connection.m_destroyed = m_outer;
        else if (m_outer)
            *m_outer = true;
    }
    Dispatch(const Dispatch &) = delete;
    Dispatch &operator=(const Dispatch &) = delete;

    [[nodiscard]] bool isDestroyed() const noexcept { return m_destroyed; }

private:
    Connection &m_connection;
    bool m_destroyed = false;
    bool *m_outer;
};

Connection::Connection(LoopContext &context, Transport transport)
    : m_context(context)
    , m_transport(std::move(transport))
    , m_deadline(&Connection::deadlinePassed, this)
    , m_deferred(&Connection::deliverLater, this)
    , m_lastUsed(Deadline::Clock::now())
{}

Connection::~Connection()
{
    m_ending = true; // who waits resumes later, not in here
    abort(Error::cancelled());
    if (m_destroyed)
        *m_destroyed = true;
}

QCoro::Task<Result<std::unique_ptr<Connection>>> Connection::open(ConnectOptions options, Deadline deadline,
                                                                  std::stop_token stop)
{
    ConnectRace race(options.endpoints, options.stagger, deadline, stop, options.trace);
    Result<Transport> transport = co_await race;
    if (!transport)
        co_return std::unexpected(transport.error());

    if (options.tls) {
        const QString node = transport->endpoint().toString();
        const auto started = Deadline::Clock::now();
        std::optional<Error> failure;
        if (const Result<void> begun = transport->startTls(options.tls, options.tlsName); !begun)
            failure = begun.error();
        while (!failure) {
            const IoStatus status = transport->handshake();
            if (status == IoStatus::Done)
                break;
            if (status == IoStatus::Failed) {
                failure = transport->error();
                break;
            }
            ReadinessAwaiter ready(transport->descriptor(),
                                   status == IoStatus::WantWrite ? Readiness::Write : Readiness::Read,
                                   deadline, stop);
            if (const Result<void> done = co_await ready; !done) {
                failure = done.error();
                if (failure->kind == ErrorKind::Timeout)
                    failure->message = u"the TLS handshake with "_s + node + u" took too long"_s;
            }
        }
        if (failure)
            failure->node = node;
        if (options.trace) {
            options.trace->peer = transport->peerFacts();
            ConnectTrace::Attempt &attempt = options.trace->attempts.last();
            attempt.step = ConnectTrace::Step::Handshake;
            attempt.error = failure;
            attempt.duration += Deadline::Clock::now() - started;
        }
        if (failure)
            co_return std::unexpected(std::move(*failure));
    }
    co_return fromTransport(std::move(*transport));
}

Result<std::unique_ptr<Connection>> Connection::fromTransport(Transport transport)
{
    LoopContext *context = LoopContext::current();
    if (!context)
        return std::unexpected(Error::internal(u"a connection needs a thread with an event loop"_s));
    std::unique_ptr<Connection> connection(new Connection(*context, std::move(transport)));
    ReactorClient *client = connection.get();
    connection->m_token =
        context->reactor().add(connection->m_transport.descriptor(), Readiness::Read, client);
    if (connection->m_token == 0)
        return std::unexpected(Error::network(u"cannot watch a socket: "_s + systemReason(errno)));
    connection->m_interest = Readiness::Read;
    context->add(*connection);
    if (connection->m_transport.hasPending())
        connection->m_deferred.schedule(*context);
    return connection;
}

void Connection::setHandler(ConnectionHandler *handler) noexcept
{
    m_handler = handler;
    if (!handler)
        return;
    m_parked = false;
    if (m_starved) {
        m_starved = false;
        updateInterest();
    }
    if (!unread().isEmpty() && !isDispatching() && isOpen())
        m_deferred.schedule(m_context); // inside a dispatch its loop delivers
}

bool Connection::send(QByteArrayView bytes)
{
    if (!isOpen())
        return false;
    if (unsent() == 0) {
        while (!bytes.isEmpty()) {
            const IoResult result = m_transport.write(bytes.data(), bytes.size());
            if (result.status == IoStatus::Done) {
                m_bytesSent += quint64(result.bytes);
                bytes = bytes.sliced(result.bytes);
                if (!bytes.isEmpty() && !m_transport.isTls())
                    break; // the system's buffer is full
                continue;
            }
            if (result.status == IoStatus::WantWrite)
                break;
            if (result.status == IoStatus::WantRead) {
                m_writeWantsRead = true;
                break;
            }
            m_handler = nullptr;
            shut(describe(result.status));
            return false;
        }
        if (bytes.isEmpty())
            return true;
    }
    m_output.append(bytes);
    updateInterest();
    return true;
}

/// False when the connection is closed or gone.
bool Connection::flush()
{
    while (unsent() > 0) {
        const IoResult result = m_transport.write(m_output.constData() + m_outputOffset, unsent());
        if (result.status == IoStatus::Done) {
            m_bytesSent += quint64(result.bytes);
            m_outputOffset += result.bytes;
            if (unsent() > 0 && !m_transport.isTls())
                break;
            continue;
        }
        if (result.status == IoStatus::WantWrite || result.status == IoStatus::WantRead) {
            m_writeWantsRead = result.status == IoStatus::WantRead;
            break;
        }
        fail(describe(result.status));
        return false;
    }
    if (unsent() > 0) {
        if (m_outputOffset > outputSlack) {
            m_output.remove(0, m_outputOffset);
            m_outputOffset = 0;
        }
        updateInterest();
        return true;
    }
    m_output.clear();
    m_outputOffset = 0;
    m_writeWantsRead = false;
    updateInterest();
    if (m_handler) {
        const Dispatch dispatch(*this);
        m_handler->onSent(*this);
        return !dispatch.isDestroyed() && isOpen();
    }
    return true;
}

void Connection::onReady(Readiness ready)
{
    const bool readable = has(ready, Readiness::Read);
    if (unsent() > 0 && (has(ready, Readiness::Write) || (readable && m_writeWantsRead)) && !flush())
        return;
    if ((readable || m_readWantsWrite) && !m_paused)
        readAndDeliver();
}

void Connection::readAndDeliver()
{
    for (int i = 0; i < readsPerTurn; ++i) {
        char *place = m_input.prepare();
        const qsizetype room = m_input.room();
        const IoResult result = m_transport.read(place, room);
        m_readWantsWrite = result.status == IoStatus::WantWrite;
        switch (result.status) {
        case IoStatus::Done:
            break;
        case IoStatus::WantRead:
            m_drainedRound = m_context.reactor().round();
            return;
        case IoStatus::WantWrite:
            updateInterest();
            return;
        case IoStatus::EndOfStream:
        case IoStatus::Failed:
            fail(describe(result.status));
            return;
        }
        m_input.commit(result.bytes);
        m_bytesReceived += quint64(result.bytes);
        if (!m_transport.isTls() && result.bytes < room)
            m_drainedRound = m_context.reactor().round();
        if (!deliver())
            return;
        if (!m_transport.isTls() || m_paused || m_starved)
            return;
    }
    if (m_transport.hasPending())
        m_deferred.schedule(m_context);
}

/// False when the connection is closed or gone: nothing of it may be touched then.
bool Connection::deliver()
{
    while (m_handler && !m_paused) {
        const qsizetype before = unread().size();
        if (before == 0)
            return true;
        ConnectionHandler *handler = m_handler;
        const Dispatch dispatch(*this);
        handler->onBytes(*this);
        if (dispatch.isDestroyed() || !isOpen())
            return false;
        if (unread().size() == before && m_handler == handler)
            return true; // it waits for more
    }
    if (!m_handler && !unread().isEmpty()) {
        if (m_parked) {
            fail(Error::protocol(u"the server spoke without being asked"_s));
            return false;
        }
        // Nobody to take it now: the next handler will; until then the socket holds the rest.
        m_starved = true;
        updateInterest();
    }
    return true;
}

void Connection::deliverLater(void *self)
{
    auto *connection = static_cast<Connection *>(self);
    if (!connection->isOpen() || connection->m_paused)
        return;
    if (connection->deliver() && !connection->m_paused && connection->m_transport.hasPending())
        connection->readAndDeliver();
}

void Connection::updateInterest()
{
    if (m_token == 0)
        return;
    Readiness wanted = Readiness::None;
    if ((!m_paused && !m_starved) || m_writeWantsRead)
        wanted = wanted | Readiness::Read;
    if ((unsent() > 0 && !m_writeWantsRead) || m_readWantsWrite)
        wanted = wanted | Readiness::Write;
    if (wanted == m_interest)
        return;
    m_interest = wanted;
    m_context.reactor().modify(m_token, wanted);
}

void Connection::pauseReading()
{
    m_paused = true;
    updateInterest();
}

void Connection::resumeReading()
{
    if (!m_paused)
        return;
    m_paused = false;
    updateInterest();
    if (isOpen() && (!unread().isEmpty() || m_transport.hasPending()))
        m_deferred.schedule(m_context);
}

void Connection::setDeadline(Deadline deadline) noexcept
{
    if (isOpen())
        m_deadline.arm(m_context.timers(), deadline);
}

void Connection::deadlinePassed(void *self)
{
    auto *connection = static_cast<Connection *>(self);
    if (!connection->m_handler)
        return;
    const Dispatch dispatch(*connection);
    connection->m_handler->onTimeout(*connection);
}

bool Connection::isReusable()
{
    if (!isOpen() || m_handler || m_paused || !unread().isEmpty() || unsent() > 0)
        return false;
    if (m_drainedRound == m_context.reactor().round() && !m_transport.hasPending())
        return true;
    switch (const IoStatus status = m_transport.peek()) {
    case IoStatus::WantRead:
        return true;
    case IoStatus::Done:
        shut(Error::protocol(u"the server spoke without being asked"_s));
        return false;
    default:
        shut(describe(status));
        return false;
    }
}

void Connection::park() noexcept
{
    m_handler = nullptr;
    m_deadline.disarm();
    m_parked = true;
    m_input.trim();
}

Error Connection::describe(IoStatus status) const
{
    Error error;
    if (status != IoStatus::EndOfStream) {
        error = m_transport.error();
    } else if (const qsizetype rest = unread().size(); rest > 0) {
        error = Error::network(
            u"the server closed the connection in the middle of a reply (after %1 bytes of it)"_s.arg(rest));
    } else {
        error = Error::network(u"the server closed the connection"_s);
    }
    if (error.node.isEmpty())
        error.node = endpoint().toString();
    return error;
}

void Connection::shut(Error error) noexcept
{
    if (!isOpen())
        return;
    unlink(); // from the residents of the loop
    if (m_token != 0)
        m_context.reactor().remove(std::exchange(m_token, 0));
    m_deadline.disarm();
    m_deferred.cancel();
    m_transport.close();
    m_output.clear();
    m_outputOffset = 0;
    m_error = std::move(error);
}

void Connection::fail(Error error)
{
    shut(std::move(error));
    if (ConnectionHandler *handler = std::exchange(m_handler, nullptr)) {
        const Error reason = m_error; // the handler may destroy the connection
        const Dispatch dispatch(*this);
        handler->onClosed(*this, reason);
    }
}

void Connection::close() noexcept
{
    m_handler = nullptr;
    shut(Error::cancelled());
}

void Connection::abort(Error error)
{
    if (!isOpen())
        return;
    shut(std::move(error));
    if (ConnectionHandler *handler = std::exchange(m_handler, nullptr)) {
        const Error reason = m_error;
        handler->onClosed(*this, reason);
    }
}

void Connection::onLoopEnding() noexcept
{
    abort(Error::cancelled());
}

RequestAwaiter Connection::request(QByteArrayView bytes, Deadline deadline, std::stop_token stop)
{
    return RequestAwaiter(*this, bytes, true, deadline, std::move(stop));
}

RequestAwaiter Connection::nextFrame(Deadline deadline, std::stop_token stop)
{
    return RequestAwaiter(*this, {}, false, deadline, std::move(stop));
}

} // namespace Aeroscope::Net
