// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/planner/interval.h"
#include "ael/prepared.h"

#include <QTest>

#include <thread>

using namespace Aeroscope;
using namespace Aeroscope::Ael;
using namespace Qt::StringLiterals;

namespace {

IndexInfo index(const QByteArray &bin, IndexType type = IndexType::Numeric, double entriesPerValue = 1)
{
    IndexInfo info;
    info.name = bin + "_idx";
    info.namespaceName = "test";
    info.bin = bin;
    info.type = type;
    info.entriesPerValue = entriesPerValue;
    return info;
}

IndexInfo collected(const QByteArray &bin, IndexCollection collection, IndexType type = IndexType::Numeric)
{
    IndexInfo info = index(bin, type);
    info.collection = collection;
    return info;
}

const QueryScope users{"test", "users", 100'000};

PlannedQuery plan(QStringView text, const QList<IndexInfo> &indexes, const IndexHint &hint = {})
{
    return compileQuery(text, CompileOptions(), users, indexes, hint);
}

constexpr qint64 least = Interval::least;
constexpr qint64 greatest = Interval::greatest;

} // namespace

class TestPlanner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheRange_data();
    void findsTheRange();
    void findsTheKey_data();
    void findsTheKey();
    void leavesAlone_data();
    void leavesAlone();
    void residualDropsWhatTheIndexDecides_data();
    void residualDropsWhatTheIndexDecides();
    void fewestEntriesPerValueWin();
    void anOpenRangeLosesAgainstAnEqualityWhenSizesAreKnown();
    void unplannableConditionsDoNotDisableTheOthers();
    void indexesThatCannotServeSayWhy();
    void hintsChooseOrAreReported();
    void expressionIndexServesItsExpression();
    void explainsItself();
    void preparedBindsManyTimes();
    void cacheRemembersUntilTheEpochMoves();
    void cacheIsSafeFromFourThreads();
};

void TestPlanner::findsTheRange_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("begin");
    QTest::addColumn<qint64>("end");
    const auto row = [](const char *text, qint64 begin, qint64 end) {
        QTest::newRow(text) << QString::fromUtf8(text) << begin << end;
    };
    row("$.a == 5", 5, 5);
    row("$.a > 5", 6, greatest);
    row("5 > $.a", least, 4);
    row("$.a >= 22 and $.a <= 40", 22, 40);
    row("$.a in [7, 3, 5]", 3, 7);
    row("$.a == 1 or $.a == 9", 1, 9);
    row("$.a == 5 and $.a == 6", 5, 5);
    row("$.a > 9223372036854775807", least, greatest);
    row("($.a and $.b) or $.c == 1 and $.a == 2 or $.a == 5 and $.d", 2, 5);
    row("$.a + 9 > 10", 2, greatest);
    row("$.a + 9 < 10", least, greatest); // sums wrap around
    row("9 - $.a == 4", 5, 5);
    row("-$.a == 4", -4, -4);
    row("$.a * 3 == 9", least, greatest); // products wrap around
    row("$.a * 1 == 9", 9, 9);
    row("$.a / 5 == 10", 50, 54);
    row("$.a / 5 == 0", -4, 4);
    row("$.a / -5 == 10", -54, -50);
    row("$.a / 5 > 10", 55, greatest);
    row("90 / $.a >= 10", 1, 9);
    row("90 / $.a < -10", -8, -1);
    row("90 / $.a == 0", least, greatest);
    row("($.a + 1) / 2 == 3", 5, 6);
}

void TestPlanner::findsTheRange()
{
    QFETCH(QString, text);
    QFETCH(qint64, begin);
    QFETCH(qint64, end);
    text.replace(u"($.a and $.b) or "_s, QString()); // a bare BOOL bin cannot be looked up; see leavesAlone
    const IndexPlan found = plan(text, {index("a")}).plan;
    QVERIFY(found.usesIndex);
    QCOMPARE(found.begin.toInteger(), begin);
    QCOMPARE(found.end.toInteger(), end);
}

void TestPlanner::findsTheKey_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("collection");
    QTest::addColumn<QByteArray>("context");
    QTest::addColumn<bool>("isText");
    const auto row = [](const char *text, IndexCollection collection, const char *path, bool isText) {
        const QByteArray context = *path ? compileContext(QString::fromUtf8(path)).context : QByteArray();
        QTest::newRow(text) << QString::fromUtf8(text) << static_cast<int>(collection) << context << isText;
    };
    row("$.c.k.[0] == 5", IndexCollection::None, "$.c.k.[0]", false);
    row("$.c.k == 'five'", IndexCollection::None, "$.c.k", true);
    row("5 in $.c", IndexCollection::List, "", false);
    row("'five' in $.c.k", IndexCollection::List, "$.c.k", true);
    row("$.c.[=5].exists()", IndexCollection::List, "", false);
    row("$.c.[=5].count() > 0", IndexCollection::List, "", false);
    row("$.c.[0] == 5", IndexCollection::List, "", false);
    row("$.c.five.exists()", IndexCollection::MapKeys, "", true);
    row("$.c.five > 1", IndexCollection::MapKeys, "", true);
    row("$.c.5.get(return: COUNT) == 1", IndexCollection::MapKeys, "", false);
    row("$.c.x.five == 'y'", IndexCollection::MapKeys, "$.c.x", true);
    row("$.c.k == 5", IndexCollection::MapValues, "", false);
    row("$.c.{=five}.exists()", IndexCollection::MapValues, "", true);
    row("$.c.{#0} == 5", IndexCollection::MapValues, "", false);
}

