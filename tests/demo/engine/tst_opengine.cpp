// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Single operations with what a server made of them: random lists, maps, blobs and sketches, every operation
// and return type, contexts, paths, and requests with a damaged byte. One row is one line of the recording:
//   type, bin      the bin as it was written (absent: not there)
//   first          an operation that came before, which sets order or makes a sketch
//   op, payload    the operation
//   code, result, after   the answer and the bin behind it, particle type and bytes

#include "app/demo/engine/opengine.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Demo;
using namespace Qt::StringLiterals;

namespace {

class NoRecord final : public EvalRecord
{
public:
    ParticleView bin(QByteArrayView) const override { return {}; }
    ParticleView userKey() const override { return {}; }
    QByteArrayView digest() const override { return {}; }
    QByteArrayView setName() const override { return {}; }
    qint64 lastUpdateMs() const override { return 0; }
    quint32 voidTime() const override { return 0; }
    quint32 recordSize() const override { return 0; }
    qint64 nowMs() const override { return 0; }
};

QByteArray bytesOf(const QJsonValue &hex)
{
    return QByteArray::fromHex(hex.toString().toLatin1());
}

QByteArray printed(ParticleView particle)
{
    QByteArray shown;
    appendReplyForm(shown, particle);
    return QByteArray::number(static_cast<int>(particle.type)) + ' ' + shown.toHex();
}

QByteArray printed(const QJsonValue &recorded)
{
    const auto pair = recorded.toArray();
    return pair.isEmpty() ? "0 "_ba : QByteArray::number(pair[0].toInt()) + ' ' + bytesOf(pair[1]).toHex();
}

/// The bin after an operation that must succeed.
Particle applied(const PreparedOp &op, const Particle &bin)
{
    const auto effect = op.apply(bin, NoRecord());
    return effect.change == OpEffect::Bin::Set ? effect.bin : bin;
}

} // namespace

class TestOpEngine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recorded();
    void leastOffsetCountsAsZero();
    void wildcardInFrontIsAnItem();
    void deadlyShiftsAreRefused_data();
    void deadlyShiftsAreRefused();
    void deadlyOrderedMapIsRefused_data();
    void deadlyOrderedMapIsRefused();
    void polygonsThatStopServersAreRefused_data();
    void polygonsThatStopServersAreRefused();
};

void TestOpEngine::recorded()
{
    QFile file(QStringLiteral(AEROSCOPE_TEST_DATA "/operations/recorded.jsonl"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    int line = 0;
    QStringList different;
    while (!file.atEnd()) {
        const auto row = QJsonDocument::fromJson(file.readLine()).object();
        ++line;
        const auto code = static_cast<OpCode>(row["op"_L1].toInt());
        Particle bin;
        if (row.contains("bin"_L1)) {
            const auto written =
                particleFromWire(static_cast<ParticleType>(row["type"_L1].toInt()), bytesOf(row["bin"_L1]));
            QVERIFY2(written, qPrintable(u"line %1"_s.arg(line)));
            bin = *written;
        }
        const bool isHll = code == OpCode::HllRead || code == OpCode::HllModify;
        if (row.contains("first"_L1)) {
            const auto setup = isHll ? OpCode::HllModify : OpCode::CdtModify;
            bin = applied(PreparedOp(setup, ParticleType::Blob, bytesOf(row["first"_L1])), bin);
        }
        const auto effect =
            PreparedOp(code, ParticleType::Blob, bytesOf(row["payload"_L1])).apply(bin, NoRecord());
        const auto after = effect.ok() && effect.change == OpEffect::Bin::Set ? effect.bin : bin;
        const auto got = QByteArray::number(static_cast<int>(effect.code)) + " | " + printed(effect.result) +
                         " | " + printed(after);
        const auto want = QByteArray::number(row["code"_L1].toInt()) + " | " + printed(row["result"_L1]) +
                          " | " + printed(row["after"_L1]);
        if (got != want) {
            different.append(u"line %1: got %2, want %3"_s.arg(line).arg(QString::fromLatin1(got),
                                                                         QString::fromLatin1(want)));
        }
    }
    QVERIFY2(different.isEmpty(), qPrintable(different.join(u'\n')));
    QCOMPARE(line, 2000);
}

void TestOpEngine::leastOffsetCountsAsZero()
{
    // get_int at the least offset, 8 bits
    const auto payload = QByteArray::fromHex("9336d3800000000000000008");
    const auto effect = PreparedOp(OpCode::BitRead, ParticleType::Blob, payload)
                            .apply(Particle(ParticleType::Blob, "abc"_ba), NoRecord());
    QVERIFY(effect.ok());
    QCOMPARE(effect.result, Particle::integer('a'));
}

void TestOpEngine::wildcardInFrontIsAnItem()
{
    const auto list = particleFromWire(ParticleType::List, QByteArray::fromHex("9401020209"));
    QVERIFY(list);
    // get all by value list [*], count
    const auto payload = QByteArray::fromHex("93170591d4ff00");
    const auto effect = PreparedOp(OpCode::CdtRead, ParticleType::Blob, payload).apply(*list, NoRecord());
    QVERIFY(effect.ok());
    QCOMPARE(effect.result, Particle::integer(4));
}

// Real servers do not survive what is an error here.
void TestOpEngine::deadlyShiftsAreRefused_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("offset");
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("shift");
    QTest::addColumn<int>("flags");
    QTest::addColumn<QByteArray>("after"); // hex; empty: refused
    const auto row = [](const char *name, int code, int offset, int size, int shift, int flags,
                        const char *after) {
        QTest::newRow(name) << code << offset << size << shift << flags << QByteArray(after);
    };
    constexpr int left = 8, right = 9, partial = 8, noFail = 4;
    row("right by what is left", right, 16, 16, 8, partial, "");
    row("right beyond, not to fail", right, 16, 63, 17, partial | noFail, "");
    row("left by what is left", left, 16, 16, 8, partial, "");
    row("from the end", right, -8, 16, 8, partial, "");
    row("within what is left", right, 8, 63, 8, partial, "610062");
    row("all of it", right, 16, 16, 24, partial, "616200");
    row("from the first byte", right, 0, 63, 8, partial, "006162");
    row("range that fits", right, 16, 8, 8, partial, "616200");
}

void TestOpEngine::deadlyShiftsAreRefused()
{
    QFETCH(int, code);
    QFETCH(int, offset);
    QFETCH(int, size);
    QFETCH(int, shift);
    QFETCH(int, flags);
    QFETCH(QByteArray, after);
    const auto number = [](int value) { return static_cast<char>(value); };
    QByteArray packed;
    for (const int word : {0x95, code, offset, size, shift, flags})
        packed += number(word);
    const auto effect = PreparedOp(OpCode::BitModify, ParticleType::Blob, packed)
                            .apply(Particle(ParticleType::Blob, "abc"_ba), NoRecord());
    if (after.isEmpty()) {
        QCOMPARE(effect.code, ResultCode::OpNotApplicable);
    } else {
        QVERIFY(effect.ok());
        QCOMPARE(effect.bin, Particle(ParticleType::Blob, QByteArray::fromHex(after)));
    }
}

void TestOpEngine::deadlyOrderedMapIsRefused_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<bool>("isRefused");
    QTest::newRow("read, not there") << "93631109"_ba << true;
    QTest::newRow("removed, not there") << "934e1109"_ba << true;
    QTest::newRow("wildcard, not there") << "934e1191d4ff00"_ba << true;
    QTest::newRow("there") << "93631101"_ba << false;
    QTest::newRow("unordered map") << "93631009"_ba << false;
    QTest::newRow("all with that value") << "93661109"_ba << false;
}

