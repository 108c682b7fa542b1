// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/value.h"
#include "ui/workbench/valuetext.h"

#include <QTest>

#include <bit>
#include <cmath>
#include <limits>

using namespace Aeroscope;
using namespace Aeroscope::Workbench;
using namespace Qt::StringLiterals;
using Reason = ValueTextFault::Reason;

Q_DECLARE_METATYPE(Aeroscope::Value)

class TestValueText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrips_data();
    void roundTrips();
    void refuses_data();
    void refuses();
    void accepts_data();
    void accepts();
    void switchesTypes();
};

void TestValueText::roundTrips_data()
{
    QTest::addColumn<Value>("value");
    QTest::addColumn<QString>("text");

    const auto row = [](const char *name, const Value &value, const QString &text) {
        QTest::newRow(name) << value << text;
    };
    row("zero", 0, u"0"_s);
    row("2^53+1", 9007199254740993LL, u"9007199254740993"_s);
    row("largest int", std::numeric_limits<qint64>::max(), u"9223372036854775807"_s);
    row("smallest int", std::numeric_limits<qint64>::min(), u"-9223372036854775808"_s);
    row("double 3", 3.0, u"3.0"_s);
    row("minus zero", -0.0, u"-0.0"_s);
    row("0.1", 0.1, u"0.1"_s);
    row("1e300", 1e300, u"1e+300"_s);
    row("denormal", std::numeric_limits<double>::denorm_min(), u"5e-324"_s);
    row("inf", std::numeric_limits<double>::infinity(), u"inf"_s);
    row("-inf", -std::numeric_limits<double>::infinity(), u"-inf"_s);
    row("nan", std::bit_cast<double>(quint64(0x7ff8000000000000)), u"nan"_s);
    row("nan with payload", std::bit_cast<double>(quint64(0xfff8000000000123)), u"nan:fff8000000000123"_s);
    row("true", true, u"true"_s);
    row("false", false, u"false"_s);
    row("empty string", Value::string({}), QString());
    row("string", "Plzeň", u"Plzeň"_s);
    row("string like a number", "0123", u"0123"_s);
    row("string with blanks", "  a b ", u"  a b "_s);
    row("line break", Value::string("a\r\nb\\n"), u"a\\r\\nb\\\\n"_s);
    row("nul", Value::string(QByteArray("a\0b", 3)), u"a\\u0000b"_s);
    row("byte order mark", Value::string("\xef\xbb\xbfx"), u"\\ufeffx"_s);
    row("not utf-8", Value::string("\xff\xfe"), u"0xfffe"_s);
    row("emoji", Value::string("\xf0\x9f\x98\x80"), u"😀"_s);
    row("blob", Value::blob(QByteArray::fromHex("00ff10")), u"0x00ff10"_s);
    row("empty blob", Value::blob({}), QString());
    row("java blob", Value::blob("x", ParticleType::JavaBlob), u"0x78"_s);
    row("geo", Value::geoJson(R"({"type": "Point", "coordinates": [16.60800, 49.2]})"),
        uR"({"type": "Point", "coordinates": [16.60800, 49.2]})"_s);
    row("list", List{{1, "a", 3.0}, ListOrder::Ordered}, uR"({"$list":[1,"a",3.0],"order":"ordered"})"_s);
    row("map", Map{{{1, "a"}, {Value::blob("\x0a"), 2}}, MapOrder::KeyOrdered},
        uR"({"$map":[[1,"a"],[{"$blob":"Cg=="},2]],"order":"key"})"_s);
}

void TestValueText::roundTrips()
{
    QFETCH(const Value, value);
    QFETCH(const QString, text);
    QCOMPARE(editText(value), text);
    const auto back = parseValue(value.type(), text, textForm(value), &value);
    QVERIFY(back.has_value());
    QVERIFY(*back == value);
}

