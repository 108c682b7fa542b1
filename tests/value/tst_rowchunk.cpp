// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/rowchunk.h"

#include "client/value/rowdecoder.h"
#include "tests/support/printvalue.h"

#include <QRandomGenerator>
#include <QTest>

#include <bit>

using namespace Aeroscope;
using namespace Qt::StringLiterals;

namespace {

QByteArray big32(quint32 word)
{
    return QByteArray::fromHex(QByteArray::number(word, 16).rightJustified(8, '0'));
}

QByteArray big16(quint16 word)
{
    return QByteArray::fromHex(QByteArray::number(word, 16).rightJustified(4, '0'));
}

QByteArray field(quint8 type, const QByteArray &value)
{
    return big32(static_cast<quint32>(value.size() + 1)) + static_cast<char>(type) + value;
}

QByteArray op(ParticleType type, const QByteArray &name, const QByteArray &value)
{
    return big32(static_cast<quint32>(4 + name.size() + value.size())) + '\1' + static_cast<char>(type) +
           '\0' + static_cast<char>(name.size()) + name + value;
}

QByteArray message(const QList<QByteArray> &fields, const QList<QByteArray> &ops, quint32 generation = 3,
                   quint32 voidTime = 533027662)
{
    return QByteArray::fromHex("160000000000") + big32(generation) + big32(voidTime) + big32(0) +
           big16(static_cast<quint16>(fields.size())) + big16(static_cast<quint16>(ops.size())) +
           fields.join() + ops.join();
}

const QByteArray someDigest = QByteArray::fromHex("b7f4b83889e2da67de683e1df6919a1eacc446c8");

QByteArray fullRow()
{
    return message({field(0, "test"), field(4, someDigest), field(1, "demo"), field(2, "\3key1"),
                    field(15, QByteArray::fromHex("feffffffffffffff")), field(99, "from the future")},
                   {op(ParticleType::Integer, "a", QByteArray::fromHex("0000000000000001")),
                    op(ParticleType::String, "s", "hi"), op(ParticleType::Nil, "gone", {})});
}

} // namespace

class TestRowChunk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodersGiveTheSameRecords()
    {
        RowDecoder decoder;
        Record again, kept;
        Bins keptBins;
        QByteArray last;
        for (int i = 0; i < 200; ++i) {
            // Names that stay, that change places and that never come again.
            const QByteArray own = "own" + QByteArray::number(i);
            const QByteArray first = i % 3 == 0 ? "a" : "b";
            const QByteArray row = message(
                {field(0, i % 50 == 49 ? "bar" : "test"), field(4, someDigest), field(1, "demo")},
                {op(i % 5 == 0 ? ParticleType::Blob : ParticleType::String, first, "x" + own),
                 op(ParticleType::String, own, QByteArray(i % 11, 'y')), op(ParticleType::Nil, "gone", {})});
            const Result<Record> expected = RowView(row).toRecord();
            const Result<Record> record = decoder.decode(RowView(row));
            QVERIFY(expected && record);
            QVERIFY(decoder.decode(RowView(row), again));
            QVERIFY(again.key == expected->key && again.key.userKey() == expected->key.userKey());
            QVERIFY(again.bins == expected->bins);
            QCOMPARE(again.generation, expected->generation);
            if (i % 7 == 0)
                kept = again; // shares its texts, which must not change with the next row
            else if (i % 7 == 3)
                QVERIFY(kept.bins == keptBins);
            if (i % 7 == 0)
                keptBins = expected->bins;
            QCOMPARE(record->key, expected->key);
            QCOMPARE(record->key.setName(), QByteArray("demo"));
            QCOMPARE(record->bins.size(), expected->bins.size());
            for (std::size_t bin = 0; bin < record->bins.size(); ++bin) {
                QCOMPARE(record->bins[bin].name, expected->bins[bin].name);
                QCOMPARE(record->bins[bin].value, expected->bins[bin].value);
            }
            if (i > 0)
                QVERIFY(record->key.setName().isSharedWith(last));
            last = record->key.setName();
        }
        QVERIFY(!decoder.decode(RowView(QByteArrayView())));
        const QByteArray wrong = message({field(4, someDigest)}, {op(ParticleType::Float, "f", "short")});
        QCOMPARE(decoder.decode(RowView(wrong)).error().kind, ErrorKind::Protocol);
    }

    void arenasComeAgain()
    {
        RowChunk small;
        small.append("one");
        small.begins(0);
        small.begins(2);
        small.appendBytes("twothree");
        QCOMPARE(small.rowCount(), 3);
        QCOMPARE(small.message(1), QByteArrayView("tw"));
        QCOMPARE(small.message(2), QByteArrayView("othree"));
        for (int round = 0; round < 20; ++round) {
            std::vector<std::unique_ptr<RowChunk>> chunks;
            for (int i = 0; i < 12; ++i) {
                RowChunk &chunk = *chunks.emplace_back(std::make_unique<RowChunk>());
                chunk.reserve(RowChunk::commonCapacity, 4);
                chunk.append(QByteArray(RowChunk::commonCapacity - i, static_cast<char>('a' + i)));
                chunk.append(QByteArray(2 * i, 'x')); // beyond what was reserved, from the third on
            }
            for (int i = 0; i < 12; ++i) {
                const RowChunk &chunk = *chunks[static_cast<std::size_t>(i)];
                QCOMPARE(chunk.byteSize(), RowChunk::commonCapacity + i);
                QCOMPARE(chunk.message(0).front(), static_cast<char>('a' + i));
                QCOMPARE(chunk.message(0).back(), static_cast<char>('a' + i));
                QCOMPARE(chunk.message(1).size(), 2 * i);
            }
        }
    }

    void readsARowInPlace();
    void aRowWithoutFieldsOrBinsIsValid();
    void theStoredKeyIsOptional_data();
    void theStoredKeyIsOptional();
    void everyTruncationIsInvalid();
    void lyingSizesAreInvalid_data();
    void lyingSizesAreInvalid();
    void survivesRandomDamage();
    void toRecordDecodesEverything();
    void toRecordRefusesImpossibleParticles();
    void particlesDecode_data();
    void particlesDecode();
    void impossibleParticlesAreRefused_data();
    void impossibleParticlesAreRefused();
    void aChunkGivesBackItsMessages();
    void resultCodesComeUnsigned();
};