void TestPlanner::findsTheKey()
{
    QFETCH(QString, text);
    QFETCH(int, collection);
    QFETCH(QByteArray, context);
    QFETCH(bool, isText);
    IndexInfo info = collected("c", static_cast<IndexCollection>(collection),
                               isText ? IndexType::String : IndexType::Numeric);
    info.context = context;
    const PlannedQuery query = plan(text, {info});
    QVERIFY(query.compiled.ok());
    QVERIFY(query.plan.usesIndex);
    QVERIFY(query.plan.begin == (isText ? Value("five") : Value(5)));
    QVERIFY(query.plan.end == query.plan.begin);
    QCOMPARE(query.plan.residual, query.compiled.expression); // nothing is proven inside collections
}

void TestPlanner::leavesAlone_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {
             "$.a != 5",
             "$.a == $.b",
             "not($.a == 5)",
             "$.a == 5 or $.b == 5",
             "$.a.get(type: FLOAT) > 1.5",
             "$.a == 'x'",
             "$.a.k == 5",
             "$.a.count() > 5",
             "$.a.asInt() == 5",
             "$.a % 5 == 1",
             "$.a & 1 == 1",
             "abs($.a) == 5",
             "when($.a == 5 => true, default => true)",
             "$.m.k.get(return: COUNT) == 0",
             "$.m.k.get(return: INDEX) == -1",
             "$.m.k.exists() == false",
             "not($.m.k.exists())",
             "$.m.{=k}.count() >= 0",
             "$.l.[!=1,2].count() > 0",
             "exclusive($.a == 5, $.b == 6)",
             "unknown",
         })
        QTest::newRow(text) << QString::fromUtf8(text);
}

void TestPlanner::leavesAlone()
{
    QFETCH(QString, text);
    const QList<IndexInfo> indexes{index("a"), collected("m", IndexCollection::MapKeys, IndexType::String),
                                   collected("m", IndexCollection::MapValues, IndexType::String),
                                   collected("l", IndexCollection::List)};
    const PlannedQuery query = plan(text, indexes);
    QVERIFY(query.compiled.ok());
    QVERIFY(!query.plan.usesIndex);
    QCOMPARE(query.plan.residual, query.compiled.expression);
}

void TestPlanner::residualDropsWhatTheIndexDecides_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("residual");
    const auto row = [](const char *text, const char *residual) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(residual);
    };
    row("$.a == 5", "");
    row("$.a >= 22 and $.a <= 40", "");
    row("$.a > 5 and $.b > 6 and $.c == 'x'", "$.b > 6 and $.c == 'x'");
    row("($.a > 5 and $.b > 6) and $.a < 9", "$.b > 6");
    row("$.a == 5 and $.a == 6", "$.a == 6");
    row("$.a in [5]", "");
    row("$.a in [5, 9]", "$.a in [5, 9]");
    row("$.a / 5 == 10", "$.a / 5 == 10");
    row("$.a == 1 or $.a == 9", "$.a == 1 or $.a == 9");
    row("$.a > 9223372036854775807", "$.a > 9223372036854775807");
}

void TestPlanner::residualDropsWhatTheIndexDecides()
{
    QFETCH(QString, text);
    QFETCH(QString, residual);
    const IndexPlan found = plan(text, {index("a")}).plan;
    QVERIFY(found.usesIndex);
    const QByteArray expected = residual.isEmpty() ? QByteArray() : compile(residual).expression.bytes();
    QCOMPARE(found.residual.bytes().toHex(), expected.toHex());
}

