// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/naivegenerator.h"

#include "tests/support/naivegenerator_p.h"
#include "tests/support/naiveorder.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace Aeroscope::Naive {

quint64 Generator::seed(quint64 fallback)
{
    bool isNumber = false;
    const quint64 given = qEnvironmentVariable("AEROSCOPE_SEED").toULongLong(&isNumber);
    return isNumber ? given : fallback;
}

qint64 Generator::integer()
{
    switch (below(12)) {
    case 0:
        return pick<qint64>({std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max(), -1,
                             0x80000000, -0x80000001LL, 0x100000000, 255, 256, 65535, 65536});
    case 1:
        return qint64(m_random());
    default:
        return qint64(below(16)) - 4;
    }
}

double Generator::real()
{
    switch (below(12)) {
    case 0:
        return pick({1e300, -1e300, 1e-300, 9.3e18, -9.3e18, 4.5e15, 0.1});
    case 1:
        return pick({std::nan(""), double(INFINITY), -double(INFINITY)});
    default:
        return double(qint64(below(16)) - 4) / 2;
    }
}

QByteArray Generator::word()
{
    return pick<const char *>(
        {"", "a", "ab", "abc", "b", "ba", "Hello", "hello world", "x\ny", "zebra", "1", "12", "\xc3\xa9"});
}

Value Generator::key(bool hasIntegerKeys)
{
    return hasIntegerKeys ? Value(qint64(below(14)) - 2) : Value::string(word());
}

/// Scalars that compare equal only when they are the same: no NaN, no negative zero.
Value Generator::scalar()
{
    switch (below(10)) {
    case 0:
        return Value();
    case 1:
        return Value(oneIn(2));
    case 2:
        return Value(double(qint64(below(8)) - 2) / 2 + 0.25);
    case 3:
    case 4:
        return Value::string(word());
    case 5:
        return Value::blob(word());
    default:
        return Value(qint64(below(12)) - 3);
    }
}

Value Generator::element(int depth)
{
    if (depth > 0 && oneIn(6))
        return oneIn(2) ? listValue(depth - 1, false)
                        : mapValue(depth - 1, MapOrder::Unordered, false, oneIn(2));
    return scalar();
}

Value Generator::distinctElement(qint64 index)
{
    switch (index % 4) {
    case 0:
        return Value(index * 3 - 5);
    case 1:
        return Value::string(QByteArray("s") + QByteArray::number(index));
    case 2:
        return Value(double(index) + 0.5);
    default:
        return Value::blob(QByteArray(1, char(index)));
    }
}

Value Generator::listValue(int depth, bool isOrdered)
{
    List list;
    const quint64 count = below(9);
    const bool isUniform = oneIn(2);
    for (quint64 i = 0; i < count; ++i)
        list.items.push_back(isUniform ? Value(qint64(below(12)) - 3) : element(depth));
    if (isOrdered) {
        list.order = ListOrder::Ordered;
        sortKeepingOrder(list.items, isLess);
    }
    return list;
}

Value Generator::mapValue(int depth, MapOrder order, bool isDistinct, bool hasIntegerKeys)
{
    Map map;
    map.order = order;
    const quint64 count = below(9);
    for (quint64 i = 0; i < count; ++i) {
        const Value name = key(hasIntegerKeys);
        if (!map.find(name))
            map.pairs.emplace_back(name, isDistinct ? distinctElement(qint64(below(4)) + qint64(i) * 4)
                                                    : element(depth));
    }
    return storedForm(map);
}

/// The same shape in every record, so that contexts lead somewhere.
Value Generator::document()
{
    Map inner;
    inner.order = oneIn(2) ? MapOrder::KeyOrdered : MapOrder::Unordered;
    inner.pairs.emplace_back(Value("c"), Value(integer()));
    inner.pairs.emplace_back(Value("n"), Value::string(word()));
    Map map;
    map.order = MapOrder::KeyOrdered;
    map.pairs.emplace_back(Value("a"), inner);
    map.pairs.emplace_back(Value("list"), listValue(1, oneIn(3)));
    map.pairs.emplace_back(Value("map"),
                           mapValue(1, oneIn(2) ? MapOrder::KeyOrdered : MapOrder::Unordered, false, true));
    map.pairs.emplace_back(Value("rows"), List{{inner, inner, scalar()}, ListOrder::Unordered});
    if (oneIn(4))
        map.pairs.erase(map.pairs.begin() + qsizetype(below(map.pairs.size())));
    return map;
}

