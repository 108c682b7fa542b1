// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/msgpack.h"
#include "tests/support/naiveevaluator.h"
#include "tests/support/naiveorder.h"
#include "tests/support/naivewire.h"
#include "tests/support/printvalue.h"

#include <QFile>
#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Aeroscope;
using namespace Qt::StringLiterals;

namespace {

constexpr quint8 badParameter = 4;
constexpr quint8 opNotApplicable = 26;
constexpr quint8 filteredOut = 27;

/// Hex with runs written {xx*N}.
QByteArray bytesOfHex(const QString &text)
{
    QString plain;
    for (qsizetype at = 0; at < text.size();) {
        if (text[at] != u'{') {
            plain += text[at++];
            continue;
        }
        const qsizetype end = text.indexOf(u'}', at);
        plain += text.mid(at + 1, 2).repeated(text.mid(at + 4, end - at - 4).toInt());
        at = end + 1;
    }
    return QByteArray::fromHex(plain.toLatin1());
}

/// Keeps what the recorded writes left behind and answers the recorded reads by the naive evaluator.
class Replay
{
public:
    qsizetype compared = 0;
    int unsupported = 0;
    /// What went wrong in the last step; empty when nothing did.
    QString problem;

    void step(const Naive::WireMessage &request, const std::vector<Naive::WireMessage> &replies);

private:
    void write(Naive::Record &record, const Naive::WireMessage &request);
    void readExpressions(const Naive::Record &record, const Naive::WireMessage &request,
                         const Naive::WireMessage &reply);
    void checkFilter(const Naive::Record &record, const QByteArray &filter, quint8 resultCode);

    QHash<QByteArray, Naive::Record> m_records;
};

void Replay::step(const Naive::WireMessage &request, const std::vector<Naive::WireMessage> &replies)
{
    problem.clear();
    const Naive::WireMessage &reply = replies.front();
    const auto filter = request.field(43);
    if (const auto batch = request.field(41); batch && filter) {
        const std::vector<QByteArray> digests = Naive::batchDigests(*batch);
        if (replies.size() == 1) { // nothing but the end
            checkFilter({}, *filter, reply.resultCode);
            return;
        }
        for (const Naive::WireMessage &row : replies) {
            const bool isEnd = (row.info3 & 0x01) != 0;
            if (!isEnd && row.transaction < digests.size() && m_records.contains(digests[row.transaction]))
                checkFilter(m_records[digests[row.transaction]], *filter, row.resultCode);
        }
        return;
    }
    const auto digest = request.field(4);
    if (!digest)
        return;
    if ((request.info2 & 0x02) != 0) {
        m_records.remove(*digest);
        return;
    }
    const bool exists = m_records.contains(*digest);
    const bool isWrite = (request.info2 & 0x01) != 0;
    if (exists && filter)
        checkFilter(m_records[*digest], *filter, reply.resultCode);
    if (isWrite && (exists || reply.resultCode == 0)) {
        Naive::Record &record = m_records[*digest];
        record.digest = *Digest::fromBytes(*digest);
        record.set = request.field(1).value_or(QByteArray());
        if (const auto key = request.field(2))
            record.userKey = Naive::particleValue(quint8(key->front()), key->mid(1));
        const Naive::Record before = record;
        write(record, request);
        readExpressions(record, request, reply);
        if (reply.resultCode != 0)
            record = before;
        record.recordSize = Naive::storedSize(record);
        if (record.bins.empty())
            m_records.remove(*digest);
    } else if (exists && !filter) {
        readExpressions(m_records[*digest], request, reply);
    }
}

void Replay::write(Naive::Record &record, const Naive::WireMessage &request)
{
    // some seconds lay between the recorded writes and reads
    record.lastUpdateMs = 1'750'000'000'000;
    record.nowMs = record.lastUpdateMs + 5000;
    if (request.ttl == 0xffffffff || request.ttl == 0)
        record.voidTime = 0;
    else if (request.ttl != 0xfffffffe)
        record.voidTime = quint32(record.lastUpdateMs / 1000 - VoidTime::epochUnixSeconds + request.ttl);
    for (const Naive::WireOp &op : request.ops) {
        if (op.code != 2)
            continue;
        std::erase_if(record.bins, [&op](const Bin &bin) { return bin.name == op.name; });
        if (const auto value = Naive::particleValue(op.type, op.bytes); value && !value->isNil())
            record.bins.push_back({op.name, Naive::storedForm(*value)});
    }
}

void Replay::checkFilter(const Naive::Record &record, const QByteArray &filter, quint8 resultCode)
{
    const Naive::Outcome outcome = Naive::evaluateFilter(filter, record);
    if (outcome.kind == Naive::Outcome::Kind::Unsupported) {
        ++unsupported;
        return;
    }
    ++compared;
    quint8 expected = filteredOut;
    if (outcome.kind == Naive::Outcome::Kind::Refused)
        expected = badParameter;
    else if (outcome.isKnown() && outcome.value.toBool())
        expected = 0;
    if (expected != resultCode) {
        problem = u"filter %1: code %2 expected, %3 recorded"_s.arg(QString::fromLatin1(filter.toHex()))
                      .arg(expected)
                      .arg(resultCode);
    }
}

/// Compares the expression reads of a request of which all ops are such. The first one that fails settles the
/// code.
void Replay::readExpressions(const Naive::Record &record, const Naive::WireMessage &request,
                             const Naive::WireMessage &reply)
{
    const bool isPlain = std::all_of(request.ops.begin(), request.ops.end(),
                                     [](const Naive::WireOp &op) { return op.code == 7; });
    if (request.ops.empty() || !isPlain)
        return;
    std::vector<Value> expected;
    quint8 expectedCode = 0;
    for (const Naive::WireOp &op : request.ops) {
        QByteArrayView payload = op.bytes;
        if (payload.isEmpty() || (payload[0] != '\x91' && payload[0] != '\x92'))
            return; // the op itself is malformed
        payload = payload.sliced(1);
        const QByteArrayView before = payload;
        if (!unpackFirst(payload))
            return;
        const QByteArrayView expression = before.first(before.size() - payload.size());
        qint64 flags = 0;
        if (!payload.isEmpty()) {
            const auto word = unpackFirst(payload);
            flags = word && word->type() == Value::Type::Integer ? word->toInteger() : 0;
        }
        if ((flags & ~0x10) != 0)
            return;
        const Naive::Outcome outcome = Naive::evaluate(expression, record);
        if (outcome.kind == Naive::Outcome::Kind::Unsupported) {
            ++unsupported;
            return;
        }
        if (outcome.kind == Naive::Outcome::Kind::Refused)
            expectedCode = badParameter;
        else if (!outcome.isKnown() && (flags & 0x10) == 0)
            expectedCode = opNotApplicable;
        if (expectedCode != 0)
            break;
        expected.push_back(outcome.isKnown() ? outcome.value : Value());
    }
    compared += qsizetype(expected.size()) + (expectedCode != 0 ? 1 : 0);
    if (expectedCode != reply.resultCode) {
        problem = u"expression %1: code %2 expected, %3 recorded"_s.arg(expected.size())
                      .arg(expectedCode)
                      .arg(reply.resultCode);
        return;
    }
    if (expectedCode != 0)
        return;
    for (size_t i = 0; i < reply.ops.size() && i < expected.size(); ++i) {
        const auto recorded = Naive::particleValue(reply.ops[i].type, reply.ops[i].bytes);
        if (!recorded || !(*recorded == expected[i])) {
            problem += u"expression %1: %2 expected, %3 recorded. "_s.arg(i).arg(
                QString::fromUtf8(toExactJson(expected[i])),
                QString::fromUtf8(recorded ? toExactJson(*recorded) : QByteArray("nothing")));
        }
    }
}

} // namespace

