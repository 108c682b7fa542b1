// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace Aeroscope::Demo {

/// A run of bits in a byte string, most significant bit first.
struct BitRange
{
    qint64 offset = 0;
    qint64 size = 0;

    [[nodiscard]] qint64 endByte() const noexcept { return (offset + size + 7) / 8; }
};

/// The bits of the range as a byte string of their own, filled up with zero bits. The range must be inside.
[[nodiscard]] QByteArray bitsOf(QByteArrayView bytes, BitRange range);
/// Overwrites the range with the first bits of `bits`.
void putBits(QByteArray &bytes, BitRange range, QByteArrayView bits);

/// The range as an unsigned number of at most 64 bits.
[[nodiscard]] quint64 bitsAsNumber(QByteArrayView bytes, BitRange range);
void putNumber(QByteArray &bytes, BitRange range, quint64 number);

/// Moves all bits of a byte string to the front or the back; zeros come after.
[[nodiscard]] QByteArray shiftedLeft(const QByteArray &bytes, qint64 distance);
[[nodiscard]] QByteArray shiftedRight(const QByteArray &bytes, qint64 distance);

} // namespace Aeroscope::Demo
