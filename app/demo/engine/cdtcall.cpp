// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/cdtcall.h"

#include "app/demo/engine/listmodify.h"
#include "app/demo/engine/listselect.h"
#include "app/demo/engine/mapmodify.h"
#include "app/demo/engine/mapselect.h"

#include <QtEndian>

#include <string_view>

namespace Aeroscope::Demo {

namespace {

// Protocol section 8.2.
enum class ListOp : quint32 {
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
    ByIndex = 19,
    ByValue = 20,
    ByRank = 21,
    AllByValue = 22,
    AllByValueList = 23,
    ByIndexRange = 24,
    ByValueInterval = 25,
    ByRankRange = 26,
    ByValueRelativeRankRange = 27,
};
// Removing twins of the codes from ByIndex on.
constexpr quint32 firstListRemove = 32;
constexpr quint32 lastListRemove = 40;
constexpr quint32 listRemoveDistance = 13;

enum class MapOp : quint32 {
    SetType = 64,
    Add = 65,
    AddItems = 66,
    Put = 67,
    PutItems = 68,
    Replace = 69,
    ReplaceItems = 70,
    Increment = 73,
    Decrement = 74,
    Clear = 75,
    Size = 96,
    ByKey = 97,
    ByIndex = 98,
    ByValue = 99,
    ByRank = 100,
    AllByValue = 102,
    ByKeyInterval = 103,
    ByIndexRange = 104,
    ByValueInterval = 105,
    ByRankRange = 106,
    ByKeyList = 107,
    ByValueList = 108,
    ByKeyRelativeIndexRange = 109,
    ByValueRelativeRankRange = 110,
};

std::optional<MapOp> mapRemoveTwin(quint32 code)
{
    switch (code) {
    case 76:
        return MapOp::ByKey;
    case 77:
        return MapOp::ByIndex;
    case 78:
        return MapOp::ByValue;
    case 79:
        return MapOp::ByRank;
    case 81:
        return MapOp::ByKeyList;
    case 82:
        return MapOp::AllByValue;
    case 83:
        return MapOp::ByValueList;
    case 84:
        return MapOp::ByKeyInterval;
    case 85:
        return MapOp::ByIndexRange;
    case 86:
        return MapOp::ByValueInterval;
    case 87:
        return MapOp::ByRankRange;
    case 88:
        return MapOp::ByKeyRelativeIndexRange;
    case 89:
        return MapOp::ByValueRelativeRankRange;
    default:
        return std::nullopt;
    }
}

/// Arguments by position: `n` numbers, `v` values to compare with, `s` values to be stored.
struct Arguments
{
    std::array<quint64, 4> number{};
    std::array<QByteArrayView, 4> value{};

