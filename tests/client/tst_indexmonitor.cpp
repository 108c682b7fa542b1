// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// How often the nodes are asked for their indexes, and what a plan is made of meanwhile.

#include "tests/support/runtask.h"

#include "app/demo/embeddedcluster.h"
#include "client/session/clusterdefinition.h"

#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// An interval that does not pass while a test runs.
constexpr auto never = 1h;

Client connectedTo(const Demo::EmbeddedCluster &cluster, std::chrono::milliseconds interval)
{
    ClusterDefinition definition(Host::parseList(cluster.seed()).value());
    SystemSettings system;
    system.tendInterval = 50ms;
    system.ioThreads = 2;
    system.indexRefreshInterval = interval;
    return runTask(definition.system(system).connect()).value();
}

std::unique_ptr<Demo::EmbeddedCluster> clusterOf(int nodes)
{
    Demo::ClusterOptions options;
    options.nodes = nodes;
    return Demo::EmbeddedCluster::start(options).value();
}

/// Counts what nodes are asked.
class Questions
{
public:
    explicit Questions(Demo::EmbeddedCluster &cluster)
        : m_cluster(cluster)
    {
        m_cluster.socketLog().setEnabled(true);
        m_cluster.socketLog().clear();
    }
    [[nodiscard]] int count() const
    {
        int lists = 0;
        for (const Demo::SocketEvent &event : m_cluster.socketLog().events())
            lists +=
                event.kind == Demo::SocketEvent::Kind::Request && event.bytes.contains("sindex-list") ? 1 : 0;
        return lists;
    }

private:
    Demo::EmbeddedCluster &m_cluster;
};

} // namespace

