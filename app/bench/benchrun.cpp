// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/bench/benchrun.h"

#include "client/command/pointcommand.h"
#include "client/command/predicate.h"
#include "client/wire/query.h"
#include "client/wire/recordcommand.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Aeroscope::App {

namespace {

constexpr auto slice = 250ms;
constexpr int floorRequests = 4096;

class RequestList
{
public:
    [[nodiscard]] Wire::WireBuffer &out() noexcept { return m_out; }
    [[nodiscard]] Result<void> take(const Result<void> &encoded)
    {
        if (encoded)
            m_requests.push_back(m_out.toByteArray());
        m_out.clear();
        return encoded;
    }
    [[nodiscard]] std::vector<QByteArray> &&requests() && noexcept { return std::move(m_requests); }

private:
    Wire::WireBuffer m_out;
    std::vector<QByteArray> m_requests;
};

Result<std::vector<QByteArray>> queryRequest(LoadMode mode, const DataSet &set, int records)
{
    std::vector<quint16> partitions(partitionCount);
    std::iota(partitions.begin(), partitions.end(), quint16(0));
    Result<QByteArray> filter{QByteArray()};
    if (mode == LoadMode::Query) {
        const Predicate predicate{LoadGenerator::queryText(), {LoadGenerator::queryLimit(records)}};
        filter = compilePredicate(predicate, {});
    }
    if (!filter)
        return std::unexpected(filter.error());
    Wire::QueryRequest request;
    request.namespaceName = set.namespaceName;
    request.setName = set.setName;
    request.partitions = partitions;
    request.filter = *filter;
    RequestList list;
    if (const auto encoded = list.take(Wire::encodeQuery(list.out(), request)); !encoded)
        return std::unexpected(encoded.error());
    return std::move(list).requests();
}

/// What the client sends, encoded once.
Result<std::vector<QByteArray>> requestsFor(LoadMode mode, const DataSet &set, int records)
{
    if (isStreaming(mode))
        return queryRequest(mode, set, records);
    RequestList list;
    for (int i = 0; i < floorRequests; ++i) {
        const Key key = set.id(i % records).value();
        const bool writes =
            mode == LoadMode::Put || mode == LoadMode::PutBuilder || (mode == LoadMode::Mixed && i % 2 == 1);
        const auto kind = writes ? OperationKind::WriteRetryable : OperationKind::Read;
        const ResolvedSettings &settings =
            Behavior::standard()->settings(kind, OperationShape::Point, ConsistencyMode::Ap);
        Wire::CommandOptions options =
            commandOptions(settings, kind, settings.totalTimeout, settings.socketTimeout);
        options.durableDelete = false;
        const Bins bins = LoadGenerator::recordBins(i % records);
        if (const auto encoded = list.take(writes ? Wire::encodePut(list.out(), key, bins, options)
                                                  : Wire::encodeGet(list.out(), key, options));
            !encoded)
            return std::unexpected(encoded.error());
    }
    return std::move(list).requests();
}

/// The two probes of a mode and what one of their operations counts.
struct Probes
{
    FloorProbe floor;
    FloorProbe bare;
    qint64 rowsEach = 1;
};

Result<std::optional<Probes>> probesFor(const Client &client, const BenchPlan &plan, LoadMode mode)
{
    if (!plan.withFloor)
        return std::optional<Probes>();
    const ClusterSnapshot snapshot = client.snapshot();
    const QString address = snapshot.nodes.isEmpty() ? QString() : snapshot.nodes.first().address;
    if (snapshot.nodes.size() != 1 || !address.startsWith("127.0.0.1:"_L1))
        return std::unexpected(Error::invalidArgument(
            u"the floor needs a cluster of one node at 127.0.0.1; this one has %1"_s.arg(
                snapshot.nodes.size())));
    const quint16 port = address.section(u':', -1).toUShort();
    auto requests = requestsFor(mode, plan.set, plan.records);
    if (!requests)
        return std::unexpected(requests.error());
    const bool streams = isStreaming(mode);
    const auto reply = streams ? FloorProbe::Reply::UntilLast : FloorProbe::Reply::OneFrame;
    const qint64 rows = mode == LoadMode::Query ? LoadGenerator::queryLimit(plan.records) : plan.records;
    return Probes{FloorProbe(port, streams ? 1 : plan.inFlight, *requests, reply),
                  FloorProbe(port, 1, *requests, reply), streams ? rows : 1};
}

Result<void> addTo(std::optional<FloorFigures> &sum, const Result<FloorFigures> &more, qint64 operationsEach)
{
    if (!more)
        return std::unexpected(more.error());
    if (!sum)
        sum.emplace();
    sum->operations += more->operations * operationsEach;
    sum->bytesReceived += more->bytesReceived;
    sum->wall += more->wall;
    sum->cpu += more->cpu;
    return {};
}

QByteArray decimal(double value)
{
    return QByteArray::number(value, 'f', value < 10 ? 3 : value < 1000 ? 1 : 0);
}

QByteArray line(const std::array<QByteArray, 9> &cells)
{
    QByteArray text = cells.front().leftJustified(12);
    for (std::size_t i = 1; i < cells.size(); ++i)
        text += ' ' + cells[i].rightJustified(10);
    return text + '\n';
}

} // namespace

