// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/secretstore.h"

#include <QFile>
#include <QPointer>
#include <QThreadPool>

#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

constexpr auto service = "aeroscope"_L1;

class SystemKeychain : public Keychain
{
public:
    void read(const QString &key, Answer done) override
    {
        auto *job = new QKeychain::ReadPasswordJob(service);
        start(job, key, [job, done = std::move(done)] {
            if (job->error() == QKeychain::NoError)
                done(std::optional(job->textData()));
            else
                done(outcome(job));
        });
    }
    void write(const QString &key, const QString &secret, Answer done) override
    {
        auto *job = new QKeychain::WritePasswordJob(service);
        job->setTextData(secret);
        start(job, key, [job, done = std::move(done)] { done(outcome(job)); });
    }
    void remove(const QString &key, Answer done) override
    {
        auto *job = new QKeychain::DeletePasswordJob(service);
        start(job, key, [job, done = std::move(done)] { done(outcome(job)); });
    }

private:
    /// Never in plain text, whatever the platform would do.
    template <class Job, class Then>
    static void start(Job *job, const QString &key, Then then)
    {
        job->setKey(key);
        job->setInsecureFallback(false);
        QObject::connect(job, &QKeychain::Job::finished, job, std::move(then));
        job->start(); // it deletes itself
    }
    static Result<std::optional<QString>> outcome(const QKeychain::Job *job)
    {
        switch (job->error()) {
        case QKeychain::NoError:
        case QKeychain::EntryNotFound:
            return std::optional<QString>();
        case QKeychain::AccessDeniedByUser:
        case QKeychain::AccessDenied: {
            Error error = Error::invalidArgument(u"the keychain was not opened"_s);
            error.kind = ErrorKind::Authentication;
            return std::unexpected(error);
        }
        default:
            return std::unexpected(Error::notConnected(job->errorString()));
        }
    }
};

QString passwordKey(const QString &profileId)
{
    return u"connection/%1/password"_s.arg(profileId);
}

QString passphraseKey(const QString &profileId)
{
    return u"connection/%1/key-passphrase"_s.arg(profileId);
}

} // namespace

std::shared_ptr<Keychain> systemKeychain()
{
    return std::make_shared<SystemKeychain>();
}

SecretStore::SecretStore(std::shared_ptr<Keychain> keychain, QString vaultFile, QObject *parent)
    : QObject(parent)
    , m_keychain(std::move(keychain))
    , m_vaultFile(std::move(vaultFile))
{}

SecretStore::~SecretStore() = default;

void SecretStore::probe(std::function<void(Place)> done)
{
    if (m_place != Place::Unknown || !m_keychain) {
        m_place = m_keychain ? m_place : Place::File;
        done(m_place);
        return;
    }
    m_keychain->read(u"probe"_s, [self = QPointer(this), done = std::move(done)](const auto &answer) {
        if (!self)
            return;
        const bool there = answer || answer.error().kind != ErrorKind::NotConnected;
        self->m_place = there ? Place::Keychain : Place::File;
        done(self->m_place);
    });
}

bool SecretStore::hasVaultFile() const
{
    return QFile::exists(m_vaultFile);
}

void SecretStore::unlock(const QString &passphrase, std::function<void(Result<void>)> done)
{
    // Making the key is slow on purpose, so another thread does it.
    QThreadPool::globalInstance()->start(
        [self = QPointer(this), app = qApp, file = m_vaultFile, passphrase, done = std::move(done)] {
            auto opened = std::make_shared<Result<SecretVault>>(SecretVault::open(file, passphrase));
            QMetaObject::invokeMethod(
                app,
                [self, opened, done] {
                    if (!self)
                        return;
                    if (!*opened) {
                        done(std::unexpected(opened->error()));
                        return;
                    }
                    self->m_vault = std::make_shared<SecretVault>(std::move(**opened));
                    done({});
                },
                Qt::QueuedConnection);
        });
}

void SecretStore::get(const QString &key, const Keychain::Answer &done)
{
    if (m_place == Place::Keychain) {
        m_keychain->read(key, done);
        return;
    }
    if (m_vault) {
        done(m_vault->value(key));
        return;
    }
    Error error = Error::invalidArgument(u"the file of secrets is locked"_s);
    error.kind = ErrorKind::Authentication;
    done(std::unexpected(error));
}

void SecretStore::put(const QString &key, const QString &secret, const Keychain::Answer &done)
{
    if (m_place == Place::Keychain) {
        if (secret.isEmpty())
            m_keychain->remove(key, done);
        else
            m_keychain->write(key, secret, done);
        return;
    }
    if (!m_vault) {
        get(key, done); // locked
        return;
    }
    const Result<void> written = secret.isEmpty() ? m_vault->remove(key) : m_vault->set(key, secret);
    if (written)
        done(std::optional<QString>());
    else
        done(std::unexpected(written.error()));
}

void SecretStore::read(const QString &profileId, std::function<void(Result<Secrets>)> done)
{
    get(passwordKey(profileId),
        [self = QPointer(this), profileId, done = std::move(done)](const auto &password) {
            if (!password) {
                done(std::unexpected(password.error()));
                return;
            }
            if (!self)
                return;
            self->get(passphraseKey(profileId),
                      [done, word = password->value_or(QString())](const auto &passphrase) {
                          if (passphrase)
                              done(Secrets{word, passphrase->value_or(QString())});
                          else
                              done(std::unexpected(passphrase.error()));
                      });
        });
}

void SecretStore::write(const QString &profileId, const Secrets &secrets,
                        std::function<void(Result<void>)> done)
{
    put(passwordKey(profileId), secrets.password,
        [self = QPointer(this), profileId, secrets, done = std::move(done)](const auto &first) {
            if (!first) {
                done(std::unexpected(first.error()));
                return;
            }
            if (!self)
                return;
            self->put(passphraseKey(profileId), secrets.keyPassphrase, [done](const auto &second) {
                if (second)
                    done({});
                else
                    done(std::unexpected(second.error()));
            });
        });
}

void SecretStore::remove(const QString &profileId)
{
    if (m_place == Place::Unknown || needsPassphrase())
        return; // what nobody opened is left: without its profile it is of no use
    const auto ignore = [](const auto &) {};
    put(passwordKey(profileId), {}, ignore);
    put(passphraseKey(profileId), {}, ignore);
}

} // namespace Aeroscope::Workbench
