// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/naiveorder.h"

#include <QtEndian>

#include <algorithm>

namespace Aeroscope::Naive {

namespace {

enum class Step { Less, Equal, Greater, Wildcard };

int stepOf(const Value &value)
{
    switch (value.type()) {
    case Value::Type::Nil:
        return 0;
    case Value::Type::Bool:
        return value.toBool() ? 2 : 1;
    case Value::Type::Integer:
        return value.toInteger() < 0 ? 3 : 4;
    case Value::Type::String:
        return 5;
    case Value::Type::List:
        return 6;
    case Value::Type::Map:
        return 7;
    case Value::Type::Blob:
    case Value::Type::Hll:
    case Value::Type::RawBytes:
        return 8;
    case Value::Type::Double:
        return 9;
    case Value::Type::GeoJson:
        return 10;
    case Value::Type::Opaque:
        return value.bytes().startsWith('\xcf') ? 4 : 11;
    case Value::Type::Wildcard:
        return 12;
    case Value::Type::Infinity:
        return 13;
    }
    return 0;
}

quint64 unsignedOf(const Value &value)
{
    return value.type() == Value::Type::Opaque ? qFromBigEndian<quint64>(value.bytes().constData() + 1)
                                               : static_cast<quint64>(value.toInteger());
}

QByteArray bytesOf(const Value &value)
{
    switch (value.type()) {
    case Value::Type::Blob:
        return char(value.blobType()) + value.bytes();
    case Value::Type::Hll:
        return char(ParticleType::Hll) + value.bytes();
    default:
        return value.bytes();
    }
}

template <typename T>
Step order(const T &a, const T &b)
{
    return a < b ? Step::Less : a > b ? Step::Greater : Step::Equal;
}

Step orderBytes(const QByteArray &a, const QByteArray &b)
{
    const size_t shared = static_cast<size_t>(std::min(a.size(), b.size()));
    const int sign = shared == 0 ? 0 : std::memcmp(a.constData(), b.constData(), shared);
    return sign == 0 ? order(a.size(), b.size()) : order(sign, 0);
}

bool isUnorderedMap(const Value &value)
{
    if (value.type() != Value::Type::Map)
        return false;
    const MapOrder order = value.map().order;
    return order == MapOrder::PreserveOrder || (order == MapOrder::Unordered && !value.map().pairs.empty());
}

Step walk(const Value &a, const Value &b, bool &metUnorderedMap)
{
    metUnorderedMap = metUnorderedMap || isUnorderedMap(a) || isUnorderedMap(b);
    if (a.type() == Value::Type::Wildcard || b.type() == Value::Type::Wildcard)
        return Step::Wildcard;
    const int step = stepOf(a);
    if (step != stepOf(b))
        return order(step, stepOf(b));
    switch (step) {
    case 3:
    case 4:
        return order(unsignedOf(a), unsignedOf(b));
    case 5:
    case 8:
    case 10:
    case 11:
        return orderBytes(bytesOf(a), bytesOf(b));
    case 6: {
        const auto &left = a.list().items;
        const auto &right = b.list().items;
        for (size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
            if (const Step found = walk(left[i], right[i], metUnorderedMap); found != Step::Equal)
                return found;
        }
        return order(left.size(), right.size());
    }
    case 7: {
        const auto &left = a.map().pairs;
        const auto &right = b.map().pairs;
        if (left.size() != right.size())
            return order(left.size(), right.size());
        for (size_t i = 0; i < left.size(); ++i) {
            if (const Step found = walk(left[i].first, right[i].first, metUnorderedMap); found != Step::Equal)
                return found;
            if (const Step found = walk(left[i].second, right[i].second, metUnorderedMap);
                found != Step::Equal)
                return found;
        }
        return Step::Equal;
    }
    case 9:
        return order(a.toDouble(), b.toDouble());
    default:
        return Step::Equal;
    }
}

} // namespace

Comparison compare(const Value &a, const Value &b)
{
    Comparison result;
    const Step step = walk(a, b, result.metUnorderedMap);
    result.sign = step == Step::Less ? -1 : step == Step::Greater ? 1 : 0;
    return result;
}

Value storedForm(const Value &value)
{
    if (value.type() == Value::Type::List) {
        List list = value.list();
        for (Value &item : list.items)
            item = storedForm(item);
        return list;
    }
    if (value.type() == Value::Type::Map) {
        Map map = value.map();
        for (auto &pair : map.pairs)
            pair.second = storedForm(pair.second);
        sortKeepingOrder(map.pairs, [](const auto &a, const auto &b) { return isLess(a.first, b.first); });
        return map;
    }
    return value;
}

} // namespace Aeroscope::Naive
