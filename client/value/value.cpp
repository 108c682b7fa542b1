// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/value.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace Aeroscope {

namespace {

/// Steps of the server's order; what shares a step is compared by content.
enum class RankStep {
    Nil,
    False,
    True,
    Integer,
    String,
    List,
    Map,
    Bytes,
    Double,
    GeoJson,
    Ext,
    Wildcard,
    Infinity
};

constexpr quint8 msgpackUnsigned64 = 0xcf;

bool isUnsignedInteger(const QByteArray &msgpack) noexcept
{
    return msgpack.size() == 9 && static_cast<quint8>(msgpack.front()) == msgpackUnsigned64;
}

RankStep rankStep(const Value &value) noexcept
{
    switch (value.type()) {
    case Value::Type::Nil:
        return RankStep::Nil;
    case Value::Type::Bool:
        return value.toBool() ? RankStep::True : RankStep::False;
    case Value::Type::Integer:
        return RankStep::Integer;
    case Value::Type::Double:
        return RankStep::Double;
    case Value::Type::String:
        return RankStep::String;
    case Value::Type::Blob:
    case Value::Type::Hll:
    case Value::Type::RawBytes:
        return RankStep::Bytes;
    case Value::Type::GeoJson:
        return RankStep::GeoJson;
    case Value::Type::List:
        return RankStep::List;
    case Value::Type::Map:
        return RankStep::Map;
    case Value::Type::Opaque:
        return isUnsignedInteger(value.bytes()) ? RankStep::Integer : RankStep::Ext;
    case Value::Type::Infinity:
        return RankStep::Infinity;
    case Value::Type::Wildcard:
        return RankStep::Wildcard;
    }
    return RankStep::Nil;
}

std::strong_ordering compareBytes(QByteArrayView a, QByteArrayView b) noexcept
{
    const auto shared = static_cast<size_t>(std::min(a.size(), b.size()));
    if (shared != 0) {
        if (const int order = std::memcmp(a.data(), b.data(), shared); order != 0)
            return order <=> 0;
    }
    return a.size() <=> b.size();
}

/// The byte that stands before the content of a blob-like value inside a list; none for unprefixed bytes.
std::strong_ordering compareBlobs(const Value &a, const Value &b) noexcept
{
    const auto head = [](const Value &value) -> int {
        if (value.type() != Value::Type::RawBytes)
            return static_cast<int>(value.particleType());
        return value.bytes().isEmpty() ? -1 : static_cast<quint8>(value.bytes().front());
    };
    const auto tail = [](const Value &value) {
        const QByteArrayView bytes(value.bytes());
        return value.type() == Value::Type::RawBytes && !bytes.isEmpty() ? bytes.sliced(1) : bytes;
    };
    if (const auto order = head(a) <=> head(b); order != 0)
        return order;
    return compareBytes(tail(a), tail(b));
}

std::strong_ordering compareDoubles(double a, double b) noexcept
{
    if (a < b)
        return std::strong_ordering::less;
    if (a > b)
        return std::strong_ordering::greater;
    if (a == b)
        return std::strong_ordering::equal;
    return std::strong_order(a, b); // at least one NaN
}

std::vector<const std::pair<Value, Value> *> pairsByKey(const Map &map)
{
    std::vector<const std::pair<Value, Value> *> sorted;
    sorted.reserve(map.pairs.size());
    for (const auto &pair : map.pairs)
        sorted.push_back(&pair);
    const bool isKeyOrdered =
        (static_cast<quint8>(map.order) & static_cast<quint8>(MapOrder::KeyOrdered)) != 0;
    if (!isKeyOrdered) {
        std::sort(sorted.begin(), sorted.end(),
                  [](const auto *a, const auto *b) { return compareByRank(a->first, b->first) < 0; });
    }
    return sorted;
}

std::strong_ordering compareMaps(const Map &a, const Map &b)
{
    if (const auto order = a.pairs.size() <=> b.pairs.size(); order != 0)
        return order;
    const auto left = pairsByKey(a);
    const auto right = pairsByKey(b);
    for (size_t i = 0; i < left.size(); ++i) {
        if (const auto order = compareByRank(left[i]->first, right[i]->first); order != 0)
            return order;
        if (const auto order = compareByRank(left[i]->second, right[i]->second); order != 0)
            return order;
    }
    return std::strong_ordering::equal;
}

std::strong_ordering compareLists(const List &a, const List &b) noexcept
{
    const size_t shared = std::min(a.items.size(), b.items.size());
    for (size_t i = 0; i < shared; ++i) {
        if (const auto order = compareByRank(a.items[i], b.items[i]); order != 0)
            return order;
    }
    return a.items.size() <=> b.items.size();
}

std::strong_ordering compareIntegers(const Value &a, const Value &b) noexcept
{
    const bool isWideA = a.type() == Value::Type::Opaque;
    const bool isWideB = b.type() == Value::Type::Opaque;
    if (isWideA && isWideB)
        return compareBytes(a.bytes(), b.bytes());
    if (isWideA || isWideB)
        return isWideA <=> isWideB;
    return a.toInteger() <=> b.toInteger();
}

} // namespace

