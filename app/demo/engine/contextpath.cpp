// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/contextpath.h"

#include "app/demo/engine/cdtreply.h"
#include "app/demo/engine/listselect.h"

namespace Aeroscope::Demo {

namespace {

// What a step that can be made names: a list place or a map key, by its bits below the create flags.
constexpr quint64 kindMask = 0x3f;
constexpr quint64 listPlace = 0x10;
constexpr quint64 mapKey = 0x22;

std::optional<ChildPlace> at(quint32 index)
{
    ChildPlace place;
    place.found = true;
    place.index = index;
    return place;
}

std::optional<ChildPlace> listPlaceOf(const PackedList &list, ContextStep step, qint64 index)
{
    if (const auto place = singleIndex(index, list.count())) {
        return at(*place);
    }
    if (!step.mayCreate()) {
        return std::nullopt;
    }
    ChildPlace place;
    place.index = list.count();
    place.creatable = true;
    if ((list.count() == 0 && index == -1) || index == qint64{list.count()} || list.isOrdered()) {
        return place;
    }
    if (!step.padsWithNils()) {
        return std::nullopt;
    }
    place.mustStayEmpty = index < 0 || index - list.count() > largestRecord;
    place.padding = place.mustStayEmpty ? 0 : static_cast<quint32>(index) - list.count();
    return place;
}

} // namespace

bool ContextStep::isPlain() const noexcept
{
    return (m_type & 0x0f) <= static_cast<quint64>(Base::Value) &&
           (isForList() || isForMap() || (m_type & createMask) == 0);
}

QByteArray MadeContainer::around(QByteArrayView inner) const
{
    if (isMap) {
        MapBuilder map;
        map.add(key, inner);
        return map.take(flags);
    }
    ListBuilder list;
    list.addNils(padding);
    list.add(inner);
    return list.take(flags);
}

std::optional<ChildPlace> findInList(const PackedList &list, ContextStep step, PackedReader &reader)
{
    const auto base = step.base();
    if (base == ContextStep::Base::Index || (base == ContextStep::Base::Rank && list.isOrdered())) {
        const auto index = reader.integer();
        return index ? listPlaceOf(list, step, static_cast<qint64>(*index)) : std::nullopt;
    }
    if (base == ContextStep::Base::Rank) {
        const auto rank = reader.integer();
        const auto place = rank ? singleIndex(static_cast<qint64>(*rank), list.count()) : std::nullopt;
        if (!place) {
            return std::nullopt;
        }
        const auto picks =
            rankedRange(list.count(), *place, 1, [&](quint32 a, quint32 b) { return list.compare(a, b); });
        return at(picks.indexes.front());
    }
    if (base == ContextStep::Base::Value) {
        const auto value = reader.element();
        if (value.isNull()) {
            return std::nullopt;
        }
        if (list.isOrdered()) {
            const auto found = list.find(value);
            return found.found ? at(found.rank) : std::nullopt;
        }
        const auto index = list.indexOf(value);
        return index ? at(*index) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<ChildPlace> findInMap(const PackedMap &map, ContextStep step, PackedReader &reader)
{
    switch (step.base()) {
    case ContextStep::Base::Index:
    case ContextStep::Base::Rank: {
        const auto position = reader.integer();
        const auto place = position ? singleIndex(static_cast<qint64>(*position), map.count()) : std::nullopt;
        if (!place) {
            return std::nullopt;
        }
        if (step.base() == ContextStep::Base::Index && map.isKeyOrdered()) {
            return at(*place);
        }
        const auto picks = rankedRange(map.count(), *place, 1, [&](quint32 a, quint32 b) {
            return step.base() == ContextStep::Base::Index ? map.compareKeys(a, b) : map.comparePairs(a, b);
        });
        return at(picks.indexes.front());
    }
    case ContextStep::Base::Key: {
        reader.forgetTransient();
        const auto sent = reader.element();
        auto key = sent.isNull() ? std::nullopt : normalisedPacked(sent, PersistFlag::Drop);
        if (!key) {
            return std::nullopt;
        }
        const auto found = map.findKey(*key);
        if (found.found) {
            return at(found.index);
        }
        if (!step.mayCreate()) {
            return std::nullopt;
        }
        ChildPlace place;
        place.index = found.index;
        place.creatable = true;
        place.key = *std::move(key);
        return place;
    }
    case ContextStep::Base::Value: {
        const auto value = reader.element();
        if (value.isNull()) {
            return std::nullopt;
        }
        for (quint32 i = 0; i < map.count(); ++i) {
            if (comparePacked(map.value(i), value) == PackedOrder::Equal) {
                return at(i);
            }
        }
        return std::nullopt;
    }
    }
    return std::nullopt;
}

std::optional<MadeContainer> readMadeContainer(ContextStep step, PackedReader &reader, bool isFirst)
{
    const auto create = step.type() & ContextStep::createMask;
    const auto order = create & ContextStep::createOrder;
    const bool persists = (create & ContextStep::createPersisted) != 0;
    if (persists && !isFirst) {
        return std::nullopt;
    }
    MadeContainer made;
    switch (step.type() & kindMask) {
    case mapKey: {
        reader.forgetTransient();
        const auto sent = reader.element();
        auto key = sent.isNull() ? std::nullopt : normalisedPacked(sent, PersistFlag::Drop);
        if (!key) {
            return std::nullopt;
        }
        made.isMap = true;
        made.key = *std::move(key);
        made.flags = order == ContextStep::createPadded    ? OrderFlag::keyOrdered
                     : order == ContextStep::createOrdered ? OrderFlag::keyValueOrdered
                                                           : quint8{0};
        break;
    }
    case listPlace: {
        const auto place = reader.integer();
        const auto index = place ? static_cast<qint64>(*place) : -2;
        if (index < -1) {
            return std::nullopt;
        }
        if (create != 0 && order == ContextStep::createPadded) {
            made.mustStayEmpty = index < 0 || index > largestRecord;
            made.padding = made.mustStayEmpty ? 0 : static_cast<quint32>(index);
        } else if (order == ContextStep::createOrdered) {
            made.flags = OrderFlag::listOrdered;
        } else if (!persists && index > 0) {
            return std::nullopt;
        }
        break;
    }
    default:
        return std::nullopt;
    }
    if (persists) {
        made.flags |= OrderFlag::persisted;
    }
    return made;
}

Followed followContext(PackedReader &reader, ParticleView bin)
{
    if (bin.type != ParticleType::List && bin.type != ParticleType::Map) {
        return {.code = ResultCode::Parameter, .value = {}};
    }
    const auto entries = reader.listCount();
    if (!entries || *entries == 0 || *entries % 2 != 0) {
        return {.code = ResultCode::Parameter, .value = {}};
    }
    const Followed nowhere{.code = ResultCode::OpNotApplicable, .value = {}};
    auto value = bin.bytes;
    for (quint32 i = 0; i < *entries; i += 2) {
        const auto type = reader.integer();
        if (!type) {
            return {.code = ResultCode::Parameter, .value = {}};
        }
        const ContextStep step(*type);
        if (!step.isPlain()) {
            return nowhere;
        }
        std::optional<ChildPlace> child;
        if (const auto kind = PackedReader(value).peek(); kind == PackedKind::List) {
            const auto list = PackedList::parse(value);
            child = list && !step.isForMap() ? findInList(*list, step, reader) : std::nullopt;
            value = child && child->found ? list->element(child->index) : QByteArrayView();
        } else if (kind == PackedKind::Map) {
            const auto map = PackedMap::parse(value);
            child = map && !step.isForList() ? findInMap(*map, step, reader) : std::nullopt;
            value = child && child->found ? map->value(child->index) : QByteArrayView();
        }
        if (!child || !child->found) {
            return nowhere;
        }
    }
    return {.code = ResultCode::Ok, .value = value};
}

} // namespace Aeroscope::Demo
