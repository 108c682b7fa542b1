// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/container.h"

namespace Aeroscope::Demo {

namespace {

/// Offsets of `count` values from the reader's place, which becomes 0, and the offset behind the last.
bool readOffsets(PackedReader &reader, quint32 count, QVarLengthArray<quint32, 64> &offsets)
{
    const auto start = reader.position();
    if (count > static_cast<quint64>(reader.bytes().size() - start)) {
        return false;
    }
    offsets.reserve(count + 1);
    for (quint32 i = 0; i < count; ++i) {
        offsets.append(static_cast<quint32>(reader.position() - start));
        if (!reader.skip()) {
            return false;
        }
    }
    offsets.append(static_cast<quint32>(reader.position() - start));
    return true;
}

} // namespace

std::optional<PackedList> PackedList::parse(QByteArrayView bytes)
{
    return parse(bytes, Marker::IsOrder);
}

std::optional<PackedList> PackedList::parseItems(QByteArrayView bytes)
{
    return parse(bytes, Marker::IsItem);
}

std::optional<PackedList> PackedList::parse(QByteArrayView bytes, Marker marker)
{
    PackedReader reader(bytes);
    const auto count = reader.listCount();
    if (!count) {
        return std::nullopt;
    }
    PackedList list;
    list.m_count = *count;
    if (marker == Marker::IsOrder && list.m_count != 0 && reader.peekIsExtension()) {
        const auto flags = reader.extension();
        if (!flags) {
            return std::nullopt;
        }
        list.m_flags = *flags;
        --list.m_count;
    }
    const auto start = reader.position();
    if (!readOffsets(reader, list.m_count, list.m_offsets)) {
        return std::nullopt;
    }
    list.m_contents = bytes.sliced(start, reader.position() - start);
    return list;
}

quint32 PackedList::countLess(QByteArrayView value) const
{
    quint32 less = 0;
    for (quint32 i = 0; i < m_count; ++i) {
        less += comparePacked(from(i), value) == PackedOrder::Less ? 1 : 0;
    }
    return less;
}

std::optional<quint32> PackedList::indexOf(QByteArrayView value) const
{
    for (quint32 i = 0; i < m_count; ++i) {
        if (comparePacked(from(i), value) == PackedOrder::Equal) {
            return i;
        }
    }
    return std::nullopt;
}

bool PackedList::isSorted() const
{
    for (quint32 i = 1; i < m_count; ++i) {
        const auto order = compare(i - 1, i);
        if (order != PackedOrder::Less && order != PackedOrder::Equal) {
            return false;
        }
    }
    return true;
}

std::optional<PackedMap> PackedMap::parse(QByteArrayView bytes)
{
    PackedReader reader(bytes);
    const auto count = reader.mapCount();
    if (!count) {
        return std::nullopt;
    }
    PackedMap map;
    map.m_count = *count;
    if (map.m_count != 0 && reader.peekIsExtension()) {
        const auto flags = reader.extension();
        if (!flags || !reader.skip()) {
            return std::nullopt;
        }
        map.m_flags = *flags;
        --map.m_count;
    }
    const auto start = reader.position();
    if (map.m_count > static_cast<quint64>(bytes.size()) ||
        !readOffsets(reader, map.m_count * 2, map.m_offsets)) {
        return std::nullopt;
    }
    map.m_contents = bytes.sliced(start, reader.position() - start);
    return map;
}

PackedOrder PackedMap::comparePairs(quint32 a, quint32 b) const
{
    const auto order = comparePacked(value(a), value(b));
    return order == PackedOrder::Equal ? compareKeys(a, b) : order;
}

PackedMap::KeyPlace PackedMap::findKey(QByteArrayView wanted) const
{
    if (isKeyOrdered()) {
        const auto found =
            findRank(0, m_count, Among::Any, [&](quint32 i) { return comparePacked(wanted, key(i)); });
        return {.index = found.rank, .found = found.found};
    }
    KeyPlace place{.index = m_count, .found = false};
    bool inOrder = true;
    for (quint32 i = 0; i < m_count; ++i) {
        inOrder = inOrder && (i == 0 || compareKeys(i - 1, i) == PackedOrder::Less);
        const auto order = comparePacked(wanted, key(i));
        if (order == PackedOrder::Equal) {
            return {.index = i, .found = true};
        }
        if (inOrder && place.index == m_count && order == PackedOrder::Less) {
            place.index = i;
        }
    }
    return place;
}

quint32 PackedMap::countKeysLess(QByteArrayView wanted) const
{
    quint32 less = 0;
    for (quint32 i = 0; i < m_count; ++i) {
        less += comparePacked(key(i), wanted) == PackedOrder::Less ? 1 : 0;
    }
    return less;
}

quint32 PackedMap::countValuesLess(QByteArrayView wanted) const
{
    quint32 less = 0;
    for (quint32 i = 0; i < m_count; ++i) {
        less += comparePacked(value(i), wanted) == PackedOrder::Less ? 1 : 0;
    }
    return less;
}

quint32 PackedMap::rankOf(quint32 index) const
{
    quint32 less = 0;
    for (quint32 i = 0; i < m_count; ++i) {
        less += comparePairs(i, index) == PackedOrder::Less ? 1 : 0;
    }
    return less;
}

QByteArray ListBuilder::take(quint8 flags) const
{
    QByteArray out;
    out.reserve(m_body.size() + 8);
    appendListHeader(out, m_count, flags);
    out.append(m_body);
    return out;
}

QByteArray MapBuilder::take(quint8 flags) const
{
    QByteArray out;
    out.reserve(m_body.size() + 9);
    appendMapHeader(out, m_count, flags);
    out.append(m_body);
    return out;
}

IndexRange clippedRange(qint64 index, quint64 count, quint32 total) noexcept
{
    if (index >= qint64{total}) {
        return {.index = total, .count = 0};
    }
    if (index < 0) {
        index += total;
        if (index < 0) {
            // The part before the front is used up first.
            const auto before = static_cast<quint64>(-(index + 1)) + 1;
            return {.index = 0,
                    .count = before < count ? static_cast<quint32>(qMin<quint64>(count - before, total)) : 0};
        }
    }
    const auto room = total - static_cast<quint32>(index);
    return {.index = static_cast<quint32>(index),
            .count = count >= room ? room : static_cast<quint32>(count)};
}

std::optional<quint32> singleIndex(qint64 index, quint32 total) noexcept
{
    if (index < 0) {
        index += total;
    }
    if (index < 0 || index >= qint64{total}) {
        return std::nullopt;
    }
    return static_cast<quint32>(index);
}

} // namespace Aeroscope::Demo
