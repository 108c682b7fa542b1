// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/opengine.h"

#include "app/demo/engine/bitoperations.h"
#include "app/demo/engine/cdtengine.h"
#include "app/demo/engine/hlloperations.h"
#include "app/demo/engine/packed.h"

#include <QtEndian>

namespace Aeroscope::Demo {

namespace {

namespace Policy {
constexpr quint64 createOnly = 0x01;
constexpr quint64 updateOnly = 0x02;
constexpr quint64 allowDelete = 0x04;
constexpr quint64 noFail = 0x08;
constexpr quint64 evalNoFail = 0x10;
constexpr quint64 forModify = createOnly | updateOnly | allowDelete | noFail | evalNoFail;
constexpr quint64 forRead = evalNoFail;
} // namespace Policy

OpEffect failure(ResultCode code)
{
    OpEffect effect;
    effect.code = code;
    return effect;
}

OpEffect setBin(Particle particle)
{
    OpEffect effect;
    effect.change = OpEffect::Bin::Set;
    effect.bin = std::move(particle);
    return effect;
}

OpEffect readEffect(BinEffect effect)
{
    OpEffect result;
    result.code = effect.code;
    result.result = std::move(effect.result);
    result.answers = effect.code == ResultCode::Ok;
    return result;
}

OpEffect modifyEffect(BinEffect effect)
{
    OpEffect result;
    result.code = effect.code;
    result.result = std::move(effect.result);
    result.answers = effect.code == ResultCode::Ok && !result.result.isNil();
    if (effect.bin) {
        result.change = OpEffect::Bin::Set;
        result.bin = *std::move(effect.bin);
    }
    return result;
}

/// What is added to an integer bin; nothing for sizes that are none.
std::optional<quint64> addend(QByteArrayView bytes)
{
    switch (bytes.size()) {
    case sizeof(quint8):
        return static_cast<quint8>(bytes.front());
    case sizeof(quint16):
        return qFromBigEndian<quint16>(bytes.data());
    case sizeof(quint32):
        return qFromBigEndian<quint32>(bytes.data());
    case sizeof(quint64):
    case 2 * sizeof(quint64):
        return qFromBigEndian<quint64>(bytes.data());
    default:
        return std::nullopt;
    }
}

OpEffect addInteger(ParticleView bin, QByteArrayView bytes)
{
    const auto delta = addend(bytes);
    if (!delta) {
        return failure(ResultCode::Parameter);
    }
    const auto current = static_cast<quint64>(integerOf(bin));
    const auto sum = current + *delta;
    // The wide form stops at zero on its way down.
    if (bytes.size() == 2 * sizeof(quint64) && static_cast<qint64>(*delta) < 0 && sum > current) {
        return setBin(Particle::integer(0));
    }
    return setBin(Particle::integer(static_cast<qint64>(sum)));
}

OpEffect increment(ParticleView bin, ParticleType type, QByteArrayView bytes)
{
    if (bin.type == ParticleType::GeoJson) {
        return failure(ResultCode::Unknown);
    }
    if ((bin.type != ParticleType::Integer && bin.type != ParticleType::Float) || type != bin.type) {
        return failure(ResultCode::IncompatibleType);
    }
    if (bin.type == ParticleType::Integer) {
        return addInteger(bin, bytes);
    }
    if (bytes.size() != sizeof(double)) {
        return failure(ResultCode::Parameter);
    }
    return setBin(Particle::floating(floatOf(bin) + floatOf({type, bytes})));
}

bool hasText(ParticleType type)
{
    switch (type) {
    case ParticleType::Integer:
    case ParticleType::Float:
    case ParticleType::Bool:
    case ParticleType::Hll:
    case ParticleType::List:
    case ParticleType::Map:
    case ParticleType::GeoJson:
        return false;
    default:
        return true;
    }
}

OpEffect concatenate(OpCode code, ParticleView bin, ParticleType type, QByteArrayView bytes)
{
    if (bin.type == ParticleType::GeoJson) {
        return failure(ResultCode::Unknown);
    }
    if (!hasText(bin.type) || type != bin.type) {
        return failure(ResultCode::IncompatibleType);
    }
    const auto &first = code == OpCode::Append ? bin.bytes : bytes;
    const auto &second = code == OpCode::Append ? bytes : bin.bytes;
    return setBin(Particle(type, first.toByteArray() + second.toByteArray()));
}

OpEffect simpleModify(OpCode code, ParticleView bin, ParticleType type, QByteArrayView bytes)
{
    if (!isKnownParticleType(static_cast<quint8>(type))) {
        return failure(ResultCode::Parameter);
    }
    if (bin.isNil()) {
        auto written = particleFromWire(type, bytes);
        return written ? setBin(*std::move(written)) : failure(written.error());
    }
    return code == OpCode::Increment ? increment(bin, type, bytes) : concatenate(code, bin, type, bytes);
}

OpEffect expressionRead(const CompiledExpression &expression, quint64 flags, const EvalRecord &record)
{
    auto value = expression.evaluate(record);
    if (!value && (flags & Policy::evalNoFail) == 0) {
        return failure(value.error());
    }
    OpEffect effect;
    if (value) {
        effect.result = *std::move(value);
        effect.answers = !effect.result.isNil();
    }
    return effect;
}

OpEffect expressionModify(const CompiledExpression &expression, quint64 flags, ParticleView bin,
                          const EvalRecord &record)
{
    const bool exists = !bin.isNil();
    if ((flags & (exists ? Policy::createOnly : Policy::updateOnly)) != 0) {
        if ((flags & Policy::noFail) != 0) {
            return {};
        }
        return failure(exists ? ResultCode::BinExists : ResultCode::BinNotFound);
    }
    auto value = expression.evaluate(record);
    if (!value) {
        return (flags & Policy::evalNoFail) != 0 ? OpEffect() : failure(value.error());
    }
    if (!value->isNil()) {
        return setBin(*std::move(value));
    }
    if (!exists) {
        return {};
    }
    if ((flags & Policy::allowDelete) != 0) {
        OpEffect effect;
        effect.change = OpEffect::Bin::Remove;
        return effect;
    }
    // Any flag at all makes the server forgive it.
    return flags != 0 ? OpEffect() : failure(ResultCode::OpNotApplicable);
}

struct ParsedExpression
{
    CompiledExpression expression;
    quint64 flags = 0;
};

Outcome<ParsedExpression> parseExpression(QByteArrayView payload, quint64 knownFlags)
{
    const auto refused = std::unexpected(ResultCode::Parameter);
    PackedReader reader(payload);
    const auto count = reader.listCount();
    if (!count || *count == 0 || *count > 2) {
        return refused;
    }
    const auto element = reader.element();
    if (element.isNull()) {
        return refused;
    }
    ParsedExpression parsed;
    // Flags that are no number count as none.
    parsed.flags = reader.integer().value_or(0);
    if ((parsed.flags & ~knownFlags) != 0) {
        return refused;
    }
    auto compiled = CompiledExpression::compile(element);
    if (!compiled) {
        return refused;
    }
    parsed.expression = *std::move(compiled);
    return parsed;
}

} // namespace

bool PreparedOp::covers(OpCode code) noexcept
{
    switch (code) {
    case OpCode::CdtRead:
    case OpCode::CdtModify:
    case OpCode::Increment:
    case OpCode::ExpressionRead:
    case OpCode::ExpressionModify:
    case OpCode::Append:
    case OpCode::Prepend:
    case OpCode::BitRead:
    case OpCode::BitModify:
    case OpCode::HllRead:
    case OpCode::HllModify:
        return true;
    case OpCode::Read:
    case OpCode::Write:
    case OpCode::Touch:
    case OpCode::DeleteAll:
        break;
    }
    return false;
}

PreparedOp::PreparedOp(OpCode code, ParticleType type, QByteArray bytes)
    : m_code(code)
    , m_type(type)
    , m_bytes(std::move(bytes))
{
    if (code != OpCode::ExpressionRead && code != OpCode::ExpressionModify) {
        return;
    }
    auto parsed =
        parseExpression(m_bytes, code == OpCode::ExpressionRead ? Policy::forRead : Policy::forModify);
    if (parsed) {
        m_expression = std::move(parsed->expression);
        m_expressionFlags = parsed->flags;
    } else {
        m_buildError = parsed.error();
    }
}

ResultCode PreparedOp::buildError() const
{
    return m_buildError;
}

OpEffect PreparedOp::apply(ParticleView bin, const EvalRecord &record) const
{
    const bool exists = !bin.isNil();
    switch (m_code) {
    case OpCode::CdtRead:
        return exists ? readEffect(cdtRead(m_bytes, bin)) : OpEffect();
    case OpCode::CdtModify:
        return modifyEffect(cdtModify(m_bytes, bin));
    case OpCode::BitRead:
        if (!exists) {
            return {};
        }
        return m_type == ParticleType::Blob ? readEffect(bitRead(m_bytes, bin))
                                            : failure(ResultCode::IncompatibleType);
    case OpCode::BitModify:
        return m_type == ParticleType::Blob ? modifyEffect(bitModify(m_bytes, bin))
                                            : failure(ResultCode::IncompatibleType);
    case OpCode::HllRead:
        return exists ? readEffect(hllRead(m_bytes, bin)) : OpEffect();
    case OpCode::HllModify:
        return modifyEffect(hllModify(m_bytes, bin));
    case OpCode::ExpressionRead:
        return m_buildError == ResultCode::Ok ? expressionRead(m_expression, m_expressionFlags, record)
                                              : failure(m_buildError);
    case OpCode::ExpressionModify:
        return m_buildError == ResultCode::Ok ? expressionModify(m_expression, m_expressionFlags, bin, record)
                                              : failure(m_buildError);
    case OpCode::Increment:
    case OpCode::Append:
    case OpCode::Prepend:
        return simpleModify(m_code, bin, m_type, m_bytes);
    default:
        return failure(ResultCode::Parameter);
    }
}

} // namespace Aeroscope::Demo