/// Registers at random: any pattern is a sketch.
QByteArray Generator::sketch()
{
    const int indexBits = oneIn(2) ? 6 : 4;
    const int minHashBits = oneIn(2) ? 0 : 6;
    const qsizetype size = 11 + ((6 + minHashBits) << indexBits) / 8;
    QByteArray bytes(size, '\0');
    bytes[1] = char(indexBits);
    bytes[2] = char(minHashBits);
    const quint64 used = below(60);
    for (quint64 i = 0; i < used; ++i) {
        // small ranks keep the estimates within reason
        const qint64 width = 6 + minHashBits;
        const qint64 first = qint64(below(quint64(1) << indexBits)) * width;
        const quint64 rank = 1 + below(6);
        const quint64 value = rank << minHashBits | (minHashBits == 0 ? 0 : below(64));
        for (qint64 b = 0; b < width; ++b) {
            const qint64 at = first + b;
            const bool isSet = value >> (width - 1 - b) & 1;
            const int mask = 0x80 >> (at % 8);
            bytes[11 + at / 8] = char(isSet ? bytes[11 + at / 8] | mask : bytes[11 + at / 8] & ~mask);
        }
    }
    return bytes;
}

QByteArray Generator::point()
{
    return QByteArray("{\"type\":\"Point\",\"coordinates\":[") + QByteArray::number(qint64(below(7)) - 3) +
           ".5," + QByteArray::number(qint64(below(7)) - 3) + ".5]}";
}

QByteArray Generator::region()
{
    const auto corner = [](qint64 x, qint64 y) {
        return '[' + QByteArray::number(x) + ',' + QByteArray::number(y) + ']';
    };
    const qint64 west = qint64(below(5)) - 4;
    const qint64 south = qint64(below(5)) - 4;
    const qint64 size = 1 + qint64(below(4));
    if (oneIn(3)) {
        return "{\"type\":\"AeroCircle\",\"coordinates\":[" + corner(west, south) + ',' +
               QByteArray::number(50000 + 70000 * qint64(below(5))) + "]}";
    }
    return "{\"type\":\"Polygon\",\"coordinates\":[[" + corner(west, south) + ',' +
           corner(west + size, south) + ',' + corner(west + size, south + size) + ',' +
           corner(west, south + size) + ',' + corner(west, south) + "]]}";
}

Record Generator::record()
{
    Record record;
    record.set = "naive";
    if (oneIn(2))
        record.userKey = oneIn(3)   ? Value::string("key" + QByteArray::number(below(1000000)))
                         : oneIn(2) ? Value::blob("k" + QByteArray::number(below(1000000)))
                                    : Value(qint64(m_random() >> 1));
    record.digest = computeDigest(record.set, record.userKey.value_or(Value(qint64(m_random() >> 1))));
    const auto add = [&](const char *name, Value value) {
        if (oneIn(30))
            return;
        if (oneIn(50))
            value = scalar();
        if (!value.isNil())
            record.bins.push_back({name, value});
    };
    add("i", Value(integer()));
    add("j", Value(integer()));
    add("k", Value(qint64(below(6))));
    add("f", Value(real()));
    add("g", Value(real()));
    add("s", Value::string(word()));
    add("t", Value::string(word()));
    add("b", Value(oneIn(2)));
    add("x", Value::blob(word()));
    add("h", Value::hll(sketch()));
    add("p", Value::geoJson(point()));
    add("r", Value::geoJson(region()));
    add("l", listValue(2, false));
    add("o", listValue(1, true));
    add("m", mapValue(2, MapOrder::Unordered, false, false));
    add("n", mapValue(1, MapOrder::KeyOrdered, false, true));
    add("u", mapValue(1, MapOrder::KeyValueOrdered, true, true));
    add("v", mapValue(1, MapOrder::Unordered, true, false));
    add("d", document());
    if (record.bins.empty())
        record.bins.push_back({"i", Value(1)});
    return record;
}

QByteArray Generator::filter(int depth)
{
    m_variables.clear();
    return truth(depth);
}

QByteArray Generator::expression(int depth)
{
    m_variables.clear();
    return typed(pick({Type::Bool, Type::Integer, Type::Float, Type::String, Type::Blob, Type::List,
                       Type::Map, Type::Hll, Type::List, Type::Map, Type::Integer}),
                 depth);
}

