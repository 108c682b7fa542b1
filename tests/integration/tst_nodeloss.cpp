// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Nodes that die, return and are cut off while records are read and written: no row is lost or comes twice,
// no acknowledged write is lost, none that failed without doubt was done, and every failure has a kind that
// tells what to do. AEROSCOPE_NODE_LOSS_RECORDS sets how many records are scanned (default 30000).

#include "tests/support/runtask.h"

#include "app/demo/embeddedcluster.h"
#include "client/session/clusterdefinition.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <vector>

using namespace Aeroscope;
using namespace Aeroscope::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int nodeCount = 3;
constexpr int payloadBytes = 200;

using Action = std::function<void(Demo::EmbeddedCluster &)>;
using Actions = std::vector<Action>;

Action stop(int node)
{
    return [node](Demo::EmbeddedCluster &cluster) { cluster.stopNode(node); };
}
Action start(int node)
{
    return [node](Demo::EmbeddedCluster &cluster) {
        if (const auto started = cluster.startNode(node); !started)
            qFatal("%s", qPrintable(started.error().toString()));
    };
}
Action isolate(int node, bool isolated)
{
    return [=](Demo::EmbeddedCluster &cluster) { cluster.isolateNode(node, isolated); };
}
Action drop(int node)
{
    return [node](Demo::EmbeddedCluster &cluster) { cluster.dropConnections(node); };
}

/// The ways in which a cluster suffers, each leaving at least one node in touch with every client.
void sufferings()
{
    QTest::addColumn<Actions>("actions");
    QTest::newRow("killed") << Actions{stop(1)};
    QTest::newRow("restarted") << Actions{stop(1), start(1)};
    QTest::newRow("one after the other") << Actions{stop(0), start(0), stop(1), start(1), stop(2), start(2)};
    QTest::newRow("isolated") << Actions{isolate(2, true)};
    QTest::newRow("isolated and back") << Actions{isolate(2, true), isolate(2, false)};
    QTest::newRow("connections cut") << Actions{drop(0), drop(1), drop(2), drop(0), drop(1), drop(2)};
    QTest::newRow("all of it") << Actions{
        stop(1), isolate(2, true), start(1),         isolate(2, false), drop(0),          stop(2),
        drop(1), start(2),         isolate(0, true), drop(2),           isolate(0, false)};
}

std::unique_ptr<Demo::EmbeddedCluster> threeNodes()
{
    Demo::ClusterOptions options;
    options.nodes = nodeCount;
    options.replicationFactor = 2;
    return Demo::EmbeddedCluster::start(options).value();
}

Client connectedTo(const Demo::EmbeddedCluster &cluster)
{
    ClusterDefinition definition(Host::parseList(cluster.seed()).value());
    SystemSettings system;
    system.tendInterval = 50ms;
    system.ioThreads = 2;
    system.maxErrorRate = 0; // errors are what this is about
    return runTask(definition.system(system).connect()).value();
}

/// What nodes that come and go may cause; anything else is a mistake of the client.
bool isTyped(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Network:
    case ErrorKind::Timeout:
    case ErrorKind::NotConnected:
        return true;
    case ErrorKind::Server:
        return error.code == ResultCode::Unavailable || error.code == ResultCode::Timeout;
    default:
        return false;
    }
}

} // namespace