Value::Value(const char *utf8)
    : m_data(Bytes{QByteArray(utf8), Type::String, ParticleType::String})
{}

Value::Value(const QString &text)
    : m_data(Bytes{text.toUtf8(), Type::String, ParticleType::String})
{}

Value::Value(List list)
    : m_data(std::make_shared<const List>(std::move(list)))
{}

Value::Value(Map map)
    : m_data(std::make_shared<const Map>(std::move(map)))
{}

Value Value::string(QByteArray utf8)
{
    Value value;
    value.m_data = Bytes{std::move(utf8), Type::String, ParticleType::String};
    return value;
}

void Value::setBytes(Type type, ParticleType particle, QByteArrayView bytes)
{
    auto *mine = std::get_if<Bytes>(&m_data);
    if (!mine)
        mine = &m_data.emplace<Bytes>(QByteArray(), type, particle);
    mine->type = type;
    mine->particle = particle;
    if (mine->data.capacity() < bytes.size() || !mine->data.isDetached()) {
        mine->data = bytes.toByteArray();
        return;
    }
    mine->data.resize(bytes.size());
    if (!bytes.isEmpty())
        std::memcpy(mine->data.data(), bytes.data(), static_cast<std::size_t>(bytes.size()));
}

Value Value::blob(QByteArray bytes, ParticleType type)
{
    Value value;
    value.m_data = Bytes{std::move(bytes), Type::Blob, type};
    return value;
}

Value Value::geoJson(QByteArray json)
{
    Value value;
    value.m_data = Bytes{std::move(json), Type::GeoJson, ParticleType::GeoJson};
    return value;
}

Value Value::hll(QByteArray bytes)
{
    Value value;
    value.m_data = Bytes{std::move(bytes), Type::Hll, ParticleType::Hll};
    return value;
}

Value Value::rawBytes(QByteArray bytes)
{
    Value value;
    value.m_data = Bytes{std::move(bytes), Type::RawBytes, ParticleType::Nil};
    return value;
}

Value Value::opaque(QByteArray msgpack)
{
    Value value;
    value.m_data = Bytes{std::move(msgpack), Type::Opaque, ParticleType::Nil};
    return value;
}

Value Value::infinity()
{
    Value value;
    value.m_data = Marker{Type::Infinity};
    return value;
}

Value Value::wildcard()
{
    Value value;
    value.m_data = Marker{Type::Wildcard};
    return value;
}

Value::Type Value::type() const noexcept
{
    switch (m_data.index()) {
    case 1:
        return Type::Bool;
    case 2:
        return Type::Integer;
    case 3:
        return Type::Double;
    case 4:
        return std::get_if<Bytes>(&m_data)->type;
    case 5:
        return Type::List;
    case 6:
        return Type::Map;
    case 7:
        return std::get_if<Marker>(&m_data)->type;
    default:
        return Type::Nil;
    }
}

bool Value::toBool() const
{
    const auto *held = std::get_if<bool>(&m_data);
    Q_ASSERT(held);
    return held && *held;
}

std::int64_t Value::toInteger() const
{
    const auto *held = std::get_if<std::int64_t>(&m_data);
    Q_ASSERT(held);
    return held ? *held : 0;
}

