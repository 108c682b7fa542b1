// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>

namespace Aeroscope::Net {

/// The one moment at which an operation gives up, through all its steps and retries; never() for no limit.
/// Steady clock, a value, any thread.
class Deadline
{
public:
    using Clock = std::chrono::steady_clock;

    /// Never passes.
    constexpr Deadline() noexcept = default;
    constexpr explicit Deadline(Clock::time_point at) noexcept
        : m_at(at)
    {}
    [[nodiscard]] static constexpr Deadline never() noexcept { return Deadline(); }
    /// A duration too long for the clock gives never(); a negative one has passed already.
    [[nodiscard]] static Deadline after(std::chrono::nanoseconds duration) noexcept
    {
        return after(duration, Clock::now());
    }
    /// The same for those who have looked at the clock already.
    [[nodiscard]] static constexpr Deadline after(std::chrono::nanoseconds duration,
                                                  Clock::time_point now) noexcept
    {
        return duration >= Clock::time_point::max() - now ? never() : Deadline(now + duration);
    }

    [[nodiscard]] constexpr bool isNever() const noexcept { return m_at == Clock::time_point::max(); }
    [[nodiscard]] constexpr Clock::time_point time() const noexcept { return m_at; }
    [[nodiscard]] bool hasPassed() const noexcept { return !isNever() && Clock::now() >= m_at; }
    [[nodiscard]] constexpr bool hasPassedAt(Clock::time_point now) const noexcept
    {
        return !isNever() && now >= m_at;
    }
    /// Not below zero; nanoseconds::max() for never().
    [[nodiscard]] std::chrono::nanoseconds remaining() const noexcept
    {
        if (isNever())
            return std::chrono::nanoseconds::max();
        const auto now = Clock::now();
        return now >= m_at ? std::chrono::nanoseconds::zero() : m_at - now;
    }

    friend constexpr auto operator<=>(const Deadline &, const Deadline &) noexcept = default;

private:
    Clock::time_point m_at = Clock::time_point::max();
};

/// The earlier of the two: an attempt's limit under the operation's.
[[nodiscard]] constexpr Deadline earliest(Deadline a, Deadline b) noexcept
{
    return a < b ? a : b;
}

} // namespace Aeroscope::Net
