// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArrayView>
#include <QtEndian>

#include <cstring>

namespace Aeroscope::Demo {

/// Loads and stores of the node's own wire code; all unaligned. BE unless the name says otherwise.
[[nodiscard]] inline quint16 load16(const void *at) noexcept
{
    return qFromBigEndian<quint16>(at);
}
[[nodiscard]] inline quint32 load32(const void *at) noexcept
{
    return qFromBigEndian<quint32>(at);
}
[[nodiscard]] inline quint64 load64(const void *at) noexcept
{
    return qFromBigEndian<quint64>(at);
}
[[nodiscard]] inline quint16 load16le(const void *at) noexcept
{
    return qFromLittleEndian<quint16>(at);
}
[[nodiscard]] inline quint64 load64le(const void *at) noexcept
{
    return qFromLittleEndian<quint64>(at);
}
inline void store16(void *at, quint16 value) noexcept
{
    qToBigEndian(value, at);
}
inline void store32(void *at, quint32 value) noexcept
{
    qToBigEndian(value, at);
}
inline void store64(void *at, quint64 value) noexcept
{
    qToBigEndian(value, at);
}
inline void store64le(void *at, quint64 value) noexcept
{
    qToLittleEndian(value, at);
}

[[nodiscard]] inline bool sameBytes(QByteArrayView a, QByteArrayView b) noexcept
{
    return a.size() == b.size() &&
           (a.isEmpty() || std::memcmp(a.data(), b.data(), static_cast<size_t>(a.size())) == 0);
}

} // namespace Aeroscope::Demo
