// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/tls.h"
#include "client/net/transport.h"

#include <QByteArray>

#include <memory>

struct ssl_st;
struct bio_st;
struct x509_store_ctx_st;

namespace Aeroscope::Net {

/// One TLS client session over a descriptor that it does not own. The bytes go through a BIO of ours that
/// sends with MSG_NOSIGNAL: OpenSSL's own socket BIO writes, and a write to a closed socket raises SIGPIPE.
class TlsStream
{
public:
    [[nodiscard]] static Result<std::unique_ptr<TlsStream>> make(TlsContextPtr context, int descriptor,
                                                                 QByteArray name);
    ~TlsStream();
    TlsStream(const TlsStream &) = delete;
    TlsStream &operator=(const TlsStream &) = delete;

    [[nodiscard]] IoStatus handshake();
    [[nodiscard]] IoResult read(char *data, qsizetype size);
    [[nodiscard]] IoResult write(const char *data, qsizetype size);
    [[nodiscard]] IoStatus peek();
    /// Decrypted or undecrypted bytes that the socket will not announce any more.
    [[nodiscard]] bool hasPending() const noexcept;
    void shutdown() noexcept;

    [[nodiscard]] const Error &error() const noexcept { return m_error; }
    [[nodiscard]] PeerFacts peerFacts() const;

private:
    friend int verifyCallback(int ok, x509_store_ctx_st *store);
    struct Peer;

    TlsStream();
    [[nodiscard]] IoStatus statusOf(int result);
    void noteFailure(bool inHandshake);

    TlsContextPtr m_context;
    ssl_st *m_session = nullptr;
    std::unique_ptr<Peer> m_peer;
    QByteArray m_name;
    Error m_error;
    int m_descriptor = -1;
    int m_systemError = 0; // errno of the last failed call on the descriptor
    bool m_established = false;

    friend struct TlsBio;
};

} // namespace Aeroscope::Net
