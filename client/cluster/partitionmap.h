// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/policy/settings.h"
#include "client/value/error.h"
#include "client/value/key.h"

#include <QByteArray>
#include <QList>

#include <array>
#include <memory>
#include <span>
#include <vector>

namespace Aeroscope {

/// Copies of a partition that the client keeps track of (protocol section 4.3).
inline constexpr int maxReplicaLevels = 3;

/// A node inside partition maps: a small number, never used twice within one cluster's life.
using NodeId = qint32;
inline constexpr NodeId noNode = -1;

/// What one node claims for one namespace in its `replicas` answer.
struct ReplicaClaim
{
    /// Bit p, most significant first: "I hold this copy of partition p".
    using Bitmap = std::array<quint8, partitionCount / 8>;

    QByteArray namespaceName;
    quint32 regime = 0;
    int replicationFactor = 1;
    /// Level 0 is the master.
    std::vector<Bitmap> levels;

    [[nodiscard]] static bool has(const Bitmap &bitmap, int partition) noexcept
    {
        return (bitmap[static_cast<std::size_t>(partition >> 3)] & (0x80 >> (partition & 7))) != 0;
    }
};

/// `ns:REGIME,FACTOR,B64,…;ns2:…`. Fails with Protocol.
[[nodiscard]] Result<std::vector<ReplicaClaim>> parseReplicas(QByteArrayView value);

/// The owners of one namespace's partitions. Immutable once part of a map.
class NamespaceTable
{
public:
    explicit NamespaceTable(QByteArray name);

    [[nodiscard]] const QByteArray &name() const noexcept { return m_name; }
    [[nodiscard]] int replicationFactor() const noexcept { return m_replicationFactor; }
    [[nodiscard]] bool isStronglyConsistent() const noexcept { return m_stronglyConsistent; }
    [[nodiscard]] ConsistencyMode mode() const noexcept
    {
        return m_stronglyConsistent ? ConsistencyMode::Sc : ConsistencyMode::Ap;
    }
    /// Levels worth looking at: 1 … maxReplicaLevels.
    [[nodiscard]] int levelCount() const noexcept;
    [[nodiscard]] NodeId owner(int partition, int level = 0) const noexcept
    {
        return m_owners[static_cast<std::size_t>(level)][static_cast<std::size_t>(partition)];
    }
    [[nodiscard]] int masteredPartitions() const noexcept;

private:
    friend class PartitionMapBuilder;
    QByteArray m_name;
    int m_replicationFactor = 1;
    bool m_stronglyConsistent = false;
    std::array<std::array<NodeId, partitionCount>, maxReplicaLevels> m_owners;
    std::array<quint32, partitionCount> m_regimes{};
};

/// Owners of all partitions of all namespaces. Immutable, shared between threads.
class PartitionMap
{
public:
    /// Null for an unknown namespace.
    [[nodiscard]] const NamespaceTable *table(QByteArrayView namespaceName) const noexcept;
    [[nodiscard]] const std::vector<std::shared_ptr<const NamespaceTable>> &tables() const noexcept
    {
        return m_tables;
    }
    /// The node is a master or copy of at least one partition.
    [[nodiscard]] bool mentions(NodeId node) const noexcept;

private:
    friend class PartitionMapBuilder;
    std::vector<std::shared_ptr<const NamespaceTable>> m_tables; // sorted by name
};

/// Merges the claims of the nodes into maps. Used by the tend task alone.
class PartitionMapBuilder
{
public:
    /// Takes a node's whole answer. Per partition a claim of a lower regime is ignored, one of the same or a
    /// higher regime takes the slot; a claim that is missing clears nothing. Returns the nodes that lost a
    /// slot: their own answers are out of date and must be fetched again.
    std::vector<NodeId> merge(NodeId node, const std::vector<ReplicaClaim> &claims);
    /// Empties the slots of a node that left the cluster.
    void removeNode(NodeId node);

    /// The map as of now; the same object as before when nothing changed.
    [[nodiscard]] std::shared_ptr<const PartitionMap> build();

private:
    NamespaceTable &writableTable(const QByteArray &name);

    struct Entry
    {
        std::shared_ptr<NamespaceTable> table;
        bool published = false; // part of a map: copy before writing
    };
    std::vector<Entry> m_entries; // sorted by name
    std::shared_ptr<const PartitionMap> m_built;
};

} // namespace Aeroscope
