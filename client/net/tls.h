// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

#include <memory>

struct ssl_ctx_st;

namespace Aeroscope::Net {

enum class TlsVersion {
    Tls12,
    Tls13,
};

/// How to speak TLS. Verification is on unless turned off here, knowingly. A value; holds a secret
/// (privateKeyPassphrase): do not log it.
struct TlsSettings
{
    QString caFile;      ///< PEM file of trusted authorities
    QString caDirectory; ///< hashed directory of them
    QByteArray caPem;    ///< the same as text
    /// The system's authorities: used when none of the three above is given, or beside them when true.
    bool systemAuthorities = false;
    QString certificateFile; ///< PEM, the client's chain, for servers that ask for it
    QString privateKeyFile;  ///< PEM; empty: in certificateFile
    QByteArray privateKeyPassphrase;
    QString revocationListFile; ///< PEM CRLs; when given, the server's certificate must be covered by one
    bool revocationForChain = false; ///< and every authority of its chain too
    /// Serial numbers (hex, in any case, with or without colons) of certificates that are refused, whoever
    /// issued them and wherever they stand in the chain.
    QStringList revokedSerials;
    TlsVersion minimumVersion = TlsVersion::Tls12;
    QString ciphers;      ///< OpenSSL list for TLS 1.2; empty: the library's
    QString cipherSuites; ///< for TLS 1.3
    bool verifyPeer = true;

    friend bool operator==(const TlsSettings &, const TlsSettings &) = default;
};

/// What a certificate says, for a person who diagnoses.
struct CertificateFacts
{
    QString subject; ///< one line, RFC 2253
    QString issuer;
    QString commonName;
    QStringList alternativeNames; ///< DNS names and IP addresses
    QDateTime notBefore;          ///< UTC
    QDateTime notAfter;
    QByteArray serial; ///< hex
    QByteArray sha256; ///< fingerprint, hex
    bool selfSigned = false;
};

/// What the peer showed in the handshake, also when the handshake failed.
struct PeerFacts
{
    QString protocol; ///< "TLSv1.3", empty before the handshake is done
    QString cipher;
    QList<CertificateFacts> chain; ///< leaf first, as far as it was looked at
    QString verifyError;           ///< OpenSSL's words for the first problem found, empty if none
    int verifyErrorDepth = -1;     ///< 0 is the leaf
};

/// The shared, immutable half of TLS: authorities, client certificate, options. Made once for a cluster,
/// shared by all threads.
class TlsContext
{
public:
    /// Tls with a sentence that names the file and the reason when something cannot be read or does not fit.
    [[nodiscard]] static Result<std::shared_ptr<const TlsContext>> make(const TlsSettings &settings);
    ~TlsContext();
    TlsContext(const TlsContext &) = delete;
    TlsContext &operator=(const TlsContext &) = delete;

    [[nodiscard]] bool verifiesPeer() const noexcept { return m_verifyPeer; }
    /// Whether the settings refuse this serial number (hex as CertificateFacts gives it).
    [[nodiscard]] bool isRevoked(const QByteArray &serial) const { return m_revokedSerials.contains(serial); }
    [[nodiscard]] bool hasRevokedSerials() const noexcept { return !m_revokedSerials.isEmpty(); }
    [[nodiscard]] ssl_ctx_st *native() const noexcept { return m_context; }

private:
    TlsContext() = default;
    ssl_ctx_st *m_context = nullptr;
    bool m_verifyPeer = true;
    QSet<QByteArray> m_revokedSerials; // as CertificateFacts writes them
};

using TlsContextPtr = std::shared_ptr<const TlsContext>;

} // namespace Aeroscope::Net