    [[nodiscard]] qint64 index(size_t i) const { return static_cast<qint64>(number[i]); }
};

constexpr quint64 everything = 0xffffffff;

CdtEffect badParameter()
{
    return CdtEffect::failure(ResultCode::Parameter);
}

/// Reads arguments; those behind `required` may be missing and keep what `arguments` holds.
bool readArguments(CdtCall call, PackedReader &reader, std::string_view shape, quint32 required,
                   Arguments &arguments)
{
    if (call.arguments < required || call.arguments > shape.size()) {
        return false;
    }
    for (quint32 i = 0; i < call.arguments; ++i) {
        if (shape[i] == 'n') {
            const auto number = reader.integer();
            if (!number) {
                return false;
            }
            arguments.number[i] = *number;
            continue;
        }
        arguments.value[i] = reader.element();
        if (arguments.value[i].isNull() || (shape[i] == 's' && reader.sawTransient())) {
            return false;
        }
    }
    return true;
}

CdtEffect selectFromList(ListOp op, CdtCall call, PackedReader &reader, const PackedList &list, Pick pick)
{
    Arguments a;
    a.number.fill(everything); // counts; whatever else is missing is required
    const auto read = [&](std::string_view shape, quint32 required) {
        return readArguments(call, reader, shape, required, a);
    };
    const auto select = [&](bool multi) {
        return ListSelect(list, ReturnSpec::fromWire(a.number[0], multi), pick);
    };
    switch (op) {
    case ListOp::ByIndex:
        return read("nn", 2) ? select(false).byIndexRange(a.index(1), 1) : badParameter();
    case ListOp::ByValue:
    case ListOp::AllByValue:
        return read("nv", 2) ? select(op == ListOp::AllByValue).byValueRange(ValueRange::of(a.value[1]))
                             : badParameter();
    case ListOp::ByRank:
        return read("nn", 2) ? select(false).byRankRange(a.index(1), 1) : badParameter();
    case ListOp::AllByValueList:
        return read("nv", 2) ? select(true).byValueList(a.value[1]) : badParameter();
    case ListOp::ByIndexRange:
        return read("nnn", 2) ? select(true).byIndexRange(a.index(1), a.number[2]) : badParameter();
    case ListOp::ByValueInterval:
        return read("nvv", 2) ? select(true).byValueRange({.begin = a.value[1], .end = a.value[2]})
                              : badParameter();
    case ListOp::ByRankRange:
        return read("nnn", 2) ? select(true).byRankRange(a.index(1), a.number[2]) : badParameter();
    case ListOp::ByValueRelativeRankRange:
        return read("nvnn", 3) ? select(true).byRelativeRankRange(a.value[1], a.index(2), a.number[3])
                               : badParameter();
    default:
        return badParameter();
    }
}

CdtEffect selectFromMap(MapOp op, CdtCall call, PackedReader &reader, const PackedMap &map, Pick pick)
{
    Arguments a;
    a.number.fill(everything);
    const auto read = [&](std::string_view shape, quint32 required) {
        return readArguments(call, reader, shape, required, a);
    };
    const auto select = [&](bool multi) {
        return MapSelect(map, ReturnSpec::fromWire(a.number[0], multi), pick);
    };
    switch (op) {
    case MapOp::ByKey:
        return read("nv", 2) ? select(false).byKeyRange(ValueRange::of(a.value[1])) : badParameter();
    case MapOp::ByIndex:
        return read("nn", 2) ? select(false).byIndexRange(a.index(1), 1) : badParameter();
    case MapOp::ByValue:
    case MapOp::AllByValue:
        return read("nv", 2) ? select(op == MapOp::AllByValue).byValueRange(ValueRange::of(a.value[1]))
                             : badParameter();
    case MapOp::ByRank:
        return read("nn", 2) ? select(false).byRankRange(a.index(1), 1) : badParameter();
    case MapOp::ByKeyInterval:
        return read("nvv", 2) ? select(true).byKeyRange({.begin = a.value[1], .end = a.value[2]})
                              : badParameter();
    case MapOp::ByIndexRange:
        return read("nnn", 2) ? select(true).byIndexRange(a.index(1), a.number[2]) : badParameter();
    case MapOp::ByValueInterval:
        return read("nvv", 2) ? select(true).byValueRange({.begin = a.value[1], .end = a.value[2]})
                              : badParameter();
    case MapOp::ByRankRange:
        return read("nnn", 2) ? select(true).byRankRange(a.index(1), a.number[2]) : badParameter();
    case MapOp::ByKeyList:
        return read("nv", 2) ? select(true).byKeyList(a.value[1]) : badParameter();
    case MapOp::ByValueList:
        return read("nv", 2) ? select(true).byValueList(a.value[1]) : badParameter();
    case MapOp::ByKeyRelativeIndexRange:
        return read("nvnn", 3) ? select(true).byRelativeIndexRange(a.value[1], a.index(2), a.number[3])
                               : badParameter();
    case MapOp::ByValueRelativeRankRange:
        return read("nvnn", 3) ? select(true).byRelativeRankRange(a.value[1], a.index(2), a.number[3])
                               : badParameter();
    default:
        return badParameter();
    }
}

/// Picks that name no return type.
CdtEffect pickPlain(ListOp op, CdtCall call, PackedReader &reader, const PackedList &list, Pick pick)
{
    const bool ranged = op == ListOp::GetRange || op == ListOp::PopRange || op == ListOp::RemoveRange;
    const bool trims = op == ListOp::Trim;
    Arguments a;
    a.number.fill(everything);
    if (!readArguments(call, reader, ranged || trims ? "nn" : "n", trims ? 2 : 1, a)) {
        return badParameter();
    }
    const bool counts = trims || op == ListOp::Remove || op == ListOp::RemoveRange;
    const ReturnSpec spec{
        .kind = counts ? ReturnKind::Count : ReturnKind::Value, .inverted = trims, .multi = ranged || trims};
    return ListSelect(list, spec, pick).byIndexRange(a.index(0), ranged || trims ? a.number[1] : 1);
}

quint8 listCreateFlags(quint64 order, const CdtTarget &target)
{
    auto flags = static_cast<quint8>(order);
    if (!target.isTop) {
        flags &= static_cast<quint8>(~OrderFlag::persisted);
    }
    return (flags & ~(OrderFlag::listOrdered | OrderFlag::persisted)) == 0 ? flags : quint8{0};
}

quint8 mapCreateFlags(quint64 attributes, bool mayPersist)
{
    auto flags = static_cast<quint8>(attributes);
    if (!mayPersist) {
        flags &= static_cast<quint8>(~OrderFlag::persisted);
    }
    return (flags & ~(OrderFlag::keyValueOrdered | OrderFlag::persisted)) == 0 ? flags : quint8{0};
}

/// Lets an operation work on a list that may have to be made first.
template <typename Operation>
CdtEffect onList(const CdtTarget &target, quint64 order, const Operation &operation)
{
    if (!target.container.isNull()) {
        const auto list = PackedList::parse(target.container);
        return list ? operation(ListModify(*list)) : badParameter();
    }
    const auto empty = ListBuilder().take(listCreateFlags(order, target));
    const auto list = PackedList::parse(empty);
    auto effect = operation(ListModify(*list));
    if (effect.code == ResultCode::Ok && !effect.container && (!target.inContext || effect.touches)) {
        effect.container = empty;
    }
    return effect;
}

template <typename Operation>
CdtEffect onMap(const CdtTarget &target, quint64 attributes, const Operation &operation)
{
    if (!target.container.isNull()) {
        const auto map = PackedMap::parse(target.container);
        return map ? operation(MapModify(*map)) : badParameter();
    }
    // Inside others the flag of a persisted index stays only with a map that nothing is put into.
    const auto empty = MapBuilder().take(mapCreateFlags(attributes, target.isTop && !target.inContext));
    const auto map = PackedMap::parse(empty);
    auto effect = operation(MapModify(*map));
    if (effect.code == ResultCode::Ok && !effect.container && (!target.inContext || effect.touches)) {
        effect.container = MapBuilder().take(mapCreateFlags(attributes, target.isTop));
    }
    return effect;
}

CdtEffect sortList(CdtCall call, PackedReader &reader, const CdtTarget &target)
{
    if (!target.binExists) {
        return CdtEffect::failure(ResultCode::IncompatibleType);
    }
    Arguments a;
    if (!readArguments(call, reader, "n", 0, a)) {
        return badParameter();
    }
    if (target.container.isNull()) {
        return {};
    }
    const auto list = PackedList::parse(target.container);
    return list ? ListModify(*list).sort(a.number[0]) : badParameter();
}

} // namespace

std::optional<CdtCall> CdtCall::read(PackedReader &reader)
{
    const auto count = reader.listCount();
    if (!count || *count == 0) {
        return std::nullopt;
    }
    const auto code = reader.integer();
    if (!code) {
        return std::nullopt;
    }
    return CdtCall{.code = static_cast<quint32>(*code), .arguments = *count - 1};
}

std::optional<CdtCall> CdtCall::readPayload(PackedReader &reader)
{
    const auto payload = reader.bytes();
    if (payload.isEmpty() || payload[0] != 0) {
        return read(reader);
    }
    constexpr qsizetype codeSize = sizeof(quint16);
    if (payload.size() < codeSize) {
        return std::nullopt;
    }
    CdtCall call{.code = qFromBigEndian<quint16>(payload.data()), .arguments = 0};
    reader.moveTo(codeSize);
    if (!reader.atEnd()) {
        const auto count = reader.listCount();
        if (!count) {
            return std::nullopt;
        }
        call.arguments = *count;
    }
    return call;
}

CdtEffect runListRead(CdtCall call, PackedReader &reader, QByteArrayView container)
{
    const auto list = PackedList::parse(container);
    if (!list) {
        return CdtEffect::failure(ResultCode::IncompatibleType);
    }
    switch (static_cast<ListOp>(call.code)) {
    case ListOp::Size:
        return CdtEffect::answer(Particle::integer(list->count()));
    case ListOp::Get:
    case ListOp::GetRange:
        return pickPlain(static_cast<ListOp>(call.code), call, reader, *list, Pick::Get);
    default:
        return selectFromList(static_cast<ListOp>(call.code), call, reader, *list, Pick::Get);
    }
}

CdtEffect runMapRead(CdtCall call, PackedReader &reader, QByteArrayView container)
{
    const auto map = PackedMap::parse(container);
    if (!map) {
        return badParameter();
    }
    if (static_cast<MapOp>(call.code) == MapOp::Size) {
        return CdtEffect::answer(Particle::integer(map->count()));
    }
    return selectFromMap(static_cast<MapOp>(call.code), call, reader, *map, Pick::Get);
}

CdtEffect runListModify(CdtCall call, PackedReader &reader, const CdtTarget &target)
{
    Arguments a;
    const auto read = [&](std::string_view shape, quint32 required) {
        return readArguments(call, reader, shape, required, a);
    };
    if (call.code >= firstListRemove && call.code <= lastListRemove) {
        if (target.container.isNull()) {
            return {};
        }
        const auto list = PackedList::parse(target.container);
        return list ? selectFromList(static_cast<ListOp>(call.code - listRemoveDistance), call, reader, *list,
                                     Pick::Remove)
                    : badParameter();
    }
    switch (static_cast<ListOp>(call.code)) {
    case ListOp::SetType:
        return read("n", 1) ? onList(target, 0,
                                     [&](ListModify list) {
                                         return list.setType(static_cast<quint8>(a.number[0]), target.isTop);
                                     })
                            : badParameter();
    case ListOp::Append:
        return read("snn", 1) ? onList(target, a.number[1],
                                       [&](ListModify list) { return list.append(a.value[0], a.number[2]); })
                              : badParameter();
    case ListOp::AppendItems:
        return read("snn", 1)
                   ? onList(target, a.number[1],
                            [&](ListModify list) { return list.appendItems(a.value[0], a.number[2]); })
                   : badParameter();
    case ListOp::Insert:
        return read("nsn", 2)
                   ? onList(target, 0,
                            [&](ListModify list) { return list.insert(a.index(0), a.value[1], a.number[2]); })
                   : badParameter();
    case ListOp::InsertItems:
        return read("nsn", 2) ? onList(target, 0,
                                       [&](ListModify list) {
                                           return list.insertItems(a.index(0), a.value[1], a.number[2]);
                                       })
                              : badParameter();
    case ListOp::Set:
        return read("nsn", 2)
                   ? onList(target, 0,
                            [&](ListModify list) { return list.set(a.index(0), a.value[1], a.number[2]); })
                   : badParameter();
    case ListOp::Increment:
        return read("nvnn", 1) ? onList(target, a.number[2],
                                        [&](ListModify list) {
                                            return list.increment(a.index(0), a.value[1], a.number[3]);
                                        })
                               : badParameter();
    case ListOp::Sort:
        return sortList(call, reader, target);
    case ListOp::Pop:
    case ListOp::PopRange:
    case ListOp::Remove:
    case ListOp::RemoveRange:
    case ListOp::Trim:
    case ListOp::Clear: {
        if (target.container.isNull()) {
            return {};
        }
        const auto list = PackedList::parse(target.container);
        if (!list) {
            return badParameter();
        }
        return static_cast<ListOp>(call.code) == ListOp::Clear
                   ? ListModify(*list).clear()
                   : pickPlain(static_cast<ListOp>(call.code), call, reader, *list, Pick::Remove);
    }
    default:
        return badParameter();
    }
}

CdtEffect runMapModify(CdtCall call, PackedReader &reader, const CdtTarget &target)
{
    Arguments a;
    const auto read = [&](std::string_view shape, quint32 required) {
        return readArguments(call, reader, shape, required, a);
    };
    if (const auto twin = mapRemoveTwin(call.code)) {
        if (target.container.isNull()) {
            return {};
        }
        const auto map = PackedMap::parse(target.container);
        return map ? selectFromMap(*twin, call, reader, *map, Pick::Remove) : badParameter();
    }
    constexpr MapWrite createOnly{.mayOverwrite = false};
    constexpr MapWrite updateOnly{.mayCreate = false};
    switch (const auto op = static_cast<MapOp>(call.code)) {
    case MapOp::SetType:
        return read("n", 1) ? onMap(target, 0,
                                    [&](MapModify map) {
                                        return map.setType(static_cast<quint8>(a.number[0]), target.isTop);
                                    })
                            : badParameter();
    case MapOp::Add:
        return read("ssn", 2)
                   ? onMap(target, a.number[2],
                           [&](MapModify map) { return map.put(a.value[0], a.value[1], createOnly); })
                   : badParameter();
    case MapOp::AddItems:
        return read("sn", 1) ? onMap(target, a.number[1],
                                     [&](MapModify map) { return map.putItems(a.value[0], createOnly); })
                             : badParameter();
    case MapOp::Put:
        return read("ssnn", 2)
                   ? onMap(target, a.number[2],
                           [&](MapModify map) {
                               return map.put(a.value[0], a.value[1], MapWrite::fromFlags(a.number[3]));
                           })
                   : badParameter();
    case MapOp::PutItems:
        return read("snn", 1) ? onMap(target, a.number[1],
                                      [&](MapModify map) {
                                          return map.putItems(a.value[0], MapWrite::fromFlags(a.number[2]));
                                      })
                              : badParameter();
    case MapOp::Replace:
        return read("ss", 2)
                   ? onMap(target, 0,
                           [&](MapModify map) { return map.put(a.value[0], a.value[1], updateOnly); })
                   : badParameter();
    case MapOp::ReplaceItems:
        if (target.container.isNull()) {
            return CdtEffect::failure(ResultCode::ElementNotFound);
        }
        return read("s", 1)
                   ? onMap(target, 0, [&](MapModify map) { return map.putItems(a.value[0], updateOnly); })
                   : badParameter();
    case MapOp::Increment:
    case MapOp::Decrement:
        return read("vvn", 1)
                   ? onMap(target, a.number[2],
                           [&](MapModify map) {
                               return map.increment(a.value[0], a.value[1], op == MapOp::Decrement);
                           })
                   : badParameter();
    case MapOp::Clear: {
        if (target.container.isNull()) {
            return {};
        }
        const auto map = PackedMap::parse(target.container);
        return map ? MapModify(*map).clear() : badParameter();
    }
    default:
        return badParameter();
    }
}

} // namespace Aeroscope::Demo
