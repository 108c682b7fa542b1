// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/packed.h"
#include "app/demo/engine/packedorder.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QVarLengthArray>

#include <optional>
#include <vector>

namespace Aeroscope::Demo {

/// A packed list seen by index. Refers to bytes of somebody else.
class PackedList
{
public:
    /// Nothing when the bytes do not start a list or its elements are not there.
    [[nodiscard]] static std::optional<PackedList> parse(QByteArrayView bytes);
    /// The list as the items of an operation, where every element is an item: wildcards and even order
    /// markers.
    [[nodiscard]] static std::optional<PackedList> parseItems(QByteArrayView bytes);

    [[nodiscard]] quint32 count() const noexcept { return m_count; }
    [[nodiscard]] quint8 flags() const noexcept { return m_flags; }
    [[nodiscard]] bool isOrdered() const noexcept { return (m_flags & OrderFlag::listOrdered) != 0; }
    /// All elements, without header.
    [[nodiscard]] QByteArrayView contents() const noexcept { return m_contents; }
    [[nodiscard]] quint32 offset(quint32 index) const { return m_offsets[index]; }
    [[nodiscard]] QByteArrayView element(quint32 index) const { return elements(index, 1); }
    [[nodiscard]] QByteArrayView elements(quint32 index, quint32 count) const
    {
        return m_contents.sliced(m_offsets[index], m_offsets[index + count] - m_offsets[index]);
    }

    [[nodiscard]] PackedOrder compare(quint32 a, quint32 b) const { return comparePacked(from(a), from(b)); }
    [[nodiscard]] PackedOrder compareTo(QByteArrayView value, quint32 index) const
    {
        return comparePacked(value, from(index));
    }

    /// Elements that are less than the value.
    [[nodiscard]] quint32 countLess(QByteArrayView value) const;
    /// The first element that equals the value, looked for from the front.
    [[nodiscard]] std::optional<quint32> indexOf(QByteArrayView value) const;
    /// For ordered lists.
    [[nodiscard]] RankFound find(QByteArrayView value, Among among = Among::First,
                                 quint32 fromIndex = 0) const
    {
        return findRank(fromIndex, m_count, among, [&](quint32 i) { return compareTo(value, i); });
    }
    [[nodiscard]] std::vector<quint32> sorted() const
    {
        return sortedOrder(m_count, [this](quint32 a, quint32 b) { return compare(a, b); });
    }
    [[nodiscard]] bool isSorted() const;

private:
    enum class Marker : quint8 { IsOrder, IsItem };
    [[nodiscard]] static std::optional<PackedList> parse(QByteArrayView bytes, Marker marker);
    [[nodiscard]] QByteArrayView from(quint32 index) const { return m_contents.sliced(m_offsets[index]); }

    quint32 m_count = 0;
    quint8 m_flags = 0;
    QByteArrayView m_contents;
    QVarLengthArray<quint32, 64> m_offsets;
};

/// A packed map seen by the index of its pairs as they stand. Refers to bytes of somebody else.
class PackedMap
{
public:
    [[nodiscard]] static std::optional<PackedMap> parse(QByteArrayView bytes);

    [[nodiscard]] quint32 count() const noexcept { return m_count; }
    [[nodiscard]] quint8 flags() const noexcept { return m_flags; }
    /// Whether the pairs stand in the order of their keys as far as the flags say; unordered maps do too,
    /// unless an expression made them.
    [[nodiscard]] bool isKeyOrdered() const noexcept { return m_flags != 0; }
    /// Whether the server keeps a persisted index of the values' ranks, which changes the order of some
    /// answers.
    [[nodiscard]] bool hasValueIndex() const noexcept
    {
        constexpr quint8 both = OrderFlag::valueOrdered | OrderFlag::persisted;
        return (m_flags & both) == both && m_count > 1;
    }
    [[nodiscard]] QByteArrayView contents() const noexcept { return m_contents; }
    [[nodiscard]] quint32 pairOffset(quint32 index) const { return m_offsets[index * 2]; }
    [[nodiscard]] quint32 valueOffset(quint32 index) const { return m_offsets[index * 2 + 1]; }
    [[nodiscard]] QByteArrayView pair(quint32 index) const { return pairs(index, 1); }
    [[nodiscard]] QByteArrayView pairs(quint32 index, quint32 count) const
    {
        return slice(index * 2, (index + count) * 2);
    }
    [[nodiscard]] QByteArrayView key(quint32 index) const { return slice(index * 2, index * 2 + 1); }
    [[nodiscard]] QByteArrayView value(quint32 index) const { return slice(index * 2 + 1, index * 2 + 2); }

