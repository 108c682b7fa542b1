// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/net/tlspeer.h"

#include <QtEndian>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

namespace Aeroscope::Test {

struct TlsPeer::Private
{
    SSL_CTX *context = nullptr;
    SSL *session = nullptr;
    QByteArray *sni = nullptr;
};

namespace {

X509 *certificateOf(const QByteArray &pem)
{
    BIO *bio = BIO_new_mem_buf(pem.constData(), int(pem.size()));
    X509 *certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
    BIO_free(bio);
    return certificate;
}

} // namespace

TlsPeer::TlsPeer(Peer &peer, const TlsPeerSettings &settings)
    : d(std::make_unique<Private>())
{
    d->context = SSL_CTX_new(TLS_server_method());
    d->sni = settings.sni;
    X509 *certificate = certificateOf(settings.certificate.certificate);
    SSL_CTX_use_certificate(d->context, certificate);
    X509_free(certificate);
    BIO *bio = BIO_new_mem_buf(settings.certificate.key.constData(), int(settings.certificate.key.size()));
    EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr);
    SSL_CTX_use_PrivateKey(d->context, key);
    EVP_PKEY_free(key);
    BIO_free(bio);
    if (settings.onlyTls12)
        SSL_CTX_set_max_proto_version(d->context, TLS1_2_VERSION);
    if (!settings.clientAuthority.isEmpty()) {
        X509 *authority = certificateOf(settings.clientAuthority);
        X509_STORE_add_cert(SSL_CTX_get_cert_store(d->context), authority);
        X509_free(authority);
        SSL_CTX_set_verify(d->context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }
    d->session = SSL_new(d->context);
    SSL_set_fd(d->session, peer.descriptor());
}

TlsPeer::~TlsPeer()
{
    SSL_free(d->session);
    SSL_CTX_free(d->context);
    ERR_clear_error();
}

bool TlsPeer::accept()
{
    const bool done = SSL_accept(d->session) == 1;
    if (d->sni)
        *d->sni = SSL_get_servername(d->session, TLSEXT_NAMETYPE_host_name);
    return done;
}

QByteArray TlsPeer::read(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    qsizetype done = 0;
    while (done < size) {
        const int count = SSL_read(d->session, bytes.data() + done, int(size - done));
        if (count <= 0)
            break;
        done += count;
    }
    bytes.truncate(done);
    return bytes;
}

QByteArray TlsPeer::readFrame()
{
    const QByteArray header = read(8);
    if (header.size() < 8)
        return {};
    const auto size = qsizetype(qFromBigEndian<quint64>(header.constData()) & 0xffff'ffff'ffffULL);
    const QByteArray body = read(size);
    return body.size() == size ? header + body : QByteArray();
}

bool TlsPeer::write(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const int count = SSL_write(d->session, bytes.data(), int(bytes.size()));
        if (count <= 0)
            return false;
        bytes = bytes.sliced(count);
    }
    return true;
}

void TlsPeer::finish()
{
    SSL_shutdown(d->session);
}

} // namespace Aeroscope::Test
