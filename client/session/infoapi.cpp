// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/session/infoapi.h"

#include "client/session/clientstate.h"
#include "client/session/inforunner.h"
#include "client/wire/info.h"

#include <algorithm>
#include <map>

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

using Wire::InfoMap;

qint64 number(const InfoMap &map, const char *key, qint64 otherwise = 0)
{
    bool ok = false;
    const qint64 value = map.value(key).toLongLong(&ok);
    return ok ? value : otherwise;
}

/// The first of several names under which servers have called it.
qint64 firstNumber(const InfoMap &map, std::initializer_list<const char *> keys, qint64 otherwise = 0)
{
    for (const char *key : keys) {
        if (map.contains(key))
            return number(map, key, otherwise);
    }
    return otherwise;
}

double real(const InfoMap &map, const char *key)
{
    bool ok = false;
    const double value = map.value(key).toDouble(&ok);
    return ok ? value : -1;
}

bool flag(const InfoMap &map, const char *key)
{
    return map.value(key) == "true";
}

/// A sum with a hole in it would be wrong: one node without an answer fails the whole.
Result<void> everyNodeAnswered(const QList<NodeAnswers> &answers)
{
    for (const NodeAnswers &answer : answers) {
        if (!answer.values)
            return std::unexpected(answer.values.error());
        for (const QByteArray &value : *answer.values) {
            Result<QByteArray> checked = Wire::infoValue(value);
            if (!checked) {
                Error error = std::move(checked.error());
                error.node = answer.node->displayName();
                return std::unexpected(std::move(error));
            }
        }
    }
    return {};
}

qint64 corrected(qint64 copies, qint64 factor)
{
    return factor > 1 ? (copies + factor / 2) / factor : copies;
}

/// Copies of a record that a namespace keeps now.
qint64 effectiveFactor(const InfoMap &stats)
{
    return std::max<qint64>(firstNumber(stats, {"effective_replication_factor", "replication-factor"}, 1), 1);
}

std::vector<QByteArray> namespaceNames(const ClusterView &view)
{
    std::vector<QByteArray> names;
    for (const auto &table : view.map().tables())
        names.push_back(table->name());
    return names;
}

struct SetTotals
{
    SetInfo info;
    qint64 objectCopies = 0;
    qint64 tombstoneCopies = 0;
};

/// `sets` of one node, added to the totals.
void addSets(std::map<std::pair<QByteArray, QByteArray>, SetTotals> &totals, QByteArrayView value)
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
        co_await askNodes(session->client, std::move(commands), std::move(stop));
    if (!answers)
        co_return std::unexpected(answers.error());
    if (const Result<void> whole = everyNodeAnswered(*answers); !whole)
        co_return std::unexpected(whole.error());

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
            addSets(sets, (*answer.values)[0]);
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

