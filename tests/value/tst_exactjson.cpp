// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/exactjson.h"

#include "tests/support/printvalue.h"

#include <QJsonDocument>
#include <QJsonParseError>
#include <QRandomGenerator>
#include <QTest>

#include <bit>
#include <limits>

using namespace Aeroscope;
using namespace Qt::StringLiterals;

// Stands before the tables: moc loses its way in their raw strings.
class TestExactJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writes_data();
    void writes();
    void readsBack_data();
    void readsBack();
    void everyTruncationIsRefused_data();
    void everyTruncationIsRefused();
    void randomValuesComeBack();
    void readsOtherPeoplesJson_data();
    void readsOtherPeoplesJson();
    void refusesWithAPlace_data();
    void refusesWithAPlace();
    void depthIsBounded();
    void writesRecords();
    void binsKeepTheirOrder();
    void binsComeBack_data();
    void binsComeBack();
    void refusesImpossibleBins_data();
    void refusesImpossibleBins();
};

namespace {

Value list(std::vector<Value> items, ListOrder order = ListOrder::Unordered)
{
    return List{std::move(items), order};
}

Value map(std::vector<std::pair<Value, Value>> pairs, MapOrder order = MapOrder::Unordered)
{
    return Map{std::move(pairs), order};
}

void addRoundTripRows()
{
    QTest::addColumn<Value>("value");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *name, const Value &value, const char *json) {
        QTest::newRow(name) << value << QByteArray(json);
    };
    using Limits = std::numeric_limits<double>;
    row("nil", Value(), "null");
    row("true", true, "true");
    row("false", false, "false");
    row("0", 0, "0");
    row("-1", -1, "-1");
    row("2^53+1", 9007199254740993LL, "9007199254740993");
    row("int64 max", std::numeric_limits<qint64>::max(), "9223372036854775807");
    row("int64 min", std::numeric_limits<qint64>::min(), "-9223372036854775808");
    row("3.0", 3.0, "3.0");
    row("0.0", 0.0, "0.0");
    row("-0.0", -0.0, "-0.0");
    row("0.1", 0.1, "0.1");
    row("1.5", 1.5, "1.5");
    row("100.0", 100.0, "100.0");
    row("2^53 as double", 9007199254740992.0, "9007199254740992.0");
    row("1e300", 1e300, "1e+300");
    row("1e-7", 1e-7, "1e-07");
    row("max", Limits::max(), "1.7976931348623157e+308");
    row("min", Limits::min(), "2.2250738585072014e-308");
    row("denormal", Limits::denorm_min(), "5e-324");
    row("-denormal", -Limits::denorm_min(), "-5e-324");
    row("infinite", Limits::infinity(), R"({"$double":"inf"})");
    row("-infinite", -Limits::infinity(), R"({"$double":"-inf"})");
    row("NaN", std::bit_cast<double>(quint64(0x7ff8000000000000)), R"({"$double":"nan"})");
    row("NaN with sign", std::bit_cast<double>(quint64(0xfff8000000000000)),
        R"({"$double":"nan:fff8000000000000"})");
    row("NaN with payload", std::bit_cast<double>(quint64(0x7ff8000000000001)),
        R"({"$double":"nan:7ff8000000000001"})");
    row("signalling NaN", std::bit_cast<double>(quint64(0x7ff0000000000001)),
        R"({"$double":"nan:7ff0000000000001"})");
    row("empty string", "", R"("")");
    row("string", "héllo", R"("héllo")");
    row("escapes", "\"\\/\b\f\n\r\t\x01\x1f\x7f", "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"");
    row("NUL", Value::string(QByteArray("a\0b", 3)), R"("a\u0000b")");
    row("beyond the BMP", "😀", R"("😀")");
    row("non-character", "\xef\xbf\xbf", "\"\xef\xbf\xbf\"");
    row("not UTF-8", Value::string("\xff"_ba), R"({"$string":"/w=="})");
    row("overlong", Value::string("\xc0\x80"_ba), R"({"$string":"wIA="})");
    row("encoded surrogate", Value::string("\xed\xa0\x80"_ba), R"({"$string":"7aCA"})");
    row("cut UTF-8", Value::string("a\xc3"_ba), R"({"$string":"YcM="})");
    row("string that looks like a word", "$blob", R"("$blob")");
    row("blob", Value::blob(QByteArray::fromHex("00ff")), R"({"$blob":"AP8="})");
    row("empty blob", Value::blob({}), R"({"$blob":""})");
    row("java blob", Value::blob("x"_ba, ParticleType::JavaBlob), R"({"$blob":"eA==","type":"java"})");
    row("erlang blob", Value::blob("x"_ba, ParticleType::ErlangBlob), R"({"$blob":"eA==","type":"erlang"})");
    row("HLL", Value::hll("x"_ba), R"({"$hll":"eA=="})");
    row("GeoJSON", Value::geoJson(R"({"type":"Point"})"_ba), R"({"$geo":"{\"type\":\"Point\"}"})");
    row("GeoJSON that is not UTF-8", Value::geoJson("\xff"_ba), R"({"$geo":{"$string":"/w=="}})");
    row("raw bytes", Value::rawBytes("abc"_ba), R"({"$raw":"YWJj"})");
    row("unsigned above int64", Value::opaque(QByteArray::fromHex("cfffffffffffffffff")),
        R"({"$msgpack":"z///////////"})");
    row("infinity mark", Value::infinity(), R"({"$cdt":"infinity"})");
    row("wildcard mark", Value::wildcard(), R"({"$cdt":"wildcard"})");
    row("empty list", list({}), "[]");
    row("list", list({1, 1.0, "a", Value()}), R"([1,1.0,"a",null])");
    row("ordered list", list({1, 2}, ListOrder::Ordered), R"({"$list":[1,2],"order":"ordered"})");
    row("empty ordered list", list({}, ListOrder::Ordered), R"({"$list":[],"order":"ordered"})");
    row("empty map", map({}), "{}");
    row("plain map keeps its order", map({{"b", 1}, {"a", 2}}), R"({"b":1,"a":2})");
    row("empty key", map({{"", 1}}), R"({"":1})");
    row("key with $ inside", map({{"a$", 1}}), R"({"a$":1})");
    row("key that starts with $", map({{"$a", 1}}), R"({"$map":[["$a",1]],"order":"unordered"})");
    row("integer keys", map({{1, "a"}, {2, "b"}}), R"({"$map":[[1,"a"],[2,"b"]],"order":"unordered"})");
    row("key that is not UTF-8", map({{Value::string("\xff"_ba), 1}}),
        R"({"$map":[[{"$string":"/w=="},1]],"order":"unordered"})");
    row("every scalar as key",
        map({{Value(), 1},
             {true, 2},
             {1, 3},
             {1.0, 4},
             {"1", 5},
             {Value::blob("1"_ba), 6},
             {Value::geoJson("{}"_ba), 7}}),
        R"({"$map":[[null,1],[true,2],[1,3],[1.0,4],["1",5],[{"$blob":"MQ=="},6],[{"$geo":"{}"},7]],"order":"unordered"})");
    row("key-ordered map", map({{"a", 1}}, MapOrder::KeyOrdered), R"({"$map":[["a",1]],"order":"key"})");
    row("empty key-ordered map", map({}, MapOrder::KeyOrdered), R"({"$map":[],"order":"key"})");
    row("key-value-ordered map", map({{"a", 1}}, MapOrder::KeyValueOrdered),
        R"({"$map":[["a",1]],"order":"key-value"})");
    row("preserved order", map({{"b", 1}, {"a", 1}, {"b", 1}}, MapOrder::PreserveOrder),
        R"({"$map":[["b",1],["a",1],["b",1]],"order":"preserve"})");
    row("nested",
        list({map({{"m", list({map({{1, list({}, ListOrder::Ordered)}}, MapOrder::KeyOrdered)})}})}),
        R"([{"m":[{"$map":[[1,{"$list":[],"order":"ordered"}]],"order":"key"}]}])");
}

Value randomValue(QRandomGenerator &random, int depth)
{
    const auto bytes = [&random] {
        QByteArray out(static_cast<qsizetype>(random.bounded(0, 6)), Qt::Uninitialized);
        for (char &byte : out)
            byte = static_cast<char>(random.bounded(2) ? random.bounded(256) : random.bounded('a', 'e'));
        return out;
    };
    const auto key = [&] {
        return random.bounded(2) ? Value::string(bytes()) : Value(qint64(random.generate64()));
    };
    switch (random.bounded(depth > 0 ? 10 : 8)) {
    case 0:
        return {};
    case 1:
        return random.bounded(2) == 0;
    case 2:
        return qint64(random.generate64()) >> random.bounded(64);
    case 3:
        return std::bit_cast<double>(random.generate64());
    case 4:
        return Value::string(bytes());
    case 5:
        return Value::blob(bytes(), random.bounded(2) ? ParticleType::Blob : ParticleType::RubyBlob);
    case 6:
        return Value::geoJson(bytes());
    case 7:
        return Value::hll(bytes());
    case 8: {
        List out;
        out.order = random.bounded(2) ? ListOrder::Ordered : ListOrder::Unordered;
        for (int i = random.bounded(4); i > 0; --i)
            out.items.push_back(randomValue(random, depth - 1));
        return out;
    }
    default: {
        Map out;
        constexpr std::array orders{MapOrder::Unordered, MapOrder::Unordered, MapOrder::KeyOrdered};
        out.order = orders[static_cast<size_t>(random.bounded(3))];
        for (int i = random.bounded(4); i > 0; --i) {
            Value one = key();
            if (!out.find(one))
                out.pairs.emplace_back(std::move(one), randomValue(random, depth - 1));
        }
        return out;
    }
    }
}

} // namespace

void TestExactJson::writes_data()
{
    addRoundTripRows();
}

void TestExactJson::readsBack_data()
{
    addRoundTripRows();
}

void TestExactJson::everyTruncationIsRefused_data()
{
    addRoundTripRows();
}

void TestExactJson::writes()
{
    QFETCH(Value, value);
    QFETCH(QByteArray, json);
    QCOMPARE(toExactJson(value), json);
    QJsonParseError error;
    QJsonDocument::fromJson("[" + json + "]", &error);
    QCOMPARE(error.error, QJsonParseError::NoError); // it is JSON for everybody else too
}

void TestExactJson::readsBack()
{
    QFETCH(Value, value);
    QFETCH(QByteArray, json);
    const auto read = fromExactJson(json);
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    QCOMPARE(*read, value);
}

void TestExactJson::everyTruncationIsRefused()
{
    QFETCH(QByteArray, json);
    const bool isNumber = !json.isEmpty() && (json[0] == '-' || (json[0] >= '0' && json[0] <= '9'));
    for (qsizetype size = 0; size < json.size() && !isNumber; ++size) {
        const QByteArray cut(json.constData(), size);
        QVERIFY2(!fromExactJson(cut), cut.constData());
    }
}

void TestExactJson::randomValuesComeBack()
{
    QRandomGenerator random(11);
    for (int round = 0; round < 3000; ++round) {
        const Value value = randomValue(random, 4);
        const QByteArray json = toExactJson(value);
        const auto read = fromExactJson(json);
        QVERIFY2(read, json.constData());
        QCOMPARE(*read, value);
    }
}

void TestExactJson::readsOtherPeoplesJson_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<Value>("value");
    const auto row = [](const char *json, const Value &value) {
        QTest::newRow(json) << QByteArray(json) << value;
    };
    row(" \t\r\n1\n", 1);
    row("[ 1 , 2 ]", list({1, 2}));
    row("{ \"a\" : 1 , \"b\" : [ ] }", map({{"a", 1}, {"b", list({})}}));
    row(R"("\/\u0041\u00e9\u20AC")", "/Aé€");
    row(R"("\ud83d\ude00")", "😀");
    row(R"("\u0000")", Value::string(QByteArray(1, '\0')));
    row("1E5", 1e5);
    row("1e+5", 1e5);
    row("-1.5e-3", -1.5e-3);
    row("0.0e999999", 0.0);
    row("-0e0", -0.0);
    row("0.1000000000000000055511151231257827", 0.1);
    row("4.9406564584124654e-324", std::numeric_limits<double>::denorm_min());
    row(R"({"$list":[1]})", list({1}));
    row(R"({"$list":[1],"order":"unordered"})", list({1}));
    row(R"({"$map":[[1,2]]})", map({{1, 2}}));
    row(R"( { "$map" : [ [ 1 , 2 ] ] , "order" : "key" } )", map({{1, 2}}, MapOrder::KeyOrdered));
    row(R"({"$blob":"eA==","type":"blob"})", Value::blob("x"_ba));
    row(R"({"$string":"YQ=="})", "a");
    row(R"({"\u0024blob":"eA=="})", Value::blob("x"_ba));
}

