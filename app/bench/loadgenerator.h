// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/task.h"
#include "client/session/client.h"
#include "client/session/dataset.h"

#include <QString>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace Aeroscope::App {

/// What the load generator does over and over.
enum class LoadMode {
    Get,        ///< fast path, one record
    Put,        ///< fast path, one record
    Mixed,      ///< a get and a put in turn
    GetBuilder, ///< the same record by a query builder
    PutBuilder, ///< the same record by an upsert builder
    Pipelined,  ///< gets in bunches that do not wait for each other
    Scan,       ///< the whole set, rows framed into chunks; an operation is a row
    Decoded,    ///< the same, and every row decoded to values
    Query,      ///< a filter that one row in ten passes; an operation is a row that came
};

[[nodiscard]] std::optional<LoadMode> loadModeFromName(const QString &name);
[[nodiscard]] QLatin1StringView loadModeName(LoadMode mode);
[[nodiscard]] std::vector<LoadMode> allLoadModes();
[[nodiscard]] constexpr bool isStreaming(LoadMode mode) noexcept
{
    return mode == LoadMode::Scan || mode == LoadMode::Decoded || mode == LoadMode::Query;
}

/// What a run cost.
struct LoadFigures
{
    qint64 operations = 0;
    qint64 errors = 0;
    std::chrono::nanoseconds wall{0};
    /// CPU time of the client's I/O threads.
    std::chrono::nanoseconds cpu{0};
    /// Of single commands, one in eight is taken.
    std::vector<quint32> latencies{}; // microseconds
    std::optional<Error> lastError{};

    void add(const LoadFigures &other);
    [[nodiscard]] double operationsPerSecond() const noexcept;
    [[nodiscard]] double cpuMicrosecondsPerOperation() const noexcept;
    /// Microseconds; 0 without samples. `part` is 0 … 1.
    [[nodiscard]] double latency(double part);
};

/// What is read and written, in an order without pattern.
struct LoadRecords
{
    std::vector<Key> keys;
    std::vector<Bins> bins; ///< parallel to keys
};

/// Drives a client from within its own I/O threads, so that nothing is posted between threads.
class LoadGenerator
{
public:
    /// Records are `{"i": n, "pad": text}`, about 240 bytes as a row of a query; keys are 0 … count - 1.
    LoadGenerator(Client client, DataSet set, int records);

    [[nodiscard]] static Bins recordBins(int number);
    /// The predicate of LoadMode::Query and its argument, which is also how many rows pass.
    [[nodiscard]] static QString queryText();
    [[nodiscard]] static int queryLimit(int records) noexcept { return std::max(1, records / 10); }
    /// Writes all records.
    [[nodiscard]] QCoro::Task<Result<void>> fill() const;

    /// `inFlight` over all threads; streaming modes have one query a thread.
    [[nodiscard]] QCoro::Task<Result<LoadFigures>>
    run(LoadMode mode, int inFlight, std::chrono::milliseconds duration, std::stop_token stop) const;

private:
    Client m_client;
    DataSet m_set;
    int m_records;
    std::shared_ptr<const LoadRecords> m_work;
};

} // namespace Aeroscope::App
