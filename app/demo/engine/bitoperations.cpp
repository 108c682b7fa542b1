// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/bitoperations.h"

#include "app/demo/engine/bitfield.h"
#include "app/demo/engine/cdtreply.h"
#include "app/demo/engine/packed.h"

#include <array>
#include <bit>
#include <limits>

namespace Aeroscope::Demo {

namespace {

enum class Code : quint8 {
    Resize = 0,
    Insert = 1,
    Remove = 2,
    Set = 3,
    Or = 4,
    Xor = 5,
    And = 6,
    Not = 7,
    ShiftLeft = 8,
    ShiftRight = 9,
    Add = 10,
    Subtract = 11,
    SetInteger = 12,
    Get = 50,
    Count = 51,
    ScanLeft = 52,
    ScanRight = 53,
    GetInteger = 54,
};

namespace Policy {
constexpr quint64 createOnly = 1;
constexpr quint64 updateOnly = 2;
constexpr quint64 noFail = 4;
constexpr quint64 partial = 8;
} // namespace Policy

namespace ResizeFlag {
constexpr quint64 fromFront = 1;
constexpr quint64 growOnly = 2;
constexpr quint64 shrinkOnly = 4;
} // namespace ResizeFlag

namespace NumberFlag {
constexpr quint64 isSigned = 1;
constexpr quint64 saturate = 2;
constexpr quint64 wrap = 4;
} // namespace NumberFlag

constexpr qint64 maxBytes = 128 * 1024 * 1024;
constexpr qint64 byteBits = 8;
constexpr qint64 maxBits = maxBytes * byteBits;
constexpr quint64 maxNumberBits = 64;

/// Arguments by what they may be.
enum class Argument : quint8 {
    ByteOffset,
    BitOffset,
    ByteSize,
    ByteSizeOrZero,
    BitSize,
    NumberSize,
    Bytes,
    Number,
    Distance,
    Bool,
    Flags,
    ResizeFlags,
    ArithmeticFlags,
    ReadFlags,
};

struct Shape
{
    Code code;
    quint8 required;
    quint8 count;
    quint8 policies;
    std::array<Argument, 5> arguments;
};

constexpr quint8 creating = Policy::createOnly | Policy::updateOnly | Policy::noFail;
constexpr quint8 cutting = Policy::updateOnly | Policy::noFail | Policy::partial;
constexpr quint8 updating = Policy::updateOnly | Policy::noFail;

// Protocol section 8.6.
constexpr std::array shapes{
    Shape{Code::Resize, 1, 3, creating, {Argument::ByteSizeOrZero, Argument::Flags, Argument::ResizeFlags}},
    Shape{Code::Insert, 2, 3, creating, {Argument::ByteOffset, Argument::Bytes, Argument::Flags}},
    Shape{Code::Remove, 2, 3, cutting, {Argument::ByteOffset, Argument::ByteSize, Argument::Flags}},
    Shape{
        Code::Set, 3, 4, cutting, {Argument::BitOffset, Argument::BitSize, Argument::Bytes, Argument::Flags}},
    Shape{
        Code::Or, 3, 4, cutting, {Argument::BitOffset, Argument::BitSize, Argument::Bytes, Argument::Flags}},
    Shape{
        Code::Xor, 3, 4, cutting, {Argument::BitOffset, Argument::BitSize, Argument::Bytes, Argument::Flags}},
    Shape{
        Code::And, 3, 4, cutting, {Argument::BitOffset, Argument::BitSize, Argument::Bytes, Argument::Flags}},
    Shape{Code::Not, 2, 3, cutting, {Argument::BitOffset, Argument::BitSize, Argument::Flags}},
    Shape{Code::ShiftLeft,
          3,
          4,
          cutting,
          {Argument::BitOffset, Argument::BitSize, Argument::Distance, Argument::Flags}},
    Shape{Code::ShiftRight,
          3,
          4,
          cutting,
          {Argument::BitOffset, Argument::BitSize, Argument::Distance, Argument::Flags}},
    Shape{Code::Add,
          3,
          5,
          updating,
          {Argument::BitOffset, Argument::NumberSize, Argument::Number, Argument::Flags,
           Argument::ArithmeticFlags}},
    Shape{Code::Subtract,
          3,
          5,
          updating,
          {Argument::BitOffset, Argument::NumberSize, Argument::Number, Argument::Flags,
           Argument::ArithmeticFlags}},
    Shape{Code::SetInteger,
          3,
          4,
          updating,
          {Argument::BitOffset, Argument::NumberSize, Argument::Number, Argument::Flags}},
    Shape{Code::Get, 2, 2, 0, {Argument::BitOffset, Argument::BitSize}},
    Shape{Code::Count, 2, 2, 0, {Argument::BitOffset, Argument::BitSize}},
    Shape{Code::ScanLeft, 3, 3, 0, {Argument::BitOffset, Argument::BitSize, Argument::Bool}},
    Shape{Code::ScanRight, 3, 3, 0, {Argument::BitOffset, Argument::BitSize, Argument::Bool}},
    Shape{Code::GetInteger, 2, 3, 0, {Argument::BitOffset, Argument::NumberSize, Argument::ReadFlags}},
};

/// A parsed operation.
struct BitCall
{
    Code code = Code::Resize;
    qint64 offset = 0; // bits
    qint64 size = 0;   // bits
    QByteArrayView bytes;
    quint64 number = 0;
    quint64 flags = 0;
    quint64 details = 0;

