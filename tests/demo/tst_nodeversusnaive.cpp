// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Random records and random filters: a node asked over its socket must decide as the naive evaluator, which
// shares no code with it. AEROSCOPE_SEED repeats a run or tries another one.

#include "app/demo/embeddedcluster.h"
#include "tests/support/naiveevaluator.h"
#include "tests/support/naivegenerator.h"
#include "tests/support/naivewire.h"

#include <QTcpSocket>
#include <QTest>
#include <QtEndian>

#include <cmath>

using namespace Aeroscope;
using namespace Qt::StringLiterals;

namespace {

constexpr int records = 250;
constexpr int filtersOfRecord = 80;
constexpr int timeoutMs = 60'000;

/// A node and a blocking connection to it.
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
    /// The next message, nothing when none comes.
    [[nodiscard]] std::optional<Naive::WireMessage> receive()
    {
        const QByteArray header = take(8);
        if (header.isEmpty())
            return std::nullopt;
        const quint64 size = qFromBigEndian<quint64>(header.constData()) & 0xffffffffffffULL;
        return Naive::parseMessage(header + take(static_cast<qsizetype>(size)));
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

bool isSame(const Value &a, const Value &b)
{
    const auto isNan = [](const Value &v) {
        return v.type() == Value::Type::Double && std::isnan(v.toDouble());
    };
    return a == b || (isNan(a) && isNan(b));
}

} // namespace

class TestNodeVersusNaive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreeOnRandomFilters();
};

void TestNodeVersusNaive::agreeOnRandomFilters()
{
    constexpr quint8 filteredOut = 27;
    constexpr quint8 notApplicable = 26;
    constexpr quint8 badRequest = 4;
    constexpr quint8 recordSizeOpcode = 74;
    const quint64 seed = Naive::Generator::seed(20'250);
    qInfo("seed %llu", static_cast<unsigned long long>(seed));
    const auto cluster = Demo::EmbeddedCluster::start();
    QVERIFY(cluster.has_value());
    Peer node((*cluster)->port(0));
    QVERIFY(node.isOpen());

    Naive::Generator generator(seed);
    int pairs = 0;
    int passed = 0;
    int unknown = 0;
    for (int r = 0; r < records; ++r) {
        Naive::Record record = generator.record();
        constexpr quint32 neverExpires = 0xffffffff;
        node.send(Naive::putRequest("test", record, r % 3 == 0 ? 1'000'000 : neverExpires));
        const auto put = node.receive();
        QVERIFY(put);
        QCOMPARE(put->resultCode, quint8{0});
        record.voidTime = put->ttl;
        record.nowMs = record.lastUpdateMs = (*cluster)->clock().nowMs();
        record.recordSize = Naive::storedSize(record);
        if (const Value *region = record.bin("r"); region && region->type() == Value::Type::GeoJson) {
            // The cells that cover a region count too; only the node knows them.
            node.send(Naive::expressionRequest("test", record,
                                               QByteArray("\x91", 1) + static_cast<char>(recordSizeOpcode)));
            const auto size = node.receive();
            QVERIFY(size && !size->ops.empty());
            record.recordSize =
                Naive::particleValue(size->ops[0].type, size->ops[0].bytes).value_or(Value()).toInteger();
        }
        QByteArray requests;
        std::vector<std::pair<QByteArray, QByteArray>> cases;
        for (int i = 0; i < filtersOfRecord; ++i) {
            cases.emplace_back(generator.filter(), generator.expression());
            requests += Naive::filteredRequest("test", record, cases.back().first) +
                        Naive::expressionRequest("test", record, cases.back().second);
        }
        node.send(requests + Naive::deleteRequest("test", record));
        for (const auto &[filter, expression] : cases) {
            ++pairs;
            const auto decided = node.receive();
            QVERIFY(decided);
            const Naive::Outcome wanted = Naive::evaluateFilter(filter, record);
            const bool passes = wanted.isKnown() && wanted.value.toBool();
            passed += passes ? 1 : 0;
            unknown += wanted.isKnown() ? 0 : 1;
            const quint8 code = wanted.kind == Naive::Outcome::Kind::Refused ? badRequest
                                : passes                                     ? quint8{0}
                                                                             : filteredOut;
            const QByteArray decision = "record " + QByteArray::number(r) + ", node " +
                                        QByteArray::number(decided->resultCode) + ", filter " +
                                        filter.toHex();
            QVERIFY2(decided->resultCode == code, decision.constData());

            const auto answered = node.receive();
            QVERIFY(answered);
            const Naive::Outcome value = Naive::evaluate(expression, record);
            const quint8 valueCode = value.kind == Naive::Outcome::Kind::Refused ? badRequest
                                     : value.isKnown()                           ? quint8{0}
                                                                                 : notApplicable;
            const QByteArray place = "record " + QByteArray::number(r) + ", node " +
                                     QByteArray::number(answered->resultCode) + ", expression " +
                                     expression.toHex();
            QVERIFY2(answered->resultCode == valueCode, place.constData());
            if (valueCode == 0) {
                const auto got = answered->ops.empty()
                                     ? std::optional<Value>(Value())
                                     : Naive::particleValue(answered->ops[0].type, answered->ops[0].bytes);
                QVERIFY2(got && isSame(*got, value.value), place.constData());
            }
        }
        QVERIFY(node.receive());
    }
    QCOMPARE(pairs, 20'000);
    qInfo("%d filters: %d true, %d unknown", pairs, passed, unknown);
    // Worth something only when the filters decide.
    QVERIFY(passed > pairs / 10);
    QVERIFY(pairs - passed - unknown > pairs / 10);
}

QTEST_GUILESS_MAIN(TestNodeVersusNaive)
#include "tst_nodeversusnaive.moc"
