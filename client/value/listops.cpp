// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/listops.h"

#include "client/value/payload_p.h"

using namespace Qt::StringLiterals;

namespace Aeroscope {

namespace {

// codes of protocol section 8.2
enum Code : quint8 {
    SetType = 0,
    Append = 1,
    AppendItems = 2,
    Insert = 3,
    InsertItems = 4,
    Pop = 5,
    PopRange = 6,
    Remove = 7,
    RemoveRange = 8,
    Set = 9,
    Trim = 10,
    Clear = 11,
    Increment = 12,
    Sort = 13,
    Size = 16,
    Get = 17,
    GetRange = 18,
    GetByIndex = 19,
    GetByValue = 20,
    GetByRank = 21,
    GetAllByValue = 22,
    GetAllByValueList = 23,
    GetByIndexRange = 24,
    GetByValueInterval = 25,
    GetByRankRange = 26,
    GetByValueRelativeRankRange = 27,
    RemoveByIndex = 32,
    RemoveByValue = 33,
    RemoveByRank = 34,
    RemoveAllByValue = 35,
    RemoveAllByValueList = 36,
    RemoveByIndexRange = 37,
    RemoveByValueInterval = 38,
    RemoveByRankRange = 39,
    RemoveByValueRelativeRankRange = 40,
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

void addPolicy(PayloadBuilder &payload, const std::optional<ListPolicy> &policy)
{
    if (policy)
        payload.integer(static_cast<qint64>(policy->order)).integer(policy->flags.toInt());
}

void addFlags(PayloadBuilder &payload, const std::optional<ListWriteFlags> &flags)
{
    if (flags)
        payload.integer(flags->toInt());
}

Operation setType(QByteArray bin, ListOrder order, bool persistIndex, const CdtContext &context)
{
    return modifying(std::move(bin), SetType)
        .integer(static_cast<qint64>(order) | (persistIndex ? persistIndexFlag : 0))
        .finish(context);
}

} // namespace

ListSelector::ListSelector(PackedSelector packed)
    : m_packed(std::make_shared<const PackedSelector>(std::move(packed)))
{}

ListSelector ListSelector::index(qint64 index)
{
    return ListSelector(SelectorBuilder(GetByIndex, RemoveByIndex).integer(index).finish());
}

ListSelector ListSelector::indexRange(qint64 index, std::optional<quint64> count)
{
    return ListSelector(
        SelectorBuilder(GetByIndexRange, RemoveByIndexRange).integer(index).count(count).finish());
}

ListSelector ListSelector::rank(qint64 rank)
{
    return ListSelector(SelectorBuilder(GetByRank, RemoveByRank).integer(rank).finish());
}

ListSelector ListSelector::rankRange(qint64 rank, std::optional<quint64> count)
{
    return ListSelector(
        SelectorBuilder(GetByRankRange, RemoveByRankRange).integer(rank).count(count).finish());
}

ListSelector ListSelector::value(const Value &value)
{
    return ListSelector(SelectorBuilder(GetAllByValue, RemoveAllByValue).value(value).finish());
}

ListSelector ListSelector::firstValue(const Value &value)
{
    return ListSelector(SelectorBuilder(GetByValue, RemoveByValue).value(value).finish());
}

ListSelector ListSelector::values(std::vector<Value> values)
{
    return ListSelector(
        SelectorBuilder(GetAllByValueList, RemoveAllByValueList).list(std::move(values)).finish());
}

ListSelector ListSelector::valueRange(const std::optional<Value> &begin, const std::optional<Value> &end)
{
    return ListSelector(
        SelectorBuilder(GetByValueInterval, RemoveByValueInterval).interval(begin, end).finish());
}

ListSelector ListSelector::valueRelativeRankRange(const Value &value, qint64 rank,
                                                  std::optional<quint64> count)
{
    return ListSelector(SelectorBuilder(GetByValueRelativeRankRange, RemoveByValueRelativeRankRange)
                            .value(value)
                            .integer(rank)
                            .count(count)
                            .finish());
}

namespace ListOps {

Operation size(QByteArray bin, const CdtContext &context)
{
    return reading(std::move(bin), Size).finish(context);
}

Operation getAt(QByteArray bin, qint64 index, const CdtContext &context)
{
    return reading(std::move(bin), Get).integer(index).finish(context);
}

Operation getRange(QByteArray bin, qint64 index, std::optional<quint64> count, const CdtContext &context)
{
    return reading(std::move(bin), GetRange).integer(index).count(count).finish(context);
}

Operation get(QByteArray bin, const ListSelector &selector, CdtReturn returning, const CdtContext &context)
{
    const PackedSelector &packed = selector.packed();
    return reading(std::move(bin), static_cast<Code>(packed.readCode))
        .integer(returning.word())
        .packed(packed.arguments, packed.argumentCount)
        .finish(context);
}

Operation create(QByteArray bin, ListCreation creation, bool persistIndex, const CdtContext &context)
{
    const ListOrder order = creation == ListCreation::Ordered ? ListOrder::Ordered : ListOrder::Unordered;
    return setType(std::move(bin), order, persistIndex, context.withCreation(static_cast<quint8>(creation)));
}

Operation setOrder(QByteArray bin, ListOrder order, bool persistIndex, const CdtContext &context)
{
    return setType(std::move(bin), order, persistIndex, context);
}

Operation append(QByteArray bin, const Value &value, std::optional<ListPolicy> policy,
                 const CdtContext &context)
{
    PayloadBuilder payload = modifying(std::move(bin), Append);
    payload.stored(value);
    addPolicy(payload, policy);
    return payload.finish(context);
}

Operation appendItems(QByteArray bin, const std::vector<Value> &values, std::optional<ListPolicy> policy,
                      const CdtContext &context)
{
    PayloadBuilder payload = modifying(std::move(bin), AppendItems);
    payload.storedList(values);
    addPolicy(payload, policy);
    return payload.finish(context);
}

Operation insert(QByteArray bin, qint64 index, const Value &value, std::optional<ListWriteFlags> flags,
                 const CdtContext &context)
{
    PayloadBuilder payload = modifying(std::move(bin), Insert);
    payload.integer(index).stored(value);
    addFlags(payload, flags);
    return payload.finish(context);
}

Operation insertItems(QByteArray bin, qint64 index, const std::vector<Value> &values,
                      std::optional<ListWriteFlags> flags, const CdtContext &context)
{
    PayloadBuilder payload = modifying(std::move(bin), InsertItems);
    payload.integer(index).storedList(values);
    addFlags(payload, flags);
    return payload.finish(context);
}

Operation set(QByteArray bin, qint64 index, const Value &value, std::optional<ListWriteFlags> flags,
              const CdtContext &context)
{
    PayloadBuilder payload = modifying(std::move(bin), Set);
    payload.integer(index).stored(value);
    addFlags(payload, flags);
    return payload.finish(context);
}

Operation increment(QByteArray bin, qint64 index, const std::optional<Value> &delta,
                    std::optional<ListPolicy> policy, const CdtContext &context)
{
    PayloadBuilder payload = modifying(std::move(bin), Increment);
    payload.integer(index);
    const Value by = delta.value_or(Value(1));
    if (by.type() != Value::Type::Integer && by.type() != Value::Type::Double)
        payload.refuse("only an integer or a double can be added"_L1);
    if (delta || policy)
        payload.argument(by);
    addPolicy(payload, policy);
    return payload.finish(context);
}

Operation pop(QByteArray bin, qint64 index, const CdtContext &context)
{
    return modifying(std::move(bin), Pop).integer(index).finish(context);
}

Operation popRange(QByteArray bin, qint64 index, std::optional<quint64> count, const CdtContext &context)
{
    return modifying(std::move(bin), PopRange).integer(index).count(count).finish(context);
}

Operation removeAt(QByteArray bin, qint64 index, const CdtContext &context)
{
    return modifying(std::move(bin), Remove).integer(index).finish(context);
}

Operation removeRange(QByteArray bin, qint64 index, std::optional<quint64> count, const CdtContext &context)
{
    return modifying(std::move(bin), RemoveRange).integer(index).count(count).finish(context);
}

Operation remove(QByteArray bin, const ListSelector &selector, CdtReturn returning, const CdtContext &context)
{
    const PackedSelector &packed = selector.packed();
    return modifying(std::move(bin), static_cast<Code>(packed.removeCode))
        .integer(returning.word())
        .packed(packed.arguments, packed.argumentCount)
        .finish(context);
}

Operation trim(QByteArray bin, qint64 index, quint64 count, const CdtContext &context)
{
    return modifying(std::move(bin), Trim).integer(index).count(count).finish(context);
}

Operation clear(QByteArray bin, const CdtContext &context)
{
    return modifying(std::move(bin), Clear).finish(context);
}

Operation sort(QByteArray bin, ListSortFlags flags, const CdtContext &context)
{
    PayloadBuilder payload = modifying(std::move(bin), Sort);
    if (flags)
        payload.integer(flags.toInt());
    return payload.finish(context);
}

} // namespace ListOps

} // namespace Aeroscope
