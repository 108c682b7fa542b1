// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/udf/udfvalue.h"

#include "client/value/msgpack.h"

#include <QtEndian>

#include <cstdio>
#include <unordered_set>

namespace Aeroscope::Demo {

namespace {

constexpr int deepestNesting = 200;
/// Nodes of one value; what is shared counts each time it is met, as it would be sent each time.
constexpr qsizetype largestValue = 4 * 1024 * 1024;

int keyRank(const UdfValue &key) noexcept
{
    if (std::holds_alternative<qint64>(key.data))
        return 0;
    return std::holds_alternative<QByteArray>(key.data) ? 1 : 2;
}

/// Hands the parts of a container to `take`.
template <typename Take>
void forEachPart(const UdfValue &value, const Take &take)
{
    if (const auto *list = std::get_if<UdfList>(&value.data)) {
        for (const UdfRef &item : list->items)
            take(item);
    } else if (const auto *map = std::get_if<UdfMap>(&value.data)) {
        for (const auto &[key, item] : map->pairs)
            take(item);
    }
}

bool isContainer(const UdfValue &value) noexcept
{
    return std::holds_alternative<UdfList>(value.data) || std::holds_alternative<UdfMap>(value.data);
}

UdfRef integerOf(const Value &opaque)
{
    // An integer above int64 wraps around, as it does in a 64-bit register.
    const QByteArray &bytes = opaque.bytes();
    constexpr char unsigned64 = '\xcf';
    if (bytes.size() != 9 || bytes[0] != unsigned64)
        return {};
    return UdfValue::make(qFromBigEndian<qint64>(bytes.constData() + 1));
}

UdfRef bytesWithTypeInFront(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return UdfValue::make(UdfBytes{});
    return UdfValue::make(UdfBytes{bytes.sliced(1), static_cast<ParticleType>(bytes[0])});
}

UdfRef build(const Value &value, int depth)
{
    if (depth > deepestNesting)
        return {};
    switch (value.type()) {
    case Value::Type::Nil:
        return UdfValue::make(std::monostate());
    case Value::Type::Bool:
        return UdfValue::make(value.toBool());
    case Value::Type::Integer:
        return UdfValue::make(qint64{value.toInteger()});
    case Value::Type::Double:
        return UdfValue::make(value.toDouble());
    case Value::Type::String: {
        // Strings end at a zero byte in a module.
        const QByteArray &bytes = value.bytes();
        const qsizetype zero = bytes.indexOf('\0');
        return UdfValue::make(zero < 0 ? bytes : bytes.first(zero));
    }
    case Value::Type::Blob:
        return UdfValue::make(UdfBytes{value.bytes(), value.blobType()});
    case Value::Type::Hll:
        return UdfValue::make(UdfBytes{value.bytes(), ParticleType::Hll});
    case Value::Type::GeoJson:
        return UdfValue::make(UdfGeoJson{value.bytes()});
    case Value::Type::List: {
        UdfList list;
        list.order = value.list().order;
        for (const Value &item : value.list().items) {
            UdfRef part = build(item, depth + 1);
            if (!part)
                return {};
            list.items.push_back(std::move(part));
        }
        return UdfValue::make(std::move(list));
    }
    case Value::Type::Map: {
        UdfMap map;
        map.order = value.map().order;
        UdfList pairs;
        const bool asList = map.order == MapOrder::PreserveOrder;
        for (const auto &[key, item] : value.map().pairs) {
            UdfRef first = build(key, depth + 1);
            UdfRef second = build(item, depth + 1);
            if (!first || !second || (!asList && !first->isMapKey()))
                return {};
            if (asList) {
                pairs.items.push_back(std::move(first));
                pairs.items.push_back(std::move(second));
            } else {
                map.pairs.insert_or_assign(std::move(first), std::move(second));
            }
        }
        return asList ? UdfValue::make(std::move(pairs)) : UdfValue::make(std::move(map));
    }
    case Value::Type::Opaque:
        return integerOf(value);
    case Value::Type::RawBytes:
        return bytesWithTypeInFront(value.bytes());
    case Value::Type::Infinity:
    case Value::Type::Wildcard:
        break;
    }
    return {};
}

/// False when the value is too deep or too big.
bool convert(const UdfValue &value, int depth, qsizetype &budget, Value &result)
{
    if (depth > deepestNesting || --budget < 0)
        return false;
    if (const auto *list = std::get_if<UdfList>(&value.data)) {
        List out;
        out.order = list->order;
        out.items.resize(list->items.size());
        for (size_t i = 0; i < list->items.size(); ++i) {
            if (!convert(*list->items[i], depth + 1, budget, out.items[i]))
                return false;
        }
        result = Value(std::move(out));
        return true;
    }
    if (const auto *map = std::get_if<UdfMap>(&value.data)) {
        Map out;
        out.order = map->order;
        for (const auto &[key, item] : map->pairs) {
            std::pair<Value, Value> pair;
            if (!convert(*key, depth + 1, budget, pair.first) ||
                !convert(*item, depth + 1, budget, pair.second))
                return false;
            out.pairs.push_back(std::move(pair));
        }
        result = Value(std::move(out));
        return true;
    }
    if (const auto *boolean = std::get_if<bool>(&value.data)) {
        result = Value(*boolean);
    } else if (const auto *integer = std::get_if<qint64>(&value.data)) {
        result = Value(*integer);
    } else if (const auto *number = std::get_if<double>(&value.data)) {
        result = Value(*number);
    } else if (const auto *string = std::get_if<QByteArray>(&value.data)) {
        budget -= string->size();
        result = Value::string(*string);
    } else if (const auto *bytes = std::get_if<UdfBytes>(&value.data)) {
        budget -= bytes->data.size();
        result = bytes->type == ParticleType::Hll ? Value::hll(bytes->data)
                                                  : Value::blob(bytes->data, bytes->type);
    } else if (const auto *geo = std::get_if<UdfGeoJson>(&value.data)) {
        budget -= geo->text.size();
        result = Value::geoJson(geo->text);
    }
    return budget >= 0;
}

void appendText(const UdfValue &value, int depth, QByteArray &out);

void appendPart(const UdfValue &value, int depth, QByteArray &out)
{
    const qsizetype before = out.size();
    appendText(value, depth, out);
    if (out.size() == before)
        out += "<NULL>";
}

void appendText(const UdfValue &value, int depth, QByteArray &out)
{
    if (depth > deepestNesting || out.size() > largestValue)
        return;
    if (value.isNil()) {
        out += "NIL";
    } else if (const auto *boolean = std::get_if<bool>(&value.data)) {
        out += *boolean ? "true" : "false";
    } else if (const auto *integer = std::get_if<qint64>(&value.data)) {
        out += QByteArray::number(*integer);
    } else if (const auto *number = std::get_if<double>(&value.data)) {
        char buffer[64];
        std::snprintf(buffer, sizeof buffer, "%.16g", *number);
        out += buffer;
    } else if (const auto *string = std::get_if<QByteArray>(&value.data)) {
        out += '"' + *string + '"';
    } else if (const auto *bytes = std::get_if<UdfBytes>(&value.data)) {
        out += bytes->data.toHex(' ').toUpper();
    } else if (const auto *geo = std::get_if<UdfGeoJson>(&value.data)) {
        out += '"' + geo->text + '"';
    } else if (const auto *list = std::get_if<UdfList>(&value.data)) {
        out += '[';
        for (size_t i = 0; i < list->items.size(); ++i) {
            if (i != 0)
                out += ", ";
            appendPart(*list->items[i], depth + 1, out);
        }
        out += ']';
    } else if (const auto *map = std::get_if<UdfMap>(&value.data)) {
        out += '{';
        bool first = true;
        for (const auto &[key, item] : map->pairs) {
            if (!first)
                out += ", ";
            first = false;
            appendPart(*key, depth + 1, out);
            out += ':';
            appendPart(*item, depth + 1, out);
        }
        out += '}';
    }
}

} // namespace

bool UdfKeyLess::operator()(const UdfRef &a, const UdfRef &b) const noexcept
{
    const int rankA = keyRank(*a);
    const int rankB = keyRank(*b);
    if (rankA != rankB)
        return rankA < rankB;
    switch (rankA) {
    case 0:
        return std::get<qint64>(a->data) < std::get<qint64>(b->data);
    case 1:
        return std::get<QByteArray>(a->data) < std::get<QByteArray>(b->data);
    default:
        return std::get<UdfBytes>(a->data).data < std::get<UdfBytes>(b->data).data;
    }
}

UdfValue::~UdfValue()
{
    // Parts are let go of in a loop: a module may nest more deeply than the stack is high.
    if (!isContainer(*this))
        return;
    std::vector<UdfRef> pending;
    const auto empty = [&pending](UdfValue &value) {
        if (auto *list = std::get_if<UdfList>(&value.data)) {
            for (UdfRef &item : list->items)
                pending.push_back(std::move(item));
            list->items.clear();
        } else if (auto *map = std::get_if<UdfMap>(&value.data)) {
            for (auto &[key, item] : map->pairs)
                pending.push_back(std::move(item));
            map->pairs.clear();
        }
    };
    empty(*this);
    while (!pending.empty()) {
        const UdfRef part = std::move(pending.back());
        pending.pop_back();
        if (part && part.use_count() == 1)
            empty(*part);
    }
}

UdfRef UdfValue::fromValue(const Value &value)
{
    return build(value, 0);
}

UdfRef UdfValue::fromParticle(ParticleView particle)
{
    return build(valueOf(particle), 0);
}

bool UdfValue::isMapKey() const noexcept
{
    if (const auto *bytes = std::get_if<UdfBytes>(&data))
        return bytes->type == ParticleType::Blob;
    return std::holds_alternative<qint64>(data) || std::holds_alternative<QByteArray>(data);
}

bool UdfValue::mayHold(const UdfRef &part) const
{
    if (!isContainer(*part))
        return true;
    std::unordered_set<const UdfValue *> seen;
    std::vector<const UdfValue *> pending{part.get()};
    while (!pending.empty()) {
        const UdfValue *value = pending.back();
        pending.pop_back();
        if (value == this)
            return false;
        if (!seen.insert(value).second)
            continue;
        forEachPart(*value, [&pending](const UdfRef &item) {
            if (isContainer(*item))
                pending.push_back(item.get());
        });
    }
    return true;
}

Outcome<Value> UdfValue::toValue() const
{
    Value value;
    qsizetype budget = largestValue;
    if (!convert(*this, 0, budget, value))
        return std::unexpected(ResultCode::RecordTooBig);
    return value;
}

Outcome<Particle> UdfValue::toParticle() const
{
    const Outcome<Value> value = toValue();
    if (!value)
        return std::unexpected(value.error());
    return particleFromValue(*value);
}

Particle UdfValue::toReply() const
{
    if (const auto *geo = std::get_if<UdfGeoJson>(&data))
        return {ParticleType::GeoJson, QByteArray(3, '\0') + geo->text};
    if (const auto *bytes = std::get_if<UdfBytes>(&data))
        return {ParticleType::Blob, bytes->data};
    if (const auto *string = std::get_if<QByteArray>(&data))
        return {ParticleType::String, *string};
    if (const auto *boolean = std::get_if<bool>(&data))
        return Particle::boolean(*boolean);
    if (const auto *integer = std::get_if<qint64>(&data))
        return Particle::integer(*integer);
    if (const auto *number = std::get_if<double>(&data))
        return Particle::floating(*number);
    if (!isContainer(*this))
        return {};
    const Outcome<Value> value = toValue();
    if (!value)
        return {};
    return {value->type() == Value::Type::List ? ParticleType::List : ParticleType::Map, packValue(*value)};
}

QByteArray UdfValue::text() const
{
    QByteArray out;
    appendText(*this, 0, out);
    return out;
}

} // namespace Aeroscope::Demo
