// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/profiletransfer.h"
#include "ui/workbench/secretstore.h"

#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Workbench;
using namespace Qt::StringLiterals;

namespace {

/// A keychain in memory; `missing` plays a machine that has none.
class FakeKeychain : public Keychain
{
public:
    QMap<QString, QString> kept;
    bool missing = false;

    void read(const QString &key, Answer done) override
    {
        if (missing)
            done(std::unexpected(Error::notConnected(u"no service"_s)));
        else
            done(kept.contains(key) ? std::optional(kept[key]) : std::nullopt);
    }
    void write(const QString &key, const QString &secret, Answer done) override
    {
        kept.insert(key, secret);
        done(std::optional<QString>());
    }
    void remove(const QString &key, Answer done) override
    {
        kept.remove(key);
        done(std::optional<QString>());
    }
};

} // namespace

/// Where passwords are kept, and what of a connection leaves the machine.
class TestSecrets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsInTheKeychain();
    void fallsBackToAFile();
    void refusesAWrongPassphrase();
    void refusesAChangedFile();
    void writesNothingReadable();
    void exportsNoSecret();
    void importsWhatWasExported();
    void switchesChecksOnAgain();
    void refusesWhatIsNoFileOfConnections();
};

void TestSecrets::keepsInTheKeychain()
{
    const QTemporaryDir folder;
    const auto keychain = std::make_shared<FakeKeychain>();
    SecretStore store(keychain, folder.filePath(u"secrets.json"_s));
    SecretStore::Place place{};
    store.probe([&](SecretStore::Place found) { place = found; });
    QCOMPARE(place, SecretStore::Place::Keychain);
    QVERIFY(!store.needsPassphrase());
    bool written = false;
    store.write(u"prod"_s, {u"geheim"_s, u"schlüssel"_s},
                [&](const Result<void> &done) { written = done.has_value(); });
    QVERIFY(written);
    QCOMPARE(keychain->kept.size(), 2);
    Secrets back;
    store.read(u"prod"_s, [&](const Result<Secrets> &secrets) { back = secrets.value_or(Secrets{}); });
    QCOMPARE(back.password, u"geheim"_s);
    QCOMPARE(back.keyPassphrase, u"schlüssel"_s);
    store.remove(u"prod"_s);
    QVERIFY(keychain->kept.isEmpty());
    QVERIFY(!QFile::exists(folder.filePath(u"secrets.json"_s)));
}

void TestSecrets::fallsBackToAFile()
{
    const QTemporaryDir folder;
    const auto keychain = std::make_shared<FakeKeychain>();
    keychain->missing = true;
    const QString file = folder.filePath(u"secrets.json"_s);
    {
        SecretStore store(keychain, file);
        store.probe([](SecretStore::Place) {});
        QCOMPARE(store.place(), SecretStore::Place::File);
        QVERIFY(store.needsPassphrase());
        QVERIFY(!store.hasVaultFile());
        bool refused = false;
        store.read(u"a"_s, [&](const Result<Secrets> &secrets) { refused = !secrets; });
        QVERIFY(refused);
        bool open = false;
        store.unlock(u"a long passphrase"_s, [&](const Result<void> &done) { open = done.has_value(); });
        QTRY_VERIFY(open);
        bool written = false;
        store.write(u"a"_s, {u"pw"_s, {}}, [&](const Result<void> &done) { written = done.has_value(); });
        QVERIFY(written);
    }
    QVERIFY(!(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther)));
    SecretStore again(keychain, file);
    again.probe([](SecretStore::Place) {});
    QVERIFY(again.hasVaultFile());
    bool wrong = false;
    again.unlock(u"another"_s, [&](const Result<void> &done) {
        wrong = !done && done.error().kind == ErrorKind::Authentication;
    });
    QTRY_VERIFY(wrong);
    QVERIFY(again.needsPassphrase());
    bool open = false;
    again.unlock(u"a long passphrase"_s, [&](const Result<void> &done) { open = done.has_value(); });
    QTRY_VERIFY(open);
    QString password;
    again.read(u"a"_s,
               [&](const Result<Secrets> &secrets) { password = secrets ? secrets->password : QString(); });
    QCOMPARE(password, u"pw"_s);
}

void TestSecrets::refusesAWrongPassphrase()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"s"_s);
    Result<SecretVault> vault = SecretVault::open(file, u"right"_s);
    QVERIFY(vault);
    QVERIFY(vault->set(u"k"_s, u"v"_s));
    QVERIFY(!SecretVault::open(file, u"wrong"_s));
    QVERIFY(!SecretVault::open(file, QString()));
    const Result<SecretVault> again = SecretVault::open(file, u"right"_s);
    QVERIFY(again);
    QCOMPARE(again->value(u"k"_s), std::optional(u"v"_s));
    QCOMPARE(again->value(u"other"_s), std::nullopt);
}

