// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/runtask.h"
#include "tests/support/testcluster.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace Aeroscope;
using namespace Aeroscope::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Demo::FaultRule;
using Demo::RequestKind;

using Rows = std::vector<RecordResult>;

// What becomes of the rows of a batch when nodes misbehave.

class TestBatchCommand : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        Demo::ClusterOptions options;
        options.nodes = 3;
        m_cluster = Demo::EmbeddedCluster::start(options).value();
        ClusterDefinition definition(Host::parseList(m_cluster->seed()).value());
        SystemSettings system;
        system.tendInterval = 20ms;
        system.maxErrorRate = 0; // these tests make errors on purpose
        system.ioThreads = 2;
        m_client = runTask(definition.system(system).connect()).value();
        m_session = m_client.session();
        for (int id = 0; id < count; ++id)
            m_keys.push_back(Key::of("test", "batch", id).value());
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
        for (int id = 0; id < count; ++id) {
            Demo::SampleRecord record;
            record.ns = "test";
            record.set = "batch";
            record.key = id;
            record.bins = {{"n", id}};
            QVERIFY(m_cluster->put(record));
        }
    }
    void cleanup()
    {
        m_cluster->faults().clear();
        QTRY_COMPARE(m_client.snapshot().nodes.size(), 3);
        QTRY_COMPARE(m_client.snapshot().state, ClusterSnapshot::State::Connected);
    }

    void oneRequestForEachNode()
    {
        std::vector<int> rules;
        for (int node = 0; node < 3; ++node)
            rules.push_back(m_cluster->faults().add(batchesOf(node)));
        QVERIFY(allOk(read()));
        for (const int rule : rules)
            QCOMPARE(m_cluster->faults().hits(rule), 1);
    }

    void oneNodeAfterTheOther()
    {
        const auto rows = runTask(m_session.query(m_keys).maxConcurrentNodes(1).execute());
        QVERIFY(rows);
        QVERIFY(allOk(*rows));
    }

    // The rows of a node whose answer is lost go again; those of the others do not.
    void aLostAnswerIsAskedForAgain()
    {
        std::vector<int> rules;
        for (int node = 1; node < 3; ++node)
            rules.push_back(m_cluster->faults().add(batchesOf(node)));
        FaultRule rule = batchesOf(0);
        rule.closeAtReplyByte = 40;
        rule.limit = 1;
        const int cut = m_cluster->faults().add(rule);
        const auto rows = runTask(m_session.upsert(m_keys).set("n", 1).execute());
        QVERIFY(rows);
        QVERIFY(allOk(*rows));
        QCOMPARE(m_cluster->faults().hits(cut), 1);
        int again = 0;
        for (const int other : rules)
            again += m_cluster->faults().hits(other) - 1;
        QVERIFY(again <= 2); // rows of the first node may move to another copy
    }

    // Counters are not sent twice: the rows of that node are in doubt, the others are done.
    void countersAreNotRepeated()
    {
        FaultRule rule = batchesOf(1);
        rule.closeAtReplyByte = 0;
        const int cut = m_cluster->faults().add(rule);
        const auto rows = runTask(m_session.update(m_keys).add("n", 1).execute());
        QVERIFY(rows);
        QCOMPARE(m_cluster->faults().hits(cut), 1);
        for (const RecordResult &row : *rows) {
            const bool lost = ownerOf(row.key) == 1;
            QCOMPARE(row.ok(), !lost);
            if (!lost)
                continue;
            QCOMPARE(row.error->kind, ErrorKind::Network);
            QVERIFY(row.error->inDoubt);
            QCOMPARE(row.error->attempts, 1);
            QVERIFY(row.error->node.contains(QString::fromLatin1(m_cluster->nodeId(1))));
        }
        m_cluster->faults().clear();
        // what is in doubt was done here, and once
        for (const RecordResult &row : read())
            QCOMPARE(row.record->bin("n")->toInteger(), row.index + 1);
    }

    // In one chain each part is tried again as often as its kind allows.
    void everyPartHasItsOwnRetries()
    {
        FaultRule rule = batchesOf(2);
        rule.closeAtReplyByte = 0;
        rule.limit = 1;
        m_cluster->faults().add(rule);
        const auto rows = runTask(m_session.update(m_keys).add("n", 1).query(m_keys).execute());
        QVERIFY(rows);
        QCOMPARE(rows->size(), std::size_t(2 * count));
        for (const RecordResult &row : *rows) {
            if (row.index < count)
                QCOMPARE(row.ok(), ownerOf(row.key) != 2);
            else
                QVERIFY2(row.ok(), qPrintable(row.ok() ? QString() : row.error->toString()));
        }
    }

    // Reads go to another copy when a node answers nothing good.
    void readsMoveToAnotherCopy()
    {
        FaultRule rule = batchesOf(0);
        rule.closeAtReplyByte = 0;
        m_cluster->faults().add(rule);
        QVERIFY(allOk(read()));
    }

    void aRowThatMayBeTriedAgain()
    {
        FaultRule rule;
        rule.request = RequestKind::Batch;
        rule.ns = "test";
        rule.digest = m_keys[7].digest();
        rule.code = ResultCode::DeviceOverload;
        rule.limit = 1;
        const int id = m_cluster->faults().add(rule);
        QVERIFY(allOk(read()));
        QCOMPARE(m_cluster->faults().hits(id), 1);
        m_cluster->faults().clear();
        rule.code = ResultCode::Timeout;
        m_cluster->faults().add(rule);
        const auto rows = runTask(m_session.update(m_keys).add("n", 1).execute());
        QVERIFY(rows);
        for (const RecordResult &row : *rows)
            QCOMPARE(row.code(), row.index == 7 ? ResultCode::Timeout : ResultCode::Ok);
        QVERIFY(rows->at(7).error->inDoubt);
    }

    void aRowThatMayNot()
    {
        FaultRule rule;
        rule.request = RequestKind::Batch;
        rule.ns = "test";
        rule.digest = m_keys[3].digest();
        rule.code = ResultCode::KeyBusy;
        const int id = m_cluster->faults().add(rule);
        const Rows rows = read();
        QCOMPARE(m_cluster->faults().hits(id), 1);
        for (const RecordResult &row : rows)
            QCOMPARE(row.code(), row.index == 3 ? ResultCode::KeyBusy : ResultCode::Ok);
        QCOMPARE(rows[3].error->kind, ErrorKind::Server);
        QCOMPARE(rows[3].error->attempts, 1);
    }

    // A node that refuses a batch may have begun with it: its writes are in doubt, its reads are not.
    void aRefusedRequest()
    {
        FaultRule rule = batchesOf(1);
        rule.code = ResultCode::BatchQueuesFull;
        m_cluster->faults().add(rule);
        const auto rows = runTask(m_session.update(m_keys).add("n", 1).query(m_keys).execute());
        QVERIFY(rows);
        for (const RecordResult &row : *rows) {
            if (ownerOf(row.key) != 1) {
                QVERIFY(row.ok());
                continue;
            }
            QCOMPARE(row.code(), ResultCode::BatchQueuesFull);
            QCOMPARE(row.error->inDoubt, row.index < count);
        }
    }

    // Time is up: what has come has come, the rest says so and is in doubt if it writes.
    void theTotalTimeout()
    {
        FaultRule rule = batchesOf(2);
        rule.silent = true;
        m_cluster->faults().add(rule);
        const auto rows = runTask(m_session.upsert(m_keys).set("n", 5).timeout(150ms).execute());
        QVERIFY(rows);
        for (const RecordResult &row : *rows) {
            if (ownerOf(row.key) == 2) {
                QCOMPARE(row.error->kind, ErrorKind::Timeout);
                QCOMPARE(row.code(), ResultCode::ClientTimeout);
                QVERIFY(row.error->inDoubt);
            }
        }
        QVERIFY(std::ranges::any_of(*rows, &RecordResult::ok));
    }

    void cancelling()
    {
        FaultRule rule = batchesOf(0);
        rule.silent = true;
        const int id = m_cluster->faults().add(rule);
        std::stop_source stop;
        auto task = m_session.upsert(m_keys).set("n", 5).execute(stop.get_token());
        QTRY_VERIFY(m_cluster->faults().hits(id) > 0);
        stop.request_stop();
        const auto rows = runTask(std::move(task));
        QVERIFY(rows);
        for (const RecordResult &row : *rows) {
            QVERIFY(row.ok() || row.error->kind == ErrorKind::Cancelled);
            if (ownerOf(row.key) == 0)
                QVERIFY(row.error->inDoubt);
        }
    }

    // Rows of healthy nodes do not wait for those of a node that is silent.
    void rowsComeAsTheyCome()
    {
        FaultRule rule = batchesOf(1);
        rule.silent = true;
        m_cluster->faults().add(rule);
        auto stream = runTask(m_session.query(m_keys).timeout(20s).maxRetries(0).executeStream());
        QVERIFY(stream);
        const auto expected = std::ranges::count_if(m_keys, [this](const Key &k) { return ownerOf(k) != 1; });
        std::set<int> seen;
        for (int row = 0; row < expected; ++row) {
            const auto next = runTask(stream->next());
            QVERIFY(next && *next);
            QVERIFY((*next)->ok());
            QVERIFY(seen.insert((*next)->index).second);
        }
        auto waiting = stream->next();
        const auto second = runTask(stream->next());
        QCOMPARE(second.error().kind, ErrorKind::Internal); // one at a time
        stream->close();
        QCOMPARE(runTask(std::move(waiting)).error().kind, ErrorKind::Cancelled);
        QCOMPARE(runTask(stream->next()).error().kind, ErrorKind::Cancelled);
    }

    void aStreamThatIsDroppedAtOnce()
    {
        for (int i = 0; i < 20; ++i)
            (void)runTask(m_session.query(m_keys).executeStream());
        QVERIFY(allOk(read()));
    }

    // A node dies: every row has an outcome, and reads find the other copy.
    void aNodeDies()
    {
        m_cluster->stopNode(2);
        QVERIFY(allOk(read()));
        const auto rows = runTask(m_session.upsert(m_keys).set("n", 9).execute());
        QVERIFY(rows);
        for (const RecordResult &row : *rows)
            QVERIFY(row.ok() || row.error->kind == ErrorKind::Network ||
                    row.error->kind == ErrorKind::NotConnected || row.error->kind == ErrorKind::Server);
        QVERIFY(m_cluster->startNode(2));
    }

    void noNamespaceAtAll()
    {
        const auto rows = runTask(
            m_session.query({Key::of("none", "s", 1).value(), Key::of("none", "s", 2).value()}).execute());
        QVERIFY(rows);
        for (const RecordResult &row : *rows) {
            QCOMPARE(row.code(), ResultCode::Namespace);
            QVERIFY(row.error->message.contains(u"none"_s));
        }
    }

    void onAnIoThread()
    {
        const auto rows = runTask(
            m_client.run([session = m_session, keys = m_keys] { return session.query(keys).execute(); }));
        QVERIFY(rows);
        QVERIFY(allOk(*rows));
    }

    void manyAtOnce()
    {
        std::vector<int> inputs(64);
        const auto results = runTask(m_client.map(
            inputs,
            [session = m_session, keys = m_keys](int) { return session.upsert(keys).add("n", 1).execute(); },
            16));
        for (const auto &rows : results)
            QVERIFY(rows && allOk(*rows));
        for (const RecordResult &row : read())
            QCOMPARE(row.record->bin("n")->toInteger(), row.index + 64);
    }

private:
    static constexpr int count = 120;

    static FaultRule batchesOf(int node)
    {
        FaultRule rule;
        rule.request = RequestKind::Batch;
        rule.node = node;
        return rule;
    }
    int ownerOf(const Key &key) const { return m_cluster->masterOf(key.partitionId()); }
    Rows read() const { return runTask(m_session.query(m_keys).execute()).value(); }
    static bool allOk(const Rows &rows)
    {
        for (const RecordResult &row : rows) {
            if (row.ok())
                continue;
            qWarning("row %d: %s", row.index, qPrintable(row.error->toString()));
            return false;
        }
        return rows.size() == count;
    }

    std::unique_ptr<Demo::EmbeddedCluster> m_cluster;
    Client m_client;
    Session m_session;
    std::vector<Key> m_keys;
};

QTEST_GUILESS_MAIN(TestBatchCommand)
#include "tst_batchcommand.moc"
