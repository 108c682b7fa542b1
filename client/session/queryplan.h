// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace Aeroscope {

/// How a query over a data set would run now: what SetQuery::explain() tells. A value.
struct QueryPlan
{
    /// Over the entries of one secondary index; false: over every record of the data set.
    bool usesIndex = false;
    /// The index; empty without one.
    QByteArray indexName{};
    /// Records that the index gives before the filter, and records in the data set, where known.
    std::optional<double> estimatedRecords{};
    /// See estimatedRecords.
    std::optional<double> totalRecords{};
    /// A line of plain English for the plan and one for each index that was looked at, with the reason why it
    /// is, or is not, the one.
    QString text{};
};

} // namespace Aeroscope
