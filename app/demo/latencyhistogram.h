// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>

#include <array>
#include <atomic>
#include <chrono>
#include <mutex>

namespace Aeroscope::Demo {

/// How long commands of one kind took, in powers of two, and the share of slow ones in the last interval
/// (`latencies:`, protocol section 1.3). Thread-safe; adding costs one clock reading.
class LatencyHistogram
{
public:
    using Time = std::chrono::steady_clock::time_point;
    enum class Unit { Milliseconds, Microseconds };

    /// Notes a command that began then and ends now.
    void add(Time start) noexcept;
    /// Forgets everything when the unit is another one than before.
    void setUnit(Unit unit);
    /// Ends an interval: text() tells its rate and its slow commands from now on. As on a server the first
    /// one tells nothing, and it does not begin before there was a command.
    void endInterval(qint64 nowSeconds);
    /// "msec,RATE,PERCENT,..." or nothing yet.
    [[nodiscard]] QByteArray text() const;

private:
    /// Bucket 0 is below one unit, each further one goes up to the next power of two.
    static constexpr size_t bucketCount = 65;
    static constexpr size_t columnCount = 17;

    std::array<std::atomic<quint64>, bucketCount> m_counts{};
    std::atomic<quint64> m_unitNs{1'000'000};
    mutable std::mutex m_mutex;
    qint64 m_endedAt = 0;
    quint64 m_total = 0;
    std::array<quint64, columnCount> m_slower{};
    QByteArray m_text;
};

} // namespace Aeroscope::Demo
