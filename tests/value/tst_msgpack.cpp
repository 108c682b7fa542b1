// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/msgpack.h"

#include "tests/support/printvalue.h"

#include <QRandomGenerator>
#include <QTest>

#include <bit>
#include <limits>

using namespace Aeroscope;
using namespace Qt::StringLiterals;

namespace {

Value list(std::vector<Value> items, ListOrder order = ListOrder::Unordered)
{
    return List{std::move(items), order};
}

Value map(std::vector<std::pair<Value, Value>> pairs, MapOrder order = MapOrder::Unordered)
{
    return Map{std::move(pairs), order};
}

QByteArray text(qsizetype size)
{
    return QByteArray(size, 'x');
}

/// Rows of value and the one form in which it is written.
void addGoldenRows()
{
    QTest::addColumn<Value>("value");
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const Value &value, const QByteArray &hex) {
        QTest::newRow(name) << value << QByteArray::fromHex(hex);
    };
    row("nil", Value(), "c0");
    row("false", false, "c2");
    row("true", true, "c3");
    row("0", 0, "00");
    row("127", 127, "7f");
    row("128", 128, "cc80");
    row("255", 255, "ccff");
    row("256", 256, "cd0100");
    row("65535", 65535, "cdffff");
    row("65536", 65536, "ce00010000");
    row("2^32-1", 4294967295LL, "ceffffffff");
    row("2^32", 4294967296LL, "cf0000000100000000");
    row("int64 max", std::numeric_limits<qint64>::max(), "cf7fffffffffffffff");
    row("-1", -1, "ff");
    row("-32", -32, "e0");
    row("-33", -33, "d0df");
    row("-128", -128, "d080");
    row("-129", -129, "d1ff7f");
    row("-32768", -32768, "d18000");
    row("-32769", -32769, "d2ffff7fff");
    row("-2^31", std::numeric_limits<qint32>::min(), "d280000000");
    row("-2^31-1", qint64(std::numeric_limits<qint32>::min()) - 1, "d3ffffffff7fffffff");
    row("int64 min", std::numeric_limits<qint64>::min(), "d38000000000000000");
    row("1.5", 1.5, "cb3ff8000000000000");
    row("0.0", 0.0, "cb0000000000000000");
    row("-0.0", -0.0, "cb8000000000000000");
    row("infinite double", std::numeric_limits<double>::infinity(), "cb7ff0000000000000");
    row("NaN", std::bit_cast<double>(quint64(0x7ff8000000000000)), "cb7ff8000000000000");
    row("NaN with payload", std::bit_cast<double>(quint64(0xfff8000000abcdef)), "cbfff8000000abcdef");
    row("signalling NaN", std::bit_cast<double>(quint64(0x7ff0000000000001)), "cb7ff0000000000001");
    row("empty string", "", "a103");
    row("string", "a", "a20361");
    row("invalid UTF-8", Value::string("\xff\xfe"_ba), "a303fffe");
    row("string of 30", Value::string(text(30)), "bf03" + text(30).toHex());
    row("string of 31", Value::string(text(31)), "d92003" + text(31).toHex());
    row("string of 254", Value::string(text(254)), "d9ff03" + text(254).toHex());
    row("string of 255", Value::string(text(255)), "da010003" + text(255).toHex());
    row("string of 65534", Value::string(text(65534)), "daffff03" + text(65534).toHex());
    row("string of 65535", Value::string(text(65535)), "db0001000003" + text(65535).toHex());
    row("blob", Value::blob(QByteArray::fromHex("00ff")), "a30400ff");
    row("java blob", Value::blob("j"_ba, ParticleType::JavaBlob), "a2076a");
    row("erlang blob", Value::blob("e"_ba, ParticleType::ErlangBlob), "a20c65");
    row("HLL", Value::hll("h"_ba), "a21268");
    row("GeoJSON", Value::geoJson("{}"_ba), "a3177b7d");
    row("raw bytes", Value::rawBytes("abc"_ba), "a3616263");
    row("no bytes at all", Value::rawBytes({}), "a0");
    row("infinity", Value::infinity(), "d4ff01");
    row("wildcard", Value::wildcard(), "d4ff00");
    row("unsigned above int64", Value::opaque(QByteArray::fromHex("cfffffffffffffffff")),
        "cfffffffffffffffff");
    row("empty list", list({}), "90");
    row("list", list({1, "a", Value::blob("\x01"_ba), Value(), 2.5, true}),
        "9601a20361a20401c0cb4004000000000000c3");
    row("list of 15", list(std::vector<Value>(15, Value(1))), "9f" + QByteArray("01").repeated(15));
    row("list of 16", list(std::vector<Value>(16, Value(1))), "dc0010" + QByteArray("01").repeated(16));
    row("list of 65535", list(std::vector<Value>(65535, Value(1))),
        "dcffff" + QByteArray("01").repeated(65535));
    row("list of 65536", list(std::vector<Value>(65536, Value(1))),
        "dd00010000" + QByteArray("01").repeated(65536));
    row("empty ordered list", list({}, ListOrder::Ordered), "91c70001");
    row("ordered list", list({1, 2}, ListOrder::Ordered), "93c700010102");
    row("ordered list of 15 needs 16 slots", list(std::vector<Value>(15, Value(1)), ListOrder::Ordered),
        "dc0010c70001" + QByteArray("01").repeated(15));
    row("infinity first in a list", list({Value::infinity()}), "91d4ff01");
    row("infinity first in an ordered list", list({Value::infinity()}, ListOrder::Ordered), "92c70001d4ff01");
    row("empty map", map({}), "80");
    row("map", map({{"k", 1}, {2, "v"}}), "82a2036b0102a20376");
    row("map of 16", map([] {
            std::vector<std::pair<Value, Value>> pairs;
            for (int i = 0; i < 16; ++i)
                pairs.emplace_back(i, 0);
            return pairs;
        }()),
        "de001000000100020003000400050006000700080009000a000b000c000d000e000f00");
    row("empty ordered map", map({}, MapOrder::KeyOrdered), "81c70001c0");
    row("key-ordered map", map({{"a", 1}}, MapOrder::KeyOrdered), "82c70001c0a2036101");
    row("key-value-ordered map", map({{"a", 1}}, MapOrder::KeyValueOrdered), "82c70003c0a2036101");
    row("preserved order", map({{"b", 1}, {"a", 1}}, MapOrder::PreserveOrder), "83c70008c0a2036201a2036101");
    row("map with every scalar as key", map({{Value(), 1}, {true, 2}, {1.5, 3}, {Value::blob("b"_ba), 4}}),
        "84c001c302cb3ff800000000000003a2046204");
    row("nested", list({list({}, ListOrder::Ordered), map({{1, list({2})}}, MapOrder::KeyOrdered)}),
        "9291c7000182c70001c0019102");
}

} // namespace

