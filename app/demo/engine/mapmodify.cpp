// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/mapmodify.h"

namespace Aeroscope::Demo {

namespace {

CdtEffect badParameter()
{
    return CdtEffect::failure(ResultCode::Parameter);
}

/// The pairs of a map in key order.
QByteArray sortedCopy(const PackedMap &map)
{
    MapBuilder sorted;
    sorted.reserve(map.contents().size());
    for (const auto index : map.sortedByKey()) {
        sorted.addMany(map.pair(index), 1);
    }
    return sorted.take();
}

} // namespace

CdtEffect MapModify::put(QByteArrayView key, QByteArrayView value, MapWrite write)
{
    if (!isMapKey(key)) {
        return badParameter();
    }
    const auto storedKey = normalisedPacked(key, PersistFlag::Drop);
    const auto storedValue = normalisedPacked(value, PersistFlag::Drop);
    if (!storedKey || !storedValue) {
        return badParameter();
    }
    const auto place = m_map.findKey(*storedKey);
    if (place.found && !write.mayOverwrite) {
        return refuse(ResultCode::ElementExists, write);
    }
    if (!place.found && !write.mayCreate) {
        return refuse(ResultCode::ElementNotFound, write);
    }
    const auto behind = place.index + (place.found ? 1 : 0);
    MapBuilder map;
    map.reserve(m_map.contents().size() + storedKey->size() + storedValue->size());
    map.addMany(m_map.pairs(0, place.index), place.index);
    map.add(*storedKey, *storedValue);
    map.addMany(m_map.pairs(behind, m_map.count() - behind), m_map.count() - behind);
    return changed(map);
}

CdtEffect MapModify::putItems(QByteArrayView items, MapWrite write)
{
    const auto stored = normalisedPacked(items, PersistFlag::Drop);
    const auto map = stored ? PackedMap::parse(*stored) : std::nullopt;
    if (!map) {
        return badParameter();
    }
    if (map->count() == 0) {
        auto effect = CdtEffect::answer(Particle::integer(m_map.count()));
        effect.touches = true;
        return effect;
    }
    if (m_map.isKeyOrdered()) {
        return putStoredItems(*map, write);
    }
    const auto sorted = sortedCopy(m_map);
    const auto target = PackedMap::parse(sorted);
    return MapModify(*target).putStoredItems(*map, write);
}

/// Merges pairs in key order into pairs in key order.
CdtEffect MapModify::putStoredItems(const PackedMap &items, MapWrite write) const
{
    if (m_map.count() == 0 && !write.mayCreate) {
        // An update of several pairs that may be partial creates them all in an empty map.
        if (!write.noFail || !write.partial) {
            return refuse(ResultCode::ElementNotFound, write);
        }
        write.mayCreate = true;
    }
    MapBuilder merged;
    merged.reserve(m_map.contents().size() + items.contents().size());
    quint32 next = 0;
    for (quint32 i = 0; i < items.count(); ++i) {
        quint32 index = next;
        auto order = PackedOrder::Greater;
        while (index < m_map.count() && order == PackedOrder::Greater) {
            order = comparePacked(items.key(i), m_map.key(index));
            index += order == PackedOrder::Greater ? 1 : 0;
        }
        const bool found = index < m_map.count() && order == PackedOrder::Equal;
        if (found ? !write.mayOverwrite : !write.mayCreate) {
            if (write.noFail && write.partial) {
                continue;
            }
            return refuse(found ? ResultCode::ElementExists : ResultCode::ElementNotFound, write);
        }
        merged.addMany(m_map.pairs(next, index - next), index - next);
        merged.addMany(items.pair(i), 1);
        next = index + (found ? 1 : 0);
    }
    merged.addMany(m_map.pairs(next, m_map.count() - next), m_map.count() - next);
    return changed(merged);
}

CdtEffect MapModify::increment(QByteArrayView key, QByteArrayView delta, bool decrement)
{
    const auto place = m_map.findKey(key);
    auto sum = Increment::parse(delta, decrement);
    if (!sum || !sum->apply(place.found ? m_map.value(place.index) : QByteArrayView())) {
        return badParameter();
    }
    auto effect = put(key, sum->packed(), {});
    if (effect.code == ResultCode::Ok) {
        effect.result = sum->particle();
    }
    return effect;
}

CdtEffect MapModify::setType(quint8 flags, bool isTop)
{
    if ((flags & ~(OrderFlag::keyValueOrdered | OrderFlag::persisted)) != 0) {
        return CdtEffect::failure(ResultCode::OpNotApplicable);
    }
    if (!isTop) {
        flags &= static_cast<quint8>(~OrderFlag::persisted);
    }
    MapBuilder map;
    map.reserve(m_map.contents().size());
    if (m_map.isKeyOrdered()) {
        map.addMany(m_map.contents(), m_map.count());
    } else {
        for (const auto index : m_map.sortedByKey()) {
            map.addMany(m_map.pair(index), 1);
        }
    }
    CdtEffect effect;
    effect.container = map.take(flags);
    return effect;
}

CdtEffect MapModify::clear()
{
    CdtEffect effect;
    effect.container = MapBuilder().take(m_map.flags());
    return effect;
}

CdtEffect MapModify::refuse(ResultCode code, MapWrite write) const
{
    return write.noFail ? CdtEffect::answer(Particle::integer(m_map.count())) : CdtEffect::failure(code);
}

CdtEffect MapModify::changed(const MapBuilder &map) const
{
    auto effect = CdtEffect::answer(Particle::integer(map.count()));
    effect.container = map.take(m_map.flags());
    return effect;
}

} // namespace Aeroscope::Demo
