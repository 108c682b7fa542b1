// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/session/infoquestions.h"

#include "client/session/clientstate.h"
#include "client/session/infonumbers_p.h"
#include "client/session/inforunner.h"
#include "client/wire/info.h"

#include <algorithm>
#include <map>

namespace Aeroscope {

using namespace Qt::StringLiterals;
using namespace InfoText;
using Wire::InfoMap;

namespace {

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

using IndexName = std::pair<QByteArray, QByteArray>; // namespace, name

/// `sindex-list` of one node, added to what the others said.
void addIndexes(std::map<IndexName, IndexInfo> &indexes, QByteArrayView value, const QByteArray &node)
{
    for (const InfoMap &entry : Wire::parseInfoEntities(value)) {
        const QByteArray ns = entry.value("ns");
        const QByteArray name = entry.value("indexname");
        if (ns.isEmpty() || name.isEmpty())
            continue;
        const IndexInfo::State state = stateOf(entry.value("state"));
        const auto [at, isNew] = indexes.try_emplace({ns, name});
        IndexInfo &info = at->second;
        info.raw.insert(node, entry);
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

/// The `sindex-stat` of all nodes, for one index.
struct IndexTotals
{
    qint64 entries = 0;
    double values = 0; ///< of the bin: the node that has the most
    double perRecord = 0;
    qint64 usedBytes = 0;
    int lowestPercent = 100;
    int nodes = 0;
    int nodesWithValues = 0;

    void add(const InfoMap &stats)
    {
        const qint64 own = firstNumber(stats, {"entries", "keys"});
        entries += own;
        usedBytes += firstNumber(stats, {"used_bytes", "memory_used", "ibtr_memory_used"});
        lowestPercent = std::min(lowestPercent, static_cast<int>(number(stats, "load_pct", 100)));
        ++nodes;
        if (const double perValue = real(stats, "entries_per_bval"); perValue >= 0) {
            values = std::max(values, static_cast<double>(own) / std::max(perValue, 1.0));
            perRecord += std::max(real(stats, "entries_per_rec"), 0.0);
            ++nodesWithValues;
        }
    }

    void writeTo(IndexInfo &info, qint64 factor) const
    {
        info.loadPercent = nodes > 0 ? lowestPercent : 0;
        if (nodes > 0) {
            info.entries = corrected(entries, factor);
            info.usedBytes = usedBytes;
        }
        if (nodesWithValues > 0) {
            const double once =
                static_cast<double>(entries) / static_cast<double>(std::max<qint64>(factor, 1));
            info.entriesPerValue = values > 0 ? std::max(once / values, 1.0) : 0;
            info.entriesPerRecord = perRecord / nodesWithValues;
        }
        if (info.state == IndexInfo::State::Ready && info.loadPercent < 100)
            info.state = IndexInfo::State::Building;
    }
};

} // namespace

QCoro::Task<Result<QList<IndexInfo>>> askIndexes(std::shared_ptr<ClientState> client,
                                                 QByteArray namespaceName, std::stop_token stop)
{
    if (!client)
        co_return std::unexpected(closedError());
    const ClusterViewPtr view = client->cluster().view();
    std::vector<QByteArray> names = namespaceNames(*view);
    if (!namespaceName.isEmpty())
        names = {namespaceName};
    CommandsFor list = [names](const Node &node) {
        std::vector<QByteArray> all;
        for (const QByteArray &name : names)
            all.push_back("sindex-list:"_ba + namespaceParameter(node, name) + ";b64=true");
        return all;
    };
    const Result<QList<NodeAnswers>> lists = co_await askEveryNode(client, std::move(list), stop);
    if (!lists)
        co_return std::unexpected(lists.error());
    std::map<IndexName, IndexInfo> indexes;
    for (const NodeAnswers &answer : *lists) {
        for (const QByteArray &value : *answer.values)
            addIndexes(indexes, value, answer.node->name());
    }
    if (indexes.empty())
        co_return QList<IndexInfo>();

    CommandsFor statistics = [indexes, names](const Node &node) {
        std::vector<QByteArray> all;
        for (const auto &[key, info] : indexes)
            all.push_back("sindex-stat:"_ba + namespaceParameter(node, key.first) +
                          ";indexname=" + key.second);
        for (const QByteArray &name : names)
            all.push_back("namespace/"_ba + name);
        return all;
    };
    const Result<QList<NodeAnswers>> stats =
        co_await askNodes(client, std::move(statistics), std::move(stop));
    if (!stats)
        co_return std::unexpected(stats.error());
    std::map<QByteArray, qint64> factors;
    for (const NodeAnswers &answer : *stats) {
        if (!answer.values)
            co_return std::unexpected(answer.values.error());
        for (std::size_t index = 0; index < names.size(); ++index) {
            qint64 &factor = factors[names[index]];
            factor = std::max(factor,
                              effectiveFactor(Wire::parseInfoMap((*answer.values)[indexes.size() + index])));
        }
    }
    QList<IndexInfo> result;
    std::size_t position = 0;
    for (auto &[key, info] : indexes) {
        IndexTotals totals;
        for (const NodeAnswers &answer : *stats) {
            const QByteArray &value = (*answer.values)[position];
            if (!Wire::infoValue(value)) {
                totals.lowestPercent = 0; // a node that does not know it yet, or not any more
                continue;
            }
            const InfoMap map = Wire::parseInfoMap(value);
            totals.add(map);
            info.raw[answer.node->name()].insert(map);
        }
        totals.writeTo(info, factors[key.first]);
        result << std::move(info);
        ++position;
    }
    std::ranges::sort(result, [](const IndexInfo &a, const IndexInfo &b) {
        return std::pair(a.name, a.namespaceName) < std::pair(b.name, b.namespaceName);
    });
    co_return result;
}

} // namespace Aeroscope
