// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/session/jobinfo.h"

#include "client/wire/info.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

qint64 number(const Wire::InfoMap &map, const char *key)
{
    return map.value(key).toLongLong(); // 0 for what is not there
}

NodeJob::Kind kindOf(const QByteArray &word)
{
    if (word == "basic")
        return NodeJob::Kind::Basic;
    if (word == "aggregation")
        return NodeJob::Kind::Aggregation;
    if (word == "background-udf")
        return NodeJob::Kind::BackgroundUdf;
    if (word == "background-ops")
        return NodeJob::Kind::BackgroundOperations;
    return NodeJob::Kind::Other;
}

/// "active(ok)", "done(user-aborted)"
void readStatus(const QByteArray &status, NodeJob &job)
{
    const qsizetype open = status.indexOf('(');
    job.state = status.first(open < 0 ? status.size() : open) == "done" ? NodeJob::State::Done
                                                                        : NodeJob::State::Active;
    if (job.state == NodeJob::State::Done && open >= 0)
        job.outcome = status.mid(open + 1, status.lastIndexOf(')') - open - 1);
}

/// The colons of an address would end the field, so servers write '+' for them. The last one stands before
/// the port.
QString addressOf(const QByteArray &from)
{
    QByteArray text = from;
    const qsizetype port = text.lastIndexOf('+');
    if (port >= 0)
        text[port] = ':';
    return QString::fromUtf8(text.replace('+', ':'));
}

} // namespace

Result<QList<NodeJob>> parseJobs(QByteArrayView value, const QByteArray &node)
{
    if (Result<QByteArray> checked = Wire::infoValue(value); !checked)
        return std::unexpected(std::move(checked.error()));
    QList<NodeJob> jobs;
    for (Wire::InfoMap &item : Wire::parseInfoEntities(value)) {
        NodeJob job;
        bool ok = false;
        job.node = node;
        job.id = item.value(item.contains("trid") ? "trid" : "id").toULongLong(&ok);
        if (!ok)
            return std::unexpected(Error::protocol(u"the list of queries has one without an id"_s));
        job.namespaceName = item.value("ns");
        job.setName = item.value("set");
        job.indexName = item.value("sindex-name");
        job.kind = kindOf(item.value("job-type"));
        readStatus(item.value("status"), job);
        job.progressPercent = std::clamp(item.value("job-progress").toDouble(), 0.0, 100.0);
        job.runTime = std::chrono::milliseconds(number(item, "run-time"));
        if (job.state == NodeJob::State::Done)
            job.sinceDone = std::chrono::milliseconds(number(item, "time-since-done"));
        job.recordsPerSecond = number(item, "rps");
        job.recordsSucceeded = number(item, "recs-succeeded");
        job.recordsFailed = number(item, "recs-failed");
        job.recordsFiltered = number(item, "recs-filtered-meta") + number(item, "recs-filtered-bins");
        job.recordsThrottled = number(item, "recs-throttled");
        job.networkBytes = number(item, "net-io-bytes");
        job.activeThreads = static_cast<int>(number(item, "active-threads"));
        job.from = addressOf(item.value("from"));
        job.raw = std::move(item);
        jobs << std::move(job);
    }
    return jobs;
}

QList<JobInfo> mergeJobs(const QList<NodeJob> &jobs)
{
    std::map<quint64, JobInfo> byId;
    for (const NodeJob &job : jobs) {
        JobInfo &merged = byId[job.id];
        const bool isFirst = merged.nodes.isEmpty();
        if (isFirst) {
            merged.id = job.id;
            merged.namespaceName = job.namespaceName;
            merged.setName = job.setName;
            merged.indexName = job.indexName;
            merged.kind = job.kind;
            merged.outcome = job.outcome;
            merged.sinceDone = job.sinceDone;
            merged.from = job.from;
        } else {
            if (merged.outcome == "ok")
                merged.outcome = job.outcome;
            if (merged.sinceDone && job.sinceDone)
                merged.sinceDone = std::min(*merged.sinceDone, *job.sinceDone);
        }
        if (job.state == NodeJob::State::Active)
            merged.state = NodeJob::State::Active;
        merged.progressPercent += job.progressPercent;
        merged.runTime = std::max(merged.runTime, job.runTime);
        merged.recordsSucceeded += job.recordsSucceeded;
        merged.recordsFailed += job.recordsFailed;
        merged.recordsFiltered += job.recordsFiltered;
        merged.networkBytes += job.networkBytes;
        merged.nodes << job;
    }
    QList<JobInfo> result;
    for (auto &[id, job] : byId) {
        job.progressPercent /= static_cast<double>(job.nodes.size());
        if (job.state == NodeJob::State::Active) {
            job.outcome.clear();
            job.sinceDone.reset();
        }
        std::ranges::sort(job.nodes, {}, &NodeJob::node);
        result << std::move(job);
    }
    std::ranges::sort(result, {}, [](const JobInfo &job) {
        return std::tuple(job.state == NodeJob::State::Done,
                          job.sinceDone.value_or(std::chrono::milliseconds(0)), job.id);
    });
    return result;
}

} // namespace Aeroscope
