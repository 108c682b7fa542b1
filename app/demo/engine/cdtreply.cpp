// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/cdtreply.h"

#include <algorithm>

namespace Aeroscope::Demo {

namespace {

constexpr char geoHeaderWithoutCells[] = {0, 0, 0};

ParticleType typeOfPrefix(quint8 prefix) noexcept
{
    switch (static_cast<ParticleType>(prefix)) {
    case ParticleType::JavaBlob:
    case ParticleType::CSharpBlob:
    case ParticleType::PythonBlob:
    case ParticleType::RubyBlob:
    case ParticleType::PhpBlob:
    case ParticleType::ErlangBlob:
    case ParticleType::Vector:
    case ParticleType::Hll:
        return static_cast<ParticleType>(prefix);
    default:
        return ParticleType::Blob;
    }
}

} // namespace

void PositionList::addRun(quint32 start, quint32 count)
{
    if (m_reverse) {
        start = m_total - start - count;
    }
    for (quint32 i = 0; i < count; ++i) {
        m_list.addInteger(start + i);
    }
}

Particle listParticle(const ListBuilder &list)
{
    return {ParticleType::List, list.take()};
}

Particle pairOfIntegers(qint64 first, qint64 second)
{
    ListBuilder list;
    list.addInteger(first);
    list.addInteger(second);
    return listParticle(list);
}

std::optional<Particle> emptyAnswer(const ReturnSpec &spec, qint64 position)
{
    switch (spec.kind) {
    case ReturnKind::None:
        return Particle();
    case ReturnKind::IndexRange:
    case ReturnKind::ReverseIndexRange:
    case ReturnKind::RankRange:
    case ReturnKind::ReverseRankRange:
        return pairOfIntegers(position, 0);
    case ReturnKind::Index:
    case ReturnKind::ReverseIndex:
    case ReturnKind::Rank:
    case ReturnKind::ReverseRank:
        return spec.multi ? listParticle({}) : Particle::integer(-1);
    case ReturnKind::Count:
        return Particle::integer(0);
    case ReturnKind::Exists:
        return Particle::boolean(false);
    case ReturnKind::Key:
    case ReturnKind::Value:
        return spec.multi ? listParticle({}) : Particle();
    case ReturnKind::KeyValueMap:
    case ReturnKind::UnorderedMap:
    case ReturnKind::OrderedMap:
        return Particle(ParticleType::Map, MapBuilder().take(spec.mapFlags()));
    }
    return std::nullopt;
}

std::optional<Particle> runAnswer(const ReturnSpec &spec, quint32 start, quint32 count, quint32 total)
{
    switch (spec.kind) {
    case ReturnKind::None:
        return Particle();
    case ReturnKind::Count:
        return Particle::integer(spec.inverted ? total - count : count);
    case ReturnKind::Exists:
        return Particle::boolean(spec.inverted ? count == 0 : count != 0);
    case ReturnKind::Index:
    case ReturnKind::ReverseIndex:
    case ReturnKind::Rank:
    case ReturnKind::ReverseRank: {
        if (!spec.multi) {
            return Particle::integer(count == 0 ? -1 : qint64{spec.isReverse() ? total - start - 1 : start});
        }
        PositionList positions(total, spec.isReverse());
        if (spec.inverted) {
            positions.addRun(0, start);
            positions.addRun(start + count, total - start - count);
        } else {
            positions.addRun(start, count);
        }
        return positions.take();
    }
    default:
        return std::nullopt;
    }
}

std::optional<Particle> rangeAnswer(const ReturnSpec &spec, quint32 start, quint32 count, quint32 total)
{
    switch (spec.kind) {
    case ReturnKind::ReverseIndexRange:
    case ReturnKind::ReverseRankRange:
        start = total - start - count;
        break;
    case ReturnKind::IndexRange:
    case ReturnKind::RankRange:
        break;
    default:
        return runAnswer(spec, start, count, total);
    }
    if (spec.inverted) {
        return std::nullopt;
    }
    return pairOfIntegers(start, count);
}

quint32 pickedCount(const PickMask &mask) noexcept
{
    return static_cast<quint32>(std::ranges::count(mask, true));
}

Particle maskPositions(const ReturnSpec &spec, const PickMask &mask)
{
    const auto total = static_cast<quint32>(mask.size());
    if (!spec.multi) {
        const auto index = static_cast<quint32>(std::ranges::find(mask, true) - mask.begin());
        return Particle::integer(spec.isReverse() ? qint64{total} - index - 1 : index);
    }
    PositionList positions(total, spec.isReverse());
    for (quint32 i = 0; i < total; ++i) {
        if (mask[i]) {
            positions.add(i);
        }
    }
    return positions.take();
}

Particle wantedPositions(const ReturnSpec &spec, const WantedScan &scan, quint32 total)
{
    PositionList positions(total, spec.isReverse());
    if (!spec.inverted) {
        for (const auto &run : scan.runs) {
            for (quint32 i = 0; i < run.count; ++i) {
                positions.add(run.start + i);
            }
        }
        return positions.take();
    }
    quint32 next = 0;
    for (const auto wanted : scan.wantedOrder) {
        const auto &run = scan.runs[wanted];
        if (run.count == 0) {
            continue;
        }
        positions.addRun(next, run.start - next);
        next = run.start + run.count;
    }
    positions.addRun(next, total - next);
    return positions.take();
}

Particle runPositions(const ReturnSpec &spec, const std::vector<WantedRun> &runs, quint32 total,
                      const std::vector<quint32> *placeOf)
{
    PositionList positions(total, spec.isReverse());
    for (const auto &run : runs) {
        if (placeOf == nullptr) {
            positions.addRun(run.start, run.count);
            continue;
        }
        for (auto i = run.start; i < run.start + run.count; ++i) {
            positions.add((*placeOf)[i]);
        }
    }
    return positions.take();
}

Outcome<Particle> particleFromPacked(QByteArrayView packed)
{
    PackedReader reader(packed);
    switch (reader.peek()) {
    case PackedKind::Nil:
        return Particle();
    case PackedKind::False:
    case PackedKind::True:
        return Particle::boolean(reader.peek() == PackedKind::True);
    case PackedKind::NegativeInteger:
    case PackedKind::Integer:
        return Particle::integer(static_cast<qint64>(*reader.integer()));
    case PackedKind::Double:
        return Particle::floating(*reader.floating());
    case PackedKind::String:
        return Particle(ParticleType::String, reader.string().sliced(1).toByteArray());
    case PackedKind::Blob: {
        const auto body = reader.string();
        if (body.isEmpty()) {
            return Particle(ParticleType::Blob, QByteArray(""));
        }
        return Particle(typeOfPrefix(static_cast<quint8>(body[0])), body.sliced(1).toByteArray());
    }
    case PackedKind::GeoJson: {
        QByteArray bytes(geoHeaderWithoutCells, sizeof geoHeaderWithoutCells);
        bytes.append(reader.string().sliced(1));
        return Particle(ParticleType::GeoJson, bytes);
    }
    case PackedKind::List:
        return Particle(ParticleType::List, packed.toByteArray());
    case PackedKind::Map:
        return Particle(ParticleType::Map, packed.toByteArray());
    default:
        return std::unexpected(ResultCode::Unknown);
    }
}

RelativeRange relativeRange(qint64 index, quint64 count, quint32 origin) noexcept
{
    // Wraps like the server's sum; an index that far out picks nothing either way.
    const auto sum = static_cast<qint64>(static_cast<quint64>(index) + origin);
    if (sum >= 0) {
        return {.index = sum, .count = count};
    }
    const auto before = 0 - static_cast<quint64>(sum);
    return {.index = 0, .count = count > before ? count - before : 0};
}

std::optional<Increment> Increment::parse(QByteArrayView delta, bool negate)
{
    Increment sum;
    if (!delta.isNull()) {
        PackedReader reader(delta);
        switch (reader.peek()) {
        case PackedKind::NegativeInteger:
        case PackedKind::Integer:
            sum.m_integerDelta = static_cast<qint64>(*reader.integer());
            break;
        case PackedKind::Double:
            sum.m_doubleDelta = *reader.floating();
            sum.m_isDouble = true;
            break;
        case PackedKind::Nil:
            break;
        default:
            return std::nullopt;
        }
    }
    if (negate) {
        sum.m_integerDelta = static_cast<qint64>(0 - static_cast<quint64>(sum.m_integerDelta));
        sum.m_doubleDelta = -sum.m_doubleDelta;
    }
    return sum;
}

bool Increment::apply(QByteArrayView current)
{
    const auto plus = [](qint64 a, qint64 b) {
        return static_cast<qint64>(static_cast<quint64>(a) + static_cast<quint64>(b));
    };
    if (current.isNull()) {
        m_integer = m_isDouble ? 0 : m_integerDelta;
        m_double = m_isDouble ? m_doubleDelta : 0;
        return true;
    }
    PackedReader reader(current);
    const auto kind = reader.peek();
    if (isInteger(kind)) {
        m_integer = plus(static_cast<qint64>(*reader.integer()),
                         m_isDouble ? truncatedInteger(m_doubleDelta) : m_integerDelta);
        m_isDouble = false;
        return true;
    }
    if (kind == PackedKind::Double) {
        m_double = *reader.floating() + (m_isDouble ? m_doubleDelta : static_cast<double>(m_integerDelta));
        m_isDouble = true;
        return true;
    }
    return false;
}

QByteArray Increment::packed() const
{
    QByteArray out;
    if (m_isDouble) {
        appendPackedDouble(out, m_double);
    } else {
        appendPackedInteger(out, m_integer);
    }
    return out;
}

Particle Increment::particle() const
{
    return m_isDouble ? Particle::floating(m_double) : Particle::integer(m_integer);
}

} // namespace Aeroscope::Demo
