// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/naivecdt.h"

#include "client/value/msgpack.h"
#include "tests/support/naivereader.h"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace Aeroscope::Naive {

namespace {

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
