// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/task.h"
#include "client/session/jobinfo.h"
#include "client/session/latencyinfo.h"
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
    /// Its name.
    QByteArray node;
    /// Verbatim, or why there is none.
    Result<QByteArray> answer;
};

/// A namespace, over all nodes.
struct NamespaceInfo
{
    /// Exact bytes.
    QByteArray name{};
    /// Records and tombstones, each counted once (master copies).
    qint64 objects = 0;
    /// See objects.
    qint64 tombstones = 0;
    /// Records that belong to no set.
    qint64 objectsWithoutSet = 0;
    /// As it is in effect (never above the number of nodes).
    int replicationFactor = 1;
    /// What `strong-consistency` says; the same on all nodes.
    bool strongConsistency = false;
    /// On at least one node.
    bool stopWrites = false;
    /// Seconds; 0 = records never expire by default.
    qint64 defaultTtl = 0;
    /// Seconds; 0 = expired records are not removed and a TTL is refused (code 22) unless allowed.
    qint64 nsupPeriod = 0;
    /// A TTL may be written although nothing removes expired records.
    bool allowTtlWithoutNsup = false;
    /// Bytes of data on all nodes, copies included; and what is configured for them (0 = unknown).
    qint64 usedBytes = 0;
    /// See usedBytes.
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
    /// The namespace the set lies in.
    QByteArray namespaceName{};
    /// Exact bytes.
    QByteArray name{};
    /// Each record counted once: the copies of all nodes divided by the replication factor in effect.
    qint64 objects = 0;
    /// Counted the same way.
    qint64 tombstones = 0;
    /// Of all copies.
    qint64 dataBytes = 0;
    /// Secondary indexes over the set.
    int indexes = 0;
    /// A truncation is under way on at least one node.
    bool truncating = false;
    /// The set has an index of its own (enable-index).
    bool setIndex = false;
    /// Seconds; 0 = the namespace's.
    qint64 defaultTtl = 0;
    /// Records from which on writes to the set are refused; 0 = no limit.
    qint64 stopWritesCount = 0;
    /// Bytes from which on writes to the set are refused; 0 = no limit.
    qint64 stopWritesSize = 0;
    /// Every `key=value` of the set's item in `sets`, by node; a node without records of it has none.
    QHash<QByteArray, QHash<QByteArray, QByteArray>> raw{};
};

/// A secondary index, as the nodes agree on it (protocol section 1.4).
struct IndexInfo
{
    /// What of a bin it holds: the value itself, or the elements, keys or values in it.
    enum class Collection { None, List, MapKeys, MapValues };
    /// Ready only when every node has built it.
    enum class State { Building, Ready, Failed };

    /// Of the records.
    QByteArray namespaceName{};
    /// Empty: over records of any set.
    QByteArray setName{};
    /// Unique in its namespace.
    QByteArray name{};
    /// Empty for an expression or set index.
    QByteArray bin{};
    /// "numeric", "string", "blob", "geo2dsphere"; empty for a set index.
    QByteArray type{};
    /// What of the bin it holds.
    Collection collection = Collection::None;
    /// Packed context list and expression; empty: none.
    QByteArray context{};
    /// Packed, of an index over an expression (server 8.1).
    QByteArray expression{};
    /// Over all nodes.
    State state = State::Building;
    /// The lowest of all nodes, percent.
    int loadPercent = 0;
    /// Each counted once: the entries of all nodes divided by the replication factor in effect; -1 = unknown.
    qint64 entries = -1;
    /// Entries of all nodes, each counted once, for one value of the bin: the smaller, the more selective;
    /// -1 = unknown. The nodes tell how many values each of them has; that all have the same ones is assumed,
    /// so a bin whose values are unique seems to have up to as many entries per value as there are nodes.
    double entriesPerValue = -1;
    /// The mean of the nodes; -1 = unknown.
    double entriesPerRecord = -1;
    /// Of all copies; -1 = unknown.
    qint64 usedBytes = -1;
    /// Every `key=value` of the index's item in `sindex-list` and of its `sindex-stat`, by node.
    QHash<QByteArray, QHash<QByteArray, QByteArray>> raw{};
};

/// A node with what it says of itself.
struct NodeInfo
{
    /// Sixteen hexadecimal digits or a configured name.
    QByteArray name{};
    /// At which this client reaches it, with its port.
    QString address{};
    /// Version of the server.
    QByteArray build{};
    /// "Aerospike Community Edition".
    QByteArray edition{};
    /// Since it was started.
    qint64 uptimeSeconds = 0;
    /// Open client connections.
    qint64 clientConnections = 0;
    /// Records it holds, copies included.
    qint64 objects = 0;
    /// Every `key=value` of `statistics`.
    QHash<QByteArray, QByteArray> statistics{};
};

/// What the nodes count, side by side and over all of them.
struct StatisticsInfo
{
    /// The key that the nodes agree on; empty when they do not, as while a node joins.
    QByteArray clusterKey{};
    /// All nodes name the same cluster key and count as many nodes as there are.
    bool isWhole = false;
    /// Records and tombstones, all copies.
    qint64 objects = 0;
    /// See objects.
    qint64 tombstones = 0;
    /// Open client connections of all nodes together.
    qint64 clientConnections = 0;
    /// Of the node that was started last.
    qint64 uptimeSeconds = 0;
    /// Partitions that still move.
    qint64 migrationsRemaining = 0;
    /// Every `key=value` of `statistics`: name of the statistic, then of the node.
    QHash<QByteArray, QHash<QByteArray, QByteArray>> values{};

    /// The sum of a statistic over the nodes that have it; null when none has, or one of them is no integer.
    [[nodiscard]] std::optional<qint64> total(const QByteArray &name) const;
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
    /// The same as the cluster's index monitor has it, without asking any node if it asked within the last
    /// SystemSettings::indexRefreshInterval or keeps asking; see IndexMonitor.
    [[nodiscard]] QCoro::Task<Result<QList<IndexInfo>>> knownIndexes(QByteArray namespaceName,
                                                                     std::stop_token stop = {}) const;
    /// Sorted by name.
    [[nodiscard]] QCoro::Task<Result<QList<NodeInfo>>> nodes(std::stop_token stop = {}) const;
    /// What nodes() asks, merged.
    [[nodiscard]] QCoro::Task<Result<StatisticsInfo>> statistics(std::stop_token stop = {}) const;
    /// Queries that run, and those that a server still remembers (its configuration query-max-done, 100 on
    /// each node); in the order of mergeJobs().
    [[nodiscard]] QCoro::Task<Result<QList<JobInfo>>> jobs(std::stop_token stop = {}) const;
    /// How long operations take on the servers, in the order of mergeLatencies(). What nobody has done yet,
    /// and histograms that are switched off, are missing.
    [[nodiscard]] QCoro::Task<Result<QList<LatencyInfo>>> latencies(std::stop_token stop = {}) const;

private:
    std::shared_ptr<const SessionState> m_session;
};

} // namespace Aeroscope