void TestValueText::refuses_data()
{
    QTest::addColumn<Value::Type>("type");
    QTest::addColumn<QString>("text");
    QTest::addColumn<Reason>("reason");

    using T = Value::Type;
    QTest::newRow("empty int") << T::Integer << u" "_s << Reason::Empty;
    QTest::newRow("letters") << T::Integer << u"12a"_s << Reason::NotAnInteger;
    QTest::newRow("decimal as int") << T::Integer << u"1.0"_s << Reason::NotAnInteger;
    QTest::newRow("grouped") << T::Integer << u"1 000"_s << Reason::NotAnInteger;
    QTest::newRow("plus minus") << T::Integer << u"+-1"_s << Reason::NotAnInteger;
    QTest::newRow("2^63") << T::Integer << u"9223372036854775808"_s << Reason::IntegerOutOfRange;
    QTest::newRow("below") << T::Integer << u"-9223372036854775809"_s << Reason::IntegerOutOfRange;
    QTest::newRow("comma") << T::Double << u"1,5"_s << Reason::NotANumber;
    QTest::newRow("hex float") << T::Double << u"0x1p3"_s << Reason::NotANumber;
    QTest::newRow("infinity spelt out") << T::Double << u"infinity"_s << Reason::NotANumber;
    QTest::newRow("nan that is none") << T::Double << u"nan:7ff0000000000000"_s << Reason::NotANumber;
    QTest::newRow("overflow") << T::Double << u"1e400"_s << Reason::DoubleOutOfRange;
    QTest::newRow("vanishes") << T::Double << u"1e-400"_s << Reason::DoubleOutOfRange;
    QTest::newRow("yes") << T::Bool << u"yes"_s << Reason::NotABool;
    QTest::newRow("one") << T::Bool << u"1"_s << Reason::NotABool;
    QTest::newRow("odd hex") << T::Blob << u"0xabc"_s << Reason::OddHexDigits;
    QTest::newRow("no hex") << T::Blob << u"zz"_s << Reason::NotHex;
    QTest::newRow("lone surrogate") << T::String << QString(QChar(char16_t(0xd800))) << Reason::NotText;
    QTest::newRow("truncated list") << T::List << u"[1,"_s << Reason::InvalidJson;
    QTest::newRow("int too large in list") << T::List << u"[9223372036854775808]"_s << Reason::InvalidJson;
    QTest::newRow("duplicate key") << T::Map << uR"({"a":1,"a":2})"_s << Reason::InvalidJson;
    QTest::newRow("map for list") << T::List << u"{}"_s << Reason::WrongJsonType;
    QTest::newRow("geo latitude") << T::GeoJson << uR"({"type":"Point","coordinates":[0,91]})"_s
                                  << Reason::InvalidGeoJson;
    QTest::newRow("geo type") << T::GeoJson << uR"({"type":"Pint","coordinates":[0,0]})"_s
                              << Reason::InvalidGeoJson;
    QTest::newRow("geo open ring") << T::GeoJson
                                   << uR"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]})"_s
                                   << Reason::InvalidGeoJson;
    QTest::newRow("hll") << T::Hll << u"00"_s << Reason::ReadOnlyType;
}

void TestValueText::refuses()
{
    QFETCH(const Value::Type, type);
    QFETCH(const QString, text);
    QFETCH(const Reason, reason);
    const auto parsed = parseValue(type, text);
    QVERIFY(!parsed.has_value());
    QCOMPARE(parsed.error().reason, reason);
}

void TestValueText::accepts_data()
{
    QTest::addColumn<Value::Type>("type");
    QTest::addColumn<QString>("text");
    QTest::addColumn<Value>("value");
    using T = Value::Type;
    QTest::newRow("blanks around int") << T::Integer << u" 42 "_s << Value(42);
    QTest::newRow("plus") << T::Integer << u"+7"_s << Value(7);
    QTest::newRow("double without point") << T::Double << u"3"_s << Value(3.0);
    QTest::newRow("leading point") << T::Double << u".5"_s << Value(0.5);
    QTest::newRow("zero with exponent") << T::Double << u"0e-999"_s << Value(0.0);
    QTest::newRow("hex in groups") << T::Blob << u"0A 0b\n0C"_s << Value::blob("\x0a\x0b\x0c");
    QTest::newRow("backslash in plain text") << T::String << u"C:\\new"_s << Value("C:\\new");
}

void TestValueText::accepts()
{
    QFETCH(const Value::Type, type);
    QFETCH(const QString, text);
    QFETCH(const Value, value);
    const auto parsed = parseValue(type, text);
    QVERIFY(parsed.has_value());
    QVERIFY(*parsed == value);
}

void TestValueText::switchesTypes()
{
    using T = Value::Type;
    QVERIFY(convertedOrNeutral(Value("42"), T::Integer) == Value(42));
    QVERIFY(convertedOrNeutral(Value("x"), T::Integer) == Value(0));
    QVERIFY(convertedOrNeutral(Value(42), T::String) == Value("42"));
    QVERIFY(convertedOrNeutral(Value(3.0), T::Integer) == Value(3));
    QVERIFY(convertedOrNeutral(Value(3.5), T::Integer) == Value(0));
    QVERIFY(convertedOrNeutral(Value(3), T::Double) == Value(3.0));
    // an integer that no double holds does not become its neighbour
    QVERIFY(convertedOrNeutral(Value(9007199254740993LL), T::Double) == Value(0.0));
    QVERIFY(convertedOrNeutral(Value("ab"), T::Blob) == Value::blob("ab"));
    QVERIFY(convertedOrNeutral(Value::blob("\xff"), T::String) == Value::string({}));
}

QTEST_GUILESS_MAIN(TestValueText)
#include "tst_valuetext.moc"
