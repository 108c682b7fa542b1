// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/runtask.h"

#include "app/demo/embeddedcluster.h"
#include "client/net/sleep.h"
#include "client/session/clusterdefinition.h"

#include <QElapsedTimer>
#include <QTest>
#include <QThread>

#include <set>

using namespace Aeroscope;
using namespace Aeroscope::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Demo::FaultRule;
using Demo::RequestKind;

namespace {

constexpr int smallSet = 3000;

/// What came of a stream: digests in order, and how it ended.
struct Collected
{
    std::vector<Digest> digests;
    std::vector<Record> records;
    std::optional<Error> error;
    int chunks = 0;

    [[nodiscard]] std::size_t distinct() const
    {
        return std::set<Digest>(digests.begin(), digests.end()).size();
    }
};

QCoro::Task<Collected> collect(RecordStream stream, bool decode = false,
                               std::function<void(int)> afterChunk = {})
{
    Collected all;
    for (;;) {
        const Result<RowChunkPtr> chunk = co_await stream.nextChunk();
        if (!chunk) {
            all.error = chunk.error();
            co_return all;
        }
        if (!*chunk)
            co_return all;
        ++all.chunks;
        for (int row = 0; row < (*chunk)->rowCount(); ++row) {
            all.digests.push_back((*chunk)->row(row).digest());
            if (decode)
                all.records.push_back((*chunk)->row(row).toRecord().value());
        }
        if (afterChunk)
            afterChunk(all.chunks);
    }
}

Collected run(const SetQuery &query, bool decode = false, std::function<void(int)> afterChunk = {})
{
    auto stream = runTask(query.execute());
    if (!stream) {
        Collected failed;
        failed.error = stream.error();
        return failed;
    }
    return runTask(collect(*std::move(stream), decode, std::move(afterChunk)));
}

} // namespace

