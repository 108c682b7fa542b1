// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/valuemerge.h"

#include "ui/workbench/valuediff.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace Aeroscope::Workbench {

namespace {

using Place = std::optional<Value>;

/// One change of a list: these elements of the base become those of a side.
struct Hunk
{
    size_t from = 0;
    size_t count = 0;
    std::vector<Value> items;
    bool isMine = false;

    [[nodiscard]] size_t end() const { return from + count; }
};

/// Replacements of equal length fall apart into single elements, so that neighbours can be merged.
std::vector<Hunk> hunksOf(const std::vector<Value> &base, const std::vector<Value> &side, bool isMine)
{
    std::vector<Hunk> hunks;
    for (const ListGap &gap : listGaps(base, side)) {
        const size_t paired = std::min(gap.beforeCount, gap.afterCount);
        for (size_t i = 0; i < paired; ++i)
            hunks.push_back({gap.before + i, 1, {side[gap.after + i]}, isMine});
        if (gap.beforeCount == gap.afterCount)
            continue;
        Hunk rest{gap.before + paired, gap.beforeCount - paired, {}, isMine};
        rest.items.assign(side.begin() + static_cast<qsizetype>(gap.after + paired),
                          side.begin() + static_cast<qsizetype>(gap.after + gap.afterCount));
        hunks.push_back(std::move(rest));
    }
    return hunks;
}

/// Whether the order or the fate of an element depends on both.
bool clash(const Hunk &a, const Hunk &b)
{
    if (a.count == 0 && b.count == 0)
        return a.from == b.from;
    if (a.count == 0 || b.count == 0) {
        const Hunk &insertion = a.count == 0 ? a : b;
        const Hunk &other = a.count == 0 ? b : a;
        return insertion.from > other.from && insertion.from < other.end();
    }
    return a.from < b.end() && b.from < a.end();
}

class Merger
{
public:
    std::vector<MergeConflict> conflicts;

    Place merge(const ValuePath &path, const Place &base, const Place &mine, const Place &theirs)
    {
        if (mine == theirs || mine == base)
            return theirs;
        if (theirs == base)
            return mine;
        if (base && mine && theirs && base->isContainer() && base->type() == mine->type() &&
            base->type() == theirs->type()) {
            if (base->type() == Value::Type::Map)
                return maps(path, base->map(), mine->map(), theirs->map());
            if (std::optional<Value> list = lists(path, base->list(), mine->list(), theirs->list()))
                return list;
        }
        conflicts.push_back({path, base, mine, theirs});
        return mine;
    }

private:
    template <class Order>
    static Order mergedOrder(Order base, Order mine, Order theirs)
    {
        return mine == base ? theirs : mine;
    }

    Value maps(const ValuePath &path, const Map &base, const Map &mine, const Map &theirs)
    {
        struct ByRank
        {
            bool operator()(const Value &a, const Value &b) const { return compareByRank(a, b) < 0; }
        };
        struct Sides
        {
            Place base, mine, theirs;
        };
        std::map<Value, Sides, ByRank> entries;
        for (const auto &[key, value] : base.pairs)
            entries[key].base = value;
        for (const auto &[key, value] : mine.pairs)
            entries[key].mine = value;
        for (const auto &[key, value] : theirs.pairs)
            entries[key].theirs = value;
        Map result;
        result.order = mergedOrder(base.order, mine.order, theirs.order);
        for (const auto &[key, sides] : entries) {
            if (Place value = merge(path.then(PathStep::under(key)), sides.base, sides.mine, sides.theirs))
                result.pairs.emplace_back(key, *std::move(value));
        }
        return result;
    }

