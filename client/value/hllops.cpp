// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/hllops.h"

#include "client/value/payload_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::HllOps {

namespace {

// codes of protocol section 8.7
enum Code : quint8 {
    Init = 0,
    Add = 1,
    SetUnion = 2,
    RefreshCount = 3,
    Fold = 4,
    Count = 50,
    GetUnion = 51,
    UnionCount = 52,
    IntersectCount = 53,
    Similarity = 54,
    Describe = 55,
    MayContain = 56,
};

PayloadBuilder reading(QByteArray bin, Code code)
{
    return {OpCode::HllRead, std::move(bin), code};
}

PayloadBuilder modifying(QByteArray bin, Code code)
{
    return {OpCode::HllModify, std::move(bin), code};
}

void addSketches(PayloadBuilder &payload, const std::vector<Value> &others)
{
    const bool areSketches = std::all_of(others.begin(), others.end(),
                                         [](const Value &other) { return other.type() == Value::Type::Hll; });
    if (!areSketches)
        payload.refuse("only HyperLogLog values can be combined"_L1);
    payload.argument(List{others, ListOrder::Unordered});
}

Operation combine(Code code, QByteArray bin, const std::vector<Value> &others)
{
    PayloadBuilder payload = reading(std::move(bin), code);
    addSketches(payload, others);
    return payload.finish({});
}

} // namespace

Operation init(QByteArray bin, HllSize size, HllWriteFlags flags)
{
    return modifying(std::move(bin), Init)
        .integer(size.indexBits)
        .integer(size.minHashBits)
        .integer(flags.toInt())
        .finish({});
}

Operation add(QByteArray bin, const std::vector<Value> &values, HllSize size, HllWriteFlags flags)
{
    return modifying(std::move(bin), Add)
        .storedList(values)
        .integer(size.indexBits)
        .integer(size.minHashBits)
        .integer(flags.toInt())
        .finish({});
}

Operation setUnion(QByteArray bin, const std::vector<Value> &others, HllWriteFlags flags)
{
    PayloadBuilder payload = modifying(std::move(bin), SetUnion);
    addSketches(payload, others);
    return payload.integer(flags.toInt()).finish({});
}

Operation refreshCount(QByteArray bin)
{
    return modifying(std::move(bin), RefreshCount).finish({});
}

Operation fold(QByteArray bin, int indexBits)
{
    return modifying(std::move(bin), Fold).integer(indexBits).finish({});
}

Operation count(QByteArray bin)
{
    return reading(std::move(bin), Count).finish({});
}

Operation getUnion(QByteArray bin, const std::vector<Value> &others)
{
    return combine(GetUnion, std::move(bin), others);
}

Operation unionCount(QByteArray bin, const std::vector<Value> &others)
{
    return combine(UnionCount, std::move(bin), others);
}

Operation intersectCount(QByteArray bin, const std::vector<Value> &others)
{
    return combine(IntersectCount, std::move(bin), others);
}

Operation similarity(QByteArray bin, const std::vector<Value> &others)
{
    return combine(Similarity, std::move(bin), others);
}

Operation describe(QByteArray bin)
{
    return reading(std::move(bin), Describe).finish({});
}

Operation mayContain(QByteArray bin, const std::vector<Value> &values)
{
    return reading(std::move(bin), MayContain).storedList(values).finish({});
}

std::optional<HllSize> describedSize(const Value &result) noexcept
{
    if (result.type() != Value::Type::List || result.list().items.size() != 2)
        return std::nullopt;
    const auto bits = [&result](size_t index) -> std::optional<int> {
        const Value &item = result.list().items[index];
        constexpr qint64 mostBits = 64;
        if (item.type() != Value::Type::Integer || item.toInteger() < 0 || item.toInteger() > mostBits)
            return std::nullopt;
        return static_cast<int>(item.toInteger());
    };
    const auto indexBits = bits(0);
    const auto minHashBits = bits(1);
    if (!indexBits || !minHashBits)
        return std::nullopt;
    return HllSize{*indexBits, *minHashBits};
}

} // namespace Aeroscope::HllOps
