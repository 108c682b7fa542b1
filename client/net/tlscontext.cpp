// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/opensslerror_p.h"
#include "client/net/tls.h"

#include <QFile>
#include <QFileInfo>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

namespace Aeroscope::Net {

namespace {

struct Free
{
    void operator()(BIO *bio) const noexcept { BIO_free(bio); }
    void operator()(X509 *certificate) const noexcept { X509_free(certificate); }
};

/// Always set: without one OpenSSL asks for the passphrase on the terminal.
int passphrase(char *buffer, int size, int, void *context)
{
    const auto *phrase = static_cast<const QByteArray *>(context);
    if (!phrase || phrase->size() > size)
        return 0;
    std::memcpy(buffer, phrase->constData(), size_t(phrase->size()));
    return int(phrase->size());
}

std::unexpected<Error> refuse(const QString &what)
{
    return std::unexpected(tlsError(what + u": "_s + takeOpenSslReason()));
}

Result<void> addAuthorities(SSL_CTX *context, const TlsSettings &settings)
{
    bool given = false;
    if (!settings.caFile.isEmpty()) {
        given = true;
        if (SSL_CTX_load_verify_file(context, QFile::encodeName(settings.caFile).constData()) != 1)
            return refuse(u"cannot read the authorities in '"_s + settings.caFile + u"'"_s);
    }
    if (!settings.caDirectory.isEmpty()) {
        given = true;
        if (!QFileInfo(settings.caDirectory).isDir())
            return std::unexpected(
                tlsError(u"there is no folder of authorities '"_s + settings.caDirectory + u"'"_s));
        if (SSL_CTX_load_verify_dir(context, QFile::encodeName(settings.caDirectory).constData()) != 1)
            return refuse(u"cannot use the folder of authorities '"_s + settings.caDirectory + u"'"_s);
    }
    if (!settings.caPem.isEmpty()) {
        given = true;
        const std::unique_ptr<BIO, Free> bio(
            BIO_new_mem_buf(settings.caPem.constData(), int(settings.caPem.size())));
        int count = 0;
        while (const std::unique_ptr<X509, Free> certificate{
            PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) {
            if (X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate.get()) != 1)
                return refuse(u"cannot use a certificate of the authorities"_s);
            ++count;
        }
        if (count == 0)
            return refuse(u"there is no certificate in the text of the authorities"_s);
        ERR_clear_error(); // the end of the text counts as an error
    }
    if ((!given || settings.systemAuthorities) && SSL_CTX_set_default_verify_paths(context) != 1)
        return refuse(u"cannot use the system's authorities"_s);
    return {};
}

Result<void> addClientCertificate(SSL_CTX *context, const TlsSettings &settings)
{
    if (settings.certificateFile.isEmpty()) {
        if (!settings.privateKeyFile.isEmpty())
            return std::unexpected(tlsError(u"a private key needs its certificate"_s));
        return {};
    }
    if (SSL_CTX_use_certificate_chain_file(context,
                                           QFile::encodeName(settings.certificateFile).constData()) != 1)
        return refuse(u"cannot read the client certificate '"_s + settings.certificateFile + u"'"_s);
    const QString &keyFile =
        settings.privateKeyFile.isEmpty() ? settings.certificateFile : settings.privateKeyFile;
    if (SSL_CTX_use_PrivateKey_file(context, QFile::encodeName(keyFile).constData(), SSL_FILETYPE_PEM) != 1)
        return refuse(u"cannot read the private key '"_s + keyFile + u"' (or its passphrase is wrong)"_s);
    if (SSL_CTX_check_private_key(context) != 1)
        return refuse(u"the private key '"_s + keyFile + u"' does not belong to the client certificate"_s);
    return {};
}

Result<void> addRevocations(SSL_CTX *context, const TlsSettings &settings)
{
    if (settings.revocationListFile.isEmpty())
        return {};
    X509_STORE *store = SSL_CTX_get_cert_store(context);
    X509_LOOKUP *lookUp = X509_STORE_add_lookup(store, X509_LOOKUP_file());
    if (!lookUp || X509_load_crl_file(lookUp, QFile::encodeName(settings.revocationListFile).constData(),
                                      X509_FILETYPE_PEM) <= 0)
        return refuse(u"cannot read the revocation list '"_s + settings.revocationListFile + u"'"_s);
    X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK |
                                    (settings.revocationForChain ? X509_V_FLAG_CRL_CHECK_ALL : 0UL));
    return {};
}

Result<void> addProtocol(SSL_CTX *context, const TlsSettings &settings)
{
    const int minimum = settings.minimumVersion == TlsVersion::Tls13 ? TLS1_3_VERSION : TLS1_2_VERSION;
    if (SSL_CTX_set_min_proto_version(context, minimum) != 1)
        return refuse(u"the minimum TLS version is not possible here"_s);
    if (!settings.ciphers.isEmpty() &&
        SSL_CTX_set_cipher_list(context, settings.ciphers.toLatin1().constData()) != 1)
        return refuse(u"no cipher fits '"_s + settings.ciphers + u"'"_s);
    if (!settings.cipherSuites.isEmpty() &&
        SSL_CTX_set_ciphersuites(context, settings.cipherSuites.toLatin1().constData()) != 1)
        return refuse(u"no TLS 1.3 cipher suite fits '"_s + settings.cipherSuites + u"'"_s);
    return {};
}

/// As CertificateFacts writes serial numbers: lower case, whole bytes, no leading zero bytes. Null: no
/// number.
QByteArray canonicalSerial(const QString &text)
{
    QByteArray hex = text.trimmed().toLatin1().toLower();
    hex.replace(':', "");
    if (hex.startsWith("0x"))
        hex.remove(0, 2);
    const bool isHex =
        std::ranges::all_of(hex, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
    if (hex.isEmpty() || !isHex)
        return {};
    if (hex.size() % 2 != 0)
        hex.prepend('0');
    while (hex.size() > 2 && hex.startsWith("00"))
        hex.remove(0, 2);
    return hex;
}

} // namespace

TlsContext::~TlsContext()
{
    SSL_CTX_free(m_context);
}

Result<std::shared_ptr<const TlsContext>> TlsContext::make(const TlsSettings &settings)
{
    ERR_clear_error();
    const std::shared_ptr<TlsContext> made(new TlsContext);
    made->m_context = SSL_CTX_new(TLS_client_method());
    made->m_verifyPeer = settings.verifyPeer;
    SSL_CTX *context = made->m_context;
    if (!context)
        return refuse(u"cannot start TLS"_s);
    for (const QString &text : settings.revokedSerials) {
        const QByteArray serial = canonicalSerial(text);
        if (serial.isNull())
            return std::unexpected(tlsError(u"'"_s + text + u"' is no serial number of a certificate"_s));
        made->m_revokedSerials.insert(serial);
    }

    // A stream that ends without a close-notify is an end of stream like any other: replies carry their
    // length.
    SSL_CTX_set_options(context,
                        SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                  SSL_MODE_RELEASE_BUFFERS);
    QByteArray phrase = settings.privateKeyPassphrase;
    SSL_CTX_set_default_passwd_cb(context, &passphrase);
    SSL_CTX_set_default_passwd_cb_userdata(context, &phrase);

    for (const auto step : {&addProtocol, &addAuthorities, &addRevocations, &addClientCertificate}) {
        if (const Result<void> done = step(context, settings); !done)
            return std::unexpected(done.error());
    }
    SSL_CTX_set_default_passwd_cb_userdata(context, nullptr);
    OPENSSL_cleanse(phrase.data(), size_t(phrase.size()));
    return made;
}

} // namespace Aeroscope::Net
