// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/murmurhash.h"

#include <QtEndian>

#include <bit>
#include <cstring>

namespace Aeroscope::Demo {

namespace {

constexpr quint64 multiplierA = 0x87c37b91114253d5;
constexpr quint64 multiplierB = 0x4cf5ad432745937f;
constexpr qsizetype lane = sizeof(quint64);

quint64 scrambleLow(quint64 word) noexcept
{
    return std::rotl(word * multiplierA, 31) * multiplierB;
}

quint64 scrambleHigh(quint64 word) noexcept
{
    return std::rotl(word * multiplierB, 33) * multiplierA;
}

quint64 finished(quint64 word) noexcept
{
    word = (word ^ word >> 33) * 0xff51afd7ed558ccd;
    word = (word ^ word >> 33) * 0xc4ceb9fe1a85ec53;
    return word ^ word >> 33;
}

} // namespace

Hash128 murmurHash128(QByteArrayView bytes) noexcept
{
    Hash128 hash;
    const auto *at = bytes.data();
    auto left = bytes.size();
    for (; left >= 2 * lane; left -= 2 * lane, at += 2 * lane) {
        hash.low = std::rotl(hash.low ^ scrambleLow(qFromLittleEndian<quint64>(at)), 27) + hash.high;
        hash.low = hash.low * 5 + 0x52dce729;
        hash.high = std::rotl(hash.high ^ scrambleHigh(qFromLittleEndian<quint64>(at + lane)), 31) + hash.low;
        hash.high = hash.high * 5 + 0x38495ab5;
    }
    // The rest counts as if zeros followed.
    char tail[2 * lane] = {};
    if (left > 0) {
        std::memcpy(tail, at, static_cast<size_t>(left));
    }
    hash.low ^= scrambleLow(qFromLittleEndian<quint64>(tail));
    hash.high ^= scrambleHigh(qFromLittleEndian<quint64>(tail + lane));

    const auto size = static_cast<quint64>(bytes.size());
    hash.low ^= size;
    hash.high ^= size;
    hash.low += hash.high;
    hash.high += hash.low;
    hash.low = finished(hash.low);
    hash.high = finished(hash.high);
    hash.low += hash.high;
    hash.high += hash.low;
    return hash;
}

} // namespace Aeroscope::Demo
