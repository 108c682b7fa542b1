// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/deadline.h"
#include "client/net/intrusivelist.h"

#include <QTimer>

#include <array>

namespace Aeroscope::Net {

class TimerWheel;

/// A deadline on this thread's TimerWheel. Cancels itself when it dies. Never fires early, fires at most
/// TimerWheel::resolution late on an idle thread, once for each arm().
class WheelTimer : public ListHook
{
public:
    using Function = void (*)(void *context);

    WheelTimer(Function function, void *context) noexcept
        : m_function(function)
        , m_context(context)
    {}
    ~WheelTimer() { disarm(); }

    [[nodiscard]] bool isArmed() const noexcept { return isLinked(); }
    [[nodiscard]] Deadline deadline() const noexcept { return m_deadline; }
    /// O(1). Arming again moves. Deadline::never() disarms.
    void arm(TimerWheel &wheel, Deadline deadline) noexcept;
    void disarm() noexcept { unlink(); }

private:
    friend class TimerWheel;
    Function m_function;
    void *m_context;
    Deadline m_deadline;
    qint64 m_tick = 0;
};

/// The deadlines of one thread: a hashed wheel, driven by one QTimer that sleeps until the next occupied
/// slot. Arming and cancelling are O(1) and almost never touch the QTimer, so a deadline per request is
/// cheap. Timers that are due together fire in the order of their deadlines.
class TimerWheel
{
public:
    static constexpr std::chrono::milliseconds resolution{8};

    TimerWheel();
    ~TimerWheel();
    TimerWheel(const TimerWheel &) = delete;
    TimerWheel &operator=(const TimerWheel &) = delete;

    /// How often the QTimer was (re)started; for tests.
    [[nodiscard]] quint64 restarts() const noexcept { return m_restarts; }

private:
    friend class WheelTimer;
    static constexpr int slotCount = 1024; // 8.2 s a turn

    [[nodiscard]] qint64 tickFor(Deadline deadline) const noexcept;
    [[nodiscard]] qint64 nowTick() const noexcept;
    void insert(WheelTimer &timer) noexcept;
    void schedule(qint64 tick);
    void fire();
    void scheduleNext();

    std::array<IntrusiveList<WheelTimer>, slotCount> m_slots;
    std::array<quint64, slotCount / 64> m_occupied{}; // a set bit may be stale, a clear one is true
    QTimer m_timer;
    Deadline::Clock::time_point m_epoch;
    qint64 m_doneTick = 0;  // all slots up to here have been looked at
    qint64 m_wakeTick = -1; // the QTimer's aim, -1 when it is stopped
    quint64 m_restarts = 0;
};

} // namespace Aeroscope::Net
