// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/planner/planner.h"

#include "ael/encoding/encoder.h"
#include "ael/planner/keyrange.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <tuple>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

namespace {

/// The share of an index that a range open at one end is taken to have, when nothing better is known.
constexpr double openRangeShare = 1.0 / 3;

struct Usable
{
    qsizetype at; ///< in the list of indexes
    KeyRange range;
    KeyRange first; ///< of the first condition that it serves, by itself
    std::optional<double> estimate;
    qsizetype textOrder; ///< of the first condition that it serves
};

/// Entries per value as the servers count them; an index about which nothing is known comes last.
double entriesPerValue(const IndexInfo &index) noexcept
{
    return index.entriesPerValue >= 0 ? index.entriesPerValue : std::numeric_limits<double>::infinity();
}

std::optional<double> estimateOf(const IndexInfo &index, const KeyRange &range) noexcept
{
    std::optional<double> estimate;
    if (!range.isNumeric() || range.numbers.low == range.numbers.high) {
        if (index.entriesPerValue >= 0)
            estimate = index.entriesPerValue;
    } else if (range.numbers.isFull()) {
        if (index.entries >= 0)
            estimate = index.entries;
    } else if (range.numbers.low == Interval::least || range.numbers.high == Interval::greatest) {
        if (index.entries >= 0)
            estimate = index.entries * openRangeShare;
    } else if (index.entriesPerValue >= 0) {
        const double width =
            static_cast<double>(range.numbers.high) - static_cast<double>(range.numbers.low) + 1;
        estimate = width * index.entriesPerValue;
    }
    if (estimate && index.entries >= 0)
        estimate = std::min(*estimate, index.entries);
    return estimate;
}

/// The conditions that all must hold.
std::vector<const Node *> conditionsOf(const Node *root)
{
    if (root->kind != NodeKind::And)
        return {root};
    std::vector<const Node *> conditions;
    for (const Node *child : root->children) {
        const std::vector<const Node *> inner = conditionsOf(child);
        conditions.insert(conditions.end(), inner.begin(), inner.end());
    }
    return conditions;
}

/// Every key of the inner range is one of the outer.
bool holds(const KeyRange &outer, const KeyRange &inner)
{
    if (outer.isNumeric() != inner.isNumeric())
        return false;
    if (!outer.isNumeric())
        return outer.key == inner.key;
    return outer.numbers.low <= inner.numbers.low && inner.numbers.high <= outer.numbers.high;
}

/// What remains to be checked for each record when the index serves the range.
Expression residualOf(const Node *root, const Expression &whole, const IndexInfo &index,
                      const KeyRange &asked)
{
    std::vector<const Node *> remaining;
    bool dropped = false;
    for (const Node *condition : conditionsOf(root)) {
        const std::optional<KeyRange> range = KeyRangeFinder(index).find(condition);
        if (range && range->exact && holds(*range, asked))
            dropped = true;
        else
            remaining.push_back(condition);
    }
    if (!dropped)
        return whole;
    if (remaining.empty())
        return {};
    if (remaining.size() == 1)
        return Expression(encode(remaining.front()));
    Node all;
    all.kind = NodeKind::And;
    all.op = Opcode::And;
    for (const Node *condition : remaining)
        all.children.push_back(const_cast<Node *>(condition)); // the encoder only reads
    return Expression(encode(&all));
}

IndexVerdict placeVerdict(const IndexInfo &index, const QueryScope &scope) noexcept
{
    if (index.namespaceName != scope.namespaceName)
        return IndexVerdict::OtherNamespace;
    // An index of one set knows nothing of the others, so that it cannot serve a query over all of them.
    if (!index.set.isEmpty() && index.set != scope.set)
        return IndexVerdict::OtherSet;
    return index.ready ? IndexVerdict::Chosen : IndexVerdict::NotReady;
}

Value beginOf(const KeyRange &range)
{
    return range.isNumeric() ? Value(range.numbers.low) : range.key;
}

Value endOf(const KeyRange &range)
{
    return range.isNumeric() ? Value(range.numbers.high) : range.key;
}

/// True when `a` is the better index. A range that narrows nothing comes last; then the fewest records, where
/// both are estimated on grounds of the same kind; then the fewest entries per value; then name of the bin
/// and order in the text.
bool isBetter(const Usable &a, const Usable &b, const QList<IndexInfo> &indexes)
{
    const auto isFull = [](const Usable &u) { return u.range.isNumeric() && u.range.numbers.isFull(); };
    if (isFull(a) != isFull(b))
        return isFull(b);
    if (a.estimate && b.estimate && *a.estimate != *b.estimate)
        return *a.estimate < *b.estimate;
    const IndexInfo &left = indexes[a.at];
    const IndexInfo &right = indexes[b.at];
    const double leftEntries = entriesPerValue(left);
    const double rightEntries = entriesPerValue(right);
    return std::tie(leftEntries, left.bin, a.textOrder, a.at) <
           std::tie(rightEntries, right.bin, b.textOrder, b.at);
}

QString number(double value)
{
    if (value >= 1e9)
        return QLocale::c().toString(value / 1e9, 'g', 3) + u" G"_s;
    if (value >= 1e6)
        return QLocale::c().toString(value / 1e6, 'g', 3) + u" M"_s;
    if (value >= 1e3)
        return QLocale::c().toString(value / 1e3, 'g', 3) + u" k"_s;
    return QString::number(std::llround(value));
}

QString rangeText(const Value &begin, const Value &end, bool geoWithin)
{
    if (begin.type() != Value::Type::Integer) {
        if (begin.type() == Value::Type::GeoJson)
            return geoWithin ? u"points within the region"_s : u"regions around the point"_s;
        return begin.type() == Value::Type::String
                   ? u"= '"_s + begin.text() + u'\''
                   : u"= X'"_s + QString::fromLatin1(begin.bytes().toHex()) + u'\'';
    }
    const qint64 low = begin.toInteger();
    const qint64 high = end.toInteger();
    if (low == high)
        return u"= "_s + QString::number(low);
    if (low == Interval::least && high == Interval::greatest)
        return u"all values"_s;
    if (low == Interval::least)
        return u"up to "_s + QString::number(high);
    if (high == Interval::greatest)
        return u"from "_s + QString::number(low);
    return QString::number(low) + u".."_s + QString::number(high);
}

QString verdictText(IndexVerdict verdict)
{
    switch (verdict) {
    case IndexVerdict::Chosen:
        return u"chosen"_s;
    case IndexVerdict::LessSelective:
        return u"usable, but less selective"_s;
    case IndexVerdict::NotHinted:
        return u"usable, but the hint names another"_s;
    case IndexVerdict::OtherNamespace:
        return u"belongs to another namespace"_s;
    case IndexVerdict::OtherSet:
        return u"covers another set only"_s;
    case IndexVerdict::WholeNamespace:
        return u"covers the whole namespace, not one set"_s;
    case IndexVerdict::NotReady:
        return u"is still being built"_s;
    case IndexVerdict::NoCondition:
        return u"no condition narrows it"_s;
    case IndexVerdict::TypeDiffers:
        return u"holds another type than the condition asks for"_s;
    case IndexVerdict::ContextDiffers:
        return u"covers another place inside the bin"_s;
    }
    return {};
}

} // namespace

