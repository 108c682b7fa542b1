// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/key.h"

#include <QByteArray>

#include <array>
#include <memory>
#include <mutex>
#include <vector>

namespace Aeroscope::Demo {

/// One node as the others see it.
struct NodeAddress
{
    QByteArray id; ///< upper-case hex without leading zero
    QByteArray host = "127.0.0.1";
    quint16 port = 0;
    quint16 tlsPort = 0;
    QByteArray alternateHost; ///< empty: the node has no alternate address; the ports are the same there
    int rack = 0;
};

/// What one node believes of the cluster. Immutable.
struct ClusterView
{
    int self = 0;
    std::vector<int> members; ///< node indexes, self included, ascending
    quint32 partitionGeneration = 0;
    quint32 rebalanceGeneration = 1;
    quint32 peersGeneration = 0;
    quint64 clusterKey = 0;
    int replicationFactor = 1;
    /// owner[level][partition]: index of the node that is replica `level`; level 0 is the master.
    std::vector<std::array<qint8, partitionCount>> owners;
    /// Peers generation at which each node last came or went, by node index; 0 = never.
    std::vector<quint32> changedAt;

    [[nodiscard]] bool isMaster(int partition) const noexcept
    {
        return owners[0][static_cast<size_t>(partition)] == self;
    }
    /// Is this node a replica of the partition at any level?
    [[nodiscard]] bool holds(int partition) const noexcept;
};

/// Who is in the cluster and who owns which partition. Partitions are spread by hashing node and partition,
/// so a node that comes or goes moves only its own share. Thread-safe.
class Topology
{
public:
    Topology(std::vector<NodeAddress> nodes, int replicationFactor);

    [[nodiscard]] std::shared_ptr<const ClusterView> view(int node) const;
    [[nodiscard]] int nodeCount() const noexcept { return static_cast<int>(m_nodes.size()); }
    [[nodiscard]] NodeAddress node(int index) const;

    void setPorts(int node, quint16 port, quint16 tlsPort);
    /// A node that is down is in nobody's view.
    void setRunning(int node, bool running);
    /// An isolated node runs, but sees only itself, and the others do not see it.
    void setIsolated(int node, bool isolated);
    void setRack(int node, int rack);

private:
    void recompute();

    mutable std::mutex m_mutex;
    std::vector<NodeAddress> m_nodes;
    std::vector<bool> m_running;
    std::vector<bool> m_isolated;
    std::vector<std::shared_ptr<const ClusterView>> m_views;
    int m_replicationFactor;
};

} // namespace Aeroscope::Demo
