// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/value.h"

#include <optional>
#include <vector>

namespace Aeroscope::Naive {

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
    bool turnInside(Range &range) const;
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

} // namespace Aeroscope::Naive
