// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/mapops.h"

#include "client/value/payload_p.h"

using namespace Qt::StringLiterals;

namespace Aeroscope {

namespace {

// codes of protocol section 8.2; "add" and "replace" are "put" with flags and are not needed
enum Code : quint8 {
    SetType = 64,
    Put = 67,
    PutItems = 68,
    Increment = 73,
    Decrement = 74,
    Clear = 75,
    RemoveByKey = 76,
    RemoveByIndex = 77,
    RemoveByValue = 78,
    RemoveByRank = 79,
    RemoveByKeyList = 81,
    RemoveAllByValue = 82,
    RemoveByValueList = 83,
    RemoveByKeyInterval = 84,
    RemoveByIndexRange = 85,
    RemoveByValueInterval = 86,
    RemoveByRankRange = 87,
    RemoveByKeyRelativeIndexRange = 88,
    RemoveByValueRelativeRankRange = 89,
    Size = 96,
    GetByKey = 97,
    GetByIndex = 98,
    GetByValue = 99,
    GetByRank = 100,
    GetAllByValue = 102,
    GetByKeyInterval = 103,
    GetByIndexRange = 104,
    GetByValueInterval = 105,
    GetByRankRange = 106,
    GetByKeyList = 107,
    GetByValueList = 108,
    GetByKeyRelativeIndexRange = 109,
    GetByValueRelativeRankRange = 110,
};

constexpr qint64 persistIndexFlag = 0x10;

PayloadBuilder reading(QByteArray bin, Code code)
{
    return {OpCode::CdtRead, std::move(bin), code};
}

PayloadBuilder modifying(QByteArray bin, Code code)
{
    return {OpCode::CdtModify, std::move(bin), code};
}

/// PreserveOrder marks results; it is no order to keep a map in.
qint64 attributes(MapOrder order, bool persistIndex) noexcept
{
    const auto kept = order == MapOrder::PreserveOrder ? MapOrder::Unordered : order;
    return static_cast<qint64>(kept) | (persistIndex ? persistIndexFlag : 0);
}

void addPolicy(PayloadBuilder &payload, const std::optional<MapPolicy> &policy)
{
    if (!policy)
        return;
    payload.integer(attributes(policy->order, policy->persistIndex));
    if (policy->flags)
        payload.integer(policy->flags.toInt());
}

Operation changeBy(Code code, QByteArray bin, const Value &key, const Value &delta,
                   const std::optional<MapPolicy> &policy, const CdtContext &context)
{
    PayloadBuilder payload = modifying(std::move(bin), code);
    if (delta.type() != Value::Type::Integer && delta.type() != Value::Type::Double)
        payload.refuse("only an integer or a double can be added"_L1);
    payload.storedKey(key).argument(delta);
    if (policy)
        payload.integer(attributes(policy->order, policy->persistIndex));
    return payload.finish(context);
}

Operation setType(QByteArray bin, MapOrder order, bool persistIndex, const CdtContext &context)
{
    return modifying(std::move(bin), SetType).integer(attributes(order, persistIndex)).finish(context);
}

} // namespace

MapSelector::MapSelector(PackedSelector packed)
    : m_packed(std::make_shared<const PackedSelector>(std::move(packed)))
{}

MapSelector MapSelector::key(const Value &key)
{
    return MapSelector(SelectorBuilder(GetByKey, RemoveByKey).value(key).finish());
}

MapSelector MapSelector::keys(std::vector<Value> keys)
{
    return MapSelector(SelectorBuilder(GetByKeyList, RemoveByKeyList).list(std::move(keys)).finish());
}

MapSelector MapSelector::keyRange(const std::optional<Value> &begin, const std::optional<Value> &end)
{
    return MapSelector(SelectorBuilder(GetByKeyInterval, RemoveByKeyInterval).interval(begin, end).finish());
}

MapSelector MapSelector::keyRelativeIndexRange(const Value &key, qint64 index, std::optional<quint64> count)
{
    return MapSelector(SelectorBuilder(GetByKeyRelativeIndexRange, RemoveByKeyRelativeIndexRange)
                           .value(key)
                           .integer(index)
                           .count(count)
                           .finish());
}

MapSelector MapSelector::index(qint64 index)
{
    return MapSelector(SelectorBuilder(GetByIndex, RemoveByIndex).integer(index).finish());
}

MapSelector MapSelector::indexRange(qint64 index, std::optional<quint64> count)
{
    return MapSelector(
        SelectorBuilder(GetByIndexRange, RemoveByIndexRange).integer(index).count(count).finish());
}

MapSelector MapSelector::rank(qint64 rank)
{
    return MapSelector(SelectorBuilder(GetByRank, RemoveByRank).integer(rank).finish());
}

MapSelector MapSelector::rankRange(qint64 rank, std::optional<quint64> count)
{
    return MapSelector(
        SelectorBuilder(GetByRankRange, RemoveByRankRange).integer(rank).count(count).finish());
}

MapSelector MapSelector::value(const Value &value)
{
    return MapSelector(SelectorBuilder(GetAllByValue, RemoveAllByValue).value(value).finish());
}

MapSelector MapSelector::firstValue(const Value &value)
{
    return MapSelector(SelectorBuilder(GetByValue, RemoveByValue).value(value).finish());
}

MapSelector MapSelector::values(std::vector<Value> values)
{
    return MapSelector(SelectorBuilder(GetByValueList, RemoveByValueList).list(std::move(values)).finish());
}

MapSelector MapSelector::valueRange(const std::optional<Value> &begin, const std::optional<Value> &end)
{
    return MapSelector(
        SelectorBuilder(GetByValueInterval, RemoveByValueInterval).interval(begin, end).finish());
}

MapSelector MapSelector::valueRelativeRankRange(const Value &value, qint64 rank, std::optional<quint64> count)
{
    return MapSelector(SelectorBuilder(GetByValueRelativeRankRange, RemoveByValueRelativeRankRange)
                           .value(value)
                           .integer(rank)
                           .count(count)
                           .finish());
}

namespace MapOps {

Operation size(QByteArray bin, const CdtContext &context)
{
    return reading(std::move(bin), Size).finish(context);
}

Operation get(QByteArray bin, const MapSelector &selector, CdtReturn returning, const CdtContext &context)
{
    const PackedSelector &packed = selector.packed();
    return reading(std::move(bin), static_cast<Code>(packed.readCode))
        .integer(returning.word())
        .packed(packed.arguments, packed.argumentCount)
        .finish(context);
}

Operation create(QByteArray bin, MapCreation creation, bool persistIndex, const CdtContext &context)
{
    MapOrder order = MapOrder::Unordered;
    if (creation == MapCreation::KeyOrdered)
        order = MapOrder::KeyOrdered;
    else if (creation == MapCreation::KeyValueOrdered)
        order = MapOrder::KeyValueOrdered;
    return setType(std::move(bin), order, persistIndex, context.withCreation(static_cast<quint8>(creation)));
}

Operation setOrder(QByteArray bin, MapOrder order, bool persistIndex, const CdtContext &context)
{
    return setType(std::move(bin), order, persistIndex, context);
}

Operation put(QByteArray bin, const Value &key, const Value &value, std::optional<MapPolicy> policy,
              const CdtContext &context)
{
    PayloadBuilder payload = modifying(std::move(bin), Put);
    payload.storedKey(key).stored(value);
    addPolicy(payload, policy);
    return payload.finish(context);
}

Operation putItems(QByteArray bin, const std::vector<std::pair<Value, Value>> &items,
                   std::optional<MapPolicy> policy, const CdtContext &context)
{
    PayloadBuilder payload = modifying(std::move(bin), PutItems);
    payload.stored(Map{items, MapOrder::Unordered});
    addPolicy(payload, policy);
    return payload.finish(context);
}

Operation increment(QByteArray bin, const Value &key, const Value &delta, std::optional<MapPolicy> policy,
                    const CdtContext &context)
{
    return changeBy(Increment, std::move(bin), key, delta, policy, context);
}

Operation decrement(QByteArray bin, const Value &key, const Value &delta, std::optional<MapPolicy> policy,
                    const CdtContext &context)
{
    return changeBy(Decrement, std::move(bin), key, delta, policy, context);
}

Operation clear(QByteArray bin, const CdtContext &context)
{
    return modifying(std::move(bin), Clear).finish(context);
}

Operation remove(QByteArray bin, const MapSelector &selector, CdtReturn returning, const CdtContext &context)
{
    const PackedSelector &packed = selector.packed();
    return modifying(std::move(bin), static_cast<Code>(packed.removeCode))
        .integer(returning.word())
        .packed(packed.arguments, packed.argumentCount)
        .finish(context);
}

} // namespace MapOps

} // namespace Aeroscope
