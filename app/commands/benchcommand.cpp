// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/benchcommand.h"

#include "app/bench/floorprobe.h"
#include "app/bench/loadgenerator.h"
#include "app/signalstop.h"
#include "client/wire/query.h"
#include "client/wire/recordcommand.h"

#include <algorithm>
#include <cstdio>
#include <numeric>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Aeroscope::App {

namespace {

/// Client and floor run in slices of this length, in turn, so that what else the machine does hits both.
constexpr auto slice = 500ms;
/// One request a connection, as many requests as the client has in flight.
constexpr int floorRequests = 4096;

void benchOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"floor"_s,
         u"Run the floor probe in turn: the least that any client must spend. Needs one node, clear text."_s},
        {u"threads"_s, u"I/O threads; default 1."_s, u"n"_s, u"1"_s},
        {u"in-flight"_s, u"Requests at a time, over all threads; default 64."_s, u"n"_s, u"64"_s},
        {u"seconds"_s, u"Length of each mode; default 5."_s, u"n"_s, u"5"_s},
        {u"records"_s, u"Records of the set that is written and read; default 20000."_s, u"n"_s, u"20000"_s},
        {u"namespace"_s, u"Default: test."_s, u"name"_s, u"test"_s},
        {u"set"_s, u"Set that is written and read; default aeroscope_bench."_s, u"name"_s,
         u"aeroscope_bench"_s},
        {u"json"_s, u"Print one JSON object."_s},
    });
}

std::optional<int> number(const QCommandLineParser &parser, const QString &name, int highest)
{
    bool ok = false;
    const int value = parser.value(name).toInt(&ok);
    if (ok && value >= 1 && value <= highest)
        return value;
    complain(u"--%1 is a number from 1 to %2, not '%3'"_s.arg(name).arg(highest).arg(parser.value(name)));
    return {};
}

/// Before the cluster is opened: an embedded one is to be empty and of one node, so that nothing but the
/// client is measured.
bool prepare(const QCommandLineParser &parser, ConnectionOptions &options)
{
    const auto threads = number(parser, u"threads"_s, 64);
    if (!threads)
        return false;
    options.settings.system.ioThreads = *threads;
    options.demoNodes = 1;
    options.demoSampleData = false;
    return true;
}

/// What the client sends, encoded once.
Result<std::vector<QByteArray>> requestsFor(LoadMode mode, const DataSet &set, int records)
{
    std::vector<QByteArray> requests;
    Wire::WireBuffer out;
    const auto take = [&](const Result<void> &encoded) -> Result<void> {
        if (encoded)
            requests.push_back(out.toByteArray());
        out.clear();
        return encoded;
    };
    if (isStreaming(mode)) {
        std::vector<quint16> partitions(partitionCount);
        std::iota(partitions.begin(), partitions.end(), quint16(0));
        Wire::QueryRequest request;
        request.namespaceName = set.namespaceName;
        request.setName = set.setName;
        request.partitions = partitions;
        if (const auto encoded = take(Wire::encodeQuery(out, request)); !encoded)
            return std::unexpected(encoded.error());
        return requests;
    }
    for (int i = 0; i < floorRequests; ++i) {
        const Key key = set.id(i % records).value();
        const bool writes = mode == LoadMode::Put || (mode == LoadMode::Mixed && i % 2 == 1);
        Wire::CommandOptions options;
        options.sendKey = writes;
        options.serverTimeout = 1000ms;
        const Bins bins = LoadGenerator::recordBins(i % records);
        if (const auto encoded =
                take(writes ? Wire::encodePut(out, key, bins, options) : Wire::encodeGet(out, key, options));
            !encoded)
            return std::unexpected(encoded.error());
    }
    return requests;
}

struct ModeFigures
{
    LoadMode mode = LoadMode::Get;
    LoadFigures client{};
    std::optional<FloorFigures> floor{};
    std::optional<FloorFigures> barePair{};

