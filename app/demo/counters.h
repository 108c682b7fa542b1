// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

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

/// Counters of one namespace on one node. Thread-safe.
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

    void countRead(ResultCode code, bool inBatch) noexcept;
    void countWrite(ResultCode code, bool inBatch) noexcept;
    void countDelete(ResultCode code, bool inBatch) noexcept;
    void countUdf(ResultCode code, bool inBatch) noexcept;

private:
    std::array<std::atomic<quint64>, size> m_values{};
};

} // namespace Aeroscope::Demo