void TestPlanner::fewestEntriesPerValueWin()
{
    const QString text = u"$.a == 5 and $.b == 6 and $.c == 7"_s;
    QCOMPARE(plan(text, {index("a", IndexType::Numeric, 100), index("b", IndexType::Numeric, 2),
                         index("c", IndexType::Numeric, 50)})
                 .plan.index.bin,
             "b"_ba);
    // Nothing known comes last; among equals the name of the bin decides.
    QCOMPARE(
        plan(text, {index("a", IndexType::Numeric, -1), index("c", IndexType::Numeric, 900)}).plan.index.bin,
        "c"_ba);
    QCOMPARE(plan(text, {index("c"), index("b"), index("a")}).plan.index.bin, "a"_ba);
    // A range that narrows nothing loses against anything that does.
    QCOMPARE(
        plan(u"$.a * 2 == 6 and $.b > 5", {index("a"), index("b", IndexType::Numeric, 900)}).plan.index.bin,
        "b"_ba);
}

void TestPlanner::anOpenRangeLosesAgainstAnEqualityWhenSizesAreKnown()
{
    IndexInfo wide = index("a", IndexType::Numeric, 1);
    IndexInfo narrow = index("b", IndexType::Numeric, 50);
    wide.entries = narrow.entries = 90'000;
    const IndexPlan found = plan(u"$.a > 5 and $.b == 6", {wide, narrow}).plan;
    QCOMPARE(found.index.bin, "b"_ba);
    QCOMPARE(found.estimatedRecords, 50);
    QCOMPARE(found.candidates[0].estimatedEntries, 30'000);
}

void TestPlanner::unplannableConditionsDoNotDisableTheOthers()
{
    for (const QString &other :
         {u"$.b in ['x', 'y']"_s, u"not($.b == 1)"_s, u"exclusive($.x, $.y)"_s, u"$.b.exists()"_s, u"$.x"_s,
          u"let (v = $.b) then (${v} > 1)"_s, u"when($.b == 1 => true, default => false)"_s, u"$.b != 3"_s,
          u"$.b.get(type: FLOAT) > 1.5"_s, u"unknown"_s, u"($.b == 1 or $.c == 2)"_s}) {
        const IndexPlan found = plan(u"$.a == 5 and "_s + other, {index("a")}).plan;
        QVERIFY2(found.usesIndex, qPrintable(other));
        QCOMPARE(found.begin.toInteger(), 5);
    }
}

void TestPlanner::indexesThatCannotServeSayWhy()
{
    IndexInfo otherNamespace = index("a");
    otherNamespace.namespaceName = "bar";
    IndexInfo otherSet = index("a");
    otherSet.set = "orders";
    IndexInfo sameSet = index("a");
    sameSet.set = "users";
    IndexInfo building = index("a");
    building.ready = false;
    IndexInfo elsewhere = index("a");
    elsewhere.context = compileContext(u"$.a.[0]").context;
    const QList<IndexInfo> indexes{
        otherNamespace, otherSet, building, elsewhere, index("a", IndexType::String), index("z"), sameSet};
    const IndexPlan found = plan(u"$.a == 5", indexes).plan;
    QList<IndexVerdict> verdicts;
    for (const IndexCandidate &candidate : found.candidates)
        verdicts.append(candidate.verdict);
    QCOMPARE(verdicts, (QList{IndexVerdict::OtherNamespace, IndexVerdict::OtherSet, IndexVerdict::NotReady,
                              IndexVerdict::ContextDiffers, IndexVerdict::TypeDiffers,
                              IndexVerdict::NoCondition, IndexVerdict::Chosen}));
    // Without a set all records are asked for, which an index of one set does not have.
    const QueryScope everything{"test", {}, -1};
    QVERIFY(!compileQuery(u"$.a == 5", CompileOptions(), everything, {sameSet}).plan.usesIndex);
    QVERIFY(compileQuery(u"$.a == 5", CompileOptions(), everything, {index("a")}).plan.usesIndex);
}

void TestPlanner::hintsChooseOrAreReported()
{
    const QList<IndexInfo> indexes{index("a", IndexType::Numeric, 1), index("b", IndexType::Numeric, 100),
                                   index("z")};
    const QString text = u"$.a == 5 and $.b == 6"_s;
    QCOMPARE(plan(text, indexes).plan.index.bin, "a"_ba);

    PlannedQuery query = plan(text, indexes, {"b_idx", {}});
    QCOMPARE(query.plan.index.name, "b_idx"_ba);
    QCOMPARE(query.plan.hintProblem, HintProblem::None);
    QCOMPARE(query.plan.candidates[0].verdict, IndexVerdict::NotHinted);
    QCOMPARE(plan(text, indexes, {{}, "b"}).plan.index.bin, "b"_ba);

    query = plan(text, indexes, {"z_idx", {}});
    QCOMPARE(query.plan.hintProblem, HintProblem::UnusableIndex);
    QCOMPARE(query.plan.index.bin, "a"_ba); // planned as without the hint
    QVERIFY(query.compiled.ok());
    QCOMPARE(query.compiled.diagnostics.last().code, DiagnosticCode::IndexUnusable);
    QCOMPARE(plan(text, indexes, {"none", {}}).plan.hintProblem, HintProblem::UnknownIndex);
    QCOMPARE(plan(text, indexes, {{}, "q"}).plan.hintProblem, HintProblem::NoIndexOnBin);
    QCOMPARE(plan(text, indexes, {"a_idx", "a"}).plan.hintProblem, HintProblem::BothGiven);
}

void TestPlanner::expressionIndexServesItsExpression()
{
    CompileOptions value;
    value.as = CompileOptions::As::Value;
    IndexInfo info = index({});
    info.name = "sum_idx";
    info.expression = compile(u"$.a * 2 + $.b", value).expression.bytes();
    const IndexPlan found = plan(u"$.a * 2 + $.b >= 10 and $.c == 1", {info}).plan;
    QVERIFY(found.usesIndex);
    QCOMPARE(found.begin.toInteger(), 10);
    QVERIFY(!plan(u"$.a * 2 >= 10", {info}).plan.usesIndex);
}

void TestPlanner::explainsItself()
{
    IndexInfo age = index("age", IndexType::Numeric, 60);
    age.entries = 100'000;
    const IndexPlan found =
        plan(u"$.age >= 22 and $.age <= 40 and $.country == 'US'", {age, index("zip")}).plan;
    QCOMPARE(planText(found), u"SI age_idx, 22..40, est. 1.14 k of 100 k, then filter"_s);
    QCOMPARE(explainText(found), u"SI age_idx, 22..40, est. 1.14 k of 100 k, then filter\n"
                                 "  age_idx: chosen (22..40), est. 1.14 k\n"
                                 "  zip_idx: no condition narrows it"_s);
    QCOMPARE(planText(plan(u"$.x != 1", {}).plan), u"scan of all records, 100 k, then filter"_s);
}

void TestPlanner::preparedBindsManyTimes()
{
    const PreparedExpression prepared(
        u"$.a == ?0 and geoCompare($.g, geoJson('{\"type\":\"Point\",\"coordinates\":[1,2]}'))"
        " and $.b.get(type: BLOB) == 'AQID' and $.c / -1 > ?1"_s);
    QVERIFY(prepared.diagnostics().isEmpty());
    for (int i = 0; i < 3; ++i) {
        CompileOptions options;
        options.placeholders = {Value(i), Value(i * 2)};
        const PlannedQuery query = prepared.bindQuery(options, users, {index("a")});
        QVERIFY(query.compiled.ok());
        QCOMPARE(query.compiled.expression, compile(prepared.text(), options).expression);
        QCOMPARE(query.plan.begin.toInteger(), i);
    }
    CompileOptions wrong;
    wrong.placeholders = {Value(1), Value("x")};
    QVERIFY(!prepared.bind(wrong).ok());
    QVERIFY(!prepared.bind(CompileOptions()).ok());
    QVERIFY(!PreparedExpression(u"$.a =="_s).diagnostics().isEmpty());
    QVERIFY(!PreparedExpression().bind(CompileOptions()).ok());
}

void TestPlanner::cacheRemembersUntilTheEpochMoves()
{
    ExpressionCache cache(2);
    const QString text = u"$.a == 5 and $.b == 6"_s;
    const QList<IndexInfo> first{index("a")};
    const QList<IndexInfo> second{index("b")};
    QCOMPARE(cache.compileQuery(text, {}, users, first, 1).plan.index.bin, "a"_ba);
    QCOMPARE(cache.compileQuery(text, {}, users, second, 1).plan.index.bin, "a"_ba); // remembered
    QCOMPARE(cache.compileQuery(text, {}, users, second, 2).plan.index.bin, "b"_ba);
    const QueryScope elsewhere{"bar", "users", -1};
    QVERIFY(!cache.compileQuery(text, {}, elsewhere, second, 2).plan.usesIndex);
    CompileOptions options;
    options.placeholders = {Value(5)};
    QCOMPARE(cache.compileQuery(u"$.a == ?0"_s, options, users, first, 2).plan.begin.toInteger(), 5);
    options.placeholders = {Value(6)};
    QCOMPARE(cache.compileQuery(u"$.a == ?0"_s, options, users, first, 2).plan.begin.toInteger(), 6);
    QVERIFY(cache.prepare(u"$.c"_s).diagnostics().isEmpty());
    QCOMPARE(cache.size(), 2);
}

void TestPlanner::cacheIsSafeFromFourThreads()
{
    ExpressionCache cache(4);
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 400; ++i) {
                const QString text = u"$.a == %1"_s.arg(i % 7);
                const PlannedQuery query = cache.compileQuery(text, {}, users, {index("a")}, quint64(i) / 50);
                wrong += query.plan.begin.toInteger() != i % 7;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(wrong.load(), 0);
}

QTEST_GUILESS_MAIN(TestPlanner)
#include "tst_planner.moc"
