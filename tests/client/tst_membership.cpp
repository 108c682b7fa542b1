// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/infoserver.h"
#include "tests/support/runtask.h"

#include "app/demo/embeddedcluster.h"
#include "client/session/clusterdefinition.h"
#include "client/session/clusterwatcher.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace Aeroscope;
using namespace Aeroscope::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Demo::ClusterOptions nodes(int count)
{
    Demo::ClusterOptions options;
    options.nodes = count;
    return options;
}

ClusterDefinition definitionFor(const QString &hosts, std::function<void(SystemSettings &)> change = {})
{
    ClusterDefinition definition(Host::parseList(hosts).value());
    SystemSettings system;
    system.tendInterval = 20ms;
    system.ioThreads = 2;
    if (change)
        change(system);
    return definition.system(system);
}

Client connected(ClusterDefinition definition)
{
    auto client = runTask(definition.connect());
    if (!client)
        qFatal("%s", qPrintable(client.error().toString()));
    return *client;
}

int activeNodes(const Client &client)
{
    int count = 0;
    for (const NodeSnapshot &node : client.snapshot().nodes)
        count += node.active ? 1 : 0;
    return count;
}

bool whole(const Client &client, int count)
{
    const ClusterSnapshot snapshot = client.snapshot();
    return snapshot.state == ClusterSnapshot::State::Connected && snapshot.nodes.size() == count;
}

int openConnections(const Client &client)
{
    int count = 0;
    for (const NodeSnapshot &node : client.snapshot().nodes)
        count += node.connections;
    return count;
}

} // namespace

