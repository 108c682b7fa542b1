// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/cluster/partitionmap.h"

#include <algorithm>
#include <ranges>

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

std::unexpected<Error> malformed(QLatin1StringView why)
{
    return std::unexpected(Error::protocol(u"the partition map is malformed: %1"_s.arg(why)));
}

Result<ReplicaClaim> parseClaim(QByteArrayView text)
{
    const qsizetype colon = text.indexOf(':');
    if (colon <= 0)
        return malformed("a namespace is missing"_L1);
    ReplicaClaim claim;
    claim.namespaceName = text.first(colon).toByteArray();
    QByteArrayView rest = text.sliced(colon + 1);
    const auto nextWord = [&rest] {
        const qsizetype comma = rest.indexOf(',');
        const QByteArrayView word = comma < 0 ? rest : rest.first(comma);
        rest = comma < 0 ? QByteArrayView() : rest.sliced(comma + 1);
        return word;
    };
    bool ok = false;
    claim.regime = nextWord().toUInt(&ok);
    if (!ok)
        return malformed("the regime is no number"_L1);
    claim.replicationFactor = nextWord().toInt(&ok);
    if (!ok || claim.replicationFactor < 1 || claim.replicationFactor > partitionCount)
        return malformed("the replication factor is no number"_L1);
    while (!rest.isEmpty()) {
        const QByteArrayView word = nextWord();
        if (claim.levels.size() == static_cast<std::size_t>(maxReplicaLevels))
            continue; // further copies are never asked
        const auto result =
            QByteArray::fromBase64Encoding(word.toByteArray(), QByteArray::AbortOnBase64DecodingErrors);
        const QByteArray &decoded = result.decoded;
        ReplicaClaim::Bitmap bitmap;
        if (!result || static_cast<std::size_t>(decoded.size()) != bitmap.size())
            return malformed("a bitmap is not 512 bytes of base64"_L1);
        std::ranges::copy(decoded, reinterpret_cast<char *>(bitmap.data()));
        claim.levels.push_back(bitmap);
    }
    return claim;
}

} // namespace

Result<std::vector<ReplicaClaim>> parseReplicas(QByteArrayView value)
{
    std::vector<ReplicaClaim> claims;
    QByteArrayView rest = value.trimmed();
    while (!rest.isEmpty()) {
        const qsizetype semicolon = rest.indexOf(';');
        Result<ReplicaClaim> claim = parseClaim(semicolon < 0 ? rest : rest.first(semicolon));
        if (!claim)
            return std::unexpected(std::move(claim.error()));
        claims.push_back(*std::move(claim));
        rest = semicolon < 0 ? QByteArrayView() : rest.sliced(semicolon + 1);
    }
    if (claims.empty())
        return malformed("it is empty"_L1);
    return claims;
}

NamespaceTable::NamespaceTable(QByteArray name)
    : m_name(std::move(name))
{
    for (auto &level : m_owners)
        level.fill(noNode);
}

int NamespaceTable::levelCount() const noexcept
{
    return std::clamp(m_replicationFactor, 1, maxReplicaLevels);
}

int NamespaceTable::masteredPartitions() const noexcept
{
    return static_cast<int>(std::ranges::count_if(m_owners[0], [](NodeId node) { return node != noNode; }));
}

const NamespaceTable *PartitionMap::table(QByteArrayView namespaceName) const noexcept
{
    // A cluster has a few namespaces (32 at most), so walking them beats a hash.
    for (const auto &candidate : m_tables) {
        if (candidate->name() == namespaceName)
            return candidate.get();
    }
    return nullptr;
}

bool PartitionMap::mentions(NodeId node) const noexcept
{
    for (const auto &candidate : m_tables) {
        for (int level = 0; level < candidate->levelCount(); ++level) {
            for (int partition = 0; partition < partitionCount; ++partition) {
                if (candidate->owner(partition, level) == node)
                    return true;
            }
        }
    }
    return false;
}

NamespaceTable &PartitionMapBuilder::writableTable(const QByteArray &name)
{
    auto at =
        std::ranges::lower_bound(m_entries, name, {}, [](const Entry &entry) { return entry.table->name(); });
    if (at == m_entries.end() || at->table->name() != name) {
        at = m_entries.insert(at, Entry{std::make_shared<NamespaceTable>(name), false});
    } else if (at->published) {
        *at = Entry{std::make_shared<NamespaceTable>(*at->table), false};
    }
    m_built.reset();
    return *at->table;
}

std::vector<NodeId> PartitionMapBuilder::merge(NodeId node, const std::vector<ReplicaClaim> &claims)
{
    std::vector<NodeId> outdated;
    for (const ReplicaClaim &claim : claims) {
        NamespaceTable &table = writableTable(claim.namespaceName);
        if (claim.replicationFactor < table.m_replicationFactor) {
            for (int level = std::max(claim.replicationFactor, 1); level < maxReplicaLevels; ++level)
                table.m_owners[static_cast<std::size_t>(level)].fill(noNode);
        }
        table.m_replicationFactor = claim.replicationFactor;
        table.m_stronglyConsistent = claim.regime != 0;
        const std::size_t levels =
            std::min(claim.levels.size(), static_cast<std::size_t>(table.levelCount()));
        for (std::size_t level = 0; level < levels; ++level) {
            for (int partition = 0; partition < partitionCount; ++partition) {
                if (!ReplicaClaim::has(claim.levels[level], partition))
                    continue;
                const auto p = static_cast<std::size_t>(partition);
                if (claim.regime < table.m_regimes[p])
                    continue;
                table.m_regimes[p] = claim.regime;
                NodeId &slot = table.m_owners[level][p];
                if (slot == node)
                    continue;
                if (slot != noNode && std::ranges::find(outdated, slot) == outdated.end())
                    outdated.push_back(slot);
                slot = node;
            }
        }
    }
    return outdated;
}

void PartitionMapBuilder::removeNode(NodeId node)
{
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const bool mentioned = std::ranges::any_of(m_entries[i].table->m_owners, [node](const auto &level) {
            return std::ranges::find(level, node) != level.end();
        });
        if (!mentioned)
            continue;
        const QByteArray name = m_entries[i].table->name();
        for (auto &level : writableTable(name).m_owners)
            std::ranges::replace(level, node, noNode);
    }
}

std::shared_ptr<const PartitionMap> PartitionMapBuilder::build()
{
    if (!m_built) {
        auto map = std::make_shared<PartitionMap>();
        for (Entry &entry : m_entries) {
            entry.published = true;
            map->m_tables.push_back(entry.table);
        }
        m_built = std::move(map);
    }
    return m_built;
}

} // namespace Aeroscope
