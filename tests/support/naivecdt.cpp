// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/naivecdt.h"

#include "client/value/msgpack.h"
#include "tests/support/naiveorder.h"

#include <algorithm>
#include <numeric>

namespace Aeroscope::Naive {

namespace {

using Positions = std::vector<size_t>;
using Answer = std::optional<Value>;

enum Return : quint64 {
    None = 0,
    Index = 1,
    ReverseIndex = 2,
    Rank = 3,
    ReverseRank = 4,
    Count = 5,
    Key = 6,
    Element = 7,
    KeyValue = 8,
    Exists = 13,
    UnorderedMap = 16,
    OrderedMap = 17,
};

constexpr quint64 invertedFlag = 0x10000;

struct Range
{
    size_t start = 0;
    size_t count = 0;
};

/// A list or a map under one read operation. A list is a map without keys whose index is the position.
class Reader
{
public:
    Reader(const Value &container, quint64 returnWord, bool isMulti)
        : m_isMap(container.type() == Value::Type::Map)
        , m_isMulti(isMulti)
        , m_return(returnWord & 0xffff)
        , m_isInverted(returnWord & invertedFlag)
    {
        if (m_isMap) {
            m_isOrdered = container.map().order == MapOrder::KeyOrdered ||
                          container.map().order == MapOrder::KeyValueOrdered;
            for (const auto &pair : container.map().pairs) {
                m_keys.push_back(pair.first);
                m_values.push_back(pair.second);
            }
        } else {
            m_isOrdered = container.list().order == ListOrder::Ordered;
            m_values = container.list().items;
        }
    }

    Answer byIndex(qint64 index, quint64 count) const;
    Answer byRank(qint64 rank, quint64 count) const;
    Answer byKey(const Value &key) const;
    Answer byKeyInterval(const Value &begin, const Value *end) const;
    Answer byKeyList(const Value &keys) const;
    Answer byRelativeIndex(const Value &key, qint64 index, quint64 count) const;
    Answer byValue(const Value &value) const;
    Answer byValueInterval(const Value &begin, const Value *end) const;
    Answer byValueList(const Value &values) const;
    Answer byRelativeRank(const Value &value, qint64 rank, quint64 count) const;

private:
    size_t size() const { return m_values.size(); }
    bool isReverse() const { return m_return == ReverseIndex || m_return == ReverseRank; }
    bool wantsIndex() const { return m_return == Index || m_return == ReverseIndex; }
    bool wantsRank() const { return m_return == Rank || m_return == ReverseRank; }
    bool wantsElements() const
    {
        return m_return == Element || (m_isMap && (m_return == Key || m_return == KeyValue ||
                                                   m_return == UnorderedMap || m_return == OrderedMap));
    }

    std::optional<Range> clip(qint64 index, quint64 count) const;
    Positions all() const;
    Positions without(const Positions &chosen) const;
    Positions keyOrder() const;
    Positions rankOrder() const;
    size_t indexOf(size_t position) const;
    size_t lowestRank(const Value &value) const;
    size_t keysBelow(const Value &key) const;

    Value number(size_t n) const { return Value(qint64(isReverse() ? size() - n - 1 : n)); }
    Answer numbers(const std::vector<size_t> &values) const;
    std::vector<Value> numberRange(size_t start, size_t count) const;
    Answer elements(const Positions &chosen) const;
    Answer notFound() const;
    /// Return types that a contiguous range of ranks or indexes answers; honours the inverted flag.
    Answer rangeAnswer(Range range) const;
    Answer ranksOf(const Positions &chosen) const;
    Answer indexesOf(const Positions &chosen) const;
    Answer itemRanges(const std::vector<Range> &ranges, const std::vector<Value> &items, size_t total) const;
    Answer everything() const;