class TestQueries : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        Demo::ClusterOptions options;
        options.nodes = 3;
        m_cluster = Demo::EmbeddedCluster::start(options).value();
        for (int i = 0; i < smallSet; ++i)
            fill("small", i, {{"i", i}, {"text", Value::string("record " + QByteArray::number(i))}});
        // Rows of a kilobyte, 30 MB: more than sockets and queues hold.
        const QString padding(1000, u'x');
        for (int i = 0; i < 30'000; ++i)
            fill("big", i, {{"i", i}, {"pad", padding}});
        ClusterDefinition definition(Host::parseList(m_cluster->seed()).value());
        SystemSettings system;
        system.tendInterval = 20ms;
        system.ioThreads = 2;
        system.maxErrorRate = 0;
        m_client = runTask(definition.system(system).connect()).value();
        m_session = m_client.session();
    }
    void cleanupTestCase()
    {
        runTask(m_client.close());
        m_session = {};
        m_client = {};
        m_cluster.reset();
    }
    void cleanup()
    {
        m_cluster->faults().clear();
        m_cluster->socketLog().setEnabled(false);
        m_cluster->socketLog().clear();
        QTRY_COMPARE(m_client.snapshot().nodes.size(), 3);
        QTRY_COMPARE(m_client.snapshot().state, ClusterSnapshot::State::Connected);
    }

    void everyRecordOnce()
    {
        const Collected all = run(small(), true);
        QVERIFY2(!all.error, qPrintable(all.error ? all.error->toString() : QString()));
        QCOMPARE(all.records.size(), std::size_t(smallSet));
        QCOMPARE(all.distinct(), std::size_t(smallSet));
        std::set<qint64> numbers;
        for (const Record &record : all.records) {
            const qint64 i = record.bin("i")->toInteger();
            numbers.insert(i);
            QCOMPARE(*record.bin("text"), Value::string("record " + QByteArray::number(i)));
            QCOMPARE(record.key, Key::of("test", "small", i).value());
            QCOMPARE(*record.key.userKey(), Value(i));
        }
        QCOMPARE(numbers.size(), std::size_t(smallSet));
    }

    void progressEndsComplete()
    {
        auto stream = runTask(small().execute()).value();
        QCOMPARE(stream.progress().partitionsTotal, 4096);
        int rows = 0;
        while (const RowChunkPtr chunk = runTask(stream.nextChunk()).value())
            rows += chunk->rowCount();
        QCOMPARE(stream.progress().partitionsDone, 4096);
        QCOMPARE(stream.progress().rows, rows);
        QVERIFY(stream.progress().bytes > 0);
        QVERIFY(!runTask(stream.nextChunk()).value()); // the end stays the end
    }

    void progressMovesWithinANodesShare()
    {
        auto stream = runTask(big().maxConcurrentNodes(1).execute()).value();
        std::set<int> seen;
        int before = 0;
        while (runTask(stream.nextChunk()).value()) {
            const int done = stream.progress().partitionsDone;
            QVERIFY(done >= before);
            before = done;
            seen.insert(done);
        }
        QCOMPARE(stream.progress().partitionsDone, 4096);
        QVERIFY2(seen.size() > 6, qPrintable(QString::number(seen.size()))); // there are three shares
    }

    void pagesAreExactAndComplete()
    {
        std::vector<Digest> all;
        QByteArray stored;
        int pages = 0;
        for (bool more = true; more; ++pages) {
            SetQuery query = small().limit(700);
            if (!stored.isEmpty())
                query.resumeFrom(QueryCursor::fromBytes(stored).value());
            auto stream = runTask(query.execute()).value();
            int rows = 0;
            while (const RowChunkPtr chunk = runTask(stream.nextChunk()).value()) {
                rows += chunk->rowCount();
                for (int row = 0; row < chunk->rowCount(); ++row)
                    all.push_back(chunk->row(row).digest());
            }
            more = !stream.cursor().isDone();
            QVERIFY(rows == 700 || all.size() == std::size_t(smallSet));
            stored = stream.cursor().toBytes();
            QVERIFY(pages < 10);
        }
        QCOMPARE(all.size(), std::size_t(smallSet));
        QCOMPARE(std::set<Digest>(all.begin(), all.end()).size(), std::size_t(smallSet));
    }

    void aCursorOfAnotherSetIsRefused()
    {
        const auto stream = runTask(big().resumeFrom(QueryCursor::start("test", "small")).execute());
        QCOMPARE(stream.error().kind, ErrorKind::InvalidArgument);
    }

    /// Stops reading somewhere, with rows on the way, and goes on from the cursor with another client while a
    /// node goes.
    void aClosedStreamGoesOnFromItsCursor()
    {
        std::vector<Digest> all;
        const auto take = [&all](const RowChunkPtr &chunk) {
            for (int row = 0; row < chunk->rowCount(); ++row)
                all.push_back(chunk->row(row).digest());
        };
        QByteArray stored;
        {
            auto stream = runTask(big().execute()).value();
            for (int i = 0; i < 4; ++i)
                take(runTask(stream.nextChunk()).value());
            QTRY_VERIFY(stream.progress().rows > qint64(all.size())); // more waits than was taken
            stream.close();
            stored = stream.cursor().toBytes();
        }
        QVERIFY(all.size() < 30'000U);
        m_cluster->stopNode(1);
        const Client other =
            runTask(ClusterDefinition(Host::parseList(m_cluster->seed()).value()).connect()).value();
        auto stream = runTask(other.session()
                                  .query(DataSet{"test", "big"})
                                  .resumeFrom(QueryCursor::fromBytes(stored).value())
                                  .execute())
                          .value();
        for (int i = 0; const RowChunkPtr chunk = runTask(stream.nextChunk()).value(); ++i) {
            take(chunk);
            if (i == 3)
                QVERIFY(m_cluster->startNode(1)); // its partitions move back
        }
        QVERIFY(stream.cursor().isDone());
        QCOMPARE(all.size(), 30'000U);
        QCOMPARE(std::set<Digest>(all.begin(), all.end()).size(), 30'000U);
        stream.close();
        runTask(other.close());
    }

    void anErrorLeavesAUsefulCursor()
    {
        std::set<Digest> all;
        qint64 rows = 0;
        QueryCursor cursor = QueryCursor::start("test", "big");
        FaultRule rule;
        rule.request = RequestKind::Query;
        rule.closeAtReplyByte = 3'000'000;
        m_cluster->faults().add(rule);
        for (int attempt = 0; !cursor.isDone(); ++attempt) {
            QVERIFY(attempt < 20);
            auto stream =
                runTask(m_session.query(DataSet{"test", "big"}).maxRetries(0).resumeFrom(cursor).execute())
                    .value();
            for (;;) {
                const auto chunk = runTask(stream.nextChunk());
                if (!chunk || !*chunk)
                    break;
                for (int row = 0; row < (*chunk)->rowCount(); ++row, ++rows)
                    all.insert((*chunk)->row(row).digest());
            }
            cursor = stream.cursor();
        }
        QCOMPARE(rows, 30'000);
        QCOMPARE(all.size(), 30'000U);
    }

    void wherePredicates()
    {
        QCOMPARE(run(small().where(u"$.i >= 2990"_s)).digests.size(), 10U);
        QCOMPARE(run(small().where(u"$.i >= ?0 and $.i < ?1"_s, 5, 8)).digests.size(), 3U);
        QCOMPARE(run(small().where(u"$.text == ?0"_s, "record 7")).digests.size(), 1U);
        QCOMPARE(run(small().whereWith(u"$.i == ?0"_s, {Value(9)})).digests.size(), 1U);
    }

    void aPredicateThatDoesNotCompile()
    {
        const auto stream = runTask(small().where(u"$.i >="_s).execute());
        QVERIFY(!stream);
        QCOMPARE(stream.error().kind, ErrorKind::InvalidArgument);
        QCOMPARE(stream.error().code, ResultCode::ClientAelSyntax);
        QVERIFY2(stream.error().message.startsWith(u"line 1, column "_s), qPrintable(stream.error().message));
    }

    void projections()
    {
        const Collected bins = run(small().bins({"i"}), true);
        QCOMPARE(bins.records.size(), std::size_t(smallSet));
        for (const Record &record : bins.records) {
            QCOMPARE(record.bins.size(), 1U);
            QVERIFY(record.bin("i"));
        }
        const Collected none = run(small().noBins(), true);
        QCOMPARE(none.records.size(), std::size_t(smallSet));
        for (const Record &record : none.records) {
            QVERIFY(record.bins.empty());
            QVERIFY(record.generation > 0);
        }
    }

    void limits_data()
    {
        QTest::addColumn<qint64>("limit");
        QTest::addColumn<std::size_t>("expected");
        QTest::newRow("1") << qint64(1) << std::size_t(1);
        QTest::newRow("2, fewer than nodes") << qint64(2) << std::size_t(2);
        QTest::newRow("10") << qint64(10) << std::size_t(10);
        QTest::newRow("2999") << qint64(2999) << std::size_t(2999);
        QTest::newRow("as many as there are") << qint64(smallSet) << std::size_t(smallSet);
        QTest::newRow("more than there are") << qint64(100'000) << std::size_t(smallSet);
    }
    void limits()
    {
        QFETCH(qint64, limit);
        QFETCH(std::size_t, expected);
        const Collected all = run(small().limit(limit));
        QVERIFY(!all.error);
        QCOMPARE(all.digests.size(), expected);
        QCOMPARE(all.distinct(), expected);
    }

    void limitWithAPredicate()
    {
        const Collected all = run(small().where(u"$.i < 50"_s).limit(37));
        QCOMPARE(all.digests.size(), 37U);
        QCOMPARE(all.distinct(), 37U);
    }

    void partitions()
    {
        std::size_t total = 0;
        std::set<Digest> seen;
        for (int first = 0; first < 4096; first += 512) {
            const Collected part = run(small().partitionRange(first, 512));
            total += part.digests.size();
            for (const Digest &digest : part.digests) {
                QVERIFY(digest.partitionId() >= first && digest.partitionId() < first + 512);
                seen.insert(digest);
            }
        }
        QCOMPARE(total, std::size_t(smallSet));
        QCOMPARE(seen.size(), std::size_t(smallSet));
        for (const Digest &digest : run(small().partitions({9, 1, 9})).digests)
            QVERIFY(digest.partitionId() == 1 || digest.partitionId() == 9);
        QVERIFY(!runTask(small().partitionRange(4000, 97).execute()));
        QVERIFY(!runTask(small().partitionRange(-1, 5).execute()));
        QVERIFY(!runTask(small().partitionRange(5, 0).execute()));
        QVERIFY(!runTask(small().partitions({4096}).execute()));
    }

    void aSetWithoutRecords()
    {
        const Collected all = run(m_session.query(DataSet{"test", "nobody"}));
        QVERIFY(!all.error);
        QVERIFY(all.digests.empty());
    }

    void anUnknownNamespace()
    {
        const Collected all = run(m_session.query(DataSet{"elsewhere", "s"}));
        QCOMPARE(all.error->code, ResultCode::Namespace);
    }

    void aWholeNamespace()
    {
        const Collected all = run(m_session.query(DataSet{"test", {}}).noBins());
        QCOMPARE(qint64(all.digests.size()), m_cluster->objectCount("test"));
    }

    void requestsSayWhatTheyMust()
    {
        m_cluster->socketLog().setEnabled(true);
        QVERIFY(!run(small()).error);
        std::set<QByteArray> taskIds;
        int requests = 0;
        for (const Demo::SocketEvent &event : m_cluster->socketLog().events()) {
            if (event.kind != Demo::SocketEvent::Kind::Request || event.bytes[1] != 3)
                continue;
            ++requests;
            // no read touch, partition-done understood (protocol section 7.1)
            QCOMPARE(event.bytes.mid(18, 4), QByteArray(4, '\xff'));
            QCOMPARE(event.bytes[11] & 0x04, 0x04);
            const qsizetype id = event.bytes.indexOf(QByteArray::fromHex("0000000907"));
            QVERIFY(id > 0);
            taskIds.insert(event.bytes.mid(id + 5, 8));
        }
        QCOMPARE(requests, 3);
        QCOMPARE(taskIds.size(), 3U);
    }

    void repliesInPieces_data()
    {
        QTest::addColumn<int>("piece");
        for (const int piece : {1, 7, 31, 1000})
            QTest::addRow("%d", piece) << piece;
    }
    void repliesInPieces()
    {
        QFETCH(int, piece);
        FaultRule rule = onQueries("small");
        rule.pieceBytes = piece;
        m_cluster->faults().add(rule);
        const Collected all = run(small().partitionRange(0, piece < 10 ? 64 : 4096));
        QVERIFY(!all.error);
        QCOMPARE(all.distinct(), all.digests.size());
        if (piece >= 10)
            QCOMPARE(all.digests.size(), std::size_t(smallSet));
    }

    void streamsCutAnywhereAreResumed()
    {
        // Each request of the first rounds loses its connection at another place.
        for (const qint64 at : {1, 29, 30, 31, 200, 5000, 20'000}) {
            FaultRule rule = onQueries("small");
            rule.closeAtReplyByte = at;
            rule.limit = 4;
            const int id = m_cluster->faults().add(rule);
            const Collected all = run(small());
            QVERIFY2(!all.error, qPrintable(all.error ? all.error->toString() : QString()));
            QCOMPARE(m_cluster->faults().hits(id), 4);
            m_cluster->faults().remove(id);
            QCOMPARE(all.digests.size(), std::size_t(smallSet));
            QCOMPARE(all.distinct(), std::size_t(smallSet));
        }
    }

    void everyConnectionCutAllTheTime()
    {
        // Each reply dies after some 20 kB: progress is what ends this query.
        FaultRule rule = onQueries("small");
        rule.closeAtReplyByte = 20'000;
        m_cluster->faults().add(rule);
        const Collected all = run(small());
        QVERIFY2(!all.error, qPrintable(all.error ? all.error->toString() : QString()));
        QCOMPARE(all.digests.size(), std::size_t(smallSet));
        QCOMPARE(all.distinct(), std::size_t(smallSet));
    }

    void unavailablePartitionsAreAskedAgain()
    {
        FaultRule rule = onQueries("small");
        rule.code = ResultCode::Unavailable;
        rule.partition = 77;
        rule.limit = 2;
        const int id = m_cluster->faults().add(rule);
        const Collected all = run(small());
        QVERIFY(!all.error);
        QCOMPARE(m_cluster->faults().hits(id), 2);
        QCOMPARE(all.digests.size(), std::size_t(smallSet));
        QCOMPARE(all.distinct(), std::size_t(smallSet));
    }

    void aPartitionThatStaysUnavailable()
    {
        FaultRule rule = onQueries("small");
        rule.code = ResultCode::Unavailable;
        rule.partition = 77;
        m_cluster->faults().add(rule);
        const Session twice =
            m_client.session(Behavior::standard()->derive(u"twice"_s, {.readsQuery = {.maxRetries = 2}}));
        const Collected all = run(twice.query(DataSet{"test", "small"}));
        QVERIFY(all.error);
        QCOMPARE(all.error->code, ResultCode::Unavailable);
        QVERIFY(all.digests.size() > 2900); // what was there came first
        QCOMPARE(all.distinct(), all.digests.size());
    }

    void serverErrorsEndTheQuery()
    {
        FaultRule rule = onQueries("small");
        rule.code = ResultCode::RoleViolation;
        rule.node = 1;
        const int id = m_cluster->faults().add(rule);
        const Collected all = run(small());
        QVERIFY(all.error);
        QCOMPARE(all.error->code, ResultCode::RoleViolation);
        QCOMPARE(all.error->kind, ErrorKind::Server);
        QVERIFY(all.error->node.contains(QString::fromLatin1(m_cluster->nodeId(1))));
        QCOMPARE(m_cluster->faults().hits(id), 1);
    }

    void garbageEndsTheQuery()
    {
        FaultRule rule = onQueries("small");
        rule.garbageBytes = 100;
        m_cluster->faults().add(rule);
        const Collected all = run(small());
        QVERIFY(all.error);
        QCOMPARE(all.error->kind, ErrorKind::Protocol);
    }

    void aNodeDiesMidScan()
    {
        const Collected all = run(big(), false, [this](int chunk) {
            if (chunk == 3)
                m_cluster->stopNode(1);
        });
        QVERIFY2(!all.error, qPrintable(all.error ? all.error->toString() : QString()));
        QCOMPARE(all.digests.size(), 30'000U);
        QCOMPARE(all.distinct(), 30'000U);
        QVERIFY(m_cluster->startNode(1));
    }

    void aNodeDiesAndReturnsMidScan()
    {
        const Collected all = run(big(), false, [this](int chunk) {
            if (chunk == 2)
                m_cluster->stopNode(2);
            if (chunk == 8)
                QVERIFY(m_cluster->startNode(2));
            if (chunk == 12)
                m_cluster->dropConnections(0);
        });
        QVERIFY2(!all.error, qPrintable(all.error ? all.error->toString() : QString()));
        QCOMPARE(all.digests.size(), 30'000U);
        QCOMPARE(all.distinct(), 30'000U);
    }

    void oneNodeAtATime()
    {
        m_cluster->socketLog().setEnabled(true);
        const Collected all = run(small().maxConcurrentNodes(1));
        QCOMPARE(all.digests.size(), std::size_t(smallSet));
        QCOMPARE(all.distinct(), std::size_t(smallSet));
    }

    void chunksComeSoonAndInSize()
    {
        auto stream = runTask(big().execute()).value();
        int chunks = 0;
        while (const RowChunkPtr chunk = runTask(stream.nextChunk()).value()) {
            QVERIFY(chunk->byteSize() < 2 * 1024 * 1024);
            ++chunks;
        }
        QVERIFY(chunks >= 25);
        // A slow trickle is handed over by age.
        FaultRule rule = onQueries("small");
        rule.pieceBytes = 2000;
        rule.piecePause = 30ms;
        m_cluster->faults().add(rule);
        QElapsedTimer timer;
        timer.start();
        auto slow = runTask(small().execute()).value();
        const RowChunkPtr first = runTask(slow.nextChunk()).value();
        QVERIFY(first && first->rowCount() > 0);
        QVERIFY(timer.elapsed() < 1000);
    }

    void aSlowConsumerStopsTheSockets()
    {
        auto stream = runTask(big().execute()).value();
        QVERIFY(runTask(stream.nextChunk()).value());
        // Without being asked for more it stops at its high-water mark, plus what the chunk in work holds.
        const auto settled = [&stream] {
            const qint64 before = stream.progress().bytes;
            QThread::msleep(50);
            return stream.progress().bytes == before;
        };
        QTRY_VERIFY(settled());
        const qint64 bytes = stream.progress().bytes;
        QVERIFY2(bytes < 12 * 1024 * 1024, qPrintable(QString::number(bytes)));
        // Nothing is lost by it.
        const Collected rest = runTask(collect(std::move(stream)));
        QVERIFY(!rest.error);
        QCOMPARE(rest.distinct(), rest.digests.size());
        QVERIFY(rest.digests.size() > 28'000);
    }

    void aPauseLongerThanTheServersPatience()
    {
        // The server gives up on a reader that does not read; the query goes on where it was.
        const Session session = m_client.session(
            Behavior::standard()->derive(u"short"_s, {.readsQuery = {.socketTimeout = 100ms}}));
        auto stream = runTask(session.query(DataSet{"test", "big"}).execute()).value();
        std::set<Digest> seen;
        std::size_t rows = 0;
        int chunks = 0;
        for (;;) {
            const auto chunk = runTask(stream.nextChunk());
            QVERIFY2(chunk, qPrintable(chunk ? QString() : chunk.error().toString()));
            if (!*chunk)
                break;
            rows += static_cast<std::size_t>((*chunk)->rowCount());
            for (int row = 0; row < (*chunk)->rowCount(); ++row)
                seen.insert((*chunk)->row(row).digest());
            if (++chunks % 10 == 0)
                QThread::msleep(300);
        }
        QCOMPARE(rows, 30'000U);
        QCOMPARE(seen.size(), 30'000U);
    }

    void rowsArriveWhileThisThreadIsBlocked()
    {
        auto stream = runTask(big().execute()).value();
        // No event loop runs here for two seconds.
        QThread::msleep(2000);
        QVERIFY(stream.progress().rows > 2000);
        const Collected all = runTask(collect(std::move(stream)));
        QVERIFY(!all.error);
        QCOMPARE(all.distinct(), 30'000U);
    }

    void rowsArriveOnAnIoThreadWhileThisThreadIsBlocked()
    {
        // A consumer on an I/O thread gets the whole scan meanwhile.
        const auto done = std::make_shared<std::atomic<int>>(0);
        auto task = m_client.run([session = m_session, done]() -> QCoro::Task<Result<int>> {
            return [](Session s, std::shared_ptr<std::atomic<int>> rows) -> QCoro::Task<Result<int>> {
                auto stream = co_await s.query(DataSet{"test", "big"}).execute();
                if (!stream)
                    co_return std::unexpected(stream.error());
                for (;;) {
                    const auto chunk = co_await stream->nextChunk();
                    if (!chunk)
                        co_return std::unexpected(chunk.error());
                    if (!*chunk)
                        co_return rows->load();
                    rows->fetch_add((*chunk)->rowCount());
                }
            }(session, done);
        });
        QThread::msleep(2000);
        QCOMPARE(done->load(), 30'000);
        QCOMPARE(runTask(std::move(task)).value(), 30'000);
    }

    void closingEndsTheJobsOnTheServers()
    {
        m_cluster->socketLog().setEnabled(true);
        auto stream = runTask(big().execute()).value();
        QVERIFY(runTask(stream.nextChunk()).value());
        auto pending = stream.nextChunk();
        runTask(std::move(pending));
        QElapsedTimer timer;
        timer.start();
        stream.close();
        QVERIFY(timer.elapsed() < 50);
        QCOMPARE(runTask(stream.nextChunk()).error().kind, ErrorKind::Cancelled);
        const auto jobs = [this] {
            QByteArray all;
            const auto answers = runTask(m_client.infoAll("query-show")).value();
            for (const NodeInfoAnswer &answer : answers)
                all += answer.answer.value_or(QByteArray());
            return all;
        };
        QTRY_VERIFY_WITH_TIMEOUT(!jobs().contains("status=active"), 1000);
        const auto aborts = [this] {
            int count = 0;
            for (const Demo::SocketEvent &event : m_cluster->socketLog().events())
                count += event.bytes.contains("query-abort:trid=") ? 1 : 0;
            return count;
        };
        QTRY_COMPARE(aborts(), 3);
    }

    void aWaitingConsumerHearsOfTheClose()
    {
        FaultRule rule = onQueries("small");
        rule.silent = true;
        const int id = m_cluster->faults().add(rule);
        auto stream = runTask(small().execute()).value();
        auto waiting = stream.nextChunk();
        QTRY_COMPARE(m_cluster->faults().hits(id), 3);
        stream.close();
        QCOMPARE(runTask(std::move(waiting)).error().kind, ErrorKind::Cancelled);
    }

    void theStopTokenCloses()
    {
        std::stop_source stop;
        auto stream = runTask(big().execute(stop.get_token())).value();
        QVERIFY(runTask(stream.nextChunk()).value());
        stop.request_stop();
        QElapsedTimer timer;
        timer.start();
        Collected rest = runTask(collect(std::move(stream)));
        QVERIFY(timer.elapsed() < 250);
        QCOMPARE(rest.error->kind, ErrorKind::Cancelled);
    }

    void aStreamThatIsDroppedAtOnce()
    {
        for (int i = 0; i < 20; ++i)
            (void)runTask(big().execute());
        const Collected all = run(small());
        QCOMPARE(all.digests.size(), std::size_t(smallSet));
    }

    void theTotalTimeoutHolds()
    {
        FaultRule rule = onQueries("small");
        rule.silent = true;
        m_cluster->faults().add(rule);
        QElapsedTimer timer;
        timer.start();
        const Collected all = run(small().timeout(100ms));
        QCOMPARE(all.error->kind, ErrorKind::Timeout);
        QVERIFY(timer.elapsed() >= 99 && timer.elapsed() < 2000);
    }

    void aServerThatFellSilentIsGivenUp()
    {
        // It took the query and does not know of it when asked.
        const Session session = m_client.session(Behavior::standard()->derive(
            u"short"_s, {.readsQuery = {.socketTimeout = 50ms, .maxRetries = 1}}));
        FaultRule rule = onQueries("small");
        rule.silent = true;
        rule.limit = 1;
        m_cluster->faults().add(rule);
        const Collected once = run(session.query(DataSet{"test", "small"}));
        QVERIFY2(!once.error, qPrintable(once.error ? once.error->toString() : QString()));
        QCOMPARE(once.distinct(), std::size_t(smallSet));
        m_cluster->faults().clear();
        rule.limit = -1;
        m_cluster->faults().add(rule);
        const Collected always = run(session.query(DataSet{"test", "small"}));
        QCOMPARE(always.error->kind, ErrorKind::Timeout);
    }

    void twoConsumersAtOnceAreRefused()
    {
        FaultRule rule = onQueries("small");
        rule.delay = 100ms;
        m_cluster->faults().add(rule);
        auto stream = runTask(small().execute()).value();
        auto first = stream.nextChunk();
        QCOMPARE(runTask(stream.nextChunk()).error().kind, ErrorKind::Internal);
        QVERIFY(runTask(std::move(first)));
    }

    void manyQueriesAtOnce()
    {
        std::vector<QCoro::Task<Result<RecordStream>>> starts;
        for (int i = 0; i < 20; ++i)
            starts.push_back(small().execute());
        std::vector<QCoro::Task<Collected>> tasks;
        for (auto &start : starts)
            tasks.push_back(collect(runTask(std::move(start)).value()));
        for (auto &task : tasks)
            QCOMPARE(runTask(std::move(task)).distinct(), std::size_t(smallSet));
    }

private:
    void fill(const QByteArray &set, int key, Bins bins)
    {
        Demo::SampleRecord record;
        record.ns = "test";
        record.set = set;
        record.key = key;
        record.bins = std::move(bins);
        if (const auto put = m_cluster->put(record); !put)
            qFatal("%s", qPrintable(put.error().toString()));
    }
    SetQuery small() const { return m_session.query(DataSet{"test", "small"}); }
    SetQuery big() const { return m_session.query(DataSet{"test", "big"}); }
    static FaultRule onQueries(const QByteArray &set)
    {
        FaultRule rule;
        rule.request = RequestKind::Query;
        rule.set = set;
        return rule;
    }

    std::unique_ptr<Demo::EmbeddedCluster> m_cluster;
    Client m_client;
    Session m_session;
};

QTEST_GUILESS_MAIN(TestQueries)
#include "tst_queries.moc"
