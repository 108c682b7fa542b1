// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/policy/blastradius.h"
#include "client/value/exactjson.h"
#include "tests/support/runtask.h"
#include "tests/support/testcluster.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Test;
using namespace Qt::StringLiterals;

class TestEditCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_home.isValid());
        m_cluster = TestCluster::start();
        m_client = m_cluster->connect();
        m_session = m_client.session(Behavior::browsing());
        m_host = m_cluster->seeds().first().toString();
    }
    void cleanupTestCase()
    {
        runTask(m_client.close());
        m_session = {};
        m_client = {};
        m_cluster.reset();
    }
    void init()
    {
        m_set = m_cluster->freshSet();
        const auto put = runTask(m_session.upsert(*m_set.id("k"))
                                     .put({{"tags", List{{"a", "b"}}},
                                           {"prefs", Map{{{1, "light"}, {"x", 1}}, MapOrder::KeyOrdered}},
                                           {"age", 28}})
                                     .execute());
        QVERIFY(put);
    }
    void edits();
    void showsWhatItWouldDo();
    void refusesWhatMakesNoSense_data();
    void refusesWhatMakesNoSense();
    void takesBack();
    void touches();
    void guardsProduction();
    void truncates();
    void oneRuleForAll();

private:
    struct Outcome
    {
        int exitCode = -1;
        QByteArray out;
        QByteArray err;
    };
    Outcome run(QStringList arguments, const QStringList &where = {});
    QStringList record(const QString &command) const
    {
        return {command, QString::fromUtf8(m_set.namespaceName), QString::fromUtf8(m_set.setName), u"k"_s};
    }
    QByteArray bin(const char *name)
    {
        const auto now = runTask(m_session.get(*m_set.id("k")));
        const Value *value = now ? now->bin(name) : nullptr;
        return value ? toExactJson(*value) : QByteArray();
    }

    QTemporaryDir m_home;
    std::unique_ptr<TestCluster> m_cluster;
    Client m_client;
    Session m_session;
    QString m_host;
    DataSet m_set;
};

TestEditCommands::Outcome TestEditCommands::run(QStringList arguments, const QStringList &where)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"XDG_DATA_HOME"_s, m_home.path() + u"/data"_s);
    environment.insert(u"XDG_CONFIG_HOME"_s, m_home.path() + u"/config"_s);
    environment.insert(u"AEROSCOPE_KEY_FILE"_s, m_home.path() + u"/key"_s);
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(AEROSCOPE_PROGRAM),
                  arguments + (where.isEmpty() ? QStringList{u"--host"_s, m_host} : where));
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000))
        return {};
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2,
            process.readAllStandardOutput(), process.readAllStandardError()};
}

void TestEditCommands::edits()
{
    const Outcome outcome =
        run(record(u"edit"_s) + QStringList{u"set"_s,     u"prefs{1}"_s, u"\"dark\""_s,   u"rename"_s,
                                            u"prefs.x"_s, u"\"y\""_s,    u"append"_s,     u"tags"_s,
                                            u"[1]"_s,     u"set"_s,      u"tags[2][0]"_s, u"2"_s,
                                            u"remove"_s,  u"tags[0]"_s,  u"insert"_s,     u"tags[0]"_s,
                                            u"true"_s,    u"set"_s,      u"new"_s,        u"1.0"_s});
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QVERIFY2(outcome.out.startsWith("{\"gen\":2"), outcome.out.constData());
    QCOMPARE(bin("prefs"), R"({"$map":[[1,"dark"],["y",1]],"order":"key"})"_ba);
    QCOMPARE(bin("tags"), R"([true,"b",[2]])"_ba);
    QCOMPARE(bin("new"), "1.0"_ba);
    QCOMPARE(bin("age"), "28"_ba);
    QVERIFY(run(record(u"edit"_s) + QStringList{u"order"_s, u"tags"_s, u"ordered"_s, u"clear"_s, u"prefs"_s})
                .exitCode == 0);
    QCOMPARE(bin("tags"), R"({"$list":[true,"b",[2]],"order":"ordered"})"_ba);
    QCOMPARE(bin("prefs"), R"({"$map":[],"order":"key"})"_ba);
    const Outcome same = run(record(u"edit"_s) + QStringList{u"set"_s, u"age"_s, u"28"_s});
    QCOMPARE(same.exitCode, 0);
    QVERIFY(same.out.contains("unchanged"));
    QCOMPARE(run(record(u"edit"_s) + QStringList{u"set"_s, u"age"_s, u"1"_s, u"--if-generation"_s, u"9"_s})
                 .exitCode,
             1);
}