void TestExactJson::readsOtherPeoplesJson()
{
    QFETCH(QByteArray, json);
    QFETCH(Value, value);
    const auto read = fromExactJson(json);
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    QCOMPARE(*read, value);
}

void TestExactJson::refusesWithAPlace_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    const auto row = [](const char *name, const QByteArray &json, int line, int column) {
        QTest::newRow(name) << json << line << column;
    };
    row("nothing", "", 1, 1);
    row("blanks", " \n ", 2, 2);
    row("tail", "1 2", 1, 3);
    row("two values", "{}[]", 1, 3);
    row("comma at the end of a list", "[1,]", 1, 4);
    row("comma at the end of a map", R"({"a":1,})", 1, 8);
    row("no comma", "[1 2]", 1, 4);
    row("no colon", R"({"a" 1})", 1, 6);
    row("unquoted key", "{a:1}", 1, 2);
    row("single quotes", "'a'", 1, 1);
    row("unclosed list", "[1", 1, 3);
    row("unclosed string", "[\"abc", 1, 2);
    row("word", "[\nnul]", 2, 1);
    row("NaN", "NaN", 1, 1);
    row("plus", "+1", 1, 1);
    row("leading zero", "[01]", 1, 2);
    row("no digit after point", "1.", 1, 3);
    row("no digit before point", ".5", 1, 1);
    row("no digit after exponent", "1e", 1, 3);
    row("minus alone", "-", 1, 2);
    row("hexadecimal", "0x10", 1, 2);
    row("above int64", "[9223372036854775808]", 1, 2);
    row("below int64", "-9223372036854775809", 1, 1);
    row("integer -0", "-0", 1, 1);
    row("double overflows", "1e400", 1, 1);
    row("double vanishes", "[1, 1e-400]", 1, 5);
    row("double vanishes below the least", "2e-324", 1, 1);
    row("raw newline in a string", "\"a\nb\"", 1, 3);
    row("raw NUL", QByteArray("\"a\0b\"", 5), 1, 3);
    row("unknown escape", R"("a\x")", 1, 3);
    row("short unicode escape", R"("\u12")", 1, 4);
    row("signed unicode escape", R"("\u-123")", 1, 4);
    row("lone high surrogate", R"("\ud800")", 1, 2);
    row("lone low surrogate", R"("\udc00")", 1, 2);
    row("two high surrogates", R"("\ud800\ud800")", 1, 2);
    row("string that is not UTF-8", "[\"a\", \"\xff\"]", 1, 7);
    row("columns count code points", "[\"é😀\", x]", 1, 8);
    row("lines count", "{\n  \"a\": 1,\n  \"b\": tru\n}", 3, 8);
    row("duplicate key", R"({"a":1,"a":2})", 1, 8);
    row("duplicate key by escape", R"({"a":1,"\u0061":2})", 1, 8);
    row("duplicate in $map", R"({"$map":[[1,2],[1,3]],"order":"key"})", 1, 17);
    row("unknown word", R"({"$date":"x"})", 1, 2);
    row("word not first", R"({"a":1,"$blob":""})", 1, 8);
    row("word with company", R"({"$hll":"","a":1})", 1, 11);
    row("$double with a number", R"({"$double":1.5})", 1, 12);
    row("$double with another text", R"({"$double":"1.5"})", 1, 12);
    row("$double whose bits are no NaN", R"({"$double":"nan:3ff8000000000000"})", 1, 12);
    row("$double with short bits", R"({"$double":"nan:7ff8"})", 1, 12);
    row("base64 without padding", R"({"$blob":"eA"})", 1, 10);
    row("base64 with a blank", R"({"$blob":"eA = ="})", 1, 10);
    row("base64 with stray bits", R"({"$blob":"eB=="})", 1, 10);
    row("base64 of another alphabet", R"({"$blob":"_w=="})", 1, 10);
    row("unknown blob type", R"({"$blob":"","type":"cobol"})", 1, 20);
    row("wrong option", R"({"$blob":"","order":"key"})", 1, 13);
    row("unknown list order", R"({"$list":[],"order":"key"})", 1, 21);
    row("unknown map order", R"({"$map":[],"order":"ordered"})", 1, 20);
    row("list as map key", R"({"$map":[[[1],2]]})", 1, 11);
    row("map as map key", R"({"$map":[[{},2]]})", 1, 11);
    row("pair of one", R"({"$map":[[1]]})", 1, 12);
    row("pair of three", R"({"$map":[[1,2,3]]})", 1, 14);
    row("$map with an object", R"({"$map":{"a":1}})", 1, 9);
    row("$list with an object", R"({"$list":{}})", 1, 10);
    row("$cdt with another word", R"({"$cdt":"x"})", 1, 9);
    row("$msgpack for an ordinary value", R"({"$msgpack":"AQ=="})", 1, 13);
    row("$geo with a number", R"({"$geo":1})", 1, 9);
    row("byte order mark",
        "\xef\xbb\xbf"
        "1",
        1, 1);
}

