// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/topology.h"

#include <algorithm>

namespace Aeroscope::Demo {

namespace {

quint64 mix(quint64 x) noexcept
{
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

/// The nodes in the order in which they take a partition.
std::vector<int> succession(const std::vector<int> &members, int partition)
{
    std::vector<int> order = members;
    std::sort(order.begin(), order.end(), [partition](int a, int b) {
        const auto weight = [partition](int node) {
            return mix(static_cast<quint64>(partition) << 8 | static_cast<quint64>(node));
        };
        return weight(a) > weight(b);
    });
    return order;
}

} // namespace

bool ClusterView::holds(int partition) const noexcept
{
    return std::any_of(owners.begin(), owners.end(),
                       [&](const auto &level) { return level[static_cast<size_t>(partition)] == self; });
}

Topology::Topology(std::vector<NodeAddress> nodes, int replicationFactor)
    : m_nodes(std::move(nodes))
    , m_running(m_nodes.size(), true)
    , m_isolated(m_nodes.size(), false)
    , m_views(m_nodes.size())
    , m_replicationFactor(replicationFactor)
{
    recompute();
}

std::shared_ptr<const ClusterView> Topology::view(int node) const
{
    const std::lock_guard lock(m_mutex);
    return m_views[static_cast<size_t>(node)];
}

NodeAddress Topology::node(int index) const
{
    const std::lock_guard lock(m_mutex);
    return m_nodes[static_cast<size_t>(index)];
}

void Topology::setPorts(int node, quint16 port, quint16 tlsPort)
{
    const std::lock_guard lock(m_mutex);
    NodeAddress &address = m_nodes[static_cast<size_t>(node)];
    address.port = port;
    address.tlsPort = tlsPort;
}

void Topology::setRunning(int node, bool running)
{
    const std::lock_guard lock(m_mutex);
    m_running[static_cast<size_t>(node)] = running;
    recompute();
}

void Topology::setIsolated(int node, bool isolated)
{
    const std::lock_guard lock(m_mutex);
    m_isolated[static_cast<size_t>(node)] = isolated;
    recompute();
}

void Topology::setRack(int node, int rack)
{
    const std::lock_guard lock(m_mutex);
    m_nodes[static_cast<size_t>(node)].rack = rack;
    for (auto &view : m_views) {
        auto changed = std::make_shared<ClusterView>(*view);
        ++changed->rebalanceGeneration;
        view = std::move(changed);
    }
}

void Topology::recompute()
{
    for (int self = 0; self < nodeCount(); ++self) {
        const auto at = static_cast<size_t>(self);
        std::vector<int> members;
        for (int node = 0; node < nodeCount(); ++node) {
            const auto other = static_cast<size_t>(node);
            const bool together = node == self || (!m_isolated[at] && !m_isolated[other]);
            if (together && m_running[other])
                members.push_back(node);
        }
        if (members.empty())
            members.push_back(self);
        const ClusterView *before = m_views[at].get();
        if (before && before->members == members)
            continue;
        auto view = std::make_shared<ClusterView>();
        view->self = self;
        view->changedAt.assign(m_nodes.size(), 0);
        if (before) {
            view->changedAt = before->changedAt;
            view->partitionGeneration = before->partitionGeneration + 1;
            view->rebalanceGeneration = before->rebalanceGeneration + 1;
            view->peersGeneration = before->peersGeneration + 1;
            for (int node = 0; node < nodeCount(); ++node) {
                const bool was = std::binary_search(before->members.begin(), before->members.end(), node);
                if (was != std::binary_search(members.begin(), members.end(), node))
                    view->changedAt[static_cast<size_t>(node)] = view->peersGeneration;
            }
        } else if (nodeCount() > 1) {
            // A fresh single node has had no peers and no rebalance; a node in a cluster has.
            view->partitionGeneration = 1;
            view->peersGeneration = 1;
            view->changedAt.assign(m_nodes.size(), 1);
        }
        quint64 key = 0;
        for (const int node : members)
            key = mix(key ^ static_cast<quint64>(node + 1));
        view->clusterKey = (key >> 16) | 1;
        view->replicationFactor = std::min(m_replicationFactor, static_cast<int>(members.size()));
        view->owners.resize(static_cast<size_t>(view->replicationFactor));
        for (int p = 0; p < partitionCount; ++p) {
            const std::vector<int> order = succession(members, p);
            for (size_t level = 0; level < view->owners.size(); ++level)
                view->owners[level][static_cast<size_t>(p)] = static_cast<qint8>(order[level]);
        }
        view->members = std::move(members);
        m_views[at] = std::move(view);
    }
}

} // namespace Aeroscope::Demo
