// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/client/commandtable.h"
#include "tests/support/runtask.h"
#include "tests/support/testcluster.h"

#include "client/net/completion.h"
#include "client/net/sleep.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Demo::FaultRule;
using Demo::RequestKind;

namespace {

/// A time-out that a test waits for on purpose.
constexpr auto shortTimeout = 60ms;
/// Replies are shorter than this.
constexpr int mostCuts = 200'000;
/// A command that asks again pauses first; the same code reads its replies as those of the others.
constexpr int mostHealedCuts = 12;

/// Starts the task, calls `act` after the request went out, and gives the outcome.
Result<void> runAndDisturb(QCoro::Task<Result<void>> task, std::function<bool()> sent,
                           std::function<void()> act)
{
    return runTask([](QCoro::Task<Result<void>> awaited, std::function<bool()> isSent,
                      std::function<void()> disturb) -> QCoro::Task<Result<void>> {
        for (int i = 0; i < 1000 && !isSent(); ++i)
            (void)co_await Net::sleepFor(1ms);
        disturb();
        co_return co_await std::move(awaited);
    }(std::move(task), std::move(sent), std::move(act)));
}

} // namespace

class TestCommandFailures : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = Demo::EmbeddedCluster::start().value();
        QVERIFY(m_cluster->createIndex("namespace=test;set=victims;indexname=victims_a;bin=a;type=numeric"));
        ClusterDefinition definition(Host::parseList(m_cluster->seed()).value());
        SystemSettings system;
        system.tendInterval = 50ms;
        system.maxErrorRate = 0; // these tests make errors on purpose
        system.ioThreads = 2;
        m_client = runTask(definition.system(system).connect()).value();
        m_once = m_client.session(Behavior::standard()->derive(
            u"once"_s, {.all = {.totalTimeout = 5s, .socketTimeout = 5s, .maxRetries = 0},
                        .readsQuery = {.totalTimeout = 5s, .maxRetries = 0},
                        .writesRetryable = {.maxRetries = 0}}));
        m_impatient = m_client.session(Behavior::standard()->derive(
            u"impatient"_s, {.all = {.totalTimeout = shortTimeout, .maxRetries = 0},
                             .readsQuery = {.totalTimeout = shortTimeout, .maxRetries = 0}}));
        m_persistent = m_client.session(Behavior::standard()->derive(
            u"persistent"_s, {.all = {.totalTimeout = 5s, .maxRetries = 1},
                              .readsQuery = {.totalTimeout = 5s, .maxRetries = 1},
                              .writesNonRetryable = {.maxRetries = 1}}));
    }

    void cleanupTestCase()
    {
        QVERIFY(coversEveryVerb());
        runTask(m_client.close());
        m_once = m_impatient = m_persistent = {};
        m_client = {};
        m_cluster.reset();
    }

    void cleanup() { m_cluster->faults().clear(); }

    void worksWithoutFaults_data() { commands(); }
    void worksWithoutFaults()
    {
        const Result<void> result = runOnce(m_once);
        QVERIFY2(result, qPrintable(result ? QString() : result.error().toString()));
    }

    void aReplyCutAtEveryByte_data() { commands(); }
    void aReplyCutAtEveryByte()
    {
        // From nothing on, byte by byte, until the whole reply came; through long ones in strides.
        int cut = 0;
        for (; cut < mostCuts; cut += cut < 300 ? 1 : 211) {
            FaultRule rule = rulesFor(command());
            rule.closeAtReplyByte = cut;
            rule.limit = 1;
            const int id = m_cluster->faults().add(rule);
            const Result<void> result = runOnce(m_once);
            const int hits = m_cluster->faults().hits(id);
            m_cluster->faults().remove(id);
            QCOMPARE(hits, 1);
            if (command().heals) {
                QVERIFY2(result, result ? "" : qPrintable(result.error().toString()));
                if (cut == mostHealedCuts)
                    return;
                continue;
            }
            if (result)
                break;
            QCOMPARE(result.error().kind, ErrorKind::Network);
            QCOMPARE(result.error().inDoubt, command().write);
        }
        QVERIFY(cut > 8);
        QVERIFY(cut < mostCuts);
    }

    void aReplyInPieces_data() { commands(); }
    void aReplyInPieces()
    {
        FaultRule rule = rulesFor(command());
        rule.pieceBytes = 1;
        m_cluster->faults().add(rule);
        const Result<void> result = runOnce(m_once);
        QVERIFY2(result, qPrintable(result ? QString() : result.error().toString()));
    }

    void aRequestCut_data() { commands(); }
    void aRequestCut()
    {
        for (const int cut : {1, 8, 30, 31}) {
            FaultRule rule = rulesFor(command());
            rule.infoPrefix.clear();
            // The kind of a request is known from byte 30 on; earlier every request of the test's is meant.
            if (cut < 30 && command().kind != RequestKind::Info)
                continue;
            if (command().kind == RequestKind::Info)
                continue; // tending would be hit too
            rule.closeAtRequestByte = cut;
            const int id = m_cluster->faults().add(rule);
            const Result<void> result = runOnce(m_once);
            QCOMPARE(m_cluster->faults().hits(id), 1);
            m_cluster->faults().remove(id);
            QVERIFY(!result);
            QCOMPARE(result.error().kind, ErrorKind::Network);
            // What the server read of it is nothing the client can know.
            QCOMPARE(result.error().inDoubt, command().write);
            QCOMPARE(result.error().attempts, command().kind == RequestKind::Query ? 0 : 1);
        }
    }

    void aReset_data() { commands(); }
    void aReset()
    {
        FaultRule rule = rulesFor(command());
        rule.closeAtReplyByte = 0;
        rule.reset = true;
        rule.limit = command().heals ? 1 : -1;
        m_cluster->faults().add(rule);
        const Result<void> result = runOnce(m_once);
        if (result && command().heals)
            return;
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Network);
        QCOMPARE(result.error().inDoubt, command().write);
    }

    void garbage_data() { commands(); }
    void garbage()
    {
        FaultRule rule = rulesFor(command());
        rule.garbageBytes = 64;
        rule.limit = command().heals ? 1 : -1;
        m_cluster->faults().add(rule);
        const Result<void> result = runOnce(m_once);
        if (result && command().heals)
            return;
        QVERIFY(!result);
        QVERIFY2(result.error().kind == ErrorKind::Protocol || result.error().kind == ErrorKind::Network,
                 qPrintable(result.error().toString()));
        QCOMPARE(result.error().inDoubt, command().write);
    }

    void aWrongSize_data()
    {
        commands(Without::Healing);
    } // they wait for the rest as long as info requests do
    void aWrongSize()
    {
        // Too small: the rest is another message or too much. Too large: the reply never ends.
        for (const qint64 error : {-1, 1}) {
            if (error > 0 && command().kind == RequestKind::Info)
                continue; // would wait for the ten seconds that info requests have
            FaultRule rule = rulesFor(command());
            rule.sizeError = error;
            const int id = m_cluster->faults().add(rule);
            const Result<void> result = runOnce(m_impatient);
            m_cluster->faults().remove(id);
            if (result) // one byte less of an info text is an info text; rows that came whole are rows
                QVERIFY(command().kind == RequestKind::Info || command().kind == RequestKind::Batch);
            else
                QVERIFY2(result.error().kind == ErrorKind::Protocol ||
                             result.error().kind == ErrorKind::Timeout,
                         qPrintable(result.error().toString()));
        }
    }

    void noAnswer_data() { commands(Without::Info); } // info requests have a time-out of their own
    void noAnswer()
    {
        FaultRule rule = rulesFor(command());
        rule.silent = true;
        m_cluster->faults().add(rule);
        QElapsedTimer timer;
        timer.start();
        const Result<void> result = runOnce(m_impatient);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Timeout);
        QCOMPARE(result.error().inDoubt, command().write);
        QVERIFY(timer.elapsed() >= shortTimeout.count() - 1);
        QVERIFY(timer.elapsed() < 2000);
    }

    void cancelWhileWaiting_data() { commands(); }
    void cancelWhileWaiting()
    {
        FaultRule rule = rulesFor(command());
        rule.silent = true;
        const int id = m_cluster->faults().add(rule);
        std::stop_source stop;
        prepare();
        const Result<void> result = runAndDisturb(
            command().run(m_once, m_key, stop.get_token()), [&] { return m_cluster->faults().hits(id) > 0; },
            [&] { stop.request_stop(); });
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Cancelled);
        QCOMPARE(result.error().inDoubt, command().write);
    }

    void cancelBeforeItBegins_data() { commands(); }
    void cancelBeforeItBegins()
    {
        prepare();
        std::stop_source stop;
        stop.request_stop();
        const Result<void> result = runTask(command().run(m_once, m_key, stop.get_token()));
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Cancelled);
        QVERIFY(!result.error().inDoubt);
    }

    void theOwnersDeath_data() { commands(); }
    void theOwnersDeath()
    {
        // The client is closed while a command waits for its answer.
        FaultRule rule = rulesFor(command());
        rule.silent = true;
        const int id = m_cluster->faults().add(rule);
        prepare();
        ClusterDefinition definition(Host::parseList(m_cluster->seed()).value());
        Client client = runTask(definition.connect()).value();
        Session session = client.session(m_once.behavior());
        QCoro::Task<void> closing;
        const Result<void> result = runAndDisturb(
            command().run(session, m_key, {}), [&] { return m_cluster->faults().hits(id) > 0; },
            [&] { closing = client.close(); });
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Cancelled);
        runTask(std::move(closing));
        const Result<void> afterwards = runTask(command().run(session, m_key, {}));
        QVERIFY(!afterwards);
        QCOMPARE(afterwards.error().kind, ErrorKind::NotConnected);
    }

    void aForgottenTask_data() { commands(); }
    void aForgottenTask()
    {
        // Nobody waits any more, the last handle goes: nothing may leak or hang (the sanitizers look).
        // The command keeps its client until it ends; it must have been sent before.
        const BehaviorPtr brief =
            Behavior::standard()->derive(u"brief"_s, {.all = {.totalTimeout = 2s, .maxRetries = 0},
                                                      .readsQuery = {.totalTimeout = 2s, .maxRetries = 0}});
        FaultRule rule = rulesFor(command());
        rule.silent = true;
        const int id = m_cluster->faults().add(rule);
        prepare();
        {
            Client client =
                runTask(ClusterDefinition(Host::parseList(m_cluster->seed()).value()).connect()).value();
            (void)command().run(client.session(brief), m_key, {});
            QTRY_VERIFY(m_cluster->faults().hits(id) > 0);
        }
        m_cluster->faults().clear();
    }

    void serverErrors_data() { commands(Without::Info); } // info errors are text
    void serverErrors()
    {
        FaultRule rule = rulesFor(command());
        rule.code = ResultCode::RoleViolation;
        m_cluster->faults().add(rule);
        const Result<void> result = runOnce(m_persistent);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Server);
        QCOMPARE(result.error().code, ResultCode::RoleViolation);
        QVERIFY(!result.error().inDoubt);
        QVERIFY(result.error().node.contains(QString::fromLatin1(m_cluster->nodeId(0))));
    }

    void aServerTimeoutLeavesDoubt_data() { commands(Without::Info); } // info errors are text
    void aServerTimeoutLeavesDoubt()
    {
        FaultRule rule = rulesFor(command());
        rule.code = ResultCode::Timeout;
        m_cluster->faults().add(rule);
        const Result<void> result = runOnce(m_once);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ResultCode::Timeout);
        QCOMPARE(result.error().inDoubt, command().write);
    }

    void oneLostAnswerIsTriedAgain_data() { commands(); }
    void oneLostAnswerIsTriedAgain()
    {
        FaultRule rule = rulesFor(command());
        rule.closeAtReplyByte = 4;
        rule.limit = 1;
        const int id = m_cluster->faults().add(rule);
        const Result<void> result = runOnce(m_persistent);
        QCOMPARE(m_cluster->faults().hits(id), 1);
        if (qstrcmp(command().name, "insert") == 0) {
            // The first try was carried out: the second says so, and that there is doubt.
            QVERIFY(!result);
            QCOMPARE(result.error().code, ResultCode::RecordExists);
            QVERIFY(result.error().inDoubt);
            QCOMPARE(result.error().attempts, 2);
            QCOMPARE(result.error().history.size(), 1);
            return;
        }
        if (qstrcmp(command().name, "remove") == 0) {
            QVERIFY(!result);
            QCOMPARE(result.error().code, ResultCode::NotFound);
            QVERIFY(result.error().inDoubt);
            return;
        }
        if (command().kind == RequestKind::Info && !command().heals) {
            // Whether an info command may be repeated only its sender knows.
            QVERIFY(!result);
            QCOMPARE(result.error().kind, ErrorKind::Network);
            return;
        }
        QVERIFY2(result, qPrintable(result ? QString() : result.error().toString()));
    }

    void refusedConnections_data() { commands(); }
    void refusedConnections()
    {
        // Every pooled connection is gone and the port is closed.
        prepare();
        Client client =
            runTask(ClusterDefinition(Host::parseList(m_cluster->seed()).value()).connect()).value();
        const Session session = client.session(m_once.behavior());
        m_cluster->stopNode(0);
        const Result<void> result = runTask(command().run(session, m_key, {}));
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Network);
        QVERIFY(!result.error().inDoubt);
        QVERIFY(m_cluster->startNode(0));
        runTask(client.close());
        const auto usable = [this] { return m_client.snapshot().state == ClusterSnapshot::State::Connected; };
        QTRY_VERIFY(usable());
    }

    void aNodeThatClosesAtOnce_data() { commands(); }
    void aNodeThatClosesAtOnce()
    {
        prepare();
        Client client =
            runTask(ClusterDefinition(Host::parseList(m_cluster->seed()).value()).connect()).value();
        const Session session = client.session(m_once.behavior());
        m_cluster->setAcceptMode(0, Demo::AcceptMode::CloseAtOnce);
        const Result<void> result = runTask(command().run(session, m_key, {}));
        m_cluster->setAcceptMode(0, Demo::AcceptMode::Normal);
        runTask(client.close());
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Network);
        QTRY_VERIFY(m_client.snapshot().state == ClusterSnapshot::State::Connected);
    }

    // Connecting and tending: commands that nobody calls.

    void connectingCutAtEveryByte_data()
    {
        QTest::addColumn<RequestKind>("kind");
        QTest::addColumn<QByteArray>("prefix");
        QTest::addColumn<int>("size"); // of the reply, about; it may be cut behind its end too
        QTest::newRow("login") << RequestKind::Admin << QByteArray() << 80;
        QTest::newRow("introduction") << RequestKind::Info << QByteArray("node\npartition-generation") << 110;
        QTest::newRow("peers") << RequestKind::Info << QByteArray("peers-") << 40;
        QTest::newRow("generations") << RequestKind::Info << QByteArray("node\npeers-generation") << 110;
        QTest::newRow("partitions") << RequestKind::Info << QByteArray("partition-generation") << 2000;
    }
    void connectingCutAtEveryByte()
    {
        QFETCH(RequestKind, kind);
        QFETCH(QByteArray, prefix);
        QFETCH(int, size);
        Demo::ClusterOptions options;
        if (kind == RequestKind::Admin)
            options.users = {{"ada", "secret", {"read-write"}}};
        auto cluster = Demo::EmbeddedCluster::start(options).value();
        ClusterDefinition definition(Host::parseList(cluster->seed()).value());
        if (kind == RequestKind::Admin)
            definition.nativeCredentials(u"ada"_s, u"secret"_s);
        SystemSettings system;
        system.connectTimeout = system.loginTimeout = 20s;
        system.ioThreads = 1;
        definition.system(system);
        // Byte by byte through the beginning, then in strides: a partition map is long.
        for (int cut = 0; cut < size; cut += cut < 120 ? 1 : 97) {
            FaultRule rule;
            rule.request = kind;
            rule.infoPrefix = prefix;
            rule.closeAtReplyByte = cut;
            const int id = cluster->faults().add(rule);
            const auto client = runTask(definition.connect());
            QVERIFY(cluster->faults().hits(id) > 0);
            cluster->faults().remove(id);
            if (client)
                runTask(client->close()); // cut behind the end
            else
                QVERIFY2(client.error().kind == ErrorKind::Network, qPrintable(client.error().toString()));
            QVERIFY(!client || cut > 8);
        }
        const auto client = runTask(definition.connect());
        QVERIFY2(client, client ? "" : qPrintable(client.error().toString()));
        runTask(client->close());
    }

    void tendingRecovers_data()
    {
        QTest::addColumn<QByteArray>("prefix");
        QTest::addColumn<bool>("nodesMove");
        QTest::newRow("generations") << QByteArray("node\npeers-generation") << false;
        QTest::newRow("peers") << QByteArray("peers-") << true;
        QTest::newRow("partitions") << QByteArray("partition-generation") << true;
    }
    void tendingRecovers()
    {
        QFETCH(QByteArray, prefix);
        QFETCH(bool, nodesMove);
        Demo::ClusterOptions options;
        options.nodes = 2;
        auto cluster = Demo::EmbeddedCluster::start(options).value();
        ClusterDefinition definition(Host::parseList(cluster->seed()).value());
        SystemSettings system;
        system.tendInterval = 10ms;
        system.connectTimeout = 150ms; // also how long a silent node is waited for
        const Client client = runTask(definition.system(system).connect()).value();
        std::vector<FaultRule> faults;
        for (int cut = 0; cut < (nodesMove ? 12 : 48); ++cut) {
            FaultRule rule;
            rule.closeAtReplyByte = cut;
            faults.push_back(rule);
        }
        faults.emplace_back().silent = true;
        faults.emplace_back().garbageBytes = 40;
        faults.emplace_back().sizeError = -1;
        faults.emplace_back().pieceBytes = 1;
        faults.emplace_back().closeAtReplyByte = 0;
        faults.back().reset = true;
        for (FaultRule rule : faults) {
            rule.request = RequestKind::Info;
            rule.infoPrefix = prefix;
            rule.limit = 1;
            const int id = cluster->faults().add(rule);
            if (nodesMove) {
                cluster->stopNode(1);
                QVERIFY(cluster->startNode(1));
            }
            QTRY_VERIFY(cluster->faults().hits(id) > 0);
            cluster->faults().remove(id);
            const auto whole = [&] {
                const ClusterSnapshot snapshot = client.snapshot();
                return snapshot.state == ClusterSnapshot::State::Connected && snapshot.nodes.size() == 2;
            };
            QTRY_VERIFY_WITH_TIMEOUT(whole(), 20'000);
        }
        const Key key = Key::of("test", "victims", 1).value();
        QVERIFY(runTask(client.session().put(key, {{"a", 1}})));
        runTask(client.close());
    }

private:
    enum class Without { Nothing, Info, Healing };
    void commands(Without without = Without::Nothing)
    {
        QTest::addColumn<int>("index");
        for (std::size_t index = 0; index < testCommands().size(); ++index) {
            const TestCommand &one = testCommands()[index];
            if ((without == Without::Info && one.kind == RequestKind::Info) ||
                (without == Without::Healing && one.heals))
                continue;
            QTest::newRow(one.name) << static_cast<int>(index);
        }
    }
    const TestCommand &command() const
    {
        const int index = *static_cast<int *>(QTest::qData("index", qMetaTypeId<int>()));
        return testCommands()[static_cast<std::size_t>(index)];
    }
    static FaultRule rulesFor(const TestCommand &command)
    {
        FaultRule rule;
        rule.request = command.kind;
        rule.skip = command.skip;
        rule.infoPrefix = command.infoPrefix;
        if (command.kind != RequestKind::Info && command.kind != RequestKind::Batch) // there a set picks rows
            rule.set = "victims";
        return rule;
    }
    /// The record is there, or not, as the command needs it. Goes past the sockets.
    void prepare()
    {
        m_key = Key::of("test", "victims", ++m_counter).value();
        if (command().needsRecord) {
            Demo::SampleRecord record;
            record.ns = "test";
            record.set = "victims";
            record.key = m_counter;
            record.bins = {{"a", 1}};
            QVERIFY(m_cluster->put(record));
        }
    }
    Result<void> runOnce(const Session &session)
    {
        prepare();
        return runTask(command().run(session, m_key, {}));
    }

    std::unique_ptr<Demo::EmbeddedCluster> m_cluster;
    Client m_client;
    Session m_once;
    Session m_impatient;
    Session m_persistent;
    Key m_key;
    int m_counter = 0;
};

QTEST_GUILESS_MAIN(TestCommandFailures)
#include "tst_commandfailures.moc"
