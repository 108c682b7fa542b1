// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/security/tlsauthority.h"

#include <QString>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace Aeroscope::Demo {

using namespace Qt::StringLiterals;

namespace {

constexpr long secondsOfDay = 24 * 60 * 60;
constexpr long validDays = 365;

template <auto release>
struct Releaser
{
    template <typename T>
    void operator()(T *object) const noexcept
    {
        release(object);
    }
};
using CertificatePointer = std::unique_ptr<X509, Releaser<X509_free>>;
using KeyPointer = std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY_free>>;
using BioPointer = std::unique_ptr<BIO, Releaser<BIO_free>>;
using ContextPointer = std::unique_ptr<SSL_CTX, Releaser<SSL_CTX_free>>;

Error tlsError(const QString &what)
{
    char text[256] = {};
    ERR_error_string_n(ERR_get_error(), text, sizeof text);
    ERR_clear_error();
    return Error::network(u"%1: %2"_s.arg(what, QString::fromLatin1(text)));
}

QByteArray contents(BIO *bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return QByteArray(data, size);
}

QByteArray pemOf(X509 *certificate)
{
    const BioPointer bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), certificate);
    return contents(bio.get());
}

QByteArray pemOf(EVP_PKEY *key)
{
    const BioPointer bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return contents(bio.get());
}

bool addExtension(X509 *certificate, X509 *issuer, int id, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.constData());
    const bool added = extension && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

/// A certificate that still lacks extensions and signature.
CertificatePointer blankCertificate(const QByteArray &name, EVP_PKEY *key)
{
    CertificatePointer certificate(X509_new());
    quint64 serial = 0;
    if (!certificate || RAND_bytes(reinterpret_cast<unsigned char *>(&serial), sizeof serial) != 1)
        return nullptr;
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -secondsOfDay);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), validDays * secondsOfDay);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char *>(name.constData()),
                               static_cast<int>(name.size()), -1, 0);
    return certificate;
}

} // namespace

TlsAuthority::~TlsAuthority()
{
    X509_free(m_x509);
    EVP_PKEY_free(m_key);
}

Result<std::unique_ptr<TlsAuthority>> TlsAuthority::create()
{
    std::unique_ptr<TlsAuthority> authority(new TlsAuthority);
    authority->m_key = EVP_EC_gen("P-256");
    CertificatePointer certificate = blankCertificate("Aeroscope embedded cluster", authority->m_key);
    if (!authority->m_key || !certificate)
        return std::unexpected(tlsError(u"cannot make a certificate authority"_s));
    X509 *raw = certificate.get();
    X509_set_issuer_name(raw, X509_get_subject_name(raw));
    const bool made = addExtension(raw, raw, NID_basic_constraints, "critical,CA:TRUE") &&
                      addExtension(raw, raw, NID_key_usage, "critical,keyCertSign,cRLSign") &&
                      addExtension(raw, raw, NID_subject_key_identifier, "hash") &&
                      X509_sign(raw, authority->m_key, EVP_sha256()) != 0;
    if (!made)
        return std::unexpected(tlsError(u"cannot make a certificate authority"_s));
    authority->m_x509 = certificate.release();
    authority->m_certificate = pemOf(authority->m_x509);
    return authority;
}

Result<TlsIdentity> TlsAuthority::issue(const QByteArray &name, bool forServer) const
{
    const KeyPointer key(EVP_EC_gen("P-256"));
    const CertificatePointer certificate = key ? blankCertificate(name, key.get()) : nullptr;
    if (!certificate)
        return std::unexpected(tlsError(u"cannot make a certificate"_s));
    X509 *raw = certificate.get();
    X509_set_issuer_name(raw, X509_get_subject_name(m_x509));
    bool made = addExtension(raw, m_x509, NID_basic_constraints, "CA:FALSE") &&
                addExtension(raw, m_x509, NID_key_usage, "critical,digitalSignature") &&
                addExtension(raw, m_x509, NID_ext_key_usage, forServer ? "serverAuth" : "clientAuth") &&
                addExtension(raw, m_x509, NID_authority_key_identifier, "keyid");
    if (forServer)
        made = made &&
               addExtension(raw, m_x509, NID_subject_alt_name, "DNS:" + name + ",DNS:localhost,IP:127.0.0.1");
    if (!made || X509_sign(raw, m_key, EVP_sha256()) == 0)
        return std::unexpected(tlsError(u"cannot make a certificate"_s));
    return TlsIdentity{pemOf(raw), pemOf(key.get())};
}

Result<SSL_CTX *> TlsAuthority::serverContext(const TlsIdentity &identity,
                                              bool requireClientCertificate) const
{
    ContextPointer context(SSL_CTX_new(TLS_server_method()));
    const BioPointer certificateBio(
        BIO_new_mem_buf(identity.certificate.constData(), static_cast<int>(identity.certificate.size())));
    const BioPointer keyBio(
        BIO_new_mem_buf(identity.privateKey.constData(), static_cast<int>(identity.privateKey.size())));
    const CertificatePointer certificate(PEM_read_bio_X509(certificateBio.get(), nullptr, nullptr, nullptr));
    const KeyPointer key(PEM_read_bio_PrivateKey(keyBio.get(), nullptr, nullptr, nullptr));
    if (!context || !certificate || !key || SSL_CTX_use_certificate(context.get(), certificate.get()) != 1 ||
        SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1 ||
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), m_x509) != 1) {
        return std::unexpected(tlsError(u"cannot set up TLS"_s));
    }
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                        SSL_MODE_RELEASE_BUFFERS);
    // A client's certificate is looked at in any case; it is what certificate log-in goes by.
    const int verify = SSL_VERIFY_PEER | (requireClientCertificate ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0);
    SSL_CTX_set_verify(context.get(), verify, nullptr);
    SSL_CTX_add_client_CA(context.get(), m_x509);
    constexpr unsigned char sessionContext[] = "aeroscope";
    SSL_CTX_set_session_id_context(context.get(), sessionContext, sizeof sessionContext - 1);
    return context.release();
}

} // namespace Aeroscope::Demo
