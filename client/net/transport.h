// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/endpoint.h"
#include "client/net/tls.h"
#include "client/value/error.h"

#include <QByteArrayView>

#include <memory>
#include <optional>

namespace Aeroscope::Net {

class TlsStream;

/// How a non-blocking step ended.
enum class IoStatus {
    Done,        ///< bytes moved, or the step is complete
    WantRead,    ///< again when the descriptor is readable
    WantWrite,   ///< again when it is writable
    EndOfStream, ///< the peer has sent all it will send
    Failed,      ///< Transport::error() says why; the transport is of no further use
};

struct IoResult
{
    IoStatus status = IoStatus::Failed;
    qsizetype bytes = 0; ///< moved, for Done
};

/// A non-blocking stream socket, clear or TLS, without an event loop: the same steps serve the reactor and a
/// blocking poll. Never raises SIGPIPE. Move-only, used by one thread at a time.
class Transport
{
public:
    Transport() noexcept;
    Transport(Transport &&) noexcept;
    Transport &operator=(Transport &&) noexcept;
    ~Transport();

    /// Starts a connect. Network when the system refuses at once (unreachable family, no descriptors).
    [[nodiscard]] static Result<Transport> connectTo(const Endpoint &endpoint);
    /// Takes over a connected descriptor and makes it non-blocking.
    [[nodiscard]] static Transport adopt(int descriptor, const Endpoint &endpoint);

    [[nodiscard]] bool isOpen() const noexcept { return m_descriptor >= 0; }
    [[nodiscard]] int descriptor() const noexcept { return m_descriptor; }
    [[nodiscard]] const Endpoint &endpoint() const noexcept { return m_endpoint; }
    [[nodiscard]] bool isTls() const noexcept { return m_tls != nullptr; }

    /// Call when the descriptor is writable (or at once): Done, WantWrite or Failed.
    [[nodiscard]] IoStatus finishConnect();
    /// Begins TLS on the connected socket. `name` is sent as SNI (unless it is an address) and must be the
    /// certificate's name.
    [[nodiscard]] Result<void> startTls(TlsContextPtr context, QByteArray name);
    /// Done, WantRead, WantWrite or Failed.
    [[nodiscard]] IoStatus handshake();

    [[nodiscard]] IoResult read(char *data, qsizetype size);
    [[nodiscard]] IoResult write(const char *data, qsizetype size);
    /// Looks without taking: Done when there are bytes (or TLS has some), WantRead when there are none.
    [[nodiscard]] IoStatus peek();

    /// TLS holds bytes that the descriptor does not announce any more: read again without waiting.
    [[nodiscard]] bool hasPending() const noexcept;

    /// Best-effort TLS close-notify, then close. Idempotent.
    void close() noexcept;

    /// Why the last step failed; kind Network or Tls.
    [[nodiscard]] const Error &error() const noexcept { return m_error; }
    /// What the peer showed; nothing for a clear transport.
    [[nodiscard]] std::optional<PeerFacts> peerFacts() const;

private:
    int m_descriptor = -1;
    Endpoint m_endpoint;
    std::unique_ptr<TlsStream> m_tls;
    Error m_error;
};

} // namespace Aeroscope::Net
