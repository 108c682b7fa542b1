// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/naivereader.h"

#include "tests/support/naiveorder.h"

#include <algorithm>
#include <numeric>

namespace Aeroscope::Naive {

std::optional<Range> Reader::clip(qint64 index, quint64 count) const
{
    const qint64 total = qint64(size());
    if (index >= total)
        return m_isMulti ? std::optional(Range{size(), 0}) : std::nullopt;
    if (index < 0)
        index += total;
    if (index < 0) {
        if (!m_isMulti)
            return {};
        const quint64 missing = quint64(-index);
        return Range{0, missing < count ? size_t(std::min<quint64>(count - missing, size())) : 0};
    }
    return Range{size_t(index), size_t(std::min<quint64>(count, quint64(total - index)))};
}

Positions Reader::all() const
{
    Positions positions(size());
    std::iota(positions.begin(), positions.end(), size_t(0));
    return positions;
}

Positions Reader::without(const Positions &chosen) const
{
    Positions rest;
    for (size_t i = 0; i < size(); ++i) {
        if (std::find(chosen.begin(), chosen.end(), i) == chosen.end())
            rest.push_back(i);
    }
    return rest;
}

Positions Reader::keyOrder() const
{
    Positions positions = all();
    if (m_isMap) {
        sortKeepingOrder(positions, [this](size_t a, size_t b) { return isLess(m_keys[a], m_keys[b]); });
    }
    return positions;
}

/// Equal values of a map rank by their keys.
Positions Reader::rankOrder() const
{
    Positions positions = keyOrder();
    sortKeepingOrder(positions, [this](size_t a, size_t b) { return isLess(m_values[a], m_values[b]); });
    return positions;
}

size_t Reader::indexOf(size_t position) const
{
    const Positions order = keyOrder();
    return size_t(std::find(order.begin(), order.end(), position) - order.begin());
}

size_t Reader::lowestRank(const Value &value) const
{
    return size_t(std::count_if(m_values.begin(), m_values.end(),
                                [&value](const Value &other) { return isLess(other, value); }));
}

size_t Reader::keysBelow(const Value &key) const
{
    return size_t(std::count_if(m_keys.begin(), m_keys.end(),
                                [&key](const Value &other) { return isLess(other, key); }));
}

Answer Reader::numbers(const std::vector<size_t> &values) const
{
    if (!m_isMulti)
        return values.empty() ? Value(-1) : number(values.front());
    List list;
    for (const size_t n : values)
        list.items.push_back(number(n));
    return Value(list);
}

/// A reversed range counts upwards too: the numbers of the same elements seen from the end.
std::vector<Value> Reader::numberRange(size_t start, size_t count) const
{
    if (isReverse())
        start = size() - start - count;
    std::vector<Value> values;
    for (size_t i = 0; i < count; ++i)
        values.push_back(Value(qint64(start + i)));
    return values;
}

Answer Reader::elements(const Positions &chosen) const
{
    if (m_return == KeyValue || m_return == UnorderedMap || m_return == OrderedMap) {
        Map map;
        map.order = m_return == KeyValue     ? MapOrder::PreserveOrder
                    : m_return == OrderedMap ? MapOrder::KeyOrdered
                                             : MapOrder::Unordered;
        for (const size_t position : chosen)
            map.pairs.emplace_back(m_keys[position], m_values[position]);
        if (m_return == OrderedMap) {
            sortKeepingOrder(map.pairs,
                             [](const auto &a, const auto &b) { return isLess(a.first, b.first); });
        }
        return Value(map);
    }
    const std::vector<Value> &source = m_return == Key ? m_keys : m_values;
    if (!m_isMulti)
        return chosen.empty() ? Value() : source[chosen.front()];
    List list;
    for (const size_t position : chosen)
        list.items.push_back(source[position]);
    return Value(list);
}

Answer Reader::notFound() const
{
    if (m_return == None)
        return Value();
    if (m_return == Count)
        return Value(0);
    if (m_return == Exists)
        return Value(false);
    if (wantsIndex() || wantsRank())
        return numbers({});
    if (wantsElements())
        return elements({});
    return {};
}

Answer Reader::rangeAnswer(Range range) const
{
    if (m_return == None)
        return Value();
    if (m_return == Count)
        return Value(qint64(m_isInverted ? size() - range.count : range.count));
    if (m_return == Exists)
        return Value(m_isInverted ? range.count == 0 : range.count != 0);
    if (!wantsIndex() && !wantsRank())
        return {};
    if (!m_isMulti)
        return range.count == 0 ? Value(-1) : number(range.start);
    if (!m_isInverted)
        return Value(List{numberRange(range.start, range.count), ListOrder::Unordered});
    std::vector<Value> values = numberRange(0, range.start);
    const size_t end = range.start + range.count;
    for (const Value &value : numberRange(end, size() - end))
        values.push_back(value);
    return Value(List{values, ListOrder::Unordered});
}

/// In lists without order every equal element has the lowest rank of its kind.
Answer Reader::ranksOf(const Positions &chosen) const
{
    const Positions order = rankOrder();
    std::vector<size_t> ranks;
    for (const size_t position : chosen) {
        if (m_isMap)
            ranks.push_back(size_t(std::find(order.begin(), order.end(), position) - order.begin()));
        else if (m_isOrdered)
            ranks.push_back(position);
        else
            ranks.push_back(lowestRank(m_values[position]));
    }
    return numbers(ranks);
}

Answer Reader::indexesOf(const Positions &chosen) const
{
    std::vector<size_t> indexes;
    for (const size_t position : chosen)
        indexes.push_back(indexOf(position));
    return numbers(indexes);
}

Answer Reader::everything() const
{
    if (m_return == None)
        return Value();
    if (m_return == Count)
        return Value(qint64(size()));
    if (m_return == Exists)
        return Value(!m_values.empty());
    if (wantsIndex() || wantsRank()) {
        if (!m_isMulti)
            return Value(0);
        return Value(List{numberRange(0, size()), ListOrder::Unordered});
    }
    return wantsElements() ? elements(all()) : Answer();
}

/// Turns the range of an inverted operation into what is left over where that is one range; true when it is
/// two, `range` lying between them.
bool Reader::turnInside(Range &range) const
{
    if (!m_isInverted)
        return false;
    if (range.count == 0)
        range = {0, size()};
    else if (range.start == 0)
        range = {range.count, size() - range.count};
    else if (range.start + range.count >= size())
        range = {0, range.start};
    else
        return true;
    return false;
}

Answer Reader::byIndex(qint64 index, quint64 count) const
{
    const auto clipped = clip(index, count);
    if (!clipped || (m_isInverted && !m_isMulti))
        return {};
    Range range = *clipped;
    const bool leavesMiddle = turnInside(range);
    const Positions order = m_isOrdered ? all() : keyOrder();
    Positions chosen(order.begin() + qsizetype(range.start),
                     order.begin() + qsizetype(range.start + range.count));
    if (leavesMiddle)
        chosen = without(chosen);
    else if (range.count == 0)
        return notFound();
    if (m_return == None)
        return Value();
    if (m_return == Count)
        return Value(qint64(chosen.size()));
    if (m_return == Exists) // the server forgets to turn the answer of a map without order
        return Value(!leavesMiddle || !m_isMap || m_isOrdered);
    if (m_isMap && !leavesMiddle && range.count == size())
        return everything();
    if (wantsIndex()) {
        if (leavesMiddle)
            return rangeAnswer(range);
        Reader plain = *this;
        plain.m_isInverted = false;
        return plain.rangeAnswer(range);
    }
    if (wantsRank()) {
        Reader plain = *this;
        plain.m_isInverted = leavesMiddle;
        if (!m_isMap && (m_isOrdered || (!leavesMiddle && range.count == size())))
            return plain.rangeAnswer(range);
        return ranksOf(chosen);
    }
    return wantsElements() ? elements(chosen) : Answer();
}

Answer Reader::byRank(qint64 rank, quint64 count) const
{
    if (m_isInverted && !m_isMulti)
        return {};
    if (!m_isMap && m_isOrdered)
        return byIndex(rank, count);
    const auto clipped = clip(rank, count);
    if (!clipped)
        return {};
    Range range = *clipped;
    if (m_isMap && m_isInverted && !turnInside(range)) {
        Reader plain = *this;
        plain.m_isInverted = false;
        return plain.byRank(qint64(range.start), range.count);
    }
    const Positions order = rankOrder();
    Positions chosen(order.begin() + qsizetype(range.start),
                     order.begin() + qsizetype(range.start + range.count));
    if (m_isInverted)
        chosen = without(chosen);
    if (chosen.empty())
        return notFound();
    if (!wantsElements() && !wantsIndex())
        return rangeAnswer(range);
    if (!m_isInverted && !m_isMap) {
        // the server gathers from the nearer end and leaves what it took from the low end reversed
        if (wantsIndex())
            std::sort(chosen.begin(), chosen.end());
        else if (range.start <= size() - range.start - range.count)
            std::reverse(chosen.begin(), chosen.end());
    }
    return wantsIndex() ? indexesOf(chosen) : elements(chosen);
}

Answer Reader::byKey(const Value &key) const
{
    const auto found =
        std::find_if(m_keys.begin(), m_keys.end(), [&key](const Value &other) { return isSame(other, key); });
    if (m_isInverted && (!m_isOrdered || found != m_keys.end()))
        return {};
    if (found == m_keys.end())
        return notFound();
    const size_t position = size_t(found - m_keys.begin());
    if (m_return == None)
        return Value();
    if (m_return == Count)
        return Value(1);
    if (m_return == Exists)
        return Value(true);
    if (wantsIndex())
        return indexesOf({position});
    if (wantsRank())
        return ranksOf({position});
    return wantsElements() ? elements({position}) : Answer();
}

Answer Reader::byKeyInterval(const Value &begin, const Value *end) const
{
    const size_t start = keysBelow(begin);
    Positions chosen;
    for (size_t i = 0; i < size(); ++i) {
        if (!isLess(m_keys[i], begin) && (!end || isLess(m_keys[i], *end)))
            chosen.push_back(i);
    }
    if (m_isOrdered)
        return byIndex(qint64(start), chosen.size());
    const Range range{start, chosen.size()};
    if (m_isInverted)
        chosen = without(chosen);
    if (wantsElements())
        return elements(chosen);
    if (wantsRank())
        return ranksOf(chosen);
    return rangeAnswer(range);
}

Answer Reader::byRelativeIndex(const Value &key, qint64 index, quint64 count) const
{
    index += qint64(keysBelow(key));
    if (index < 0) {
        const quint64 missing = quint64(-index);
        count = count > missing ? count - missing : 0;
        index = 0;
    }
    return byIndex(index, count);
}

Answer Reader::byValue(const Value &value) const
{
    if (m_isMulti)
        return byValueInterval(value, &value);
    if (m_isInverted)
        return {};
    const auto found = std::find_if(m_values.begin(), m_values.end(),
                                    [&value](const Value &other) { return isSame(other, value); });
    if (found == m_values.end())
        return notFound();
    const size_t position = size_t(found - m_values.begin());
    if (m_return == None)
        return Value();
    if (m_return == Count)
        return Value(1);
    if (m_return == Exists)
        return Value(true);
    if (wantsIndex())
        return indexesOf({position});
    if (wantsRank())
        return numbers({lowestRank(value)});
    return wantsElements() ? elements({position}) : Answer();
}

/// `end` pointing at `begin` asks for the values equal to it.
Answer Reader::byValueInterval(const Value &begin, const Value *end) const
{
    const Range range{lowestRank(begin), 0};
    Positions chosen;
    for (size_t i = 0; i < size(); ++i) {
        const int sign = compare(m_values[i], begin).sign;
        if (end == &begin ? sign == 0 : sign >= 0 && (!end || isLess(m_values[i], *end)))
            chosen.push_back(i);
    }
    const Range found{range.start, chosen.size()};
    if (!m_isMap && m_isOrdered)
        return byIndex(qint64(found.start), found.count);
    if (m_isMap && chosen.empty())
        return m_isInverted ? everything() : notFound();
    if (m_isInverted)
        chosen = without(chosen);
    if (wantsElements())
        return elements(chosen);
    if (wantsIndex())
        return indexesOf(chosen);
    return rangeAnswer(found);
}

Answer Reader::byRelativeRank(const Value &value, qint64 rank, quint64 count) const
{
    rank += qint64(lowestRank(value));
    if (rank < 0) {
        const quint64 missing = quint64(-rank);
        count = count > missing ? count - missing : 0;
        rank = 0;
    }
    return byRank(rank, count);
}

/// Ranks or indexes for a list of items where the container is not ordered by them: of equal items only the
/// last one counts, inverted answers are the gaps between the items.
Answer Reader::itemRanges(const std::vector<Range> &ranges, const std::vector<Value> &items,
                          size_t total) const
{
    std::vector<size_t> values;
    if (!m_isInverted) {
        for (size_t i = 0; i < items.size(); ++i) {
            const bool isRepeated = std::any_of(items.begin() + qsizetype(i) + 1, items.end(),
                                                [&](const Value &later) { return isSame(later, items[i]); });
            for (size_t j = 0; !isRepeated && j < ranges[i].count; ++j)
                values.push_back(ranges[i].start + j);
        }
        return numbers(values);
    }
    std::vector<Range> sorted;
    for (size_t i = 0; i < items.size(); ++i) {
        const bool isRepeated = std::any_of(items.begin() + qsizetype(i) + 1, items.end(),
                                            [&](const Value &later) { return isSame(later, items[i]); });
        if (!isRepeated && ranges[i].count != 0)
            sorted.push_back(ranges[i]);
    }
    std::sort(sorted.begin(), sorted.end(), [](Range a, Range b) { return a.start < b.start; });
    std::vector<Value> gaps;
    size_t at = 0;
    sorted.push_back({total, 0});
    for (const Range range : sorted) {
        for (const Value &value : numberRange(at, range.start - at))
            gaps.push_back(value);
        at = range.start + range.count;
    }
    return Value(List{gaps, ListOrder::Unordered});
}

Answer Reader::byKeyList(const Value &keys) const
{
    if (keys.type() != Value::Type::List || wantsRank())
        return {};
    const std::vector<Value> &items = keys.list().items;
    if (items.empty())
        return m_isInverted ? everything() : notFound();
    Positions chosen;
    std::vector<Range> ranges;
    for (const Value &item : items) {
        Range range{keysBelow(item), 0};
        for (size_t i = 0; i < size(); ++i) {
            if (isSame(m_keys[i], item)) {
                ++range.count;
                chosen.push_back(i);
            }
        }
        ranges.push_back(range);
    }
    std::sort(chosen.begin(), chosen.end());
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    if (m_isInverted)
        chosen = without(chosen);
    if (m_return == None)
        return Value();
    if (m_return == Count)
        return Value(qint64(chosen.size()));
    if (m_return == Exists)
        return Value(!chosen.empty());
    if (wantsElements())
        return elements(chosen);
    if (!wantsIndex())
        return {};
    if (!m_isOrdered)
        return itemRanges(ranges, items, size());
    if (m_isInverted)
        return indexesOf(chosen);
    List list;
    for (const Range range : ranges) {
        for (const Value &value : numberRange(range.start, range.count))
            list.items.push_back(value);
    }
    return Value(list);
}

Answer Reader::byValueList(const Value &values) const
{
    if (values.type() != Value::Type::List)
        return {};
    const std::vector<Value> &items = values.list().items;
    if (items.empty()) {
        if (!m_isInverted)
            return notFound();
        if (m_isMap)
            return everything();
        Reader plain = *this;
        plain.m_isInverted = false;
        return plain.byIndex(0, size());
    }
    Positions chosen;
    Positions inItemOrder;
    std::vector<Range> ranges;
    for (const Value &item : items) {
        Range range{lowestRank(item), 0};
        for (size_t i = 0; i < size(); ++i) {
            if (isSame(m_values[i], item)) {
                ++range.count;
                chosen.push_back(i);
                inItemOrder.push_back(i);
            }
        }
        ranges.push_back(range);
    }
    std::sort(chosen.begin(), chosen.end());
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    if (m_isInverted)
        chosen = without(chosen);
    if (m_return == None)
        return Value();
    if (m_return == Count)
        return Value(qint64(chosen.size()));
    if (m_return == Exists)
        return Value(!chosen.empty());
    // ordered lists, and maps of at most one pair, answer item by item, repeated items repeatedly
    const bool isItemwise = m_isMap ? size() <= 1 : m_isOrdered;
    if (wantsElements())
        return elements(isItemwise && !m_isMap && !m_isInverted ? inItemOrder : chosen);
    if (!wantsIndex() && !wantsRank())
        return {};
    if (isItemwise && !m_isInverted) {
        List list;
        for (const Range range : ranges) {
            for (const Value &value : numberRange(range.start, range.count))
                list.items.push_back(value);
        }
        return Value(list);
    }
    if (isItemwise)
        return numbers(chosen);
    return wantsRank() ? itemRanges(ranges, items, size()) : indexesOf(chosen);
}

} // namespace Aeroscope::Naive
