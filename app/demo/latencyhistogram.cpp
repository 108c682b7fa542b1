// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/latencyhistogram.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace Aeroscope::Demo {

namespace {

constexpr quint64 millisecondNs = 1'000'000;
constexpr quint64 microsecondNs = 1'000;

} // namespace

void LatencyHistogram::add(Time start) noexcept
{
    const auto took = std::chrono::steady_clock::now() - start;
    const auto ns = std::max<qint64>(0, std::chrono::duration_cast<std::chrono::nanoseconds>(took).count());
    const quint64 units = static_cast<quint64>(ns) / m_unitNs.load(std::memory_order_relaxed);
    m_counts[static_cast<size_t>(std::bit_width(units))].fetch_add(1, std::memory_order_relaxed);
}

void LatencyHistogram::setUnit(Unit unit)
{
    const quint64 ns = unit == Unit::Milliseconds ? millisecondNs : microsecondNs;
    if (m_unitNs.exchange(ns) == ns)
        return;
    const std::lock_guard lock(m_mutex);
    for (auto &count : m_counts)
        count.store(0, std::memory_order_relaxed);
    m_endedAt = 0;
    m_total = 0;
    m_slower = {};
    m_text.clear();
}

void LatencyHistogram::endInterval(qint64 nowSeconds)
{
    std::array<quint64, columnCount> upTo{};
    quint64 total = 0;
    for (size_t i = 0; i < bucketCount; ++i) {
        total += m_counts[i].load(std::memory_order_relaxed);
        if (i < columnCount)
            upTo[i] = total;
    }
    const std::lock_guard lock(m_mutex);
    if (total == 0)
        return;
    const quint64 added = total - m_total;
    QByteArray text;
    if (m_endedAt != 0) {
        const auto seconds = static_cast<double>(std::max<qint64>(1, nowSeconds - m_endedAt));
        text = (m_unitNs.load(std::memory_order_relaxed) == millisecondNs ? "msec," : "usec,") +
               QByteArray::number(static_cast<double>(added) / seconds, 'f', 1);
    }
    for (size_t i = 0; i < columnCount; ++i) {
        const quint64 slower = total - upTo[i];
        const quint64 addedSlower = slower - std::exchange(m_slower[i], slower);
        if (m_endedAt == 0)
            continue;
        const double percent =
            added == 0 ? 0 : static_cast<double>(addedSlower) * 100 / static_cast<double>(added);
        text += ',' + QByteArray::number(percent, 'f', 2);
    }
    m_text = text;
    m_endedAt = nowSeconds;
    m_total = total;
}

QByteArray LatencyHistogram::text() const
{
    const std::lock_guard lock(m_mutex);
    return m_text;
}

} // namespace Aeroscope::Demo