class TestIndexMonitor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nobodyNeedsItNobodyAsks()
    {
        auto cluster = clusterOf(1);
        const Questions questions(*cluster);
        const Client client = connectedTo(*cluster, 10ms);
        QVERIFY(runTask(client.session().put(Key::of("test", "s", 1).value(), {{"a", 1}})));
        const int tends = requests(*cluster);
        QTRY_VERIFY(requests(*cluster) > tends + 3);
        QCOMPARE(questions.count(), 0);
        runTask(client.close());
    }

    void plansShareWhatIsKnown()
    {
        auto cluster = clusterOf(3);
        const Client client = connectedTo(*cluster, never);
        const Questions questions(*cluster);
        const Session one = client.session();
        const Session two = client.session();
        for (const Session &session : {one, two, one})
            QVERIFY(runTask(session.query(DataSet{"test", "s"}).where(u"$.a == 1"_s).explain()));
        QVERIFY(runTask(one.info().knownIndexes("test")));
        QCOMPARE(questions.count(), 3); // each node once
        QVERIFY(runTask(one.info().indexes("test")));
        QCOMPARE(questions.count(), 6); // that one always asks
        runTask(client.close());
    }

    void manyAtOnceAskOnce()
    {
        auto cluster = clusterOf(3);
        const Client client = connectedTo(*cluster, never);
        const Questions questions(*cluster);
        Demo::FaultRule slow;
        slow.request = Demo::RequestKind::Info;
        slow.infoPrefix = "sindex-list";
        slow.delay = 50ms;
        cluster->faults().add(slow);
        const InfoApi info = client.session().info();
        std::vector<QCoro::Task<Result<QList<IndexInfo>>>> waiting;
        for (int i = 0; i < 20; ++i)
            waiting.push_back(info.knownIndexes("test"));
        std::stop_source stop;
        auto given = info.knownIndexes("test", stop.get_token());
        stop.request_stop();
        QCOMPARE(runTask(std::move(given)).error().kind, ErrorKind::Cancelled);
        for (auto &task : waiting)
            QVERIFY(runTask(std::move(task)));
        QCOMPARE(questions.count(), 3);
        runTask(client.close());
    }

    void itAsksAgainWhileItIsNeededAndThenEnds()
    {
        auto cluster = clusterOf(1);
        QVERIFY(cluster->put({"test", "s", Value(1), {{"a", Value(1)}}}));
        const Client client = connectedTo(*cluster, 20ms);
        const Questions questions(*cluster);
        const InfoApi info = client.session().info();
        QVERIFY(runTask(info.knownIndexes("test"))->isEmpty());
        // Without being asked again it hears of an index that somebody else makes.
        QVERIFY(cluster->createIndex("namespace=test;set=s;indexname=ix;bin=a;type=numeric"));
        QTRY_COMPARE(runTask(info.knownIndexes("test"))->size(), 1);
        const int asked = questions.count();
        QTRY_VERIFY(questions.count() > asked + 1);
        // Nobody needs it any more.
        const auto stopped = [&] {
            const int before = questions.count();
            const int tends = requests(*cluster);
            if (!QTest::qWaitFor([&] { return requests(*cluster) > tends + 4; }, 10'000))
                return false;
            return questions.count() == before;
        };
        QTRY_VERIFY_WITH_TIMEOUT(stopped(), 20'000);
        // Needed again: it begins anew.
        QVERIFY(cluster->createIndex("namespace=test;set=s;indexname=ix2;bin=b;type=string"));
        QTRY_COMPARE(runTask(info.knownIndexes("test"))->size(), 2);
        runTask(client.close());
    }

    void ownChangesAreSeenAtOnce()
    {
        auto cluster = clusterOf(3);
        for (int i = 0; i < 60; ++i)
            QVERIFY(cluster->put({"test", "s", Value(i), {{"a", Value(i % 6)}}}));
        const Client client = connectedTo(*cluster, never);
        const Session session = client.session();
        const SetQuery query = session.query(DataSet{"test", "s"}).where(u"$.a == 1"_s).useIndexes();
        QVERIFY(!runTask(query.explain())->usesIndex);
        IndexDefinition definition;
        definition.namespaceName = "test";
        definition.setName = "s";
        definition.name = "ix";
        definition.bin = "a";
        QVERIFY(runTask(session.admin().createIndex(definition)));
        const auto plan = runTask(query.explain());
        QVERIFY2(plan->usesIndex, qPrintable(plan->text));
        const auto known = runTask(session.info().knownIndexes("test"));
        QCOMPARE(known->size(), 1);
        // Three nodes with two copies of everything: counted once.
        QCOMPARE(known->first().entries, 60);
        QVERIFY2(qAbs(known->first().entriesPerValue - 10) <= 1,
                 qPrintable(QString::number(known->first().entriesPerValue)));
        QCOMPARE(known->first().raw.size(), 3);
        for (const auto &node : known->first().raw) {
            QCOMPARE(node.value("state"), "RW"_ba);
            QVERIFY(node.contains("entries_per_bval"));
        }
        QVERIFY(runTask(session.admin().dropIndex("test", "ix")));
        QVERIFY(!runTask(query.explain())->usesIndex);
        runTask(client.close());
    }

    void anIndexBeingBuiltIsNotUsed()
    {
        auto cluster = clusterOf(2);
        QVERIFY(cluster->put({"test", "s", Value(1), {{"a", Value(1)}}}));
        cluster->pauseIndexing(true);
        const Client client = connectedTo(*cluster, 20ms);
        const Session session = client.session();
        QVERIFY(runTask(client.info("sindex-create:namespace=test;set=s;indexname=ix;bin=a;type=numeric")));
        const SetQuery query = session.query(DataSet{"test", "s"}).where(u"$.a == 1"_s).useIndexes();
        const auto known = runTask(session.info().knownIndexes("test"));
        QCOMPARE(known->size(), 1);
        QCOMPARE(known->first().state, IndexInfo::State::Building);
        QVERIFY(!runTask(query.explain())->usesIndex);
        cluster->pauseIndexing(false);
        QTRY_VERIFY(runTask(query.explain())->usesIndex);
        runTask(client.close());
    }

    void withoutAnAnswerAllRecordsAreLookedAt()
    {
        auto cluster = clusterOf(1);
        for (int i = 0; i < 10; ++i)
            QVERIFY(cluster->put({"test", "s", Value(i), {{"a", Value(i)}}}));
        QVERIFY(cluster->createIndex("namespace=test;set=s;indexname=ix;bin=a;type=numeric"));
        const Client client = connectedTo(*cluster, never);
        Demo::FaultRule cut;
        cut.request = Demo::RequestKind::Info;
        cut.infoPrefix = "sindex-list";
        cut.closeAtReplyByte = 0;
        cluster->faults().add(cut);
        const SetQuery query = client.session().query(DataSet{"test", "s"}).where(u"$.a >= 4"_s).useIndexes();
        const auto plan = runTask(query.explain());
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().toString()));
        QVERIFY(!plan->usesIndex);
        QVERIFY2(plan->text.contains(u"do not tell"_s), qPrintable(plan->text));
        auto stream = runTask(query.execute());
        QVERIFY(stream);
        int rows = 0;
        while (const RowChunkPtr chunk = runTask(stream->nextChunk()).value())
            rows += chunk->rowCount();
        QCOMPARE(rows, 6);
        cluster->faults().clear();
        QVERIFY(runTask(query.explain())->usesIndex);
        runTask(client.close());
    }

    void closingWhileItAsks()
    {
        auto cluster = clusterOf(1);
        Demo::FaultRule silent;
        silent.request = Demo::RequestKind::Info;
        silent.infoPrefix = "sindex-list";
        silent.silent = true;
        const int id = cluster->faults().add(silent);
        const Client client = connectedTo(*cluster, 10ms);
        auto task = client.session().info().knownIndexes("test");
        QTRY_VERIFY(cluster->faults().hits(id) > 0);
        auto closing = client.close();
        QVERIFY(!runTask(std::move(task)));
        runTask(std::move(closing));
        QCOMPARE(runTask(client.session().info().knownIndexes("test")).error().kind, ErrorKind::NotConnected);
    }

    void itDoesNotKeepTheClientAlive()
    {
        auto cluster = clusterOf(1);
        const Questions questions(*cluster);
        {
            const Client client = connectedTo(*cluster, 10ms);
            QVERIFY(runTask(client.session().info().knownIndexes("test")));
        }
        const auto open = [&] {
            int count = 0;
            for (const Demo::SocketEvent &event : cluster->socketLog().events()) {
                count += event.kind == Demo::SocketEvent::Kind::Opened ? 1 : 0;
                count -= event.kind == Demo::SocketEvent::Kind::Closed ? 1 : 0;
            }
            return count;
        };
        QTRY_COMPARE(open(), 0);
    }

private:
    static int requests(Demo::EmbeddedCluster &cluster)
    {
        int count = 0;
        for (const Demo::SocketEvent &event : cluster.socketLog().events())
            count += event.kind == Demo::SocketEvent::Kind::Request ? 1 : 0;
        return count;
    }
};

QTEST_GUILESS_MAIN(TestIndexMonitor)
#include "tst_indexmonitor.moc"
