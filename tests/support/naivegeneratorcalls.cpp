// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/naivegenerator.h"
#include "tests/support/naivegenerator_p.h"

namespace Aeroscope::Naive {

namespace {

constexpr quint64 invertedFlag = 0x10000;

} // namespace

Generator::Container Generator::container()
{
    switch (below(9)) {
    case 0:
    case 1:
        return {bin(4, "l"), false, false, false};
    case 2:
    case 3:
        return {bin(4, "o"), false, false, false};
    case 4:
        return {bin(5, "m"), true, false, false};
    case 5:
        return {bin(5, "n"), true, false, true};
    case 6:
        return {bin(5, "u"), true, true, true};
    case 7:
        return {bin(5, "v"), true, true, false};
    default:
        return {bin(5, "d"), true, false, false};
    }
}

QByteArray Generator::literalList(const std::vector<Value> &items)
{
    return operation(126, {packValue(List{items, ListOrder::Unordered})});
}

/// Values to look for: mostly such as occur.
std::vector<Value> Generator::probes(const Container &from, bool areKeys)
{
    std::vector<Value> values;
    const quint64 count = 1 + below(4);
    for (quint64 i = 0; i < count; ++i)
        values.push_back(areKeys           ? key(from.hasIntegerKeys)
                         : from.isDistinct ? distinctElement(qint64(below(32)))
                                           : element(1));
    return values;
}

/// An argument of a call: literal, or now and then an expression that yields it.
QByteArray Generator::argument(const Value &value, int depth)
{
    if (value.type() == Value::Type::List)
        return literalList(value.list().items);
    if (value.type() == Value::Type::Integer && depth > 0 && oneIn(4))
        return integerCode(depth - 1);
    if (value.type() == Value::Type::String && depth > 0 && oneIn(4))
        return stringCode(depth - 1);
    return packValue(value);
}

QByteArray Generator::returnWord(const Container &from, Type type, bool isMulti, bool isRanked,
                                 bool isItemList)
{
    // of equal elements of a list a rank may mean any: then only what is the same for all of them may be
    // asked for
    const bool namesElement = !isRanked || from.isMap;
    std::vector<quint64> choices;
    switch (type) {
    case Type::Bool:
        choices = {13};
        break;
    case Type::Integer:
        choices = {5};
        if (!isMulti) {
            if (!isItemList)
                choices.insert(choices.end(), {3, 4});
            if (namesElement)
                choices.insert(choices.end(), {1, 2});
            choices.push_back(7);
        }
        break;
    case Type::List:
        choices = {7};
        if (isMulti && namesElement) {
            choices.insert(choices.end(), {1, 2});
            if (!(isItemList && from.isMap))
                choices.insert(choices.end(), {3, 4});
            if (from.isMap)
                choices.push_back(6);
        }
        break;
    case Type::Map:
        choices = {7};
        if (from.isMap && namesElement)
            choices = {8, 16, 17};
        break;
    default:
        choices = {7};
        if (from.isMap && !isMulti && namesElement)
            choices.push_back(6);
    }
    quint64 word = choices[below(choices.size())];
    if (isMulti && oneIn(4) && (namesElement || word != 7))
        word |= invertedFlag;
    return number(qint64(word));
}

QByteArray Generator::cdtCall(Type type, int depth)
{
    Container from = container();
    qint64 kind = 0;
    switch (type) {
    case Type::Bool:
        kind = 1;
        break;
    case Type::Integer:
        kind = 2;
        break;
    case Type::String:
        kind = 3;
        break;
    case Type::List:
        kind = 4;
        break;
    case Type::Map:
        kind = 5;
        break;
    case Type::Blob:
        kind = 6;
        break;
    default:
        kind = 7;
    }
    QByteArray context;
    if (oneIn(4)) {
        // into the document
        from = {bin(5, "d"), true, false, false};
        switch (below(6)) {
        case 0:
            context = packedList({number(0x22), packValue(Value("list"))});
            from.isMap = false;
            break;
        case 1:
            context = packedList({number(0x22), packValue(Value("map"))});
            from.hasIntegerKeys = true;
            break;
        case 2:
            context = packedList(
                {number(0x22), packValue(Value("rows")), number(0x10), number(qint64(below(5)) - 2)});
            break;
        case 3:
            context = packedList({number(0x20), number(qint64(below(4)))});
            break;
        case 4:
            context = packedList({number(0x21), number(-1)});
            break;
        default:
            context = packedList({number(0x22), packValue(Value("a"))});
        }
        from.isDistinct = false;
    }
    QByteArray payload = from.isMap ? mapPayload(from, type, depth) : listPayload(from, type, depth);
    if (!context.isEmpty())
        payload = packedList({number(0xff), context, payload});
    return operation(127, {number(kind), number(0), payload, from.code});
}

/// A reading path expression over the document.
QByteArray Generator::pathCall(Type type)
{
    const QByteArray every = packValue(Value(true));
    const auto test = [this] {
        const auto loop = [](qint64 kind, qint64 which) {
            return operation(122, {number(kind), number(which)});
        };
        switch (below(5)) {
        case 0:
            return operation(3, {loop(2, 1), number(qint64(below(8)) - 2)});
        case 1:
            return operation(
                1, {loop(3, 0), packValue(Value::string(pick<const char *>({"c", "n", "map", "list"})))});
        case 2:
            return operation(5, {loop(2, 2), number(qint64(below(5)))});
        case 3:
            return operation(4, {loop(2, 0), number(qint64(below(10)) - 2)});
        default:
            return operation(17, {operation(6, {loop(3, 1), packValue(Value::string(word()))}),
                                  packValue(Value(oneIn(2)))});
        }
    };
    QList<QByteArray> path;
    switch (below(6)) {
    case 0:
        path = {number(4), oneIn(2) ? every : test()};
        break;
    case 1:
        path = {number(0x22), packValue(Value("map")), number(4), test()};
        break;
    case 2:
        path = {number(0x22), packValue(Value("list")), number(4), test()};
        break;
    case 3:
        path = {number(0x22), packValue(Value("rows")), number(4), every,
                number(0x22), packValue(Value("c"))};
        break;
    case 4:
        path = {number(0x2a), packValue(List{{Value("a"), Value("map"), Value("zz")}, ListOrder::Unordered}),
                number(4), test()};
        break;
    default:
        path = {number(0x20), number(qint64(below(5)) - 1), number(4), every};
        if (oneIn(2))
            path << number(0x10) << number(qint64(below(3)) - 1);
    }
    if (path.size() == 4 && path[2] != number(4) && oneIn(3))
        path << number(0x204) << test();
    const quint64 flags = (type == Type::Map ? 0 : 1 + below(3)) | (oneIn(2) ? 0x10 : 0);
    return operation(127, {number(type == Type::Map ? 5 : 4), number(0),
                           packedList({number(0xfe), packedList(path), number(qint64(flags))}), bin(5, "d")});
}

QByteArray Generator::countOrNothing()
{
    return oneIn(3) ? QByteArray() : number(qint64(below(6)));
}

QByteArray Generator::listPayload(const Container &from, Type type, int depth)
{
    const auto index = [this] { return number(qint64(below(14)) - 5); };
    const auto withCount = [this](QList<QByteArray> parts) {
        if (const QByteArray count = countOrNothing(); !count.isEmpty())
            parts << count;
        return packedList(parts);
    };
    const std::vector<Value> values = probes(from, false);
    if (type == Type::Integer && oneIn(5))
        return packedList({number(16)});
    if (oneIn(12) && type != Type::Bool)
        return type == Type::List ? withCount({number(18), index()}) : packedList({number(17), index()});
    const bool isMulti = type == Type::List || type == Type::Bool || oneIn(2);
    if (!isMulti) {
        switch (below(3)) {
        case 0:
            return packedList({number(19), returnWord(from, type, false, false, false), index()});
        case 1:
            return packedList(
                {number(20), returnWord(from, type, false, false, false), argument(values[0], depth)});
        default:
            return packedList({number(21), returnWord(from, type, false, true, false), index()});
        }
    }
    switch (below(6)) {
    case 0:
        return packedList(
            {number(22), returnWord(from, type, true, false, false), argument(values[0], depth)});
    case 1:
        return packedList({number(23), returnWord(from, type, true, false, false), literalList(values)});
    case 2:
        return withCount({number(24), returnWord(from, type, true, false, false), index()});
    case 3: {
        QList<QByteArray> parts{number(25), returnWord(from, type, true, false, false),
                                argument(values[0], depth)};
        if (!oneIn(4))
            parts << argument(element(0), depth);
        return packedList(parts);
    }
    case 4:
        return withCount({number(26), returnWord(from, type, true, true, false), index()});
    default:
        return withCount(
            {number(27), returnWord(from, type, true, true, false), argument(values[0], depth), index()});
    }
}

QByteArray Generator::mapPayload(const Container &from, Type type, int depth)
{
    const auto index = [this] { return number(qint64(below(14)) - 5); };
    const auto withCount = [this](QList<QByteArray> parts) {
        if (const QByteArray count = countOrNothing(); !count.isEmpty())
            parts << count;
        return packedList(parts);
    };
    const std::vector<Value> values = probes(from, false);
    const std::vector<Value> keys = probes(from, true);
    if (type == Type::Integer && oneIn(6))
        return packedList({number(96)});
    const bool isMulti = type == Type::List || type == Type::Bool || type == Type::Map || oneIn(3);
    if (!isMulti) {
        switch (below(6)) {
        case 0:
            return packedList({number(98), returnWord(from, type, false, false, false), index()});
        case 1:
            return packedList(
                {number(99), returnWord(from, type, false, false, false), argument(values[0], depth)});
        case 2:
            return packedList({number(100), returnWord(from, type, false, true, false), index()});
        default:
            return packedList(
                {number(97), returnWord(from, type, false, false, false), argument(keys[0], depth)});
        }
    }
    switch (below(9)) {
    case 0:
        return packedList(
            {number(102), returnWord(from, type, true, false, false), argument(values[0], depth)});
    case 1:
    case 2: {
        QList<QByteArray> parts{number(103), returnWord(from, type, true, false, false),
                                argument(keys[0], depth)};
        if (!oneIn(4))
            parts << argument(key(from.hasIntegerKeys), depth);
        return packedList(parts);
    }
    case 3:
        return withCount({number(104), returnWord(from, type, true, false, false), index()});
    case 4: {
        QList<QByteArray> parts{number(105), returnWord(from, type, true, false, false),
                                argument(values[0], depth)};
        if (!oneIn(4))
            parts << argument(element(0), depth);
        return packedList(parts);
    }
    case 5:
        return withCount({number(106), returnWord(from, type, true, true, false), index()});
    case 6:
        return packedList({number(107), returnWord(from, type, true, false, true), literalList(keys)});
    case 7:
        return packedList({number(108), returnWord(from, type, true, false, false), literalList(values)});
    default:
        if (oneIn(2))
            return withCount(
                {number(109), returnWord(from, type, true, false, false), argument(keys[0], depth), index()});
        return withCount(
            {number(110), returnWord(from, type, true, true, false), argument(values[0], depth), index()});
    }
}

} // namespace Aeroscope::Naive
