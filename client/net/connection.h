// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/connectionhandler.h"
#include "client/net/deadline.h"
#include "client/net/endpoint.h"
#include "client/net/loopcontext.h"
#include "client/net/reactor.h"
#include "client/net/receivebuffer.h"
#include "client/net/requestawaiter.h"
#include "client/net/task.h"
#include "client/net/timerwheel.h"
#include "client/net/tls.h"
#include "client/net/transport.h"
#include "client/value/error.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>

namespace Aeroscope::Net {

/// What happened on the way to a connection, for a diagnosis. Filled as it happens, on the connecting thread.
struct ConnectTrace
{
    enum class Step { Connect, Handshake };
    struct Attempt
    {
        Endpoint endpoint;
        Step step = Step::Connect;  ///< the step that ended the attempt
        std::optional<Error> error; ///< none: succeeded
        std::chrono::nanoseconds duration{};
    };
    QList<Attempt> attempts;
    std::optional<PeerFacts> peer; ///< of the TLS handshake, also of a failed one
};

/// Where and how to connect.
struct ConnectOptions
{
    /// Tried in this order; the next one starts when the one before failed or was silent for `stagger`, and
    /// the first to answer wins.
    QList<Endpoint> endpoints;
    TlsContextPtr tls;  ///< null: clear
    QByteArray tlsName; ///< the name that the certificate must carry; needed with tls
    std::chrono::milliseconds stagger{250};
    std::shared_ptr<ConnectTrace> trace; ///< may be null
};

/// A connected stream, clear or TLS, that belongs to one thread with an event loop (an I/O thread) and to one
/// owner (a pool). Used by one ConnectionHandler at a time.
///
/// The bottom interface is callbacks, so that a command needs no coroutine frame; request() is the awaitable
/// on top. An idle connection without a handler watches its peer and closes by itself when the peer closes or
/// speaks unasked.
class Connection final : private ReactorClient, private LoopResident
{
public:
    /// Connects (and shakes hands) before the deadline. Network, Tls, Timeout or Cancelled. This thread
    /// becomes the connection's thread.
    [[nodiscard]] static QCoro::Task<Result<std::unique_ptr<Connection>>>
    open(ConnectOptions options, Deadline deadline, std::stop_token stop = {});
    /// From a transport that is connected (and has shaken hands). Requires a thread with an event loop.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> fromTransport(Transport transport);
    /// abort(Cancelled).
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    [[nodiscard]] bool isOpen() const noexcept { return m_transport.isOpen(); }
    [[nodiscard]] const Endpoint &endpoint() const noexcept { return m_transport.endpoint(); }
    [[nodiscard]] bool isTls() const noexcept { return m_transport.isTls(); }
    [[nodiscard]] std::optional<PeerFacts> peerFacts() const { return m_transport.peerFacts(); }
    /// Why it is closed; a Cancelled error after close().
    [[nodiscard]] const Error &error() const noexcept { return m_error; }

    /// Null for none. Does not touch the deadline. What is unread already is delivered from the event loop.
    void setHandler(ConnectionHandler *handler) noexcept;
    [[nodiscard]] ConnectionHandler *handler() const noexcept { return m_handler; }

    /// Writes at once; what the system does not take is copied and follows when it can. False when the
    /// connection is closed or fails now (error() says why; the handler is dropped without a call).
    [[nodiscard]] bool send(QByteArrayView bytes);
    /// Not taken by the system yet.
    [[nodiscard]] qsizetype unsent() const noexcept { return m_output.size() - m_outputOffset; }
    /// Bytes taken by the system since the connection was made: whether a failed write may be in doubt.
    [[nodiscard]] quint64 bytesSent() const noexcept { return m_bytesSent; }
    [[nodiscard]] quint64 bytesReceived() const noexcept { return m_bytesReceived; }

