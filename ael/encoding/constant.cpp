// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/encoding/constant.h"

#include <algorithm>
#include <numeric>

namespace Aeroscope::Ael {

namespace {

bool isMapKey(const Value &key) noexcept
{
    return key.type() == Value::Type::Integer || key.type() == Value::Type::String ||
           key.type() == Value::Type::Blob;
}

std::optional<Value> constantAt(const Value &value, int depth)
{
    if (depth > maximumContainerDepth)
        return {};
    switch (value.type()) {
    case Value::Type::List: {
        List list;
        list.items.reserve(value.list().items.size());
        for (const Value &item : value.list().items) {
            std::optional<Value> constant = constantAt(item, depth + 1);
            if (!constant)
                return {};
            list.items.push_back(std::move(*constant));
        }
        return Value(std::move(list));
    }
    case Value::Type::Map: {
        std::vector<std::pair<Value, Value>> pairs;
        pairs.reserve(value.map().pairs.size());
        for (const auto &[key, item] : value.map().pairs) {
            std::optional<Value> constant = constantAt(item, depth + 1);
            if (!constant || !isMapKey(key))
                return {};
            pairs.emplace_back(key, std::move(*constant));
        }
        return sortedMap(std::move(pairs));
    }
    case Value::Type::Nil:
    case Value::Type::Bool:
    case Value::Type::Integer:
    case Value::Type::Double:
    case Value::Type::String:
    case Value::Type::Blob:
    case Value::Type::GeoJson:
    case Value::Type::Hll:
        return value;
    default:
        return {};
    }
}

} // namespace

Value sortedMap(std::vector<std::pair<Value, Value>> pairs)
{
    std::vector<size_t> order(pairs.size());
    std::iota(order.begin(), order.end(), size_t(0));
    std::sort(order.begin(), order.end(), [&pairs](size_t a, size_t b) {
        const auto rank = compareByRank(pairs[a].first, pairs[b].first);
        return rank != 0 ? rank < 0 : a < b;
    });
    Map map;
    map.order = MapOrder::KeyOrdered;
    map.pairs.reserve(pairs.size());
    for (const size_t at : order) {
        if (!map.pairs.empty() && compareByRank(map.pairs.back().first, pairs[at].first) == 0)
            map.pairs.back() = std::move(pairs[at]);
        else
            map.pairs.push_back(std::move(pairs[at]));
    }
    return Value(std::move(map));
}

std::optional<Value> expressionConstant(const Value &value)
{
    return constantAt(value, 1);
}

ValueType constantType(const Value &value) noexcept
{
    switch (value.type()) {
    case Value::Type::Nil:
        return ValueType::Nil;
    case Value::Type::Bool:
        return ValueType::Bool;
    case Value::Type::Integer:
        return ValueType::Int;
    case Value::Type::Double:
        return ValueType::Float;
    case Value::Type::String:
        return ValueType::String;
    case Value::Type::Blob:
        return ValueType::Blob;
    case Value::Type::GeoJson:
        return ValueType::Geo;
    case Value::Type::Hll:
        return ValueType::Hll;
    case Value::Type::List:
        return ValueType::List;
    case Value::Type::Map:
        return ValueType::Map;
    default:
        return ValueType::Unknown;
    }
}

} // namespace Aeroscope::Ael