QByteArray Generator::typed(Type type, int depth)
{
    switch (type) {
    case Type::Bool:
        return truth(depth);
    case Type::Integer:
        return integerCode(depth);
    case Type::Float:
        return floatCode(depth);
    case Type::String:
        return stringCode(depth);
    case Type::Blob:
        return blobCode(depth);
    case Type::List:
        return listCode(depth);
    case Type::Map:
        return mapCode(depth);
    case Type::Hll:
        return hllCode(depth);
    case Type::Geo:
        return geoCode();
    }
    return {};
}

bool Generator::variable(Type type, QByteArray &code)
{
    if (!oneIn(4))
        return false;
    std::vector<QByteArray> fitting;
    for (const Variable &known : m_variables) {
        if (known.type == type)
            fitting.push_back(known.name);
    }
    if (fitting.empty())
        return false;
    code = operation(124, {rawText(fitting[below(fitting.size())])});
    return true;
}

QByteArray Generator::conditional(Type type, int depth)
{
    QList<QByteArray> parts;
    const quint64 cases = 1 + below(2);
    for (quint64 i = 0; i < cases; ++i)
        parts << truth(depth - 1) << (oneIn(10) ? operation(0, {}) : typed(type, depth - 1));
    // the last one fixes the type, whatever the others say
    parts << typed(type, depth - 1);
    return operation(123, parts);
}

QByteArray Generator::defining(Type type, int depth)
{
    const size_t outer = m_variables.size();
    QList<QByteArray> parts;
    const quint64 count = 1 + below(2);
    for (quint64 i = 0; i < count; ++i) {
        const Type kind = pick(
            {Type::Bool, Type::Integer, Type::Float, Type::String, Type::List, Type::Map, Type::Integer});
        const QByteArray name = "v" + QByteArray::number(m_nextVariable++ % 100000);
        parts << rawText(name) << typed(kind, depth - 1);
        m_variables.push_back({name, kind});
    }
    parts << typed(type, depth - 1);
    m_variables.resize(outer);
    return operation(125, parts);
}

QByteArray Generator::metadataTruth()
{
    switch (below(8)) {
    case 0:
        return operation(71, {});
    case 1:
        return operation(72, {});
    case 2:
        return operation(5, {operation(67, {}), number(36'000'000)});
    case 3:
        return operation(3, {operation(66, {}), number(1'600'000'000'000'000'000)});
    case 4:
        return operation(1, {operation(68, {}), number(-1)});
    case 5:
        return operation(3, {operation(69, {}), number(qint64(below(2)) * 1000 - 1)});
    case 6:
        return operation(1, {operation(70, {}), packValue(Value::string(oneIn(4) ? "other" : "naive"))});
    default:
        return operation(1, {operation(80, {number(3)}), packValue(Value::string(word()))});
    }
}

QByteArray Generator::truth(int depth)
{
    QByteArray code;
    if (variable(Type::Bool, code))
        return code;
    if (depth <= 0) {
        return pick({bin(1, "b"), packValue(Value(oneIn(2))),
                     operation(qint64(below(6)) + 1, {bin(2, "i"), number(integer())}),
                     operation(qint64(below(6)) + 1, {bin(3, "s"), packValue(Value::string(word()))})});
    }
    switch (below(18)) {
    case 0:
        return packValue(Value(oneIn(2)));
    case 1:
        return bin(1, oneIn(8) ? "absent" : "b");
    case 2:
        return operation(18, {truth(depth - 1)});
    case 3:
    case 4:
    case 5: {
        QList<QByteArray> parts;
        const quint64 count = 2 + below(2);
        for (quint64 i = 0; i < count; ++i)
            parts << truth(depth - 1);
        return operation(pick<qint64>({16, 17, 16, 17, 19}), parts);
    }
    case 6:
        return operation(7, {number(qint64(below(8))),
                             rawText(pick<const char *>({"^a", "b$", "l+o", "[a-c]+", ".", "^$", "(ab|x)",
                                                         "H.*O", "x.y", "^y", "a*", "\\."})),
                             stringCode(depth - 1)});
    case 7:
        return operation(8, oneIn(2) ? QList<QByteArray>{geoCode(), geoCode()}
                                     : QList<QByteArray>{bin(8, "p"), packValue(Value::geoJson(region()))});
    case 8: {
        const Type kind =
            pick({Type::Integer, Type::String, Type::Bool, Type::Float, Type::List, Type::Blob});
        return operation(9, {typed(kind, depth - 1), listCode(depth - 1)});
    }
    case 9:
        return metadataTruth();
    case 10:
        return cdtCall(Type::Bool, depth);
    case 11:
        return conditional(Type::Bool, depth);
    case 12:
        return defining(Type::Bool, depth);
    case 13:
        if (oneIn(4))
            return operation(0, {});
        [[fallthrough]];
    default: {
        const Type kind = pick({Type::Integer, Type::Integer, Type::Integer, Type::Float, Type::String,
                                Type::Bool, Type::Blob, Type::List, Type::Map});
        return operation(qint64(below(6)) + 1, {typed(kind, depth - 1), typed(kind, depth - 1)});
    }
    }
}