void TestRowChunk::readsARowInPlace()
{
    const QByteArray bytes = fullRow();
    const RowView row(bytes);
    QVERIFY(row.isValid());
    QCOMPARE(row.resultCode(), ResultCode::Ok);
    QCOMPARE(row.generation(), 3U);
    QCOMPARE(row.voidTime().seconds, 533027662U);
    QCOMPARE(row.namespaceName(), "test");
    QCOMPARE(row.setName(), "demo");
    QCOMPARE(row.digest().toHex(), someDigest.toHex());
    QCOMPARE(row.indexValue(), std::optional<qint64>(-2));
    QCOMPARE(row.userKey(), std::optional<Value>("key1"));
    QCOMPARE(row.binCount(), 3);
    QCOMPARE(row.binAt(0).name, "a");
    QCOMPARE(row.binAt(0).particle, ParticleType::Integer);
    QCOMPARE(row.binAt(1).bytes, "hi");
    QVERIFY(row.binAt(1).bytes.data() > bytes.constData());
    QVERIFY(row.binAt(1).bytes.data() < bytes.constData() + bytes.size());
    QVERIFY(row.binAt(3).name.isNull());
    QVERIFY(row.binAt(-1).name.isNull());
    QCOMPARE(row.bin("s")->bytes, "hi");
    QCOMPARE(row.bin("gone")->particle, ParticleType::Nil);
    QVERIFY(!row.bin("absent"));
}

void TestRowChunk::aRowWithoutFieldsOrBinsIsValid()
{
    const QByteArray bytes = message({}, {}, 0, 0);
    const RowView row(bytes);
    QVERIFY(row.isValid());
    QVERIFY(row.namespaceName().isEmpty());
    QCOMPARE(row.digest(), Digest());
    QVERIFY(!row.userKey());
    QVERIFY(!row.indexValue());
    QVERIFY(row.voidTime().never());
    QCOMPARE(row.binCount(), 0);
}

void TestRowChunk::theStoredKeyIsOptional_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<std::optional<Value>>("key");
    QTest::newRow("integer") << QByteArray::fromHex("01000000000000002a") << std::optional<Value>(42);
    QTest::newRow("double") << QByteArray::fromHex("023ff8000000000000") << std::optional<Value>(1.5);
    QTest::newRow("string") << "\3é"_ba << std::optional<Value>("é");
    QTest::newRow("empty string") << "\3"_ba << std::optional<Value>("");
    QTest::newRow("blob") << "\4\xff"_ba << std::optional<Value>(Value::blob("\xff"_ba));
    QTest::newRow("nil") << QByteArray(1, '\0') << std::optional<Value>();
    QTest::newRow("broken integer") << "\1abc"_ba << std::optional<Value>();
    QTest::newRow("empty field") << ""_ba << std::optional<Value>();
}

void TestRowChunk::theStoredKeyIsOptional()
{
    QFETCH(QByteArray, content);
    QFETCH(std::optional<Value>, key);
    const QByteArray bytes = message({field(2, content)}, {});
    const RowView row(bytes);
    QVERIFY(row.isValid());
    QVERIFY(row.userKey() == key);
}