bool IndexPlan::isFullRange() const noexcept
{
    return usesIndex && begin.type() == Value::Type::Integer && begin.toInteger() == Interval::least &&
           end.toInteger() == Interval::greatest;
}

IndexPlan planIndexes(const Node *root, const Expression &expression, const QueryScope &scope,
                      const QList<IndexInfo> &indexes, const IndexHint &hint)
{
    IndexPlan plan;
    plan.residual = expression;
    if (scope.records >= 0)
        plan.totalRecords = scope.records;

    std::vector<Usable> usable;
    const std::vector<const Node *> conditions = conditionsOf(root);
    for (qsizetype i = 0; i < indexes.size(); ++i) {
        const IndexInfo &index = indexes[i];
        IndexCandidate candidate{index.name, index.bin, placeVerdict(index, scope), {}, {}, {}};
        if (candidate.verdict == IndexVerdict::Chosen) {
            KeyRangeFinder finder(index);
            const std::optional<KeyRange> range = finder.find(root);
            if (range) {
                qsizetype order = 0;
                std::optional<KeyRange> first;
                for (const Node *condition : conditions) {
                    first = KeyRangeFinder(index).find(condition);
                    if (first)
                        break;
                    ++order;
                }
                candidate.begin = beginOf(*range);
                candidate.end = endOf(*range);
                candidate.estimatedEntries = estimateOf(index, *range);
                candidate.verdict = IndexVerdict::LessSelective;
                usable.push_back({i, *range, first.value_or(*range), candidate.estimatedEntries, order});
            } else {
                candidate.verdict = finder.sawOtherType()      ? IndexVerdict::TypeDiffers
                                    : finder.sawOtherContext() ? IndexVerdict::ContextDiffers
                                                               : IndexVerdict::NoCondition;
            }
        }
        plan.candidates.append(std::move(candidate));
    }

    const auto isHinted = [&](const Usable &u) {
        const IndexInfo &index = indexes[u.at];
        return !hint.index.isEmpty() ? index.name == hint.index : index.bin == hint.bin;
    };
    bool followsHint = false;
    if (!hint.index.isEmpty() && !hint.bin.isEmpty()) {
        plan.hintProblem = HintProblem::BothGiven;
    } else if (!hint.isEmpty()) {
        followsHint = std::any_of(usable.begin(), usable.end(), isHinted);
        const bool known = std::any_of(indexes.cbegin(), indexes.cend(), [&](const IndexInfo &index) {
            return !hint.index.isEmpty() ? index.name == hint.index : index.bin == hint.bin;
        });
        if (!followsHint && !hint.index.isEmpty())
            plan.hintProblem = known ? HintProblem::UnusableIndex : HintProblem::UnknownIndex;
        else if (!followsHint)
            plan.hintProblem = known ? HintProblem::UnusableBin : HintProblem::NoIndexOnBin;
    }

    const Usable *best = nullptr;
    for (const Usable &candidate : usable) {
        if (followsHint && !isHinted(candidate)) {
            plan.candidates[candidate.at].verdict = IndexVerdict::NotHinted;
            continue;
        }
        if (best == nullptr || isBetter(candidate, *best, indexes))
            best = &candidate;
    }
    if (best == nullptr)
        return plan;
    plan.usesIndex = true;
    plan.index = indexes[best->at];
    plan.begin = beginOf(best->range);
    plan.end = endOf(best->range);
    plan.firstBegin = beginOf(best->first);
    plan.firstEnd = endOf(best->first);
    plan.geoWithin = best->range.geoWithin;
    plan.estimatedRecords = best->estimate;
    plan.residual = residualOf(root, expression, plan.index, best->range);
    plan.candidates[best->at].verdict = IndexVerdict::Chosen;
    return plan;
}

