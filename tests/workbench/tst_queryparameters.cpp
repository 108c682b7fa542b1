// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/compiler.h"
#include "ui/workbench/queryparameters.h"

#include <QTest>

#include <limits>

using namespace Aeroscope;
using namespace Aeroscope::Workbench;
using namespace Qt::StringLiterals;

class TestQueryParameters : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsNames_data();
    void findsNames();
    void bindsValuesAsValues();
    void tellsWhatIsMissing();
    void readsTypedValues_data();
    void readsTypedValues();
    void wordsGoBothWays();
};

void TestQueryParameters::findsNames_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("names");
    QTest::newRow("none") << u"$.a == 1"_s << QStringList{};
    QTest::newRow("name") << u"$.a == ?country"_s << QStringList{u"country"_s};
    QTest::newRow("order of appearance, once")
        << u"$.a > ?b and $.c < ?a and $.d == ?b"_s << QStringList{u"b"_s, u"a"_s};
    QTest::newRow("numbers") << u"$.a > ?1 and $.b < ?0 and $.c == ?00"_s << QStringList{u"1"_s, u"0"_s};
    QTest::newRow("not in a text") << u"$.a == '?no'"_s << QStringList{};
}

void TestQueryParameters::findsNames()
{
    QFETCH(const QString, text);
    QTEST(parameterNames(text), "names");
}

void TestQueryParameters::bindsValuesAsValues()
{
    const auto bound = bindParameters(u"$.a == ?x and $.b > ?y and $.c == ?x"_s,
                                      {{u"x"_s, Value("' or true")}, {u"y"_s, Value(7)}});
    QVERIFY(bound);
    QCOMPARE(bound->text, u"$.a == ?0 and $.b > ?1 and $.c == ?0"_s);
    QCOMPARE(bound->arguments, (std::vector<Value>{Value("' or true"), Value(7)}));
    Ael::CompileOptions options;
    options.placeholders = bound->arguments;
    const auto compiled = Ael::compile(bound->text, options);
    QVERIFY(compiled.ok());
    const auto direct = Ael::compile(u"$.a == \"' or true\" and $.b > 7 and $.c == \"' or true\""_s);
    QVERIFY(direct.ok());
    QCOMPARE(compiled.expression, direct.expression);
    QCOMPARE(bindParameters(u"true"_s, {})->text, u"true"_s);
}

void TestQueryParameters::tellsWhatIsMissing()
{
    const auto bound = bindParameters(u"$.a == ?x and $.b > ?why"_s, {{u"x"_s, Value(1)}});
    QVERIFY(!bound);
    QVERIFY(bound.error().message.contains(u"?why"_s));
}

void TestQueryParameters::readsTypedValues_data()
{
    QTest::addColumn<ParameterType>("type");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("ok");
    QTest::addColumn<Value::Type>("kind");
    QTest::newRow("auto int") << ParameterType::Automatic << u" 42 "_s << true << Value::Type::Integer;
    QTest::newRow("auto big") << ParameterType::Automatic << u"9223372036854775807"_s << true
                              << Value::Type::Integer;
    QTest::newRow("auto double") << ParameterType::Automatic << u"4.5"_s << true << Value::Type::Double;
    QTest::newRow("auto bool") << ParameterType::Automatic << u"true"_s << true << Value::Type::Bool;
    QTest::newRow("auto text") << ParameterType::Automatic << u"Brno"_s << true << Value::Type::String;
    QTest::newRow("auto empty") << ParameterType::Automatic << QString() << false << Value::Type::Nil;
    QTest::newRow("digits as text") << ParameterType::String << u"42"_s << true << Value::Type::String;
    QTest::newRow("empty text") << ParameterType::String << QString() << true << Value::Type::String;
    QTest::newRow("no int") << ParameterType::Integer << u"4.5"_s << false << Value::Type::Nil;
    QTest::newRow("out of range") << ParameterType::Integer << u"9223372036854775808"_s << false
                                  << Value::Type::Nil;
    QTest::newRow("blob") << ParameterType::Blob << u"0a ff"_s << true << Value::Type::Blob;
    QTest::newRow("no blob") << ParameterType::Blob << u"xyz"_s << false << Value::Type::Nil;
}

void TestQueryParameters::readsTypedValues()
{
    QFETCH(const ParameterType, type);
    QFETCH(const QString, text);
    QFETCH(const bool, ok);
    QFETCH(const Value::Type, kind);
    const auto value = parameterValue(type, text);
    QCOMPARE(value.has_value(), ok);
    if (ok)
        QCOMPARE(value->type(), kind);
}

void TestQueryParameters::wordsGoBothWays()
{
    for (int i = 0; i <= static_cast<int>(ParameterType::Blob); ++i)
        QCOMPARE(parameterTypeOf(parameterTypeWord(static_cast<ParameterType>(i))),
                 static_cast<ParameterType>(i));
    QCOMPARE(parameterTypeOf(u"nonsense"_s), ParameterType::Automatic);
}

QTEST_GUILESS_MAIN(TestQueryParameters)
#include "tst_queryparameters.moc"
