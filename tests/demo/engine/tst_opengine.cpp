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

QTEST_APPLESS_MAIN(TestOpEngine)
#include "tst_opengine.moc"
