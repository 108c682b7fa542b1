// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/embeddedcluster.h"
#include "tests/demo/rawconnection.h"

#include <QElapsedTimer>
#include <QTest>
#include <QtEndian>

using namespace Aeroscope;
using namespace Aeroscope::Demo;
using namespace Aeroscope::Test;
using namespace std::chrono_literals;

namespace {

constexpr int ok = 0, notFound = 2, timeout = 9, overload = 18;
/// Long enough to see that nothing comes; a node that does answer takes microseconds.
constexpr auto shortWhile = 150ms;
constexpr qsizetype plainReplySize = 30;

} // namespace

/// Each way in which a node can misbehave, seen from the outside.
class TestFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        ClusterOptions options;
        options.nodes = 2;
        options.namespaces = {"test"};
        auto cluster = EmbeddedCluster::start(options);
        QVERIFY(cluster.has_value());
        m_cluster = std::move(*cluster);
    }
    void cleanup() { m_cluster.reset(); }

    void latencyDelaysOneConnectionOnly()
    {
        FaultRule rule;
        rule.request = RequestKind::Write;
        rule.delay = 80ms;
        add(rule);
        RawConnection slow(port());
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(slow.ask(writeRequest("a", 1)), ok);
        QVERIFY(timer.elapsed() >= 80);

        m_cluster->faults().clear();
        rule.delay = 1h;
        add(rule);
        slow.send(writeRequest("a", 2));
        RawConnection other(port());
        QCOMPARE(other.ask(readRequest("a")), ok);
        QCOMPARE(slow.receive(1, 0ms), QByteArray());
    }

    void silenceKeepsTheConnectionOpen()
    {
        FaultRule rule;
        rule.silent = true;
        add(rule);
        RawConnection client(port());
        client.send(readRequest("a"));
        QCOMPARE(client.receive(1, shortWhile), QByteArray());
        QCOMPARE(client.ending(0ms), RawConnection::Ending::Open);
    }

    void aCodeForEachKthRequest()
    {
        FaultRule rule;
        rule.request = RequestKind::Read;
        rule.code = ResultCode::Timeout;
        rule.skip = 1;
        rule.every = 3;
        rule.limit = 2;
        const int id = m_cluster->faults().add(rule);
        RawConnection client(port());
        QList<int> codes;
        for (int i = 0; i < 10; ++i)
            codes << client.ask(readRequest("a"));
        QCOMPARE(codes, (QList<int>{2, 9, 2, 2, 9, 2, 2, 2, 2, 2}));
        QCOMPARE(m_cluster->faults().hits(id), 2);
    }

    void aCodeForAKeyPartitionSetOrNode()
    {
        RawConnection client(port());
        FaultRule byKey;
        byKey.digest = digestOf("a");
        byKey.code = ResultCode::Timeout;
        add(byKey);
        QCOMPARE(client.ask(readRequest("a")), timeout);
        QCOMPARE(client.ask(readRequest("b")), notFound);
        m_cluster->faults().clear();

        FaultRule byPartition;
        byPartition.partition = digestOf("b").partitionId();
        byPartition.code = ResultCode::DeviceOverload;
        add(byPartition);
        QCOMPARE(client.ask(readRequest("a")), notFound);
        QCOMPARE(client.ask(readRequest("b")), overload);
        m_cluster->faults().clear();

        FaultRule bySet;
        bySet.set = "other";
        bySet.code = ResultCode::Timeout;
        add(bySet);
        QCOMPARE(client.ask(readRequest("a")), notFound);
        m_cluster->faults().clear();
        bySet.set = "s";
        add(bySet);
        QCOMPARE(client.ask(readRequest("a")), timeout);
        m_cluster->faults().clear();

        FaultRule byNode;
        byNode.node = 1;
        byNode.code = ResultCode::Timeout;
        add(byNode);
        RawConnection second(port(1));
        QCOMPARE(client.ask(readRequest("a")), notFound);
        QCOMPARE(second.ask(readRequest("a")), timeout);
    }

    void rowsOfABatchFailAlone()
    {
        RawConnection client(port());
        QCOMPARE(client.ask(writeRequest("a", 1)), ok);
        QCOMPARE(client.ask(writeRequest("b", 2)), ok);
        FaultRule rule;
        rule.digest = digestOf("b");
        rule.code = ResultCode::DeviceOverload;
        add(rule);
        client.send(batchRequest({"a", "b", "c"}));
        const QByteArray rows = client.receivePacket().mid(8);
        // Code and row number of each message; the first carries a bin of 17 bytes.
        QVERIFY(rows.size() > 3 * 22);
        QCOMPARE(int(rows[5]), ok);
        const qsizetype second = rows.size() - 2 * 22;
        QCOMPARE(int(rows[second + 5]), overload);
        QCOMPARE(int(rows[second + 17]), 1);
        QCOMPARE(int(rows[second + 22 + 5]), notFound);
        const QByteArray last = client.receivePacket().mid(8);
        QCOMPARE(int(last[5]), ok);
    }

    void aPartitionOfAQueryIsUnavailable()
    {
        FaultRule rule;
        rule.partition = 7;
        rule.code = ResultCode::Unavailable;
        add(rule);
        RawConnection client(port());
        const int owned = ownedPartition(7);
        client.send(queryRequest(7));
        const QByteArray refused = client.receivePacket().mid(8);
        QVERIFY(refused.size() >= 22);
        QCOMPARE(int(refused[5]), int(ResultCode::Unavailable));
        QCOMPARE(client.receivePacket().size(), plainReplySize); // the end of the query
        client.send(queryRequest(owned));
        const QByteArray fine = client.receivePacket().mid(8);
        QCOMPARE(int(fine[3]) & 1, 1); // nothing but the end
        QCOMPARE(int(fine[5]), ok);
    }

    void appliedAndTimedOut()
    {
        FaultRule rule;
        rule.request = RequestKind::Write;
        rule.applyFirst = true;
        rule.code = ResultCode::Timeout;
        rule.limit = 1;
        add(rule);
        RawConnection client(port());
        QCOMPARE(client.ask(writeRequest("a", 1)), timeout);
        QCOMPARE(client.ask(readRequest("a")), ok);
    }

    void appliedAndSilentOrReset()
    {
        FaultRule rule;
        rule.request = RequestKind::Write;
        rule.applyFirst = true;
        rule.limit = 1;
        add(rule);
        RawConnection silent(port());
        silent.send(writeRequest("a", 1));
        QCOMPARE(silent.receive(1, shortWhile), QByteArray());
        rule.closeAtReplyByte = 0;
        rule.reset = true;
        add(rule);
        RawConnection reset(port());
        reset.send(writeRequest("b", 1));
        QCOMPARE(reset.ending(), RawConnection::Ending::Reset);
        RawConnection other(port());
        QCOMPARE(other.ask(readRequest("a")), ok);
        QCOMPARE(other.ask(readRequest("b")), ok);
    }

    void closesAtAByteOfTheReply_data()
    {
        QTest::addColumn<int>("byte");
        QTest::addColumn<bool>("reset");
        for (const int byte : {0, 1, 7, 8, 13, 29})
            QTest::addRow("after %d", byte) << byte << false;
        QTest::newRow("reset at once") << 0 << true;
        QTest::newRow("reset after 8") << 8 << true;
    }
    void closesAtAByteOfTheReply()
    {
        QFETCH(int, byte);
        QFETCH(bool, reset);
        FaultRule rule;
        rule.request = RequestKind::Write;
        rule.closeAtReplyByte = byte;
        rule.reset = reset;
        add(rule);
        RawConnection client(port());
        client.send(writeRequest("a", 1));
        const QByteArray got = client.receive(plainReplySize);
        // A reset may overtake the bytes that were sent before it.
        if (!reset)
            QCOMPARE(got.size(), byte);
        QCOMPARE(client.ending(), reset ? RawConnection::Ending::Reset : RawConnection::Ending::Closed);
        QCOMPARE(m_cluster->objectCount("test"), 1); // only the reply is lost
    }

    void closesAtAByteOfTheRequest()
    {
        FaultRule rule;
        rule.request = RequestKind::Write;
        rule.closeAtRequestByte = 50;
        rule.skip = 1;
        const int id = m_cluster->faults().add(rule);
        RawConnection client(port());
        // The request that passes is counted once, however its bytes come.
        const QByteArray first = writeRequest("a", 1);
        for (const char byte : first)
            client.send(QByteArray(1, byte));
        QCOMPARE(client.receivePacket().size(), plainReplySize);
        QCOMPARE(m_cluster->faults().hits(id), 0);
        client.send(writeRequest("b", 1).first(49));
        QCOMPARE(client.receive(1, shortWhile), QByteArray());
        QCOMPARE(client.ending(0ms), RawConnection::Ending::Open);
        client.send(QByteArray(1, 'x'));
        QCOMPARE(client.ending(), RawConnection::Ending::Closed);
        QCOMPARE(m_cluster->objectCount("test"), 1);
    }

    void garbageInsteadOfAReply()
    {
        FaultRule rule;
        rule.garbageBytes = 64;
        rule.limit = 1;
        add(rule);
        RawConnection client(port());
        client.send(readRequest("a"));
        const QByteArray got = client.receive(65, shortWhile);
        QCOMPARE(got.size(), 64);
        QVERIFY(got[0] != 2);
    }

    void wrongSizeInTheHeader()
    {
        RawConnection client(port());
        for (const int error : {-5, 5, 1000}) {
            m_cluster->faults().clear();
            FaultRule rule;
            rule.sizeError = error;
            rule.limit = 1;
            add(rule);
            client.send(readRequest("a"));
            const QByteArray got = client.receive(plainReplySize);
            QCOMPARE(got.size(), plainReplySize);
            QCOMPARE(qFromBigEndian<quint64>(got.constData()) & 0xffffffffffff, quint64(22 + error));
        }
    }

    void aReplyInPieces()
    {
        RawConnection client(port());
        client.send(infoRequest("node\nbuild\n"));
        const QByteArray whole = client.receivePacket();
        FaultRule rule;
        rule.pieceBytes = 3;
        rule.piecePause = 2ms;
        add(rule);
        QElapsedTimer timer;
        timer.start();
        client.send(infoRequest("node\nbuild\n"));
        QCOMPARE(client.receivePacket(), whole);
        QVERIFY(timer.elapsed() >= (whole.size() / 3 - 1) * 2);
    }

    void aSlowReader()
    {
        FaultRule rule;
        rule.node = 0;
        rule.readBytes = 8;
        rule.readPause = 5ms;
        add(rule);
        RawConnection client(port());
        RawConnection other(port(1));
        const QByteArray request = writeRequest("a", 1);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(client.ask(request), ok);
        QVERIFY(timer.elapsed() >= (request.size() / 8 - 1) * 5);
        QCOMPARE(other.ask(readRequest("a")), ok);
    }

    void theClockJumps()
    {
        RawConnection client(port());
        QCOMPARE(client.ask(writeRequest("a", 1, 100)), ok);
        FaultRule rule;
        rule.request = RequestKind::Info;
        rule.clockJump = 99s;
        rule.limit = 2;
        add(rule);
        QCOMPARE(client.ask(readRequest("a")), ok);
        for (int i = 0; i < 2; ++i) {
            client.send(infoRequest("node\n"));
            QVERIFY(client.receivePacket().size() > 8);
        }
        QCOMPARE(client.ask(readRequest("a")), notFound);
    }

    void connectionsAreRefusedOrIgnored()
    {
        m_cluster->setAcceptMode(0, AcceptMode::CloseAtOnce);
        QTRY_VERIFY(RawConnection(port()).ending() != RawConnection::Ending::Open);
        m_cluster->setAcceptMode(0, AcceptMode::Ignore);
        m_cluster->setAcceptMode(1, AcceptMode::Ignore);
        // Node 1 was told after node 0; when it ignores clients, so does node 0.
        QTRY_VERIFY(answers(1) == false);
        RawConnection ignored(port());
        ignored.send(readRequest("a"));
        QCOMPARE(ignored.receive(1, shortWhile), QByteArray());
        m_cluster->setAcceptMode(0, AcceptMode::Normal);
        QCOMPARE(ignored.receivePacket().size(), plainReplySize); // it waited in the backlog
    }

private:
    void add(const FaultRule &rule) { static_cast<void>(m_cluster->faults().add(rule)); }
    [[nodiscard]] quint16 port(int node = 0) const { return m_cluster->port(node); }
    [[nodiscard]] bool answers(int node) const
    {
        RawConnection client(port(node));
        client.send(readRequest("a"));
        return !client.receive(1, shortWhile).isEmpty();
    }
    /// A partition other than `not` that node 0 is master of.
    [[nodiscard]] int ownedPartition(int other) const
    {
        for (int partition = 0;; ++partition) {
            if (partition != other && m_cluster->masterOf(partition) == 0)
                return partition;
        }
    }

    std::unique_ptr<EmbeddedCluster> m_cluster;
};

QTEST_GUILESS_MAIN(TestFaults)
#include "tst_faults.moc"
