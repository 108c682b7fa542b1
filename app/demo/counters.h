// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/latencyhistogram.h"
#include "client/value/resultcode.h"

#include <QLatin1StringView>

#include <array>
#include <atomic>

namespace Aeroscope::Demo {

/// What a namespace counts per kind of command; names of the statistics in Counters::names.
enum class Counter : quint8 {
    ClientReadSuccess,
    ClientReadError,
    ClientReadTimeout,
    ClientReadNotFound,
    ClientReadFilteredOut,
    ClientWriteSuccess,
    ClientWriteError,
    ClientWriteTimeout,
    ClientWriteFilteredOut,
    ClientDeleteSuccess,
    ClientDeleteError,
    ClientDeleteTimeout,
    ClientDeleteNotFound,
    ClientDeleteFilteredOut,
    ClientUdfComplete,
    ClientUdfError,
    ClientUdfTimeout,
    ClientUdfFilteredOut,
    BatchReadSuccess,
    BatchReadError,
    BatchReadTimeout,
    BatchReadNotFound,
    BatchReadFilteredOut,
    BatchWriteSuccess,
    BatchWriteError,
    BatchWriteTimeout,
    BatchWriteFilteredOut,
    BatchDeleteSuccess,
    BatchDeleteError,
    BatchDeleteTimeout,
    BatchDeleteNotFound,
    BatchDeleteFilteredOut,
    BatchUdfComplete,
    BatchUdfError,
    BatchUdfTimeout,
    BatchUdfFilteredOut,
    PiQueryShortBasicComplete,
    PiQueryShortBasicError,
    PiQueryLongBasicComplete,
    PiQueryLongBasicError,
    PiQueryLongBasicAbort,
    PiQueryAggrComplete,
    PiQueryAggrError,
    PiQueryAggrAbort,
    PiQueryOpsBgComplete,
    PiQueryOpsBgError,
    PiQueryOpsBgAbort,
    PiQueryUdfBgComplete,
    PiQueryUdfBgError,
    PiQueryUdfBgAbort,
    SiQueryShortBasicComplete,
    SiQueryShortBasicError,
    SiQueryLongBasicComplete,
    SiQueryLongBasicError,
    SiQueryLongBasicAbort,
    SiQueryAggrComplete,
    SiQueryAggrError,
    SiQueryAggrAbort,
    SiQueryOpsBgComplete,
    SiQueryOpsBgError,
    SiQueryOpsBgAbort,
    SiQueryUdfBgComplete,
    SiQueryUdfBgError,
    SiQueryUdfBgAbort,
    FailGeneration,
    FailRecordTooBig,
    ReadTouchSuccess,
    Count,
};

/// The kinds of command whose latencies a namespace keeps; what follows {ns}- in Counters::latencyName.
enum class Latency : quint8 { Read, Write, Udf, BatchRead, BatchWrite, BatchUdf, PiQuery, SiQuery, Count };

/// Counters and latencies of one namespace on one node. Thread-safe.
class Counters
{
public:
    static constexpr size_t size = static_cast<size_t>(Counter::Count);

    void add(Counter which) noexcept
    {
        m_values[static_cast<size_t>(which)].fetch_add(1, std::memory_order_relaxed);
    }
    [[nodiscard]] quint64 value(Counter which) const noexcept
    {
        return m_values[static_cast<size_t>(which)].load(std::memory_order_relaxed);
    }
    /// The statistic's name in `namespace/<ns>`.
    [[nodiscard]] static QLatin1StringView name(Counter which) noexcept;

    /// `start` is when the command came.
    void countRead(ResultCode code, bool inBatch, LatencyHistogram::Time start) noexcept;
    void countWrite(ResultCode code, bool inBatch, LatencyHistogram::Time start) noexcept;
    /// Servers keep no latencies of deletes.
    void countDelete(ResultCode code, bool inBatch) noexcept;
    void countUdf(ResultCode code, bool inBatch, LatencyHistogram::Time start) noexcept;

    static constexpr size_t latencyCount = static_cast<size_t>(Latency::Count);
    [[nodiscard]] LatencyHistogram &latency(Latency which) noexcept
    {
        return m_latencies[static_cast<size_t>(which)];
    }
    [[nodiscard]] static QLatin1StringView latencyName(Latency which) noexcept;

private:
    std::array<LatencyHistogram, latencyCount> m_latencies;
    std::array<std::atomic<quint64>, size> m_values{};
};

} // namespace Aeroscope::Demo