    [[nodiscard]] std::optional<double> ratio() const
    {
        if (!floor || floor->operations == 0)
            return {};
        return client.cpuMicrosecondsPerOperation() / floor->cpuMicrosecondsPerOperation();
    }
};

void addTo(std::optional<FloorFigures> &sum, FloorFigures more, qint64 operationsEach)
{
    if (!sum)
        sum.emplace();
    sum->operations += more.operations * operationsEach;
    sum->bytesReceived += more.bytesReceived;
    sum->wall += more.wall;
    sum->cpu += more.cpu;
}

QByteArray decimal(double value)
{
    return QByteArray::number(value, 'f', value < 10 ? 3 : value < 1000 ? 1 : 0);
}

void printText(std::vector<ModeFigures> &all)
{
    std::printf("%-12s %12s %8s %8s %8s %10s %10s %10s %7s\n", "mode", "op/s", "p50 us", "p99 us", "p99.9 us",
                "CPU us/op", "floor us", "bare us", "ratio");
    for (ModeFigures &one : all) {
        const auto ratio = one.ratio();
        std::printf("%-12s %12s %8s %8s %8s %10s %10s %10s %7s\n", loadModeName(one.mode).data(),
                    decimal(one.client.operationsPerSecond()).constData(),
                    decimal(one.client.latency(0.5)).constData(),
                    decimal(one.client.latency(0.99)).constData(),
                    decimal(one.client.latency(0.999)).constData(),
                    decimal(one.client.cpuMicrosecondsPerOperation()).constData(),
                    one.floor ? decimal(one.floor->cpuMicrosecondsPerOperation()).constData() : "-",
                    one.barePair ? decimal(one.barePair->cpuMicrosecondsPerOperation()).constData() : "-",
                    ratio ? decimal(*ratio).constData() : "-");
        if (one.client.errors > 0)
            std::printf("  %lld errors, the last: %s\n", static_cast<long long>(one.client.errors),
                        one.client.lastError ? qPrintable(one.client.lastError->toString()) : "");
    }
}

void printJson(std::vector<ModeFigures> &all, int threads, int inFlight)
{
    QByteArray text = "{\"threads\":" + QByteArray::number(threads) +
                      ",\"in_flight\":" + QByteArray::number(inFlight) + ",\"modes\":{";
    QByteArray ratios;
    for (ModeFigures &one : all) {
        const QByteArray name = loadModeName(one.mode).data();
        if (!text.endsWith('{'))
            text += ',';
        text += '"' + name + "\":{\"operations\":" + QByteArray::number(one.client.operations) +
                ",\"errors\":" + QByteArray::number(one.client.errors) +
                ",\"ops_per_second\":" + decimal(one.client.operationsPerSecond()) +
                ",\"p50_us\":" + decimal(one.client.latency(0.5)) +
                ",\"p99_us\":" + decimal(one.client.latency(0.99)) +
                ",\"p999_us\":" + decimal(one.client.latency(0.999)) +
                ",\"cpu_us_per_op\":" + decimal(one.client.cpuMicrosecondsPerOperation());
        if (one.floor)
            text += ",\"floor_cpu_us_per_op\":" + decimal(one.floor->cpuMicrosecondsPerOperation());
        if (one.barePair)
            text += ",\"bare_pair_cpu_us_per_op\":" + decimal(one.barePair->cpuMicrosecondsPerOperation());
        text += '}';
        if (const auto ratio = one.ratio())
            ratios += (ratios.isEmpty() ? "\"" : ",\"") + name + "\":" + decimal(*ratio);
    }
    text += '}';
    if (!ratios.isEmpty())
        text += ",\"ratios\":{" + ratios + '}';
    std::printf("%s}\n", text.constData());
}

