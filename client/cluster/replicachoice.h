// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/partitionmap.h"
#include "client/policy/settings.h"

#include <QList>

#include <concepts>

namespace Aeroscope {

/// Where a command stands in its walk over the copies of a partition (protocol section 4.4). A value, one per
/// command, or one per partition in a query.
struct ReplicaCursor
{
    int index = 0;
    /// The node that just failed, for Replica::PreferRack.
    NodeId failed = noNode;
};

/// What the choice needs to know of nodes.
template <class T>
concept ReplicaTraits = requires(const T &traits, NodeId node, int rack) {
    { traits.isActive(node) } -> std::convertible_to<bool>;
    { traits.isOnRack(node, rack) } -> std::convertible_to<bool>;
    { traits.racks() } -> std::convertible_to<const QList<int> &>; // wanted, in order of preference
};

/// The policy that a command really uses: reads of strongly consistent namespaces and writes are more
/// restricted.
[[nodiscard]] constexpr Replica effectiveReplica(Replica wanted, bool write, ConsistencyMode mode,
                                                 ReadModeSc readMode) noexcept
{
    if (write)
        return wanted == Replica::Master || wanted == Replica::Random ? wanted : Replica::Sequence;
    if (mode == ConsistencyMode::Sc) {
        if (readMode == ReadModeSc::Session)
            return Replica::Master;
        if (readMode == ReadModeSc::Linearize && wanted == Replica::PreferRack)
            return Replica::Sequence;
    }
    return wanted;
}

namespace Detail {

template <class Take>
NodeId findReplica(const NamespaceTable &table, int partition, int firstLevel, Take &&take)
{
    const int levels = table.levelCount();
    for (int tried = 0; tried < levels; ++tried) {
        const NodeId node = table.owner(partition, (firstLevel + tried) % levels);
        if (node != noNode && take(node))
            return node;
    }
    return noNode;
}

} // namespace Detail

/// The node to ask for a partition, or noNode when no copy is on an active node. Sequence steps over inactive
/// copies and leaves the cursor on the one it took, so that a retry that advances it goes on from there.
template <ReplicaTraits Traits>
[[nodiscard]] NodeId chooseReplica(const NamespaceTable &table, int partition, Replica replica,
                                   ReplicaCursor &cursor, const Traits &traits)
{
    switch (replica) {
    case Replica::Master: {
        const NodeId node = table.owner(partition, 0);
        return node != noNode && traits.isActive(node) ? node : noNode;
    }
    case Replica::PreferRack: {
        for (const int rack : traits.racks()) {
            const NodeId node = Detail::findReplica(table, partition, cursor.index, [&](NodeId candidate) {
                return candidate != cursor.failed && traits.isActive(candidate) &&
                       traits.isOnRack(candidate, rack);
            });
            if (node != noNode)
                return node;
        }
        const NodeId elsewhere = Detail::findReplica(table, partition, cursor.index, [&](NodeId candidate) {
            return candidate != cursor.failed && traits.isActive(candidate);
        });
        if (elsewhere != noNode)
            return elsewhere;
        return Detail::findReplica(table, partition, cursor.index,
                                   [&](NodeId candidate) { return traits.isActive(candidate); });
    }
    case Replica::Any:
    case Replica::Random:
    case Replica::Sequence: {
        const int levels = table.levelCount();
        for (int tried = 0; tried < levels; ++tried, ++cursor.index) {
            const NodeId node = table.owner(partition, cursor.index % levels);
            if (node != noNode && traits.isActive(node))
                return node;
        }
        return noNode;
    }
    }
    return noNode;
}

} // namespace Aeroscope
