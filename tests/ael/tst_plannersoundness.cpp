// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// The planner's promise, tried on random texts, records and indexes against an evaluator that shares no code
// with it: every record for which a text is true has a key in the planned range, and among the records that
// have one the residual says the same as the whole text. AEROSCOPE_SEED repeats a run, AEROSCOPE_CASES
// lengthens it.

#include "ael/prepared.h"
#include "tests/ael/plannercases.h"
#include "tests/support/naiveevaluator.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Ael;
using namespace Aeroscope::PlannerCases;
using namespace Qt::StringLiterals;

namespace {

constexpr int defaultCases = 20'000;
constexpr int recordsPerCase = 6;

/// What a server lets pass. A text that it would not even build is a failure of its own.
bool passes(const Expression &filter, const Bins &bins, bool &refused)
{
    Naive::Record record;
    record.bins = bins;
    const Naive::Outcome outcome = Naive::evaluateFilter(filter.bytes(), record);
    refused = refused || outcome.kind == Naive::Outcome::Kind::Refused;
    return outcome.isKnown() && outcome.value.toBool();
}

bool isFound(const IndexPlan &plan, const Bins &bins)
{
    for (const Value &key : keysOf(plan.index, bins)) {
        if (key.type() == Value::Type::Integer && plan.begin.type() == Value::Type::Integer &&
            key.toInteger() >= plan.begin.toInteger() && key.toInteger() <= plan.end.toInteger())
            return true;
        if (key.type() == Value::Type::String && key == plan.begin)
            return true;
    }
    return false;
}

} // namespace

class TestPlannerSoundness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plansLoseNoRecord();
};

void TestPlannerSoundness::plansLoseNoRecord()
{
    const auto seed = static_cast<quint32>(
        numberFrom("AEROSCOPE_SEED", static_cast<int>(QRandomGenerator::global()->bounded(1 << 30))));
    const int cases = numberFrom("AEROSCOPE_CASES", defaultCases);
    qInfo("seed %u, %d cases", seed, cases);
    Dice dice(seed);
    Texts texts(dice);
    const QueryScope scope{"test", "set", -1};
    int refused = 0;
    int planned = 0;
    int narrowed = 0;
    int dropped = 0;
    int passed = 0;
    for (int i = 0; i < cases; ++i) {
        const QString text = texts.text();
        QList<IndexInfo> indexes;
        for (int n = dice.below(8) + 2; n > 0; --n)
            indexes.append(randomIndex(dice, n));
        const PlannedQuery query = compileQuery(text, CompileOptions(), scope, indexes);
        if (!query.compiled.ok()) {
            ++refused;
            continue;
        }
        const IndexPlan &plan = query.plan;
        planned += plan.usesIndex;
        narrowed += plan.usesIndex && !plan.isFullRange();
        dropped += plan.residual.bytes() != query.compiled.expression.bytes();
        for (int n = 0; n < recordsPerCase; ++n) {
            const Bins bins = record(dice);
            bool unbuildable = false;
            const bool wanted = passes(query.compiled.expression, bins, unbuildable);
            passed += wanted;
            const bool found = !plan.usesIndex || isFound(plan, bins);
            const bool kept = found && (plan.residual.isEmpty() || passes(plan.residual, bins, unbuildable));
            if (kept == wanted && !unbuildable)
                continue;
            qWarning().noquote() << "seed" << seed << "case" << i << '\n'
                                 << text << '\n'
                                 << explainText(plan);
            QVERIFY2(!unbuildable, "a server would refuse the expression");
            QVERIFY2(false, wanted ? "the plan loses a record" : "the residual lets a record pass");
        }
    }
    qInfo("%d refused, %d planned, %d of them narrowed, %d residuals, %d records passed", refused, planned,
          narrowed, dropped, passed);
    // The test has to bite: enough plans, enough records that count.
    QVERIFY(refused < cases / 5);
    QVERIFY(narrowed > cases / 10);
    QVERIFY(dropped > cases / 100);
    QVERIFY(passed > cases / 2);
}

QTEST_GUILESS_MAIN(TestPlannerSoundness)
#include "tst_plannersoundness.moc"
