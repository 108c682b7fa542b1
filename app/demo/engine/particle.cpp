// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/particle.h"

#include "app/demo/engine/geospatial.h"
#include "app/demo/engine/hllsketch.h"
#include "app/demo/engine/packed.h"
#include "client/value/msgpack.h"

#include <QtEndian>

#include <bit>

namespace Aeroscope::Demo {

namespace {

constexpr qsizetype geoHeaderSize = 3;
constexpr char geoRegionFlag = 1;
constexpr qsizetype cellSize = sizeof(quint64);

template <typename Word>
QByteArray bigEndian(Word word)
{
    QByteArray bytes(sizeof(Word), Qt::Uninitialized);
    qToBigEndian(word, bytes.data());
    return bytes;
}

Outcome<Particle> integerFromWire(QByteArrayView bytes)
{
    const auto *data = bytes.data();
    switch (bytes.size()) {
    case sizeof(quint8):
        return Particle::integer(static_cast<quint8>(*data));
    case sizeof(quint16):
        return Particle::integer(qFromBigEndian<quint16>(data));
    case sizeof(quint32):
        return Particle::integer(qFromBigEndian<quint32>(data));
    case sizeof(quint64):
        return Particle(ParticleType::Integer, bytes.toByteArray());
    default:
        return std::unexpected(ResultCode::Parameter);
    }
}

Outcome<Particle> containerFromWire(ParticleType type, QByteArrayView bytes)
{
    const auto kind = type == ParticleType::Map ? PackedKind::Map : PackedKind::List;
    if (PackedReader(bytes).peek() != kind) {
        return std::unexpected(ResultCode::Unknown);
    }
    auto stored = normalisedPacked(bytes, PersistFlag::Keep);
    if (!stored) {
        return std::unexpected(ResultCode::Unknown);
    }
    return Particle(type, *std::move(stored));
}

quint32 geoCellCount(QByteArrayView bytes)
{
    return bytes.size() < geoHeaderSize ? 0 : qFromBigEndian<quint16>(bytes.data() + 1);
}

Outcome<Particle> geoFromWire(QByteArrayView bytes)
{
    // Cells that come along are skipped: the server computes its own.
    const auto textAt = geoHeaderSize + cellSize * qsizetype{geoCellCount(bytes)};
    if (bytes.size() < textAt) {
        return std::unexpected(ResultCode::GeoInvalidGeoJson);
    }
    const auto text = bytes.sliced(textAt);
    const auto geometry = Geometry::parse(text);
    if (!geometry) {
        return std::unexpected(geometry.error());
    }
    const auto cells = geometry->cells();
    if (cells.size() > Geometry::maxCells) {
        return std::unexpected(ResultCode::GeoInvalidGeoJson);
    }
    QByteArray stored;
    stored.reserve(geoHeaderSize + cellSize * static_cast<qsizetype>(cells.size()) + text.size());
    stored.append(geometry->isPoint() ? '\0' : geoRegionFlag);
    stored.append(bigEndian(static_cast<quint16>(cells.size())));
    for (const auto cell : cells) {
        stored.append(bigEndian(cell));
    }
    stored.append(text);
    return Particle(ParticleType::GeoJson, std::move(stored));
}

/// The bytes behind a list's or map's header and order marker, when that marker has the persisted flag.
struct PersistedHeader
{
    quint32 count = 0;
    quint8 flags = 0;
    QByteArrayView contents;
};

bool isContainer(ParticleView particle)
{
    return particle.type == ParticleType::List || particle.type == ParticleType::Map;
}

std::optional<PersistedHeader> persistedHeader(ParticleView particle)
{
    if (!isContainer(particle)) {
        return std::nullopt;
    }
    PackedReader reader(particle.bytes);
    const bool isMap = particle.type == ParticleType::Map;
    const auto count = isMap ? reader.mapCount() : reader.listCount();
    if (!count || *count == 0 || !reader.peekIsExtension()) {
        return std::nullopt;
    }
    const auto flags = reader.extension();
    if (!flags || (*flags & OrderFlag::persisted) == 0 || (isMap && !reader.skip())) {
        return std::nullopt;
    }
    return PersistedHeader{.count = *count - 1, .flags = *flags, .contents = reader.rest()};
}

QByteArray shownHeader(bool isMap, const PersistedHeader &persisted)
{
    const auto flags = static_cast<quint8>(persisted.flags & ~OrderFlag::persisted);
    QByteArray header;
    if (isMap) {
        appendMapHeader(header, persisted.count, flags);
    } else {
        appendListHeader(header, persisted.count, flags);
    }
    return header;
}

} // namespace

Particle Particle::integer(qint64 value)
{
    return {ParticleType::Integer, bigEndian(value)};
}

Particle Particle::floating(double value)
{
    return {ParticleType::Float, bigEndian(std::bit_cast<quint64>(value))};
}

Particle Particle::boolean(bool value)
{
    return {ParticleType::Bool, QByteArray(1, value ? '\1' : '\0')};
}

qint64 integerOf(ParticleView particle) noexcept
{
    Q_ASSERT(particle.type == ParticleType::Integer && particle.bytes.size() == sizeof(qint64));
    return qFromBigEndian<qint64>(particle.bytes.data());
}

double floatOf(ParticleView particle) noexcept
{
    Q_ASSERT(particle.type == ParticleType::Float && particle.bytes.size() == sizeof(double));
    return std::bit_cast<double>(qFromBigEndian<quint64>(particle.bytes.data()));
}

bool isKnownParticleType(quint8 type) noexcept
{
    switch (static_cast<ParticleType>(type)) {
    case ParticleType::Integer:
    case ParticleType::Float:
    case ParticleType::String:
    case ParticleType::Blob:
    case ParticleType::JavaBlob:
    case ParticleType::CSharpBlob:
    case ParticleType::PythonBlob:
    case ParticleType::RubyBlob:
    case ParticleType::PhpBlob:
    case ParticleType::ErlangBlob:
    case ParticleType::Vector:
    case ParticleType::Bool:
    case ParticleType::Hll:
    case ParticleType::Map:
    case ParticleType::List:
    case ParticleType::GeoJson:
        return true;
    case ParticleType::Nil:
        break;
    }
    return false;
}

Outcome<Particle> particleFromWire(ParticleType type, QByteArrayView bytes)
{
    const auto refused = std::unexpected(ResultCode::Parameter);
    if (!isKnownParticleType(static_cast<quint8>(type))) {
        return refused;
    }
    switch (type) {
    case ParticleType::Integer:
        return integerFromWire(bytes);
    case ParticleType::Float:
        if (bytes.size() != sizeof(double)) {
            return refused;
        }
        break;
    case ParticleType::Bool:
        if (bytes.size() != 1 || static_cast<quint8>(bytes.front()) > 1) {
            return refused;
        }
        break;
    case ParticleType::Hll:
        if (!HllSketch::isValid(bytes)) {
            return refused;
        }
        break;
    case ParticleType::List:
    case ParticleType::Map:
        return containerFromWire(type, bytes);
    case ParticleType::GeoJson:
        return geoFromWire(bytes);
    default:
        break;
    }
    return Particle(type, bytes.toByteArray());
}

bool isReplyForm(ParticleView particle) noexcept
{
    return !persistedHeader(particle);
}

quint32 replySize(ParticleView particle) noexcept
{
    const auto persisted = persistedHeader(particle);
    if (!persisted) {
        return static_cast<quint32>(particle.bytes.size());
    }
    const auto header = shownHeader(particle.type == ParticleType::Map, *persisted);
    return static_cast<quint32>(header.size() + persisted->contents.size());
}

void appendReplyForm(QByteArray &out, ParticleView particle)
{
    const auto persisted = persistedHeader(particle);
    if (!persisted) {
        out.append(particle.bytes);
        return;
    }
    out.append(shownHeader(particle.type == ParticleType::Map, *persisted));
    out.append(persisted->contents);
}

Outcome<Particle> particleFromValue(const Value &value)
{
    const auto type = value.particleType();
    switch (value.type()) {
    case Value::Type::Integer:
        return Particle::integer(value.toInteger());
    case Value::Type::Double:
        return Particle::floating(value.toDouble());
    case Value::Type::Bool:
        return Particle::boolean(value.toBool());
    case Value::Type::GeoJson:
        return particleFromWire(type, QByteArray(geoHeaderSize, '\0') + value.bytes());
    case Value::Type::List:
    case Value::Type::Map:
        return particleFromWire(type, packValue(value));
    case Value::Type::String:
    case Value::Type::Blob:
    case Value::Type::Hll:
        return particleFromWire(type, value.bytes());
    default:
        return std::unexpected(ResultCode::Parameter);
    }
}

Value valueOf(ParticleView particle)
{
    switch (particle.type) {
    case ParticleType::Nil:
    case ParticleType::Vector:
        break;
    case ParticleType::Integer:
        return integerOf(particle);
    case ParticleType::Float:
        return floatOf(particle);
    case ParticleType::Bool:
        return particle.bytes.front() != '\0';
    case ParticleType::String:
        return Value::string(particle.bytes.toByteArray());
    case ParticleType::Blob:
    case ParticleType::JavaBlob:
    case ParticleType::CSharpBlob:
    case ParticleType::PythonBlob:
    case ParticleType::RubyBlob:
    case ParticleType::PhpBlob:
    case ParticleType::ErlangBlob:
        return Value::blob(particle.bytes.toByteArray(), particle.type);
    case ParticleType::Hll:
        return Value::hll(particle.bytes.toByteArray());
    case ParticleType::GeoJson:
        return Value::geoJson(geoJsonText(particle).toByteArray());
    case ParticleType::List:
    case ParticleType::Map: {
        QByteArray shown;
        appendReplyForm(shown, particle);
        if (auto value = unpackValue(shown)) {
            return *std::move(value);
        }
        break;
    }
    }
    return {};
}

QByteArrayView geoJsonText(ParticleView particle) noexcept
{
    Q_ASSERT(particle.type == ParticleType::GeoJson);
    return particle.bytes.sliced(geoHeaderSize + cellSize * qsizetype{geoCellCount(particle.bytes)});
}

std::vector<quint64> geoJsonCells(ParticleView particle)
{
    Q_ASSERT(particle.type == ParticleType::GeoJson);
    std::vector<quint64> cells(geoCellCount(particle.bytes));
    const auto *at = particle.bytes.data() + geoHeaderSize;
    for (auto &cell : cells) {
        cell = qFromBigEndian<quint64>(at);
        at += cellSize;
    }
    return cells;
}

quint32 flatSize(ParticleView particle) noexcept
{
    constexpr quint32 typeAndWidth = 2;
    constexpr quint32 typeAndSize = 5;
    switch (particle.type) {
    case ParticleType::Nil:
        return 0;
    case ParticleType::Integer: {
        const auto value = static_cast<quint64>(integerOf(particle));
        const quint32 width = value <= 0xff ? 1 : value <= 0xffff ? 2 : value <= 0xffffffff ? 4 : 8;
        return typeAndWidth + width;
    }
    case ParticleType::Float:
        return 1 + sizeof(double);
    case ParticleType::Bool:
        return typeAndWidth;
    default:
        return typeAndSize + static_cast<quint32>(particle.bytes.size());
    }
}

} // namespace Aeroscope::Demo