double Value::toDouble() const
{
    const auto *held = std::get_if<double>(&m_data);
    Q_ASSERT(held);
    return held ? *held : 0.0;
}

const QByteArray &Value::bytes() const
{
    static const QByteArray none;
    const auto *held = std::get_if<Bytes>(&m_data);
    Q_ASSERT(held);
    return held ? held->data : none;
}

QString Value::text() const
{
    return QString::fromUtf8(bytes());
}

ParticleType Value::blobType() const
{
    const auto *held = std::get_if<Bytes>(&m_data);
    Q_ASSERT(held && held->type == Type::Blob);
    return held ? held->particle : ParticleType::Blob;
}

const List &Value::list() const
{
    static const List none;
    const auto *held = std::get_if<std::shared_ptr<const List>>(&m_data);
    Q_ASSERT(held);
    return held && *held ? **held : none;
}

const Map &Value::map() const
{
    static const Map none;
    const auto *held = std::get_if<std::shared_ptr<const Map>>(&m_data);
    Q_ASSERT(held);
    return held && *held ? **held : none;
}

ParticleType Value::particleType() const
{
    switch (type()) {
    case Type::Bool:
        return ParticleType::Bool;
    case Type::Integer:
        return ParticleType::Integer;
    case Type::Double:
        return ParticleType::Float;
    case Type::String:
    case Type::Blob:
    case Type::GeoJson:
    case Type::Hll:
    case Type::RawBytes:
    case Type::Opaque:
        return std::get_if<Bytes>(&m_data)->particle;
    case Type::List:
        return ParticleType::List;
    case Type::Map:
        return ParticleType::Map;
    case Type::Nil:
    case Type::Infinity:
    case Type::Wildcard:
        break;
    }
    return ParticleType::Nil;
}

bool operator==(const Value &a, const Value &b) noexcept
{
    if (a.type() != b.type())
        return false;
    switch (a.type()) {
    case Value::Type::Nil:
    case Value::Type::Infinity:
    case Value::Type::Wildcard:
        return true;
    case Value::Type::Bool:
        return a.toBool() == b.toBool();
    case Value::Type::Integer:
        return a.toInteger() == b.toInteger();
    case Value::Type::Double:
        return std::bit_cast<quint64>(a.toDouble()) == std::bit_cast<quint64>(b.toDouble());
    case Value::Type::String:
    case Value::Type::Blob:
    case Value::Type::GeoJson:
    case Value::Type::Hll:
    case Value::Type::RawBytes:
    case Value::Type::Opaque:
        return a.particleType() == b.particleType() && a.bytes() == b.bytes();
    case Value::Type::List: {
        const List &left = a.list();
        const List &right = b.list();
        return &left == &right || (left.order == right.order && left.items == right.items);
    }
    case Value::Type::Map: {
        const Map &left = a.map();
        const Map &right = b.map();
        return &left == &right || (left.order == right.order && left.pairs == right.pairs);
    }
    }
    return false;
}

const Value *Map::find(const Value &key) const noexcept
{
    const auto found =
        std::find_if(pairs.begin(), pairs.end(), [&key](const auto &pair) { return pair.first == key; });
    return found == pairs.end() ? nullptr : &found->second;
}

std::strong_ordering compareByRank(const Value &a, const Value &b) noexcept
{
    const RankStep step = rankStep(a);
    if (const auto order = step <=> rankStep(b); order != 0)
        return order;
    switch (step) {
    case RankStep::Integer:
        return compareIntegers(a, b);
    case RankStep::Double:
        return compareDoubles(a.toDouble(), b.toDouble());
    case RankStep::String:
    case RankStep::GeoJson:
    case RankStep::Ext:
        return compareBytes(a.bytes(), b.bytes());
    case RankStep::Bytes:
        return compareBlobs(a, b);
    case RankStep::List:
        return compareLists(a.list(), b.list());
    case RankStep::Map:
        return compareMaps(a.map(), b.map());
    case RankStep::Nil:
    case RankStep::False:
    case RankStep::True:
    case RankStep::Wildcard:
    case RankStep::Infinity:
        break;
    }
    return std::strong_ordering::equal;
}

} // namespace Aeroscope
