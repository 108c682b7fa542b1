// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/activitycommands.h"

#include "app/signalstop.h"
#include "app/texttable.h"
#include "client/value/exactjson.h"

#include <cstdio>

using namespace Qt::StringLiterals;

namespace Aeroscope::App {

namespace {

/// The times that the table of latencies has columns for, as powers of two of the unit.
constexpr int shownPowers[] = {0, 3, 6};

void formatOption(QCommandLineParser &parser)
{
    parser.addOption({u"format"_s, u"table (default) or ndjson."_s, u"name"_s});
}

/// True for ndjson; null after a complaint.
std::optional<bool> wantsJson(const CommandContext &context)
{
    const QString format = context.parser.isSet(u"format"_s) ? context.parser.value(u"format"_s) : u"table"_s;
    if (format == "table"_L1 || format == "ndjson"_L1)
        return format == "ndjson"_L1;
    complain(u"--format is table or ndjson, not '%1'"_s.arg(format));
    return {};
}

QByteArray text(const QByteArray &bytes)
{
    return bytes.isEmpty() ? QByteArray("null") : toExactJson(Value::string(bytes));
}

QByteArray kindWord(NodeJob::Kind kind)
{
    switch (kind) {
    case NodeJob::Kind::Basic:
        return "query";
    case NodeJob::Kind::Aggregation:
        return "aggregation";
    case NodeJob::Kind::BackgroundUdf:
        return "background UDF";
    case NodeJob::Kind::BackgroundOperations:
        return "background operations";
    case NodeJob::Kind::Other:
        return "other";
    }
    return {};
}

QByteArray stateWord(NodeJob::State state)
{
    return state == NodeJob::State::Active ? "active" : "done";
}

QByteArray jobJson(const JobInfo &job)
{
    QByteArray line = "{\"id\":\"" + QByteArray::number(job.id) + "\",\"kind\":" + text(kindWord(job.kind)) +
                      ",\"ns\":" + text(job.namespaceName) + ",\"set\":" + text(job.setName) +
                      ",\"index\":" + text(job.indexName) + ",\"state\":" + text(stateWord(job.state)) +
                      ",\"outcome\":" + text(job.outcome) +
                      ",\"progress\":" + QByteArray::number(job.progressPercent, 'f', 2) +
                      ",\"run_ms\":" + QByteArray::number(qint64(job.runTime.count())) +
                      ",\"records\":" + QByteArray::number(job.recordsSucceeded) +
                      ",\"failed\":" + QByteArray::number(job.recordsFailed) +
                      ",\"filtered\":" + QByteArray::number(job.recordsFiltered) +
                      ",\"bytes\":" + QByteArray::number(job.networkBytes) +
                      ",\"from\":" + text(job.from.toUtf8()) + ",\"nodes\":[";
    for (const NodeJob &node : job.nodes) {
        line += "{\"node\":" + text(node.node) + ",\"state\":" + text(stateWord(node.state)) +
                ",\"outcome\":" + text(node.outcome) +
                ",\"progress\":" + QByteArray::number(node.progressPercent, 'f', 2) +
                ",\"records\":" + QByteArray::number(node.recordsSucceeded) + "},";
    }
    line.chop(job.nodes.isEmpty() ? 0 : 1);
    return line + "]}";
}

QCoro::Task<int> runJobs(CommandContext context)
{
    const std::optional<bool> json = wantsJson(context);
    if (!json)
        co_return Usage;
    const InfoApi info = context.client.session().info();
    const Result<QList<JobInfo>> jobs = co_await info.jobs(context.stop.token());
    if (!jobs)
        co_return fail(jobs.error());
    QList<QStringList> table{{u"id"_s, u"kind"_s, u"namespace"_s, u"set"_s, u"index"_s, u"state"_s,
                              u"progress"_s, u"ms"_s, u"records"_s, u"nodes"_s, u"from"_s}};
    for (const JobInfo &job : *jobs) {
        if (*json) {
            std::printf("%s\n", jobJson(job).constData());
            continue;
        }
        const QByteArray outcome =
            job.outcome.isEmpty() ? stateWord(job.state) : stateWord(job.state) + ", " + job.outcome;
        table << QStringList{QString::number(job.id),
                             QString::fromLatin1(kindWord(job.kind)),
                             QString::fromUtf8(job.namespaceName),
                             job.setName.isEmpty() ? u"(all)"_s : QString::fromUtf8(job.setName),
                             job.indexName.isEmpty() ? u"–"_s : QString::fromUtf8(job.indexName),
                             QString::fromUtf8(outcome),
                             QString::number(job.progressPercent, 'f', 0) + u" %"_s,
                             QString::number(job.runTime.count()),
                             QString::number(job.recordsSucceeded),
                             QString::number(job.nodes.size()),
                             job.from};
    }
    if (!*json)
        printTable(table);
    std::fflush(stdout);
    co_return Success;
}

QByteArray unitWord(NodeLatency::Unit unit)
{
    return unit == NodeLatency::Unit::Milliseconds ? "ms" : "us";
}

QByteArray percentsJson(const QList<double> &percents)
{
    QByteArray line = "[";
    for (const double percent : percents)
        line += (line.size() > 1 ? "," : "") + QByteArray::number(percent, 'f', 2);
    return line + ']';
}

QByteArray latencyJson(const LatencyInfo &latency)
{
    QByteArray line = "{\"histogram\":" + text(latency.histogram) + ",\"ns\":" + text(latency.namespaceName) +
                      ",\"operation\":" + text(latency.operation) +
                      ",\"unit\":" + text(unitWord(latency.unit)) +
                      ",\"per_second\":" + QByteArray::number(latency.operationsPerSecond, 'f', 1) +
                      ",\"percent_slower\":" + percentsJson(latency.percentSlower) + ",\"nodes\":[";
    for (const NodeLatency &node : latency.nodes) {
        line += "{\"node\":" + text(node.node) +
                ",\"per_second\":" + QByteArray::number(node.operationsPerSecond, 'f', 1) +
                ",\"percent_slower\":" + percentsJson(node.percentSlower) + "},";
    }
    line.chop(latency.nodes.isEmpty() ? 0 : 1);
    return line + "]}";
}

QStringList latencyRow(const LatencyInfo &latency, const QString &node, double perSecond,
                       const QList<double> &percents)
{
    QStringList row{latency.namespaceName.isEmpty() ? u"–"_s : QString::fromUtf8(latency.namespaceName),
                    QString::fromUtf8(latency.operation), node, QString::number(perSecond, 'f', 1)};
    for (const int power : shownPowers)
        row << (power < percents.size() ? QString::number(percents[power], 'f', 2) + u" %"_s : u"–"_s);
    return row << QString::fromLatin1(unitWord(latency.unit));
}

QCoro::Task<int> runLatencies(CommandContext context)
{
    const std::optional<bool> json = wantsJson(context);
    if (!json)
        co_return Usage;
    const InfoApi info = context.client.session().info();
    const Result<QList<LatencyInfo>> latencies = co_await info.latencies(context.stop.token());
    if (!latencies)
        co_return fail(latencies.error());
    QList<QStringList> table{{u"namespace"_s, u"operation"_s, u"node"_s, u"per second"_s}};
    for (const int power : shownPowers)
        table.first() << u"> %1"_s.arg(1 << power);
    table.first() << u"unit"_s;
    for (const LatencyInfo &latency : *latencies) {
        if (*json) {
            std::printf("%s\n", latencyJson(latency).constData());
            continue;
        }
        table << latencyRow(latency, u"all"_s, latency.operationsPerSecond, latency.percentSlower);
        if (latency.nodes.size() < 2)
            continue;
        for (const NodeLatency &node : latency.nodes)
            table << latencyRow(latency, QString::fromLatin1(node.node), node.operationsPerSecond,
                                node.percentSlower);
    }
    if (!*json)
        printTable(table);
    std::fflush(stdout);
    co_return Success;
}

} // namespace

Command jobsCommand()
{
    return {"jobs"_L1,    ""_L1,  "List the queries that the nodes run or remember, over all nodes."_L1, 0, 0,
            formatOption, runJobs};
}

Command latenciesCommand()
{
    return {"latencies"_L1,
            ""_L1,
            "Show how long operations take on the servers, in the last ten seconds."_L1,
            0,
            0,
            formatOption,
            runLatencies};
}

} // namespace Aeroscope::App