void TestEditCommands::showsWhatItWouldDo()
{
    const Outcome outcome = run(record(u"edit"_s) + QStringList{u"append"_s, u"tags"_s, u"1"_s, u"--ttl"_s,
                                                                u"never"_s, u"--dry-run"_s});
    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.out, "operate(generation == 1, last update unchanged, expiry never)\n"
                          "  list_append(tags, 1)\n"_ba);
    const Outcome all = run(record(u"edit"_s) + QStringList{u"remove"_s, u"tags"_s, u"remove"_s, u"prefs"_s,
                                                            u"remove"_s, u"age"_s, u"--dry-run"_s});
    QCOMPARE(all.out, "delete(generation == 1, last update unchanged)\n"_ba);
    QCOMPARE(run(record(u"delete"_s) + QStringList{u"--dry-run"_s}).out, all.out);
    const Outcome put = run(record(u"put"_s) + QStringList{u"{\"a\":1}"_s, u"--dry-run"_s});
    QCOMPARE(put.out, "upsert(expiry keep)\n  put(a, 1)\n"_ba);
    QCOMPARE(bin("tags"), R"(["a","b"])"_ba);
    QCOMPARE(runTask(m_session.get(*m_set.id("k")))->generation, 1U);
}

void TestEditCommands::refusesWhatMakesNoSense_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("no such verb") << QStringList{u"put"_s, u"age"_s, u"1"_s};
    QTest::newRow("no value") << QStringList{u"set"_s, u"age"_s};
    QTest::newRow("no JSON") << QStringList{u"set"_s, u"age"_s, u"{"_s};
    QTest::newRow("no path") << QStringList{u"set"_s, u"age["_s, u"1"_s};
    QTest::newRow("outside") << QStringList{u"set"_s, u"tags[2]"_s, u"1"_s};
    QTest::newRow("no bin") << QStringList{u"append"_s, u"nothing"_s, u"1"_s};
    QTest::newRow("nil") << QStringList{u"set"_s, u"age"_s, u"null"_s};
    QTest::newRow("expiry") << QStringList{u"--ttl"_s, u"soon"_s};
}

void TestEditCommands::refusesWhatMakesNoSense()
{
    QFETCH(QStringList, words);
    const Outcome outcome = run(record(u"edit"_s) + words);
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY(outcome.err.startsWith("aeroscope: "));
    QCOMPARE(runTask(m_session.get(*m_set.id("k")))->generation, 1U);
}

void TestEditCommands::takesBack()
{
    QCOMPARE(
        run(record(u"edit"_s) + QStringList{u"remove"_s, u"tags[0]"_s, u"set"_s, u"age"_s, u"29"_s}).exitCode,
        0);
    QCOMPARE(run(record(u"delete"_s)).exitCode, 0);
    QCOMPARE(bin("age"), QByteArray());
    const Outcome list = run({u"journal"_s, u"list"_s});
    QVERIFY2(list.exitCode == 0, list.err.constData());
    QList<QByteArray> ids;
    for (const QByteArray &line : list.out.split('\n')) {
        if (line.contains(m_set.setName))
            ids.prepend(line.first(line.indexOf(' ')));
    }
    QCOMPARE(ids.size(), 2);
    for (const QByteArray &id : ids) {
        const Outcome undo = run({u"journal"_s, u"undo"_s, QString::fromLatin1(id)});
        QVERIFY2(undo.exitCode == 0, undo.err.constData());
    }
    QCOMPARE(bin("age"), "28"_ba);
    QCOMPARE(bin("tags"), R"(["a","b"])"_ba);
    const Outcome audit = run({u"journal"_s, u"audit"_s});
    QVERIFY(audit.out.contains("\"undoes\":\"" + ids.last() + '"'));
    // Once more: it is as it was before, and that is said.
    const Outcome again = run({u"journal"_s, u"undo"_s, QString::fromLatin1(ids.last())});
    QVERIFY(again.out.contains("unchanged"));
    QCOMPARE(run({u"journal"_s, u"undo"_s, u"1"_s}).exitCode, 1);
    // What is kept cannot be read.
    QDir journals(m_home.path() + u"/data"_s);
    QVERIFY(!journals.entryList(QDir::Dirs | QDir::NoDotAndDotDot).isEmpty());
}

void TestEditCommands::touches()
{
    QCOMPARE(run(record(u"touch"_s) + QStringList{u"--ttl"_s, u"2h"_s}).exitCode, 0);
    const auto now = runTask(m_session.get(*m_set.id("k")));
    QCOMPARE(now->generation, 2U);
    const qint64 left = now->voidTime.ttlAt(QDateTime::currentSecsSinceEpoch());
    QVERIFY2(left > 7000 && left <= 7200, qPrintable(QString::number(left)));
    QCOMPARE(run(record(u"edit"_s) + QStringList{u"--ttl"_s, u"never"_s}).exitCode, 0);
    QVERIFY(runTask(m_session.get(*m_set.id("k")))->voidTime.never());
}

