// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/key.h"
#include "client/value/value.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace Aeroscope {

/// A bin: its name as bytes (UTF-8 by convention) and its value.
struct Bin
{
    QByteArray name;
    Value value;
    friend bool operator==(const Bin &, const Bin &) = default;
};
using Bins = std::vector<Bin>;

/// Expiry of a record as replies carry it: seconds since 2010-01-01 00:00:00 UTC, 0 = never (protocol
/// section 5.2).
struct VoidTime
{
    quint32 seconds = 0;
    static constexpr qint64 epochUnixSeconds = 1262304000;

    [[nodiscard]] bool never() const noexcept { return seconds == 0; }
    [[nodiscard]] qint64 unixSeconds() const noexcept { return epochUnixSeconds + seconds; }
    /// Seconds left at `nowUnixSeconds`: -1 = never expires, else at least 1 (as the official clients report
    /// it).
    [[nodiscard]] qint64 ttlAt(qint64 nowUnixSeconds) const noexcept;
    friend bool operator==(const VoidTime &, const VoidTime &) = default;
};

/// What a write does with the expiry of the record (protocol section 5.2).
class Ttl
{
public:
    [[nodiscard]] static constexpr Ttl namespaceDefault() noexcept { return Ttl(0); }
    [[nodiscard]] static constexpr Ttl never() noexcept { return Ttl(0xffffffffU); }
    /// Leave an existing record's expiry alone; a record that is created gets the namespace's default.
    [[nodiscard]] static constexpr Ttl keep() noexcept { return Ttl(0xfffffffeU); }
    /// 1 … 315360000 (ten years); out of range gives nothing.
    [[nodiscard]] static std::optional<Ttl> seconds(qint64 count) noexcept;
    /// The word of the request header.
    [[nodiscard]] constexpr quint32 word() const noexcept { return m_word; }
    friend bool operator==(const Ttl &, const Ttl &) = default;

private:
    constexpr explicit Ttl(quint32 word) noexcept
        : m_word(word)
    {}
    quint32 m_word;
};

/// One record as read: key, metadata and bins in the order of the reply. Results of several operations on one
/// bin appear as several entries, in order.
struct Record
{
    Key key;
    /// 1 … 65535; 0 when the server gave none.
    quint32 generation = 0;
    VoidTime voidTime;
    Bins bins;

    /// The first bin of that name, or null.
    [[nodiscard]] const Value *bin(QByteArrayView name) const noexcept;
};

} // namespace Aeroscope
