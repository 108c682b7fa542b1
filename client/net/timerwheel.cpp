// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/timerwheel.h"

#include <QObject>

#include <bit>
#include <limits>

namespace Aeroscope::Net {

void WheelTimer::arm(TimerWheel &wheel, Deadline deadline) noexcept
{
    if (deadline.isNever()) {
        disarm();
        return;
    }
    m_deadline = deadline;
    const qint64 tick = wheel.tickFor(deadline);
    if (isLinked() && tick == m_tick)
        return; // the same slot: what fires compares the deadline
    m_tick = tick;
    wheel.insert(*this);
}

TimerWheel::TimerWheel()
    : m_epoch(Deadline::Clock::now())
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { fire(); });
}

TimerWheel::~TimerWheel() = default;

qint64 TimerWheel::tickFor(Deadline deadline) const noexcept
{
    // Rounded up, so that a slot is never due before its timers are; a passed deadline goes to the next slot.
    const auto distance = deadline.time() - m_epoch;
    qint64 tick = distance / resolution;
    if (distance > tick * resolution)
        ++tick;
    return std::max(tick, m_doneTick + 1);
}

qint64 TimerWheel::nowTick() const noexcept
{
    return (Deadline::Clock::now() - m_epoch) / resolution;
}

void TimerWheel::insert(WheelTimer &timer) noexcept
{
    const auto slot = size_t(timer.m_tick % slotCount);
    m_slots[slot].append(&timer);
    m_occupied[slot / 64] |= quint64(1) << (slot % 64);
    if (m_wakeTick < 0 || timer.m_tick < m_wakeTick)
        schedule(timer.m_tick);
}

void TimerWheel::schedule(qint64 tick)
{
    using std::chrono::milliseconds;
    const auto wait = std::chrono::ceil<milliseconds>(m_epoch + tick * resolution - Deadline::Clock::now());
    m_wakeTick = tick;
    ++m_restarts;
    m_timer.start(std::clamp(wait, milliseconds(0), milliseconds(std::numeric_limits<int>::max())));
}

void TimerWheel::fire()
{
    const qint64 now = nowTick();
    const qint64 first = m_doneTick + 1;
    const qint64 last =
        std::min(now, m_doneTick + slotCount); // after a long block every slot is looked at once
    IntrusiveList<WheelTimer> due;
    for (qint64 tick = first; tick <= last; ++tick) {
        const auto slot = size_t(tick % slotCount);
        quint64 &word = m_occupied[slot / 64];
        const quint64 bit = quint64(1) << (slot % 64);
        if (!(word & bit))
            continue;
        IntrusiveList<WheelTimer> &timers = m_slots[slot];
        for (WheelTimer *timer = timers.first(); timer;) {
            WheelTimer *next = timers.next(timer);
            if (timer->m_tick <= now) {
                // Slots come in the order of time, so the place is nearly always the end.
                WheelTimer *place = due.last();
                while (place && timer->m_deadline < place->m_deadline)
                    place = due.previous(place);
                due.insertAfter(place, timer);
            }
            timer = next;
        }
        if (timers.isEmpty())
            word &= ~bit;
    }
    m_doneTick = std::max(m_doneTick, now);
    m_wakeTick = -1;
    while (WheelTimer *timer = due.takeFirst())
        timer->m_function(timer->m_context);
    scheduleNext();
}

void TimerWheel::scheduleNext()
{
    for (qint64 distance = 1; distance <= slotCount;) {
        const auto slot = size_t((m_doneTick + distance) % slotCount);
        const quint64 word = m_occupied[slot / 64] >> (slot % 64);
        if (word == 0) {
            distance += 64 - qint64(slot % 64);
            continue;
        }
        distance += std::countr_zero(word);
        const auto found = size_t((m_doneTick + distance) % slotCount);
        if (distance > slotCount)
            break;
        if (m_slots[found].isEmpty()) {
            m_occupied[found / 64] &= ~(quint64(1) << (found % 64)); // all its timers were cancelled
            continue;
        }
        // Its timers may belong to a later turn; then this wake-up finds nothing and looks again.
        if (m_wakeTick < 0 || m_doneTick + distance < m_wakeTick)
            schedule(m_doneTick + distance);
        return;
    }
}

} // namespace Aeroscope::Net