    [[nodiscard]] PackedOrder compareKeys(quint32 a, quint32 b) const
    {
        return comparePacked(key(a), key(b));
    }
    /// By value, equal values by key.
    [[nodiscard]] PackedOrder comparePairs(quint32 a, quint32 b) const;

    /// Where a key is, or where it would be put: its place in key order, the end in a map that is in no
    /// order.
    struct KeyPlace
    {
        quint32 index = 0;
        bool found = false;
    };
    [[nodiscard]] KeyPlace findKey(QByteArrayView key) const;
    /// Pairs whose keys are less than the key.
    [[nodiscard]] quint32 countKeysLess(QByteArrayView key) const;
    [[nodiscard]] quint32 countValuesLess(QByteArrayView value) const;
    /// Rank of a pair by value and key.
    [[nodiscard]] quint32 rankOf(quint32 index) const;
    [[nodiscard]] std::vector<quint32> sortedByKey() const
    {
        return sortedOrder(m_count, [this](quint32 a, quint32 b) { return compareKeys(a, b); });
    }
    [[nodiscard]] std::vector<quint32> sortedByValue() const
    {
        return sortedOrder(m_count,
                           [this](quint32 a, quint32 b) { return comparePacked(value(a), value(b)); });
    }

private:
    [[nodiscard]] QByteArrayView slice(quint32 from, quint32 to) const
    {
        return m_contents.sliced(m_offsets[from], m_offsets[to] - m_offsets[from]);
    }

    quint32 m_count = 0;
    quint8 m_flags = 0;
    QByteArrayView m_contents;
    QVarLengthArray<quint32, 64> m_offsets;
};

/// Puts a list together: elements first, the header when their number is known.
class ListBuilder
{
public:
    void reserve(qsizetype bytes) { m_body.reserve(bytes); }
    void add(QByteArrayView element) { addMany(element, 1); }
    void addMany(QByteArrayView elements, quint32 count)
    {
        m_body.append(elements);
        m_count += count;
    }
    void addInteger(qint64 value)
    {
        appendPackedInteger(m_body, value);
        ++m_count;
    }
    void addNils(quint32 count)
    {
        m_body.append(static_cast<qsizetype>(count), '\xc0');
        m_count += count;
    }
    [[nodiscard]] quint32 count() const noexcept { return m_count; }
    /// The elements so far, without header.
    [[nodiscard]] QByteArrayView contents() const noexcept { return m_body; }
    [[nodiscard]] QByteArray take(quint8 flags = 0) const;

private:
    QByteArray m_body;
    quint32 m_count = 0;
};

/// The same for maps.
class MapBuilder
{
public:
    void reserve(qsizetype bytes) { m_body.reserve(bytes); }
    void addMany(QByteArrayView pairs, quint32 count)
    {
        m_body.append(pairs);
        m_count += count;
    }
    void add(QByteArrayView key, QByteArrayView value)
    {
        m_body.append(key);
        m_body.append(value);
        ++m_count;
    }
    [[nodiscard]] quint32 count() const noexcept { return m_count; }
    [[nodiscard]] QByteArray take(quint8 flags = 0) const;

private:
    QByteArray m_body;
    quint32 m_count = 0;
};

/// An absolute range cut to `total` elements; negative indexes count from the end and may begin before the
/// front.
struct IndexRange
{
    quint32 index = 0;
    quint32 count = 0;
};
[[nodiscard]] IndexRange clippedRange(qint64 index, quint64 count, quint32 total) noexcept;
/// A single place; nothing when it is outside.
[[nodiscard]] std::optional<quint32> singleIndex(qint64 index, quint32 total) noexcept;

} // namespace Aeroscope::Demo
