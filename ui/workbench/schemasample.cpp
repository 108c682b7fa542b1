// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/schemasample.h"

#include "client/value/msgpack.h"

#include <algorithm>
#include <optional>

namespace Aeroscope::Workbench {

namespace {

using Ael::ValueType;

ValueType typeOf(ParticleType particle)
{
    switch (particle) {
    case ParticleType::Integer:
        return ValueType::Int;
    case ParticleType::Float:
        return ValueType::Float;
    case ParticleType::String:
        return ValueType::String;
    case ParticleType::Bool:
        return ValueType::Bool;
    case ParticleType::Hll:
        return ValueType::Hll;
    case ParticleType::Map:
        return ValueType::Map;
    case ParticleType::List:
        return ValueType::List;
    case ParticleType::GeoJson:
        return ValueType::Geo;
    case ParticleType::Blob:
    case ParticleType::JavaBlob:
    case ParticleType::CSharpBlob:
    case ParticleType::PythonBlob:
    case ParticleType::RubyBlob:
    case ParticleType::PhpBlob:
    case ParticleType::ErlangBlob:
        return ValueType::Blob;
    case ParticleType::Nil:
    case ParticleType::Vector:
        break;
    }
    return ValueType::Nil;
}

/// One level of a context (protocol section 8.4): how, and which.
struct Level
{
    qint64 kind;
    Value place;
};

constexpr qint64 kindMask = 0x33; // without what says how to create
enum : qint64 { ListIndex = 0x10, ListRank = 0x11, ListValue = 0x13 };
enum : qint64 { MapIndex = 0x20, MapRank = 0x21, MapKey = 0x22, MapValue = 0x23 };

std::optional<std::vector<Level>> levelsOf(const QByteArray &context)
{
    std::vector<Level> levels;
    if (context.isEmpty())
        return levels;
    const Result<Value> unpacked = unpackValue(context);
    if (!unpacked || unpacked->type() != Value::Type::List)
        return {};
    const std::vector<Value> &items = unpacked->list().items;
    for (size_t i = 0; i + 1 < items.size(); i += 2) {
        if (items[i].type() != Value::Type::Integer)
            return {};
        levels.push_back({items[i].toInteger() & kindMask, items[i + 1]});
    }
    return levels;
}

/// The index-th of `size`, counted from the end when negative.
std::optional<size_t> indexOf(const Value &place, size_t size)
{
    if (place.type() != Value::Type::Integer)
        return {};
    const qint64 count = static_cast<qint64>(size);
    const qint64 index = place.toInteger() < 0 ? place.toInteger() + count : place.toInteger();
    return index < 0 || index >= count ? std::nullopt : std::optional(static_cast<size_t>(index));
}

/// One step down. A rank leads to some element: what is suggested below it is much the same for all of them.
std::optional<Value> stepInto(const Value &value, const Level &level)
{
    if (value.type() == Value::Type::List) {
        const std::vector<Value> &items = value.list().items;
        if (level.kind == ListIndex || level.kind == ListRank) {
            const auto index = indexOf(level.place, items.size());
            return index ? std::optional(items[*index]) : std::nullopt;
        }
        if (level.kind == ListValue && std::ranges::find(items, level.place) != items.end())
            return level.place;
        return {};
    }
    if (value.type() != Value::Type::Map)
        return {};
    const auto &pairs = value.map().pairs;
    if (level.kind == MapIndex || level.kind == MapRank) {
        const auto index = indexOf(level.place, pairs.size());
        return index ? std::optional(pairs[*index].second) : std::nullopt;
    }
    for (const auto &[key, item] : pairs) {
        if ((level.kind == MapKey && key == level.place) || (level.kind == MapValue && item == level.place))
            return item;
    }
    return {};
}

// An answer has to be there before the next key press, whatever the records hold.
constexpr size_t keysOfOneMap = 100;
constexpr size_t mostCounted = 2'000;
constexpr qsizetype longestSuggestion = 64;

/// Short enough to be read in a list and to be compared quickly.
bool isSuggestion(const Value &value)
{
    switch (value.type()) {
    case Value::Type::Bool:
    case Value::Type::Integer:
    case Value::Type::Double:
        return true;
    case Value::Type::String:
    case Value::Type::Blob:
        return value.bytes().size() <= longestSuggestion;
    default:
        return false;
    }
}

/// Something that was met, how often, and when first.
template <class T>
struct Counted
{
    T what;
    int count;
    size_t order;
};

/// The most frequent first, ties in the order of first sight.
template <class T>
void sortByFrequency(std::vector<Counted<T>> &counted)
{
    std::ranges::sort(counted, [](const Counted<T> &a, const Counted<T> &b) {
        return a.count != b.count ? a.count > b.count : a.order < b.order;
    });
}

/// Equal values once, the most frequent first, ties in the order of first sight.
QList<Value> byFrequency(const std::vector<Value> &values)
{
    std::vector<Counted<Value>> counted;
    for (const Value &value : values) {
        const auto known =
            std::ranges::find_if(counted, [&value](const auto &entry) { return entry.what == value; });
        if (known != counted.end())
            ++known->count;
        else if (counted.size() < static_cast<size_t>(SchemaSample::mostAnswers))
            counted.push_back({value, 1, counted.size()});
    }
    sortByFrequency(counted);
    QList<Value> ordered;
    for (const Counted<Value> &entry : counted)
        ordered.append(entry.what);
    return ordered;
}

} // namespace

void SchemaSample::add(const RowView &row)
{
    if (!row.isValid())
        return;
    const bool keep = !isFull();
    ++m_records;
    row.forEachBin([this, keep](const RawBin &raw) {
        const QByteArray name = raw.name.toByteArray();
        auto place = m_byName.constFind(name);
        if (place == m_byName.constEnd()) {
            place = m_byName.insert(name, m_bins.size());
            m_bins.push_back({.name = name, .types = {}, .values = {}});
        }
        Bin &bin = m_bins[*place];
        const ValueType type = typeOf(raw.particle);
        const auto known = std::ranges::find(bin.types, type, &std::pair<ValueType, int>::first);
        if (known != bin.types.end())
            ++known->second;
        else
            bin.types.emplace_back(type, 1);
        if (keep && raw.bytes.size() <= largestKept) {
            if (Result<Value> value = decodeParticle(raw.particle, raw.bytes))
                bin.values.push_back(std::move(*value));
        }
        return true;
    });
}

const SchemaSample::Bin *SchemaSample::find(const QByteArray &name) const
{
    const auto place = m_byName.constFind(name);
    return place == m_byName.constEnd() ? nullptr : &m_bins[*place];
}

QList<Ael::SchemaBin> SchemaSample::bins() const
{
    QList<Ael::SchemaBin> all;
    for (const Bin &bin : m_bins) {
        std::vector<Counted<ValueType>> types;
        for (const auto &[type, count] : bin.types)
            types.push_back({type, count, types.size()});
        sortByFrequency(types);
        Ael::SchemaBin seen{.name = bin.name, .types = {}};
        for (const Counted<ValueType> &entry : types)
            seen.types.append(entry.what);
        all.append(seen);
    }
    return all;
}

std::vector<Value> SchemaSample::at(const QByteArray &bin, const QByteArray &context) const
{
    const Bin *known = find(bin);
    const auto levels = levelsOf(context);
    if (known == nullptr || !levels)
        return {};
    std::vector<Value> found;
    for (const Value &value : known->values) {
        std::optional<Value> here = value;
        for (const Level &level : *levels) {
            here = stepInto(*here, level);
            if (!here)
                break;
        }
        if (here)
            found.push_back(std::move(*here));
    }
    return found;
}

QList<Value> SchemaSample::keys(const QByteArray &bin, const QByteArray &context) const
{
    std::vector<Value> keys;
    for (const Value &value : at(bin, context)) {
        if (value.type() != Value::Type::Map)
            continue;
        const auto &pairs = value.map().pairs;
        for (size_t i = 0; i < std::min(pairs.size(), keysOfOneMap) && keys.size() < mostCounted; ++i)
            keys.push_back(pairs[i].first);
    }
    return byFrequency(keys);
}

QList<Value> SchemaSample::samples(const QByteArray &bin, const QByteArray &context) const
{
    std::vector<Value> values = at(bin, context);
    std::erase_if(values, [](const Value &value) { return !isSuggestion(value); });
    return byFrequency(values);
}

} // namespace Aeroscope::Workbench
