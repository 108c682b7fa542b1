// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <atomic>

namespace Aeroscope {

/// Counts the errors of a node within a window of time; above the limit commands to it fail at once instead
/// of piling up (protocol section 10.5). A node that keeps failing gets a lower limit window by window, one
/// that recovers wins it back. Thread-safe; endWindow() and reset() are the tend task's.
class CircuitBreaker
{
public:
    /// 0: never opens.
    explicit CircuitBreaker(int maxErrors) noexcept
        : m_max(maxErrors)
        , m_limit(maxErrors)
    {}

    /// A connection was closed because of an error, or the server answered Timeout, Unavailable or
    /// DeviceOverload.
    void onError() noexcept
    {
        if (m_max > 0)
            m_errors.fetch_add(1, std::memory_order_relaxed);
    }
    [[nodiscard]] bool isOpen() const noexcept
    {
        return m_max > 0 &&
               m_errors.load(std::memory_order_relaxed) > m_limit.load(std::memory_order_relaxed);
    }
    void endWindow() noexcept
    {
        const int limit = m_limit.load(std::memory_order_relaxed);
        m_limit.store(isOpen() ? std::max(limit / 2, 1) : std::min(limit * 2, m_max),
                      std::memory_order_relaxed);
        m_errors.store(0, std::memory_order_relaxed);
    }
    void reset() noexcept
    {
        m_errors.store(0, std::memory_order_relaxed);
        m_limit.store(m_max, std::memory_order_relaxed);
    }
    [[nodiscard]] int limit() const noexcept { return m_limit.load(std::memory_order_relaxed); }

private:
    const int m_max;
    std::atomic<int> m_errors = 0;
    std::atomic<int> m_limit;
};

} // namespace Aeroscope
