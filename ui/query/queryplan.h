// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/indexplan.h"
#include "ui/connections/connection.h"

#include <QString>

namespace Aeroscope::Ui {

/// The line between editor and rows.
struct PlanLine
{
    QString pill{};  ///< "index age_idx", or the place that is read
    QString what{};  ///< "age 26 … max, then filter"
    QString facts{}; ///< "est. 1.2 M of 84 M records · ≈ 10 min at 2 000 rps"
};

/// What the catalog says about the data set; -1: not known.
[[nodiscard]] qint64 knownRecords(const ClusterCatalog &catalog, const DataSet &dataset);

/// Records that are to be looked at: those that the index gives, or all; -1: not known.
[[nodiscard]] qint64 recordsToRead(const Ael::IndexPlan &plan, qint64 records);

enum class FilterState { Blank, Faulty, Valid };

/// `place` is the data set in words. No estimate where it is not known, and nothing but the place for a
/// filter that cannot run.
[[nodiscard]] PlanLine planLine(const Ael::IndexPlan &plan, const QString &place, FilterState filter,
                                qint64 records, quint32 recordsPerSecond, qsizetype nodes);

/// Range or value that an index is asked for: "22 … 40", "\"US\"".
[[nodiscard]] QString rangeText(const Value &begin, const Value &end);

/// Why an index was chosen or not.
[[nodiscard]] QString verdictText(Ael::IndexVerdict verdict);

} // namespace Aeroscope::Ui