class TestMembership : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void allNodesAreFoundFromOne()
    {
        auto cluster = Demo::EmbeddedCluster::start(nodes(5)).value();
        const Client client = connected(definitionFor(cluster->seed()));
        const ClusterSnapshot snapshot = client.snapshot();
        QCOMPARE(snapshot.state, ClusterSnapshot::State::Connected);
        QCOMPARE(snapshot.nodes.size(), 5);
        QCOMPARE(snapshot.namespaces.size(), 2);
        for (const NamespaceCoverage &coverage : snapshot.namespaces)
            QCOMPARE(coverage.partitionsWithMaster, 4096);
        for (int node = 0; node < 5; ++node) {
            const NodeSnapshot *found = snapshot.node(cluster->nodeId(node));
            QVERIFY(found);
            QVERIFY(found->active);
            QVERIFY(found->address.endsWith(QString::number(cluster->port(node))));
        }
        runTask(client.close());
    }

    void aNodeLeavesAndReturns()
    {
        auto cluster = Demo::EmbeddedCluster::start(nodes(3)).value();
        const Client client = connected(definitionFor(cluster->seed()));
        ClusterWatcher watcher(client);
        QSignalSpy changes(&watcher, &ClusterWatcher::changed);
        cluster->stopNode(1);
        QTRY_VERIFY(whole(client, 2));
        QVERIFY(changes.count() > 0 || changes.wait());
        QVERIFY(cluster->startNode(1));
        QTRY_VERIFY(whole(client, 3));
        QCOMPARE(activeNodes(client), 3);
        runTask(client.close());
    }

    void writesGoOnWhileNodesComeAndGo()
    {
        // Every write that is acknowledged must be there afterwards.
        auto cluster = Demo::EmbeddedCluster::start(nodes(3)).value();
        const Client client = connected(definitionFor(cluster->seed()));
        const Session session = client.session(Behavior::standard()->derive(
            u"patient"_s, {.all = {.totalTimeout = 10s, .retryDelay = 20ms, .maxRetries = 200}}));
        std::vector<int> acknowledged;
        int failed = 0;
        for (int i = 0; i < 600; ++i) {
            if (i == 100)
                cluster->stopNode(2);
            if (i == 250)
                QVERIFY(cluster->startNode(2));
            if (i == 400)
                cluster->dropConnections(0);
            const auto written = runTask(session.put(Key::of("test", "m", i).value(), {{"v", i}}));
            if (written)
                acknowledged.push_back(i);
            else
                ++failed;
        }
        QCOMPARE(failed, 0);
        for (const int i : acknowledged) {
            const auto record = runTask(session.get(Key::of("test", "m", i).value()));
            QVERIFY2(record, qPrintable(record ? QString() : record.error().toString()));
            QCOMPARE(*record->bin("v"), Value(i));
        }
        runTask(client.close());
    }

    void allNodesGoneThenBack()
    {
        auto cluster = Demo::EmbeddedCluster::start(nodes(2)).value();
        const Client client = connected(definitionFor(cluster->seed()));
        cluster->stopNode(0);
        cluster->stopNode(1);
        QTRY_COMPARE(client.snapshot().state, ClusterSnapshot::State::Disconnected);
        QVERIFY(client.snapshot().lastError);
        QVERIFY(cluster->startNode(0));
        QVERIFY(cluster->startNode(1));
        QTRY_VERIFY(whole(client, 2));
        QVERIFY(runTask(client.session().put(Key::of("test", "s", 1).value(), {{"a", 1}})));
        runTask(client.close());
    }

    void aRestartedNodeIsTheSameNode()
    {
        auto cluster = Demo::EmbeddedCluster::start().value();
        const Client client = connected(definitionFor(cluster->seed()));
        const Session session = client.session();
        QVERIFY(runTask(session.put(Key::of("test", "s", 1).value(), {{"a", 1}})));
        cluster->stopNode(0);
        QVERIFY(cluster->startNode(0));
        QTRY_VERIFY(whole(client, 1));
        QVERIFY(runTask(session.put(Key::of("test", "s", 1).value(), {{"a", 2}})));
        runTask(client.close());
    }

    void anotherNodeAtTheSameAddress()
    {
        InfoServer server("BB9000000000001");
        const Client client = connected(definitionFor(server.address()));
        QVERIFY(client.snapshot().node("BB9000000000001"));
        server.answers["node"] = "BB9000000000002";
        QTRY_VERIFY(client.snapshot().node("BB9000000000002"));
        QVERIFY(!client.snapshot().node("BB9000000000001"));
        runTask(client.close());
    }

    void movedPartitionsAreFetchedOnce()
    {
        InfoServer server;
        const Client client = connected(definitionFor(server.address()));
        const auto fetches = [&server] { return server.asked.count("replicas"); };
        QCOMPARE(fetches(), 1);
        const qsizetype tends = server.asked.count("node");
        QTRY_VERIFY(server.asked.count("node") > tends + 5);
        QCOMPARE(fetches(), 1);
        server.answers["partition-generation"] = "2";
        QTRY_COMPARE(fetches(), 2);
        // a restart: the generations begin anew
        server.answers["peers-generation"] = "0";
        QTRY_COMPARE(fetches(), 3);
        runTask(client.close());
    }

    void theUserAgentIsSentOnceAConnection()
    {
        InfoServer server;
        const Client client = connected(definitionFor(server.address()));
        const qsizetype tends = server.asked.count("node");
        QTRY_VERIFY(server.asked.count("node") > tends + 3);
        int sent = 0;
        for (const QByteArray &command : std::as_const(server.asked)) {
            if (command.startsWith("user-agent-set:value=")) {
                ++sent;
                QVERIFY(QByteArray::fromBase64(command.mid(21)).startsWith("1,aeroscope-"));
            }
        }
        QCOMPARE(sent, 1);
        runTask(client.close());
    }

    void idleConnectionsAreReaped()
    {
        auto cluster = Demo::EmbeddedCluster::start().value();
        const Client client = connected(definitionFor(cluster->seed(), [](SystemSettings &system) {
            system.maxSocketIdle = 100ms;
            system.tendInterval = 10ms;
        }));
        const Session session = client.session();
        std::vector<QCoro::Task<Result<WriteResult>>> writes;
        for (int i = 0; i < 20; ++i)
            writes.push_back(session.put(Key::of("test", "s", i).value(), {{"a", 1}}));
        for (auto &write : writes) {
            const auto result = runTask(std::move(write));
            QVERIFY2(result, result ? "" : qPrintable(result.error().toString()));
        }
        QVERIFY(openConnections(client) > 0);
        QTRY_COMPARE(openConnections(client), 0);
        QVERIFY(runTask(session.put(Key::of("test", "s", 1).value(), {{"a", 1}})));
        runTask(client.close());
    }

    void connectionsAreReused()
    {
        auto cluster = Demo::EmbeddedCluster::start().value();
        const Client client =
            connected(definitionFor(cluster->seed(), [](SystemSettings &s) { s.ioThreads = 1; }));
        const Session session = client.session();
        for (int i = 0; i < 50; ++i)
            QVERIFY(runTask(session.put(Key::of("test", "s", i).value(), {{"a", 1}})));
        QCOMPARE(openConnections(client), 1);
        runTask(client.close());
    }

    void connectionsThatTheServerClosedAreNotUsed()
    {
        auto cluster = Demo::EmbeddedCluster::start().value();
        const Client client = connected(definitionFor(cluster->seed()));
        const Session session =
            client.session(Behavior::standard()->derive(u"once"_s, {.all = {.maxRetries = 0}}));
        cluster->socketLog().setEnabled(true);
        const auto closed = [&cluster] {
            for (const Demo::SocketEvent &event : cluster->socketLog().events()) {
                if (event.kind == Demo::SocketEvent::Kind::Closed)
                    return true;
            }
            return false;
        };
        for (int i = 0; i < 20; ++i) {
            QVERIFY(runTask(session.put(Key::of("test", "s", i).value(), {{"a", 1}})));
            cluster->socketLog().clear();
            cluster->dropConnections(0);
            QTRY_VERIFY(closed());
        }
        runTask(client.close());
    }

    void theMaximumOfConnectionsHolds()
    {
        auto cluster = Demo::EmbeddedCluster::start().value();
        const Client client =
            connected(definitionFor(cluster->seed(), [](SystemSettings &s) { s.maxConnectionsPerNode = 3; }));
        Demo::FaultRule rule;
        rule.request = Demo::RequestKind::Write;
        rule.delay = 100ms;
        cluster->faults().add(rule);
        const Session once = client.session(Behavior::standard()->derive(
            u"once"_s, {.all = {.maxRetries = 0}, .writesRetryable = {.maxRetries = 0}}));
        std::vector<QCoro::Task<Result<WriteResult>>> writes;
        for (int i = 0; i < 10; ++i)
            writes.push_back(once.put(Key::of("test", "s", i).value(), {{"a", 1}}));
        int done = 0;
        for (auto &write : writes) {
            const auto result = runTask(std::move(write));
            if (result)
                ++done;
            else
                QCOMPARE(result.error().code, ResultCode::ClientNoMoreConnections);
        }
        QCOMPARE(done, 3);
        // With retries they take turns.
        cluster->faults().clear();
        const Session patient = client.session(Behavior::standard()->derive(
            u"patient"_s, {.all = {.maxRetries = 1000}, .writesRetryable = {.maxRetries = 1000}}));
        writes.clear();
        for (int i = 0; i < 50; ++i)
            writes.push_back(patient.put(Key::of("test", "s", i).value(), {{"a", 1}}));
        for (auto &write : writes) {
            const auto result = runTask(std::move(write));
            QVERIFY2(result, result ? "" : qPrintable(result.error().toString()));
        }
        QVERIFY(openConnections(client) <= 3);
        runTask(client.close());
    }

    void connectionsAreOpenedAhead()
    {
        auto cluster = Demo::EmbeddedCluster::start().value();
        const Client client =
            connected(definitionFor(cluster->seed(), [](SystemSettings &s) { s.minConnectionsPerNode = 5; }));
        QTRY_COMPARE(client.snapshot().nodes.first().idleConnections, 5);
        runTask(client.close());
    }

    void connectionsAreOpenedAheadToNodesThatJoin()
    {
        auto cluster = Demo::EmbeddedCluster::start(nodes(2)).value();
        const Client client = connected(definitionFor(cluster->seed(), [](SystemSettings &s) {
            s.minConnectionsPerNode = 4;
            s.tendInterval = 600ms; // the round of maintenance is far away
        }));
        const auto filled = [&] {
            const ClusterSnapshot snapshot = client.snapshot();
            return snapshot.nodes.size() == 2 && std::ranges::all_of(snapshot.nodes, [](const auto &node) {
                       return node.idleConnections == 4;
                   });
        };
        QTRY_VERIFY(filled());
        cluster->stopNode(1);
        QTRY_COMPARE_WITH_TIMEOUT(client.snapshot().nodes.size(), 1, 10'000);
        QVERIFY(cluster->startNode(1));
        QTRY_VERIFY_WITH_TIMEOUT(filled(), 10'000);
        runTask(client.close());
    }

    void theBreakerOpensAndCloses()
    {
        auto cluster = Demo::EmbeddedCluster::start().value();
        const Client client = connected(definitionFor(cluster->seed(), [](SystemSettings &s) {
            s.maxErrorRate = 5;
            s.errorRateWindow = 20;
        }));
        const Session once = client.session(Behavior::standard()->derive(
            u"once"_s, {.all = {.maxRetries = 0}, .writesRetryable = {.maxRetries = 0}}));
        Demo::FaultRule rule;
        rule.request = Demo::RequestKind::Write;
        rule.code = ResultCode::DeviceOverload;
        const int id = cluster->faults().add(rule);
        const Key key = Key::of("test", "s", 1).value();
        QTRY_COMPARE(runTask(once.put(key, {{"a", 1}})).error().code, ResultCode::ClientMaxErrorRate);
        QVERIFY(client.snapshot().nodes.first().breakerOpen);
        const int hits = cluster->faults().hits(id);
        QCOMPARE(runTask(once.put(key, {{"a", 1}})).error().code, ResultCode::ClientMaxErrorRate);
        QCOMPARE(cluster->faults().hits(id), hits); // nothing was sent
        cluster->faults().clear();
        QTRY_VERIFY(runTask(once.put(key, {{"a", 1}})));
        runTask(client.close());
    }

    void rackAwareReadsStayOnTheirRack_data()
    {
        QTest::addColumn<QList<int>>("racks");
        QTest::addColumn<int>("node");
        QTest::newRow("one") << QList<int>{2} << 1;
        QTest::newRow("in order") << QList<int>{3, 2} << 2;
        QTest::newRow("the first that there is") << QList<int>{9, 1, 2} << 0;
    }
    void rackAwareReadsStayOnTheirRack()
    {
        QFETCH(QList<int>, racks);
        QFETCH(int, node);
        Demo::ClusterOptions options = nodes(3);
        options.replicationFactor = 3;
        options.racks = {1, 2, 3};
        auto cluster = Demo::EmbeddedCluster::start(options).value();
        const Client client = connected(definitionFor(cluster->seed()).preferRacks(racks));
        QTRY_COMPARE(client.snapshot().node(cluster->nodeId(1))->racks.value("test"), 2);
        const Session session = client.session(Behavior::fastRackAware());
        for (int i = 0; i < 30; ++i)
            QVERIFY(runTask(session.put(Key::of("test", "s", i).value(), {{"a", i}})));
        cluster->socketLog().setEnabled(true);
        for (int i = 0; i < 30; ++i)
            QVERIFY(runTask(session.get(Key::of("test", "s", i).value())));
        int reads = 0;
        for (const Demo::SocketEvent &event : cluster->socketLog().events()) {
            if (event.kind == Demo::SocketEvent::Kind::Request && event.bytes.size() > 8 &&
                event.bytes[1] == 3) {
                QCOMPARE(event.node, node);
                ++reads;
            }
        }
        QCOMPARE(reads, 30);
        runTask(client.close());
    }

    void closingTwiceAndHandlesThatOutliveIt()
    {
        auto cluster = Demo::EmbeddedCluster::start().value();
        const Client client = connected(definitionFor(cluster->seed()));
        const Client copy = client;
        const Session session = copy.session();
        ClusterWatcher watcher(client);
        QSignalSpy changes(&watcher, &ClusterWatcher::changed);
        auto first = client.close();
        auto second = copy.close();
        runTask(std::move(first));
        runTask(std::move(second));
        runTask(client.close());
        QTRY_VERIFY(changes.count() > 0);
        QCOMPARE(watcher.snapshot().state, ClusterSnapshot::State::Closed);
        QCOMPARE(runTask(session.get(Key::of("test", "s", 1).value())).error().kind, ErrorKind::NotConnected);
        QCOMPARE(runTask(session.query(DataSet{"test", "s"}).execute()).error().kind,
                 ErrorKind::NotConnected);
        QCOMPARE(runTask(session.info().sets("test")).error().kind, ErrorKind::NotConnected);
    }

    void tasksOnTheIoThreads()
    {
        auto cluster = Demo::EmbeddedCluster::start().value();
        const Client client = connected(definitionFor(cluster->seed()));
        const Session session = client.session();
        const auto threadOf = [](QThread *main) -> QCoro::Task<Result<bool>> {
            co_return QThread::currentThread() != main;
        };
        QVERIFY(runTask(client.run([threadOf, main = QThread::currentThread()] {
                    return threadOf(main);
                })).value());
        std::vector<int> inputs(200);
        for (int i = 0; i < 200; ++i)
            inputs[static_cast<std::size_t>(i)] = i;
        const auto sums = runTask(client.map(
            inputs,
            [session](int i) -> QCoro::Task<Result<int>> {
                return [](Session s, int n) -> QCoro::Task<Result<int>> {
                    const auto written = co_await s.put(Key::of("test", "map", n).value(), {{"v", n}});
                    if (!written)
                        co_return std::unexpected(written.error());
                    const auto record = co_await s.get(Key::of("test", "map", n).value());
                    if (!record)
                        co_return std::unexpected(record.error());
                    co_return static_cast<int>(record->bin("v")->toInteger() * 2);
                }(session, i);
            },
            16));
        QCOMPARE(sums.size(), 200U);
        for (int i = 0; i < 200; ++i)
            QCOMPARE(sums[static_cast<std::size_t>(i)].value(), i * 2);

        // From one of its own threads everything stays on that thread.
        const auto stays = [](Client own) -> QCoro::Task<Result<bool>> {
            QThread *const here = QThread::currentThread();
            const auto thread = [] {
                return [](QThread *) -> QCoro::Task<Result<QThread *>> {
                    co_return QThread::currentThread();
                }(nullptr);
            };
            const auto inner = co_await own.run(thread);
            bool same = inner && *inner == here && QThread::currentThread() == here;
            const auto each = [](int n) -> QCoro::Task<Result<QThread *>> {
                return [](int) -> QCoro::Task<Result<QThread *>> { co_return QThread::currentThread(); }(n);
            };
            for (const auto &one : co_await own.map(std::vector<int>(9), each, 3))
                same = same && one && *one == here;
            co_return same;
        };
        QVERIFY(runTask(client.run([stays, client] { return stays(client); })).value());
        runTask(client.close());
        const auto closed = runTask(client.run([threadOf] { return threadOf(nullptr); }));
        QCOMPARE(closed.error().kind, ErrorKind::NotConnected);
    }
};

QTEST_GUILESS_MAIN(TestMembership)
#include "tst_membership.moc"
