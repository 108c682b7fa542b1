// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/jobs.h"

#include "client/value/key.h"

#include <algorithm>

namespace Aeroscope::Demo {

namespace {

qint64 nanosecondsSince(JobRecord::SteadyTime start)
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - start)
        .count();
}

QByteArray typeName(JobRecord::Type type)
{
    switch (type) {
    case JobRecord::Type::Basic:
        return "basic";
    case JobRecord::Type::Aggregation:
        return "aggregation";
    case JobRecord::Type::BackgroundUdf:
        return "background-udf";
    case JobRecord::Type::BackgroundOps:
        return "background-ops";
    }
    return "?";
}

QByteArray reasonName(int reason)
{
    switch (reason) {
    case static_cast<int>(ResultCode::Ok):
        return "ok";
    case static_cast<int>(ResultCode::Unknown):
        return "abandoned-unknown";
    case static_cast<int>(ResultCode::QueryAborted):
        return "user-aborted";
    case JobRecord::responseError:
        return "abandoned-response-error";
    case JobRecord::responseTimeout:
        return "abandoned-response-timeout";
    default:
        return "abandoned-?";
    }
}

} // namespace

QByteArray JobRecord::describe() const
{
    const qint64 finished = finishedNs.load();
    const qint64 sinceStart = nanosecondsSince(started);
    const bool background = type == Type::BackgroundOps || type == Type::BackgroundUdf;
    QByteArray text;
    const auto add = [&text](const char *key, const QByteArray &value) {
        if (!text.isEmpty())
            text += ':';
        text += key;
        text += '=';
        text += value;
    };
    const auto number = [](quint64 value) { return QByteArray::number(value); };
    add("trid", number(id));
    add("ns", ns);
    if (!set.isEmpty())
        add("set", set);
    if (!indexName.isEmpty())
        add("sindex-name", indexName);
    if (partitionsRequested != 0) {
        add("n-pids-requested", QByteArray::number(partitionsRequested));
        add("n-keyds-requested", QByteArray::number(digestsRequested));
    }
    add("rps", number(recordsPerSecond));
    add("active-threads", finished != 0 ? "0" : "1");
    add("status",
        (finished != 0 ? QByteArray("done(") : QByteArray("active(")) + reasonName(abandoned.load()) + ')');
    const int visited = std::min(partition.load() + (finished != 0 ? partitionCount : 1), partitionCount);
    add("job-progress", QByteArray::number(100.0 * visited / partitionCount, 'f', 2));
    add("run-time", QByteArray::number((finished != 0 ? finished : sinceStart) / 1000000));
    add("time-since-done", QByteArray::number(finished != 0 ? (sinceStart - finished) / 1000000 : 0));
    add("recs-throttled", number(throttled.load()));
    add("recs-filtered-meta", number(filteredMeta.load()));
    add("recs-filtered-bins", number(filteredBins.load()));
    add("recs-succeeded", number(succeeded.load()));
    add("recs-failed", number(failed.load()));
    add("from", QByteArray(client).replace(':', '+'));
    add("job-type", typeName(type));
    add("net-io-bytes", number(sentBytes.load()));
    if (!background)
        add("net-io-time", "0");
    add("socket-timeout", number(socketTimeoutMs));
    if (type == Type::BackgroundOps)
        add("ops-active", "0");
    if (type == Type::BackgroundUdf) {
        add("udf-filename", udfModule);
        add("udf-function", udfFunction);
        add("udf-active", "0");
    }
    return text;
}

bool JobRegistry::start(const std::shared_ptr<JobRecord> &job)
{
    const std::lock_guard lock(m_mutex);
    if (job->id == 0)
        job->id = m_nextId++;
    const auto same = [&job](const std::shared_ptr<JobRecord> &other) { return other->id == job->id; };
    if (std::any_of(m_active.begin(), m_active.end(), same) ||
        std::any_of(m_done.begin(), m_done.end(), same))
        return false;
    m_active.push_back(job);
    return true;
}

void JobRegistry::finish(const std::shared_ptr<JobRecord> &job)
{
    const std::lock_guard lock(m_mutex);
    job->finishedNs.store(std::max<qint64>(1, nanosecondsSince(job->started)));
    std::erase(m_active, job);
    m_done.push_back(job);
    evict();
}

bool JobRegistry::abort(quint64 id)
{
    const std::lock_guard lock(m_mutex);
    for (const auto &job : m_active) {
        if (job->id == id) {
            job->abandoned.store(static_cast<int>(ResultCode::QueryAborted));
            return true;
        }
    }
    return false;
}

int JobRegistry::abortAll()
{
    const std::lock_guard lock(m_mutex);
    for (const auto &job : m_active)
        job->abandoned.store(static_cast<int>(ResultCode::QueryAborted));
    return static_cast<int>(m_active.size());
}

QByteArray JobRegistry::describe(quint64 id) const
{
    const std::lock_guard lock(m_mutex);
    for (const auto &job : m_active) {
        if (job->id == id)
            return job->describe();
    }
    for (const auto &job : m_done) {
        if (job->id == id)
            return job->describe();
    }
    return {};
}

QByteArray JobRegistry::describeAll() const
{
    const std::lock_guard lock(m_mutex);
    QByteArray text;
    const auto add = [&text](const JobRecord &job) {
        if (!text.isEmpty())
            text += ';';
        text += job.describe();
    };
    for (auto job = m_active.rbegin(); job != m_active.rend(); ++job)
        add(**job);
    for (auto job = m_done.rbegin(); job != m_done.rend(); ++job)
        add(**job);
    return text;
}

int JobRegistry::activeCount() const
{
    const std::lock_guard lock(m_mutex);
    return static_cast<int>(m_active.size());
}

void JobRegistry::setMaximumDone(int count)
{
    const std::lock_guard lock(m_mutex);
    m_maximumDone = count;
    evict();
}

int JobRegistry::maximumDone() const
{
    const std::lock_guard lock(m_mutex);
    return m_maximumDone;
}

void JobRegistry::evict()
{
    while (static_cast<int>(m_done.size()) > m_maximumDone)
        m_done.pop_front();
}

} // namespace Aeroscope::Demo
