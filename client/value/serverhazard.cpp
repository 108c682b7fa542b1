// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/serverhazard.h"

#include "client/value/cdt.h"
#include "client/value/cdtcodes_p.h"
#include "client/value/msgpack.h"
#include "client/value/polygonrings.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope {

namespace {

constexpr QLatin1StringView divisionHazard =
    "a division of integers by the constant -1 crashes servers (negate instead)"_L1;
constexpr QLatin1StringView keyListHazard =
    "reading a map by an empty inverted key list with its keys crashes servers (read all by index range instead)"_L1;
constexpr QLatin1StringView oneValueHazard =
    "asking for an ordered map of the pair with one value crashes servers where no pair has it (ask for all pairs with the value instead)"_L1;
constexpr QLatin1StringView shiftHazard =
    "a partial shift of bits by no less bytes than are left behind its offset crashes servers (shift without the partial flag)"_L1;
constexpr QLatin1StringView polygonHazard =
    "a GeoJSON polygon with edges that cross or touch crashes servers"_L1;
constexpr QLatin1StringView paddingHazard =
    "padding a list at an index counted from its end crashes servers"_L1;

// expression codes (protocol section 9.2)
constexpr qint64 divide = 23;
constexpr qint64 modulo = 26;
constexpr qint64 quoted = 126;
constexpr qint64 call = 127;
constexpr qint64 bitCalls = 1;
constexpr qint64 callModify = 0x40;

/// Rings that are none are left out: a server looks at one after the other.
bool isPolygonHazardous(const QJsonArray &polygon)
{
    std::vector<SphereRing> rings;
    for (const QJsonValue array : polygon) {
        SphereRing ring;
        const QJsonArray positions = array.toArray();
        for (const QJsonValue position : positions)
            ring.push_back(SpherePoint::of(position[0].toDouble(), position[1].toDouble()));
        rings.push_back(std::move(ring));
    }
    return ringsMeet(rings);
}

const std::vector<Value> *itemsOf(const Value &value) noexcept
{
    return value.type() == Value::Type::List ? &value.list().items : nullptr;
}

bool isInteger(const Value &value, qint64 expected) noexcept
{
    return value.type() == Value::Type::Integer && value.toInteger() == expected;
}

QLatin1StringView inExpression(const Value &expression);

/// Arguments of a CDT, bit or HLL call in an expression may be expressions themselves.
QLatin1StringView inArguments(const std::vector<Value> &items)
{
    for (size_t i = 1; i < items.size(); ++i) {
        if (const QLatin1StringView hazard = inExpression(items[i]); !hazard.isEmpty())
            return hazard;
    }
    return {};
}

QLatin1StringView inContext(const std::vector<Value> &levels, bool isModify)
{
    for (size_t i = 0; i + 1 < levels.size(); i += 2) {
        if (levels[i].type() != Value::Type::Integer)
            return {};
        const auto kind = static_cast<quint32>(levels[i].toInteger());
        const Value &place = levels[i + 1];
        if (kind == CdtCode::atExpression || kind == CdtCode::andExpression) {
            if (const QLatin1StringView hazard = inExpression(place); !hazard.isEmpty())
                return hazard;
        }
        if (isModify && kind == (CdtCode::ofList | CdtCode::atIndex | CdtCode::createPadded) &&
            place.type() == Value::Type::Integer && place.toInteger() < 0)
            return paddingHazard;
    }
    return {};
}

bool isEmptyListArgument(const Value &value) noexcept
{
    const auto *items = itemsOf(value);
    if (!items)
        return false;
    if (items->empty())
        return true;
    const bool isQuoted = items->size() == 2 && isInteger(items->front(), quoted);
    return isQuoted && itemsOf((*items)[1]) && itemsOf((*items)[1])->empty();
}

QLatin1StringView inMapKeyList(const std::vector<Value> &items)
{
    if (items.size() < 3 || !isInteger(items[0], CdtCode::mapByKeyList) ||
        items[1].type() != Value::Type::Integer || !isEmptyListArgument(items[2]))
        return {};
    const auto returning = static_cast<quint64>(items[1].toInteger());
    if ((returning & CdtCode::inverted) == 0)
        return {};
    switch (static_cast<CdtReturnType>(returning & ~quint64(CdtCode::inverted))) {
    case CdtReturnType::Key:
    case CdtReturnType::KeyValue:
    case CdtReturnType::UnorderedMap: // built by the same code as KeyValue
    case CdtReturnType::OrderedMap:
        return keyListHazard;
    default:
        return {};
    }
}

QLatin1StringView inMapValue(const std::vector<Value> &items)
{
    if (items.size() < 2 || items[1].type() != Value::Type::Integer)
        return {};
    const bool isOneValue =
        isInteger(items[0], CdtCode::mapByValue) || isInteger(items[0], CdtCode::mapRemoveByValue);
    return isOneValue && isInteger(items[1], static_cast<qint64>(CdtReturnType::OrderedMap))
               ? oneValueHazard
               : QLatin1StringView();
}

/// `[code, offset, size, shift, flags]`. Servers cut a range that is longer than the blob at a wrong place,
/// unless it begins in the first byte: they take the blob's whole length for what is left of it.
QLatin1StringView inBitPayload(const Value &payload)
{
    constexpr qint64 shiftLeft = 8;
    constexpr qint64 shiftRight = 9;
    constexpr qint64 partial = 8;
    constexpr qint64 byteBits = 8;
    const auto *items = itemsOf(payload);
    if (items && items->size() == 3 && isInteger(items->front(), CdtCode::withContext))
        return inBitPayload(items->back());
    if (!items || items->size() < 5 ||
        !(isInteger(items->front(), shiftLeft) || isInteger(items->front(), shiftRight)) ||
        !std::all_of(items->begin(), items->end(),
                     [](const Value &one) { return one.type() == Value::Type::Integer; }))
        return {};
    const qint64 offset = (*items)[1].toInteger();
    const qint64 size = (*items)[2].toInteger();
    const qint64 shift = (*items)[3].toInteger();
    // What a server refuses for its size is harmless, and so is what is too long to be calculated with.
    constexpr qint64 most = qint64{1} << 40;
    if (((*items)[4].toInteger() & partial) == 0 || shift < byteBits || size <= 0 ||
        std::max(size, shift) > most || offset < -most || offset > most)
        return {};
    if (offset < 0) {
        const qint64 left = (-offset + byteBits - 1) / byteBits;
        const qint64 wanted = (left * byteBits + offset + size + byteBits - 1) / byteBits;
        return wanted > left && shift / byteBits >= left ? shiftHazard : QLatin1StringView();
    }
    const qint64 before = offset / byteBits;
    const qint64 wanted = (offset % byteBits + size + byteBits - 1) / byteBits;
    // The most bytes that a blob may have behind the offset and be shorter than the range and the shift.
    const qint64 left = std::min(shift / byteBits, wanted - 1);
    const bool isHazardous = before > 0 && left > 0 && shift < (before + left) * byteBits - offset % byteBits;
    return isHazardous ? shiftHazard : QLatin1StringView();
}

/// `[code, …]`, `[0xff, context, [code, …]]` or `[0xfe, context, flags, …]`.
QLatin1StringView inCdtPayload(const Value &payload, bool isModify, bool isInExpression)
{
    const auto *items = itemsOf(payload);
    if (!items || items->empty())
        return {};
    const bool hasContext = isInteger(items->front(), CdtCode::withContext);
    const bool isPath = isInteger(items->front(), CdtCode::path);
    if (!hasContext && !isPath) {
        for (const auto &hazardIn : {inMapKeyList, inMapValue}) {
            if (const QLatin1StringView hazard = hazardIn(*items); !hazard.isEmpty())
                return hazard;
        }
        return isInExpression ? inArguments(*items) : QLatin1StringView();
    }
    if (items->size() < 3)
        return {};
    if (const auto *levels = itemsOf((*items)[1])) {
        if (const QLatin1StringView hazard = inContext(*levels, isModify); !hazard.isEmpty())
            return hazard;
    }
    if (hasContext)
        return inCdtPayload((*items)[2], isModify, isInExpression);
    return items->size() > 3 ? inExpression((*items)[3]) : QLatin1StringView();
}

QLatin1StringView inExpression(const Value &expression)
{
    if (expression.type() == Value::Type::GeoJson)
        return geoJsonHazard(expression.bytes());
    const auto *items = itemsOf(expression);
    if (!items || items->empty() || items->front().type() != Value::Type::Integer)
        return {};
    switch (items->front().toInteger()) {
    case quoted:
        return {}; // data
    case call: {
        if (items->size() < 5 || (*items)[2].type() != Value::Type::Integer)
            return {};
        const qint64 system = (*items)[2].toInteger();
        if (system == (bitCalls | callModify)) {
            if (const auto hazard = inBitPayload((*items)[3]); !hazard.isEmpty())
                return hazard;
        }
        if (const auto hazard = inCdtPayload((*items)[3], (system & callModify) != 0, true);
            !hazard.isEmpty())
            return hazard;
        return inExpression((*items)[4]);
    }
    case divide:
    case modulo: {
        const bool hasMinusOne =
            std::any_of(items->begin() + std::min<std::ptrdiff_t>(2, std::ssize(*items)), items->end(),
                        [](const Value &one) { return isInteger(one, -1); });
        if (hasMinusOne)
            return divisionHazard;
        break;
    }
    default:
        break;
    }
    return inArguments(*items);
}

/// Every form of -1 in msgpack has this byte; hardly anything else has.
bool mayHoldMinusOne(QByteArrayView bytes) noexcept
{
    return bytes.contains('\xff');
}

/// Only payloads with an op code 107 or 127, a context or a path expression, an ordered map to be returned or
/// a partial shift can be hazardous; all others are told from their bytes alone.
bool mayBeHazardous(QByteArrayView bytes) noexcept
{
    constexpr char orderedMap = static_cast<char>(CdtReturnType::OrderedMap);
    return bytes.contains(static_cast<char>(CdtCode::mapByKeyList)) || bytes.contains('\xcc') ||
           bytes.contains(orderedMap) || bytes.contains("\x95\x08") || bytes.contains("\x95\x09") ||
           bytes.contains("Polygon");
}

} // namespace