QByteArray Generator::integerCode(int depth)
{
    QByteArray code;
    if (variable(Type::Integer, code))
        return code;
    if (depth <= 0)
        return oneIn(2) ? number(integer()) : bin(2, pick<const char *>({"i", "j", "k"}));
    const auto any = [this, depth] { return integerCode(depth - 1); };
    switch (below(22)) {
    case 0:
    case 1:
        return number(integer());
    case 2:
    case 3:
    case 4:
        return bin(2, pick<const char *>({"i", "j", "k", "k", "s", "absent"}));
    case 5:
    case 6: {
        QList<QByteArray> parts;
        const quint64 count = 1 + below(3);
        for (quint64 i = 0; i < count; ++i)
            parts << any();
        return operation(pick<qint64>({20, 21, 22, 32, 33, 34, 50, 51}), parts);
    }
    case 7:
        // a divisor that cannot be -1
        return operation(oneIn(2) ? 23 : 26,
                         {any(), oneIn(2) ? number(qint64(below(5))) : operation(32, {any(), number(255)})});
    case 8:
        return operation(pick<qint64>({27, 35, 39}), {any()});
    case 9:
        return operation(pick<qint64>({36, 37, 38}),
                         {any(), oneIn(2) ? number(qint64(below(70)) - 3) : any()});
    case 10:
        return operation(oneIn(2) ? 40 : 41, {any(), truth(depth - 1)});
    case 11:
        return operation(30, {floatCode(depth - 1)});
    case 12:
        return operation(
            82, {rawText(pick<const char *>({"i", "f", "s", "l", "m", "h", "p", "x", "b", "absent"}))});
    case 13:
        return oneIn(2) ? operation(64, {number(pick<qint64>({1, 2, 3, 16, 1000, -3}))})
                        : operation(pick<qint64>({65, 73, 74}), {});
    case 14:
        return conditional(Type::Integer, depth);
    case 15:
        return defining(Type::Integer, depth);
    case 16: // bits
        switch (below(4)) {
        case 0:
            return operation(
                127, {number(2), number(1),
                      packedList({number(51), number(qint64(below(20)) - 4), number(qint64(below(20)))}),
                      blobCode(depth - 1)});
        case 1:
            return operation(127, {number(2), number(1),
                                   packedList({number(oneIn(2) ? 52 : 53), number(qint64(below(16))),
                                               number(qint64(below(24)) + 1), packValue(Value(oneIn(2)))}),
                                   blobCode(depth - 1)});
        case 2:
            return operation(127, {number(2), number(1),
                                   packedList({number(54), number(qint64(below(16)) - 2),
                                               number(qint64(below(24)) + 1), number(qint64(below(2)))}),
                                   blobCode(depth - 1)});
        default:
            return operation(127,
                             {number(2), number(1), packedList({number(54), any(), number(8)}), bin(6, "x")});
        }
    case 17: // sketches
        switch (below(3)) {
        case 0:
            return operation(127, {number(2), number(2), packedList({number(50)}), hllCode(depth - 1)});
        case 1:
            return operation(127,
                             {number(2), number(2),
                              packedList({number(oneIn(2) ? 52 : 53), literalList({Value::hll(sketch())})}),
                              bin(9, "h")});
        default:
            return operation(127, {number(2), number(2),
                                   packedList({number(56), literalList({scalar(), scalar()})}), bin(9, "h")});
        }
    default:
        return cdtCall(Type::Integer, depth);
    }
}

