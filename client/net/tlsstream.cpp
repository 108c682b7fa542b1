// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/tlsstream.h"

#include "client/net/certificates_p.h"
#include "client/net/opensslerror_p.h"

#include <QHostAddress>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <limits>

using namespace Qt::StringLiterals;

namespace Aeroscope::Net {

/// What the verification saw; kept as certificates until somebody asks for facts.
struct TlsStream::Peer
{
    std::vector<CertificatePtr> chain; // leaf first
    int error = X509_V_OK;             // the first one
    int depth = -1;
};

/// The BIO between OpenSSL and the descriptor.
struct TlsBio
{
    static TlsStream &stream(BIO *bio) { return *static_cast<TlsStream *>(BIO_get_data(bio)); }

    static bool again(int error) { return error == EAGAIN || error == EWOULDBLOCK; }

    static int write(BIO *bio, const char *data, int size)
    {
        BIO_clear_retry_flags(bio);
        TlsStream &self = stream(bio);
        ssize_t sent = 0;
        do {
            sent = ::send(self.m_descriptor, data, size_t(size), MSG_NOSIGNAL);
        } while (sent < 0 && errno == EINTR);
        if (sent < 0) {
            if (again(errno))
                BIO_set_retry_write(bio);
            else
                self.m_systemError = errno;
        }
        return int(sent);
    }

    static int read(BIO *bio, char *data, int size)
    {
        BIO_clear_retry_flags(bio);
        TlsStream &self = stream(bio);
        ssize_t received = 0;
        do {
            received = ::recv(self.m_descriptor, data, size_t(size), 0);
        } while (received < 0 && errno == EINTR);
        if (received < 0) {
            if (again(errno))
                BIO_set_retry_read(bio);
            else
                self.m_systemError = errno;
        } else if (received == 0) {
            BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
        }
        return int(received);
    }

    static long control(BIO *bio, int command, long, void *)
    {
        switch (command) {
        case BIO_CTRL_FLUSH:
            return 1;
        case BIO_CTRL_EOF:
            return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
        default:
            return 0;
        }
    }

    static int create(BIO *bio)
    {
        BIO_set_init(bio, 1);
        return 1;
    }

    static const BIO_METHOD *method()
    {
        static const BIO_METHOD *made = [] {
            BIO_METHOD *fresh = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "aeroscope socket");
            BIO_meth_set_write(fresh, &TlsBio::write);
            BIO_meth_set_read(fresh, &TlsBio::read);
            BIO_meth_set_ctrl(fresh, &TlsBio::control);
            BIO_meth_set_create(fresh, &TlsBio::create);
            return fresh;
        }();
        return made;
    }
};

namespace {

int streamIndex()
{
    static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

/// What OpenSSL says of bytes that are no TLS at all, before the server has shown a certificate.
bool isNoTls(int reason, bool nothingShown)
{
    return reason == SSL_R_WRONG_VERSION_NUMBER ||
           (nothingShown &&
            (reason == SSL_R_UNEXPECTED_MESSAGE || reason == SSL_R_BAD_RECORD_TYPE ||
             reason == SSL_R_PACKET_LENGTH_TOO_LONG || reason == SSL_R_RECORD_LENGTH_MISMATCH));
}

} // namespace

int verifyCallback(int ok, X509_STORE_CTX *store)
{
    auto *session =
        static_cast<SSL *>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    auto *stream = static_cast<TlsStream *>(SSL_get_ex_data(session, streamIndex()));
    TlsStream::Peer &peer = *stream->m_peer;
    if (peer.chain.empty()) {
        const STACK_OF(X509) *shown = X509_STORE_CTX_get0_untrusted(store);
        for (int i = 0; i < sk_X509_num(shown); ++i) {
            X509 *certificate = sk_X509_value(shown, i);
            X509_up_ref(certificate);
            peer.chain.emplace_back(certificate);
        }
    }
    if (ok != 0 && stream->m_context->hasRevokedSerials()) {
        X509 *certificate = X509_STORE_CTX_get_current_cert(store);
        if (certificate && stream->m_context->isRevoked(factsOf(certificate).serial)) {
            X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REVOKED);
            ok = 0;
        }
    }
    if (ok == 0 && peer.error == X509_V_OK) {
        peer.error = X509_STORE_CTX_get_error(store);
        peer.depth = X509_STORE_CTX_get_error_depth(store);
    }
    return stream->m_context->verifiesPeer() ? ok : 1;
}