    std::optional<Value> lists(const ValuePath &path, const List &base, const List &mine, const List &theirs)
    {
        if (base.order != mine.order || base.order != theirs.order) {
            const bool sameItems = base.items == mine.items || base.items == theirs.items;
            if (!sameItems || base.order == ListOrder::Ordered)
                return {};
        }
        if (base.order == ListOrder::Ordered)
            return orderedLists(base, mine, theirs);
        std::vector<Hunk> all = hunksOf(base.items, mine.items, true);
        std::ranges::move(hunksOf(base.items, theirs.items, false), std::back_inserter(all));
        std::ranges::sort(all, [](const Hunk &a, const Hunk &b) {
            return std::tuple(a.from, a.count, a.isMine) < std::tuple(b.from, b.count, b.isMine);
        });
        List result;
        result.order = mergedOrder(base.order, mine.order, theirs.order);
        const size_t before = conflicts.size();
        size_t next = 0;
        for (size_t i = 0; i < all.size(); ++i) {
            Hunk hunk = all[i];
            for (size_t j = i + 1; j < all.size() && all[j].from <= hunk.end(); ++j) {
                if (all[j].isMine == hunk.isMine || !clash(hunk, all[j]))
                    continue;
                const Hunk &other = all[j];
                const bool same =
                    hunk.from == other.from && hunk.count == other.count && hunk.items == other.items;
                const bool single = hunk.from == other.from && hunk.count == 1 && other.count == 1 &&
                                    hunk.items.size() == 1 && other.items.size() == 1;
                if (!same && !single) {
                    conflicts.resize(before);
                    return {};
                }
                if (single && !same) {
                    const Value &own = hunk.isMine ? hunk.items.front() : other.items.front();
                    const Value &foreign = hunk.isMine ? other.items.front() : hunk.items.front();
                    const auto index = static_cast<qint64>(hunk.from);
                    hunk.items = {
                        *merge(path.then(PathStep::at(index)), base.items[hunk.from], own, foreign)};
                }
                all.erase(all.begin() + static_cast<qsizetype>(j));
                break;
            }
            for (; next < hunk.from; ++next)
                result.items.push_back(base.items[next]);
            std::ranges::copy(hunk.items, std::back_inserter(result.items));
            next = std::max(next, hunk.end());
        }
        for (; next < base.items.size(); ++next)
            result.items.push_back(base.items[next]);
        return Value(std::move(result));
    }

    /// An ordered list has no places, only elements: what a side took out or put in.
    static std::optional<Value> orderedLists(const List &base, const List &mine, const List &theirs)
    {
        const auto takeFrom = [](std::vector<Value> &items, const Value &value) {
            const auto it = std::ranges::find(items, value);
            if (it == items.end())
                return false;
            items.erase(it);
            return true;
        };
        const auto minus = [&](std::vector<Value> items, const std::vector<Value> &others) {
            for (const Value &other : others)
                takeFrom(items, other);
            return items;
        };
        const std::vector<Value> mineGone = minus(base.items, mine.items);
        const std::vector<Value> theirsGone = minus(base.items, theirs.items);
        const std::vector<Value> mineNew = minus(mine.items, base.items);
        const std::vector<Value> theirsNew = minus(theirs.items, base.items);
        std::vector<Value> bothGone = minus(mineGone, minus(mineGone, theirsGone));
        std::vector<Value> bothNew = minus(mineNew, minus(mineNew, theirsNew));
        if ((!bothGone.empty() || !bothNew.empty()) && (mineGone != theirsGone || mineNew != theirsNew))
            return {}; // the same element replaced twice, or put in by both among others
        List result;
        result.order = ListOrder::Ordered;
        result.items = minus(minus(base.items, mineGone), minus(theirsGone, mineGone));
        std::ranges::copy(mineNew, std::back_inserter(result.items));
        std::ranges::copy(minus(theirsNew, mineNew), std::back_inserter(result.items));
        return canonical(Value(std::move(result)));
    }
};

Place canonicalPlace(const Place &place)
{
    return place ? Place(canonical(*place)) : Place();
}

} // namespace

ValueMerge merged(const ValuePath &path, const std::optional<Value> &base, const std::optional<Value> &mine,
                  const std::optional<Value> &theirs)
{
    Merger merger;
    ValueMerge result;
    result.value = merger.merge(path, canonicalPlace(base), canonicalPlace(mine), canonicalPlace(theirs));
    result.conflicts = std::move(merger.conflicts);
    return result;
}

} // namespace Aeroscope::Workbench
