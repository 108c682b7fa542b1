// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/naivebits.h"

#include <limits>

namespace Aeroscope::Naive {

namespace {

constexpr qint64 largestBlobBits = qint64(128) * 1024 * 1024 * 8;

bool bitAt(const QByteArray &blob, qint64 bit)
{
    return quint8(blob[bit / 8]) >> (7 - bit % 8) & 1;
}

qint64 scanForward(const QByteArray &blob, qint64 offset, qint64 size, bool wanted)
{
    for (qint64 i = 0; i < size; ++i) {
        if (bitAt(blob, offset + i) == wanted)
            return i;
    }
    return -1;
}

/// The server does not hide the bits of the first byte that lie before the offset unless that byte is also
/// the last one: a hit there comes out as a negative position.
qint64 scanBackward(const QByteArray &blob, qint64 offset, qint64 size, bool wanted)
{
    const qint64 lowest = offset / 8 * 8;
    for (qint64 bit = offset + size - 1; bit >= lowest; --bit) {
        if (bitAt(blob, bit) == wanted)
            return bit - offset;
    }
    return -1;
}

} // namespace

std::optional<Value> readBits(const QByteArray &blob, quint64 code, const std::vector<Value> &arguments)
{
    const size_t count = arguments.size();
    const bool takesMore = code == 52 || code == 53;
    if (code < 50 || code > 54 || count < (takesMore ? 3 : 2) || count > (takesMore || code == 54 ? 3 : 2))
        return {};
    if (arguments[0].type() != Value::Type::Integer || arguments[1].type() != Value::Type::Integer)
        return {};
    qint64 offset = arguments[0].toInteger();
    if (offset == std::numeric_limits<qint64>::min())
        offset = 0; // the server's check of its magnitude overflows, its lower half counts
    const qint64 size = arguments[1].toInteger();
    if (size <= 0 || size > (code == 54 ? 64 : largestBlobBits) || offset > largestBlobBits ||
        offset < -largestBlobBits)
        return {};
    if (takesMore && arguments[2].type() != Value::Type::Bool)
        return {};
    if (code == 54 && count == 3 &&
        (arguments[2].type() != Value::Type::Integer || (arguments[2].toInteger() & ~1) != 0))
        return {};
    const qint64 available = blob.size() * 8;
    if (offset < 0)
        offset += available;
    // the server counts in bytes: the bits must exist, and offset may not point behind the last byte
    if (offset < 0 || offset / 8 >= blob.size() || offset / 8 + (offset % 8 + size + 7) / 8 > blob.size())
        return {};
    switch (code) {
    case 50: {
        QByteArray cut((size + 7) / 8, '\0');
        for (qint64 i = 0; i < size; ++i) {
            if (bitAt(blob, offset + i))
                cut[i / 8] = char(cut[i / 8] | 1 << (7 - i % 8));
        }
        return Value::blob(cut);
    }
    case 51: {
        qint64 ones = 0;
        for (qint64 i = 0; i < size; ++i)
            ones += bitAt(blob, offset + i) ? 1 : 0;
        return Value(ones);
    }
    case 52:
        return Value(scanForward(blob, offset, size, arguments[2].toBool()));
    case 53:
        return Value(scanBackward(blob, offset, size, arguments[2].toBool()));
    default: {
        quint64 number = 0;
        for (qint64 i = 0; i < size; ++i)
            number = number << 1 | (bitAt(blob, offset + i) ? 1U : 0U);
        const bool isSigned = count == 3 && arguments[2].toInteger() == 1;
        if (isSigned && size < 64 && bitAt(blob, offset))
            number |= ~quint64(0) << size;
        return Value(qint64(number));
    }
    }
}

} // namespace Aeroscope::Naive