void TestRowChunk::everyTruncationIsInvalid()
{
    const QByteArray whole = fullRow();
    for (qsizetype size = 0; size < whole.size(); ++size) {
        const QByteArray cut(whole.constData(), size);
        const RowView row(cut);
        QVERIFY(!row.isValid());
        QCOMPARE(row.binCount(), 0);
        QCOMPARE(row.generation(), 0U);
        QVERIFY(!row.bin("a"));
        QVERIFY(!row.userKey());
        QCOMPARE(row.resultCode(), ResultCode::ClientProtocol);
        const auto record = row.toRecord();
        QVERIFY(!record);
        QCOMPARE(record.error().kind, ErrorKind::Protocol);
    }
}

void TestRowChunk::lyingSizesAreInvalid_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto head = [](quint16 fields, quint16 ops) {
        return message({}, {}).first(18) + big16(fields) + big16(ops);
    };
    QTest::newRow("field of size 0") << head(1, 0) + big32(0) + "x";
    QTest::newRow("field of 2^32-1") << head(1, 0) + big32(0xffffffff) + "xxxx";
    QTest::newRow("field of 2^31") << head(1, 0) + big32(0x80000000) + "xxxx";
    QTest::newRow("op of size 3") << head(0, 1) + big32(3) + QByteArray(8, '\0');
    QTest::newRow("op of 2^32-1") << head(0, 1) + big32(0xffffffff) + QByteArray(8, '\0');
    QTest::newRow("name longer than op")
        << head(0, 1) + big32(5) + QByteArray::fromHex("01030006") + "abcdef";
    QTest::newRow("65535 fields") << head(65535, 0);
    QTest::newRow("65535 ops") << head(0, 65535);
    QTest::newRow("digest of 19 bytes") << message({field(4, someDigest.first(19))}, {});
}

void TestRowChunk::lyingSizesAreInvalid()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(!RowView(bytes).isValid());
}

void TestRowChunk::survivesRandomDamage()
{
    QRandomGenerator random(7);
    const QByteArray whole = fullRow();
    for (int round = 0; round < 5000; ++round) {
        QByteArray bytes(whole.constData(), whole.size());
        for (int i = 0; i < 3; ++i)
            bytes[static_cast<qsizetype>(random.bounded(bytes.size()))] =
                static_cast<char>(random.bounded(256));
        const RowView row(bytes);
        for (int i = 0; i < std::min(row.binCount(), 100); ++i) {
            const RawBin bin = row.binAt(i);
            QVERIFY(bin.bytes.isEmpty() || bin.bytes.end() <= bytes.constEnd());
        }
        (void)row.toRecord();
    }
}

void TestRowChunk::toRecordDecodesEverything()
{
    const QByteArray bytes = fullRow();
    const auto record = RowView(bytes).toRecord();
    QVERIFY(record);
    QCOMPARE(record->key.namespaceName(), "test"_ba);
    QCOMPARE(record->key.setName(), "demo"_ba);
    QCOMPARE(record->key.digest().toHex(), someDigest.toHex());
    QVERIFY(record->key.userKey() == std::optional<Value>("key1"));
    QCOMPARE(record->generation, 3U);
    QCOMPARE(record->bins.size(), size_t(3));
    QCOMPARE(*record->bin("a"), Value(1));
    QCOMPARE(*record->bin("s"), Value("hi"));
    QCOMPARE(*record->bin("gone"), Value());
    QVERIFY(!record->bin("absent"));
}

void TestRowChunk::toRecordRefusesImpossibleParticles()
{
    const QByteArray bytes = message({}, {op(ParticleType::Integer, "a", "abc")});
    QVERIFY(RowView(bytes).isValid()); // the frame is sound, one cell is not
    const auto record = RowView(bytes).toRecord();
    QVERIFY(!record);
    QCOMPARE(record.error().kind, ErrorKind::Protocol);
}

