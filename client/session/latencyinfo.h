// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace Aeroscope {

/// One histogram of one node (`latencies`, protocol section 1.3), over the server's last slice of ten
/// seconds. A value.
struct NodeLatency
{
    /// In what times are counted.
    enum class Unit { Milliseconds, Microseconds };

    /// Name of the node.
    QByteArray node{};
    /// "{test}-read", "batch-index".
    QByteArray histogram{};
    /// Of percentSlower.
    Unit unit = Unit::Milliseconds;
    /// Over that slice.
    double operationsPerSecond = 0;
    /// Percent of the operations that took longer than 1, 2, 4 … units: entry n is for 2^n.
    QList<double> percentSlower{};
};

/// A histogram over all nodes.
struct LatencyInfo
{
    /// See NodeLatency::histogram.
    QByteArray histogram{};
    /// Empty for what belongs to no namespace.
    QByteArray namespaceName{};
    /// "read", "write", "pi-query", "batch-index" …
    QByteArray operation{};
    /// Of percentSlower.
    NodeLatency::Unit unit = NodeLatency::Unit::Milliseconds;
    /// The sum.
    double operationsPerSecond = 0;
    /// The mean of the nodes, each by its share of the operations; the worst of them when there were none.
    QList<double> percentSlower{};
    /// Sorted by name of the node.
    QList<NodeLatency> nodes{};
};

/// The value of `latencies`, in its order. Histograms that were never used have no values and are left out.
/// Fails with Protocol for what is no such list, with the server's error when the value is one.
[[nodiscard]] Result<QList<NodeLatency>> parseLatencies(QByteArrayView value, const QByteArray &node);

/// Sorted by namespace and operation. Nodes that count in different units are kept apart.
[[nodiscard]] QList<LatencyInfo> mergeLatencies(const QList<NodeLatency> &latencies);

} // namespace Aeroscope
