// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"

#include <QByteArray>

#include <memory>

#include <openssl/types.h>

namespace Aeroscope::Demo {

/// A certificate and its private key, both PEM.
struct TlsIdentity
{
    QByteArray certificate;
    QByteArray privateKey;
};

/// A certificate authority that lives as long as the process: it signs the nodes' certificate and those of
/// clients. Thread-safe once made.
class TlsAuthority
{
public:
    [[nodiscard]] static Result<std::unique_ptr<TlsAuthority>> create();
    ~TlsAuthority();
    TlsAuthority(const TlsAuthority &) = delete;
    TlsAuthority &operator=(const TlsAuthority &) = delete;

    /// The authority's own certificate, PEM.
    [[nodiscard]] QByteArray certificate() const { return m_certificate; }
    /// A certificate for that name (common name, and DNS name in a node's) with a new key.
    [[nodiscard]] Result<TlsIdentity> issue(const QByteArray &name, bool forServer) const;
    /// A context for accepting connections. The caller owns it (SSL_CTX_free).
    [[nodiscard]] Result<SSL_CTX *> serverContext(const TlsIdentity &identity,
                                                  bool requireClientCertificate) const;

private:
    TlsAuthority() = default;

    X509 *m_x509 = nullptr;
    EVP_PKEY *m_key = nullptr;
    QByteArray m_certificate;
};

} // namespace Aeroscope::Demo
