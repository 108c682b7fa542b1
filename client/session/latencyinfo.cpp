// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/session/latencyinfo.h"

#include "client/wire/info.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

std::optional<NodeLatency::Unit> unitOf(QByteArrayView word)
{
    if (word == "msec")
        return NodeLatency::Unit::Milliseconds;
    if (word == "usec")
        return NodeLatency::Unit::Microseconds;
    return {};
}

Error malformed(QByteArrayView item)
{
    Error error = Error::protocol(u"a latency histogram is malformed"_s);
    error.serverText = QString::fromUtf8(item.first(std::min<qsizetype>(item.size(), 200)));
    return error;
}

void splitName(LatencyInfo &info)
{
    const qsizetype end = info.histogram.indexOf("}-");
    if (info.histogram.startsWith('{') && end > 0) {
        info.namespaceName = info.histogram.mid(1, end - 1);
        info.operation = info.histogram.mid(end + 2);
    } else {
        info.operation = info.histogram;
    }
}

void merge(LatencyInfo &info)
{
    qsizetype buckets = 0;
    for (const NodeLatency &node : std::as_const(info.nodes)) {
        info.operationsPerSecond += node.operationsPerSecond;
        buckets = std::max(buckets, node.percentSlower.size());
    }
    info.percentSlower.fill(0, buckets);
    for (const NodeLatency &node : std::as_const(info.nodes)) {
        for (qsizetype bucket = 0; bucket < node.percentSlower.size(); ++bucket) {
            double &value = info.percentSlower[bucket];
            if (info.operationsPerSecond > 0)
                value += node.percentSlower[bucket] * node.operationsPerSecond / info.operationsPerSecond;
            else
                value = std::max(value, node.percentSlower[bucket]);
        }
    }
}

} // namespace

Result<QList<NodeLatency>> parseLatencies(QByteArrayView value, const QByteArray &node)
{
    if (Result<QByteArray> checked = Wire::infoValue(value); !checked)
        return std::unexpected(std::move(checked.error()));
    QList<NodeLatency> result;
    for (const QByteArrayView item : Wire::splitInfoList(value)) {
        const qsizetype colon = item.lastIndexOf(':');
        if (colon <= 0)
            return std::unexpected(malformed(item));
        const QByteArrayView values = item.sliced(colon + 1);
        if (values.isEmpty())
            continue;
        const QList<QByteArrayView> words = Wire::splitInfoList(values, ',');
        const auto unit = words.size() >= 2 ? unitOf(words[0]) : std::nullopt;
        if (!unit)
            return std::unexpected(malformed(item));
        NodeLatency latency;
        latency.node = node;
        latency.histogram = item.first(colon).toByteArray();
        latency.unit = *unit;
        for (qsizetype index = 1; index < words.size(); ++index) {
            bool ok = false;
            const double number = words[index].toDouble(&ok);
            if (!ok || number < 0)
                return std::unexpected(malformed(item));
            if (index == 1)
                latency.operationsPerSecond = number;
            else
                latency.percentSlower << number;
        }
        result << std::move(latency);
    }
    return result;
}

QList<LatencyInfo> mergeLatencies(const QList<NodeLatency> &latencies)
{
    std::map<std::pair<QByteArray, NodeLatency::Unit>, LatencyInfo> byName;
    for (const NodeLatency &latency : latencies) {
        LatencyInfo &info = byName[{latency.histogram, latency.unit}];
        info.histogram = latency.histogram;
        info.unit = latency.unit;
        info.nodes << latency;
    }
    QList<LatencyInfo> result;
    for (auto &[key, info] : byName) {
        splitName(info);
        merge(info);
        std::ranges::sort(info.nodes, {}, &NodeLatency::node);
        result << std::move(info);
    }
    std::ranges::sort(result, {}, [](const LatencyInfo &info) {
        return std::tuple(info.namespaceName, info.operation, info.unit);
    });
    return result;
}

} // namespace Aeroscope