void TestExactJson::refusesWithAPlace()
{
    QFETCH(QByteArray, json);
    QFETCH(int, line);
    QFETCH(int, column);
    const auto read = fromExactJson(json);
    QVERIFY(!read);
    QCOMPARE(read.error().kind, ErrorKind::InvalidArgument);
    const QString place = u" at line %1, column %2"_s.arg(line).arg(column);
    QVERIFY2(read.error().message.endsWith(place), qPrintable(read.error().message));
}

void TestExactJson::depthIsBounded()
{
    const auto nested = [](qsizetype depth) { return QByteArray(depth, '[') + QByteArray(depth, ']'); };
    const auto read = fromExactJson(nested(256));
    QVERIFY(read);
    QCOMPARE(toExactJson(*read), nested(256));
    QVERIFY(!fromExactJson(nested(257)));
    QVERIFY(!fromExactJson(QByteArray(1000000, '[')));
    QVERIFY(!fromExactJson(QByteArray(R"({"$map":[[1,)").repeated(100000)));
}

void TestExactJson::writesRecords()
{
    Record record;
    record.key = *Key::of("test"_ba, "demo"_ba, Value(1));
    record.generation = 7;
    record.voidTime = VoidTime{1000};
    record.bins = {{"a"_ba, 1}, {"b"_ba, 2.0}};
    const qint64 now = VoidTime::epochUnixSeconds + 400;
    QCOMPARE(
        toExactJson(record, now),
        R"({"key":1,"digest":"b7f4b83889e2da67de683e1df6919a1eacc446c8","gen":7,"ttl":600,"bins":{"a":1,"b":2.0}})"_ba);
    QCOMPARE(record.voidTime.ttlAt(VoidTime::epochUnixSeconds + 5000), 1); // expired, not yet reaped

    record.key = Key::fromDigest("test"_ba, "demo"_ba, record.key.digest());
    record.voidTime = {};
    record.bins = {};
    QCOMPARE(toExactJson(record, now),
             R"({"digest":"b7f4b83889e2da67de683e1df6919a1eacc446c8","gen":7,"ttl":-1,"bins":{}})"_ba);

    // results of two operations on one bin, a name that is not UTF-8, a name that looks like a word
    record.bins = {{"a"_ba, 1}, {"a"_ba, 2}};
    QVERIFY(toExactJson(record, now).endsWith(R"("bins":{"$bins":[["a",1],["a",2]]}})"));
    record.bins = {{"\xff"_ba, 1}};
    QVERIFY(toExactJson(record, now).endsWith(R"("bins":{"$bins":[[{"$string":"/w=="},1]]}})"));
    record.bins = {{"$bins"_ba, 1}};
    QVERIFY(toExactJson(record, now).endsWith(R"("bins":{"$bins":[["$bins",1]]}})"));
}

