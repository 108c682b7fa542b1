// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/value.h"

#include "tests/support/printvalue.h"

#include <QTest>

#include <bit>
#include <cmath>
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

} // namespace

class TestValue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void constructorsChooseTheType();
    void identityIsExact_data();
    void identityIsExact();
    void rankFollowsTheServersOrder();
    void rankIsATotalOrder();
    void equalRankIsWeakerThanIdentity_data();
    void equalRankIsWeakerThanIdentity();
    void mapFindsExactKeys();
    void copiesShareContainers();
    void particleTypes_data();
    void particleTypes();
};

void TestValue::constructorsChooseTheType()
{
    QCOMPARE(Value().type(), Value::Type::Nil);
    QCOMPARE(Value(nullptr).type(), Value::Type::Nil);
    QCOMPARE(Value(true).type(), Value::Type::Bool);
    QCOMPARE(Value(1).type(), Value::Type::Integer);
    QCOMPARE(Value('a').type(), Value::Type::Integer);
    QCOMPARE(Value(quint32(4294967295U)).toInteger(), qint64(4294967295));
    QCOMPARE(Value(std::numeric_limits<qint64>::min()).toInteger(), std::numeric_limits<qint64>::min());
    QCOMPARE(Value(1.0).type(), Value::Type::Double);
    QCOMPARE(Value("é").bytes(), "\xc3\xa9"_ba);
    QCOMPARE(Value(u"é"_s).bytes(), "\xc3\xa9"_ba);
    QCOMPARE(Value(u"é"_s).text(), u"é"_s);
    QCOMPARE(Value::string("\xff"_ba).text(), QString(QChar::ReplacementCharacter));
    QCOMPARE(Value(List{}).type(), Value::Type::List);
    QCOMPARE(Value(Map{}).type(), Value::Type::Map);
    QVERIFY(Value(Map{}).isContainer());
    QVERIFY(!Value("x").isContainer());
}

void TestValue::identityIsExact_data()
{
    QTest::addColumn<Value>("left");
    QTest::addColumn<Value>("right");
    QTest::addColumn<bool>("same");
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto otherNan = std::bit_cast<double>(quint64(0x7ff8000000000001));
    QTest::newRow("nil") << Value() << Value() << true;
    QTest::newRow("nil, false") << Value() << Value(false) << false;
    QTest::newRow("integer, double") << Value(1) << Value(1.0) << false;
    QTest::newRow("integer, bool") << Value(1) << Value(true) << false;
    QTest::newRow("NaN") << Value(nan) << Value(nan) << true;
    QTest::newRow("NaN with another payload") << Value(nan) << Value(otherNan) << false;
    QTest::newRow("zero, minus zero") << Value(0.0) << Value(-0.0) << false;
    QTest::newRow("string, blob") << Value("a") << Value::blob("a"_ba) << false;
    QTest::newRow("blob, java blob") << Value::blob("a"_ba) << Value::blob("a"_ba, ParticleType::JavaBlob)
                                     << false;
    QTest::newRow("string, GeoJSON") << Value("{}") << Value::geoJson("{}"_ba) << false;
    QTest::newRow("raw, opaque") << Value::rawBytes("a"_ba) << Value::opaque("a"_ba) << false;
    QTest::newRow("infinity, wildcard") << Value::infinity() << Value::wildcard() << false;
    QTest::newRow("list") << list({1, "a"}) << list({1, "a"}) << true;
    QTest::newRow("list order flag") << list({1}) << list({1}, ListOrder::Ordered) << false;
    QTest::newRow("list element order") << list({1, 2}) << list({2, 1}) << false;
    QTest::newRow("map") << map({{1, 2}}) << map({{1, 2}}) << true;
    QTest::newRow("map pair order") << map({{1, 1}, {2, 2}}) << map({{2, 2}, {1, 1}}) << false;
    QTest::newRow("map order flag") << map({{1, 1}}) << map({{1, 1}}, MapOrder::KeyOrdered) << false;
    QTest::newRow("nested NaN") << list({nan}) << list({nan}) << true;
}

void TestValue::identityIsExact()
{
    QFETCH(Value, left);
    QFETCH(Value, right);
    QFETCH(bool, same);
    QCOMPARE(left == right, same);
    QCOMPARE(right == left, same);
    QVERIFY(left == left);
    QVERIFY(right == right);
}

/// Values from lowest to highest rank; every two differ.
static std::vector<Value> ascending()
{
    const auto wide = [](const char *hex) { return Value::opaque(QByteArray::fromHex(hex)); };
    return {
        Value(),
        false,
        true,
        std::numeric_limits<qint64>::min(),
        -1,
        0,
        1,
        std::numeric_limits<qint64>::max(),
        wide("cf8000000000000000"),
        wide("cfffffffffffffffff"),
        "",
        "a",
        "aa",
        "b",
        Value::string("\xff"_ba),
        list({}),
        list({Value()}),
        list({Value(), 5}),
        list({1}),
        list({1, 1}),
        list({1, "a"}),
        list({2}),
        list({list({})}),
        map({}),
        map({{"z", 1}}), // by size first
        map({{1, 1}, {2, 0}}),
        map({{1, 1}, {2, 1}}),
        map({{1, 2}, {2, 0}}),
        map({{1, 1}, {2, 1}, {3, 1}}),
        Value::blob(""_ba),
        Value::blob("a"_ba),
        Value::blob("b"_ba),
        Value::blob("a"_ba, ParticleType::JavaBlob), // the type byte counts first
        Value::hll("a"_ba),
        Value::rawBytes("abc"_ba), // its first byte stands where a type byte would
        -std::numeric_limits<double>::infinity(),
        -1.5,
        0.0,
        std::numeric_limits<double>::denorm_min(),
        1e300,
        std::numeric_limits<double>::infinity(),
        Value::geoJson("{}"_ba),
        Value::geoJson("{}}"_ba),
        Value::infinity(),
    };
}

