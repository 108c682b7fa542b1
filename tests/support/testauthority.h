// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <chrono>
#include <memory>

namespace Aeroscope::Test {

/// A certificate and its key, PEM.
struct TestCertificate
{
    QByteArray certificate;
    QByteArray key;
};

/// What a certificate shall say.
struct TestCertificateRequest
{
    QString commonName;
    QStringList dnsNames;
    QStringList addresses;
    std::chrono::seconds validFrom = std::chrono::hours(-1); ///< from now
    std::chrono::seconds validUntil = std::chrono::hours(24);
    long serial = 2;
};

/// A certificate authority made on the spot (EC P-256), so that no key lies in the tree and none expires.
class TestAuthority
{
public:
    explicit TestAuthority(QString commonName = QStringLiteral("Test authority"));
    ~TestAuthority();
    TestAuthority(const TestAuthority &) = delete;
    TestAuthority &operator=(const TestAuthority &) = delete;

    [[nodiscard]] QByteArray certificate() const;
    [[nodiscard]] TestCertificate issue(const TestCertificateRequest &request) const;
    /// A revocation list with these serial numbers, PEM.
    [[nodiscard]] QByteArray revoke(const QList<long> &serials) const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

/// Encrypts a PEM key with a passphrase.
[[nodiscard]] QByteArray encryptedKey(const QByteArray &key, const QByteArray &passphrase);

} // namespace Aeroscope::Test
