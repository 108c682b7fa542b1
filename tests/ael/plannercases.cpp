// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/ael/plannercases.h"

#include "ael/compiler.h"
#include "tests/support/naivecdt.h"
#include "tests/support/naiveevaluator.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::PlannerCases {

using namespace Ael;

namespace {

const QList<QString> words{u"x"_s, u"y"_s, u"k"_s, u"zz"_s};
const QList<QString> comparisons{u"=="_s, u">"_s, u"<"_s, u">="_s, u"<="_s, u"!="_s};

} // namespace

QString Texts::text()
{
    QString joined = condition(m_dice.below(3));
    for (int n = m_dice.below(3); n > 0; --n)
        joined += u" and "_s + condition(m_dice.below(3));
    return joined;
}

QString Texts::constant()
{
    const qint64 value = m_dice.integer();
    // The one text that a compiler turns away on purpose.
    return QString::number(value == std::numeric_limits<qint64>::min() ? value + 1 : value);
}

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

QString Texts::floating(int depth)
{
    if (depth <= 0 || m_dice.oneIn(3))
        return m_dice.oneIn(4) ? u"$.a.asFloat()"_s : u"$.f.get(type: FLOAT)"_s;
    const QString op = m_dice.pick(QList<QString>{u"+"_s, u"-"_s, u"*"_s, u"/"_s, u"**"_s});
    const QString number = QString::number(m_dice.below(9) - 4) + u".5"_s;
    return m_dice.oneIn(3) ? u"(%1 %2 %3)"_s.arg(number, op, floating(depth - 1))
                           : u"(%1 %2 %3)"_s.arg(floating(depth - 1), op, number);
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
    switch (m_dice.below(28)) {
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
    case 18:
        return u"%1 %2 %3.25"_s.arg(floating(2), comparison, QString::number(m_dice.below(41) - 20));
    case 19:
        return u"$.f.asInt() %1 %2"_s.arg(comparison, QString::number(m_dice.below(21) - 10));
    case 20:
        return u"($.f.asInt() * %1) %2 %3"_s.arg(QString::number(m_dice.below(7) - 3), comparison,
                                                 constant());
    case 21:
        return u"$.a * 2 %1 %2"_s.arg(comparison, constant());
    case 22:
        return u"$.l.count() %1 %2"_s.arg(comparison, QString::number(m_dice.below(5)));
    default:
        return u"%1 %2 %3"_s.arg(arithmetic(2), comparison, constant());
    }
}

namespace {

Value randomScalar(Dice &dice)
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

Value randomList(Dice &dice)
{
    List list;
    for (int i = dice.below(5); i > 0; --i)
        list.items.push_back(randomScalar(dice));
    return Value(std::move(list));
}

Value randomMap(Dice &dice, bool nested)
{
    Map map;
    for (const QString &word : words) {
        if (dice.oneIn(2))
            continue;
        const int kind = nested ? dice.below(3) : 2;
        map.pairs.emplace_back(Value(word), kind == 0   ? randomList(dice)
                                            : kind == 1 ? randomMap(dice, false)
                                                        : randomScalar(dice));
    }
    return Value(std::move(map));
}

} // namespace

Bins record(Dice &dice)
{
    Bins bins;
    const auto add = [&](const char *name, Value value) {
        if (!dice.oneIn(8))
            bins.push_back({name, dice.oneIn(12) ? randomScalar(dice) : std::move(value)});
    };
    add("a", Value(dice.integer()));
    add("b", Value(dice.integer()));
    add("f", Value(dice.below(41) / 4.0 - 5));
    add("s", Value(dice.pick(words)));
    add("l", randomList(dice));
    add("m", randomMap(dice, false));
    add("d", randomMap(dice, true));
    return bins;
}

namespace {

struct Place
{
    const char *bin;  ///< null: an expression index
    const char *path; ///< of the context, or the expression
    IndexCollection collection;
};

constexpr Place places[] = {
    {"a", "", IndexCollection::None},
    {"b", "", IndexCollection::None},
    {"s", "", IndexCollection::None},
    {"l", "", IndexCollection::List},
    {"m", "", IndexCollection::MapKeys},
    {"m", "", IndexCollection::MapValues},
    {"l", "$.l.[0]", IndexCollection::None},
    {"m", "$.m.k", IndexCollection::None},
    {"m", "$.m.{#-1}", IndexCollection::None},
    {"d", "$.d.k", IndexCollection::List},
    {"d", "$.d.k.[0]", IndexCollection::None},
    {"d", "$.d.zz", IndexCollection::MapKeys},
    {"d", "$.d.y", IndexCollection::MapValues},
    {nullptr, "$.a * 2", IndexCollection::None},
    {nullptr, "$.l.count()", IndexCollection::None},
    {nullptr, "$.f.asInt()", IndexCollection::None},
};

IndexInfo indexAt(const Place &place, IndexType type)
{
    IndexInfo info;
    info.namespaceName = "test";
    info.collection = place.collection;
    info.type = type;
    const QString path = QString::fromLatin1(place.path);
    if (place.bin == nullptr) {
        CompileOptions options;
        options.as = CompileOptions::As::Value;
        info.expression = compile(path, options).expression.bytes();
        info.type = IndexType::Numeric;
        return info;
    }
    info.bin = place.bin;
    if (!path.isEmpty())
        info.context = compileContext(path).context;
    return info;
}

} // namespace

QList<IndexInfo> allIndexes()
{
    QList<IndexInfo> all;
    for (const Place &place : places) {
        for (const IndexType type : {IndexType::Numeric, IndexType::String}) {
            if (place.bin == nullptr && type == IndexType::String)
                continue;
            all.append(indexAt(place, type));
            all.last().name = "i" + QByteArray::number(all.size());
        }
    }
    return all;
}

IndexInfo randomIndex(Dice &dice, int number)
{
    IndexInfo info = indexAt(places[static_cast<size_t>(dice.below(std::size(places)))],
                             dice.oneIn(3) ? IndexType::String : IndexType::Numeric);
    info.name = "i" + QByteArray::number(number);
    info.entriesPerValue = dice.below(50);
    if (dice.oneIn(2))
        info.entries = dice.below(10'000);
    return info;
}

std::vector<Value> keysOf(const IndexInfo &index, const Bins &bins)
{
    const Value::Type wanted = index.type == IndexType::Numeric ? Value::Type::Integer : Value::Type::String;
    if (!index.expression.isEmpty()) {
        Naive::Record record;
        record.bins = bins;
        const Naive::Outcome outcome = Naive::evaluate(index.expression, record);
        const bool isKey = outcome.isKnown() && outcome.value.type() == wanted;
        return isKey ? std::vector{outcome.value} : std::vector<Value>();
    }
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
    std::erase_if(candidates, [wanted](const Value &key) { return key.type() != wanted; });
    return candidates;
}

int numberFrom(const char *variable, int otherwise)
{
    bool ok = false;
    const int value = qEnvironmentVariableIntValue(variable, &ok);
    return ok ? value : otherwise;
}

} // namespace Aeroscope::PlannerCases