class TestNaiveEvaluator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithRecordedServer_data();
    void agreesWithRecordedServer();
};

void TestNaiveEvaluator::agreesWithRecordedServer_data()
{
    QTest::addColumn<int>("atLeast");
    QTest::newRow("expfilter_01") << 100;
    QTest::newRow("expfilter_02") << 100;
    QTest::newRow("expfilter_03") << 100;
    QTest::newRow("expfilter_04") << 100;
    QTest::newRow("expfilter_05") << 100;
    QTest::newRow("exp_control") << 40;
    QTest::newRow("exp_flags") << 12;
    QTest::newRow("exp_meta") << 54;
}

void TestNaiveEvaluator::agreesWithRecordedServer()
{
    QFETCH(int, atLeast);
    QFile file(QStringLiteral(AEROSCOPE_TEST_DATA "/transcripts/%1.jsonl")
                   .arg(QLatin1StringView(QTest::currentDataTag())));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
    Replay replay;
    QStringList problems;
    while (!file.atEnd()) {
        const QJsonObject line = QJsonDocument::fromJson(file.readLine()).object();
        const auto request = Naive::parseMessage(bytesOfHex(line.value("request_hex"_L1).toString()));
        const auto replies = Naive::parseReply(bytesOfHex(line.value("reply_hex"_L1).toString()));
        if (!request || replies.empty())
            continue;
        replay.step(*request, replies);
        if (!replay.problem.isEmpty())
            problems += u"step %1 (%2): %3"_s.arg(line.value("step"_L1).toInt())
                            .arg(line.value("op"_L1).toString(), replay.problem);
    }
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
    qInfo("%lld outcomes compared, %d modifying calls left out", qlonglong(replay.compared),
          replay.unsupported);
    QVERIFY2(replay.compared >= atLeast, qPrintable(QString::number(replay.compared)));
}

QTEST_GUILESS_MAIN(TestNaiveEvaluator)
#include "tst_naiveevaluator.moc"