void TestSecrets::refusesAChangedFile()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"s"_s);
    Result<SecretVault> vault = SecretVault::open(path, u"right"_s);
    QVERIFY(vault && vault->set(u"k"_s, u"v"_s));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject sound = QJsonDocument::fromJson(file.readAll()).object();
    file.close();
    for (const auto *const name : {"salt", "nonce", "content"}) {
        QJsonObject changed = sound;
        QByteArray raw = QByteArray::fromBase64(sound.value(QLatin1StringView(name)).toString().toLatin1());
        raw[0] = static_cast<char>(raw[0] ^ 1);
        changed.insert(QLatin1StringView(name), QString::fromLatin1(raw.toBase64()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QJsonDocument(changed).toJson());
        file.close();
        QVERIFY2(!SecretVault::open(path, u"right"_s), name);
    }
}

void TestSecrets::writesNothingReadable()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"s"_s);
    Result<SecretVault> vault = SecretVault::open(path, u"passphrase of mine"_s);
    QVERIFY(vault && vault->set(u"connection/prod/password"_s, u"geheim"_s));
    const auto content = [&path] {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    const QByteArray first = content();
    for (const auto *const word : {"geheim", "prod", "passphrase of mine"})
        QVERIFY2(!first.contains(word), word);
    QVERIFY(vault->set(u"connection/prod/password"_s, u"geheim"_s));
    QVERIFY(content() != first); // no nonce is used twice
}

static Profile sample()
{
    Profile profile;
    profile.name = u"prod"_s;
    profile.hosts = u"db:4333"_s;
    profile.group = u"EU"_s;
    profile.color = u"purple"_s;
    profile.environment = Environment::Production;
    profile.authMode = AuthMode::Internal;
    profile.user = u"browse"_s;
    profile.savePassword = true;
    profile.addressMap.insert(u"172.17.0.2"_s, u"10.1.0.11"_s);
    profile.ssh = {true, u"bastion"_s, 2222, u"me"_s, u"/home/me/.ssh/id"_s};
    return profile;
}

void TestSecrets::exportsNoSecret()
{
    Profile profile = sample();
    profile.tls.enabled = true;
    profile.tls.keyPassphrase = u"geheim"_s; // nobody puts it there, but if somebody did
    const QByteArray text = exportProfiles({profile});
    QVERIFY(!text.contains("geheim"));
    QVERIFY(!text.contains("assword\": true"));
}

void TestSecrets::importsWhatWasExported()
{
    Profile profile = sample();
    Profile other;
    other.name = u"local"_s;
    other.hosts = u"127.0.0.1:3000"_s;
    const auto back = importProfiles(exportProfiles({profile, other}));
    QVERIFY(back);
    QVERIFY(back->notes.isEmpty());
    profile.savePassword = false;
    QCOMPARE(back->profiles, (QList<Profile>{profile, other}));
    // the file of one connection, as it lies in the configuration
    const auto one = importProfiles(QJsonDocument(other.toJson()).toJson());
    QVERIFY(one);
    QCOMPARE(one->profiles, QList<Profile>{other});
}

void TestSecrets::switchesChecksOnAgain()
{
    Profile profile = sample();
    profile.tls.enabled = true;
    profile.tls.verify = false;
    const auto back = importProfiles(exportProfiles({profile}));
    QVERIFY(back);
    QVERIFY(back->profiles.first().tls.verify);
    QCOMPARE(back->notes.size(), 1);
    QVERIFY(back->notes.first().contains(u"prod"_s));
}

void TestSecrets::refusesWhatIsNoFileOfConnections()
{
    QVERIFY(!importProfiles("nonsense"));
    QVERIFY(!importProfiles("[]"));
    QVERIFY(!importProfiles("{}"));
    QVERIFY(!importProfiles(R"({"kind":"aeroscope-connections","profiles":[]})"));
    QVERIFY(!importProfiles(R"({"name":"a","hosts":"h","password":"x"})"));
    const auto half = importProfiles(
        R"({"kind":"aeroscope-connections","profiles":[{"name":"a","hosts":"h"},{"name":7},{"name":"c","ssh":{"port":99999}}]})");
    QVERIFY(half);
    QCOMPARE(half->profiles.size(), 1);
    QCOMPARE(half->notes.size(), 2);
}

QTEST_GUILESS_MAIN(TestSecrets)
#include "tst_secrets.moc"
