// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Texts in other shapes: plain words, a form's condition tree, aql statements.

#include "ael/aqlconverter.h"
#include "ael/compiler.h"
#include "ael/conditiontree.h"
#include "ael/plainwords.h"
#include "ael/service/literaltext.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

using namespace Aeroscope;
using namespace Aeroscope::Ael;
using namespace Qt::StringLiterals;

class TestConversions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void speaksPlainly_data();
    void speaksPlainly();
    void speaksOfEveryText();
    void wordsCanBeTranslated();
    void literalsAreWritten();
    void treesHoldWhatAFormShows();
    void treesRefuseTheRest_data();
    void treesRefuseTheRest();
    void treesComeBackWithTheSameMeaning();
    void convertsAql_data();
    void convertsAql();
    void namesWhatAqlHasAlone_data();
    void namesWhatAqlHasAlone();
};

void TestConversions::speaksPlainly_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *text, const char *words) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(words);
    };
    row("$.age > 25 and $.country == 'US'", "age is greater than 25, and country is 'US'");
    row("$.a == 1 and ($.b == 2 or $.c != 3)", "a is 1, and (b is 2, or c is not 3)");
    row("not($.tags.[0].exists())", "it is not true that there is the first element of tags");
    row("$.name in ['x', 'y']", "name is one of 'x', 'y'");
    row("'vip' in $.tags", "tags contains 'vip'");
    row("$.address.city == 'Berlin'", "city of address is 'Berlin'");
    row("$.scores.{#-1} >= 90", "the largest value of scores is at least 90");
    row("$.l.[-2] == 1", "element 2 from the end of l is 1");
    row("$.tags.count() <= 3", "the number of elements of tags is at most 3");
    row("$.price * 2 < ?0", "(price times 2) is less than ?0");
    row("when ($.a == 1 => 'x', default => 'y') == 'x'", "('x' if a is 1, otherwise 'y') is 'x'");
    row("let (x = $.a) then (${x} > 1)", "with ${x} being a: ${x} is greater than 1");
    row("$.ttl() == -1", "the seconds left until the record expires is -1");
    row("$.m.{!a,b}.get(return: COUNT) > 0",
        "the number of all but the entries of m with the keys 'a', 'b' is greater than 0");
    row("$.s == '100% %1'", "s is '100% %1'");
    row("$.a ==", "");
}

void TestConversions::speaksPlainly()
{
    QFETCH(QString, text);
    QFETCH(QString, words);
    QCOMPARE(inPlainWords(text), words);
}

