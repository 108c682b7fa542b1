// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/profilestore.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Workbench;
using namespace Qt::StringLiterals;

class TestProfileStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void savesAndLoads();
    void keepsWhatItDoesNotKnow();
    void refusesSecrets();
    void namesBrokenFilesAndGoesOn();
    void givesNamesFiles();
    void removesFiles();
    void writesForTheOwnerOnly();
};

static Profile sample()
{
    Profile profile;
    profile.name = u"Prod EU"_s;
    profile.hosts = u"db1:4333, db2:4333"_s;
    profile.environment = Environment::Production;
    profile.authMode = AuthMode::Internal;
    profile.user = u"browse"_s;
    profile.tls.enabled = true;
    profile.tls.caFile = u"/etc/ca.pem"_s;
    profile.tls.minimumVersion = TlsConfig::Version::Tls13;
    profile.clusterName = u"eu-main"_s;
    profile.useServicesAlternate = true;
    return profile;
}

void TestProfileStore::savesAndLoads()
{
    const QTemporaryDir folder;
    ProfileStore store(folder.filePath(u"connections"_s));
    QSignalSpy changed(&store, &ProfileStore::changed);
    const auto saved = store.save(sample());
    QVERIFY(saved.has_value());
    QCOMPARE(saved->id, u"prod-eu"_s);
    QCOMPARE(changed.count(), 1);

    ProfileStore again(folder.filePath(u"connections"_s));
    QVERIFY(again.load().isEmpty());
    QCOMPARE(again.profiles().size(), 1);
    QCOMPARE(again.profiles().first(), *saved);
    QVERIFY(again.find(u"prod-eu"_s));
    QVERIFY(!again.find(u"other"_s));
}

void TestProfileStore::keepsWhatItDoesNotKnow()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"a.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        R"({"name": "a", "hosts": "h", "future": {"x": 1}, "tls": {"enabled": true, "curve": "p521"}})");
    file.close();
    ProfileStore store(folder.path());
    QVERIFY(store.load().isEmpty());
    Profile profile = store.profiles().first();
    profile.hosts = u"h2"_s;
    QVERIFY(store.save(profile));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY2(text.contains("\"future\"") && text.contains("\"curve\""), text.constData());
}

void TestProfileStore::refusesSecrets()
{
    for (const char *json :
         {R"({"name":"a","hosts":"h","password":"x"})", R"({"name":"a","tls":{"keyPassphrase":"x"}})"}) {
        const auto profile = Profile::fromJson(QJsonDocument::fromJson(json).object());
        QVERIFY(!profile.has_value());
        QVERIFY(profile.error().message.contains(u"secret"_s));
    }
    QVERIFY(!QJsonDocument(sample().toJson()).toJson().contains("assword"));
}

void TestProfileStore::namesBrokenFilesAndGoesOn()
{
    const QTemporaryDir folder;
    const auto write = [&folder](const QString &name, const QByteArray &text) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    };
    write(u"good.json"_s, R"({"name":"good","hosts":"h"})");
    write(u"half.json"_s, R"({"name":)");
    write(u"word.json"_s, R"({"name":"w","environment":"moon"})");
    write(u"type.json"_s, R"({"name":7})");
    ProfileStore store(folder.path());
    const QStringList faults = store.load();
    QCOMPARE(faults.size(), 3);
    QVERIFY(faults[0].startsWith(u"half.json"_s));
    QVERIFY(faults[1].startsWith(u"type.json"_s));
    QVERIFY(faults[2].startsWith(u"word.json"_s) && faults[2].contains(u"moon"_s));
    QCOMPARE(store.profiles().size(), 1);
}

void TestProfileStore::givesNamesFiles()
{
    const QTemporaryDir folder;
    ProfileStore store(folder.path());
    for (const QString &name : {u"Plzeň / test"_s, u"Plzeň / test"_s, u"漢字"_s}) {
        Profile profile;
        profile.name = name;
        profile.hosts = u"h"_s;
        QVERIFY(store.save(profile));
    }
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files),
             (QStringList{u"cluster.json"_s, u"plzen-test-2.json"_s, u"plzen-test.json"_s}));
}

void TestProfileStore::removesFiles()
{
    const QTemporaryDir folder;
    ProfileStore store(folder.path());
    const auto saved = store.save(sample());
    QVERIFY(store.remove(saved->id));
    QVERIFY(store.profiles().isEmpty());
    QVERIFY(QDir(folder.path()).entryList(QDir::Files).isEmpty());
}

void TestProfileStore::writesForTheOwnerOnly()
{
    const QTemporaryDir folder;
    ProfileStore store(folder.path());
    const auto saved = store.save(sample());
    const auto permissions = QFile::permissions(folder.filePath(saved->id + u".json"_s));
    QVERIFY(!(permissions & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther)));
}

QTEST_GUILESS_MAIN(TestProfileStore)
#include "tst_profilestore.moc"
