// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/bitops.h"

#include "client/value/payload_p.h"

namespace Aeroscope::BitOps {

namespace {

// codes of protocol section 8.6
enum Code : quint8 {
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

PayloadBuilder reading(QByteArray bin, Code code, qint64 offset, quint64 size)
{
    PayloadBuilder payload(OpCode::BitRead, std::move(bin), code);
    payload.integer(offset).count(size);
    return payload;
}

PayloadBuilder modifying(QByteArray bin, Code code)
{
    return {OpCode::BitModify, std::move(bin), code};
}

Operation withBits(Code code, QByteArray bin, qint64 offset, quint64 size, QByteArrayView bits,
                   BitWriteFlags flags, const CdtContext &context)
{
    return modifying(std::move(bin), code)
        .integer(offset)
        .count(size)
        .blob(bits)
        .integer(flags.toInt())
        .finish(context);
}

Operation shift(Code code, QByteArray bin, qint64 offset, quint64 size, quint64 by, BitWriteFlags flags,
                const CdtContext &context)
{
    return modifying(std::move(bin), code)
        .integer(offset)
        .count(size)
        .count(by)
        .integer(flags.toInt())
        .finish(context);
}

Operation sum(Code code, QByteArray bin, qint64 offset, quint64 size, qint64 value, BitSign sign,
              BitOverflow overflow, BitWriteFlags flags, const CdtContext &context)
{
    return modifying(std::move(bin), code)
        .integer(offset)
        .count(size)
        .integer(value)
        .integer(flags.toInt())
        .integer(static_cast<qint64>(sign) | static_cast<qint64>(overflow))
        .finish(context);
}

} // namespace

Operation resize(QByteArray bin, quint64 byteSize, BitResizeFlags resize, BitWriteFlags flags,
                 const CdtContext &context)
{
    PayloadBuilder payload = modifying(std::move(bin), Resize);
    payload.count(byteSize).integer(flags.toInt());
    if (resize)
        payload.integer(resize.toInt());
    return payload.finish(context);
}

Operation insert(QByteArray bin, qint64 byteOffset, QByteArrayView bytes, BitWriteFlags flags,
                 const CdtContext &context)
{
    return modifying(std::move(bin), Insert)
        .integer(byteOffset)
        .blob(bytes)
        .integer(flags.toInt())
        .finish(context);
}

Operation remove(QByteArray bin, qint64 byteOffset, quint64 byteCount, BitWriteFlags flags,
                 const CdtContext &context)
{
    return modifying(std::move(bin), Remove)
        .integer(byteOffset)
        .count(byteCount)
        .integer(flags.toInt())
        .finish(context);
}

Operation set(QByteArray bin, qint64 offset, quint64 size, QByteArrayView bits, BitWriteFlags flags,
              const CdtContext &context)
{
    return withBits(Set, std::move(bin), offset, size, bits, flags, context);
}

Operation bitOr(QByteArray bin, qint64 offset, quint64 size, QByteArrayView bits, BitWriteFlags flags,
                const CdtContext &context)
{
    return withBits(Or, std::move(bin), offset, size, bits, flags, context);
}

Operation bitXor(QByteArray bin, qint64 offset, quint64 size, QByteArrayView bits, BitWriteFlags flags,
                 const CdtContext &context)
{
    return withBits(Xor, std::move(bin), offset, size, bits, flags, context);
}

Operation bitAnd(QByteArray bin, qint64 offset, quint64 size, QByteArrayView bits, BitWriteFlags flags,
                 const CdtContext &context)
{
    return withBits(And, std::move(bin), offset, size, bits, flags, context);
}

Operation bitNot(QByteArray bin, qint64 offset, quint64 size, BitWriteFlags flags, const CdtContext &context)
{
    return modifying(std::move(bin), Not).integer(offset).count(size).integer(flags.toInt()).finish(context);
}

Operation shiftLeft(QByteArray bin, qint64 offset, quint64 size, quint64 by, BitWriteFlags flags,
                    const CdtContext &context)
{
    return shift(ShiftLeft, std::move(bin), offset, size, by, flags, context);
}

Operation shiftRight(QByteArray bin, qint64 offset, quint64 size, quint64 by, BitWriteFlags flags,
                     const CdtContext &context)
{
    return shift(ShiftRight, std::move(bin), offset, size, by, flags, context);
}

Operation add(QByteArray bin, qint64 offset, quint64 size, qint64 value, BitSign sign, BitOverflow overflow,
              BitWriteFlags flags, const CdtContext &context)
{
    return sum(Add, std::move(bin), offset, size, value, sign, overflow, flags, context);
}

Operation subtract(QByteArray bin, qint64 offset, quint64 size, qint64 value, BitSign sign,
                   BitOverflow overflow, BitWriteFlags flags, const CdtContext &context)
{
    return sum(Subtract, std::move(bin), offset, size, value, sign, overflow, flags, context);
}

Operation setInteger(QByteArray bin, qint64 offset, quint64 size, qint64 value, BitWriteFlags flags,
                     const CdtContext &context)
{
    return modifying(std::move(bin), SetInteger)
        .integer(offset)
        .count(size)
        .integer(value)
        .integer(flags.toInt())
        .finish(context);
}

Operation get(QByteArray bin, qint64 offset, quint64 size, const CdtContext &context)
{
    return reading(std::move(bin), Get, offset, size).finish(context);
}

Operation count(QByteArray bin, qint64 offset, quint64 size, const CdtContext &context)
{
    return reading(std::move(bin), Count, offset, size).finish(context);
}

Operation scanLeft(QByteArray bin, qint64 offset, quint64 size, bool value, const CdtContext &context)
{
    return reading(std::move(bin), ScanLeft, offset, size).boolean(value).finish(context);
}

Operation scanRight(QByteArray bin, qint64 offset, quint64 size, bool value, const CdtContext &context)
{
    return reading(std::move(bin), ScanRight, offset, size).boolean(value).finish(context);
}

Operation getInteger(QByteArray bin, qint64 offset, quint64 size, BitSign sign, const CdtContext &context)
{
    PayloadBuilder payload = reading(std::move(bin), GetInteger, offset, size);
    if (sign == BitSign::Signed)
        payload.integer(1);
    return payload.finish(context);
}

} // namespace Aeroscope::BitOps