void TestExactJson::binsKeepTheirOrder()
{
    const auto bins = binsFromExactJson(R"( { "z" : 1, "a" : {"$blob":""}, "m" : null } )");
    QVERIFY(bins);
    QVERIFY((*bins == Bins{{"z"_ba, 1}, {"a"_ba, Value::blob({})}, {"m"_ba, Value()}}));
    QVERIFY(binsFromExactJson("{}")->empty());
}

void TestExactJson::binsComeBack_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("not UTF-8") << R"({"$bins":[[{"$string":"/w=="},1]]})"_ba << "\xff"_ba;
    QTest::newRow("looks like a word") << R"({"$bins":[["$bins",1]]})"_ba << "$bins"_ba;
    QTest::newRow("15 bytes") << R"({"123456789012345":1})"_ba << "123456789012345"_ba;
}

void TestExactJson::binsComeBack()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, name);
    const auto bins = binsFromExactJson(json);
    QVERIFY2(bins, bins ? "" : qPrintable(bins.error().message));
    QVERIFY((*bins == Bins{{name, 1}}));
}

void TestExactJson::refusesImpossibleBins_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("column");
    QTest::newRow("list") << "[]"_ba << 1;
    QTest::newRow("number") << "1"_ba << 1;
    QTest::newRow("tail") << "{}{}"_ba << 3;
    QTest::newRow("empty name") << R"({"":1})"_ba << 2;
    QTest::newRow("16 bytes") << R"({"1234567890123456":1})"_ba << 2;
    QTest::newRow("NUL") << R"({"a\u0000":1})"_ba << 2;
    QTest::newRow("twice") << R"({"a":1,"a":2})"_ba << 8;
    QTest::newRow("word") << R"({"$x":1})"_ba << 2;
    QTest::newRow("$bins after others") << R"({"a":1,"$bins":[]})"_ba << 8;
    QTest::newRow("$bins with company") << R"({"$bins":[],"a":1})"_ba << 12;
    QTest::newRow("twice in $bins") << R"({"$bins":[["a",1],["a",2]]})"_ba << 20;
    QTest::newRow("number as name") << R"({"$bins":[[1,1]]})"_ba << 12;
    QTest::newRow("bad value") << R"({"a":1e999})"_ba << 6;
    QTest::newRow("unclosed") << R"({"a":1)"_ba << 7;
}

void TestExactJson::refusesImpossibleBins()
{
    QFETCH(QByteArray, json);
    QFETCH(int, column);
    const auto bins = binsFromExactJson(json);
    QVERIFY(!bins);
    const QString place = u" at line 1, column %1"_s.arg(column);
    QVERIFY2(bins.error().message.endsWith(place), qPrintable(bins.error().message));
}

QTEST_GUILESS_MAIN(TestExactJson)
#include "tst_exactjson.moc"
