// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// The part of the evaluators that needs no collections: scalars, and lists and maps as they come. Serves until the
// engine folder is built.

#include "app/demo/bytes.h"
#include "app/demo/engine/cdtcontext.h"
#include "app/demo/engine/geospatial.h"
#include "app/demo/engine/opengine.h"
#include "client/value/msgpack.h"

#include <bit>

namespace Aeroscope::Demo {

Particle Particle::integer(qint64 value)
{
    QByteArray bytes(8, '\0');
    store64(bytes.data(), static_cast<quint64>(value));
    return {ParticleType::Integer, bytes};
}

Particle Particle::floating(double value)
{
    QByteArray bytes(8, '\0');
    store64(bytes.data(), std::bit_cast<quint64>(value));
    return {ParticleType::Float, bytes};
}

Particle Particle::boolean(bool value)
{
    return {ParticleType::Bool, QByteArray(1, value ? '\1' : '\0')};
}

Outcome<Particle> particleFromWire(ParticleType type, QByteArrayView bytes)
{
    switch (type) {
    case ParticleType::Nil:
        return std::unexpected(ResultCode::Parameter);
    case ParticleType::Integer: {
        if (bytes.size() != 1 && bytes.size() != 2 && bytes.size() != 4 && bytes.size() != 8)
            return std::unexpected(ResultCode::Parameter);
        quint64 value = 0;
        for (const char byte : bytes)
            value = value << 8 | static_cast<quint8>(byte);
        return Particle::integer(static_cast<qint64>(value));
    }
    case ParticleType::Float:
        if (bytes.size() != 8)
            return std::unexpected(ResultCode::Parameter);
        break;
    case ParticleType::Bool:
        if (bytes.size() != 1 || static_cast<quint8>(bytes[0]) > 1)
            return std::unexpected(ResultCode::Parameter);
        break;
    default:
        break;
    }
    return Particle{type, bytes.toByteArray()};
}

Outcome<Particle> particleFromValue(const Value &value)
{
    switch (value.type()) {
    case Value::Type::Integer:
        return Particle::integer(value.toInteger());
    case Value::Type::Double:
        return Particle::floating(value.toDouble());
    case Value::Type::Bool:
        return Particle::boolean(value.toBool());
    case Value::Type::List:
    case Value::Type::Map:
        return Particle{value.particleType(), packValue(value)};
    case Value::Type::GeoJson:
        return Particle{ParticleType::GeoJson, QByteArray(3, '\0') + value.bytes()};
    case Value::Type::String:
    case Value::Type::Blob:
    case Value::Type::Hll:
        return Particle{value.particleType(), value.bytes()};
    default:
        return std::unexpected(ResultCode::Parameter);
    }
}

quint32 flatSize(ParticleView particle) noexcept
{
    return static_cast<quint32>(particle.bytes.size()) + 1;
}

qint64 integerOf(ParticleView particle) noexcept
{
    return static_cast<qint64>(load64(particle.bytes.data()));
}

std::vector<quint64> geoJsonCells(ParticleView)
{
    return {};
}

ResultCode checkContext(QByteArrayView)
{
    return ResultCode::Parameter;
}

Particle resolveContext(ParticleView, QByteArrayView)
{
    return {};
}

QByteArray displayContext(QByteArrayView)
{
    return {};
}

void forEachPart(ParticleView, Part, const std::function<bool(ParticleView)> &) {}

class Geometry::Shape
{
};

Outcome<Geometry> Geometry::parse(QByteArrayView)
{
    return std::unexpected(ResultCode::GeoInvalidGeoJson);
}

bool Geometry::isPoint() const noexcept
{
    return m_shape != nullptr;
}

quint64 Geometry::pointCell() const noexcept
{
    return 0;
}

std::vector<std::pair<quint64, quint64>> Geometry::cellRanges() const
{
    return {};
}

bool geoMatches(ParticleView, ParticleView)
{
    return false;
}

bool PreparedOp::covers(OpCode code) noexcept
{
    return code == OpCode::Increment || code == OpCode::Append || code == OpCode::Prepend;
}

PreparedOp::PreparedOp(OpCode code, ParticleType type, QByteArray bytes)
    : m_code(code)
    , m_type(type)
    , m_bytes(std::move(bytes))
    , m_expressionFlags(0)
    , m_buildError(ResultCode::Ok)
{
}

ResultCode PreparedOp::buildError() const
{
    return m_expressionFlags == 0 ? m_buildError : ResultCode::UnsupportedFeature;
}

OpEffect PreparedOp::apply(ParticleView bin, const EvalRecord &) const
{
    OpEffect effect;
    if (!covers(m_code)) {
        effect.code = ResultCode::UnsupportedFeature;
        return effect;
    }
    const Outcome<Particle> argument = particleFromWire(m_type, m_bytes);
    if (!argument || (!bin.isNil() && bin.type != m_type)) {
        effect.code = argument ? ResultCode::IncompatibleType : argument.error();
        return effect;
    }
    effect.change = OpEffect::Bin::Set;
    if (bin.isNil())
        effect.bin = *argument;
    else if (m_code == OpCode::Append)
        effect.bin = {m_type, bin.bytes.toByteArray() + argument->bytes};
    else if (m_code == OpCode::Prepend)
        effect.bin = {m_type, argument->bytes + bin.bytes.toByteArray()};
    else if (m_type == ParticleType::Integer)
        effect.bin = Particle::integer(static_cast<qint64>(load64(bin.bytes.data()) + load64(argument->bytes.data())));
    else
        effect.code = ResultCode::IncompatibleType;
    return effect;
}

class ExpressionProgram
{
};

CompiledExpression::CompiledExpression() = default;
CompiledExpression::~CompiledExpression() = default;
CompiledExpression::CompiledExpression(const CompiledExpression &) = default;
CompiledExpression::CompiledExpression(CompiledExpression &&) noexcept = default;
CompiledExpression &CompiledExpression::operator=(const CompiledExpression &) = default;
CompiledExpression &CompiledExpression::operator=(CompiledExpression &&) noexcept = default;

Outcome<CompiledExpression> CompiledExpression::compile(QByteArrayView)
{
    return std::unexpected(ResultCode::Parameter);
}

Outcome<Particle> CompiledExpression::evaluate(const EvalRecord &) const
{
    return std::unexpected(ResultCode::OpNotApplicable);
}

QByteArray CompiledExpression::displayText() const
{
    return {};
}

Outcome<CompiledExpression> CompiledExpression::compileFilter(QByteArrayView)
{
    return std::unexpected(ResultCode::Parameter);
}

Truth CompiledExpression::matchesMetadata(const EvalRecord &) const
{
    return Truth::Unknown;
}

Truth CompiledExpression::matches(const EvalRecord &) const
{
    return Truth::Unknown;
}

} // namespace Aeroscope::Demo
