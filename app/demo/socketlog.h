// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>

#include <atomic>
#include <mutex>
#include <vector>

namespace Aeroscope::Demo {

/// Something that happened on a client's connection.
struct SocketEvent
{
    enum class Kind { Opened, Request, Closed };
    Kind kind = Kind::Opened;
    int node = 0;
    quint64 connection = 0;
    /// Request: the whole packet, header included.
    QByteArray bytes;
};

/// Records what clients did, for tests that must prove what was or was not sent. Off until switched on.
/// Thread-safe.
class SocketLog
{
public:
    void setEnabled(bool on) noexcept { m_enabled.store(on, std::memory_order_relaxed); }
    [[nodiscard]] bool isEnabled() const noexcept { return m_enabled.load(std::memory_order_relaxed); }
    void add(SocketEvent event)
    {
        if (!isEnabled())
            return;
        const std::lock_guard lock(m_mutex);
        m_events.push_back(std::move(event));
    }
    [[nodiscard]] std::vector<SocketEvent> events() const
    {
        const std::lock_guard lock(m_mutex);
        return m_events;
    }
    void clear()
    {
        const std::lock_guard lock(m_mutex);
        m_events.clear();
    }

private:
    std::atomic<bool> m_enabled{false};
    mutable std::mutex m_mutex;
    std::vector<SocketEvent> m_events;
};

} // namespace Aeroscope::Demo