TlsStream::TlsStream()
    : m_peer(std::make_unique<Peer>())
{}

TlsStream::~TlsStream()
{
    SSL_free(m_session); // the BIO too
}

Result<std::unique_ptr<TlsStream>> TlsStream::make(TlsContextPtr context, int descriptor, QByteArray name)
{
    ERR_clear_error();
    std::unique_ptr<TlsStream> stream(new TlsStream);
    if (name.isEmpty() && context->verifiesPeer())
        return std::unexpected(tlsError(u"TLS needs the name that the server's certificate must carry"_s));
    stream->m_context = std::move(context);
    stream->m_descriptor = descriptor;
    stream->m_name = std::move(name);
    SSL *session = SSL_new(stream->m_context->native());
    BIO *bio = session ? BIO_new(TlsBio::method()) : nullptr;
    stream->m_session = session;
    if (!bio)
        return std::unexpected(tlsError(u"cannot start TLS: "_s + takeOpenSslReason()));
    BIO_set_data(bio, stream.get());
    SSL_set_bio(session, bio, bio);
    SSL_set_ex_data(session, streamIndex(), stream.get());
    SSL_set_verify(session, stream->m_context->verifiesPeer() ? SSL_VERIFY_PEER : SSL_VERIFY_NONE,
                   &verifyCallback);
    SSL_set_connect_state(session);
    if (!stream->m_name.isEmpty()) {
        const QHostAddress address(QString::fromUtf8(stream->m_name));
        bool set = false;
        if (!address.isNull()) {
            set = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), stream->m_name.constData()) == 1;
        } else {
            // The server's name may stand in the common name beside other alternative names (protocol
            // section 2.2).
            SSL_set_hostflags(session,
                              X509_CHECK_FLAG_ALWAYS_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
            set = SSL_set1_host(session, stream->m_name.constData()) == 1 &&
                  SSL_set_tlsext_host_name(session, stream->m_name.constData()) == 1;
        }
        if (!set)
            return std::unexpected(
                tlsError(u"'"_s + QString::fromUtf8(stream->m_name) + u"' cannot be a TLS name"_s));
    }
    return stream;
}

IoStatus TlsStream::statusOf(int result)
{
    switch (SSL_get_error(m_session, result)) {
    case SSL_ERROR_NONE:
        return IoStatus::Done;
    case SSL_ERROR_WANT_READ:
        return IoStatus::WantRead;
    case SSL_ERROR_WANT_WRITE:
        return IoStatus::WantWrite;
    case SSL_ERROR_ZERO_RETURN:
        return IoStatus::EndOfStream;
    default:
        return IoStatus::Failed;
    }
}

