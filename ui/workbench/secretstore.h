// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"
#include "ui/workbench/profile.h"
#include "ui/workbench/secretvault.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace Aeroscope::Workbench {

/// A keychain: the system's, or one of a test. Answers come later, on the GUI thread; "not there" is no
/// error. NotConnected: there is no keychain on this machine.
class Keychain
{
public:
    using Answer = std::function<void(Result<std::optional<QString>>)>;
    virtual ~Keychain() = default;
    virtual void read(const QString &key, Answer done) = 0;
    virtual void write(const QString &key, const QString &secret, Answer done) = 0;
    virtual void remove(const QString &key, Answer done) = 0;
};

/// The keychain of the desktop (QtKeychain).
[[nodiscard]] std::shared_ptr<Keychain> systemKeychain();

/// Where passwords are kept: the system's keychain, or where there is none, a file that the user's passphrase
/// opens. GUI thread; nothing blocks, answers come later.
class SecretStore : public QObject
{
    Q_OBJECT

public:
    enum class Place {
        Unknown, ///< nobody has asked yet
        Keychain,
        File,
    };

    SecretStore(std::shared_ptr<Keychain> keychain, QString vaultFile, QObject *parent = nullptr);
    ~SecretStore() override;

    /// Finds out where secrets are kept.
    void probe(std::function<void(Place)> done);
    [[nodiscard]] Place place() const noexcept { return m_place; }
    /// The file must be opened first.
    [[nodiscard]] bool needsPassphrase() const { return m_place == Place::File && !m_vault; }
    /// There is a file already: its passphrase is asked for, not chosen.
    [[nodiscard]] bool hasVaultFile() const;
    /// Opens the file, or begins it with this passphrase.
    void unlock(const QString &passphrase, std::function<void(Result<void>)> done);
    /// Forgets the passphrase.
    void lock() { m_vault.reset(); }

    /// Empty where nothing is kept. Authentication while the file is locked.
    void read(const QString &profileId, std::function<void(Result<Secrets>)> done);
    /// Empty ones are removed.
    void write(const QString &profileId, const Secrets &secrets, std::function<void(Result<void>)> done);
    void remove(const QString &profileId);

private:
    void get(const QString &key, const Keychain::Answer &done);
    void put(const QString &key, const QString &secret, const Keychain::Answer &done);

    std::shared_ptr<Keychain> m_keychain;
    QString m_vaultFile;
    Place m_place = Place::Unknown;
    std::shared_ptr<SecretVault> m_vault;
};

} // namespace Aeroscope::Workbench
