// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/expressionevaluator.h"

#include "app/demo/engine/bitoperations.h"
#include "app/demo/engine/cdtengine.h"
#include "app/demo/engine/container.h"
#include "app/demo/engine/hlloperations.h"
#include "app/demo/engine/packed.h"

#include <QtEndian>

#include <bit>
#include <cmath>
#include <limits>

namespace Aeroscope::Demo {

namespace {

using Kind = EvalValue::Kind;

constexpr quint8 stringPrefix = 3;
constexpr quint8 blobPrefix = 4;
constexpr quint8 hllPrefix = 18;
constexpr quint8 geoPrefix = 23;

// The server counts seconds from here.
constexpr qint64 epochSeconds = 1262304000;
constexpr qint64 nanosecondsPerMillisecond = 1000000;
constexpr qint64 nanosecondsPerSecond = 1000000000;
constexpr qint64 millisecondsPerSecond = 1000;

EvalValue integerValue(qint64 number)
{
    EvalValue value;
    value.kind = Kind::Integer;
    value.integer = number;
    return value;
}

EvalValue floatValue(double number)
{
    EvalValue value;
    value.kind = Kind::Float;
    value.number = number;
    return value;
}

EvalValue boolValue(bool truth)
{
    EvalValue value;
    value.kind = Kind::Bool;
    value.integer = truth ? 1 : 0;
    return value;
}

EvalValue bytesValue(Kind kind, QByteArrayView bytes)
{
    EvalValue value;
    value.kind = kind;
    value.bytes = bytes;
    return value;
}

// Integers wrap around.
qint64 wrapped(quint64 number)
{
    return static_cast<qint64>(number);
}

ParticleType particleTypeOf(ResultType type)
{
    switch (type) {
    case ResultType::Bool:
        return ParticleType::Bool;
    case ResultType::Integer:
        return ParticleType::Integer;
    case ResultType::String:
        return ParticleType::String;
    case ResultType::List:
        return ParticleType::List;
    case ResultType::Map:
        return ParticleType::Map;
    case ResultType::Blob:
        return ParticleType::Blob;
    case ResultType::Float:
        return ParticleType::Float;
    case ResultType::GeoJson:
        return ParticleType::GeoJson;
    case ResultType::Hll:
        return ParticleType::Hll;
    default:
        return ParticleType::Nil;
    }
}

ParticleType containerType(QByteArrayView packed)
{
    switch (PackedReader(packed).peek()) {
    case PackedKind::List:
        return ParticleType::List;
    case PackedKind::Map:
        return ParticleType::Map;
    default:
        return ParticleType::Nil;
    }
}

/// The answer of a comparison operation for an order of its operands; NaN stands in no order.
EvalValue verdict(ExpressionCode code, std::partial_ordering order)
{
    switch (code) {
    case ExpressionCode::Equal:
        return boolValue(order == 0);
    case ExpressionCode::NotEqual:
        return boolValue(order != 0);
    case ExpressionCode::Greater:
        return boolValue(order > 0);
    case ExpressionCode::GreaterOrEqual:
        return boolValue(order >= 0);
    case ExpressionCode::Less:
        return boolValue(order < 0);
    default:
        return boolValue(order <= 0);
    }
}

EvalValue comparePackedValues(ExpressionCode code, QByteArrayView a, QByteArrayView b)
{
    bool unorderedMap = false;
    const auto order = comparePacked(a, b, &unorderedMap);
    if (unorderedMap) {
        return {};
    }
    switch (order) {
    case PackedOrder::Less:
        return verdict(code, std::partial_ordering::less);
    case PackedOrder::Equal:
        return verdict(code, std::partial_ordering::equivalent);
    case PackedOrder::Greater:
        return verdict(code, std::partial_ordering::greater);
    case PackedOrder::Broken:
        break;
    }
    return {};
}

/// Appends the value as an element of a list. False for what has no packed form.
bool appendPacked(QByteArray &out, const EvalValue &value)
{
    switch (value.kind) {
    case Kind::Nil:
        appendPackedNil(out);
        return true;
    case Kind::Bool:
        appendPackedBool(out, value.truth());
        return true;
    case Kind::Integer:
        appendPackedInteger(out, value.integer);
        return true;
    case Kind::Float:
        appendPackedDouble(out, value.number);
        return true;
    case Kind::String:
        appendPackedString(out, stringPrefix, value.bytes);
        return true;
    case Kind::Blob:
        appendPackedString(out, blobPrefix, value.bytes);
        return true;
    case Kind::Hll:
        appendPackedString(out, hllPrefix, value.bytes);
        return true;
    case Kind::Geo:
        appendPackedString(out, geoPrefix, geoJsonText({ParticleType::GeoJson, value.bytes}));
        return true;
    case Kind::GeoLiteral:
    case Kind::Packed:
        out.append(value.bytes);
        return true;
    case Kind::Unknown:
    case Kind::Remove:
        break;
    }
    return false;
}

/// Either the leaf cell of a point or the geometry of a region.
struct GeoSide
{
    quint64 cell = 0;
    std::optional<Geometry> region;
};

std::optional<GeoSide> geoSide(const EvalValue &value)
{
    GeoSide side;
    if (value.kind == Kind::Geo) {
        constexpr char regionFlag = 1;
        const ParticleView particle{ParticleType::GeoJson, value.bytes};
        if ((value.bytes.front() & regionFlag) == 0) {
            const auto cells = geoJsonCells(particle);
            side.cell = cells.empty() ? 0 : cells.front();
            return side;
        }
        auto region = Geometry::parse(geoJsonText(particle));
        if (!region) {
            return std::nullopt;
        }
        side.region = *std::move(region);
        return side;
    }
    if (value.kind != Kind::GeoLiteral) {
        return std::nullopt;
    }
    if (value.geometry->isPoint()) {
        side.cell = value.geometry->pointCell();
    } else {
        side.region = *value.geometry;
    }
    return side;
}

} // namespace

ExpressionEvaluator::ExpressionEvaluator(const ExpressionProgram &program, const EvalRecord &record,
                                         Knows knows)
    : m_program(program)
    , m_record(&record)
    , m_knowsBins(knows == Knows::Everything)
    , m_variables(program.variableCount())
{}

ExpressionEvaluator::ExpressionEvaluator(const ExpressionProgram &program, const LoopVariables &loop)
    : m_program(program)
    , m_loop(&loop)
    , m_variables(program.variableCount())
{}

Truth ExpressionEvaluator::truth()
{
    const auto value = evaluate(m_program.root());
    if (value.isUnknown()) {
        return Truth::Unknown;
    }
    return value.kind == Kind::Bool && value.truth() ? Truth::True : Truth::False;
}

std::optional<Particle> ExpressionEvaluator::particle()
{
    const auto value = evaluate(m_program.root());
    switch (value.kind) {
    case Kind::Nil:
        return Particle();
    case Kind::Bool:
        return Particle::boolean(value.truth());
    case Kind::Integer:
        return Particle::integer(value.integer);
    case Kind::Float:
        return Particle::floating(value.number);
    case Kind::String:
        return Particle(ParticleType::String, value.bytes.toByteArray());
    case Kind::Blob:
        return Particle(ParticleType::Blob, value.bytes.toByteArray());
    case Kind::Hll:
        return Particle(ParticleType::Hll, value.bytes.toByteArray());
    case Kind::Geo:
        return Particle(ParticleType::GeoJson, value.bytes.toByteArray());
    case Kind::GeoLiteral: {
        constexpr qsizetype noCells = 3;
        const auto json = PackedReader(value.bytes).string().sliced(1);
        auto particle =
            particleFromWire(ParticleType::GeoJson, QByteArray(noCells, '\0') + json.toByteArray());
        return particle ? std::optional(*std::move(particle)) : std::nullopt;
    }
    case Kind::Packed: {
        const auto type = containerType(value.bytes);
        return type == ParticleType::Nil ? std::nullopt
                                         : std::optional(Particle(type, value.bytes.toByteArray()));
    }
    case Kind::Unknown:
    case Kind::Remove:
        break;
    }
    return std::nullopt;
}

std::optional<ExpressionEvaluator::Packed> ExpressionEvaluator::packed()
{
    auto value = evaluate(m_program.root());
    Packed result;
    if (value.kind == Kind::Remove) {
        result.remove = true;
        return result;
    }
    if (value.isComputed && (value.kind == Kind::Blob || value.kind == Kind::Hll)) {
        // The server puts what operations answered into paths as a string, whatever it was.
        value.kind = Kind::String;
    }
    if (!appendPacked(result.bytes, value)) {
        return std::nullopt;
    }
    if (value.kind == Kind::Packed) {
        PackedReader reader(result.bytes);
        if (!reader.skip()) {
            return std::nullopt;
        }
        result.isTransient = reader.sawTransient() && !value.isComputed;
    }
    return result;
}

EvalValue ExpressionEvaluator::evaluate(quint32 index)
{
    const auto &node = m_program.node(index);
    switch (node.code) {
    case ExpressionCode::Unknown:
        return {};
    case ExpressionCode::Literal:
    case ExpressionCode::Quote:
        return literal(node);
    case ExpressionCode::Equal:
    case ExpressionCode::NotEqual:
    case ExpressionCode::Greater:
    case ExpressionCode::GreaterOrEqual:
    case ExpressionCode::Less:
    case ExpressionCode::LessOrEqual:
        return compare(node);
    case ExpressionCode::Regex:
        return matchRegex(node);
    case ExpressionCode::Geo:
        return compareGeo(node);
    case ExpressionCode::InList:
        return inList(node);
    case ExpressionCode::And:
    case ExpressionCode::Or:
        return junction(node);
    case ExpressionCode::Exclusive:
        return exclusive(node);
    case ExpressionCode::Add:
    case ExpressionCode::Subtract:
    case ExpressionCode::Multiply:
    case ExpressionCode::Minimum:
    case ExpressionCode::Maximum:
    case ExpressionCode::BitAnd:
    case ExpressionCode::BitOr:
    case ExpressionCode::BitXor:
        return arithmetic(node);
    case ExpressionCode::Divide:
        return divide(node);
    case ExpressionCode::Power:
    case ExpressionCode::Logarithm:
    case ExpressionCode::Modulo:
    case ExpressionCode::ShiftLeft:
    case ExpressionCode::ShiftRight:
    case ExpressionCode::ArithmeticShiftRight:
    case ExpressionCode::ScanLeft:
    case ExpressionCode::ScanRight:
        return ofTwo(node);
    case ExpressionCode::Not:
    case ExpressionCode::Absolute:
    case ExpressionCode::Floor:
    case ExpressionCode::Ceiling:
    case ExpressionCode::ToInteger:
    case ExpressionCode::ToFloat:
    case ExpressionCode::BitNot:
    case ExpressionCode::BitCount:
        return ofOne(node);
    case ExpressionCode::DigestModulo:
    case ExpressionCode::DeviceSize:
    case ExpressionCode::LastUpdate:
    case ExpressionCode::SinceUpdate:
    case ExpressionCode::VoidTime:
    case ExpressionCode::TimeToLive:
    case ExpressionCode::SetName:
    case ExpressionCode::KeyExists:
    case ExpressionCode::IsTombstone:
    case ExpressionCode::MemorySize:
    case ExpressionCode::RecordSize:
        return metadata(node);
    case ExpressionCode::Key:
        return storedKey(node);
    case ExpressionCode::Bin:
        return bin(node);
    case ExpressionCode::BinType:
        return m_knowsBins ? integerValue(static_cast<qint64>(m_record->bin(node.bytes).type)) : EvalValue();
    case ExpressionCode::Remove: {
        EvalValue value;
        value.kind = Kind::Remove;
        return value;
    }
    case ExpressionCode::MapKeys:
    case ExpressionCode::MapValues:
        return mapParts(node);
    case ExpressionCode::LoopVariable:
        return loopVariable(node);
    case ExpressionCode::Condition:
        return condition(node);
    case ExpressionCode::Variable:
        return m_variables[node.integer];
    case ExpressionCode::Let:
        return let(node);
    case ExpressionCode::Call:
        return call(node);
    }
    return {};
}

EvalValue ExpressionEvaluator::literal(const ExpressionNode &node) const
{
    switch (node.type) {
    case ResultType::Nil: {
        EvalValue value;
        value.kind = Kind::Nil;
        return value;
    }
    case ResultType::Bool:
        return boolValue(node.integer != 0);
    case ResultType::Integer:
        return integerValue(node.integer);
    case ResultType::Float:
        return floatValue(node.number);
    case ResultType::String:
        return bytesValue(Kind::String, node.bytes);
    case ResultType::Blob:
        return bytesValue(Kind::Blob, node.bytes);
    case ResultType::Hll:
        return bytesValue(Kind::Hll, node.bytes);
    case ResultType::GeoJson: {
        auto value = bytesValue(Kind::GeoLiteral, node.bytes);
        value.geometry = &m_program.geometry(node);
        return value;
    }
    default:
        return bytesValue(Kind::Packed, node.bytes);
    }
}

EvalValue ExpressionEvaluator::compare(const ExpressionNode &node)
{
    const auto a = childOf(node, 0);
    if (a.isUnknown()) {
        return {};
    }
    const auto b = childOf(node, 1);
    // Kinds differ only where a call declared one type and answered another.
    if (a.kind != b.kind) {
        return {};
    }
    switch (a.kind) {
    case Kind::Nil:
        return verdict(node.code, std::partial_ordering::equivalent);
    case Kind::Bool:
    case Kind::Integer:
        return verdict(node.code, a.integer <=> b.integer);
    case Kind::Float:
        return verdict(node.code, a.number <=> b.number);
    case Kind::String:
    case Kind::Blob: {
        const auto order = QtPrivate::compareMemory(a.bytes, b.bytes);
        return verdict(node.code, order <=> 0);
    }
    case Kind::Packed:
        return comparePackedValues(node.code, a.bytes, b.bytes);
    default:
        return {};
    }
}

EvalValue ExpressionEvaluator::compareGeo(const ExpressionNode &node)
{
    const auto a = childOf(node, 0);
    const auto b = a.isUnknown() ? EvalValue() : childOf(node, 1);
    const auto sideA = geoSide(a);
    const auto sideB = sideA ? geoSide(b) : std::nullopt;
    if (!sideB) {
        return {};
    }
    // Only a point and a region have anything to say about each other.
    if (sideA->region && !sideB->region) {
        return boolValue(sideA->region->containsCell(sideB->cell));
    }
    return boolValue(sideB->region && !sideA->region && sideB->region->containsCell(sideA->cell));
}

EvalValue ExpressionEvaluator::matchRegex(const ExpressionNode &node)
{
    const auto text = childOf(node, 0);
    return text.kind == Kind::String ? boolValue(m_program.regex(node).matches(text.bytes)) : EvalValue();
}

EvalValue ExpressionEvaluator::inList(const ExpressionNode &node)
{
    const auto value = childOf(node, 0);
    if (value.isUnknown()) {
        return {};
    }
    const auto list = childOf(node, 1);
    QByteArray wanted;
    if (list.kind != Kind::Packed || !appendPacked(wanted, value)) {
        return {};
    }
    PackedReader reader(list.bytes);
    const auto count = reader.listCount();
    if (!count) {
        return {};
    }
    // An order marker is looked at like an element.
    for (quint32 i = 0; i < *count; ++i) {
        switch (comparePacked(wanted, reader.rest())) {
        case PackedOrder::Equal:
            return boolValue(true);
        case PackedOrder::Broken:
            return {};
        default:
            break;
        }
        if (!reader.skip()) {
            return {};
        }
    }
    return boolValue(false);
}

EvalValue ExpressionEvaluator::junction(const ExpressionNode &node)
{
    const bool settling = node.code == ExpressionCode::Or;
    bool unknown = false;
    for (const auto child : m_program.children(node)) {
        const auto value = evaluate(child);
        if (value.isUnknown()) {
            unknown = true;
        } else if (value.truth() == settling) {
            return boolValue(settling);
        }
    }
    return unknown ? EvalValue() : boolValue(!settling);
}

EvalValue ExpressionEvaluator::exclusive(const ExpressionNode &node)
{
    bool found = false;
    for (const auto child : m_program.children(node)) {
        const auto value = evaluate(child);
        if (value.isUnknown()) {
            return {};
        }
        if (value.truth() && std::exchange(found, true)) {
            return boolValue(false);
        }
    }
    return boolValue(found);
}

EvalValue ExpressionEvaluator::arithmetic(const ExpressionNode &node)
{
    auto result = childOf(node, 0);
    if (result.isUnknown()) {
        return {};
    }
    if (node.code == ExpressionCode::Subtract && node.childCount == 1) {
        return result.kind == Kind::Float ? floatValue(0.0 - result.number)
                                          : integerValue(wrapped(0 - static_cast<quint64>(result.integer)));
    }
    for (quint32 i = 1; i < node.childCount; ++i) {
        const auto value = childOf(node, i);
        if (value.isUnknown()) {
            return {};
        }
        const auto a = static_cast<quint64>(result.integer);
        const auto b = static_cast<quint64>(value.integer);
        switch (node.code) {
        case ExpressionCode::Add:
            result.integer = wrapped(a + b);
            result.number += value.number;
            break;
        case ExpressionCode::Subtract:
            result.integer = wrapped(a - b);
            result.number -= value.number;
            break;
        case ExpressionCode::Multiply:
            result.integer = wrapped(a * b);
            result.number *= value.number;
            break;
        case ExpressionCode::Minimum:
            result.integer = qMin(result.integer, value.integer);
            result.number = result.number > value.number ? value.number : result.number;
            break;
        case ExpressionCode::Maximum:
            result.integer = qMax(result.integer, value.integer);
            result.number = result.number < value.number ? value.number : result.number;
            break;
        case ExpressionCode::BitAnd:
            result.integer = wrapped(a & b);
            break;
        case ExpressionCode::BitOr:
            result.integer = wrapped(a | b);
            break;
        default: // BitXor
            result.integer = wrapped(a ^ b);
            break;
        }
    }
    return result;
}

EvalValue ExpressionEvaluator::divide(const ExpressionNode &node)
{
    auto dividend = childOf(node, 0);
    if (dividend.isUnknown()) {
        return {};
    }
    // By the product of all others; alone it is a divisor of one.
    quint64 divisor = 1;
    double floatDivisor = 1.0;
    for (quint32 i = 1; i < node.childCount; ++i) {
        const auto value = childOf(node, i);
        if (value.isUnknown()) {
            return {};
        }
        divisor *= static_cast<quint64>(value.integer);
        floatDivisor *= value.number;
    }
    if (node.childCount == 1) {
        divisor = static_cast<quint64>(std::exchange(dividend.integer, 1));
        floatDivisor = std::exchange(dividend.number, 1.0);
    }
    if (dividend.kind == Kind::Float) {
        return floatValue(dividend.number / floatDivisor);
    }
    const auto by = wrapped(divisor);
    if (by == 0) {
        return {};
    }
    return integerValue(by == -1 ? wrapped(0 - static_cast<quint64>(dividend.integer))
                                 : dividend.integer / by);
}

EvalValue ExpressionEvaluator::ofTwo(const ExpressionNode &node)
{
    constexpr quint64 shiftMask = 63;
    const auto a = childOf(node, 0);
    const auto b = a.isUnknown() ? EvalValue() : childOf(node, 1);
    if (b.isUnknown()) {
        return {};
    }
    const auto bits = static_cast<quint64>(a.integer);
    const auto shift = static_cast<int>(static_cast<quint64>(b.integer) & shiftMask);
    const auto scanned = b.truth() ? bits : ~bits;
    switch (node.code) {
    case ExpressionCode::Power:
        return floatValue(std::pow(a.number, b.number));
    case ExpressionCode::Logarithm:
        return floatValue(std::log(a.number) / std::log(b.number));
    case ExpressionCode::Modulo:
        if (b.integer == 0) {
            return {};
        }
        return integerValue(b.integer == -1 ? 0 : a.integer % b.integer);
    case ExpressionCode::ShiftLeft:
        return integerValue(wrapped(bits << shift));
    case ExpressionCode::ShiftRight:
        return integerValue(wrapped(bits >> shift));
    case ExpressionCode::ArithmeticShiftRight:
        return integerValue(a.integer >> shift);
    case ExpressionCode::ScanLeft:
        return integerValue(scanned == 0 ? -1 : std::countl_zero(scanned));
    default: // ScanRight; nothing found gives -1
        return integerValue(static_cast<qint64>(shiftMask) - std::countr_zero(scanned));
    }
}

EvalValue ExpressionEvaluator::ofOne(const ExpressionNode &node)
{
    const auto value = childOf(node, 0);
    if (value.isUnknown()) {
        return {};
    }
    switch (node.code) {
    case ExpressionCode::Not:
        return boolValue(!value.truth());
    case ExpressionCode::Absolute:
        if (value.kind == Kind::Float) {
            return floatValue(std::fabs(value.number));
        }
        return integerValue(value.integer < 0 ? wrapped(0 - static_cast<quint64>(value.integer))
                                              : value.integer);
    case ExpressionCode::Floor:
        return floatValue(std::floor(value.number));
    case ExpressionCode::Ceiling:
        return floatValue(std::ceil(value.number));
    case ExpressionCode::ToInteger:
        return integerValue(truncatedInteger(value.number));
    case ExpressionCode::ToFloat:
        return floatValue(static_cast<double>(value.integer));
    case ExpressionCode::BitNot:
        return integerValue(~value.integer);
    default: // BitCount
        return integerValue(std::popcount(static_cast<quint64>(value.integer)));
    }
}

EvalValue ExpressionEvaluator::metadata(const ExpressionNode &node) const
{
    if (m_record == nullptr) {
        return {};
    }
    switch (node.code) {
    case ExpressionCode::DigestModulo: {
        constexpr qsizetype digestTail = 16;
        const auto word = qFromLittleEndian<quint32>(m_record->digest().data() + digestTail);
        return integerValue(qint64{word} % node.integer);
    }
    case ExpressionCode::DeviceSize:
        return integerValue(0); // nothing is on a device
    case ExpressionCode::LastUpdate:
        return integerValue(m_record->lastUpdateMs() * nanosecondsPerMillisecond);
    case ExpressionCode::SinceUpdate:
        return integerValue(qMax(qint64{0}, m_record->nowMs() - m_record->lastUpdateMs()));
    case ExpressionCode::VoidTime: {
        const auto voidTime = m_record->voidTime();
        return integerValue(voidTime == 0 ? -1 : (voidTime + epochSeconds) * nanosecondsPerSecond);
    }
    case ExpressionCode::TimeToLive: {
        const auto voidTime = m_record->voidTime();
        const auto now = m_record->nowMs() / millisecondsPerSecond - epochSeconds;
        return integerValue(voidTime == 0 ? -1 : qMax(qint64{0}, voidTime - now));
    }
    case ExpressionCode::SetName:
        return bytesValue(Kind::String, m_record->setName());
    case ExpressionCode::KeyExists:
        return boolValue(m_record->hasUserKey());
    case ExpressionCode::IsTombstone:
        return boolValue(m_record->isTombstone());
    default: // MemorySize, RecordSize
        return integerValue(m_record->recordSize());
    }
}

EvalValue ExpressionEvaluator::storedKey(const ExpressionNode &node) const
{
    const auto key = m_knowsBins ? m_record->userKey() : ParticleView();
    if (key.isNil() || key.type != particleTypeOf(node.type)) {
        return {};
    }
    return fromParticle(key);
}

EvalValue ExpressionEvaluator::bin(const ExpressionNode &node) const
{
    const auto particle = m_knowsBins ? m_record->bin(node.bytes) : ParticleView();
    if (particle.isNil() || particle.type != particleTypeOf(node.type)) {
        return {};
    }
    return fromParticle(particle);
}

EvalValue ExpressionEvaluator::fromParticle(ParticleView particle)
{
    switch (particle.type) {
    case ParticleType::Nil: {
        EvalValue value;
        value.kind = Kind::Nil;
        return value;
    }
    case ParticleType::Integer:
        return integerValue(integerOf(particle));
    case ParticleType::Float:
        return floatValue(floatOf(particle));
    case ParticleType::Bool:
        return boolValue(particle.bytes.front() != '\0');
    case ParticleType::String:
        return bytesValue(Kind::String, particle.bytes);
    case ParticleType::Blob:
        return bytesValue(Kind::Blob, particle.bytes);
    case ParticleType::Hll:
        return bytesValue(Kind::Hll, particle.bytes);
    case ParticleType::GeoJson:
        return bytesValue(Kind::Geo, particle.bytes);
    case ParticleType::List:
    case ParticleType::Map:
        return bytesValue(Kind::Packed, particle.bytes);
    default:
        return {};
    }
}

EvalValue ExpressionEvaluator::keep(Particle particle)
{
    const auto type = particle.type;
    const auto &bytes = m_made.emplace_back(std::move(particle.bytes));
    auto value = fromParticle({type, bytes});
    value.isComputed = true;
    return value;
}

EvalValue ExpressionEvaluator::mapParts(const ExpressionNode &node)
{
    const auto value = childOf(node, 0);
    if (value.kind != Kind::Packed) {
        return {};
    }
    const auto map = PackedMap::parse(value.bytes);
    if (!map) {
        return {};
    }
    ListBuilder list;
    for (quint32 i = 0; i < map->count(); ++i) {
        list.add(node.code == ExpressionCode::MapKeys ? map->key(i) : map->value(i));
    }
    return keep(Particle(ParticleType::List, list.take()));
}

EvalValue ExpressionEvaluator::loopVariable(const ExpressionNode &node)
{
    enum { KeyVariable = 0, ValueVariable = 1 };
    if (m_loop == nullptr) {
        return {};
    }
    if (node.integer != KeyVariable && node.integer != ValueVariable) {
        return m_loop->index ? integerValue(*m_loop->index) : EvalValue();
    }
    const auto packed = node.integer == KeyVariable ? m_loop->key : m_loop->value;
    PackedReader reader(packed);
    const auto kind = packed.isEmpty() ? PackedKind::Invalid : reader.peek();
    switch (node.type) {
    case ResultType::Nil:
        return kind == PackedKind::Nil ? fromParticle({}) : EvalValue();
    case ResultType::Bool:
        return kind == PackedKind::False || kind == PackedKind::True ? boolValue(kind == PackedKind::True)
                                                                     : EvalValue();
    case ResultType::Integer:
        return isInteger(kind) ? integerValue(static_cast<qint64>(*reader.integer())) : EvalValue();
    case ResultType::Float:
        return kind == PackedKind::Double ? floatValue(*reader.floating()) : EvalValue();
    case ResultType::String:
        return kind == PackedKind::String ? bytesValue(Kind::String, reader.string().sliced(1)) : EvalValue();
    case ResultType::Blob:
    case ResultType::Hll: {
        const auto body = kind == PackedKind::Blob ? reader.string() : QByteArrayView();
        const auto prefix = node.type == ResultType::Blob ? blobPrefix : hllPrefix;
        if (body.isEmpty() || static_cast<quint8>(body.front()) != prefix) {
            return {};
        }
        return bytesValue(node.type == ResultType::Blob ? Kind::Blob : Kind::Hll, body.sliced(1));
    }
    case ResultType::List:
    case ResultType::Map:
        if (kind != (node.type == ResultType::List ? PackedKind::List : PackedKind::Map)) {
            return {};
        }
        return bytesValue(Kind::Packed, reader.element());
    case ResultType::GeoJson: {
        const auto whole = kind == PackedKind::GeoJson ? reader.element() : QByteArrayView();
        if (whole.isNull()) {
            return {};
        }
        auto geometry = Geometry::parse(PackedReader(whole).string().sliced(1));
        if (!geometry) {
            return {};
        }
        auto value = bytesValue(Kind::GeoLiteral, whole);
        value.geometry = &m_geometries.emplace_front(*std::move(geometry));
        return value;
    }
    default:
        return {};
    }
}

EvalValue ExpressionEvaluator::condition(const ExpressionNode &node)
{
    for (quint32 i = 0; i + 1 < node.childCount; i += 2) {
        const auto decision = childOf(node, i);
        if (decision.isUnknown()) {
            return {};
        }
        if (decision.truth()) {
            return childOf(node, i + 1);
        }
    }
    return childOf(node, node.childCount - 1);
}

EvalValue ExpressionEvaluator::let(const ExpressionNode &node)
{
    for (quint32 i = 0; i + 1 < node.childCount; ++i) {
        // The slot is looked up afterwards: what is evaluated may define variables of its own.
        const auto value = childOf(node, i);
        m_variables[node.integer + i] = value;
    }
    return childOf(node, node.childCount - 1);
}

EvalValue ExpressionEvaluator::call(const ExpressionNode &node)
{
    const auto &call = m_program.call(node);
    QByteArray payload;
    for (const auto &piece : call.pieces) {
        if (!piece.node) {
            payload.append(piece.packed);
        } else if (!appendPacked(payload, evaluate(*piece.node))) {
            return {};
        }
    }
    const auto target = childOf(node, 0);
    ParticleView bin;
    switch (target.kind) {
    case Kind::Nil:
        break;
    case Kind::Blob:
        bin = {ParticleType::Blob, target.bytes};
        break;
    case Kind::Hll:
        bin = {ParticleType::Hll, target.bytes};
        break;
    case Kind::Packed:
        bin = {containerType(target.bytes), target.bytes};
        if (bin.isNil()) {
            return {};
        }
        break;
    default:
        return {};
    }
    if (!call.system || (bin.isNil() && !call.isModify)) {
        return {};
    }
    BinEffect effect;
    switch (*call.system) {
    case ExpressionCall::System::Cdt:
        effect = call.isModify ? cdtModify(payload, bin) : cdtRead(payload, bin);
        break;
    case ExpressionCall::System::Bits:
        effect = call.isModify ? bitModify(payload, bin) : bitRead(payload, bin);
        break;
    case ExpressionCall::System::Hll:
        effect = call.isModify ? hllModify(payload, bin) : hllRead(payload, bin);
        break;
    }
    if (effect.code != ResultCode::Ok) {
        return {};
    }
    const auto wanted = particleTypeOf(call.type);
    if (call.isModify && !effect.bin) {
        if (bin.type != wanted) {
            return {};
        }
        return fromParticle(bin);
    }
    auto result = call.isModify ? *std::move(effect.bin) : std::move(effect.result);
    if (result.type != wanted) {
        return {};
    }
    if (result.type == ParticleType::GeoJson) {
        // What comes out of a container has no cells yet.
        auto stored = particleFromWire(result.type, result.bytes);
        if (!stored) {
            return {};
        }
        result = *std::move(stored);
    }
    return keep(std::move(result));
}

} // namespace Aeroscope::Demo