void TestValue::rankFollowsTheServersOrder()
{
    const std::vector<Value> values = ascending();
    for (size_t i = 0; i < values.size(); ++i) {
        for (size_t j = 0; j < values.size(); ++j) {
            const auto order = compareByRank(values[i], values[j]);
            QVERIFY2(order == (i <=> j),
                     (toExactJson(values[i]) + " against " + toExactJson(values[j])).constData());
        }
    }
}

void TestValue::rankIsATotalOrder()
{
    // NaNs included: sorting must neither crash nor depend on the order in which values come
    std::vector<Value> values = ascending();
    values.emplace_back(std::numeric_limits<double>::quiet_NaN());
    values.emplace_back(-std::numeric_limits<double>::quiet_NaN());
    values.emplace_back(-0.0);
    const auto less = [](const Value &a, const Value &b) { return compareByRank(a, b) < 0; };
    std::vector<Value> sorted = values;
    std::sort(sorted.begin(), sorted.end(), less);
    std::reverse(values.begin(), values.end());
    std::sort(values.begin(), values.end(), less);
    for (size_t i = 0; i < values.size(); ++i)
        QVERIFY(compareByRank(values[i], sorted[i]) == 0);
}

void TestValue::equalRankIsWeakerThanIdentity_data()
{
    QTest::addColumn<Value>("left");
    QTest::addColumn<Value>("right");
    QTest::newRow("zeros") << Value(0.0) << Value(-0.0);
    QTest::newRow("list order flags") << list({1}) << list({1}, ListOrder::Ordered);
    QTest::newRow("map order flags") << map({{1, 1}}) << map({{1, 1}}, MapOrder::KeyValueOrdered);
    QTest::newRow("unordered maps") << map({{"b", 1}, {"a", 2}}) << map({{"a", 2}, {"b", 1}});
    QTest::newRow("unordered against ordered")
        << map({{"b", 1}, {"a", 2}}) << map({{"a", 2}, {"b", 1}}, MapOrder::KeyOrdered);
}

void TestValue::equalRankIsWeakerThanIdentity()
{
    QFETCH(Value, left);
    QFETCH(Value, right);
    QVERIFY(!(left == right));
    QVERIFY(compareByRank(left, right) == 0);
    QVERIFY(compareByRank(right, left) == 0);
}

void TestValue::mapFindsExactKeys()
{
    const Map map{{{1, "int"}, {"1", "string"}, {1.0, "double"}, {-0.0, "minus zero"}}, MapOrder::Unordered};
    QCOMPARE(map.find(1)->bytes(), "int"_ba);
    QCOMPARE(map.find("1")->bytes(), "string"_ba);
    QCOMPARE(map.find(1.0)->bytes(), "double"_ba);
    QCOMPARE(map.find(-0.0)->bytes(), "minus zero"_ba);
    QVERIFY(!map.find(0.0));
    QVERIFY(!map.find(Value()));
}

void TestValue::copiesShareContainers()
{
    const Value original = list({1, 2, 3});
    const Value copy = original;
    QCOMPARE(&copy.list(), &original.list());
}

void TestValue::particleTypes_data()
{
    QTest::addColumn<Value>("value");
    QTest::addColumn<ParticleType>("particle");
    QTest::newRow("nil") << Value() << ParticleType::Nil;
    QTest::newRow("bool") << Value(true) << ParticleType::Bool;
    QTest::newRow("integer") << Value(1) << ParticleType::Integer;
    QTest::newRow("double") << Value(1.0) << ParticleType::Float;
    QTest::newRow("string") << Value("") << ParticleType::String;
    QTest::newRow("blob") << Value::blob({}) << ParticleType::Blob;
    QTest::newRow("php blob") << Value::blob({}, ParticleType::PhpBlob) << ParticleType::PhpBlob;
    QTest::newRow("GeoJSON") << Value::geoJson({}) << ParticleType::GeoJson;
    QTest::newRow("HLL") << Value::hll({}) << ParticleType::Hll;
    QTest::newRow("list") << Value(List{}) << ParticleType::List;
    QTest::newRow("map") << Value(Map{}) << ParticleType::Map;
    QTest::newRow("raw bytes") << Value::rawBytes({}) << ParticleType::Nil;
    QTest::newRow("infinity") << Value::infinity() << ParticleType::Nil;
}

void TestValue::particleTypes()
{
    QFETCH(Value, value);
    QFETCH(ParticleType, particle);
    QCOMPARE(value.particleType(), particle);
}

QTEST_GUILESS_MAIN(TestValue)
#include "tst_value.moc"
