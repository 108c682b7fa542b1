// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/cdtcontext.h"
#include "client/value/operation.h"

#include <QByteArrayView>
#include <QFlags>

namespace Aeroscope {

enum class BitWriteFlag : quint8 {
    CreateOnly = 1,
    UpdateOnly = 2,
    NoFail = 4,
    Partial = 8, ///< with NoFail: as far as the blob goes
};
Q_DECLARE_FLAGS(BitWriteFlags, BitWriteFlag)
Q_DECLARE_OPERATORS_FOR_FLAGS(BitWriteFlags)

enum class BitResizeFlag : quint8 { FromFront = 1, GrowOnly = 2, ShrinkOnly = 4 };
Q_DECLARE_FLAGS(BitResizeFlags, BitResizeFlag)
Q_DECLARE_OPERATORS_FOR_FLAGS(BitResizeFlags)

/// What an addition does that does not fit.
enum class BitOverflow : quint8 { Fail = 0, Saturate = 2, Wrap = 4 };
enum class BitSign : quint8 { Unsigned = 0, Signed = 1 };

/// Operations on the bits of a blob (protocol section 8.6). Offsets and sizes are bits, in resize, insert and
/// remove bytes; negative offsets count from the end. Modify operations answer nothing.
namespace BitOps {

// modify
/// Makes the blob `byteSize` bytes long, with zeros at its end (or front).
[[nodiscard]] Operation resize(QByteArray bin, quint64 byteSize, BitResizeFlags resize = {},
                               BitWriteFlags flags = {}, const CdtContext &context = {});
/// Puts bytes in between.
[[nodiscard]] Operation insert(QByteArray bin, qint64 byteOffset, QByteArrayView bytes,
                               BitWriteFlags flags = {}, const CdtContext &context = {});
/// Takes bytes out.
[[nodiscard]] Operation remove(QByteArray bin, qint64 byteOffset, quint64 byteCount, BitWriteFlags flags = {},
                               const CdtContext &context = {});
/// Overwrites the range with `bits`, from their first bit on.
[[nodiscard]] Operation set(QByteArray bin, qint64 offset, quint64 size, QByteArrayView bits,
                            BitWriteFlags flags = {}, const CdtContext &context = {});
/// Sets each bit of the range that is set in `bits`.
[[nodiscard]] Operation bitOr(QByteArray bin, qint64 offset, quint64 size, QByteArrayView bits,
                              BitWriteFlags flags = {}, const CdtContext &context = {});
/// Turns each bit of the range that is set in `bits`.
[[nodiscard]] Operation bitXor(QByteArray bin, qint64 offset, quint64 size, QByteArrayView bits,
                               BitWriteFlags flags = {}, const CdtContext &context = {});
/// Clears each bit of the range that is not set in `bits`.
[[nodiscard]] Operation bitAnd(QByteArray bin, qint64 offset, quint64 size, QByteArrayView bits,
                               BitWriteFlags flags = {}, const CdtContext &context = {});
/// Turns every bit of the range.
[[nodiscard]] Operation bitNot(QByteArray bin, qint64 offset, quint64 size, BitWriteFlags flags = {},
                               const CdtContext &context = {});
/// Moves the bits of the range towards its front; zeros follow.
[[nodiscard]] Operation shiftLeft(QByteArray bin, qint64 offset, quint64 size, quint64 shift,
                                  BitWriteFlags flags = {}, const CdtContext &context = {});
/// Moves the bits of the range towards its end; zeros follow.
[[nodiscard]] Operation shiftRight(QByteArray bin, qint64 offset, quint64 size, quint64 shift,
                                   BitWriteFlags flags = {}, const CdtContext &context = {});
/// At most 64 bits.
[[nodiscard]] Operation add(QByteArray bin, qint64 offset, quint64 size, qint64 value,
                            BitSign sign = BitSign::Unsigned, BitOverflow overflow = BitOverflow::Fail,
                            BitWriteFlags flags = {}, const CdtContext &context = {});
/// At most 64 bits.
[[nodiscard]] Operation subtract(QByteArray bin, qint64 offset, quint64 size, qint64 value,
                                 BitSign sign = BitSign::Unsigned, BitOverflow overflow = BitOverflow::Fail,
                                 BitWriteFlags flags = {}, const CdtContext &context = {});
/// Writes an integer, big-endian, into at most 64 bits.
[[nodiscard]] Operation setInteger(QByteArray bin, qint64 offset, quint64 size, qint64 value,
                                   BitWriteFlags flags = {}, const CdtContext &context = {});

// read
/// (a blob)
[[nodiscard]] Operation get(QByteArray bin, qint64 offset, quint64 size, const CdtContext &context = {});
/// (how many bits are set)
[[nodiscard]] Operation count(QByteArray bin, qint64 offset, quint64 size, const CdtContext &context = {});
/// (the offset of the first such bit within the range, -1 if there is none)
[[nodiscard]] Operation scanLeft(QByteArray bin, qint64 offset, quint64 size, bool value,
                                 const CdtContext &context = {});
/// (the offset of the last such bit within the range, -1 if there is none)
[[nodiscard]] Operation scanRight(QByteArray bin, qint64 offset, quint64 size, bool value,
                                  const CdtContext &context = {});
/// (an integer) At most 64 bits.
[[nodiscard]] Operation getInteger(QByteArray bin, qint64 offset, quint64 size,
                                   BitSign sign = BitSign::Unsigned, const CdtContext &context = {});

} // namespace BitOps

} // namespace Aeroscope
