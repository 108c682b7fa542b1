// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Plays recorded requests against a node and compares the replies with those of a community server 8.1.2,
// byte for byte: records with mixed flags, batches, queries along every kind of index, info commands.
//
// A file of tests/data/requests is one conversation; each line is a case of it: "requests" and "replies" as
// hex digits. A reply may consist of several packets, whose borders and order of rows do not count. Void
// times are compared by whether there is one.

#include "app/demo/embeddedcluster.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpSocket>
#include <QTest>
#include <QtEndian>

#include <algorithm>

using namespace Aeroscope;
using namespace Qt::StringLiterals;

namespace {

constexpr int timeoutMs = 60'000;
constexpr qsizetype packetHeader = 8;
constexpr qsizetype messageHeader = 22;
constexpr char messagePacket = 3;

quint64 packetSize(QByteArrayView header)
{
    return qFromBigEndian<quint64>(header.data()) & 0xffffffffffffULL;
}

/// Ends at the end of a message whose header stands at `at`; too far when the message is cut off.
qsizetype messageEnd(QByteArrayView body, qsizetype at)
{
    const int parts =
        qFromBigEndian<quint16>(body.data() + at + 18) + qFromBigEndian<quint16>(body.data() + at + 20);
    qsizetype end = at + messageHeader;
    for (int i = 0; i < parts && end + 4 <= body.size(); ++i)
        end += 4 + static_cast<qsizetype>(qFromBigEndian<quint32>(body.data() + end));
    return end;
}

/// The messages of a reply in a fixed order, void times reduced to "there is one". A packet of another kind
/// stays whole.
QList<QByteArray> messagesOf(QByteArrayView reply)
{
    QList<QByteArray> messages;
    while (reply.size() >= packetHeader) {
        const auto size = static_cast<qsizetype>(packetSize(reply));
        const QByteArrayView body = reply.sliced(packetHeader, qMin(size, reply.size() - packetHeader));
        if (reply[1] != messagePacket) {
            messages.append(body.toByteArray());
        } else {
            for (qsizetype at = 0; at + messageHeader <= body.size();) {
                const qsizetype end = qMin(messageEnd(body, at), body.size());
                QByteArray message = body.sliced(at, end - at).toByteArray();
                if (qFromBigEndian<quint32>(message.constData() + 10) != 0)
                    qToBigEndian<quint32>(1, message.data() + 10);
                messages.append(message);
                at = end;
            }
        }
        reply = reply.sliced(packetHeader + body.size());
    }
    std::sort(messages.begin(), messages.end());
    return messages;
}

/// A blocking connection to a node.
class Peer
{
public:
    explicit Peer(quint16 port)
    {
        m_socket.connectToHost(u"127.0.0.1"_s, port);
        m_isOpen = m_socket.waitForConnected(timeoutMs);
        m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    }
    [[nodiscard]] bool isOpen() const noexcept { return m_isOpen; }
    void send(const QByteArray &bytes) { m_socket.write(bytes); }
    /// The packets up to as many messages as are expected, or fewer when the node stops before.
    [[nodiscard]] QByteArray receive(qsizetype messages)
    {
        QByteArray reply;
        do {
            const QByteArray header = take(packetHeader);
            if (header.isEmpty())
                break;
            reply += header + take(static_cast<qsizetype>(packetSize(header)));
        } while (messagesOf(reply).size() < messages);
        return reply;
    }

private:
    QByteArray take(qsizetype count)
    {
        while (m_socket.bytesAvailable() < count) {
            if (!m_socket.waitForReadyRead(timeoutMs))
                return {};
        }
        return m_socket.read(count);
    }

    QTcpSocket m_socket;
    bool m_isOpen = false;
};

QByteArray infoRequest(const QByteArray &command)
{
    QByteArray request(packetHeader, '\0');
    constexpr quint64 infoPacket = 0x0201ULL << 48;
    qToBigEndian<quint64>(infoPacket | static_cast<quint64>(command.size() + 1), request.data());
    return request + command + '\n';
}

/// Indexes are built by and by: true once the one that `request` makes, if it makes one, is complete.
bool waitForIndex(Peer &node, const QByteArray &request)
{
    constexpr QByteArrayView name = "indexname=";
    const qsizetype at = request.indexOf(name);
    if (!request.contains("sindex-create") || at < 0)
        return true;
    const QByteArray index = request.mid(at, request.indexOf(';', at) - at);
    return QTest::qWaitFor(
        [&] {
            node.send(infoRequest("sindex-stat:namespace=test;" + index));
            return node.receive(1).contains("load_pct=100");
        },
        timeoutMs);
}

} // namespace

class TestRecordedRequests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answerAsRecorded_data();
    void answerAsRecorded();
};

void TestRecordedRequests::answerAsRecorded_data()
{
    QTest::addColumn<QString>("path");
    const QDir folder(QStringLiteral(AEROSCOPE_TEST_DATA "/requests"));
    const QStringList names = folder.entryList({u"*.jsonl"_s}, QDir::Files, QDir::Name);
    QVERIFY(!names.isEmpty());
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << folder.filePath(name);
}

void TestRecordedRequests::answerAsRecorded()
{
    QFETCH(QString, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto cluster = Demo::EmbeddedCluster::start();
    QVERIFY(cluster.has_value());
    Peer node((*cluster)->port(0));
    QVERIFY(node.isOpen());
    int line = 0;
    while (!file.atEnd()) {
        ++line;
        const QJsonObject recorded = QJsonDocument::fromJson(file.readLine()).object();
        const QJsonArray requests = recorded[u"requests"_s].toArray();
        const QJsonArray replies = recorded[u"replies"_s].toArray();
        QVERIFY2(!requests.isEmpty() && requests.size() == replies.size(), qPrintable(path));
        for (qsizetype i = 0; i < requests.size(); ++i) {
            const QByteArray request = QByteArray::fromHex(requests[i].toString().toLatin1());
            node.send(request);
            const QList<QByteArray> wanted =
                messagesOf(QByteArray::fromHex(replies[i].toString().toLatin1()));
            const QList<QByteArray> got = messagesOf(node.receive(wanted.size()));
            if (got == wanted) {
                QVERIFY(waitForIndex(node, request));
                continue;
            }
            const QByteArray place = "line " + QByteArray::number(line) + ", request " +
                                     QByteArray::number(i + 1) + ": expected " +
                                     wanted.join(' ').toHex().left(600) + ", got " +
                                     got.join(' ').toHex().left(600);
            QFAIL(place.constData());
        }
    }
    QVERIFY(line > 0);
}

QTEST_GUILESS_MAIN(TestRecordedRequests)
#include "tst_recordedrequests.moc"
