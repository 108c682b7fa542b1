// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/indexpredicate.h"

#include "app/demo/bytes.h"
#include "app/demo/engine/cdtcontext.h"
#include "client/value/msgpack.h"

#include <algorithm>
#include <bit>

namespace Aeroscope::Demo {

namespace {

constexpr qsizetype longestBin = 15;
constexpr qsizetype longestIndexName = 63;
constexpr quint32 longestText = 2048;
constexpr quint32 longestGeometry = 1024 * 1024;

/// A cell and all cells above it up to the coarsest level of an index: where regions around a point are
/// found.
std::vector<IndexPredicate::Range> cellsAbove(quint64 leaf)
{
    constexpr int levels = 30;
    constexpr int coarsest = 1;
    std::vector<IndexPredicate::Range> ranges;
    for (int level = levels; level >= coarsest; --level) {
        const quint64 lowest = quint64{1} << (2 * (levels - level));
        const quint64 cell = (leaf & (~lowest + 1)) | lowest;
        ranges.push_back({static_cast<qint64>(cell), static_cast<qint64>(cell)});
    }
    return ranges;
}

} // namespace

Outcome<std::optional<IndexPredicate>> IndexPredicate::parse(const Request &request)
{
    const auto refuse = [] { return std::unexpected(ResultCode::Parameter); };
    const bool byName = request.has(Field::IndexName);
    const bool byExpression = request.has(Field::IndexExpression);
    IndexPredicate predicate;
    const bool hasRange = request.has(Field::IndexRange);
    if (hasRange) {
        if (!predicate.parseRange(request.field(Field::IndexRange), byName, byExpression))
            return refuse();
        if (request.has(Field::IndexType)) {
            const QByteArrayView kind = request.field(Field::IndexType);
            if (kind.isEmpty())
                return refuse();
            predicate.m_definition.kind = static_cast<IndexKind>(kind[0]);
        }
        if (byExpression) {
            if (byName || request.field(Field::IndexExpression).isEmpty())
                return refuse();
            predicate.m_definition.expression = request.field(Field::IndexExpression).toByteArray();
        }
        if (request.has(Field::IndexContext)) {
            const QByteArrayView context = request.field(Field::IndexContext);
            if (byName || byExpression || context.isEmpty() || checkContext(context) != ResultCode::Ok)
                return refuse();
            const Result<Value> value = unpackValue(context);
            if (value && !sameBytes(packValue(*value), context))
                return refuse();
            predicate.m_definition.context = context.toByteArray();
        }
    }
    if (byName) {
        const QByteArrayView name = request.field(Field::IndexName);
        if (byExpression || name.isEmpty() || name.size() > longestIndexName)
            return refuse();
        predicate.m_indexName = name.toByteArray();
    }
    if (!hasRange)
        return std::nullopt;
    return predicate;
}

bool IndexPredicate::parseRange(QByteArrayView data, bool byName, bool byExpression)
{
    const auto take = [&data](qsizetype count) -> std::optional<QByteArrayView> {
        if (data.size() < count)
            return std::nullopt;
        const QByteArrayView taken = data.first(count);
        data = data.sliced(count);
        return taken;
    };
    const auto count = take(1);
    if (!count || (*count)[0] != 1)
        return false;
    const auto nameSize = take(1);
    if (!nameSize)
        return false;
    const qsizetype size = static_cast<quint8>((*nameSize)[0]);
    if (size == 0 ? !byName && !byExpression : byName || byExpression || size > longestBin)
        return false;
    const auto name = take(size);
    const auto type = name ? take(1) : std::nullopt;
    if (!type)
        return false;
    m_definition.bin = name->toByteArray();
    m_definition.type = static_cast<ParticleType>((*type)[0]);
    // What follows the begin of a string, blob or geometry is not looked at.
    switch (m_definition.type) {
    case ParticleType::Integer: {
        if (data.size() < 24 || load32(data.data()) != 8 || load32(data.data() + 12) != 8)
            return false;
        const Range range{static_cast<qint64>(load64(data.data() + 4)),
                          static_cast<qint64>(load64(data.data() + 16))};
        if (range.begin > range.end)
            return false;
        m_ranges.push_back(range);
        m_isRange = range.begin != range.end;
        return true;
    }
    case ParticleType::String:
    case ParticleType::Blob: {
        const auto length = take(4);
        if (!length || load32(length->data()) >= longestText)
            return false;
        const auto text = take(static_cast<qsizetype>(load32(length->data())));
        if (!text)
            return false;
        m_bytes = text->toByteArray();
        const qint64 hash = indexHash(m_bytes);
        m_ranges.push_back({hash, hash});
        return true;
    }
    case ParticleType::GeoJson: {
        const auto length = take(4);
        if (!length || load32(length->data()) == 0 || load32(length->data()) >= longestGeometry)
            return false;
        const auto text = take(static_cast<qsizetype>(load32(length->data())));
        const Outcome<Geometry> geometry =
            text ? Geometry::parse(*text) : std::unexpected(ResultCode::Parameter);
        const Outcome<Particle> stored =
            text ? particleFromWire(ParticleType::GeoJson, QByteArray(3, '\0') + text->toByteArray())
                 : std::unexpected(ResultCode::Parameter);
        if (!geometry || !stored)
            return false;
        m_geometry = *stored;
        if (geometry->isPoint()) {
            m_ranges = cellsAbove(geometry->pointCell());
        } else {
            for (const auto &[low, high] : geometry->cellRanges())
                m_ranges.push_back({static_cast<qint64>(low), static_cast<qint64>(high)});
        }
        std::sort(m_ranges.begin(), m_ranges.end(), [](const Range &a, const Range &b) {
            return static_cast<quint64>(a.begin) < static_cast<quint64>(b.begin);
        });
        m_isRange = true;
        return true;
    }
    default:
        return false;
    }
}

std::shared_ptr<SecondaryIndex> IndexPredicate::findIndex(const Namespace &ns, QByteArrayView set) const
{
    const IndexCatalog &catalog = ns.indexes();
    if (!m_indexName.isEmpty()) {
        auto index = catalog.byName(m_indexName);
        return index && index->definition().kind != IndexKind::Set ? index : nullptr;
    }
    IndexDefinition wanted = m_definition;
    wanted.set = set.toByteArray();
    return catalog.byDefinition(wanted);
}

bool IndexPredicate::matchesElement(ParticleView element) const
{
    switch (element.type) {
    case ParticleType::Integer:
        return std::any_of(m_ranges.begin(), m_ranges.end(),
                           [value = integerOf(element)](const Range &range) {
                               return range.begin <= value && value <= range.end;
                           });
    case ParticleType::GeoJson:
        return geoMatches(m_geometry, element);
    default:
        return sameBytes(element.bytes, m_bytes);
    }
}

bool IndexPredicate::matches(const SecondaryIndex &index, const EvalRecord &record) const
{
    // An index asked for by its name keeps its type: texts and blobs are told apart nowhere else.
    const ParticleType type = index.definition().type;
    const auto isText = [](ParticleType t) { return t == ParticleType::String || t == ParticleType::Blob; };
    if (type != m_definition.type && !(isText(type) && isText(m_definition.type)))
        return false;
    // An entry for a number cannot be an accident.
    if (type == ParticleType::Integer)
        return true;
    bool found = false;
    index.forEachElement(record, [&](ParticleView element) {
        found = element.type == type && matchesElement(element);
        return !found;
    });
    return found;
}

} // namespace Aeroscope::Demo
