// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// The planner's promise, tried on random texts, records and indexes against an evaluator that shares no code
// with it: every record for which a text is true has a key in the planned range, and among the records that
// have one the residual says the same as the whole text. AEROSCOPE_SEED repeats a run, AEROSCOPE_CASES
// lengthens it.

#include "ael/prepared.h"
#include "tests/support/naivecdt.h"
#include "tests/support/naiveevaluator.h"
#include "tests/support/naiveorder.h"

#include <QRandomGenerator>
#include <QTest>

#include <random>

using namespace Aeroscope;
using namespace Aeroscope::Ael;
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

class Dice
{
public:
    explicit Dice(quint32 seed)
        : m_engine(seed)
    {}

    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(m_engine); }
    bool oneIn(int chances) { return below(chances) == 0; }
    template <class T>
    const T &pick(const QList<T> &choices)
    {
        return choices[below(static_cast<int>(choices.size()))];
    }

    /// Mostly small, sometimes where sums and products wrap around.
    qint64 integer()
    {
        constexpr qint64 least = std::numeric_limits<qint64>::min();
        constexpr qint64 greatest = std::numeric_limits<qint64>::max();
        switch (below(10)) {
        case 0:
            return greatest - below(12);
        case 1:
            return least + below(12);
        case 2:
            return (greatest / (below(9) + 1)) - below(5);
        case 3:
            return below(2'000) - 1'000;
        default:
            return below(21) - 10;
        }
    }

private:
    std::mt19937 m_engine;
};

const QList<QString> words{u"x"_s, u"y"_s, u"k"_s, u"zz"_s};
const QList<QString> comparisons{u"=="_s, u">"_s, u"<"_s, u">="_s, u"<="_s, u"!="_s};

/// Texts over the bins a, b (mostly integers), s (a text), l (a list), m (a map) and d (a map with
/// containers).
class Texts
{
public:
    explicit Texts(Dice &dice)
        : m_dice(dice)
    {}

    /// Mostly a few conditions that must all hold, which is where indexes serve.
    QString text()
    {
        QString joined = condition(m_dice.below(3));
        for (int n = m_dice.below(3); n > 0; --n)
            joined += u" and "_s + condition(m_dice.below(3));
        return joined;
    }

private:
    QString condition(int depth);
    QString constant()
    {
        const qint64 value = m_dice.integer();
        // The one text that a compiler turns away on purpose.
        return QString::number(value == std::numeric_limits<qint64>::min() ? value + 1 : value);
    }
    QString arithmetic(int depth);
    QString integerPath();

    Dice &m_dice;
};

QString Texts::integerPath()
{
    switch (m_dice.below(9)) {
    case 0:
        return u"$.b"_s;
    case 1:
        return u"$.l.[%1]"_s.arg(m_dice.below(5) - 2);
    case 2:
        return u"$.m.%1"_s.arg(m_dice.pick(words));
    case 3:
        return u"$.d.k.[0]"_s;
    case 4:
        return u"$.m.{#%1}"_s.arg(m_dice.below(3) - 1);
    case 5:
        return u"$.d.%1.x"_s.arg(m_dice.pick(words));
    default:
        return u"$.a"_s;
    }
}

QString Texts::arithmetic(int depth)
{
    if (depth <= 0 || m_dice.below(3) > 0)
        return integerPath();
    const QString inner = arithmetic(depth - 1);
    const QString op = m_dice.pick(QList<QString>{u"+"_s, u"-"_s, u"*"_s, u"/"_s, u"%"_s});
    switch (m_dice.below(5)) {
    case 0:
        return u"(%1 %2 %3)"_s.arg(constant(), op, inner);
    case 1:
        return u"(-%1)"_s.arg(inner);
    case 2:
        return u"abs(%1)"_s.arg(inner);
    default:
        return u"(%1 %2 %3)"_s.arg(inner, op, constant());
    }
}

QString Texts::condition(int depth)
{
    if (depth > 0 && m_dice.below(2) == 0) {
        const QString left = condition(depth - 1);
        const QString right = condition(depth - 1);
        switch (m_dice.below(9)) {
        case 0:
            return u"not(%1)"_s.arg(left);
        case 1:
        case 2:
        case 3:
            return u"(%1 or %2)"_s.arg(left, right);
        case 4:
            return u"when(%1 => %2, default => %3)"_s.arg(left, right, condition(0));
        case 5:
            return u"(%1 and %2 and %3)"_s.arg(left, right, condition(0));
        default:
            return u"(%1 and %2)"_s.arg(left, right);
        }
    }
    const QString comparison = m_dice.pick(comparisons);
    const QString word = m_dice.pick(words);
    switch (m_dice.below(22)) {
    case 0:
        return u"$.s == '%1'"_s.arg(word);
    case 1:
        return u"'%1' %2 $.s"_s.arg(word, comparison);
    case 2:
        return u"%1 in $.l"_s.arg(constant());
    case 3:
        return u"'%1' in $.l"_s.arg(word);
    case 4:
        return u"$.a in [%1, %2, %3]"_s.arg(constant(), constant(), constant());
    case 5:
        return u"$.m.%1.exists()"_s.arg(word);
    case 6:
        return u"$.m.{=%1}.count() %2 %3"_s.arg(QString::number(m_dice.below(10)), comparison,
                                                QString::number(m_dice.below(3)));
    case 7:
        return u"$.l.[=%1].exists()"_s.arg(m_dice.below(10));
    case 8:
        return u"$.m.{%1-}.count() %2 %3"_s.arg(word, comparison, QString::number(m_dice.below(3)));
    case 9:
        return u"$.m.%1 == '%2'"_s.arg(word, m_dice.pick(words));
    case 10:
        return u"$.a.get(type: FLOAT) %1 %2.5"_s.arg(comparison, QString::number(m_dice.below(21) - 10));
    case 11:
        return u"$.a.asFloat() %1 %2.5"_s.arg(comparison, QString::number(m_dice.below(21) - 10));
    case 12:
        return u"$.m.%1.get(return: COUNT) %2 %3"_s.arg(word, comparison, QString::number(m_dice.below(2)));
    case 13:
        return u"$.m.%1.get(return: INDEX) %2 %3"_s.arg(word, comparison,
                                                        QString::number(m_dice.below(3) - 1));
    case 14:
        return u"$.d.k.count() %1 %2"_s.arg(comparison, QString::number(m_dice.below(4)));
    case 15:
        return u"%1 %2 %3"_s.arg(constant(), comparison, arithmetic(2));
    case 16:
        return u"%1 in [%2, %3]"_s.arg(integerPath(), constant(), constant());
    case 17:
        return u"'%1' in $.d.k"_s.arg(word);
    default:
        return u"%1 %2 %3"_s.arg(arithmetic(2), comparison, constant());
    }
}

