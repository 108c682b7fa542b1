// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/runtask.h"
#include "tests/support/testcluster.h"
#include "ui/workbench/changeset.h"
#include "ui/workbench/committer.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <algorithm>
#include <cstdio>

using namespace Aeroscope;
using namespace Aeroscope::Test;
using namespace Aeroscope::Workbench;
using namespace Qt::StringLiterals;

// The editor runs in a child process that is killed in the middle; this program is both.

namespace {

constexpr int recordCount = 200;

void say(const QByteArray &line)
{
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

QByteArray tokenOf(int record)
{
    return "token " + QByteArray::number(record);
}

/// --child MODE HOST NAMESPACE SET FOLDER FIRST
int runChild(const QStringList &arguments)
{
    const QString mode = arguments[2];
    ClusterSettings settings;
    settings.seeds = *Host::parseList(arguments[3]);
    const DataSet set{arguments[4].toUtf8(), arguments[5].toUtf8()};
    const QString folder = arguments[6];
    const Result<Client> client = runTask(ClusterDefinition(settings).connect());
    const Result<DataKey> key = dataKeyFromFile(folder + u"/key"_s, true);
    if (!client || !key)
        return 2;
    const Session session = client->session(Behavior::browsing());
    ChangeSet changes;
    if (!changes.keepIn(folder + u"/staged.log"_s, *key))
        return 3;
    if (mode == "stage"_L1) {
        std::vector<RecordImage> images;
        for (int record = 0; record < recordCount; ++record)
            images.push_back(*runTask(readImage(session, *set.id(record))));
        say("ready");
        for (int record = arguments[7].toInt(); record < recordCount; ++record) {
            RecordEdit edit = RecordEdit::change(images[static_cast<size_t>(record)]);
            if (!edit.apply("l", {ValueEdit::Kind::Append, {}, Value::string(tokenOf(record))}) ||
                !changes.stage(edit))
                return 4;
            say(QByteArray::number(record));
        }
        return 0;
    }
    const auto journal = Journal::open(folder + u"/journal.log"_s, *key);
    if (!journal)
        return 5;
    Committer committer(session, journal->get());
    runTask(committer.recover());
    if (!changes.settle((*journal)->entries()))
        return 6;
    say("ready");
    const std::vector<CommitResult> results = runTask(committer.commit(changes.toCommit()));
    for (const CommitResult &result : results) {
        if (result.outcome != CommitResult::Outcome::Applied)
            return 7;
    }
    return changes.settle(results) ? 0 : 8;
}

} // namespace

class TestEditCrash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = TestCluster::start();
        m_client = m_cluster->connect();
        m_session = m_client.session(Behavior::browsing());
        QStringList hosts;
        for (const Host &host : m_cluster->seeds())
            hosts.append(host.toString());
        m_hosts = hosts.join(u',');
        const auto seed = static_cast<quint32>(qEnvironmentVariableIntValue("AEROSCOPE_SEED"));
        m_random.seed(seed != 0 ? seed : QRandomGenerator::system()->generate());
    }
    void cleanupTestCase()
    {
        runTask(m_client.close());
        m_session = {};
        m_client = {};
        m_cluster.reset();
    }
    void losesNothingAndAppliesNothingTwice();

private:
    /// The lines of a child that was killed soon after it was ready, or ended by itself.
    struct Run
    {
        QList<QByteArray> lines;
        bool wasKilled = false;
        int exitCode = -1;
    };
    Run run(const QString &mode, int first, std::optional<int> killAfterMicroseconds);

    std::unique_ptr<TestCluster> m_cluster;
    Client m_client;
    Session m_session;
    QString m_hosts;
    DataSet m_set;
    QTemporaryDir m_folder;
    QRandomGenerator m_random;
};