void TestOpEngine::deadlyOrderedMapIsRefused()
{
    QFETCH(QByteArray, payload);
    QFETCH(bool, isRefused);
    const auto map = particleFromWire(ParticleType::Map, QByteArray::fromHex("83c70013c0a2036101a2036202"));
    QVERIFY(map);
    const OpCode code = payload.startsWith("934e") ? OpCode::CdtModify : OpCode::CdtRead;
    const auto effect =
        PreparedOp(code, ParticleType::Blob, QByteArray::fromHex(payload)).apply(*map, NoRecord());
    QCOMPARE(effect.code, isRefused ? ResultCode::OpNotApplicable : ResultCode::Ok);
}

void TestOpEngine::polygonsThatStopServersAreRefused_data()
{
    QTest::addColumn<QByteArray>("rings");
    QTest::addColumn<bool>("isRefused");
    const QByteArray square = "[[0,0],[10,0],[10,10],[0,10],[0,0]]";
    QTest::newRow("square") << square << false;
    QTest::newRow("bow tie") << "[[0,0],[10,10],[10,0],[0,10],[0,0]]"_ba << true;
    QTest::newRow("corner twice") << "[[0,0],[10,0],[5,5],[10,10],[0,10],[5,5],[0,0]]"_ba << true;
    QTest::newRow("edge there and back") << "[[0,0],[10,0],[0,0],[0,10],[0,0]]"_ba << true;
    QTest::newRow("hole") << square + ",[[2,2],[3,2],[3,3],[2,2]]" << false;
    QTest::newRow("hole with a corner of the shell") << square + ",[[0,0],[2,5],[5,2],[0,0]]" << false;
    QTest::newRow("hole across the shell") << square + ",[[5,5],[15,5],[15,8],[5,5]]" << true;
    QTest::newRow("hole with a corner on an edge") << square + ",[[0,2],[3,3],[0,5],[0,2]]" << true;
    QTest::newRow("hole with an edge of the shell") << square + ",[[0,0],[0,10],[5,5],[0,0]]" << true;
    QTest::newRow("ring twice") << square + ',' + square << true;
    QTest::newRow("second shell with a common corner")
        << square + ",[[10,10],[20,10],[20,20],[10,20],[10,10]]" << false;
}

void TestOpEngine::polygonsThatStopServersAreRefused()
{
    QFETCH(QByteArray, rings);
    QFETCH(bool, isRefused);
    const QByteArray coordinates = '[' + rings + ']';
    for (const QByteArray &text : {R"({"type":"Polygon","coordinates":)" + coordinates + '}',
                                   R"({"type":"MultiPolygon","coordinates":[)" + coordinates + "]}"}) {
        const auto stored = particleFromWire(ParticleType::GeoJson, QByteArray(3, '\0') + text);
        QCOMPARE(stored.has_value(), !isRefused);
        if (isRefused)
            QCOMPARE(stored.error(), ResultCode::GeoInvalidGeoJson);
    }
}

QTEST_APPLESS_MAIN(TestOpEngine)
#include "tst_opengine.moc"
