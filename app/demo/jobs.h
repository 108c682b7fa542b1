// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/resultcode.h"

#include <QByteArray>

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace Aeroscope::Demo {

/// What `query-show` tells of one long query. Written by the thread that runs the job, read by info commands.
struct JobRecord
{
    enum class Type { Basic, Aggregation, BackgroundUdf, BackgroundOps };
    using SteadyTime = std::chrono::steady_clock::time_point;

    quint64 id = 0;
    Type type = Type::Basic;
    QByteArray ns;
    QByteArray set;
    QByteArray indexName;
    QByteArray udfModule;
    QByteArray udfFunction;
    int partitionsRequested = 0; ///< 0: all of the node's (background)
    int digestsRequested = 0;
    quint32 recordsPerSecond = 0;
    quint32 socketTimeoutMs = 0;
    QByteArray client; ///< address:port
    SteadyTime started = std::chrono::steady_clock::now();
    std::atomic<qint64> finishedNs{0}; ///< steady nanoseconds since `started`, 0 = active
    std::atomic<int> partition{0};     ///< next partition to visit
    std::atomic<quint64> throttled{0};
    std::atomic<quint64> filteredMeta{0};
    std::atomic<quint64> filteredBins{0};
    std::atomic<quint64> succeeded{0};
    std::atomic<quint64> failed{0};
    std::atomic<quint64> sentBytes{0};
    /// Why the job ends early: Ok, QueryAborted, Timeout, or one of the two below.
    std::atomic<int> abandoned{0};
    static constexpr int responseError = -1;
    static constexpr int responseTimeout = -2;

    [[nodiscard]] QByteArray describe() const;
};

/// The long queries of one node, active and remembered (protocol sections 1.3 and 7). Thread-safe.
class JobRegistry
{
public:
    /// False when a job of that id is active or still remembered. An id of 0 is replaced by one of our own.
    [[nodiscard]] bool start(const std::shared_ptr<JobRecord> &job);
    void finish(const std::shared_ptr<JobRecord> &job);
    /// True when such a job was active.
    bool abort(quint64 id);
    int abortAll();
    /// Text of one job, null when unknown.
    [[nodiscard]] QByteArray describe(quint64 id) const;
    [[nodiscard]] QByteArray describeAll() const;
    [[nodiscard]] int activeCount() const;
    /// Finished jobs to remember (query-max-done).
    void setMaximumDone(int count);
    [[nodiscard]] int maximumDone() const;

private:
    void evict();

    mutable std::mutex m_mutex;
    std::vector<std::shared_ptr<JobRecord>> m_active;
    std::deque<std::shared_ptr<JobRecord>> m_done;
    int m_maximumDone = 100;
    quint64 m_nextId = 0x4153'0000'0000'0001ULL;
};

} // namespace Aeroscope::Demo