    [[nodiscard]] bool has(quint64 flag) const noexcept { return (flags & flag) != 0; }
    [[nodiscard]] bool hasDetail(quint64 flag) const noexcept { return (details & flag) != 0; }
};

bool setOffset(BitCall &call, qint64 offset, qint64 limit, qint64 unit)
{
    // The least number slips through the server's check and comes out as zero.
    if (offset == std::numeric_limits<qint64>::min()) {
        offset = 0;
    }
    call.offset = offset * unit;
    return offset >= -limit && offset <= limit;
}

bool setSize(BitCall &call, quint64 size, qint64 limit, qint64 unit)
{
    call.size = static_cast<qint64>(size) * unit;
    return size <= static_cast<quint64>(limit);
}

bool setBytes(BitCall &call, QByteArrayView body)
{
    constexpr qsizetype prefix = 1;
    if (body.isNull() || body.size() == prefix) {
        return false;
    }
    if (body.isEmpty()) {
        // The server takes it and goes on with whatever lies behind; zeros here.
        return call.size != 0;
    }
    call.bytes = body.sliced(prefix);
    const auto bits = call.bytes.size() * byteBits;
    if (call.size == 0) {
        call.size = bits;
    }
    return bits >= call.size;
}

bool setDetails(BitCall &call, quint64 details, quint64 known, quint64 exclusive)
{
    call.details = details;
    return (details & ~known) == 0 && (details & exclusive) != exclusive;
}

bool setFlags(BitCall &call, quint64 flags, const Shape &shape)
{
    constexpr auto both = Policy::createOnly | Policy::updateOnly;
    call.flags = flags;
    return (flags & ~quint64{shape.policies}) == 0 && (flags & both) != both;
}

bool readArgument(PackedReader &reader, Argument argument, const Shape &shape, BitCall &call)
{
    if (argument == Argument::Bytes) {
        return setBytes(call, reader.string());
    }
    if (argument == Argument::Bool) {
        const auto value = reader.boolean();
        call.number = value && *value ? 1 : 0;
        return value.has_value();
    }
    const auto word = reader.integer();
    if (!word) {
        return false;
    }
    switch (argument) {
    case Argument::ByteOffset:
        return setOffset(call, static_cast<qint64>(*word), maxBytes, byteBits);
    case Argument::BitOffset:
        return setOffset(call, static_cast<qint64>(*word), maxBits, 1);
    case Argument::ByteSizeOrZero:
        return setSize(call, *word, maxBytes, byteBits);
    case Argument::ByteSize:
        return *word != 0 && setSize(call, *word, maxBytes, byteBits);
    case Argument::BitSize:
        return *word != 0 && setSize(call, *word, maxBits, 1);
    case Argument::NumberSize:
        return *word != 0 && setSize(call, *word, maxNumberBits, 1);
    case Argument::Number:
        call.number = *word;
        return true;
    case Argument::Distance:
        call.number = *word;
        return *word <= static_cast<quint64>(maxBits);
    case Argument::Flags:
        return setFlags(call, *word, shape);
    case Argument::ResizeFlags:
        return setDetails(call, *word, ResizeFlag::fromFront | ResizeFlag::growOnly | ResizeFlag::shrinkOnly,
                          ResizeFlag::growOnly | ResizeFlag::shrinkOnly);
    case Argument::ArithmeticFlags:
        return setDetails(call, *word, NumberFlag::isSigned | NumberFlag::saturate | NumberFlag::wrap,
                          NumberFlag::saturate | NumberFlag::wrap);
    case Argument::ReadFlags:
        call.details = *word;
        return (*word & ~NumberFlag::isSigned) == 0;
    case Argument::Bytes:
    case Argument::Bool:
        break;
    }
    return false;
}

bool isRead(Code code)
{
    return code >= Code::Get;
}

std::optional<BitCall> readCall(QByteArrayView payload, bool wantRead)
{
    PackedReader reader(payload);
    const auto count = reader.listCount();
    const auto code = count && *count != 0 ? reader.integer() : std::nullopt;
    if (!code) {
        return std::nullopt;
    }
    // Codes are heard by their low 32 bits.
    const auto number = static_cast<quint32>(*code);
    const auto *shape = std::find_if(shapes.begin(), shapes.end(),
                                     [&](const Shape &s) { return static_cast<quint32>(s.code) == number; });
    if (shape == shapes.end() || isRead(shape->code) != wantRead) {
        return std::nullopt;
    }
    const auto arguments = *count - 1;
    if (arguments < shape->required || arguments > shape->count) {
        return std::nullopt;
    }
    BitCall call;
    call.code = shape->code;
    for (quint32 i = 0; i < arguments; ++i) {
        if (!readArgument(reader, shape->arguments[i], *shape, call)) {
            return std::nullopt;
        }
    }
    return call;
}

BinEffect failure(ResultCode code)
{
    return BinEffect::failure(code);
}

/// The code, or nothing happens when the caller asked for that.
BinEffect failureUnless(bool forgiven, ResultCode code)
{
    return forgiven ? BinEffect{} : failure(code);
}

BinEffect blobEffect(QByteArray bytes)
{
    BinEffect effect;
    effect.bin = Particle(ParticleType::Blob, std::move(bytes));
    return effect;
}

/// Offsets below zero count from the end; false when that is before the front.
bool settleOffset(BitCall &call, qsizetype bytes)
{
    if (call.offset < 0) {
        call.offset += bytes * byteBits;
    }
    return call.offset >= 0;
}

BinEffect resize(const BitCall &call, QByteArrayView blob)
{
    const auto size = call.size / byteBits;
    if (size == blob.size()) {
        return {};
    }
    const bool forbidden = call.hasDetail(size < blob.size() ? ResizeFlag::growOnly : ResizeFlag::shrinkOnly);
    if (forbidden) {
        return failureUnless(call.has(Policy::noFail), ResultCode::Parameter);
    }
    const bool atFront = call.hasDetail(ResizeFlag::fromFront);
    if (size < blob.size()) {
        return blobEffect((atFront ? blob.last(size) : blob.first(size)).toByteArray());
    }
    if (size >= maxBytes) {
        return failure(ResultCode::Parameter);
    }
    if (size > largestRecord) {
        return failure(ResultCode::RecordTooBig);
    }
    const QByteArray zeros(size - blob.size(), '\0');
    return blobEffect(atFront ? zeros + blob.toByteArray() : blob.toByteArray() + zeros);
}

BinEffect insert(const BitCall &call, QByteArrayView blob)
{
    const auto at = call.offset / byteBits;
    const auto size = qMax(at, qint64{blob.size()}) + call.bytes.size();
    if (size >= maxBytes) {
        return failure(ResultCode::Parameter);
    }
    if (size > largestRecord) {
        return failure(ResultCode::RecordTooBig);
    }
    QByteArray bytes;
    bytes.reserve(size);
    bytes.append(blob.first(qMin(at, qint64{blob.size()})));
    bytes.append(QByteArray(at - bytes.size(), '\0'));
    bytes.append(call.bytes);
    bytes.append(blob.sliced(qMin(at, qint64{blob.size()})));
    return blobEffect(std::move(bytes));
}

BinEffect removeBytes(const BitCall &call, QByteArrayView blob)
{
    const auto at = call.offset / byteBits;
    auto size = call.size / byteBits;
    if (at >= blob.size()) {
        return failureUnless(call.has(Policy::noFail), ResultCode::Parameter);
    }
    if (at + size > blob.size()) {
        if (!call.has(Policy::partial)) {
            return failureUnless(call.has(Policy::noFail), ResultCode::Parameter);
        }
        size = blob.size() - at;
    }
    auto bytes = blob.toByteArray();
    bytes.remove(at, size);
    return blobEffect(std::move(bytes));
}

/// The range that a call works on; nothing when it is not all there. With the partial policy it is cut at the
/// end.
std::optional<BitRange> rangeIn(const BitCall &call, QByteArrayView blob)
{
    BitRange range{.offset = call.offset, .size = call.size};
    if (range.offset / byteBits >= blob.size()) {
        return std::nullopt;
    }
    if (range.endByte() > blob.size()) {
        if (!call.has(Policy::partial)) {
            return std::nullopt;
        }
        range.size = blob.size() * byteBits - range.offset;
    }
    return range;
}

template <typename Combine>
QByteArray combined(QByteArray field, QByteArrayView with, const Combine &combine)
{
    auto *data = field.data();
    for (qsizetype i = 0; i < field.size(); ++i) {
        data[i] = static_cast<char>(combine(static_cast<quint8>(data[i]), static_cast<quint8>(with[i])));
    }
    return field;
}

QByteArray changedField(const BitCall &call, const QByteArray &field)
{
    const auto bytes = call.bytes.isEmpty() ? QByteArray(field.size(), '\0') : call.bytes.toByteArray();
    switch (call.code) {
    case Code::Or:
        return combined(field, bytes, [](quint8 a, quint8 b) { return a | b; });
    case Code::Xor:
        return combined(field, bytes, [](quint8 a, quint8 b) { return a ^ b; });
    case Code::And:
        return combined(field, bytes, [](quint8 a, quint8 b) { return a & b; });
    case Code::Not:
        return combined(field, field, [](quint8 a, quint8) { return ~a; });
    case Code::ShiftLeft:
        return shiftedLeft(field, static_cast<qint64>(call.number));
    case Code::ShiftRight:
        return shiftedRight(field, static_cast<qint64>(call.number));
    default: // Set
        return bytes;
    }
}

/// Servers take the whole blob for what is left of it when they cut a range, and then shift beyond its end:
/// they die of that.
bool isDeadlyShift(const BitCall &call, const BitRange &range, qsizetype bytes)
{
    if (call.code != Code::ShiftLeft && call.code != Code::ShiftRight)
        return false;
    const auto shift = static_cast<qint64>(call.number);
    const qint64 before = range.offset / byteBits;
    return range.size < call.size && shift / byteBits >= bytes - before &&
           shift < bytes * byteBits - range.offset % byteBits;
}

BinEffect changeField(const BitCall &call, QByteArrayView blob)
{
    const auto range = rangeIn(call, blob);
    if (!range) {
        return failureUnless(call.has(Policy::noFail), ResultCode::OpNotApplicable);
    }
    if (isDeadlyShift(call, *range, blob.size()))
        return failure(ResultCode::OpNotApplicable);
    auto bytes = blob.toByteArray();
    putBits(bytes, *range, changedField(call, bitsOf(blob, *range)));
    return blobEffect(std::move(bytes));
}

qint64 signExtended(quint64 number, qint64 size)
{
    const auto unused = static_cast<int>(maxNumberBits) - static_cast<int>(size);
    return static_cast<qint64>(number << unused) >> unused;
}

/// The sum or difference as the server has it; nothing on an overflow that the call neither wraps nor
/// saturates.
std::optional<quint64> calculated(const BitCall &call, quint64 current)
{
    const auto mask = ~quint64{0} >> (static_cast<qint64>(maxNumberBits) - call.size);
    const bool adds = call.code == Code::Add;
    const auto value = call.number & mask;
    const auto result = (adds ? current + value : current - value) & mask;
    if (call.hasDetail(NumberFlag::wrap)) {
        return result;
    }
    const bool saturates = call.hasDetail(NumberFlag::saturate);
    if (!call.hasDetail(NumberFlag::isSigned)) {
        if (adds ? result >= current : result <= current) {
            return result;
        }
        return saturates ? std::optional(adds ? mask : 0) : std::nullopt;
    }
    // A sum of exactly zero does not count as an overflow.
    const auto signedCurrent = signExtended(current, call.size);
    const auto signedValue = signExtended(adds ? value : ~value + 1, call.size);
    const auto signedResult = signExtended(result, call.size);
    const auto sign = mask ^ mask >> 1;
    if (signedCurrent < 0 && signedValue < 0 && signedResult > 0) {
        return saturates ? std::optional(sign) : std::nullopt;
    }
    if (signedCurrent > 0 && signedValue > 0 && signedResult < 0) {
        return saturates ? std::optional(mask >> 1) : std::nullopt;
    }
    return result;
}

BinEffect changeNumber(const BitCall &call, QByteArrayView blob)
{
    const auto range = rangeIn(call, blob);
    const auto number = !range                          ? std::nullopt
                        : call.code == Code::SetInteger ? std::optional(call.number)
                                                        : calculated(call, bitsAsNumber(blob, *range));
    if (!number) {
        return failureUnless(call.has(Policy::noFail), ResultCode::OpNotApplicable);
    }
    auto bytes = blob.toByteArray();
    putNumber(bytes, *range, *number);
    return blobEffect(std::move(bytes));
}

qint64 scanLeft(const BitCall &call, QByteArrayView blob)
{
    const auto field = bitsOf(blob, {.offset = call.offset, .size = call.size});
    const quint8 skipped = call.number == 1 ? 0x00 : 0xff;
    for (qsizetype i = 0; i < field.size(); ++i) {
        const auto candidates = static_cast<quint8>(static_cast<quint8>(field[i]) ^ skipped);
        if (candidates != 0) {
            const auto bit = i * byteBits + std::countl_zero(candidates);
            return bit < call.size ? bit : -1;
        }
    }
    return -1;
}

qint64 scanRight(const BitCall &call, QByteArrayView blob)
{
    // The bits in front of the field in its first byte are looked at as well, and answered with negative
    // places.
    const auto front = call.offset / byteBits;
    const auto end = call.offset + call.size;
    const quint8 skipped = call.number == 1 ? 0x00 : 0xff;
    const auto last = (end - 1) / byteBits;
    for (auto i = last; i >= front; --i) {
        auto candidates = static_cast<quint8>(static_cast<quint8>(blob[i]) ^ skipped);
        if (i == last) {
            candidates &= static_cast<quint8>(0xffU << (last * byteBits + byteBits - end));
        }
        if (candidates != 0) {
            return i * byteBits + byteBits - 1 - std::countr_zero(candidates) - call.offset;
        }
    }
    return -1;
}

qint64 countBits(const BitCall &call, QByteArrayView blob)
{
    qint64 count = 0;
    for (const auto byte : bitsOf(blob, {.offset = call.offset, .size = call.size})) {
        count += std::popcount(static_cast<quint8>(byte));
    }
    return count;
}

} // namespace

BinEffect bitRead(QByteArrayView payload, ParticleView bin)
{
    auto call = readCall(payload, true);
    if (!call) {
        return failure(ResultCode::Parameter);
    }
    if (bin.type != ParticleType::Blob) {
        return failure(ResultCode::IncompatibleType);
    }
    if (!settleOffset(*call, bin.bytes.size())) {
        return failure(ResultCode::Parameter);
    }
    const auto range = rangeIn(*call, bin.bytes);
    if (!range) {
        return failure(ResultCode::OpNotApplicable);
    }
    switch (call->code) {
    case Code::Get:
        return BinEffect::answer(Particle(ParticleType::Blob, bitsOf(bin.bytes, *range)));
    case Code::Count:
        return BinEffect::answer(Particle::integer(countBits(*call, bin.bytes)));
    case Code::ScanLeft:
        return BinEffect::answer(Particle::integer(scanLeft(*call, bin.bytes)));
    case Code::ScanRight:
        return BinEffect::answer(Particle::integer(scanRight(*call, bin.bytes)));
    default: { // GetInteger
        const auto number = bitsAsNumber(bin.bytes, *range);
        return BinEffect::answer(Particle::integer(call->hasDetail(NumberFlag::isSigned)
                                                       ? signExtended(number, range->size)
                                                       : static_cast<qint64>(number)));
    }
    }
}

BinEffect bitModify(QByteArrayView payload, ParticleView bin)
{
    auto call = readCall(payload, false);
    if (!call) {
        return failure(ResultCode::Parameter);
    }
    if (!bin.isNil()) {
        if (call->has(Policy::createOnly)) {
            return failureUnless(call->has(Policy::noFail), ResultCode::BinExists);
        }
        if (bin.type != ParticleType::Blob) {
            return failure(ResultCode::IncompatibleType);
        }
    } else if ((call->code != Code::Insert && call->code != Code::Resize) || call->has(Policy::updateOnly)) {
        return failureUnless(call->has(Policy::noFail), ResultCode::BinNotFound);
    }
    if (!settleOffset(*call, bin.bytes.size())) {
        return failure(ResultCode::Parameter);
    }
    switch (call->code) {
    case Code::Resize:
        return resize(*call, bin.bytes);
    case Code::Insert:
        return insert(*call, bin.bytes);
    case Code::Remove:
        return removeBytes(*call, bin.bytes);
    case Code::Add:
    case Code::Subtract:
    case Code::SetInteger:
        return changeNumber(*call, bin.bytes);
    default:
        return changeField(*call, bin.bytes);
    }
}

} // namespace Aeroscope::Demo