    /// Received and not consumed. Valid until the next return to the event loop.
    [[nodiscard]] QByteArrayView unread() const noexcept { return m_input.unread(); }
    /// Views into unread() stay valid until the next return to the event loop.
    void consume(qsizetype bytes) noexcept { m_input.consume(bytes); }
    /// unread() is the start of a message of `bytes`: the buffer grows towards it, as fast as bytes arrive.
    /// Until the next consume().
    void expect(qsizetype bytes) noexcept { m_input.expect(bytes); }

    /// Back-pressure: while paused nothing is read from the socket and onBytes() is not called.
    void pauseReading();
    /// What is unread is delivered from the event loop.
    void resumeReading();
    [[nodiscard]] bool isReadingPaused() const noexcept { return m_paused; }

    /// When to call onTimeout(); replaces the one before; never() clears. O(1).
    void setDeadline(Deadline deadline) noexcept;

    /// Before reuse from a pool: open, nothing unread or unsent, not paused, and nothing on the socket. Asks
    /// the socket (one system call) unless it was read empty in this very round of the reactor.
    [[nodiscard]] bool isReusable();
    /// Back to the pool: drops the handler and the deadline and lets a big buffer go. Until the next
    /// setHandler() the connection closes when the peer speaks unasked.
    void park() noexcept;
    /// When the connection last sent or received; for idle reaping.
    [[nodiscard]] Deadline::Clock::time_point lastUsed() const noexcept { return m_lastUsed; }
    void touch(Deadline::Clock::time_point now) noexcept { m_lastUsed = now; }

    /// By the user: closes at once and drops the handler without calling it. Idempotent.
    void close() noexcept;
    /// By the owner: closes at once and tells the handler.
    void abort(Error error);

    /// `const Result<QByteArrayView> reply = co_await connection.request(bytes, deadline, stop);`
    ///
    /// Sends and awaits one frame (header included). The view is valid until the coroutine suspends again or
    /// uses the connection. On Timeout, Cancelled and every other error the connection is closed. The
    /// connection may die while one waits: Cancelled. Requires that no handler is set.
    [[nodiscard]] RequestAwaiter request(QByteArrayView bytes, Deadline deadline, std::stop_token stop = {});
    /// The same without sending: the next frame of a reply in several.
    [[nodiscard]] RequestAwaiter nextFrame(Deadline deadline, std::stop_token stop = {});

    /// True inside a call to a handler.
    [[nodiscard]] bool isDispatching() const noexcept { return m_destroyed && !m_ending; }

private:
    friend class RequestAwaiter;
    class Dispatch;
    Connection(LoopContext &context, Transport transport);

    void onReady(Readiness ready) override;
    void onLoopEnding() noexcept override;
    static void deadlinePassed(void *self);
    static void deliverLater(void *self);
    bool flush();
    void readAndDeliver();
    bool deliver();
    void updateInterest();
    void fail(Error error);
    void shut(Error error) noexcept;
    [[nodiscard]] Error describe(IoStatus status) const;

    LoopContext &m_context;
    Transport m_transport;
    Reactor::Token m_token = 0;
    Readiness m_interest = Readiness::None;
    ConnectionHandler *m_handler = nullptr;
    ReceiveBuffer m_input;
    QByteArray m_output;
    qsizetype m_outputOffset = 0;
    WheelTimer m_deadline;
    DeferredCall m_deferred;
    Error m_error;
    bool *m_destroyed = nullptr; // set while a handler is called
    Deadline::Clock::time_point m_lastUsed;
    quint64 m_bytesSent = 0;
    quint64 m_bytesReceived = 0;
    quint64 m_drainedRound = 0; // of the reactor, when the socket was read empty
    bool m_paused = false;
    bool m_starved = false; // not reading, because nobody is there to take what was read
    bool m_parked = false;
    bool m_ending = false;
    bool m_writeWantsRead = false; // TLS: a write waits for bytes to read
    bool m_readWantsWrite = false; // TLS: a read waits for room to write
};

} // namespace Aeroscope::Net
