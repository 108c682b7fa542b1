// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

#include <optional>

namespace Aeroscope {

/// One node as the last tend saw it.
struct NodeSnapshot
{
    /// Upper-case hex id ("BB9020011AC4202").
    QByteArray name{};
    /// "host:port" in use; and the host's TLS name.
    QString address{};
    /// See address.
    QString tlsName{};
    /// "8.1.2.0".
    QByteArray build{};
    /// It takes part and answered the last tend.
    bool active = false;
    /// Tends in a row that failed.
    int failures = 0;
    /// Why the last tend failed, if it did.
    std::optional<Error> lastError{};
    /// Namespace -> rack id; empty unless racks are preferred.
    QHash<QByteArray, int> racks{};
    /// Open sockets over all I/O threads, and how many of them are idle in a pool.
    int connections = 0;
    /// See connections.
    int idleConnections = 0;
    /// The circuit breaker is open: commands fail at once until the window ends.
    bool breakerOpen = false;
};

/// What the partition map knows of a namespace.
struct NamespaceCoverage
{
    /// Exact bytes.
    QByteArray name{};
    /// By the regime of the partition map (protocol section 4.3).
    bool strongConsistency = false;
    /// Copies of each partition, the master's included.
    int replicationFactor = 1;
    /// Of 4096: partitions whose master is a known, active node.
    int partitionsWithMaster = 0;
};

/// The cluster at one moment. A value.
struct ClusterSnapshot
{
    /// How well the cluster can be reached.
    enum class State {
        Connecting,   ///< never had a node yet
        Connected,    ///< at least one node answers and every partition has a master
        Partial,      ///< some node fails or some partition has no master
        Disconnected, ///< no node answers; the seeds are tried
        Closed,
    };

    /// Over all nodes.
    State state = State::Closed;
    /// The one that was asked for; empty: any.
    QString clusterName{};
    /// Sorted by name.
    QList<NodeSnapshot> nodes{};
    /// Those of the partition map.
    QList<NamespaceCoverage> namespaces{};
    /// Grows with every change of nodes or partitions.
    quint64 epoch = 0;
    /// What keeps the cluster from being reached or complete.
    std::optional<Error> lastError{};

    /// By its name; null when there is none.
    [[nodiscard]] const NodeSnapshot *node(QByteArrayView name) const noexcept;
    /// At least one node answers.
    [[nodiscard]] bool isUsable() const noexcept
    {
        return state == State::Connected || state == State::Partial;
    }
};

} // namespace Aeroscope
