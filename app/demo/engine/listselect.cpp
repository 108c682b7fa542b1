// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/listselect.h"

#include <algorithm>

namespace Aeroscope::Demo {

namespace {

// More values than this in one argument are refused.
constexpr quint32 maximumValues = 1024 * 1024;

CdtEffect notApplicable()
{
    return CdtEffect::failure(ResultCode::OpNotApplicable);
}

/// An emptied list keeps its order and forgets the rest.
QByteArray remaining(const ListBuilder &kept, quint8 flags)
{
    return kept.take(kept.count() == 0 ? flags & OrderFlag::listOrdered : flags);
}

} // namespace

IndexRange ListSelect::orderedRange(const PackedList &list, const ValueRange &range, bool multi)
{
    const auto first = list.find(range.begin);
    if (range.single) {
        if (!first.found) {
            return {.index = first.rank, .count = 0};
        }
        if (!multi) {
            return {.index = first.rank, .count = 1};
        }
        const auto last = list.find(range.begin, Among::Last, first.rank + 1);
        return {.index = first.rank, .count = last.found ? last.rank - first.rank : 1};
    }
    if (range.isOpen()) {
        return {.index = first.rank, .count = list.count() - first.rank};
    }
    const auto order = comparePacked(range.begin, range.end);
    if (order == PackedOrder::Greater || order == PackedOrder::Equal) {
        return {.index = first.rank, .count = 0};
    }
    return {.index = first.rank, .count = list.find(range.end, Among::First, first.rank).rank - first.rank};
}

CdtEffect ListSelect::byIndexRange(qint64 index, quint64 count)
{
    IndexRange range;
    if (m_spec.multi) {
        range = clippedRange(index, count, m_list.count());
    } else {
        const auto single = singleIndex(index, m_list.count());
        if (!single) {
            return notApplicable();
        }
        range = clippedRange(*single, count, m_list.count());
    }
    if (m_spec.inverted) {
        if (!m_spec.multi || m_spec.isIndexRange() || m_spec.isRankRange()) {
            return notApplicable();
        }
        m_spec.inverted = false;
        if (range.count == 0) {
            range = {.index = 0, .count = m_list.count()};
        } else if (range.index == 0) {
            range = {.index = range.count, .count = m_list.count() - range.count};
        } else if (range.index + range.count >= m_list.count()) {
            range = {.index = 0, .count = range.index};
        } else {
            return allBut(range.index, range.count);
        }
    }
    if (range.count == 0) {
        return nothing(range.index);
    }
    std::optional<Particle> result;
    switch (m_spec.kind) {
    case ReturnKind::Rank:
    case ReturnKind::ReverseRank:
        result = ranksOfRun(range.index, range.count);
        break;
    case ReturnKind::Value:
        if (m_spec.multi) {
            ListBuilder values;
            values.addMany(m_list.elements(range.index, range.count), range.count);
            result = listParticle(values);
        } else if (auto value = particleFromPacked(m_list.element(range.index))) {
            result = *std::move(value);
        } else {
            return CdtEffect::failure(value.error());
        }
        break;
    case ReturnKind::RankRange:
    case ReturnKind::ReverseRankRange:
        if (m_list.isOrdered()) {
            result = rangeAnswer(m_spec, range.index, range.count, m_list.count());
        }
        break;
    default:
        result = rangeAnswer(m_spec, range.index, range.count, m_list.count());
        break;
    }
    return finishRun(std::move(result), range.index, range.count);
}

/// Everything but an inner run.
CdtEffect ListSelect::allBut(quint32 index, quint32 count)
{
    const auto total = m_list.count();
    const auto end = index + count;
    PickMask picked(total, true);
    std::fill_n(picked.begin() + index, count, false);
    std::optional<Particle> result;
    switch (m_spec.kind) {
    case ReturnKind::None:
        result = Particle();
        break;
    case ReturnKind::Count:
        result = Particle::integer(total - count);
        break;
    case ReturnKind::Exists:
        result = Particle::boolean(true);
        break;
    case ReturnKind::Rank:
    case ReturnKind::ReverseRank:
        if (!m_list.isOrdered()) {
            ListBuilder ranks;
            addRanks(ranks, 0, index);
            addRanks(ranks, end, total - end);
            result = listParticle(ranks);
            break;
        }
        [[fallthrough]];
    case ReturnKind::Index:
    case ReturnKind::ReverseIndex: {
        PositionList positions(total, m_spec.isReverse());
        positions.addRun(0, index);
        positions.addRun(end, total - end);
        result = positions.take();
        break;
    }
    case ReturnKind::Value:
        result = maskedValues(picked);
        break;
    default:
        break;
    }
    return finish(std::move(result), picked);
}

std::optional<Particle> ListSelect::ranksOfRun(quint32 index, quint32 count) const
{
    // The ranks of a whole list are answered in ascending order, whatever the order of its elements.
    if (count == m_list.count()) {
        return runAnswer(m_spec, 0, count, m_list.count());
    }
    if (m_list.isOrdered()) {
        return runAnswer(m_spec, index, count, m_list.count());
    }
    if (m_spec.multi) {
        ListBuilder ranks;
        addRanks(ranks, index, count);
        return listParticle(ranks);
    }
    const auto rank = m_list.countLess(m_list.element(index));
    return Particle::integer(m_spec.isReverse() ? m_list.count() - rank - 1 : rank);
}

void ListSelect::addRanks(ListBuilder &ranks, quint32 index, quint32 count) const
{
    for (auto i = index; i < index + count; ++i) {
        const auto rank = m_list.countLess(m_list.element(i));
        ranks.addInteger(m_spec.isReverse() ? m_list.count() - rank - 1 : rank);
    }
}

CdtEffect ListSelect::byRankRange(qint64 rank, quint64 count)
{
    if (m_spec.inverted && !m_spec.multi) {
        return notApplicable();
    }
    if (m_list.isOrdered()) {
        return byIndexRange(rank, count);
    }
    const auto total = m_list.count();
    IndexRange range;
    if (m_spec.multi) {
        range = clippedRange(rank, count, total);
    } else {
        const auto single = singleIndex(rank, total);
        if (!single) {
            return notApplicable();
        }
        range = clippedRange(*single, count, total);
    }
    const auto picks = rankedRange(total, range.index, range.count,
                                   [&](quint32 a, quint32 b) { return m_list.compare(a, b); });
    PickMask picked(total, m_spec.inverted);
    for (const auto index : picks.indexes) {
        picked[index] = !m_spec.inverted;
    }
    if (pickedCount(picked) == 0) {
        return nothing(range.index);
    }
    if (m_spec.inverted && m_spec.isRankRange()) {
        return notApplicable();
    }
    std::optional<Particle> result;
    switch (m_spec.kind) {
    case ReturnKind::Index:
    case ReturnKind::ReverseIndex:
        result = maskPositions(m_spec, picked);
        break;
    case ReturnKind::Value:
        if (m_spec.inverted) {
            result = maskedValues(picked);
        } else if (m_spec.multi) {
            ListBuilder values;
            for (const auto index : picks.indexes) {
                values.add(m_list.element(index));
            }
            result = listParticle(values);
        } else if (auto value = particleFromPacked(m_list.element(picks.indexes.front()))) {
            result = *std::move(value);
        } else {
            return CdtEffect::failure(value.error());
        }
        break;
    case ReturnKind::IndexRange:
    case ReturnKind::ReverseIndexRange:
        break;
    default:
        result = rangeAnswer(m_spec, range.index, range.count, total);
        break;
    }
    return finish(std::move(result), picked);
}

CdtEffect ListSelect::byValueRange(const ValueRange &range)
{
    if (m_spec.inverted && !m_spec.multi) {
        return notApplicable();
    }
    if (!m_list.isOrdered()) {
        return byValueRangeUnordered(range);
    }
    const auto places = orderedRange(m_list, range, m_spec.multi);
    if (places.count == 0 && !m_spec.multi) {
        return nothing(0);
    }
    return byIndexRange(places.index, places.count);
}

CdtEffect ListSelect::byValueRangeUnordered(const ValueRange &range)
{
    const auto total = m_list.count();
    PickMask picked(total, false);
    quint32 less = 0;
    quint32 count = 0;
    for (quint32 i = 0; i < total; ++i) {
        const auto element = m_list.element(i);
        const auto order = comparePacked(element, range.begin);
        bool inside = false;
        if (order == PackedOrder::Less) {
            ++less;
        } else if (range.single) {
            inside = order == PackedOrder::Equal;
        } else {
            inside = range.isOpen() || comparePacked(element, range.end) == PackedOrder::Less;
        }
        if (inside != m_spec.inverted && (m_spec.multi || count == 0)) {
            picked[i] = true;
            ++count;
        }
    }
    std::optional<Particle> result;
    switch (m_spec.kind) {
    case ReturnKind::Index:
    case ReturnKind::ReverseIndex:
        result = m_spec.multi || count != 0 ? maskPositions(m_spec, picked) : Particle::integer(-1);
        break;
    case ReturnKind::Value:
        if (m_spec.multi) {
            result = maskedValues(picked);
        } else if (count == 0) {
            result = Particle();
        } else {
            const auto index = static_cast<quint32>(std::ranges::find(picked, true) - picked.begin());
            auto value = particleFromPacked(m_list.element(index));
            if (!value) {
                return CdtEffect::failure(value.error());
            }
            result = *std::move(value);
        }
        break;
    case ReturnKind::IndexRange:
    case ReturnKind::ReverseIndexRange:
        break;
    default:
        result = rangeAnswer(m_spec, less, m_spec.inverted ? total - count : count, total);
        break;
    }
    return finish(std::move(result), picked);
}

CdtEffect ListSelect::byValueList(QByteArrayView values)
{
    if (m_spec.isIndexRange() || m_spec.isRankRange()) {
        return notApplicable();
    }
    PackedReader reader(values);
    const auto count = reader.listCount();
    if (!count || *count > maximumValues) {
        return CdtEffect::failure(ResultCode::Parameter);
    }
    if (*count == 0) {
        if (!m_spec.inverted) {
            return nothing(0);
        }
        m_spec.inverted = false;
        return byIndexRange(0, m_list.count());
    }
    const auto wanted = PackedList::parseItems(values);
    if (!wanted) {
        return CdtEffect::failure(ResultCode::Parameter);
    }
    return m_list.isOrdered() ? byValueListOrdered(*wanted) : byValueListUnordered(*wanted);
}

CdtEffect ListSelect::byValueListOrdered(const PackedList &values)
{
    PickMask picked(m_list.count(), false);
    std::vector<WantedRun> runs(values.count());
    for (quint32 i = 0; i < values.count(); ++i) {
        const auto places = orderedRange(m_list, ValueRange::of(values.element(i)), true);
        runs[i] = {.start = places.index, .count = places.count};
        std::fill_n(picked.begin() + places.index, places.count, true);
    }
    if (m_spec.inverted) {
        picked.flip();
    }
    std::optional<Particle> result;
    switch (m_spec.kind) {
    case ReturnKind::Index:
    case ReturnKind::ReverseIndex:
    case ReturnKind::Rank:
    case ReturnKind::ReverseRank:
        result = m_spec.inverted ? maskPositions(m_spec, picked) : runPositions(m_spec, runs, m_list.count());
        break;
    case ReturnKind::Value:
        if (m_spec.inverted) {
            result = maskedValues(picked);
        } else {
            ListBuilder found;
            for (const auto &run : runs) {
                found.addMany(m_list.elements(run.start, run.count), run.count);
            }
            result = listParticle(found);
        }
        break;
    case ReturnKind::None:
        result = Particle();
        break;
    case ReturnKind::Count:
        result = Particle::integer(pickedCount(picked));
        break;
    case ReturnKind::Exists:
        result = Particle::boolean(pickedCount(picked) != 0);
        break;
    default:
        break;
    }
    return finish(std::move(result), picked);
}

CdtEffect ListSelect::byValueListUnordered(const PackedList &values)
{
    const auto scan = scanForWanted(values, m_list.count(), m_spec.inverted, m_spec.isRank(),
                                    [&](quint32 i) { return m_list.element(i); });
    std::optional<Particle> result;
    switch (m_spec.kind) {
    case ReturnKind::None:
        result = Particle();
        break;
    case ReturnKind::Index:
    case ReturnKind::ReverseIndex:
        result = maskPositions(m_spec, scan.picked);
        break;
    case ReturnKind::Rank:
    case ReturnKind::ReverseRank:
        result = wantedPositions(m_spec, scan, m_list.count());
        break;
    case ReturnKind::Count:
        result = Particle::integer(pickedCount(scan.picked));
        break;
    case ReturnKind::Exists:
        result = Particle::boolean(pickedCount(scan.picked) != 0);
        break;
    case ReturnKind::Value:
        result = maskedValues(scan.picked);
        break;
    default:
        break;
    }
    return finish(std::move(result), scan.picked);
}

CdtEffect ListSelect::byRelativeRankRange(QByteArrayView value, qint64 rank, quint64 count)
{
    if (m_list.isOrdered()) {
        const auto range = relativeRange(rank, count, m_list.find(value).rank);
        return byIndexRange(range.index, range.count);
    }
    const auto range = relativeRange(rank, count, m_list.countLess(value));
    return byRankRange(range.index, range.count);
}

CdtEffect ListSelect::finish(std::optional<Particle> result, const PickMask &removed) const
{
    if (!result) {
        return notApplicable();
    }
    auto effect = CdtEffect::answer(*std::move(result));
    if (m_pick == Pick::Get || pickedCount(removed) == 0) {
        return effect;
    }
    ListBuilder kept;
    kept.reserve(m_list.contents().size());
    for (quint32 i = 0; i < m_list.count(); ++i) {
        if (!removed[i]) {
            kept.add(m_list.element(i));
        }
    }
    effect.container = remaining(kept, m_list.flags());
    return effect;
}

CdtEffect ListSelect::finishRun(std::optional<Particle> result, quint32 index, quint32 count) const
{
    if (!result) {
        return notApplicable();
    }
    auto effect = CdtEffect::answer(*std::move(result));
    if (m_pick == Pick::Remove) {
        const auto end = index + count;
        ListBuilder kept;
        kept.reserve(m_list.contents().size());
        kept.addMany(m_list.elements(0, index), index);
        kept.addMany(m_list.elements(end, m_list.count() - end), m_list.count() - end);
        effect.container = remaining(kept, m_list.flags());
    }
    return effect;
}

CdtEffect ListSelect::nothing(qint64 position) const
{
    // A list has no keys to answer, not even none.
    if (m_spec.kind == ReturnKind::Key || m_spec.isMap()) {
        return notApplicable();
    }
    auto result = emptyAnswer(m_spec, position);
    return result ? CdtEffect::answer(*std::move(result)) : notApplicable();
}

Particle ListSelect::maskedValues(const PickMask &mask) const
{
    ListBuilder values;
    for (quint32 i = 0; i < m_list.count(); ++i) {
        if (mask[i]) {
            values.add(m_list.element(i));
        }
    }
    return listParticle(values);
}

} // namespace Aeroscope::Demo