Value scalar(Dice &dice)
{
    switch (dice.below(6)) {
    case 0:
        return Value(dice.pick(words));
    case 1:
        return Value(dice.below(21) - 10.5);
    case 2:
        return Value(dice.below(10));
    default:
        return Value(dice.integer());
    }
}

Value list(Dice &dice)
{
    List list;
    for (int i = dice.below(5); i > 0; --i)
        list.items.push_back(scalar(dice));
    return Value(std::move(list));
}

Value map(Dice &dice, bool nested)
{
    Map map;
    for (const QString &word : words) {
        if (dice.oneIn(2))
            continue;
        const int kind = nested ? dice.below(3) : 2;
        map.pairs.emplace_back(Value(word), kind == 0   ? list(dice)
                                            : kind == 1 ? Aeroscope::Value(::map(dice, false))
                                                        : scalar(dice));
    }
    return Value(std::move(map));
}

Bins record(Dice &dice)
{
    Bins bins;
    const auto add = [&](const char *name, Value value) {
        if (!dice.oneIn(8))
            bins.push_back({name, dice.oneIn(12) ? scalar(dice) : std::move(value)});
    };
    add("a", Value(dice.integer()));
    add("b", Value(dice.integer()));
    add("s", Value(dice.pick(words)));
    add("l", list(dice));
    add("m", map(dice, false));
    add("d", map(dice, true));
    return bins;
}

IndexInfo randomIndex(Dice &dice, int number)
{
    struct Place
    {
        const char *bin;
        const char *path;
        IndexCollection collection;
    };
    static const QList<Place> places{
        {"a", "", IndexCollection::None},          {"a", "", IndexCollection::None},
        {"b", "", IndexCollection::None},          {"s", "", IndexCollection::None},
        {"l", "", IndexCollection::List},          {"m", "", IndexCollection::MapKeys},
        {"m", "", IndexCollection::MapValues},     {"l", "$.l.[0]", IndexCollection::None},
        {"m", "$.m.k", IndexCollection::None},     {"m", "$.m.{#-1}", IndexCollection::None},
        {"d", "$.d.k", IndexCollection::List},     {"d", "$.d.k.[0]", IndexCollection::None},
        {"d", "$.d.zz", IndexCollection::MapKeys}, {"d", "$.d.y", IndexCollection::MapValues},
    };
    const Place &place = dice.pick(places);
    IndexInfo info;
    info.name = "i" + QByteArray::number(number);
    info.namespaceName = "test";
    info.bin = place.bin;
    info.collection = place.collection;
    info.type = dice.oneIn(3) ? IndexType::String : IndexType::Numeric;
    if (*place.path)
        info.context = compileContext(QString::fromLatin1(place.path)).context;
    info.entriesPerValue = dice.below(50);
    if (dice.oneIn(2))
        info.entries = dice.below(10'000);
    return info;
}

/// The keys under which an index has a record.
std::vector<Value> keysOf(const IndexInfo &index, const Bins &bins)
{
    const auto bin =
        std::find_if(bins.begin(), bins.end(), [&](const Bin &b) { return b.name == index.bin; });
    if (bin == bins.end())
        return {};
    const std::optional<Value> place =
        index.context.isEmpty() ? bin->value : Naive::followContext(bin->value, index.context);
    if (!place)
        return {};
    std::vector<Value> candidates;
    switch (index.collection) {
    case IndexCollection::None:
        candidates.push_back(*place);
        break;
    case IndexCollection::List:
        if (place->type() == Value::Type::List)
            candidates = place->list().items;
        break;
    case IndexCollection::MapKeys:
    case IndexCollection::MapValues:
        if (place->type() == Value::Type::Map) {
            for (const auto &[key, value] : place->map().pairs)
                candidates.push_back(index.collection == IndexCollection::MapKeys ? key : value);
        }
        break;
    }
    const Value::Type wanted = index.type == IndexType::Numeric ? Value::Type::Integer : Value::Type::String;
    std::erase_if(candidates, [wanted](const Value &key) { return key.type() != wanted; });
    return candidates;
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

int number(const char *variable, int otherwise)
{
    bool ok = false;
    const int value = qEnvironmentVariableIntValue(variable, &ok);
    return ok ? value : otherwise;
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
        number("AEROSCOPE_SEED", static_cast<int>(QRandomGenerator::global()->bounded(1 << 30))));
    const int cases = number("AEROSCOPE_CASES", defaultCases);
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
