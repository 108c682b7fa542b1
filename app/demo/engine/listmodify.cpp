// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/listmodify.h"

#include <limits>

namespace Aeroscope::Demo {

namespace {

constexpr quint64 sortDescending = 1;
constexpr quint64 sortDropDuplicates = 2;

CdtEffect notApplicable()
{
    return CdtEffect::failure(ResultCode::OpNotApplicable);
}

CdtEffect badParameter()
{
    return CdtEffect::failure(ResultCode::Parameter);
}

bool isUnique(quint64 flags)
{
    return (flags & ListWrite::addUnique) != 0;
}

bool mayNotFail(quint64 flags)
{
    return (flags & ListWrite::noFail) != 0;
}

bool isPartial(quint64 flags)
{
    constexpr auto both = ListWrite::noFail | ListWrite::partial;
    return (flags & both) == both;
}

/// The order without those that equal their predecessor.
std::vector<quint32> withoutRepeats(const PackedList &list, const std::vector<quint32> &order)
{
    std::vector<quint32> unique;
    unique.reserve(order.size());
    for (size_t i = 0; i < order.size(); ++i) {
        if (i == 0 || list.compare(order[i - 1], order[i]) != PackedOrder::Equal) {
            unique.push_back(order[i]);
        }
    }
    return unique;
}

} // namespace

CdtEffect ListModify::append(QByteArrayView value, quint64 flags)
{
    const auto stored = normalisedPacked(value, PersistFlag::Drop);
    if (!stored) {
        return badParameter();
    }
    return m_list.isOrdered() ? addOrdered(*stored, flags) : insertStored(m_list.count(), *stored, flags);
}

CdtEffect ListModify::appendItems(QByteArrayView items, quint64 flags)
{
    const auto stored = normalisedPacked(items, PersistFlag::Drop);
    const auto list = stored ? PackedList::parse(*stored) : std::nullopt;
    if (!list) {
        return badParameter();
    }
    return m_list.isOrdered() ? addItemsOrdered(*list, flags)
                              : insertStoredItems(m_list.count(), *list, flags);
}

CdtEffect ListModify::insert(qint64 index, QByteArrayView value, quint64 flags)
{
    const auto stored = normalisedPacked(value, PersistFlag::Drop);
    if (!stored) {
        return badParameter();
    }
    return m_list.isOrdered() ? notApplicable() : insertStored(index, *stored, flags);
}

CdtEffect ListModify::insertItems(qint64 index, QByteArrayView items, quint64 flags)
{
    const auto stored = normalisedPacked(items, PersistFlag::Drop);
    const auto list = stored ? PackedList::parse(*stored) : std::nullopt;
    if (!list) {
        return badParameter();
    }
    return m_list.isOrdered() ? notApplicable() : insertStoredItems(index, *list, flags);
}

std::optional<CdtEffect> ListModify::refuseIndex(qint64 &index, quint64 flags) const
{
    if (index > std::numeric_limits<qint32>::max()) {
        return notApplicable();
    }
    if (index < 0) {
        index += m_list.count();
        if (index < 0) {
            return notApplicable();
        }
    }
    if ((flags & ListWrite::insertBounded) != 0 && index > qint64{m_list.count()}) {
        return mayNotFail(flags) ? unchanged() : notApplicable();
    }
    return std::nullopt;
}

CdtEffect ListModify::insertStored(qint64 index, QByteArrayView value, quint64 flags)
{
    if (auto refused = refuseIndex(index, flags)) {
        return *std::move(refused);
    }
    if (isUnique(flags) && m_list.indexOf(value)) {
        return exists(flags);
    }
    ListBuilder added;
    added.add(value);
    return place(static_cast<quint32>(index), added);
}

CdtEffect ListModify::insertStoredItems(qint64 index, const PackedList &items, quint64 flags)
{
    if (items.count() == 0) {
        return touched();
    }
    if (auto refused = refuseIndex(index, flags)) {
        return *std::move(refused);
    }
    ListBuilder added;
    if (!isUnique(flags)) {
        added.addMany(items.contents(), items.count());
        return place(static_cast<quint32>(index), added);
    }
    for (quint32 i = 0; i < items.count(); ++i) {
        const auto item = items.element(i);
        if (m_list.indexOf(item)) {
            if (!isPartial(flags)) {
                return exists(flags);
            }
            continue;
        }
        bool repeated = false;
        for (quint32 j = 0; j < i && !repeated; ++j) {
            repeated = items.compare(i, j) == PackedOrder::Equal;
        }
        if (!repeated) {
            added.add(item);
        } else if (!mayNotFail(flags)) {
            return notApplicable();
        } else if (!isPartial(flags)) {
            return unchanged();
        }
    }
    return added.count() == 0 ? exists(flags) : place(static_cast<quint32>(index), added);
}

CdtEffect ListModify::place(quint32 index, const ListBuilder &added) const
{
    const auto padding = index > m_list.count() ? index - m_list.count() : 0;
    if (qint64{padding} > largestRecord) {
        return CdtEffect::failure(ResultCode::RecordTooBig);
    }
    const auto before = index - padding;
    ListBuilder list;
    list.reserve(m_list.contents().size() + added.contents().size() + padding);
    list.addMany(m_list.elements(0, before), before);
    list.addNils(padding);
    list.addMany(added.contents(), added.count());
    list.addMany(m_list.elements(before, m_list.count() - before), m_list.count() - before);
    return changed(list);
}

CdtEffect ListModify::addOrdered(QByteArrayView value, quint64 flags)
{
    const auto found = m_list.find(value, Among::Any);
    if (found.found && isUnique(flags)) {
        return exists(flags);
    }
    ListBuilder added;
    added.add(value);
    return place(found.rank, added);
}

CdtEffect ListModify::addItemsOrdered(const PackedList &items, quint64 flags)
{
    if (items.count() == 0) {
        return touched();
    }
    auto order = items.sorted();
    if (isUnique(flags)) {
        auto unique = withoutRepeats(items, order);
        if (unique.size() != order.size()) {
            if (!mayNotFail(flags)) {
                return notApplicable();
            }
            if (!isPartial(flags)) {
                return unchanged();
            }
        }
        order = std::move(unique);
    }
    ListBuilder list;
    list.reserve(m_list.contents().size() + items.contents().size());
    quint32 next = 0;
    for (const auto item : order) {
        const auto found = m_list.find(items.element(item), Among::Any);
        if (found.found && isUnique(flags)) {
            if (!isPartial(flags)) {
                return exists(flags);
            }
            continue;
        }
        if (found.rank > next) {
            list.addMany(m_list.elements(next, found.rank - next), found.rank - next);
            next = found.rank;
        }
        list.add(items.element(item));
    }
    list.addMany(m_list.elements(next, m_list.count() - next), m_list.count() - next);
    return changed(list);
}

CdtEffect ListModify::set(qint64 index, QByteArrayView value, quint64 flags)
{
    const auto stored = normalisedPacked(value, PersistFlag::Drop);
    if (!stored) {
        return badParameter();
    }
    return setStored(index, *stored, flags);
}

CdtEffect ListModify::setStored(qint64 index, QByteArrayView value, quint64 flags)
{
    if (m_list.isOrdered()) {
        return notApplicable();
    }
    const auto count = m_list.count();
    if (index >= qint64{count}) {
        auto effect = insertStored(index, value, flags);
        effect.result = {};
        return effect;
    }
    const auto place = singleIndex(index, count);
    if (!place) {
        return notApplicable();
    }
    if (isUnique(flags)) {
        // Setting an element to what it is already is no repeat, unless there is another one.
        for (quint32 i = 0; i < count; ++i) {
            if (i != *place && m_list.compareTo(value, i) == PackedOrder::Equal) {
                auto effect = exists(flags);
                effect.result = {};
                return effect;
            }
        }
    }
    ListBuilder list;
    list.reserve(m_list.contents().size() + value.size());
    list.addMany(m_list.elements(0, *place), *place);
    list.add(value);
    list.addMany(m_list.elements(*place + 1, count - *place - 1), count - *place - 1);
    auto effect = changed(list);
    effect.result = {};
    return effect;
}

CdtEffect ListModify::increment(qint64 index, QByteArrayView delta, quint64 flags)
{
    if (index > std::numeric_limits<qint32>::max()) {
        return notApplicable();
    }
    if (index < 0) {
        index += m_list.count();
    }
    if (index < 0) {
        return notApplicable();
    }
    const auto place = static_cast<quint32>(index);
    auto sum = Increment::parse(delta, false);
    if (!sum || !sum->apply(place < m_list.count() ? m_list.element(place) : QByteArrayView())) {
        return badParameter();
    }
    auto effect = m_list.isOrdered() ? replaceOrdered(place, sum->packed(), flags)
                                     : setStored(place, sum->packed(), flags);
    if (effect.code == ResultCode::Ok) {
        effect.result = sum->particle();
    }
    return effect;
}

/// Takes the element at `index` away, or none behind the end, and puts the value in its order.
CdtEffect ListModify::replaceOrdered(quint32 index, QByteArrayView value, quint64 flags)
{
    const auto count = m_list.count();
    const auto found = m_list.find(value);
    if (index > count) {
        return notApplicable();
    }
    if (isUnique(flags) && found.found) {
        return found.rank == index ? unchanged() : exists(flags);
    }
    ListBuilder list;
    list.reserve(m_list.contents().size() + value.size());
    const auto addOld = [&](quint32 from, quint32 to) {
        if (from <= index && index < to) {
            list.addMany(m_list.elements(from, index - from), index - from);
            from = index + 1;
        }
        list.addMany(m_list.elements(from, to - from), to - from);
    };
    addOld(0, found.rank);
    list.add(value);
    addOld(found.rank, count);
    return changed(list);
}

CdtEffect ListModify::sort(quint64 sortFlags)
{
    if (m_list.count() <= 1) {
        return {};
    }
    std::vector<quint32> order;
    if (m_list.isOrdered()) {
        order.resize(m_list.count());
        std::iota(order.begin(), order.end(), 0U);
    } else {
        const bool descending = (sortFlags & sortDescending) != 0;
        order = sortedOrder(m_list.count(), [&](quint32 a, quint32 b) {
            const auto rank = m_list.compare(a, b);
            if (!descending) {
                return rank;
            }
            return rank == PackedOrder::Less      ? PackedOrder::Greater
                   : rank == PackedOrder::Greater ? PackedOrder::Less
                                                  : rank;
        });
    }
    if ((sortFlags & sortDropDuplicates) != 0) {
        // Repeats are looked for in ascending order only.
        for (size_t i = 1; i < order.size(); ++i) {
            if (m_list.compare(order[i - 1], order[i]) == PackedOrder::Greater) {
                return badParameter();
            }
        }
        order = withoutRepeats(m_list, order);
    }
    ListBuilder list;
    list.reserve(m_list.contents().size());
    for (const auto index : order) {
        list.add(m_list.element(index));
    }
    auto effect = changed(list);
    effect.result = {};
    return effect;
}

CdtEffect ListModify::setType(quint8 flags, bool isTop)
{
    if ((flags & ~(OrderFlag::listOrdered | OrderFlag::persisted)) != 0) {
        return notApplicable();
    }
    if (!isTop) {
        flags &= static_cast<quint8>(~OrderFlag::persisted);
    }
    if (flags == m_list.flags()) {
        CdtEffect effect;
        effect.touches = true;
        return effect;
    }
    ListBuilder list;
    if ((flags & OrderFlag::listOrdered) != 0 && !m_list.isOrdered()) {
        list.reserve(m_list.contents().size());
        for (const auto index : m_list.sorted()) {
            list.add(m_list.element(index));
        }
    } else {
        list.addMany(m_list.contents(), m_list.count());
    }
    CdtEffect effect;
    effect.container = list.take(flags);
    return effect;
}

CdtEffect ListModify::clear()
{
    CdtEffect effect;
    effect.container = ListBuilder().take(m_list.flags() & OrderFlag::listOrdered);
    return effect;
}

CdtEffect ListModify::touched() const
{
    auto effect = unchanged();
    effect.touches = true;
    return effect;
}

CdtEffect ListModify::exists(quint64 flags) const
{
    return mayNotFail(flags) ? unchanged() : CdtEffect::failure(ResultCode::ElementExists);
}

CdtEffect ListModify::changed(const ListBuilder &list) const
{
    auto effect = CdtEffect::answer(Particle::integer(list.count()));
    effect.container = list.take(m_list.flags());
    return effect;
}

} // namespace Aeroscope::Demo
