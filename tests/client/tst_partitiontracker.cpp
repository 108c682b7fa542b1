// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/command/partitiontracker.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

using namespace Aeroscope;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Next = PartitionTracker::Outcome::Next;
using Verdict = PartitionTracker::Verdict;

namespace {

std::vector<quint16> range(int first, int count)
{
    std::vector<quint16> ids(static_cast<std::size_t>(count));
    std::iota(ids.begin(), ids.end(), static_cast<quint16>(first));
    return ids;
}

/// The n-th record of a partition, in digest order.
Digest record(int partition, int n)
{
    Digest digest;
    digest.bytes[0] = static_cast<quint8>(partition & 0xff);
    digest.bytes[1] = static_cast<quint8>(partition >> 8);
    digest.bytes[2] = static_cast<quint8>(n >> 8);
    digest.bytes[3] = static_cast<quint8>(n);
    return digest;
}

PartitionTracker::Choose nodes(int count)
{
    return [count](int partition, ReplicaCursor &cursor) -> NodeId {
        return (partition + cursor.index) % count;
    };
}

} // namespace

class TestPartitionTracker : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void oneRoundIsEnoughWhenAllIsWell()
    {
        PartitionTracker tracker(range(0, 4096), {.maxRetries = 5});
        const auto &shares = tracker.beginRound(nodes(3));
        QCOMPARE(shares.size(), 3U);
        std::size_t total = 0;
        for (const auto &share : shares) {
            QVERIFY(share.resumed.empty());
            QCOMPARE(share.limit, 0);
            total += share.whole.size();
            for (const quint16 id : share.whole)
                QCOMPARE(id % 3, share.node);
        }
        QCOMPARE(total, 4096U);
        QCOMPARE(tracker.onRecord(0, record(0, 1)), Verdict::Take);
        tracker.onShareDone(0);
        QCOMPARE(tracker.partitionsDone(), 1366);
        tracker.onShareDone(1);
        tracker.onShareDone(2);
        QCOMPARE(tracker.partitionsDone(), 4096);
        QCOMPARE(tracker.endRound().next, Next::Complete);
        QCOMPARE(tracker.delivered(), 1);
    }

    void progressMovesPartitionByPartition()
    {
        PartitionTracker tracker(range(0, 4096), {.maxRetries = 5});
        (void)tracker.beginRound(nodes(2)); // node 0: the even ones
        int before = 0;
        for (int partition = 0; partition < 4096; partition += 2) {
            QCOMPARE(tracker.onRecord(0, record(partition, 1)), Verdict::Take);
            // Three more may be in work besides the one of this row.
            const int expected = std::max(0, partition / 2 - 3);
            QCOMPARE(tracker.partitionsDone(), expected);
            QVERIFY(expected >= before);
            before = expected;
        }
        tracker.onShareDone(0);
        QCOMPARE(tracker.partitionsDone(), 2048);
        QCOMPARE(tracker.onRecord(1, record(4095, 1)), Verdict::Take);
        QCOMPARE(tracker.partitionsDone(), 2048 + 2044);
        QCOMPARE(tracker.onRecord(1, record(4093, 1)), Verdict::Take); // a thread that is behind
        QCOMPARE(tracker.partitionsDone(), 2048 + 2044);
        tracker.onShareFailed(1, Error::network(u"gone"_s));
        QCOMPARE(tracker.partitionsDone(), 2048);
        QCOMPARE(tracker.endRound().next, Next::Round);
    }

    void theCursorFollowsWhatWasTaken()
    {
        const auto ids = range(0, 4);
        QueryCursor cursor = QueryCursor::start("test", "s", ids);
        PartitionTracker tracker(cursor, {.limit = 3, .maxRetries = 5});
        (void)tracker.beginRound(nodes(2)); // 2 and 1 rows
        QVERIFY(tracker.takeDelta().empty());
        QCOMPARE(tracker.onRecord(0, record(0, 1)), Verdict::Take);
        QCOMPARE(tracker.onRecord(0, record(0, 2)), Verdict::Take);
        cursor.apply(tracker.takeDelta());
        QCOMPARE(cursor.entries()[0].after->after, record(0, 2));
        QVERIFY(!cursor.entries()[2].after && !cursor.entries()[2].done);
        QCOMPARE(tracker.onRecord(1, record(3, 7)), Verdict::Take);
        QCOMPARE(tracker.onRecord(1, record(3, 8)), Verdict::Drop); // moves nothing
        tracker.onShareDone(0);
        tracker.onShareDone(1);
        QCOMPARE(tracker.endRound().next, Next::Complete);
        cursor.apply(tracker.takeDelta());
        QCOMPARE(cursor.entries()[3].after->after, record(3, 7));
        QVERIFY(!cursor.isDone());

        const QueryCursor stored = QueryCursor::fromBytes(cursor.toBytes()).value();
        QCOMPARE(stored, cursor);
        PartitionTracker next(stored, {.maxRetries = 5});
        const auto &shares = next.beginRound(nodes(1));
        QCOMPARE(shares[0].whole, (std::vector<quint16>{1, 2}));
        QCOMPARE(shares[0].resumed.size(), 2U);
        QCOMPARE(shares[0].resumed[1].after, record(3, 7));
        next.onShareDone(0);
        QCOMPARE(next.endRound().next, Next::Complete);
        cursor.apply(next.takeDelta());
        QVERIFY(cursor.isDone());
        PartitionTracker nothing(cursor, {.maxRetries = 5});
        QVERIFY(nothing.beginRound(nodes(1)).empty());
        QCOMPARE(nothing.endRound().next, Next::Complete);
        QCOMPARE(nothing.partitionsDone(), 4);
    }

    void cursorsThatAreNone()
    {
        QueryCursor cursor = QueryCursor::start("test", "s");
        QueryCursor::Entry entry;
        entry.partition = 5;
        entry.after = QueryCursor::Place{record(5, 9), -77};
        cursor.apply({{5, entry}});
        const QByteArray good = cursor.toBytes();
        QCOMPARE(QueryCursor::fromBytes(good).value().entries()[5].after->indexValue, -77);
        QVERIFY(!QueryCursor::fromBytes({}));
        QVERIFY(!QueryCursor::fromBytes("no cursor at all, but long enough"));
        for (qsizetype size = 0; size < good.size(); size += 97)
            QVERIFY(!QueryCursor::fromBytes(good.first(size)));
        for (qsizetype at = 0; at < good.size(); at += 101) {
            QByteArray changed = good;
            changed[at] = static_cast<char>(changed[at] ^ 0x10);
            QCOMPARE(QueryCursor::fromBytes(changed).error().kind, ErrorKind::InvalidArgument);
        }
    }

    void aDeadNodesPartitionsGoOnElsewhereAfterTheLastRecord()
    {
        PartitionTracker tracker(range(0, 4), {.maxRetries = 5});
        (void)tracker.beginRound(nodes(2)); // node 0: 0, 2; node 1: 1, 3
        QCOMPARE(tracker.onRecord(0, record(2, 1)), Verdict::Take);
        QCOMPARE(tracker.onRecord(0, record(2, 2)), Verdict::Take);
        tracker.onShareFailed(0, Error::network(u"gone"_s));
        tracker.onShareDone(1);
        const auto outcome = tracker.endRound();
        QCOMPARE(outcome.next, Next::Round);
        const auto &shares = tracker.beginRound(nodes(2));
        QCOMPARE(shares.size(), 1U);
        QCOMPARE(shares[0].node, 1); // the other copy
        QCOMPARE(shares[0].whole, std::vector<quint16>{0});
        QCOMPARE(shares[0].resumed.size(), 1U);
        QCOMPARE(shares[0].resumed[0].after, record(2, 2));
        QCOMPARE(tracker.onRecord(0, record(2, 3)), Verdict::Take);
        tracker.onShareDone(0);
        QCOMPARE(tracker.endRound().next, Next::Complete);
        QCOMPARE(tracker.delivered(), 3);
    }

    void markersReopenSinglePartitions()
    {
        PartitionTracker tracker(range(0, 4), {.maxRetries = 5});
        (void)tracker.beginRound(nodes(1));
        tracker.onPartitionUnavailable(0, 3, ResultCode::Unavailable);
        tracker.onPartitionUnavailable(0, 3, ResultCode::Unavailable);
        tracker.onPartitionUnavailable(0, 9, ResultCode::Unavailable); // never asked
        tracker.onPartitionUnavailable(0, -1, ResultCode::Unavailable);
        tracker.onPartitionUnavailable(0, 70000, ResultCode::Unavailable);
        tracker.onShareDone(0);
        QCOMPARE(tracker.partitionsDone(), 3);
        QCOMPARE(tracker.endRound().next, Next::Round);
        const auto &shares = tracker.beginRound(nodes(1));
        QCOMPARE(shares[0].whole, std::vector<quint16>{3});
    }

    void givesUpAfterFruitlessRounds()
    {
        PartitionTracker tracker(range(0, 1), {.maxRetries = 2});
        std::chrono::milliseconds last{0};
        for (int round = 0; round < 2; ++round) {
            (void)tracker.beginRound(nodes(1));
            tracker.onShareFailed(0, Error::network(u"gone"_s));
            const auto outcome = tracker.endRound();
            QCOMPARE(outcome.next, Next::Round);
            QVERIFY(outcome.delay > last);
            last = outcome.delay;
        }
        (void)tracker.beginRound(nodes(1));
        tracker.onShareFailed(0, Error::network(u"still gone"_s));
        const auto outcome = tracker.endRound();
        QCOMPARE(outcome.next, Next::Failed);
        QCOMPARE(outcome.error->message, u"still gone"_s);
    }

    void progressStartsTheCountAgain()
    {
        PartitionTracker tracker(range(0, 1), {.maxRetries = 1});
        for (int round = 1; round < 50; ++round) {
            (void)tracker.beginRound(nodes(1));
            QCOMPARE(tracker.onRecord(0, record(0, round)), Verdict::Take);
            tracker.onShareFailed(0, Error::network(u"gone"_s));
            QCOMPARE(tracker.endRound().next, Next::Round);
        }
    }

    void withoutRetriesTheFirstFailureEnds()
    {
        PartitionTracker tracker(range(0, 2), {.maxRetries = 0});
        (void)tracker.beginRound(nodes(2));
        QCOMPARE(tracker.onRecord(0, record(0, 1)), Verdict::Take);
        tracker.onShareDone(0);
        tracker.onShareFailed(1, Error::network(u"gone"_s));
        QCOMPARE(tracker.endRound().next, Next::Failed);
    }

    void curable_data()
    {
        QTest::addColumn<Error>("error");
        QTest::addColumn<bool>("curable");
        QTest::newRow("network") << Error::network(u"x"_s) << true;
        QTest::newRow("time-out") << Error::timeout(u"x"_s) << true;
        QTest::newRow("no node") << Error::notConnected(u"x"_s) << true;
        QTest::newRow("9") << Error::server(ResultCode::Timeout) << true;
        QTest::newRow("11") << Error::server(ResultCode::Unavailable) << true;
        QTest::newRow("201") << Error::server(ResultCode::IndexNotFound) << true;
        QTest::newRow("203") << Error::server(ResultCode::IndexNotReadable) << true;
        QTest::newRow("4") << Error::server(ResultCode::Parameter) << false;
        QTest::newRow("15") << Error::server(ResultCode::QueryAborted) << false;
        QTest::newRow("81") << Error::server(ResultCode::RoleViolation) << false;
        QTest::newRow("protocol") << Error::protocol(u"x"_s) << false;
        QTest::newRow("cancelled") << Error::cancelled() << false;
    }
    void curable()
    {
        QFETCH(Error, error);
        QFETCH(bool, curable);
        PartitionTracker tracker(range(0, 2), {.maxRetries = 3});
        (void)tracker.beginRound(nodes(2));
        tracker.onShareFailed(1, error);
        QCOMPARE(tracker.isSettled(), !curable);
        tracker.onShareDone(0);
        QCOMPARE(tracker.endRound().next, curable ? Next::Round : Next::Failed);
    }

    void noNodeAtAll()
    {
        PartitionTracker tracker(range(0, 2), {.maxRetries = 1});
        QVERIFY(tracker.beginRound([](int, ReplicaCursor &) { return noNode; }).empty());
        QCOMPARE(tracker.endRound().next, Next::Round);
        QVERIFY(tracker.beginRound([](int, ReplicaCursor &) { return noNode; }).empty());
        const auto outcome = tracker.endRound();
        QCOMPARE(outcome.next, Next::Failed);
        QCOMPARE(outcome.error->kind, ErrorKind::NotConnected);
    }

    void limitsAreSplit_data()
    {
        QTest::addColumn<qint64>("limit");
        QTest::addColumn<QList<qint64>>("parts");
        QTest::newRow("even") << qint64(9) << QList<qint64>{3, 3, 3};
        QTest::newRow("remainder to the first") << qint64(11) << QList<qint64>{4, 4, 3};
        QTest::newRow("fewer than nodes") << qint64(2) << QList<qint64>{1, 1, 1};
        QTest::newRow("none") << qint64(0) << QList<qint64>{0, 0, 0};
    }
    void limitsAreSplit()
    {
        QFETCH(qint64, limit);
        PartitionTracker tracker(range(0, 9), {.limit = limit});
        QList<qint64> parts;
        for (const auto &share : tracker.beginRound(nodes(3)))
            parts << share.limit;
        QTEST(parts, "parts");
    }

    void surplusIsDroppedAndDoesNotMoveTheCursor()
    {
        PartitionTracker tracker(range(0, 3), {.limit = 2, .maxRetries = 1});
        (void)tracker.beginRound(nodes(3));
        QCOMPARE(tracker.onRecord(0, record(0, 1)), Verdict::Take);
        QCOMPARE(tracker.onRecord(1, record(1, 1)), Verdict::Take);
        QVERIFY(tracker.isSettled());
        QCOMPARE(tracker.onRecord(2, record(2, 1)), Verdict::Drop);
        for (const std::size_t share : {0U, 1U, 2U})
            tracker.onShareDone(share);
        QCOMPARE(tracker.endRound().next, Next::Complete);
        QCOMPARE(tracker.delivered(), 2);
    }

    void aNodeWithFewRecordsDoesNotShortenTheResult()
    {
        // limit 10 over two nodes: 5 each; node 0 has 1 record, node 1 has many
        PartitionTracker tracker(range(0, 2), {.limit = 10, .maxRetries = 0});
        (void)tracker.beginRound(nodes(2));
        QCOMPARE(tracker.onRecord(0, record(0, 1)), Verdict::Take);
        tracker.onShareDone(0);
        for (int n = 1; n <= 5; ++n)
            QCOMPARE(tracker.onRecord(1, record(1, n)), Verdict::Take);
        tracker.onShareDone(1);
        const auto outcome = tracker.endRound();
        QCOMPARE(outcome.next, Next::Round);
        QCOMPARE(outcome.delay, 0ms);
        const auto &shares = tracker.beginRound(nodes(2));
        QCOMPARE(shares.size(), 1U);
        QCOMPARE(shares[0].limit, 4);
        QCOMPARE(shares[0].resumed[0].after, record(1, 5));
        for (int n = 6; n <= 9; ++n)
            QCOMPARE(tracker.onRecord(0, record(1, n)), Verdict::Take);
        tracker.onShareDone(0);
        QCOMPARE(tracker.endRound().next, Next::Complete);
    }

    void recordsOfOtherPartitionsAreNotTaken()
    {
        PartitionTracker tracker(range(0, 2), {});
        (void)tracker.beginRound(nodes(2));
        QCOMPARE(tracker.onRecord(0, record(1, 1)), Verdict::Drop); // node 1's
        QCOMPARE(tracker.onRecord(0, record(5, 1)), Verdict::Drop); // nobody's
        QCOMPARE(tracker.delivered(), 0);
    }

    /// A model of a cluster that fails in every way at random places: each record arrives exactly once.
    void nothingTwiceNothingLost_data()
    {
        QTest::addColumn<int>("limit");
        QTest::newRow("all") << 0;
        QTest::newRow("limit 1") << 1;
        QTest::newRow("limit 37") << 37;
        QTest::newRow("limit above the total") << 100'000;
    }
    void nothingTwiceNothingLost()
    {
        QFETCH(int, limit);
        constexpr int partitions = 64;
        constexpr int nodeCount = 4;
        for (quint32 seed = 1; seed <= 100; ++seed) {
            QRandomGenerator random(seed);
            std::vector<int> sizes(partitions);
            int total = 0;
            for (int &size : sizes)
                total += size = random.bounded(12);
            PartitionTracker tracker(range(0, partitions), {.limit = limit, .maxRetries = 1000});
            std::map<int, std::set<int>> got;
            int rounds = 0;
            for (;;) {
                QVERIFY(++rounds < 500);
                const auto shares = tracker.beginRound(nodes(nodeCount));
                for (std::size_t i = 0; i < shares.size(); ++i) {
                    // what this node would send: partitions interleaved, each in digest order
                    std::map<int, int> next;
                    for (const quint16 id : shares[i].whole)
                        next[id] = 0;
                    for (const auto &resume : shares[i].resumed)
                        next[resume.after.partitionId()] =
                            resume.after.bytes[2] * 256 + resume.after.bytes[3] + 1;
                    const bool dies = random.bounded(3) == 0;
                    qint64 sent = 0;
                    bool dead = false;
                    while (!next.empty() && !dead) {
                        auto at = next.begin();
                        std::advance(at, random.bounded(static_cast<int>(next.size())));
                        if (random.bounded(40) == 0) {
                            tracker.onPartitionUnavailable(i, at->first, ResultCode::Unavailable);
                            next.erase(at);
                            continue;
                        }
                        if (at->second >= sizes[static_cast<std::size_t>(at->first)]) {
                            next.erase(at);
                            continue;
                        }
                        if (shares[i].limit > 0 && sent == shares[i].limit)
                            break;
                        ++sent;
                        if (tracker.onRecord(i, record(at->first, at->second)) == Verdict::Take)
                            QVERIFY(got[at->first].insert(at->second).second);
                        ++at->second;
                        dead = dies && random.bounded(10) == 0;
                    }
                    if (dead)
                        tracker.onShareFailed(i, Error::network(u"died"_s));
                    else
                        tracker.onShareDone(i);
                }
                const auto outcome = tracker.endRound();
                QVERIFY(outcome.next != Next::Failed);
                if (outcome.next == Next::Complete)
                    break;
            }
            int count = 0;
            for (const auto &[partition, records] : got)
                count += static_cast<int>(records.size());
            QCOMPARE(count, limit > 0 ? std::min(limit, total) : total);
            QCOMPARE(tracker.delivered(), count);
        }
    }
};

QTEST_GUILESS_MAIN(TestPartitionTracker)
#include "tst_partitiontracker.moc"
