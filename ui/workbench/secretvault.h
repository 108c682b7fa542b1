// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"

#include <QByteArray>
#include <QMap>
#include <QString>

#include <optional>

namespace Aeroscope::Workbench {

/// Secrets in a file that only its owner can read, encrypted with a passphrase that the user types (scrypt
/// for the key, AES-256-GCM for the content: a changed file is refused). There is no built-in key. An opened
/// vault; to be used by one thread at a time.
class SecretVault
{
public:
    /// Opens the file, or begins an empty one that is written with the first secret. Takes about a tenth of a
    /// second on purpose: not for the GUI thread. A wrong passphrase or a damaged file fails with
    /// Authentication.
    [[nodiscard]] static Result<SecretVault> open(const QString &file, const QString &passphrase);
    ~SecretVault();
    SecretVault(SecretVault &&) noexcept = default;
    SecretVault &operator=(SecretVault &&) noexcept = default;
    SecretVault(const SecretVault &) = delete;
    SecretVault &operator=(const SecretVault &) = delete;

    [[nodiscard]] std::optional<QString> value(const QString &key) const;
    /// Written to the file before it returns.
    Result<void> set(const QString &key, const QString &secret);
    Result<void> remove(const QString &key);

private:
    SecretVault() = default;
    [[nodiscard]] Result<void> write() const;

    QString m_file;
    QByteArray m_salt;
    QByteArray m_key;
    QMap<QString, QString> m_secrets;
};

} // namespace Aeroscope::Workbench
