// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/task.h"
#include "client/value/error.h"

#include <QByteArray>
#include <QHash>
#include <QList>

#include <memory>
#include <optional>
#include <stop_token>

namespace Aeroscope {

class SessionState;

/// The answer of one node to an info request.
struct NodeInfoAnswer
{
    QByteArray node;
    Result<QByteArray> answer;
};

/// A namespace, over all nodes.
struct NamespaceInfo
{
    QByteArray name{};
    /// Records and tombstones, each counted once (master copies).
    qint64 objects = 0;
    qint64 tombstones = 0;
    /// Records that belong to no set.
    qint64 objectsWithoutSet = 0;
    /// As it is in effect (never above the number of nodes).
    int replicationFactor = 1;
    bool strongConsistency = false;
    /// On at least one node.
    bool stopWrites = false;
    /// Seconds; 0 = records never expire by default.
    qint64 defaultTtl = 0;
    /// Seconds; 0 = expired records are not removed and a TTL is refused (code 22) unless allowed.
    qint64 nsupPeriod = 0;
    bool allowTtlWithoutNsup = false;
    /// Bytes of data on all nodes, copies included; and what is configured for them (0 = unknown).
    qint64 usedBytes = 0;
    qint64 totalBytes = 0;
    /// "memory", "device", "pmem".
    QByteArray storageEngine{};
    /// Partitions that still move (migrate_rx/tx_partitions_remaining, summed).
    qint64 migrationsRemaining = 0;
    /// Every `key=value` of `namespace/<ns>`, by node.
    QHash<QByteArray, QHash<QByteArray, QByteArray>> raw{};
};

/// A set, over all nodes.
struct SetInfo
{
    QByteArray namespaceName{};
    QByteArray name{};
    /// Each record counted once: the copies of all nodes divided by the replication factor in effect.
    qint64 objects = 0;
    qint64 tombstones = 0;
    /// Of all copies.
    qint64 dataBytes = 0;
    int indexes = 0;
    bool truncating = false;
    /// The set has an index of its own (enable-index).
    bool setIndex = false;
    /// Seconds; 0 = the namespace's.
    qint64 defaultTtl = 0;
    qint64 stopWritesCount = 0;
    qint64 stopWritesSize = 0;
};

/// A secondary index, as the nodes agree on it (protocol section 1.4).
struct IndexInfo
{
    enum class Collection { None, List, MapKeys, MapValues };
    enum class State { Building, Ready, Failed };

    QByteArray namespaceName{};
    /// Empty: over records of any set.
    QByteArray setName{};
    QByteArray name{};
    /// Empty for an expression or set index.
    QByteArray bin{};
    /// "numeric", "string", "blob", "geo2dsphere"; empty for a set index.
    QByteArray type{};
    Collection collection = Collection::None;
    /// Packed context list and expression; empty: none.
    QByteArray context{};
    QByteArray expression{};
    State state = State::Building;
    /// The lowest of all nodes, percent.
    int loadPercent = 0;
    /// Of all nodes; -1 = unknown.
    qint64 entries = -1;
    double entriesPerValue = -1;
    double entriesPerRecord = -1;
    qint64 usedBytes = -1;
};

/// A node with what it says of itself.
struct NodeInfo
{
    QByteArray name{};
    QString address{};
    QByteArray build{};
    /// "Aerospike Community Edition".
    QByteArray edition{};
    qint64 uptimeSeconds = 0;
    qint64 clientConnections = 0;
    qint64 objects = 0;
    /// Every `key=value` of `statistics`.
    QHash<QByteArray, QByteArray> statistics{};
};

/// Typed answers of info requests, merged over all nodes. Cheap to copy; every call completes on the calling
/// thread. A call fails when no node answers, or when one that is active does not: a sum with a hole in it
/// would be wrong.
class InfoApi
{
public:
    /// What Session::info() makes.
    explicit InfoApi(std::shared_ptr<const SessionState> session);
    /// Sorted by name.
    [[nodiscard]] QCoro::Task<Result<QList<NamespaceInfo>>> namespaces(std::stop_token stop = {}) const;
    /// Sorted by name; empty namespace name: those of all namespaces.
    [[nodiscard]] QCoro::Task<Result<QList<SetInfo>>> sets(QByteArray namespaceName,
                                                           std::stop_token stop = {}) const;
    /// Sorted by name; empty namespace name: those of all namespaces. Statistics included.
    [[nodiscard]] QCoro::Task<Result<QList<IndexInfo>>> indexes(QByteArray namespaceName,
                                                                std::stop_token stop = {}) const;
    /// Sorted by name.
    [[nodiscard]] QCoro::Task<Result<QList<NodeInfo>>> nodes(std::stop_token stop = {}) const;

private:
    std::shared_ptr<const SessionState> m_session;
};

} // namespace Aeroscope