QString planText(const IndexPlan &plan)
{
    QString text;
    if (!plan.usesIndex) {
        text = u"scan of all records"_s;
        if (plan.totalRecords)
            text += u", "_s + number(*plan.totalRecords);
    } else {
        const QByteArray &name = plan.index.name.isEmpty() ? plan.index.bin : plan.index.name;
        text = u"SI "_s + QString::fromUtf8(name) + u", "_s + rangeText(plan.begin, plan.end, plan.geoWithin);
        if (plan.estimatedRecords) {
            text += u", est. "_s + number(*plan.estimatedRecords);
            if (plan.totalRecords)
                text += u" of "_s + number(*plan.totalRecords);
        }
    }
    if (!plan.residual.isEmpty())
        text += u", then filter"_s;
    return text;
}

QString explainText(const IndexPlan &plan)
{
    QString text = planText(plan);
    for (const IndexCandidate &candidate : plan.candidates) {
        text += u"\n  "_s + QString::fromUtf8(candidate.index.isEmpty() ? candidate.bin : candidate.index) +
                u": "_s + verdictText(candidate.verdict);
        if (!candidate.begin.isNil() && candidate.begin.type() != Value::Type::GeoJson)
            text += u" ("_s + rangeText(candidate.begin, candidate.end, false) + u')';
        if (candidate.estimatedEntries)
            text += u", est. "_s + number(*candidate.estimatedEntries);
    }
    return text;
}

} // namespace Aeroscope::Ael