TestEditCrash::Run TestEditCrash::run(const QString &mode, int first,
                                      std::optional<int> killAfterMicroseconds)
{
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(QCoreApplication::applicationFilePath(),
                {u"--child"_s, mode, m_hosts, QString::fromUtf8(m_set.namespaceName),
                 QString::fromUtf8(m_set.setName), m_folder.path(), QString::number(first)});
    Run result;
    QByteArray out;
    while (!out.contains("ready\n") && child.waitForReadyRead(60'000))
        out += child.readAll();
    if (killAfterMicroseconds && child.state() == QProcess::Running) {
        QThread::usleep(static_cast<unsigned long>(*killAfterMicroseconds));
        child.kill();
    }
    child.waitForFinished(60'000);
    out += child.readAll();
    result.lines = out.split('\n');
    result.wasKilled = child.exitStatus() == QProcess::CrashExit;
    result.exitCode = child.exitCode();
    return result;
}

void TestEditCrash::losesNothingAndAppliesNothingTwice()
{
    m_set = m_cluster->freshSet();
    for (int record = 0; record < recordCount; ++record)
        QVERIFY(runTask(m_session.upsert(*m_set.id(record)).set("l", List{}).execute()));
    constexpr int kills = 8;

    int staged = 0; // all below it were acknowledged
    int killedStaging = 0;
    for (int i = 0; i <= kills; ++i) {
        const bool isLast = i == kills;
        const Run child =
            run(u"stage"_s, staged, isLast ? std::nullopt : std::optional(m_random.bounded(30'000)));
        QVERIFY2(child.wasKilled || child.exitCode == 0, qPrintable(QString::number(child.exitCode)));
        killedStaging += child.wasKilled;
        // The last line may be cut short; a line counts with its end.
        for (qsizetype line = 1; line + 1 < child.lines.size(); ++line)
            staged = std::max(staged, child.lines[line].toInt() + 1);
        const Result<DataKey> key = dataKeyFromFile(m_folder.filePath(u"key"_s), true);
        QVERIFY(key);
        ChangeSet changes;
        QVERIFY(changes.keepIn(m_folder.filePath(u"staged.log"_s), *key));
        for (int record = 0; record < staged; ++record)
            QVERIFY2(changes.find(*m_set.id(record)), qPrintable(QString::number(record)));
        if (child.exitCode == 0 && !child.wasKilled)
            break;
    }
    QCOMPARE(staged, recordCount);

    int killedCommitting = 0;
    for (int i = 0; i <= kills; ++i) {
        const Run child =
            run(u"commit"_s, 0, i == kills ? std::nullopt : std::optional(m_random.bounded(40'000)));
        QVERIFY2(child.wasKilled || child.exitCode == 0, qPrintable(QString::number(child.exitCode)));
        killedCommitting += child.wasKilled;
        for (int record = 0; record < recordCount; ++record) {
            const auto now = runTask(m_session.get(*m_set.id(record)));
            QVERIFY(now);
            const size_t size = now->bin("l")->list().items.size();
            QVERIFY2(size <= 1, "applied twice");
        }
        if (!child.wasKilled)
            break;
    }
    qInfo("killed %d times while staging, %d times while committing", killedStaging, killedCommitting);
    for (int record = 0; record < recordCount; ++record) {
        const auto now = runTask(m_session.get(*m_set.id(record)));
        QVERIFY(now);
        QVERIFY(*now->bin("l") == Value(List{{Value::string(tokenOf(record))}}));
    }
    const Result<DataKey> key = dataKeyFromFile(m_folder.filePath(u"key"_s), false);
    ChangeSet changes;
    QVERIFY(changes.keepIn(m_folder.filePath(u"staged.log"_s), *key));
    QVERIFY(changes.isEmpty());
    const auto journal = Journal::open(m_folder.filePath(u"journal.log"_s), *key);
    QVERIFY(journal);
    QVERIFY((*journal)->open().empty());
    QVERIFY(!std::ranges::any_of((*journal)->entries(), [](const JournalEntry &entry) {
        return entry.outcome == WriteOutcome::Unknown;
    }));
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (application.arguments().value(1) == "--child"_L1)
        return runChild(application.arguments());
    TestEditCrash test;
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}
#include "tst_editcrash.moc"
