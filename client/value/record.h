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
    /// At most 15 bytes on every server (protocol section 3.5).
    QByteArray name;
    /// As stored, or as an operation answered.
    Value value;
    friend bool operator==(const Bin &, const Bin &) = default;
};
using Bins = std::vector<Bin>;

/// Expiry of a record as replies carry it: seconds since 2010-01-01 00:00:00 UTC, 0 = never (protocol
/// section 5.2).
struct VoidTime
{
    /// Since 2010-01-01 00:00:00 UTC; 0 = never.
    quint32 seconds = 0;
    /// That moment in Unix time.
    static constexpr qint64 epochUnixSeconds = 1262304000;

    /// The record does not expire.
    [[nodiscard]] bool never() const noexcept { return seconds == 0; }
    /// The moment of expiry in Unix time; meaningless when never().
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
    /// What the namespace (default-ttl) or the set says.
    [[nodiscard]] static constexpr Ttl namespaceDefault() noexcept { return Ttl(0); }
    /// The record does not expire.
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
    /// As it was asked for; of a row of a query as the row carries it.
    Key key;
    /// 1 … 65535; 0 when the server gave none.
    quint32 generation = 0;
    /// When the record expires.
    VoidTime voidTime;
    /// In the order of the reply; the server does not promise one.
    Bins bins;

    /// The first bin of that name, or null.
    [[nodiscard]] const Value *bin(QByteArrayView name) const noexcept;
};

} // namespace Aeroscope
