// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtGlobal>

#include <atomic>
#include <chrono>

namespace Aeroscope::Demo {

/// The wall clock of an embedded cluster: real time plus an offset that tests move. Record expiry, update
/// times and session expiry read it; socket time-outs and injected latencies use real time. Thread-safe.
class Clock
{
public:
    /// 2010-01-01 00:00:00 UTC, from which void times count (protocol section 5.2).
    static constexpr qint64 epochUnixSeconds = 1262304000;

    /// Milliseconds since the Unix epoch.
    [[nodiscard]] qint64 nowMs() const noexcept
    {
        const auto real = std::chrono::system_clock::now().time_since_epoch();
        return std::chrono::duration_cast<std::chrono::milliseconds>(real).count() +
               m_offsetMs.load(std::memory_order_relaxed);
    }
    /// Seconds since 2010-01-01 UTC.
    [[nodiscard]] quint32 nowSeconds() const noexcept
    {
        return static_cast<quint32>(nowMs() / 1000 - epochUnixSeconds);
    }
    /// Moves the clock; negative goes back.
    void advance(std::chrono::milliseconds by) noexcept
    {
        m_offsetMs.fetch_add(by.count(), std::memory_order_relaxed);
    }
    /// Real time again.
    void reset() noexcept { m_offsetMs.store(0, std::memory_order_relaxed); }

private:
    std::atomic<qint64> m_offsetMs{0};
};

} // namespace Aeroscope::Demo
