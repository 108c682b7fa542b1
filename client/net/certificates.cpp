// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/certificates_p.h"

#include <QHostAddress>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <ctime>

using namespace Qt::StringLiterals;

namespace Aeroscope::Net {

namespace {

struct BioFree
{
    void operator()(BIO *bio) const noexcept { BIO_free(bio); }
};

QString nameText(const X509_NAME *name)
{
    const std::unique_ptr<BIO, BioFree> bio(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
    char *text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    return QString::fromUtf8(text, size);
}

QString stringText(const ASN1_STRING *string)
{
    unsigned char *text = nullptr;
    const int size = ASN1_STRING_to_UTF8(&text, string);
    if (size < 0)
        return {};
    const QString result = QString::fromUtf8(reinterpret_cast<const char *>(text), size);
    OPENSSL_free(text);
    return result;
}

QString commonName(const X509_NAME *name)
{
    const int index = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    return index < 0 ? QString() : stringText(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)));
}

QDateTime dateOf(const ASN1_TIME *time)
{
    std::tm parts{};
    if (!time || ASN1_TIME_to_tm(time, &parts) != 1)
        return {};
    return QDateTime(QDate(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday),
                     QTime(parts.tm_hour, parts.tm_min, std::min(parts.tm_sec, 59)), Qt::UTC);
}

QStringList alternativeNames(X509 *certificate)
{
    QStringList names;
    auto *list =
        static_cast<GENERAL_NAMES *>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
    for (int i = 0; i < sk_GENERAL_NAME_num(list); ++i) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(list, i);
        if (name->type == GEN_DNS) {
            names.append(stringText(name->d.dNSName));
        } else if (name->type == GEN_IPADD) {
            const unsigned char *bytes = ASN1_STRING_get0_data(name->d.iPAddress);
            if (ASN1_STRING_length(name->d.iPAddress) == 16) {
                names.append(QHostAddress(bytes).toString());
            } else if (ASN1_STRING_length(name->d.iPAddress) == 4) {
                const quint32 number = (quint32(bytes[0]) << 24) | (quint32(bytes[1]) << 16) |
                                       (quint32(bytes[2]) << 8) | bytes[3];
                names.append(QHostAddress(number).toString());
            }
        }
    }
    GENERAL_NAMES_free(list);
    return names;
}

} // namespace

CertificateFacts factsOf(X509 *certificate)
{
    CertificateFacts facts;
    facts.subject = nameText(X509_get_subject_name(certificate));
    facts.issuer = nameText(X509_get_issuer_name(certificate));
    facts.commonName = commonName(X509_get_subject_name(certificate));
    facts.alternativeNames = alternativeNames(certificate);
    facts.notBefore = dateOf(X509_get0_notBefore(certificate));
    facts.notAfter = dateOf(X509_get0_notAfter(certificate));
    if (BIGNUM *serial = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr)) {
        char *text = BN_bn2hex(serial);
        facts.serial = QByteArray(text).toLower();
        OPENSSL_free(text);
        BN_free(serial);
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (X509_digest(certificate, EVP_sha256(), digest.data(), &size) == 1)
        facts.sha256 = QByteArray(reinterpret_cast<const char *>(digest.data()), qsizetype(size)).toHex();
    facts.selfSigned =
        X509_NAME_cmp(X509_get_subject_name(certificate), X509_get_issuer_name(certificate)) == 0;
    return facts;
}

QString explainVerifyError(int error, int depth, const std::vector<CertificatePtr> &chain,
                           const QByteArray &name)
{
    const bool known = depth >= 0 && size_t(depth) < chain.size();
    const CertificateFacts facts = known ? factsOf(chain[size_t(depth)].get()) : CertificateFacts();
    const QString whose =
        known ? u"the certificate of '"_s + facts.commonName + u"'"_s : u"a certificate of the chain"_s;
    switch (error) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: {
        QStringList names = facts.alternativeNames;
        if (!facts.commonName.isEmpty() && !names.contains(facts.commonName))
            names.prepend(facts.commonName);
        return u"the server's certificate is for "_s + names.join(u", "_s) + u", not for '"_s +
               QString::fromUtf8(name) + u"'"_s;
    }
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return whose + u" expired on "_s + facts.notAfter.toString(Qt::ISODate);
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return whose + u" is not valid before "_s + facts.notBefore.toString(Qt::ISODate);
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        return whose + u" is signed by itself and not among the trusted authorities"_s;
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        return whose + u" is not signed by a trusted authority (its issuer is '"_s + facts.issuer + u"')"_s;
    case X509_V_ERR_CERT_REVOKED:
        return whose + u" has been revoked"_s;
    default:
        return whose + u" was not accepted: "_s + QString::fromLatin1(X509_verify_cert_error_string(error));
    }
}

} // namespace Aeroscope::Net