class TestNodeLoss : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        bool ok = false;
        const int wanted = qEnvironmentVariableIntValue("AEROSCOPE_NODE_LOSS_RECORDS", &ok);
        m_records = ok && wanted > 0 ? wanted : 30'000;
        m_cluster = threeNodes();
        const Value payload = Value::blob(QByteArray(payloadBytes, 'p'));
        for (int i = 0; i < m_records; ++i) {
            Demo::SampleRecord record;
            record.ns = "test";
            record.set = "many";
            record.key = Value(i);
            record.storeKey = false;
            record.bins = {{"i", Value(i)}, {"p", payload}};
            QVERIFY(m_cluster->put(record));
        }
    }

    void cleanupTestCase() { m_cluster.reset(); }

    void cleanup()
    {
        m_cluster->faults().clear();
        for (int node = 0; node < nodeCount; ++node) {
            m_cluster->isolateNode(node, false);
            QVERIFY(m_cluster->startNode(node));
        }
    }

    void everyRowOnce_data() { sufferings(); }
    void everyRowOnce()
    {
        QFETCH(Actions, actions);
        const Client client = connectedTo(*m_cluster);
        slowDown();
        auto stream = runTask(client.session().query(DataSet{"test", "many"}).maxRetries(1000).execute());
        QVERIFY2(stream, stream ? "" : qPrintable(stream.error().toString()));
        std::vector<Digest> seen;
        seen.reserve(static_cast<std::size_t>(m_records));
        std::size_t next = 0;
        QElapsedTimer timer;
        timer.start();
        for (;;) {
            const Result<RowChunkPtr> chunk = runTask(stream->nextChunk());
            QVERIFY2(chunk, chunk ? "" : qPrintable(chunk.error().toString()));
            if (!*chunk)
                break;
            for (int row = 0; row < (*chunk)->rowCount(); ++row)
                seen.push_back((*chunk)->row(row).digest());
            // Spread over the scan; each lands while there are rows to come.
            const auto isDue = [&] {
                return seen.size() >= (next + 1) * static_cast<std::size_t>(m_records) / (actions.size() + 2);
            };
            while (next < actions.size() && isDue() && !stream->cursor().isDone())
                actions[next++](*m_cluster);
        }
        std::ranges::sort(seen);
        QVERIFY2(std::ranges::adjacent_find(seen) == seen.end(), "a row came twice");
        QCOMPARE(seen.size(), static_cast<std::size_t>(m_records));
        QVERIFY(2 * next >= actions.size()); // a fast machine may be done before the last
        qInfo("%d rows in %lld ms, %zu events", m_records, timer.elapsed(), next);
        runTask(client.close());
    }

    void everyAcknowledgedWriteIsKept_data() { sufferings(); }
    void everyAcknowledgedWriteIsKept()
    {
        QFETCH(Actions, actions);
        const int perWriter = std::max(20, m_records / 1000);
        const Client client = connectedTo(*m_cluster);
        const QByteArray set = "load" + QByteArray::number(++m_run);
        const auto load = std::make_shared<Load>();
        load->session = client.session(Behavior::standard()->derive(
            u"brief"_s, {.all = {.totalTimeout = 5s, .retryDelay = 5ms, .maxRetries = 3},
                         .writesNonRetryable = {.maxRetries = 0}}));
        load->set = set;
        load->perWriter = perWriter;
        load->writers.resize(writerCount);
        load->actions = actions;
        load->cluster = m_cluster.get();
        std::vector<QCoro::Task<void>> tasks;
        for (int writer = 0; writer < writerCount; ++writer)
            tasks.push_back(work(load, writer));
        for (auto &task : tasks)
            runTask(std::move(task));
        QCOMPARE(load->nextAction, actions.size());
        for (int node = 0; node < nodeCount; ++node) {
            m_cluster->isolateNode(node, false);
            QVERIFY(m_cluster->startNode(node));
        }
        const auto whole = [&] {
            const ClusterSnapshot snapshot = client.snapshot();
            return snapshot.state == ClusterSnapshot::State::Connected && snapshot.nodes.size() == nodeCount;
        };
        QTRY_VERIFY_WITH_TIMEOUT(whole(), 20'000);
        QVERIFY2(load->wrong.isEmpty(), qPrintable(load->wrong.join(u'\n')));
        int acknowledged = 0, failed = 0, doubtful = 0;
        for (int writer = 0; writer < writerCount; ++writer) {
            const Writer &state = load->writers[static_cast<std::size_t>(writer)];
            acknowledged += state.acknowledged;
            failed += state.failed;
            doubtful += state.inDoubt;
            if (state.acknowledged == 0 && state.counted == 0)
                continue;
            const auto record = runTask(client.session().get(Key::of("test", set, writer).value()));
            QVERIFY2(record, record ? "" : qPrintable(record.error().toString()));
            const std::int64_t value = record->bin("v") ? record->bin("v")->toInteger() : -1;
            // The last one acknowledged, or a later one of which nobody could know.
            QVERIFY2(value == state.last || (value > state.last && state.doubtful.contains(value)),
                     qPrintable(u"writer %1: %2 is stored, %3 was acknowledged"_s.arg(writer).arg(value).arg(
                         state.last)));
            // Additions cannot be repeated: each was done once, or perhaps once where there is doubt.
            const std::int64_t count = record->bin("n") ? record->bin("n")->toInteger() : 0;
            QVERIFY2(count >= state.counted && count <= state.counted + state.perhapsCounted,
                     qPrintable(u"writer %1: counted %2, %3 to %4 expected"_s.arg(writer)
                                    .arg(count)
                                    .arg(state.counted)
                                    .arg(state.counted + state.perhapsCounted)));
        }
        qInfo("%d writes acknowledged, %d commands failed, %d of these in doubt, %zu events", acknowledged,
              failed, doubtful, actions.size());
        runTask(client.close());
    }

private:
    static constexpr int writerCount = 24;

    struct Writer
    {
        std::int64_t last = -1; ///< the last value that was acknowledged
        QSet<std::int64_t> doubtful{};
        int acknowledged = 0;
        int failed = 0;
        int inDoubt = 0;
        int counted = 0;
        int perhapsCounted = 0;
    };
    struct Load
    {
        Session session;
        QByteArray set;
        int perWriter = 0;
        std::vector<Writer> writers;
        Actions actions;
        std::size_t nextAction = 0;
        int done = 0;
        Demo::EmbeddedCluster *cluster = nullptr;
        QStringList wrong;
    };

    /// Writes, counts and reads one record, one after the other.
    static QCoro::Task<void> work(std::shared_ptr<Load> load, int writer)
    {
        const Key key = Key::of("test", load->set, writer).value();
        for (int i = 0; i < load->perWriter; ++i) {
            Writer &state = load->writers[static_cast<std::size_t>(writer)];
            const std::int64_t value = i;
            const Result<WriteResult> put = co_await load->session.put(key, {{"v", Value(value)}});
            if (put) {
                ++state.acknowledged;
                state.last = value;
                state.doubtful.clear();
            } else {
                note(*load, state, put.error());
                if (put.error().inDoubt)
                    state.doubtful.insert(value);
            }
            const Result<RecordResult> added = co_await load->session.upsert(key).add("n", 1).execute();
            const Error *failure = !added ? &added.error() : added->error ? &*added->error : nullptr;
            if (!failure) {
                ++state.acknowledged;
                ++state.counted;
            } else {
                note(*load, state, *failure);
                state.perhapsCounted += failure->inDoubt ? 1 : 0;
            }
            const Result<Record> record = co_await load->session.get(key);
            if (!record && record.error().code != ResultCode::NotFound) {
                note(*load, state, record.error());
            } else {
                const std::int64_t seen =
                    record && record->bin("v") ? record->bin("v")->toInteger() : std::int64_t(-1);
                if (seen != state.last && !state.doubtful.contains(seen))
                    load->wrong << u"writer %1 read %2 after %3 was acknowledged"_s.arg(writer).arg(seen).arg(
                        state.last);
            }
            const std::size_t total = static_cast<std::size_t>(load->perWriter) * writerCount;
            ++load->done;
            const std::size_t due = (load->nextAction + 1) * total / (load->actions.size() + 2);
            if (load->nextAction < load->actions.size() && static_cast<std::size_t>(load->done) >= due)
                load->actions[load->nextAction++](*load->cluster);
        }
    }

    static void note(Load &load, Writer &state, const Error &error)
    {
        ++state.failed;
        state.inDoubt += error.inDoubt ? 1 : 0;
        if (!isTyped(error))
            load.wrong << u"an error of the wrong kind: "_s + error.toString();
    }

    /// Replies come slowly enough that what happens to a node happens in the middle of a scan.
    void slowDown()
    {
        Demo::FaultRule rule;
        rule.request = Demo::RequestKind::Query;
        rule.pieceBytes = 64 * 1024;
        rule.piecePause = 2ms;
        m_cluster->faults().add(rule);
    }

    std::unique_ptr<Demo::EmbeddedCluster> m_cluster;
    int m_records = 0;
    int m_run = 0;
};

QTEST_GUILESS_MAIN(TestNodeLoss)
#include "tst_nodeloss.moc"
