// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/mapselect.h"

#include <algorithm>
#include <numeric>

namespace Aeroscope::Demo {

namespace {

// More keys or values than this in one argument are refused.
constexpr quint32 maximumWanted = 1024 * 1024;

CdtEffect notApplicable()
{
    return CdtEffect::failure(ResultCode::OpNotApplicable);
}

CdtEffect badParameter()
{
    return CdtEffect::failure(ResultCode::Parameter);
}

} // namespace

std::optional<IndexRange> MapSelect::clipped(qint64 index, quint64 count) const
{
    if (m_spec.multi) {
        return clippedRange(index, count, m_map.count());
    }
    const auto single = singleIndex(index, m_map.count());
    return single ? std::optional(clippedRange(*single, count, m_map.count())) : std::nullopt;
}

bool MapSelect::uninvert(IndexRange &range)
{
    const auto total = m_map.count();
    if (range.count == 0) {
        range = {.index = 0, .count = total};
    } else if (range.index == 0) {
        range = {.index = range.count, .count = total - range.count};
    } else if (range.index + range.count >= total) {
        range = {.index = 0, .count = range.index};
    } else {
        return false;
    }
    m_spec.inverted = false;
    return true;
}

CdtEffect MapSelect::byIndexRange(qint64 index, quint64 count)
{
    auto range = clipped(index, count);
    if (!range || m_spec.isRankRange()) {
        return notApplicable();
    }
    if (m_spec.inverted) {
        if (!m_spec.multi) {
            return notApplicable();
        }
        uninvert(*range);
    }
    if (range->count == 0) {
        return nothing(range->index);
    }
    if (range->count == m_map.count()) {
        return all();
    }
    if (!m_map.isKeyOrdered()) {
        return byIndexRunUnordered(*range);
    }
    const auto mask = maskOf(run(range->index, range->count), m_spec.inverted);
    if (m_spec.isElements()) {
        return finishElements(elements(mask), mask);
    }
    if (m_spec.isRank()) {
        return finish(ranks(places(mask)), mask);
    }
    if (m_spec.inverted) {
        // Both ends of the map, never nothing, and no one range.
        if (m_spec.isIndexRange()) {
            return notApplicable();
        }
        if (m_spec.kind == ReturnKind::Exists) {
            return finish(std::optional(Particle::boolean(true)), mask);
        }
    }
    return finish(rangeAnswer(m_spec, range->index, range->count, m_map.count()), mask);
}

CdtEffect MapSelect::byIndexRunUnordered(const IndexRange &range)
{
    auto heap = rankedRange(m_map.count(), range.index, range.count,
                            [&](quint32 a, quint32 b) { return m_map.compareKeys(a, b); });
    if (heap.descending) {
        std::ranges::reverse(heap.indexes);
    }
    const auto mask = maskOf(heap.indexes, m_spec.inverted);
    if (m_spec.isRank()) {
        return finish(ranks(m_spec.inverted ? places(mask) : heap.indexes), mask);
    }
    if (m_spec.isElements()) {
        return finishElements(m_spec.inverted ? elements(mask) : elements(heap.indexes), mask);
    }
    return finish(rangeAnswer(m_spec, range.index, range.count, m_map.count()), mask);
}

CdtEffect MapSelect::byKeyRange(const ValueRange &range)
{
    if (m_spec.isRankRange()) {
        return notApplicable();
    }
    if (m_map.isKeyOrdered()) {
        const auto first = m_map.findKey(range.begin);
        IndexRange places{.index = first.index, .count = 0};
        if (range.single) {
            places.count = first.found ? 1 : 0;
        } else {
            const auto end = range.isOpen() ? m_map.count() : m_map.findKey(range.end).index;
            places.count = end > first.index ? end - first.index : 0;
        }
        if (places.count == 0 && !m_spec.multi) {
            return nothing(-1);
        }
        return byIndexRange(places.index, places.count);
    }
    if (m_spec.inverted && !m_spec.multi) {
        return notApplicable();
    }
    return range.single ? bySingleKeyUnordered(range.begin) : byKeyRangeUnordered(range);
}

CdtEffect MapSelect::bySingleKeyUnordered(QByteArrayView key)
{
    const auto place = m_map.findKey(key);
    if (!place.found) {
        return nothing(-1);
    }
    const auto total = m_map.count();
    PickMask mask(total, false);
    mask[place.index] = true;
    const auto index = [&] {
        const auto before = m_map.countKeysLess(key);
        const bool reverse =
            m_spec.kind == ReturnKind::ReverseIndex || m_spec.kind == ReturnKind::ReverseIndexRange;
        return qint64{reverse ? total - before - 1 : before};
    };
    switch (m_spec.kind) {
    case ReturnKind::None:
        return finish(std::optional(Particle()), mask);
    case ReturnKind::Index:
    case ReturnKind::ReverseIndex:
        return finish(std::optional(Particle::integer(index())), mask);
    case ReturnKind::IndexRange:
    case ReturnKind::ReverseIndexRange:
        return finish(std::optional(pairOfIntegers(index(), 1)), mask);
    case ReturnKind::Rank:
    case ReturnKind::ReverseRank:
        return finish(ranks({place.index}), mask);
    case ReturnKind::Count:
        return finish(std::optional(Particle::integer(1)), mask);
    case ReturnKind::Exists:
        return finish(std::optional(Particle::boolean(true)), mask);
    default:
        return m_spec.isElements() ? finishElements(elements(mask), mask) : notApplicable();
    }
}

CdtEffect MapSelect::byKeyRangeUnordered(const ValueRange &range)
{
    const auto total = m_map.count();
    PickMask mask(total, false);
    quint32 less = 0;
    for (quint32 i = 0; i < total; ++i) {
        if (comparePacked(m_map.key(i), range.begin) == PackedOrder::Less) {
            ++less;
        } else {
            mask[i] = range.isOpen() || comparePacked(m_map.key(i), range.end) == PackedOrder::Less;
        }
    }
    const auto count = pickedCount(mask);
    if (m_spec.inverted) {
        mask.flip();
    }
    if (m_spec.isElements()) {
        return finishElements(elements(mask), mask);
    }
    if (m_spec.isRank()) {
        return finish(ranks(places(mask)), mask);
    }
    return finish(rangeAnswer(m_spec, less, count, total), mask);
}

CdtEffect MapSelect::byValueRange(const ValueRange &range)
{
    if (m_spec.isIndexRange() || (m_spec.inverted && !m_spec.multi)) {
        return notApplicable();
    }
    if (m_map.count() == 0) {
        return nothing(-1);
    }
    if (m_map.hasValueIndex()) {
        return byValueRangeIndexed(range);
    }
    const auto total = m_map.count();
    PickMask mask(total, false);
    quint32 less = 0;
    quint32 count = 0;
    for (quint32 i = 0; i < total; ++i) {
        const auto value = m_map.value(i);
        const auto order = comparePacked(value, range.begin);
        bool inside = false;
        if (order == PackedOrder::Less) {
            ++less;
        } else if (range.single) {
            inside = order == PackedOrder::Equal && (m_spec.multi || count == 0);
        } else {
            inside = range.isOpen() || comparePacked(value, range.end) == PackedOrder::Less;
        }
        mask[i] = inside;
        count += inside ? 1 : 0;
    }
    if (count == 0) {
        if (m_spec.inverted) {
            m_spec.inverted = false;
            return all();
        }
        return nothing(m_spec.isRank() || m_spec.isRankRange() ? less : 0);
    }
    if (m_spec.inverted) {
        mask.flip();
    }
    if (m_spec.isElements()) {
        return finishElements(elements(mask), mask);
    }
    if (m_spec.isIndex()) {
        return finish(indexes(mask), mask);
    }
    return finish(rangeAnswer(m_spec, less, count, total), mask);
}

IndexRange MapSelect::indexedValueRange(const std::vector<quint32> &byValue, const ValueRange &range) const
{
    const auto total = m_map.count();
    const auto search = [&](QByteArrayView value, Among among) {
        return findRank(
            0, total, among, [&](quint32 rank) { return comparePacked(value, m_map.value(byValue[rank])); },
            [&](quint32 rank) { return byValue[rank]; });
    };
    const auto first = search(range.begin, Among::First);
    if (range.isOpen()) {
        return {.index = first.rank, .count = total - first.rank};
    }
    if (!range.single) {
        const auto end = search(range.end, Among::First);
        return {.index = first.rank, .count = end.rank > first.rank ? end.rank - first.rank : 0};
    }
    if (!first.found) {
        return {.index = first.rank, .count = 0};
    }
    return {.index = first.rank,
            .count = m_spec.multi ? search(range.begin, Among::Last).rank - first.rank : 1};
}

/// With a persisted index of the values pairs are answered by rank.
CdtEffect MapSelect::byValueRangeIndexed(const ValueRange &range)
{
    const auto byValue = m_map.sortedByValue();
    const auto places = indexedValueRange(byValue, range);
    // A server dies of this.
    if (places.count == 0 && !m_spec.multi && m_spec.kind == ReturnKind::OrderedMap)
        return notApplicable();
    const std::vector<quint32> picks(byValue.begin() + places.index,
                                     byValue.begin() + places.index + places.count);
    const auto mask = maskOf(picks, m_spec.inverted);
    if (m_spec.isElements()) {
        const bool inMapOrder = m_spec.inverted || m_spec.kind == ReturnKind::OrderedMap;
        return finishElements(inMapOrder ? elements(mask) : elements(picks), mask);
    }
    if (m_spec.isIndex()) {
        return finish(m_spec.inverted ? indexes(mask) : indexes(picks), mask);
    }
    return finish(rangeAnswer(m_spec, places.index, places.count, m_map.count()), mask);
}

CdtEffect MapSelect::byRankRange(qint64 rank, quint64 count)
{
    auto range = clipped(rank, count);
    if (!range || m_spec.isIndexRange()) {
        return notApplicable();
    }
    if (m_spec.inverted) {
        if (!m_spec.multi) {
            return notApplicable();
        }
        uninvert(*range);
    }
    if (range->count == 0) {
        return nothing(range->index);
    }
    const auto total = m_map.count();
    std::vector<quint32> picks;
    if (m_map.hasValueIndex()) {
        const auto byValue = m_map.sortedByValue();
        picks.assign(byValue.begin() + range->index, byValue.begin() + range->index + range->count);
    } else {
        auto heap = rankedRange(total, range->index, range->count,
                                [&](quint32 a, quint32 b) { return m_map.comparePairs(a, b); });
        if (heap.descending) {
            std::ranges::reverse(heap.indexes);
        }
        picks = std::move(heap.indexes);
    }
    const auto mask = maskOf(picks, m_spec.inverted);
    if (m_spec.isIndex()) {
        return finish(m_spec.inverted ? indexes(mask) : indexes(picks), mask);
    }
    if (m_spec.isElements()) {
        const bool inMapOrder = m_spec.inverted || m_spec.kind == ReturnKind::OrderedMap;
        return finishElements(inMapOrder ? elements(mask) : elements(picks), mask);
    }
    return finish(rangeAnswer(m_spec, range->index, range->count, total), mask);
}

CdtEffect MapSelect::byKeyList(QByteArrayView keys)
{
    PackedReader reader(keys);
    const auto count = reader.listCount();
    if (!count || *count > maximumWanted) {
        return badParameter();
    }
    if (*count == 0) {
        if (m_spec.isRank() || m_spec.isIndexRange() || m_spec.isRankRange()) {
            return notApplicable();
        }
        if (m_spec.inverted) {
            m_spec.inverted = false;
            return all();
        }
        return CdtEffect::answer(emptyAnswer(m_spec, 0).value_or(Particle()));
    }
    if (m_map.isKeyOrdered()) {
        return byKeyListOrdered(keys);
    }
    const auto wanted = PackedList::parseItems(keys);
    if (!wanted) {
        return badParameter();
    }
    const auto scan = scanForWanted(*wanted, m_map.count(), m_spec.inverted, m_spec.isIndex(),
                                    [&](quint32 i) { return m_map.key(i); });
    if (m_spec.isElements()) {
        return finishElements(elements(scan.picked), scan.picked);
    }
    if (m_spec.isIndex()) {
        return finish(std::optional(wantedPositions(m_spec, scan, m_map.count())), scan.picked);
    }
    const auto picked = pickedCount(scan.picked);
    switch (m_spec.kind) {
    case ReturnKind::None:
        return finish(std::optional(Particle()), scan.picked);
    case ReturnKind::Count:
        return finish(std::optional(Particle::integer(picked)), scan.picked);
    case ReturnKind::Exists:
        return finish(std::optional(Particle::boolean(picked != 0)), scan.picked);
    default:
        return notApplicable();
    }
}

CdtEffect MapSelect::byKeyListOrdered(QByteArrayView keys)
{
    const auto total = m_map.count();
    PickMask mask(total, false);
    std::vector<WantedRun> runs;
    PackedReader reader(keys);
    for (auto left = *reader.listCount(); left > 0; --left) {
        reader.forgetTransient();
        const auto key = reader.element();
        if (key.isNull()) {
            return badParameter();
        }
        WantedRun run;
        if (reader.sawTransient()) {
            const auto compare = [&](quint32 i) { return comparePacked(key, m_map.key(i)); };
            const auto first = findRank(0, total, Among::First, compare);
            run.start = first.rank;
            run.count = first.found ? findRank(first.rank, total, Among::Last, compare).rank - first.rank : 0;
        } else {
            const auto place = m_map.findKey(key);
            run = {.start = place.index, .count = place.found ? 1U : 0U};
        }
        std::fill_n(mask.begin() + run.start, run.count, true);
        runs.push_back(run);
    }
    if (m_spec.inverted) {
        mask.flip();
    }
    if (m_spec.isElements()) {
        return finishElements(elements(mask), mask);
    }
    switch (m_spec.kind) {
    case ReturnKind::None:
        return finish(std::optional(Particle()), mask);
    case ReturnKind::Index:
    case ReturnKind::ReverseIndex:
        return finish(
            std::optional(m_spec.inverted ? maskPositions(m_spec, mask) : runPositions(m_spec, runs, total)),
            mask);
    case ReturnKind::Count:
        return finish(std::optional(Particle::integer(pickedCount(mask))), mask);
    case ReturnKind::Exists:
        return finish(std::optional(Particle::boolean(pickedCount(mask) != 0)), mask);
    default:
        return notApplicable();
    }
}

CdtEffect MapSelect::byValueList(QByteArrayView values)
{
    PackedReader reader(values);
    const auto count = reader.listCount();
    if (!count || *count > maximumWanted) {
        return badParameter();
    }
    if (*count == 0) {
        if (m_spec.isIndexRange() || m_spec.isRankRange()) {
            return notApplicable();
        }
        if (m_spec.inverted) {
            m_spec.inverted = false;
            return all();
        }
        return CdtEffect::answer(emptyAnswer(m_spec, 0).value_or(Particle()));
    }
    const auto wanted = PackedList::parseItems(values);
    if (!wanted) {
        return badParameter();
    }
    if (m_map.hasValueIndex() || m_map.count() <= 1) {
        return byValueListIndexed(*wanted);
    }
    const auto scan = scanForWanted(*wanted, m_map.count(), m_spec.inverted, m_spec.isRank(),
                                    [&](quint32 i) { return m_map.value(i); });
    if (m_spec.isElements()) {
        return finishElements(elements(scan.picked), scan.picked);
    }
    const auto picked = pickedCount(scan.picked);
    switch (m_spec.kind) {
    case ReturnKind::None:
        return finish(std::optional(Particle()), scan.picked);
    case ReturnKind::Index:
    case ReturnKind::ReverseIndex:
        return finish(std::optional(indexes(scan.picked)), scan.picked);
    case ReturnKind::Rank:
    case ReturnKind::ReverseRank:
        return finish(std::optional(wantedPositions(m_spec, scan, m_map.count())), scan.picked);
    case ReturnKind::Count:
        return finish(std::optional(Particle::integer(picked)), scan.picked);
    case ReturnKind::Exists:
        return finish(std::optional(Particle::boolean(picked != 0)), scan.picked);
    default:
        return notApplicable();
    }
}

CdtEffect MapSelect::byValueListIndexed(const PackedList &values)
{
    const auto total = m_map.count();
    const auto byValue = m_map.sortedByValue();
    PickMask mask(total, false);
    std::vector<WantedRun> runs;
    for (quint32 i = 0; i < values.count(); ++i) {
        const auto range = indexedValueRange(byValue, ValueRange::of(values.element(i)));
        runs.push_back({.start = range.index, .count = range.count});
        for (quint32 rank = range.index; rank < range.index + range.count; ++rank) {
            mask[byValue[rank]] = true;
        }
    }
    if (m_spec.inverted) {
        mask.flip();
    }
    if (m_spec.isElements()) {
        return finishElements(elements(mask), mask);
    }
    switch (m_spec.kind) {
    case ReturnKind::None:
        return finish(std::optional(Particle()), mask);
    case ReturnKind::Index:
    case ReturnKind::ReverseIndex:
        return finish(
            std::optional(m_spec.inverted ? indexes(mask) : runPositions(m_spec, runs, total, &byValue)),
            mask);
    case ReturnKind::Rank:
    case ReturnKind::ReverseRank:
        return finish(m_spec.inverted ? ranks(places(mask)) : runPositions(m_spec, runs, total), mask);
    case ReturnKind::Count:
        return finish(std::optional(Particle::integer(pickedCount(mask))), mask);
    case ReturnKind::Exists:
        return finish(std::optional(Particle::boolean(pickedCount(mask) != 0)), mask);
    default:
        return notApplicable();
    }
}

CdtEffect MapSelect::byRelativeIndexRange(QByteArrayView key, qint64 index, quint64 count)
{
    const auto origin = m_map.isKeyOrdered() ? m_map.findKey(key).index : m_map.countKeysLess(key);
    const auto range = relativeRange(index, count, origin);
    return byIndexRange(range.index, range.count);
}

CdtEffect MapSelect::byRelativeRankRange(QByteArrayView value, qint64 rank, quint64 count)
{
    const auto range = relativeRange(rank, count, m_map.countValuesLess(value));
    return byRankRange(range.index, range.count);
}

/// The whole map; its ranks are answered in ascending order whatever the order of its pairs.
CdtEffect MapSelect::all()
{
    const auto total = m_map.count();
    const PickMask mask(total, true);
    if (m_spec.isElements()) {
        return finishElements(elements(mask), mask);
    }
    if (m_spec.isIndexRange() || m_spec.isRankRange()) {
        return finish(std::optional(pairOfIntegers(0, total)), mask);
    }
    return finish(runAnswer(m_spec, 0, total, total), mask);
}

Outcome<Particle> MapSelect::elements(const std::vector<quint32> &picks) const
{
    if (m_spec.isMap()) {
        MapBuilder map;
        for (const auto index : picks) {
            map.addMany(m_map.pair(index), 1);
        }
        return Particle(ParticleType::Map, map.take(m_spec.mapFlags()));
    }
    const auto part = [&](quint32 index) {
        return m_spec.kind == ReturnKind::Key ? m_map.key(index) : m_map.value(index);
    };
    if (!m_spec.multi) {
        return picks.empty() ? Outcome<Particle>(Particle()) : particleFromPacked(part(picks.front()));
    }
    ListBuilder list;
    for (const auto index : picks) {
        list.add(part(index));
    }
    return listParticle(list);
}

Outcome<Particle> MapSelect::elements(const PickMask &mask) const
{
    auto picks = places(mask);
    if (!m_spec.multi && picks.size() > 1) {
        picks.resize(1);
    }
    if (m_spec.kind == ReturnKind::OrderedMap && !m_map.isKeyOrdered()) {
        const auto order = sortedOrder(static_cast<quint32>(picks.size()), [&](quint32 a, quint32 b) {
            return m_map.compareKeys(picks[a], picks[b]);
        });
        std::vector<quint32> sorted;
        sorted.reserve(picks.size());
        for (const auto i : order) {
            sorted.push_back(picks[i]);
        }
        picks = std::move(sorted);
    }
    return elements(picks);
}

Particle MapSelect::indexes(const std::vector<quint32> &picks) const
{
    if (picks.empty()) {
        return m_spec.multi ? listParticle({}) : Particle::integer(-1);
    }
    const auto total = m_map.count();
    const auto position = [&](quint32 index) {
        return m_map.isKeyOrdered() ? index : m_map.countKeysLess(m_map.key(index));
    };
    if (!m_spec.multi) {
        const auto index = position(picks.front());
        return Particle::integer(m_spec.isReverse() ? total - index - 1 : index);
    }
    PositionList positions(total, m_spec.isReverse());
    for (const auto index : picks) {
        positions.add(position(index));
    }
    return positions.take();
}

Particle MapSelect::indexes(const PickMask &mask) const
{
    return indexes(places(mask));
}

Particle MapSelect::ranks(const std::vector<quint32> &picks) const
{
    const auto total = m_map.count();
    if (!m_spec.multi) {
        const auto rank = m_map.rankOf(picks.front());
        return Particle::integer(m_spec.isReverse() ? total - rank - 1 : rank);
    }
    const auto byValue = m_map.sortedByValue();
    std::vector<quint32> rankOf(total);
    for (quint32 rank = 0; rank < total; ++rank) {
        rankOf[byValue[rank]] = rank;
    }
    PositionList positions(total, m_spec.isReverse());
    for (const auto index : picks) {
        positions.add(rankOf[index]);
    }
    return positions.take();
}

std::vector<quint32> MapSelect::run(quint32 index, quint32 count) const
{
    std::vector<quint32> picks(count);
    std::iota(picks.begin(), picks.end(), index);
    return picks;
}

std::vector<quint32> MapSelect::places(const PickMask &mask)
{
    std::vector<quint32> picks;
    for (quint32 i = 0; i < mask.size(); ++i) {
        if (mask[i]) {
            picks.push_back(i);
        }
    }
    return picks;
}

PickMask MapSelect::maskOf(const std::vector<quint32> &picks, bool inverted) const
{
    PickMask mask(m_map.count(), inverted);
    for (const auto index : picks) {
        mask[index] = !inverted;
    }
    return mask;
}

CdtEffect MapSelect::finish(std::optional<Particle> result, const PickMask &removed) const
{
    if (!result) {
        return notApplicable();
    }
    auto effect = CdtEffect::answer(*std::move(result));
    if (m_pick == Pick::Get || pickedCount(removed) == 0) {
        return effect;
    }
    MapBuilder kept;
    kept.reserve(m_map.contents().size());
    for (quint32 i = 0; i < m_map.count(); ++i) {
        if (!removed[i]) {
            kept.addMany(m_map.pair(i), 1);
        }
    }
    effect.container = kept.take(m_map.flags());
    return effect;
}

CdtEffect MapSelect::finishElements(Outcome<Particle> result, const PickMask &removed) const
{
    return result ? finish(std::optional(*std::move(result)), removed) : CdtEffect::failure(result.error());
}

CdtEffect MapSelect::nothing(qint64 position) const
{
    auto result = emptyAnswer(m_spec, position);
    return result ? CdtEffect::answer(*std::move(result)) : notApplicable();
}

} // namespace Aeroscope::Demo
