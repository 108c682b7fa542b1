// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/node.h"
#include "client/cluster/partitionmap.h"

#include <QHash>
#include <QList>

#include <algorithm>
#include <memory>
#include <vector>

namespace Aeroscope {

/// Nodes and partitions at one moment, as commands see them. Immutable, shared between threads; each I/O
/// thread keeps a pointer of its own and takes the next one when the cluster's epoch moved.
class ClusterView
{
public:
    struct Member
    {
        NodePtr node;
        /// Namespace -> rack; empty unless racks are preferred.
        QHash<QByteArray, int> racks;
    };

    ClusterView(quint64 epoch, std::vector<Member> members, std::shared_ptr<const PartitionMap> map,
                QList<int> preferredRacks)
        : m_epoch(epoch)
        , m_members(std::move(members))
        , m_map(std::move(map))
        , m_preferredRacks(std::move(preferredRacks))
    {
        std::ranges::sort(m_members, {}, [](const Member &member) { return member.node->id(); });
    }

    [[nodiscard]] quint64 epoch() const noexcept { return m_epoch; }
    /// Sorted by node id.
    [[nodiscard]] const std::vector<Member> &members() const noexcept { return m_members; }
    [[nodiscard]] const PartitionMap &map() const noexcept { return *m_map; }
    [[nodiscard]] const QList<int> &preferredRacks() const noexcept { return m_preferredRacks; }

    /// Index in members(), -1 = not a member.
    [[nodiscard]] int indexOf(NodeId id) const noexcept
    {
        const auto at = std::ranges::lower_bound(m_members, id, {},
                                                 [](const Member &member) { return member.node->id(); });
        return at == m_members.end() || at->node->id() != id ? -1 : static_cast<int>(at - m_members.begin());
    }

    /// The lowest version in the cluster; {} without nodes.
    [[nodiscard]] ServerVersion oldestVersion() const noexcept
    {
        ServerVersion oldest;
        for (const Member &member : m_members) {
            if (&member == &m_members.front() || member.node->version() < oldest)
                oldest = member.node->version();
        }
        return oldest;
    }

private:
    quint64 m_epoch;
    std::vector<Member> m_members;
    std::shared_ptr<const PartitionMap> m_map;
    QList<int> m_preferredRacks;
};
using ClusterViewPtr = std::shared_ptr<const ClusterView>;

/// Answers chooseReplica()'s questions from a view, for one namespace. Used on the spot.
class ViewTraits
{
public:
    ViewTraits(const ClusterView &view, const QByteArray &namespaceName) noexcept
        : m_view(view)
        , m_namespace(namespaceName)
    {}
    [[nodiscard]] bool isActive(NodeId id) const noexcept
    {
        const int index = m_view.indexOf(id);
        return index >= 0 && m_view.members()[static_cast<std::size_t>(index)].node->isActive();
    }
    [[nodiscard]] bool isOnRack(NodeId id, int rack) const noexcept
    {
        const int index = m_view.indexOf(id);
        return index >= 0 &&
               m_view.members()[static_cast<std::size_t>(index)].racks.value(m_namespace, -1) == rack;
    }
    [[nodiscard]] const QList<int> &racks() const noexcept { return m_view.preferredRacks(); }

private:
    const ClusterView &m_view;
    const QByteArray &m_namespace;
};

} // namespace Aeroscope
