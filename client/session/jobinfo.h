// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QHash>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>

namespace Aeroscope {

/// What one node says of a query that it runs or has run (`query-show`, protocol section 1.3). A value.
struct NodeJob
{
    /// What it does with the records.
    enum class Kind {
        Basic,                ///< records to a client
        Aggregation,          ///< a stream UDF
        BackgroundUdf,        ///< a UDF on every record
        BackgroundOperations, ///< operations on every record
        Other,
    };
    /// Whether the node is still at it.
    enum class State { Active, Done };

    /// Name of the node.
    QByteArray node{};
    /// The task id that its client chose.
    quint64 id = 0;
    /// Of the records.
    QByteArray namespaceName{};
    /// Empty: no set was named.
    QByteArray setName{};
    /// Empty: a scan.
    QByteArray indexName{};
    /// What it does.
    Kind kind = Kind::Other;
    /// Of this node.
    State state = State::Active;
    /// Of a job that is done: "ok", "user-aborted", "abandoned-unknown" … Server text, untrusted.
    QByteArray outcome{};
    /// 0 … 100.
    double progressPercent = 0;
    /// So far, or in all.
    std::chrono::milliseconds runTime{0};
    /// Null while it is active.
    std::optional<std::chrono::milliseconds> sinceDone{};
    /// Records per second that it may read; 0 = no limit.
    qint64 recordsPerSecond = 0;
    /// Sent, or changed.
    qint64 recordsSucceeded = 0;
    /// That could not be read or changed.
    qint64 recordsFailed = 0;
    /// Left out by the filter, looking at metadata alone or at bins.
    qint64 recordsFiltered = 0;
    /// Times it had to wait for recordsPerSecond.
    qint64 recordsThrottled = 0;
    /// Bytes sent to the client.
    qint64 networkBytes = 0;
    /// Of the server, at work on it now.
    int activeThreads = 0;
    /// "127.0.0.1:44444": who asked.
    QString from{};
    /// Every `key=value` of the item.
    QHash<QByteArray, QByteArray> raw{};
};

/// A query over all nodes: what has the same id is one job. Background jobs have one id on all nodes; of the
/// queries of this client each node has its own.
struct JobInfo
{
    /// See NodeJob::id.
    quint64 id = 0;
    /// Of the records.
    QByteArray namespaceName{};
    /// Empty: no set was named.
    QByteArray setName{};
    /// Empty: a scan.
    QByteArray indexName{};
    /// What it does.
    NodeJob::Kind kind = NodeJob::Kind::Other;
    /// Active as long as one node is at it.
    NodeJob::State state = NodeJob::State::Done;
    /// "ok" when all nodes say so, else the first other outcome; empty while it is active.
    QByteArray outcome{};
    /// The mean of the nodes, 0 … 100.
    double progressPercent = 0;
    /// The longest.
    std::chrono::milliseconds runTime{0};
    /// Since the last node was done; null while it is active.
    std::optional<std::chrono::milliseconds> sinceDone{};
    /// Sums.
    qint64 recordsSucceeded = 0;
    /// See recordsSucceeded.
    qint64 recordsFailed = 0;
    /// See recordsSucceeded.
    qint64 recordsFiltered = 0;
    /// See recordsSucceeded.
    qint64 networkBytes = 0;
    /// Who asked, as the first node says it.
    QString from{};
    /// Sorted by name of the node.
    QList<NodeJob> nodes{};
};

/// The value of `query-show`, in its order. What a server leaves out keeps its default. Fails with Protocol
/// for an item without id, with the server's error when the value is one.
[[nodiscard]] Result<QList<NodeJob>> parseJobs(QByteArrayView value, const QByteArray &node);

/// Active ones first, then the latest to end; equal ones by id.
[[nodiscard]] QList<JobInfo> mergeJobs(const QList<NodeJob> &jobs);

} // namespace Aeroscope