void TestEditCommands::guardsProduction()
{
    // Where the window keeps its connections.
    QDir config(m_home.path());
    for (const QString &folder : {u"config/aeroscope/connections"_s, u"config/Aeroscope/connections"_s,
                                  u"config/connections"_s, u"config/Aeroscope/aeroscope/connections"_s}) {
        QVERIFY(config.mkpath(folder));
        QFile profile(config.filePath(folder + u"/prod.json"_s));
        QVERIFY(profile.open(QIODevice::WriteOnly));
        profile.write("{\"format\":1,\"name\":\"prod\",\"environment\":\"production\",\"hosts\":\"" +
                      m_host.toUtf8() + "\"}");
    }
    const QStringList prod{u"--profile"_s, u"prod"_s};
    const QStringList edit = record(u"edit"_s) + QStringList{u"set"_s, u"age"_s, u"29"_s};
    const Outcome refused = run(edit, prod);
    QCOMPARE(refused.exitCode, 2);
    QVERIFY2(refused.err.contains("--yes"), refused.err.constData());
    QCOMPARE(bin("age"), "28"_ba);
    QCOMPARE(run(record(u"put"_s) + QStringList{u"{\"age\":1}"_s}, prod).exitCode, 2);
    QCOMPARE(run(record(u"delete"_s), prod).exitCode, 2);
    QCOMPARE(run(record(u"touch"_s), prod).exitCode, 2);
    QCOMPARE(run(edit + QStringList{u"--dry-run"_s}, prod).exitCode, 0);
    QCOMPARE(bin("age"), "28"_ba);
    QCOMPARE(run(edit + QStringList{u"--yes"_s}, prod).exitCode, 0);
    QCOMPARE(bin("age"), "29"_ba);
    const QStringList truncate = record(u"truncate"_s).first(3);
    QCOMPARE(run(truncate + QStringList{u"--yes"_s}, prod).exitCode, 2);
    QCOMPARE(run(truncate + QStringList{u"--confirm"_s, u"another"_s}, prod).exitCode, 2);
    QCOMPARE(bin("age"), "29"_ba);
}

void TestEditCommands::truncates()
{
    const QStringList truncate = record(u"truncate"_s).first(3);
    const Outcome shown =
        run(truncate + QStringList{u"--before"_s, u"2001-09-09T01:46:40Z"_s, u"--dry-run"_s});
    QCOMPARE(shown.out, "truncate:namespace=" + m_set.namespaceName + ";set=" + m_set.setName +
                            ";lut=1000000000000000000\n");
    QCOMPARE(run(truncate).exitCode, 2); // not without a yes
    QCOMPARE(run(truncate + QStringList{u"--yes"_s, u"--before"_s, u"2101-01-01T00:00:00Z"_s}).exitCode, 2);
    const Outcome nothing = run(truncate + QStringList{u"--yes"_s, u"--before"_s, u"2020-01-01T00:00:00Z"_s});
    QVERIFY2(nothing.exitCode == 0, nothing.err.constData());
    QCOMPARE(bin("age"), "28"_ba);
    const Outcome all = run(truncate + QStringList{u"--yes"_s});
    QVERIFY2(all.exitCode == 0, all.err.constData());
    QCOMPARE(bin("age"), QByteArray());
}

void TestEditCommands::oneRuleForAll()
{
    using Reach = BlastRadius::Reach;
    using enum TargetEnvironment;
    const auto rule = [](TargetEnvironment environment, Reach reach, quint64 records, bool canBeUndone) {
        return confirmationFor(environment, {reach, records, canBeUndone});
    };
    QCOMPARE(rule(Development, Reach::OneRecord, 1, false), Confirmation::None);
    QCOMPARE(rule(Test, Reach::OneRecord, 1, true), Confirmation::None);
    QCOMPARE(rule(Production, Reach::OneRecord, 1, true), Confirmation::Yes);
    QCOMPARE(rule(Development, Reach::ManyRecords, 500, true), Confirmation::None);
    QCOMPARE(rule(Development, Reach::ManyRecords, 500, false), Confirmation::Yes);
    QCOMPARE(rule(Test, Reach::ManyRecords, 2, true), Confirmation::Yes);
    QCOMPARE(rule(Production, Reach::ManyRecords, 2, true), Confirmation::TypeName);
    QCOMPARE(rule(Production, Reach::ManyRecords, 1, true), Confirmation::Yes);
    QCOMPARE(rule(Development, Reach::WholeSet, 0, false), Confirmation::Yes);
    QCOMPARE(rule(Production, Reach::WholeSet, 0, false), Confirmation::TypeName);
    QCOMPARE(rule(Test, Reach::WholeNamespace, 0, false), Confirmation::TypeName);
}

QTEST_GUILESS_MAIN(TestEditCommands)
#include "tst_editcommands.moc"