void TestRowChunk::particlesDecode_data()
{
    QTest::addColumn<ParticleType>("type");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Value>("value");
    const auto row = [](const char *name, ParticleType type, const char *hex, const Value &value) {
        QTest::newRow(name) << type << QByteArray::fromHex(hex) << value;
    };
    row("nil", ParticleType::Nil, "", Value());
    row("integer", ParticleType::Integer, "fffffffffffffffb", -5);
    row("integer of 4 bytes is unsigned", ParticleType::Integer, "ffffffff", 4294967295LL);
    row("integer of 2 bytes", ParticleType::Integer, "ffff", 65535);
    row("integer of 1 byte", ParticleType::Integer, "ff", 255);
    row("double", ParticleType::Float, "3ff8000000000000", 1.5);
    row("NaN payload", ParticleType::Float, "7ff8000000000123",
        std::bit_cast<double>(quint64(0x7ff8000000000123)));
    row("minus zero", ParticleType::Float, "8000000000000000", -0.0);
    row("string", ParticleType::String, "c3a9", "é");
    row("invalid UTF-8", ParticleType::String, "ff", Value::string("\xff"_ba));
    row("blob", ParticleType::Blob, "00ff", Value::blob(QByteArray::fromHex("00ff")));
    row("python blob", ParticleType::PythonBlob, "01", Value::blob("\1"_ba, ParticleType::PythonBlob));
    row("vector", ParticleType::Vector, "01", Value::blob("\1"_ba, ParticleType::Vector));
    row("true", ParticleType::Bool, "01", true);
    row("false", ParticleType::Bool, "00", false);
    row("HLL", ParticleType::Hll, "0008", Value::hll(QByteArray::fromHex("0008")));
    row("list", ParticleType::List, "920102", List{{1, 2}, ListOrder::Unordered});
    row("map", ParticleType::Map, "810102", Map{{{1, 2}}, MapOrder::Unordered});
    row("GeoJSON without cells", ParticleType::GeoJson, "0000007b7d", Value::geoJson("{}"_ba));
    row("GeoJSON with a cell", ParticleType::GeoJson, "000001110036e17ca9fb707b7d", Value::geoJson("{}"_ba));
    row("GeoJSON region with two cells", ParticleType::GeoJson, "010002110036e17ca9fb70110036e17ca9fb717b7d",
        Value::geoJson("{}"_ba));
}

void TestRowChunk::particlesDecode()
{
    QFETCH(ParticleType, type);
    QFETCH(QByteArray, bytes);
    QFETCH(Value, value);
    const auto decoded = decodeParticle(type, bytes);
    QVERIFY2(decoded, decoded ? "" : qPrintable(decoded.error().message));
    QCOMPARE(*decoded, value);
}

void TestRowChunk::impossibleParticlesAreRefused_data()
{
    QTest::addColumn<ParticleType>("type");
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, ParticleType type, const char *hex) {
        QTest::newRow(name) << type << QByteArray::fromHex(hex);
    };
    row("nil with bytes", ParticleType::Nil, "00");
    row("integer of 0 bytes", ParticleType::Integer, "");
    row("integer of 3 bytes", ParticleType::Integer, "000000");
    row("integer of 9 bytes", ParticleType::Integer, "000000000000000000");
    row("double of 4 bytes", ParticleType::Float, "00000000");
    row("bool of 0 bytes", ParticleType::Bool, "");
    row("bool 2", ParticleType::Bool, "02");
    row("list that is a map", ParticleType::List, "80");
    row("map that is a list", ParticleType::Map, "90");
    row("truncated list", ParticleType::List, "9201");
    row("empty list particle", ParticleType::List, "");
    row("list with a tail", ParticleType::List, "9000");
    row("GeoJSON of 2 bytes", ParticleType::GeoJson, "0000");
    row("GeoJSON that ends within its cells", ParticleType::GeoJson, "0000ff7b7d");
    row("unknown type", static_cast<ParticleType>(77), "00");
}

void TestRowChunk::impossibleParticlesAreRefused()
{
    QFETCH(ParticleType, type);
    QFETCH(QByteArray, bytes);
    const auto decoded = decodeParticle(type, bytes);
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().kind, ErrorKind::Protocol);
}

void TestRowChunk::aChunkGivesBackItsMessages()
{
    const QList<QByteArray> messages{fullRow(), message({}, {}), fullRow() + "x"};
    RowChunk chunk;
    QVERIFY(chunk.isEmpty());
    chunk.reserve(1000, 3);
    for (const QByteArray &one : messages)
        chunk.append(one);
    QCOMPARE(chunk.rowCount(), 3);
    for (int i = 0; i < chunk.rowCount(); ++i)
        QCOMPARE(chunk.message(i), messages[i]);
    QCOMPARE(chunk.byteSize(), messages.join().size());
    QVERIFY(chunk.message(3).isNull());
    QVERIFY(chunk.message(-1).isNull());
    QVERIFY(!chunk.row(3).isValid());
    QCOMPARE(chunk.row(0).bin("s")->bytes, "hi");
}

void TestRowChunk::resultCodesComeUnsigned()
{
    QByteArray bytes = message({}, {});
    bytes[5] = '\xc9';
    QCOMPARE(RowView(bytes).resultCode(), ResultCode::IndexNotFound);
}

QTEST_GUILESS_MAIN(TestRowChunk)
#include "tst_rowchunk.moc"