std::optional<double> BenchFigures::ratio() const
{
    if (!floor || floor->operations == 0)
        return {};
    return client.cpuMicrosecondsPerOperation() / floor->cpuMicrosecondsPerOperation();
}

QCoro::Task<Result<std::vector<BenchFigures>>> runBench(Client client, BenchPlan plan, std::stop_token stop)
{
    if (plan.modes.empty())
        plan.modes = allLoadModes();
    const LoadGenerator load(client, plan.set, plan.records);
    if (const Result<void> filled = co_await load.fill(); !filled)
        co_return std::unexpected(filled.error());

    std::vector<BenchFigures> all;
    for (const LoadMode mode : plan.modes) {
        BenchFigures figures;
        figures.mode = mode;
        const Result<std::optional<Probes>> probes = probesFor(client, plan, mode);
        if (!probes)
            co_return std::unexpected(probes.error());
        const auto slices = std::max<qint64>(1, qint64(plan.seconds) * 1000 / slice.count());
        for (qint64 turn = 0; turn < slices; ++turn) {
            if (stop.stop_requested())
                co_return std::unexpected(Error::cancelled());
            const Result<LoadFigures> one = co_await load.run(mode, plan.inFlight, slice, stop);
            if (!one)
                co_return std::unexpected(one.error());
            const auto wall = figures.client.wall + one->wall;
            figures.client.add(*one);
            figures.client.wall = wall; // slices follow each other, threads do not
            if (!*probes)
                continue;
            const auto &[floor, bare, rowsEach] = **probes;
            if (const auto ran = addTo(figures.floor, floor.run(slice), rowsEach); !ran)
                co_return std::unexpected(ran.error());
            if (const auto ran = addTo(figures.barePair, bare.runBarePair(slice / 4), rowsEach); !ran)
                co_return std::unexpected(ran.error());
        }
        all.push_back(std::move(figures));
    }
    co_return all;
}

QByteArray benchTable(std::vector<BenchFigures> &all)
{
    QByteArray text =
        line({"mode", "op/s", "p50 us", "p99 us", "p99.9 us", "CPU us/op", "floor us", "bare us", "ratio"});
    for (BenchFigures &one : all) {
        const auto ratio = one.ratio();
        text += line({loadModeName(one.mode).data(), decimal(one.client.operationsPerSecond()),
                      decimal(one.client.latency(0.5)), decimal(one.client.latency(0.99)),
                      decimal(one.client.latency(0.999)), decimal(one.client.cpuMicrosecondsPerOperation()),
                      one.floor ? decimal(one.floor->cpuMicrosecondsPerOperation()) : "-"_ba,
                      one.barePair ? decimal(one.barePair->cpuMicrosecondsPerOperation()) : "-"_ba,
                      ratio ? decimal(*ratio) : "-"_ba});
        if (one.client.errors > 0)
            text += "  " + QByteArray::number(one.client.errors) + " errors, the last: " +
                    (one.client.lastError ? one.client.lastError->toString().toLocal8Bit() : QByteArray()) +
                    '\n';
    }
    return text;
}

QByteArray benchJson(std::vector<BenchFigures> &all, int threads, int inFlight)
{
    QByteArray text = "{\"threads\":" + QByteArray::number(threads) +
                      ",\"in_flight\":" + QByteArray::number(inFlight) + ",\"modes\":{";
    QByteArray ratios;
    for (BenchFigures &one : all) {
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
    return text + '}';
}

} // namespace Aeroscope::App