    bool m_isMap;
    bool m_isMulti;
    quint64 m_return;
    bool m_isInverted;
    bool m_isOrdered = false;
    std::vector<Value> m_keys;
    std::vector<Value> m_values;
};

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

Positions Reader::rankOrder() const
{
    Positions positions = all();
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

/// In lists every equal element has the lowest rank of its kind, and so has a map's single answer; several
/// elements of a map have distinct ranks.
Answer Reader::ranksOf(const Positions &chosen) const
{
    const Positions order = rankOrder();
    std::vector<size_t> ranks;
    for (const size_t position : chosen) {
        if (m_isMap && m_isMulti)
            ranks.push_back(size_t(std::find(order.begin(), order.end(), position) - order.begin()));
        else if (!m_isMap && m_isOrdered)
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

Answer Reader::byIndex(qint64 index, quint64 count) const
{
    const auto clipped = clip(index, count);
    if (!clipped || (m_isInverted && !m_isMulti))
        return {};
    Range range = *clipped;
    bool leavesMiddle = false;
    if (m_isInverted) {
        if (range.count == 0)
            range = {0, size()};
        else if (range.start == 0)
            range = {range.count, size() - range.count};
        else if (range.start + range.count >= size())
            range = {0, range.start};
        else
            leavesMiddle = true;
    }
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
    if (m_return == Exists)
        return Value(true);
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
    const Range range = *clipped;
    if (m_isMap && m_isInverted && range.count == 0) {
        Reader plain = *this;
        plain.m_isInverted = false;
        return plain.byRank(0, size());
    }
    const Positions order = rankOrder();
    Positions chosen(order.begin() + qsizetype(range.start),
                     order.begin() + qsizetype(range.start + range.count));
    const size_t total = m_isInverted ? size() - range.count : range.count;
    if (total == 0)
        return notFound();
    if (wantsElements() || wantsIndex()) {
        if (m_isInverted) {
            chosen = without(chosen);
            // a range at either end turns into the range of the rest, in order of rank
            const bool isReduced = range.start == 0 || range.start + range.count >= size();
            if (m_isMap && isReduced) {
                Positions sorted;
                for (const size_t position : order) {
                    if (std::find(chosen.begin(), chosen.end(), position) != chosen.end())
                        sorted.push_back(position);
                }
                chosen = sorted;
            }
        } else if (!m_isMap) {
            // the server gathers from the nearer end and leaves what it took from the low end reversed
            if (wantsIndex())
                std::sort(chosen.begin(), chosen.end());
            else if (range.start <= size() - range.start - range.count)
                std::reverse(chosen.begin(), chosen.end());
        }
        return wantsIndex() ? indexesOf(chosen) : elements(chosen);
    }
    return rangeAnswer(range);
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

std::optional<qint64> integerAt(const std::vector<Value> &arguments, size_t i)
{
    if (arguments[i].type() != Value::Type::Integer)
        return {};
    return arguments[i].toInteger();
}

/// The kinds of the arguments of an operation: i integer, v value; small letters from `optional` on may be
/// left out.
struct Signature
{
    quint64 code;
    const char *kinds;
    size_t required;
};
constexpr Signature signatures[] = {
    {17, "i", 1},    {18, "ii", 1},   {19, "ii", 2},  {20, "iv", 2},  {21, "ii", 2},    {22, "iv", 2},
    {23, "iv", 2},   {24, "iii", 2},  {25, "ivv", 2}, {26, "iii", 2}, {27, "ivii", 3},  {97, "iv", 2},
    {98, "ii", 2},   {99, "iv", 2},   {100, "ii", 2}, {102, "iv", 2}, {103, "ivv", 2},  {104, "iii", 2},
    {105, "ivv", 2}, {106, "iii", 2}, {107, "iv", 2}, {108, "iv", 2}, {109, "ivii", 3}, {110, "ivii", 3},
};

bool fits(const Signature &signature, const std::vector<Value> &arguments)
{
    const size_t most = std::strlen(signature.kinds);
    if (arguments.size() < signature.required || arguments.size() > most)
        return false;
    for (size_t i = 0; i < arguments.size(); ++i) {
        if (signature.kinds[i] == 'i' && arguments[i].type() != Value::Type::Integer)
            return false;
    }
    return true;
}

} // namespace

std::optional<Value> readCdt(const Value &container, quint64 code, const std::vector<Value> &arguments)
{
    const bool isMapOp = code >= 64;
    if (container.type() != (isMapOp ? Value::Type::Map : Value::Type::List))
        return {};
    if (code == 16)
        return Value(qint64(container.list().items.size()));
    if (code == 96)
        return Value(qint64(container.map().pairs.size()));
    const auto signature = std::find_if(std::begin(signatures), std::end(signatures),
                                        [code](const Signature &known) { return known.code == code; });
    if (signature == std::end(signatures) || !fits(*signature, arguments))
        return {};

    const auto number = [&arguments](size_t i) { return *integerAt(arguments, i); };
    const auto count = [&](size_t i) {
        return i < arguments.size() ? quint64(number(i)) : quint64(0xffffffff);
    };
    const Value *end = arguments.size() > 2 ? &arguments[2] : nullptr;
    if (code == 17)
        return Reader(container, Element, false).byIndex(number(0), 1);
    if (code == 18)
        return Reader(container, Element, true).byIndex(number(0), count(1));

    const quint64 how = quint64(number(0));
    const Reader one(container, how, false);
    const Reader many(container, how, true);
    switch (code) {
    case 19:
    case 98:
        return one.byIndex(number(1), 1);
    case 20:
    case 99:
        return one.byValue(arguments[1]);
    case 21:
    case 100:
        return one.byRank(number(1), 1);
    case 22:
    case 102:
        return many.byValue(arguments[1]);
    case 23:
    case 108:
        return many.byValueList(arguments[1]);
    case 24:
    case 104:
        return many.byIndex(number(1), count(2));
    case 25:
    case 105:
        return many.byValueInterval(arguments[1], end);
    case 26:
    case 106:
        return many.byRank(number(1), count(2));
    case 27:
    case 110:
        return many.byRelativeRank(arguments[1], number(2), count(3));
    case 97:
        return one.byKey(arguments[1]);
    case 103:
        return many.byKeyInterval(arguments[1], end);
    case 107:
        return many.byKeyList(arguments[1]);
    case 109:
        return many.byRelativeIndex(arguments[1], number(2), count(3));
    default:
        return {};
    }
}

std::optional<Value> followContext(const Value &container, const QByteArray &packedContext)
{
    const auto context = unpackValue(packedContext);
    if (!context || context->type() != Value::Type::List || context->list().order != ListOrder::Unordered)
        return {};
    const std::vector<Value> &words = context->list().items;
    if (words.empty() || words.size() % 2 != 0)
        return {};
    std::optional<Value> here = container;
    for (size_t i = 0; here && i < words.size(); i += 2) {
        if (words[i].type() != Value::Type::Integer)
            return {};
        const quint64 type = quint64(words[i].toInteger());
        const Value &target = words[i + 1];
        const bool isList = here->type() == Value::Type::List;
        const bool isMap = here->type() == Value::Type::Map;
        const bool saysKind = (type & 0x30) != 0;
        if ((!isList && !isMap) || (isList && (type & 0x20) != 0) || (isMap && (type & 0x10) != 0) ||
            (!saysKind && (type & 0x1c0) != 0))
            return {};
        const std::vector<Value> arguments{Value(qint64(Element)), target};
        std::optional<Value> next;
        switch (type & 0x0f) {
        case 0:
            next = readCdt(*here, isList ? 19 : 98, arguments);
            break;
        case 1:
            next = readCdt(*here, isList ? 21 : 100, arguments);
            break;
        case 2:
            next = isMap ? readCdt(*here, 97, {Value(qint64(Exists)), target}) : std::nullopt;
            if (!next || !next->toBool())
                return {};
            next = readCdt(*here, 97, arguments);
            break;
        case 3:
            next = readCdt(*here, isList ? 20 : 99, {Value(qint64(Exists)), target});
            if (!next || !next->toBool())
                return {};
            next = readCdt(*here, isList ? 20 : 99, arguments);
            break;
        default:
            return {};
        }
        here = next;
    }
    return here;
}

} // namespace Aeroscope::Naive