QLatin1StringView geoJsonHazard(QByteArrayView text)
{
    if (!text.contains("Polygon"))
        return {};
    QJsonObject object = QJsonDocument::fromJson(text.toByteArray()).object();
    if (object["type"_L1].toString() == "Feature"_L1)
        object = object["geometry"_L1].toObject();
    const QString type = object["type"_L1].toString();
    const QJsonArray coordinates = object["coordinates"_L1].toArray();
    bool isHazardous = false;
    if (type == "Polygon"_L1)
        isHazardous = isPolygonHazardous(coordinates);
    else if (type == "MultiPolygon"_L1)
        isHazardous = std::any_of(coordinates.begin(), coordinates.end(), [](const QJsonValue &polygon) {
            return isPolygonHazardous(polygon.toArray());
        });
    return isHazardous ? polygonHazard : QLatin1StringView();
}

QLatin1StringView expressionHazard(QByteArrayView expression)
{
    if (!mayHoldMinusOne(expression) && !mayBeHazardous(expression))
        return {};
    const Result<Value> meaning = unpackValue(expression);
    return meaning ? inExpression(*meaning) : QLatin1StringView();
}

QLatin1StringView operationHazard(OpCode code, QByteArrayView payload)
{
    switch (code) {
    case OpCode::CdtRead:
    case OpCode::CdtModify: {
        if (!mayBeHazardous(payload))
            return {};
        const Result<Value> meaning = unpackValue(payload);
        return meaning ? inCdtPayload(*meaning, code == OpCode::CdtModify, false) : QLatin1StringView();
    }
    case OpCode::BitModify: {
        const Result<Value> meaning = unpackValue(payload);
        return meaning ? inBitPayload(*meaning) : QLatin1StringView();
    }
    case OpCode::ExpressionRead:
    case OpCode::ExpressionModify: {
        if (!mayHoldMinusOne(payload) && !mayBeHazardous(payload))
            return {};
        const Result<Value> meaning = unpackValue(payload);
        const auto *items = meaning ? itemsOf(*meaning) : nullptr;
        return items && !items->empty() ? inExpression(items->front()) : QLatin1StringView();
    }
    default:
        return {};
    }
}

} // namespace Aeroscope