class TestMsgpack : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheServersForm_data() { addGoldenRows(); }
    void writesTheServersForm();
    void readsWhatItWrites_data() { addGoldenRows(); }
    void readsWhatItWrites();
    void refusesEveryTruncation_data() { addGoldenRows(); }
    void refusesEveryTruncation();
    void readsEveryFormOfTheServer_data();
    void readsEveryFormOfTheServer();
    void keepsWhatHasNoTypeHere_data();
    void keepsWhatHasNoTypeHere();
    void refusesTheImpossible_data();
    void refusesTheImpossible();
    void depthIsBounded();
    void sizesAreNotTrusted();
    void unpackFirstMovesPastTheValue();
    void survivesRandomBytes();
};

void TestMsgpack::writesTheServersForm()
{
    QFETCH(Value, value);
    QFETCH(QByteArray, bytes);
    QCOMPARE(packValue(value).toHex(), bytes.toHex());
}

void TestMsgpack::readsWhatItWrites()
{
    QFETCH(Value, value);
    QFETCH(QByteArray, bytes);
    const auto read = unpackValue(bytes);
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    QCOMPARE(*read, value);
}

void TestMsgpack::refusesEveryTruncation()
{
    QFETCH(QByteArray, bytes);
    const qsizetype step = std::max<qsizetype>(1, bytes.size() / 300);
    for (qsizetype size = 0; size < bytes.size(); size += step) {
        const QByteArray cut(bytes.constData(), size); // its own heap block: an over-read is seen by ASan
        const auto read = unpackValue(cut);
        QVERIFY(!read);
        QCOMPARE(read.error().kind, ErrorKind::Protocol);
    }
    QVERIFY(!unpackValue(bytes + '\0'));
}

