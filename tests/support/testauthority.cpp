// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/testauthority.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <ctime>

namespace Aeroscope::Test {

namespace {

struct Free
{
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(X509 *certificate) const { X509_free(certificate); }
    void operator()(X509_CRL *list) const { X509_CRL_free(list); }
    void operator()(BIO *bio) const { BIO_free(bio); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;
using Bio = std::unique_ptr<BIO, Free>;

QByteArray contents(const Bio &bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, size};
}

Key makeKey()
{
    return Key(EVP_EC_gen("P-256"));
}

QByteArray pem(EVP_PKEY *key)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return contents(bio);
}

QByteArray pem(X509 *certificate)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), certificate);
    return contents(bio);
}

void addExtension(X509 *certificate, X509 *issuer, int id, const QByteArray &text)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, &context, id, text.constData());
    if (!extension)
        qFatal("cannot make the extension %s", text.constData());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

Certificate makeBare(const QString &commonName, long serial, std::chrono::seconds from,
                     std::chrono::seconds until, EVP_PKEY *key)
{
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), from.count());
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), until.count());
    X509_NAME *name = X509_get_subject_name(certificate.get());
    const QByteArray text = commonName.toUtf8();
    X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char *>("Aeroscope tests"), -1, -1, 0);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char *>(text.constData()), int(text.size()),
                               -1, 0);
    X509_set_pubkey(certificate.get(), key);
    return certificate;
}

} // namespace

struct TestAuthority::Private
{
    Key key;
    Certificate certificate;
};

TestAuthority::TestAuthority(QString commonName)
    : d(std::make_unique<Private>())
{
    d->key = makeKey();
    d->certificate = makeBare(commonName, 1, std::chrono::hours(-2), std::chrono::hours(48), d->key.get());
    X509 *certificate = d->certificate.get();
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    addExtension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE");
    addExtension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
    addExtension(certificate, certificate, NID_subject_key_identifier, "hash");
    X509_sign(certificate, d->key.get(), EVP_sha256());
}

TestAuthority::~TestAuthority() = default;

QByteArray TestAuthority::certificate() const
{
    return pem(d->certificate.get());
}

TestCertificate TestAuthority::issue(const TestCertificateRequest &request) const
{
    const Key key = makeKey();
    const Certificate certificate =
        makeBare(request.commonName, request.serial, request.validFrom, request.validUntil, key.get());
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(d->certificate.get()));
    QByteArrayList names;
    for (const QString &name : request.dnsNames)
        names.append("DNS:" + name.toUtf8());
    for (const QString &address : request.addresses)
        names.append("IP:" + address.toUtf8());
    if (!names.isEmpty())
        addExtension(certificate.get(), d->certificate.get(), NID_subject_alt_name, names.join(','));
    X509_sign(certificate.get(), d->key.get(), EVP_sha256());
    return {pem(certificate.get()), pem(key.get())};
}

QByteArray TestAuthority::revoke(const QList<long> &serials) const
{
    const std::unique_ptr<X509_CRL, Free> list(X509_CRL_new());
    X509_CRL_set_version(list.get(), X509_CRL_VERSION_2);
    X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(d->certificate.get()));
    ASN1_TIME *time = ASN1_TIME_set(nullptr, std::time(nullptr) - 60);
    X509_CRL_set1_lastUpdate(list.get(), time);
    for (const long serial : serials) {
        X509_REVOKED *revoked = X509_REVOKED_new();
        ASN1_INTEGER *number = ASN1_INTEGER_new();
        ASN1_INTEGER_set(number, serial);
        X509_REVOKED_set_serialNumber(revoked, number);
        X509_REVOKED_set_revocationDate(revoked, time);
        X509_CRL_add0_revoked(list.get(), revoked);
        ASN1_INTEGER_free(number);
    }
    ASN1_TIME_set(time, std::time(nullptr) + 3600);
    X509_CRL_set1_nextUpdate(list.get(), time);
    ASN1_TIME_free(time);
    X509_CRL_sort(list.get());
    X509_CRL_sign(list.get(), d->key.get(), EVP_sha256());
    const Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509_CRL(bio.get(), list.get());
    return contents(bio);
}

QByteArray encryptedKey(const QByteArray &key, const QByteArray &passphrase)
{
    const Bio in(BIO_new_mem_buf(key.constData(), int(key.size())));
    const Key parsed(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr));
    const Bio out(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(out.get(), parsed.get(), EVP_aes_256_cbc(),
                             reinterpret_cast<const unsigned char *>(passphrase.constData()),
                             int(passphrase.size()), nullptr, nullptr);
    return contents(out);
}

} // namespace Aeroscope::Test