QByteArray Generator::floatCode(int depth)
{
    QByteArray code;
    if (variable(Type::Float, code))
        return code;
    if (depth <= 0)
        return oneIn(2) ? packValue(Value(real())) : bin(7, oneIn(2) ? "f" : "g");
    const auto any = [this, depth] { return floatCode(depth - 1); };
    switch (below(14)) {
    case 0:
    case 1:
        return packValue(Value(real()));
    case 2:
    case 3:
    case 4:
        return bin(7, pick<const char *>({"f", "g", "f", "g", "i", "absent"}));
    case 5:
    case 6: {
        QList<QByteArray> parts;
        const quint64 count = 1 + below(3);
        for (quint64 i = 0; i < count; ++i)
            parts << any();
        return operation(pick<qint64>({20, 21, 22, 23, 50, 51}), parts);
    }
    case 7:
        return operation(24, {any(), any()});
    case 8:
        return operation(25, {any(), any()});
    case 9:
        return operation(pick<qint64>({27, 28, 29}), {any()});
    case 10:
        return operation(31, {integerCode(depth - 1)});
    case 11:
        return conditional(Type::Float, depth);
    case 12:
        return operation(127, {number(7), number(2),
                               packedList({number(54), literalList({Value::hll(sketch())})}), bin(9, "h")});
    default:
        return cdtCall(Type::Float, depth);
    }
}

QByteArray Generator::stringCode(int depth)
{
    QByteArray code;
    if (variable(Type::String, code))
        return code;
    switch (depth <= 0 ? below(2) : below(7)) {
    case 0:
        return packValue(Value::string(word()));
    case 1:
    case 2:
        return bin(3, pick<const char *>({"s", "t", "s", "t", "s", "x", "absent"}));
    case 3:
        return operation(70, {});
    case 4:
        return conditional(Type::String, depth);
    case 5:
        return defining(Type::String, depth);
    default:
        return cdtCall(Type::String, depth);
    }
}

QByteArray Generator::blobCode(int depth)
{
    switch (depth <= 0 ? below(2) : below(4)) {
    case 0:
        return packValue(Value::blob(word()));
    case 1:
        return bin(6, "x");
    case 2:
        return operation(
            127, {number(6), number(1),
                  packedList({number(50), number(qint64(below(12)) - 2), number(qint64(below(20)) + 1)}),
                  bin(6, "x")});
    default:
        return cdtCall(Type::Blob, depth);
    }
}

QByteArray Generator::listCode(int depth)
{
    QByteArray code;
    if (variable(Type::List, code))
        return code;
    switch (depth <= 0 ? below(2) : below(8)) {
    case 0:
        return literalList(listValue(1, false).list().items);
    case 1:
    case 2:
        return bin(4, oneIn(2) ? "l" : "o");
    case 3:
        return operation(oneIn(2) ? 101 : 102, {mapCode(depth - 1)});
    case 4:
        return conditional(Type::List, depth);
    case 5:
        if (oneIn(2))
            return operation(127, {number(4), number(2), packedList({number(55)}), hllCode(depth - 1)});
        return operation(126, {packValue(listValue(1, true))});
    case 6:
        return pathCall(Type::List);
    default:
        return cdtCall(Type::List, depth);
    }
}

QByteArray Generator::mapCode(int depth)
{
    QByteArray code;
    if (variable(Type::Map, code))
        return code;
    switch (depth <= 0 ? below(2) : below(6)) {
    case 0:
        return packValue(mapValue(1, pick({MapOrder::KeyOrdered, MapOrder::KeyOrdered, MapOrder::Unordered}),
                                  false, oneIn(2)));
    case 1:
    case 2:
        return bin(5, pick<const char *>({"m", "n", "u", "v", "d"}));
    case 3:
        return conditional(Type::Map, depth);
    case 4:
        return oneIn(2) ? pathCall(Type::Map) : cdtCall(Type::Map, depth);
    default:
        return cdtCall(Type::Map, depth);
    }
}

QByteArray Generator::hllCode(int depth)
{
    switch (depth <= 0 ? below(2) : below(3)) {
    case 0:
        return packValue(Value::hll(sketch()));
    case 1:
        return bin(9, "h");
    default:
        return operation(127,
                         {number(9), number(2),
                          packedList({number(51), literalList({Value::hll(sketch()), Value::hll(sketch())})}),
                          bin(9, "h")});
    }
}

QByteArray Generator::geoCode()
{
    return pick(
        {bin(8, "p"), bin(8, "r"), packValue(Value::geoJson(point())), packValue(Value::geoJson(region()))});
}

} // namespace Aeroscope::Naive