void TestConversions::speaksOfEveryText()
{
    QFile file(QStringLiteral(AEROSCOPE_TEST_DATA "/ael/corpus.jsonl"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    CompileOptions options;
    options.as = CompileOptions::As::Value;
    while (!file.atEnd()) {
        const QJsonObject row = QJsonDocument::fromJson(file.readLine()).object();
        const QString text = row["ael"_L1].toString();
        if (compile(text, options).ok())
            QVERIFY2(!inPlainWords(text).isEmpty(), qPrintable(text));
    }
}

void TestConversions::wordsCanBeTranslated()
{
    const WordTranslator german = [](const char *pattern) {
        return QByteArrayView(pattern) == "%1 is greater than %2" ? u"%1 ist größer als %2"_s
                                                                  : QString::fromUtf8(pattern);
    };
    QCOMPARE(inPlainWords(u"$.age > 5", german), u"age ist größer als 5"_s);
}

void TestConversions::literalsAreWritten()
{
    CompileOptions options;
    options.as = CompileOptions::As::Value;
    List list;
    list.items = {Value(1), Value("x"), Value(-2.5)};
    Map map;
    map.pairs = {{Value("k"), Value(list)}, {Value(7), Value(true)}};
    for (const Value &value :
         {Value(0), Value(std::numeric_limits<qint64>::min()), Value(3.0), Value(1e300), Value(5e-324),
          Value(-0.0), Value("it's"), Value("a \"b\""), Value::blob("\x00\xff"_ba), Value(false), Value(list),
          Value(map), Value::geoJson("{\"type\":\"Point\",\"coordinates\":[1,2]}")}) {
        const std::optional<QString> text = literalText(value);
        QVERIFY(text);
        CompileOptions bound = options;
        bound.placeholders = {value};
        const CompileResult written = compile(*text, options);
        QVERIFY2(written.ok(), qPrintable(*text));
        QCOMPARE(written.expression.bytes().toHex(), compile(u"?0", bound).expression.bytes().toHex());
    }
    QVERIFY(!literalText(Value("both ' and \"")));
    QVERIFY(!literalText(Value(std::nan(""))));
    QVERIFY(!literalText(Value()));
    QCOMPARE(binText("age"), u"$.age"_s);
    QCOMPARE(binText("a b"), u"$.'a b'"_s);
    QCOMPARE(binText("123"), u"$.'123'"_s);
    QCOMPARE(binText("and"), u"$.and"_s);
    QCOMPARE(binText("INT"), u"$.'INT'"_s);
    QCOMPARE(binText("ttl()"), u"$.'ttl()'"_s);
    QCOMPARE(keyText(Value("1abc")), u"'1abc'"_s);
    QCOMPARE(keyText(Value("k")), u"k"_s);
    QCOMPARE(keyText(Value(-5)), u"-5"_s);
}

void TestConversions::treesHoldWhatAFormShows()
{
    const std::optional<Condition> tree = conditionFromText(
        u"$.age>25 and (18 < $.b or not($.address . city == 'x')) and $.n in [1,2] and 'v' in $.tags "
        "and $.z.exists() and $.active and $.tags.count() == 3");
    QVERIFY(tree);
    QCOMPARE(tree->kind, Condition::Kind::All);
    QCOMPARE(tree->parts.size(), 7);
    QCOMPARE(tree->parts[0].subject, u"$.age"_s);
    QCOMPARE(tree->parts[0].op, Condition::Operator::Greater);
    QVERIFY(tree->parts[0].value == Value(25));
    QCOMPARE(tree->parts[1].kind, Condition::Kind::Any);
    QCOMPARE(tree->parts[1].parts[0].subject, u"$.b"_s);
    QCOMPARE(tree->parts[1].parts[0].op, Condition::Operator::Greater); // 18 < b
    QCOMPARE(tree->parts[1].parts[1].kind, Condition::Kind::Not);
    QCOMPARE(tree->parts[1].parts[1].parts[0].subject, u"$.address.city"_s);
    QCOMPARE(tree->parts[2].op, Condition::Operator::In);
    QCOMPARE(tree->parts[3].op, Condition::Operator::Contains);
    QCOMPARE(tree->parts[4].subject, u"$.z"_s);
    QCOMPARE(tree->parts[4].op, Condition::Operator::Exists);
    QCOMPARE(tree->parts[5].op, Condition::Operator::IsTrue);
    QCOMPARE(textFromCondition(*tree),
             u"$.age > 25 and ($.b > 18 or not($.address.city == 'x')) and $.n in [1, 2] and 'v' in $.tags "
             "and $.z.exists() and $.active and $.tags.count() == 3"_s);
    QVERIFY(!textFromCondition(Condition{Condition::Kind::All, {}, {}, {}, {}}));
    Condition unwritable{Condition::Kind::Test, {}, u"$.a"_s, Condition::Operator::Equal, Value("' and \"")};
    QVERIFY(!textFromCondition(unwritable));
}

void TestConversions::treesRefuseTheRest_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"$.a == $.b", "$.a + 1 > 2", "when ($.a == 1 => true, default => false)",
                             "exclusive($.a, $.b)", "let (x = 1) then (${x} == $.a)", "unknown", "$.a == ?0",
                             "$.a ==", "abs($.a) > 1", "5", "$.a in $.b"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void TestConversions::treesRefuseTheRest()
{
    QFETCH(QString, text);
    QVERIFY(!conditionFromText(text));
}

void TestConversions::treesComeBackWithTheSameMeaning()
{
    QFile file(QStringLiteral(AEROSCOPE_TEST_DATA "/ael/corpus.jsonl"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    int converted = 0;
    while (!file.atEnd()) {
        const QString text = QJsonDocument::fromJson(file.readLine()).object()["ael"_L1].toString();
        const CompileResult before = compile(text);
        const std::optional<Condition> tree = conditionFromText(text);
        if (!before.ok() || !tree)
            continue;
        const std::optional<QString> back = textFromCondition(*tree);
        if (!back)
            continue;
        const CompileResult after = compile(*back);
        QVERIFY2(after.ok(), qPrintable(text + u" -> "_s + *back));
        ++converted;
        // Mirrored comparisons swap their sides, which are other bytes of the same size.
        QCOMPARE(after.expression.bytes().size(), before.expression.bytes().size());
        const std::optional<Condition> again = conditionFromText(*back);
        QVERIFY(again);
        QCOMPARE(textFromCondition(*again), back);
    }
    QVERIFY(converted > 500);
}

void TestConversions::convertsAql_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<QString>("filter");
    const auto row = [](const char *statement, const char *filter) {
        QTest::newRow(statement) << QString::fromUtf8(statement) << QString::fromUtf8(filter);
    };
    row("SELECT * FROM test.users WHERE age = 5", "$.age == 5");
    row("select * from test.users where age BETWEEN 1 AND 9 and name = 'x'",
        "$.age >= 1 and $.age <= 9 and $.name == 'x'");
    row("SELECT * FROM test.users WHERE a <> 5 OR (b >= 1.5 AND c = true)",
        "$.a != 5 or ($.b >= 1.5 and $.c == true)");
    row("SELECT * FROM test.users WHERE a IN (1, 2) AND NOT b = 3", "$.a in [1, 2] and not($.b == 3)");
    row("SELECT * FROM test.users WHERE a IS NOT NULL AND b IS NULL", "$.a.exists() and not($.b.exists())");
    row("SELECT * FROM test.users WHERE \"order\" = 'it''", "$.order == 'it'");
    row("SELECT * FROM test.users IN LIST WHERE tags = 'vip'", "'vip' in $.tags");
    row("SELECT * FROM test.users IN MAPKEYS WHERE m = 'k'", "$.m.'k'.exists()");
    row("SELECT * FROM test.users IN MAPVALUES WHERE m = 5", "$.m.{=5}.exists()");
    row("SELECT * FROM test.users", "");
}

void TestConversions::convertsAql()
{
    QFETCH(QString, statement);
    QFETCH(QString, filter);
    const AqlConversion conversion = convertAql(statement);
    for (const AqlProblem &problem : conversion.problems) {
        if (problem.code != AqlProblem::Code::IndexCollection && !statement.contains(u"''"))
            QFAIL(qPrintable(aqlProblemText(problem)));
    }
    QCOMPARE(conversion.filter, filter);
    QCOMPARE(conversion.namespaceName, "test"_ba);
    QCOMPARE(conversion.set, "users"_ba);
    if (!filter.isEmpty())
        QVERIFY(compile(filter).ok());

    const AqlConversion listed = convertAql(u"SELECT a, \"b c\" FROM test WHERE PK = 'alice' LIMIT 10;");
    QVERIFY(listed.ok());
    QCOMPARE(listed.bins, (QList<QByteArray>{"a", "b c"}));
    QVERIFY(listed.set.isEmpty());
    QVERIFY(listed.primaryKey == Value("alice"));
    QCOMPARE(listed.limit, 10);
    QVERIFY(listed.filter.isEmpty());
}

void TestConversions::namesWhatAqlHasAlone_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("filter");
    const auto row = [](const char *statement, const char *what, const char *filter) {
        QTest::newRow(statement) << QString::fromUtf8(statement) << QString::fromUtf8(what)
                                 << QString::fromUtf8(filter);
    };
    row("SELECT * FROM t.s WHERE name LIKE 'A%' AND age = 5", "LIKE", "$.age == 5");
    row("SELECT COUNT(*) FROM t.s", "COUNT()", "");
    row("SELECT * FROM t.s WHERE a = 1 ORDER BY b LIMIT 5", "ORDER BY", "$.a == 1");
    row("INSERT INTO t.s (PK, a) VALUES (1, 2)", "INSERT", "");
    row("SELECT * FROM t.s WHERE g = CAST('{}' AS GEOJSON)", "CAST", "");
    row("SELECT * FROM t.s WHERE digest = 'ab'", "DIGEST", "");
    row("SELECT * FROM", "", "");
    row("SELECT * FROM t.s WHERE a =", "", "");
    row("SELECT * FROM t.s WHERE a 5", "5", "");
}

void TestConversions::namesWhatAqlHasAlone()
{
    QFETCH(QString, statement);
    QFETCH(QString, what);
    QFETCH(QString, filter);
    const AqlConversion conversion = convertAql(statement);
    QVERIFY(!conversion.ok());
    QCOMPARE(conversion.problems.first().what, what);
    QVERIFY(!aqlProblemText(conversion.problems.first()).isEmpty());
    const TextRange range = conversion.problems.first().range;
    QVERIFY(range.offset >= 0 && range.offset + range.length <= statement.size());
    QCOMPARE(conversion.filter, filter);
}

QTEST_GUILESS_MAIN(TestConversions)
#include "tst_conversions.moc"