void TlsStream::noteFailure(bool inHandshake)
{
    m_established = false; // nothing may be sent after a fatal error, the close-notify neither
    const unsigned long code = ERR_peek_last_error();
    const int reason = ERR_GET_LIB(code) == ERR_LIB_SSL ? ERR_GET_REASON(code) : 0;
    if (m_peer->error != X509_V_OK && m_context->verifiesPeer()) {
        m_error = tlsError(explainVerifyError(m_peer->error, m_peer->depth, m_peer->chain, m_name));
    } else if (m_systemError != 0 && code == 0) {
        m_error = Error::network(
            (inHandshake ? u"the TLS handshake was cut off: "_s : u"the TLS connection broke: "_s) +
            systemReason(m_systemError));
    } else if (reason == SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED) {
        m_error = tlsError(u"the server requires a client certificate"_s);
    } else if (inHandshake && isNoTls(reason, m_peer->chain.empty())) {
        m_error = tlsError(u"the server does not speak TLS on this port"_s);
    } else if (inHandshake && code == 0) {
        m_error = tlsError(u"the server closed the connection during the TLS handshake"_s);
    } else if (reason > SSL_AD_REASON_OFFSET && reason < SSL_AD_REASON_OFFSET + 256) {
        m_error = tlsError(u"the server refused: "_s + takeOpenSslReason());
    } else {
        m_error =
            tlsError((inHandshake ? u"the TLS handshake failed: "_s : u"the TLS connection failed: "_s) +
                     takeOpenSslReason());
    }
    ERR_clear_error();
}

IoStatus TlsStream::handshake()
{
    ERR_clear_error();
    m_systemError = 0;
    IoStatus status = statusOf(SSL_do_handshake(m_session));
    if (status == IoStatus::EndOfStream || status == IoStatus::Failed) {
        noteFailure(true);
        status = IoStatus::Failed;
    }
    m_established = status == IoStatus::Done;
    return status;
}

IoResult TlsStream::read(char *data, qsizetype size)
{
    ERR_clear_error();
    m_systemError = 0;
    const int wanted = int(std::min<qsizetype>(size, std::numeric_limits<int>::max()));
    const int count = SSL_read(m_session, data, wanted);
    if (count > 0)
        return {IoStatus::Done, count};
    const IoStatus status = statusOf(count);
    if (status == IoStatus::Failed)
        noteFailure(false);
    return {status, 0};
}

IoResult TlsStream::write(const char *data, qsizetype size)
{
    ERR_clear_error();
    m_systemError = 0;
    const int wanted = int(std::min<qsizetype>(size, std::numeric_limits<int>::max()));
    const int count = SSL_write(m_session, data, wanted);
    if (count > 0)
        return {IoStatus::Done, count};
    const IoStatus status = statusOf(count);
    if (status == IoStatus::Failed) {
        noteFailure(false);
        // A server that refuses (for want of a client certificate, say) sends an alert and closes; the write
        // may hear of the close first. The alert is the reason.
        char byte = 0;
        if (SSL_read(m_session, &byte, 1) <= 0 && ERR_GET_LIB(ERR_peek_last_error()) == ERR_LIB_SSL)
            noteFailure(false);
        ERR_clear_error();
    }
    return {status, 0};
}

IoStatus TlsStream::peek()
{
    ERR_clear_error();
    m_systemError = 0;
    char byte = 0;
    const int count = SSL_peek(m_session, &byte, 1); // takes session tickets on its way, which are not data
    const IoStatus status = count > 0 ? IoStatus::Done : statusOf(count);
    if (status == IoStatus::Failed)
        noteFailure(false);
    return status;
}

bool TlsStream::hasPending() const noexcept
{
    return SSL_has_pending(m_session) == 1;
}

void TlsStream::shutdown() noexcept
{
    if (!m_established)
        return;
    m_established = false;
    ERR_clear_error();
    SSL_shutdown(m_session);
    ERR_clear_error();
}

PeerFacts TlsStream::peerFacts() const
{
    PeerFacts facts;
    if (SSL_is_init_finished(m_session) == 1) {
        facts.protocol = QString::fromLatin1(SSL_get_version(m_session));
        facts.cipher = QString::fromLatin1(SSL_get_cipher_name(m_session));
    }
    for (const CertificatePtr &certificate : m_peer->chain)
        facts.chain.append(factsOf(certificate.get()));
    if (m_peer->error != X509_V_OK) {
        facts.verifyError = QString::fromLatin1(X509_verify_cert_error_string(m_peer->error));
        facts.verifyErrorDepth = m_peer->depth;
    }
    return facts;
}

} // namespace Aeroscope::Net