QCoro::Task<Result<QList<SetInfo>>> askSets(std::shared_ptr<const SessionState> session,
                                            QByteArray namespaceName, std::stop_token stop)
{
    if (!session || !session->client)
        co_return std::unexpected(closedError());
    const ClusterViewPtr view = session->client->cluster().view();
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
        co_await askNodes(session->client, std::move(commands), std::move(stop));
    if (!answers)
        co_return std::unexpected(answers.error());
    if (const Result<void> whole = everyNodeAnswered(*answers); !whole)
        co_return std::unexpected(whole.error());
    std::map<std::pair<QByteArray, QByteArray>, SetTotals> totals;
    QHash<QByteArray, qint64> factors;
    for (const NodeAnswers &answer : *answers) {
        addSets(totals, (*answer.values)[0]);
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

QByteArray namespaceParameter(const Node &node, const QByteArray &name)
{
    return (node.features().longParameterNames ? "namespace="_ba : "ns="_ba) + name;
}

QByteArray nullToEmpty(const QByteArray &text)
{
    return text == "null" ? QByteArray() : text;
}

IndexInfo::Collection collectionOf(const QByteArray &text)
{
    const QByteArray lower = text.toLower();
    if (lower == "list")
        return IndexInfo::Collection::List;
    if (lower == "mapkeys")
        return IndexInfo::Collection::MapKeys;
    if (lower == "mapvalues")
        return IndexInfo::Collection::MapValues;
    return IndexInfo::Collection::None;
}

IndexInfo::State stateOf(const QByteArray &text)
{
    return text == "RW" || text.isEmpty() ? IndexInfo::State::Ready
           : text == "WO"                 ? IndexInfo::State::Building
                                          : IndexInfo::State::Failed;
}

QCoro::Task<Result<QList<IndexInfo>>> askIndexes(std::shared_ptr<const SessionState> session,
                                                 QByteArray namespaceName, std::stop_token stop)
{
    if (!session || !session->client)
        co_return std::unexpected(closedError());
    const ClusterViewPtr view = session->client->cluster().view();
    std::vector<QByteArray> names = namespaceNames(*view);
    if (!namespaceName.isEmpty())
        names = {namespaceName};
    CommandsFor list = [names](const Node &node) {
        std::vector<QByteArray> all;
        for (const QByteArray &name : names)
            all.push_back("sindex-list:"_ba + namespaceParameter(node, name) + ";b64=true");
        return all;
    };
    const Result<QList<NodeAnswers>> lists = co_await askNodes(session->client, std::move(list), stop);
    if (!lists)
        co_return std::unexpected(lists.error());
    if (const Result<void> whole = everyNodeAnswered(*lists); !whole)
        co_return std::unexpected(whole.error());

    std::map<std::pair<QByteArray, QByteArray>, IndexInfo> indexes;
    for (const NodeAnswers &answer : *lists) {
        for (const QByteArray &value : *answer.values) {
            for (const InfoMap &entry : Wire::parseInfoEntities(value)) {
                const QByteArray ns = entry.value("ns");
                const QByteArray name = entry.value("indexname");
                if (ns.isEmpty() || name.isEmpty())
                    continue;
                const IndexInfo::State state = stateOf(entry.value("state"));
                const auto [at, isNew] = indexes.try_emplace({ns, name});
                IndexInfo &info = at->second;
                if (isNew) {
                    info.namespaceName = ns;
                    info.name = name;
                    info.setName = nullToEmpty(entry.value("set"));
                    info.bin = nullToEmpty(entry.value("bin"));
                    info.type = entry.value("type").toLower();
                    info.collection = collectionOf(entry.value("indextype"));
                    info.context = QByteArray::fromBase64(nullToEmpty(entry.value("context")));
                    info.expression = QByteArray::fromBase64(nullToEmpty(entry.value("exp")));
                    info.state = state;
                } else if (info.state == IndexInfo::State::Ready || state == IndexInfo::State::Failed) {
                    info.state = state; // the worst of all nodes
                }
            }
        }
    }
    if (indexes.empty())
        co_return QList<IndexInfo>();

    CommandsFor statistics = [indexes](const Node &node) {
        std::vector<QByteArray> all;
        for (const auto &[key, info] : indexes)
            all.push_back("sindex-stat:"_ba + namespaceParameter(node, key.first) +
                          ";indexname=" + key.second);
        return all;
    };
    const Result<QList<NodeAnswers>> stats =
        co_await askNodes(session->client, std::move(statistics), std::move(stop));
    if (!stats)
        co_return std::unexpected(stats.error());
    QList<IndexInfo> result;
    std::size_t position = 0;
    for (auto &[key, info] : indexes) {
        int lowest = 100;
        bool any = false;
        for (const NodeAnswers &answer : *stats) {
            if (!answer.values)
                co_return std::unexpected(answer.values.error());
            const QByteArray &value = (*answer.values)[position];
            if (!Wire::infoValue(value)) {
                lowest = 0; // a node that does not know it yet, or not any more
                continue;
            }
            const InfoMap map = Wire::parseInfoMap(value);
            lowest = std::min(lowest, static_cast<int>(number(map, "load_pct", 100)));
            info.entries = std::max<qint64>(info.entries, 0) + firstNumber(map, {"entries", "keys"});
            info.usedBytes = std::max<qint64>(info.usedBytes, 0) +
                             firstNumber(map, {"used_bytes", "memory_used", "ibtr_memory_used"});
            info.entriesPerValue = std::max(info.entriesPerValue, real(map, "entries_per_bval"));
            info.entriesPerRecord = std::max(info.entriesPerRecord, real(map, "entries_per_rec"));
            any = true;
        }
        info.loadPercent = any ? lowest : 0;
        if (info.state == IndexInfo::State::Ready && info.loadPercent < 100)
            info.state = IndexInfo::State::Building;
        result << std::move(info);
        ++position;
    }
    std::ranges::sort(result, [](const IndexInfo &a, const IndexInfo &b) {
        return std::pair(a.name, a.namespaceName) < std::pair(b.name, b.namespaceName);
    });
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
        co_await askNodes(session->client, std::move(commands), std::move(stop));
    if (!answers)
        co_return std::unexpected(answers.error());
    if (const Result<void> whole = everyNodeAnswered(*answers); !whole)
        co_return std::unexpected(whole.error());
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

} // namespace

InfoApi::InfoApi(std::shared_ptr<const SessionState> session)
    : m_session(std::move(session))
{}

QCoro::Task<Result<QList<NamespaceInfo>>> InfoApi::namespaces(std::stop_token stop) const
{
    return askNamespaces(m_session, std::move(stop));
}

QCoro::Task<Result<QList<SetInfo>>> InfoApi::sets(QByteArray namespaceName, std::stop_token stop) const
{
    return askSets(m_session, std::move(namespaceName), std::move(stop));
}

QCoro::Task<Result<QList<IndexInfo>>> InfoApi::indexes(QByteArray namespaceName, std::stop_token stop) const
{
    return askIndexes(m_session, std::move(namespaceName), std::move(stop));
}

QCoro::Task<Result<QList<NodeInfo>>> InfoApi::nodes(std::stop_token stop) const
{
    return askNodeInfo(m_session, std::move(stop));
}

} // namespace Aeroscope