void TestMsgpack::readsEveryFormOfTheServer_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<Value>("value");
    const auto row = [](const char *hex, const Value &value) {
        QTest::newRow(hex) << QByteArray(hex) << value;
    };
    row("cc05", 5);
    row("cd0005", 5);
    row("ce00000005", 5);
    row("cf0000000000000005", 5);
    row("d005", 5);
    row("d1ffff", -1);
    row("d2ffffffff", -1);
    row("d3ffffffffffffffff", -1);
    row("ca3fc00000", 1.5);
    row("c4020361", "a");
    row("c500020361", "a");
    row("c6000000020361", "a");
    row("c40204ff", Value::blob("\xff"_ba));
    row("d9020361", "a");
    row("da00020361", "a");
    row("db000000020361", "a");
    row("dc000101", list({1}));
    row("dd0000000101", list({1}));
    row("de00010102", map({{1, 2}}));
    row("df000000010102", map({{1, 2}}));
    // any ext kind may hold the order flags; the persist bit and unknown bits are tolerated
    row("92d4010005", list({5}, ListOrder::Ordered));
    row("92d501000005", list({5}, ListOrder::Ordered));
    row("92d6010000000005", list({5}, ListOrder::Ordered));
    row("92d701000000000000000005", list({5}, ListOrder::Ordered));
    row("92d8010000000000000000000000000000000005", list({5}, ListOrder::Ordered));
    row("92c702010a0b05", list({5}, ListOrder::Ordered));
    row("92c800000105", list({5}, ListOrder::Ordered));
    row("92c9000000000105", list({5}, ListOrder::Ordered));
    row("92c7001105", list({5}, ListOrder::Ordered));
    row("92c7000005", list({5}));
    row("92c7004005", list({5}));
    row("82c70011c00102", map({{1, 2}}, MapOrder::KeyOrdered));
    row("82c70013c00102", map({{1, 2}}, MapOrder::KeyValueOrdered));
    row("82c70009c00102", map({{1, 2}}, MapOrder::PreserveOrder));
    row("82c70010c00102", map({{1, 2}}));
    row("82d40300c00102", map({{1, 2}}, MapOrder::KeyValueOrdered));
    row("82c7000191020102", map({{1, 2}}, MapOrder::KeyOrdered)); // whatever stands beside the flags
    row("c701ff01", Value::infinity());
    row("a210ab", Value::blob("\xab"_ba, ParticleType::Vector));
}

void TestMsgpack::readsEveryFormOfTheServer()
{
    QFETCH(QByteArray, hex);
    QFETCH(Value, value);
    const auto read = unpackValue(QByteArray::fromHex(hex));
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    QCOMPARE(*read, value);
}

void TestMsgpack::keepsWhatHasNoTypeHere_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::newRow("unsigned integer above int64") << "cf8000000000000000"_ba;
    QTest::newRow("in a list") << "9201cfffffffffffffffff"_ba;
    QTest::newRow("in a map") << "8101cfffffffffffffffff"_ba;
    QTest::newRow("unknown ext after the first slot") << "9201d4050a"_ba;
    QTest::newRow("unknown ext alone") << "c70305aabbcc"_ba;
    QTest::newRow("unknown argument mark") << "91d4ff07"_ba;
    QTest::newRow("string without a known prefix") << "91a3616263"_ba;
}