QCoro::Task<int> runBench(CommandContext context)
{
    std::vector<LoadMode> modes;
    for (const QString &name : std::as_const(context.arguments)) {
        const auto mode = loadModeFromName(name);
        if (!mode) {
            complain(u"a mode is get, put, mixed, scan, scan-decode or query, not '%1'"_s.arg(name));
            co_return Usage;
        }
        modes.push_back(*mode);
    }
    if (modes.empty())
        modes = {LoadMode::Get,  LoadMode::Put,        LoadMode::Mixed,
                 LoadMode::Scan, LoadMode::ScanDecode, LoadMode::Query};
    const auto inFlight = number(context.parser, u"in-flight"_s, 100'000);
    const auto seconds = number(context.parser, u"seconds"_s, 3600);
    const auto records = number(context.parser, u"records"_s, 100'000'000);
    if (!inFlight || !seconds || !records)
        co_return Usage;
    const bool withFloor = context.parser.isSet(u"floor"_s);
    const ClusterSnapshot snapshot = context.client.snapshot();
    quint16 port = 0;
    if (withFloor) {
        const QString address = snapshot.nodes.isEmpty() ? QString() : snapshot.nodes.first().address;
        if (snapshot.nodes.size() != 1 || !address.startsWith("127.0.0.1:"_L1)) {
            complain(u"--floor needs a cluster of one node at 127.0.0.1; this one has %1"_s.arg(
                snapshot.nodes.size()));
            co_return Usage;
        }
        port = address.section(u':', -1).toUShort();
    }

    const DataSet set{context.parser.value(u"namespace"_s).toUtf8(), context.parser.value(u"set"_s).toUtf8()};
    const LoadGenerator load(context.client, set, *records);
    if (const Result<void> filled = co_await load.fill(); !filled)
        co_return fail(filled.error());

    std::vector<ModeFigures> all;
    for (const LoadMode mode : modes) {
        ModeFigures figures;
        figures.mode = mode;
        std::optional<FloorProbe> probe, bare;
        // A query's floor is the reply received and thrown away: the same one for all streaming modes.
        const bool floorHere = withFloor && mode != LoadMode::Query;
        if (floorHere) {
            const auto requests = requestsFor(mode, set, *records);
            if (!requests)
                co_return fail(requests.error());
            const auto reply = isStreaming(mode) ? FloorProbe::Reply::UntilLast : FloorProbe::Reply::OneFrame;
            probe.emplace(port, isStreaming(mode) ? 1 : *inFlight, *requests, reply);
            bare.emplace(port, 1, *requests, reply);
        }
        const qint64 rowsEach = isStreaming(mode) ? *records : 1;
        const auto slices = std::max<qint64>(1, *seconds * 1000 / slice.count());
        for (qint64 turn = 0; turn < slices && !context.stop.token().stop_requested(); ++turn) {
            const Result<LoadFigures> one = co_await load.run(mode, *inFlight, slice, context.stop.token());
            if (!one)
                co_return fail(one.error());
            const auto wall = figures.client.wall + one->wall;
            figures.client.add(*one);
            figures.client.wall = wall; // slices follow each other, threads do not
            if (!probe)
                continue;
            const Result<FloorFigures> least = probe->run(slice);
            if (!least)
                co_return fail(least.error());
            addTo(figures.floor, *least, rowsEach);
            const Result<FloorFigures> pair = bare->runBarePair(slice / 4);
            if (!pair)
                co_return fail(pair.error());
            addTo(figures.barePair, *pair, rowsEach);
        }
        all.push_back(std::move(figures));
    }
    if (context.stop.token().stop_requested())
        co_return Interrupted;
    if (context.parser.isSet(u"json"_s))
        printJson(all, context.client.threadCount(), *inFlight);
    else
        printText(all);
    std::fflush(stdout);
    const bool clean =
        std::ranges::all_of(all, [](const ModeFigures &one) { return one.client.errors == 0; });
    co_return clean ? Success : Failure;
}

} // namespace

Command benchCommand()
{
    return {
        "bench"_L1,
        "[MODE…] [--floor] [--json]"_L1,
        "Load a cluster and say what it costs: get, put, mixed, scan, scan-decode, query (default: all)."_L1,
        0,
        -1,
        benchOptions,
        runBench,
        prepare};
}

} // namespace Aeroscope::App
