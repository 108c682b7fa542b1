// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/bitfield.h"

#include <QtEndian>

#include <cstring>

namespace Aeroscope::Demo {

namespace {

constexpr int byteBits = 8;
constexpr int wordBits = 64;

quint8 byteAt(QByteArrayView bytes, qsizetype at)
{
    return at >= 0 && at < bytes.size() ? static_cast<quint8>(bytes[at]) : quint8{0};
}

void setByte(QByteArray &bytes, qsizetype at, unsigned value)
{
    bytes.data()[at] = static_cast<char>(static_cast<quint8>(value));
}

/// Eight bits from any bit position on; zeros outside.
quint8 eightBits(QByteArrayView bytes, qint64 bit)
{
    const auto at = bit >= 0 ? bit / byteBits : -((-bit + byteBits - 1) / byteBits);
    const auto shift = static_cast<unsigned>(bit - at * byteBits);
    if (shift == 0) {
        return byteAt(bytes, at);
    }
    return static_cast<quint8>(byteAt(bytes, at) << shift | byteAt(bytes, at + 1) >> (byteBits - shift));
}

} // namespace

QByteArray bitsOf(QByteArrayView bytes, BitRange range)
{
    QByteArray out((range.size + byteBits - 1) / byteBits, Qt::Uninitialized);
    for (qsizetype i = 0; i < out.size(); ++i) {
        setByte(out, i, eightBits(bytes, range.offset + i * byteBits));
    }
    if (const auto used = static_cast<unsigned>(range.size % byteBits); used != 0) {
        setByte(out, out.size() - 1, byteAt(out, out.size() - 1) & 0xffU << (byteBits - used));
    }
    return out;
}

void putBits(QByteArray &bytes, BitRange range, QByteArrayView bits)
{
    const auto first = range.offset / byteBits;
    const auto last = range.endByte() - 1;
    const auto head = static_cast<unsigned>(range.offset % byteBits);
    const auto tail = static_cast<unsigned>((range.offset + range.size) % byteBits);
    for (auto i = first; i <= last; ++i) {
        auto mask = 0xffU;
        if (i == first) {
            mask &= 0xffU >> head;
        }
        if (i == last && tail != 0) {
            mask &= 0xffU << (byteBits - tail);
        }
        const auto fresh = eightBits(bits, i * byteBits - range.offset);
        setByte(bytes, i, (byteAt(bytes, i) & ~mask) | (fresh & mask));
    }
}

quint64 bitsAsNumber(QByteArrayView bytes, BitRange range)
{
    const auto field = bitsOf(bytes, range);
    quint64 number = 0;
    std::memcpy(&number, field.constData(), static_cast<size_t>(field.size()));
    return qFromBigEndian(number) >> (wordBits - range.size);
}

void putNumber(QByteArray &bytes, BitRange range, quint64 number)
{
    char field[sizeof(quint64)];
    qToBigEndian(number << (wordBits - range.size), field);
    putBits(bytes, range, QByteArrayView(field, sizeof field));
}

QByteArray shiftedLeft(const QByteArray &bytes, qint64 distance)
{
    QByteArray out(bytes.size(), Qt::Uninitialized);
    for (qsizetype i = 0; i < out.size(); ++i) {
        setByte(out, i, eightBits(bytes, i * byteBits + distance));
    }
    return out;
}

QByteArray shiftedRight(const QByteArray &bytes, qint64 distance)
{
    return shiftedLeft(bytes, -distance);
}

} // namespace Aeroscope::Demo