void TestMsgpack::keepsWhatHasNoTypeHere()
{
    QFETCH(QByteArray, hex);
    const auto read = unpackValue(QByteArray::fromHex(hex));
    QVERIFY(read);
    QCOMPARE(packValue(*read).toHex(), hex);
}

void TestMsgpack::refusesTheImpossible_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("reserved byte") << "c1"_ba;
    QTest::newRow("reserved byte inside") << "91c1"_ba;
    QTest::newRow("trailing byte") << "0101"_ba;
    QTest::newRow("list of 2^32-1") << "ddffffffff"_ba;
    QTest::newRow("map of 2^32-1") << "dfffffffff01"_ba;
    QTest::newRow("map of 2^31 pairs") << "df80000000c0c0"_ba;
    QTest::newRow("string of 2^32-1") << "dbffffffff03"_ba;
    QTest::newRow("ext of 2^32-1") << "91c9ffffffff01"_ba;
    QTest::newRow("flags without their pair's value") << "81c70001"_ba;
    QTest::newRow("odd map") << "8101"_ba;
}

void TestMsgpack::refusesTheImpossible()
{
    QFETCH(QByteArray, hex);
    const auto read = unpackValue(QByteArray::fromHex(hex));
    QVERIFY(!read);
    QCOMPARE(read.error().kind, ErrorKind::Protocol);
    QVERIFY(!read.error().message.isEmpty());
}

void TestMsgpack::depthIsBounded()
{
    const auto nested = [](int depth) { return QByteArray(depth - 1, '\x91') + '\x90'; };
    QVERIFY(unpackValue(nested(256)));
    QVERIFY(!unpackValue(nested(257)));
    QVERIFY(!unpackValue(nested(1000000)));
    QVERIFY(!unpackValue(QByteArray("\x81\x01").repeated(1000000)));
}

void TestMsgpack::sizesAreNotTrusted()
{
    // 200 nested lists, each of which claims to hold as many elements as there are bytes
    QByteArray bytes;
    for (int i = 0; i < 200; ++i)
        bytes += QByteArray::fromHex("dd00010000");
    bytes += QByteArray(70000, '\x01');
    QVERIFY(!unpackValue(bytes));
}

void TestMsgpack::unpackFirstMovesPastTheValue()
{
    const QByteArray bytes = QByteArray::fromHex("920102a20361c0");
    QByteArrayView rest(bytes);
    QCOMPARE(*unpackFirst(rest), list({1, 2}));
    QCOMPARE(*unpackFirst(rest), Value("a"));
    QCOMPARE(rest.size(), 1);
    QCOMPARE(*unpackFirst(rest), Value());
    QVERIFY(rest.isEmpty());
    QVERIFY(!unpackFirst(rest));
}

void TestMsgpack::survivesRandomBytes()
{
    QRandomGenerator random(20240611);
    int readable = 0;
    for (int round = 0; round < 20000; ++round) {
        QByteArray bytes(static_cast<qsizetype>(random.bounded(1, 40)), Qt::Uninitialized);
        for (char &byte : bytes)
            byte = static_cast<char>(random.bounded(256));
        QByteArrayView rest(bytes);
        const auto read = unpackFirst(rest);
        if (!read)
            continue;
        ++readable;
        // what was understood is written so that it is understood the same way
        const auto again = unpackValue(packValue(*read));
        QVERIFY(again);
        QCOMPARE(*again, *read);
    }
    QVERIFY(readable > 1000);
}

QTEST_GUILESS_MAIN(TestMsgpack)
#include "tst_msgpack.moc"
