// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/session/infoapi.h"

#include "client/session/clientstate.h"
#include "client/session/indexmonitor.h"
#include "client/session/infonumbers_p.h"
#include "client/session/infoquestions.h"
#include "client/session/inforunner.h"
#include "client/wire/info.h"

#include <algorithm>
#include <map>

namespace Aeroscope {

using namespace Qt::StringLiterals;
using namespace InfoText;

namespace {

using Wire::InfoMap;

struct SetTotals
{
    SetInfo info;
    qint64 objectCopies = 0;
    qint64 tombstoneCopies = 0;
};

/// `sets` of one node, added to the totals.
void addSets(std::map<std::pair<QByteArray, QByteArray>, SetTotals> &totals, QByteArrayView value,
             const QByteArray &node)
{
    for (const InfoMap &set : Wire::parseInfoEntities(value)) {
        const QByteArray ns = set.value("ns");
        const QByteArray name = set.value("set");
        if (ns.isEmpty() || name.isEmpty())
            continue;
        SetTotals &total = totals[{ns, name}];
        SetInfo &info = total.info;
        info.namespaceName = ns;
        info.name = name;
        total.objectCopies += number(set, "objects");
        total.tombstoneCopies += number(set, "tombstones");
        info.dataBytes += set.contains("data_used_bytes")
                              ? number(set, "data_used_bytes")
                              : number(set, "memory_data_bytes") + number(set, "device_data_bytes");
        info.indexes = std::max(info.indexes, static_cast<int>(number(set, "sindexes")));
        info.truncating = info.truncating || flag(set, "truncating");
        info.setIndex = info.setIndex || flag(set, "enable-index");
        info.defaultTtl = std::max(info.defaultTtl, number(set, "default-ttl"));
        info.stopWritesCount = std::max(info.stopWritesCount, number(set, "stop-writes-count"));
        info.stopWritesSize = std::max(info.stopWritesSize, number(set, "stop-writes-size"));
        info.raw.insert(node, set);
    }
}

QCoro::Task<Result<QList<NamespaceInfo>>> askNamespaces(std::shared_ptr<const SessionState> session,
                                                        std::stop_token stop)
{
    if (!session || !session->client)
        co_return std::unexpected(closedError());
    const ClusterViewPtr view = session->client->cluster().view();
    const std::vector<QByteArray> names = namespaceNames(*view);
    CommandsFor commands = [names](const Node &) {
        std::vector<QByteArray> all{"sets"_ba};
        for (const QByteArray &name : names)
            all.push_back("namespace/"_ba + name);
        return all;
    };
    const Result<QList<NodeAnswers>> answers =
        co_await askEveryNode(session->client, std::move(commands), std::move(stop));
    if (!answers)
        co_return std::unexpected(answers.error());

    QList<NamespaceInfo> result;
    for (std::size_t index = 0; index < names.size(); ++index) {
        NamespaceInfo info;
        info.name = names[index];
        qint64 copies = 0;
        qint64 factor = 1;
        qint64 inSets = 0;
        for (const NodeAnswers &answer : *answers) {
            const InfoMap stats = Wire::parseInfoMap((*answer.values)[index + 1]);
            factor = std::max(factor, effectiveFactor(stats));
            copies += number(stats, "objects");
            info.objects += number(stats, "master_objects");
            info.tombstones += number(stats, "master_tombstones");
            info.strongConsistency = info.strongConsistency || flag(stats, "strong-consistency");
            info.stopWrites = info.stopWrites || flag(stats, "stop_writes");
            info.defaultTtl = std::max(info.defaultTtl, number(stats, "default-ttl"));
            info.nsupPeriod = std::max(info.nsupPeriod, number(stats, "nsup-period"));
            info.allowTtlWithoutNsup = info.allowTtlWithoutNsup || flag(stats, "allow-ttl-without-nsup");
            info.usedBytes += stats.contains("data_used_bytes") ? number(stats, "data_used_bytes")
                                                                : number(stats, "memory_used_data_bytes") +
                                                                      number(stats, "device_used_bytes");
            info.totalBytes += firstNumber(stats, {"data_total_bytes", "device_total_bytes", "memory-size"});
            info.storageEngine = stats.value("storage-engine");
            info.migrationsRemaining += number(stats, "migrate_rx_partitions_remaining") +
                                        number(stats, "migrate_tx_partitions_remaining");
            info.raw.insert(answer.node->name(), stats);
            std::map<std::pair<QByteArray, QByteArray>, SetTotals> sets;
            addSets(sets, (*answer.values)[0], answer.node->name());
            for (const auto &[key, total] : sets) {
                if (key.first == info.name)
                    inSets += total.objectCopies;
            }
        }
        info.replicationFactor = static_cast<int>(factor);
        info.objectsWithoutSet = std::max<qint64>(corrected(copies - inSets, factor), 0);
        result << std::move(info);
    }
    std::ranges::sort(result, {}, &NamespaceInfo::name);
    co_return result;
}

QCoro::Task<Result<QList<NodeInfo>>> askNodeInfo(std::shared_ptr<const SessionState> session,
                                                 std::stop_token stop)
{
    if (!session || !session->client)
        co_return std::unexpected(closedError());
    CommandsFor commands = [](const Node &) {
        return std::vector<QByteArray>{"edition"_ba, "statistics"_ba};
    };
    const Result<QList<NodeAnswers>> answers =
        co_await askEveryNode(session->client, std::move(commands), std::move(stop));
    if (!answers)
        co_return std::unexpected(answers.error());
    QList<NodeInfo> result;
    for (const NodeAnswers &answer : *answers) {
        NodeInfo info;
        info.name = answer.node->name();
        info.address = answer.node->endpoint().toString();
        info.build = answer.node->build();
        info.edition = (*answer.values)[0];
        info.statistics = Wire::parseInfoMap((*answer.values)[1]);
        info.uptimeSeconds = number(info.statistics, "uptime");
        info.clientConnections = number(info.statistics, "client_connections");
        info.objects = number(info.statistics, "objects");
        result << std::move(info);
    }
    std::ranges::sort(result, {}, &NodeInfo::name);
    co_return result;
}

QCoro::Task<Result<QList<IndexInfo>>> monitoredIndexes(std::shared_ptr<const SessionState> session,
                                                       QByteArray namespaceName, std::stop_token stop)
{
    if (!session || !session->client)
        co_return std::unexpected(closedError());
    IndexMonitor &monitor = session->client->indexMonitor();
    const Result<IndexFactsPtr> facts =
        co_await monitor.facts(session->client, std::move(namespaceName), std::move(stop));
    if (!facts)
        co_return std::unexpected(facts.error());
    co_return (*facts)->indexes;
}

QCoro::Task<Result<StatisticsInfo>> askStatistics(std::shared_ptr<const SessionState> session,
                                                  std::stop_token stop)
{
    const Result<QList<NodeInfo>> nodes = co_await askNodeInfo(std::move(session), std::move(stop));
    if (!nodes)
        co_return std::unexpected(nodes.error());
    StatisticsInfo info;
    bool isFirst = true;
    info.isWhole = true;
    for (const NodeInfo &node : *nodes) {
        const InfoMap &stats = node.statistics;
        const QByteArray key = stats.value("cluster_key");
        if (isFirst)
            info.clusterKey = key;
        else if (key != info.clusterKey)
            info.clusterKey.clear();
        info.isWhole = info.isWhole && number(stats, "cluster_size", -1) == nodes->size();
        info.uptimeSeconds = isFirst ? node.uptimeSeconds : std::min(info.uptimeSeconds, node.uptimeSeconds);
        isFirst = false;
        for (auto at = stats.cbegin(); at != stats.cend(); ++at)
            info.values[at.key()].insert(node.name, at.value());
    }
    info.isWhole = info.isWhole && !info.clusterKey.isEmpty();
    info.objects = info.total("objects").value_or(0);
    info.tombstones = info.total("tombstones").value_or(0);
    info.clientConnections = info.total("client_connections").value_or(0);
    info.migrationsRemaining = info.total("migrate_partitions_remaining").value_or(0);
    co_return info;
}

/// One command for every node, and what all of its answers say together.
template <class One, class Merged>
QCoro::Task<Result<QList<Merged>>> askMerged(std::shared_ptr<const SessionState> session, QByteArray command,
                                             Result<QList<One>> (*parse)(QByteArrayView, const QByteArray &),
                                             QList<Merged> (*merge)(const QList<One> &), std::stop_token stop)
{
    if (!session || !session->client)
        co_return std::unexpected(closedError());
    CommandsFor commands = [command](const Node &) { return std::vector<QByteArray>{command}; };
    const Result<QList<NodeAnswers>> answers =
        co_await askEveryNode(session->client, std::move(commands), std::move(stop));
    if (!answers)
        co_return std::unexpected(answers.error());
    QList<One> all;
    for (const NodeAnswers &answer : *answers) {
        Result<QList<One>> own = parse(answer.values->front(), answer.node->name());
        if (!own) {
            own.error().node = answer.node->displayName();
            co_return std::unexpected(std::move(own.error()));
        }
        all << *own;
    }
    co_return merge(all);
}

} // namespace

QCoro::Task<Result<QList<SetInfo>>> askSets(std::shared_ptr<ClientState> client, QByteArray namespaceName,
                                            std::stop_token stop)
{
    if (!client)
        co_return std::unexpected(closedError());
    const ClusterViewPtr view = client->cluster().view();
    std::vector<QByteArray> names = namespaceNames(*view);
    if (!namespaceName.isEmpty()) {
        if (std::ranges::find(names, namespaceName) == names.end()) {
            Error error = Error::server(ResultCode::Namespace);
            error.message = u"the cluster has no namespace '%1'"_s.arg(QString::fromUtf8(namespaceName));
            co_return std::unexpected(std::move(error));
        }
        names = {namespaceName};
    }
    // All sets at once: the answer to `sets/<ns>` has another form for some servers, that to `sets` has not.
    CommandsFor commands = [names](const Node &) {
        std::vector<QByteArray> all{"sets"_ba};
        for (const QByteArray &name : names)
            all.push_back("namespace/"_ba + name);
        return all;
    };
    const Result<QList<NodeAnswers>> answers =
        co_await askEveryNode(client, std::move(commands), std::move(stop));
    if (!answers)
        co_return std::unexpected(answers.error());
    std::map<std::pair<QByteArray, QByteArray>, SetTotals> totals;
    QHash<QByteArray, qint64> factors;
    for (const NodeAnswers &answer : *answers) {
        addSets(totals, (*answer.values)[0], answer.node->name());
        for (std::size_t index = 0; index < names.size(); ++index) {
            qint64 &factor = factors[names[index]];
            factor = std::max(factor, effectiveFactor(Wire::parseInfoMap((*answer.values)[index + 1])));
        }
    }
    QList<SetInfo> result;
    for (auto &[key, total] : totals) {
        if (!namespaceName.isEmpty() && key.first != namespaceName)
            continue;
        const qint64 factor = std::max<qint64>(factors.value(key.first, 1), 1);
        total.info.objects = corrected(total.objectCopies, factor);
        total.info.tombstones = corrected(total.tombstoneCopies, factor);
        result << std::move(total.info);
    }
    std::ranges::sort(result, [](const SetInfo &a, const SetInfo &b) {
        return std::pair(a.name, a.namespaceName) < std::pair(b.name, b.namespaceName);
    });
    co_return result;
}

InfoApi::InfoApi(std::shared_ptr<const SessionState> session)
    : m_session(std::move(session))
{}

QCoro::Task<Result<QList<NamespaceInfo>>> InfoApi::namespaces(std::stop_token stop) const
{
    return askNamespaces(m_session, std::move(stop));
}

QCoro::Task<Result<QList<SetInfo>>> InfoApi::sets(QByteArray namespaceName, std::stop_token stop) const
{
    return askSets(m_session ? m_session->client : nullptr, std::move(namespaceName), std::move(stop));
}

QCoro::Task<Result<QList<IndexInfo>>> InfoApi::indexes(QByteArray namespaceName, std::stop_token stop) const
{
    return askIndexes(m_session ? m_session->client : nullptr, std::move(namespaceName), std::move(stop));
}

QCoro::Task<Result<QList<IndexInfo>>> InfoApi::knownIndexes(QByteArray namespaceName,
                                                            std::stop_token stop) const
{
    return monitoredIndexes(m_session, std::move(namespaceName), std::move(stop));
}

QCoro::Task<Result<QList<NodeInfo>>> InfoApi::nodes(std::stop_token stop) const
{
    return askNodeInfo(m_session, std::move(stop));
}

QCoro::Task<Result<StatisticsInfo>> InfoApi::statistics(std::stop_token stop) const
{
    return askStatistics(m_session, std::move(stop));
}

QCoro::Task<Result<QList<JobInfo>>> InfoApi::jobs(std::stop_token stop) const
{
    return askMerged<NodeJob, JobInfo>(m_session, "query-show"_ba, &parseJobs, &mergeJobs, std::move(stop));
}

QCoro::Task<Result<QList<LatencyInfo>>> InfoApi::latencies(std::stop_token stop) const
{
    return askMerged<NodeLatency, LatencyInfo>(m_session, "latencies"_ba, &parseLatencies, &mergeLatencies,
                                               std::move(stop));
}

std::optional<qint64> StatisticsInfo::total(const QByteArray &name) const
{
    const auto found = values.constFind(name);
    if (found == values.cend() || found->isEmpty())
        return {};
    qint64 sum = 0;
    for (const QByteArray &value : *found) {
        bool ok = false;
        sum += value.toLongLong(&ok);
        if (!ok)
            return {};
    }
    return sum;
}

} // namespace Aeroscope
