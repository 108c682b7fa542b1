// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/record.h"

#include <algorithm>

namespace Aeroscope {

namespace {

constexpr qint64 maxTtlSeconds = 315360000; // ten years, the server's own limit

} // namespace

qint64 VoidTime::ttlAt(qint64 nowUnixSeconds) const noexcept
{
    if (never())
        return -1;
    return std::max<qint64>(unixSeconds() - nowUnixSeconds, 1);
}

std::optional<Ttl> Ttl::seconds(qint64 count) noexcept
{
    if (count < 1 || count > maxTtlSeconds)
        return std::nullopt;
    return Ttl(static_cast<quint32>(count));
}

const Value *Record::bin(QByteArrayView name) const noexcept
{
    const auto found =
        std::find_if(bins.begin(), bins.end(), [name](const Bin &bin) { return bin.name == name; });
    return found == bins.end() ? nullptr : &found->value;
}

} // namespace Aeroscope
