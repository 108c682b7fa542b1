// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/storable.h"

#include "client/value/serverhazard.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope {

namespace {

bool isOrderedMap(const Map &map) noexcept
{
    return map.order == MapOrder::KeyOrdered || map.order == MapOrder::KeyValueOrdered;
}

bool isStorableKey(const Value &key) noexcept
{
    return key.type() == Value::Type::Integer || key.type() == Value::Type::String ||
           key.type() == Value::Type::Blob;
}

/// Collects what one walk through a value finds; the first refusal ends it.
struct Walk
{
    QLatin1StringView refusal;
    bool needsOrdering = false;

    bool refuse(QLatin1StringView why) noexcept
    {
        refusal = why;
        return false;
    }

    bool element(const Value &value)
    {
        switch (value.type()) {
        case Value::Type::Infinity:
        case Value::Type::Wildcard:
            return refuse("infinity and wildcard are arguments of operations and cannot be stored"_L1);
        case Value::Type::List:
            return list(value.list());
        case Value::Type::Map:
            return map(value.map());
        default:
            return true;
        }
    }

    bool list(const List &list)
    {
        for (size_t i = 0; i < list.items.size(); ++i) {
            if (!element(list.items[i]))
                return false;
            if (list.order == ListOrder::Ordered && i > 0 &&
                compareByRank(list.items[i - 1], list.items[i]) > 0)
                needsOrdering = true;
        }
        return true;
    }

    bool map(const Map &map)
    {
        bool isAscending = true;
        for (size_t i = 0; i < map.pairs.size(); ++i) {
            const auto &[key, held] = map.pairs[i];
            if (!isStorableKey(key))
                return refuse("the key of a map to store is an integer, a string or a blob"_L1);
            if (!element(held))
                return false;
            if (i > 0 && compareByRank(map.pairs[i - 1].first, key) >= 0)
                isAscending = false;
        }
        if (!isAscending && hasDuplicateKeys(map))
            return refuse("a key stands twice in a map"_L1);
        if ((!isAscending && isOrderedMap(map)) || map.order == MapOrder::PreserveOrder)
            needsOrdering = true;
        return true;
    }

    static bool hasDuplicateKeys(const Map &map)
    {
        std::vector<const Value *> keys;
        keys.reserve(map.pairs.size());
        for (const auto &pair : map.pairs)
            keys.push_back(&pair.first);
        std::sort(keys.begin(), keys.end(),
                  [](const Value *a, const Value *b) { return compareByRank(*a, *b) < 0; });
        return std::adjacent_find(keys.begin(), keys.end(), [](const Value *a, const Value *b) {
                   return compareByRank(*a, *b) == 0;
               }) != keys.end();
    }
};

} // namespace

Result<Storability> checkStorable(const Value &value, StorePlace place)
{
    Walk walk;
    const bool isElementOnly = value.type() == Value::Type::RawBytes || value.type() == Value::Type::Opaque;
    if (isElementOnly && place == StorePlace::Bin)
        walk.refuse("this value exists only inside lists and maps"_L1);
    else if (value.type() == Value::Type::GeoJson && place == StorePlace::Bin)
        walk.refusal = geoJsonHazard(value.bytes());
    else
        walk.element(value);
    if (!walk.refusal.isEmpty())
        return std::unexpected(Error::invalidArgument(walk.refusal));
    return walk.needsOrdering ? Storability::NeedsOrdering : Storability::AsIs;
}

Value normalized(const Value &value)
{
    if (value.type() == Value::Type::List) {
        List list;
        list.order = value.list().order;
        list.items.reserve(value.list().items.size());
        for (const Value &item : value.list().items)
            list.items.push_back(normalized(item));
        if (list.order == ListOrder::Ordered) {
            std::sort(list.items.begin(), list.items.end(),
                      [](const Value &a, const Value &b) { return compareByRank(a, b) < 0; });
        }
        return list;
    }
    if (value.type() == Value::Type::Map) {
        Map map;
        map.order = value.map().order == MapOrder::PreserveOrder ? MapOrder::Unordered : value.map().order;
        map.pairs.reserve(value.map().pairs.size());
        for (const auto &[key, held] : value.map().pairs)
            map.pairs.emplace_back(key, normalized(held));
        if (isOrderedMap(map)) {
            std::sort(map.pairs.begin(), map.pairs.end(),
                      [](const auto &a, const auto &b) { return compareByRank(a.first, b.first) < 0; });
        }
        return map;
    }
    return value;
}

} // namespace Aeroscope
