// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/security/tlstransport.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace Aeroscope::Demo {

TlsTransport::TlsTransport(SSL_CTX *context, int fd)
    : m_ssl(SSL_new(context))
{
    if (!m_ssl || SSL_set_fd(m_ssl, fd) != 1)
        m_failed = true;
    else
        SSL_set_accept_state(m_ssl);
}

TlsTransport::~TlsTransport()
{
    // Says goodbye if that is possible at once.
    if (m_ssl && !m_failed && SSL_is_init_finished(m_ssl))
        SSL_shutdown(m_ssl);
    ERR_clear_error();
    SSL_free(m_ssl);
}

/// What the last call means, which did not succeed.
qsizetype TlsTransport::outcome(int result)
{
    switch (SSL_get_error(m_ssl, result)) {
    case SSL_ERROR_WANT_READ:
        m_wantsToWrite = false;
        return wouldBlock;
    case SSL_ERROR_WANT_WRITE:
        m_wantsToWrite = true;
        return wouldBlock;
    case SSL_ERROR_ZERO_RETURN:
        return 0;
    default:
        m_failed = true;
        ERR_clear_error();
        return failed;
    }
}

qsizetype TlsTransport::receive(char *buffer, qsizetype size)
{
    if (m_failed)
        return failed;
    // As much as there is: what stays inside the library is not announced by the descriptor.
    qsizetype total = 0;
    while (total < size) {
        size_t count = 0;
        ERR_clear_error();
        const int result = SSL_read_ex(m_ssl, buffer + total, static_cast<size_t>(size - total), &count);
        if (result != 1) {
            const qsizetype end = outcome(result);
            return total != 0 && end != failed ? total : end;
        }
        m_wantsToWrite = false;
        total += static_cast<qsizetype>(count);
    }
    return total;
}

qsizetype TlsTransport::send(const char *data, qsizetype size)
{
    if (m_failed)
        return failed;
    ERR_clear_error();
    // A peer that has said goodbye takes nothing any more.
    const auto problem = [this](int result) {
        const qsizetype end = outcome(result);
        return end == 0 ? failed : end;
    };
    if (size == 0) {
        const int result = SSL_do_handshake(m_ssl);
        m_wantsToWrite = false;
        return result == 1 ? 0 : problem(result);
    }
    size_t count = 0;
    const int result = SSL_write_ex(m_ssl, data, static_cast<size_t>(size), &count);
    if (result != 1)
        return problem(result);
    m_wantsToWrite = false;
    return static_cast<qsizetype>(count);
}

bool TlsTransport::hasBuffered() const
{
    return !m_failed && SSL_pending(m_ssl) > 0;
}

QByteArray TlsTransport::peerName() const
{
    X509 *certificate = m_failed ? nullptr : SSL_get1_peer_certificate(m_ssl);
    if (!certificate)
        return {};
    char name[256] = {};
    const int size =
        X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof name);
    X509_free(certificate);
    return size > 0 ? QByteArray(name, size) : QByteArray();
}

} // namespace Aeroscope::Demo
