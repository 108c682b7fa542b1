// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/indexplan.h"
#include "client/session/dataset.h"
#include "client/session/infoapi.h"

#include <QByteArray>
#include <QList>

namespace Aeroscope {

/// What a planner may choose from for a query of one data set, whoever plans: a query that is run and a
/// window that tells beforehand must come to the same.
struct PlannerIndexes
{
    /// Those that can serve such a query.
    QList<Ael::IndexInfo> usable{};
    /// Names of indexes over the whole namespace, which a query of one set cannot use: a server takes an
    /// index only when both are about the same set, or both about none (protocol section 7.3).
    QList<QByteArray> tooWide{};
};

/// Sorts the known indexes. Those of other namespaces, and set indexes, which answer no predicate, are in
/// neither list.
[[nodiscard]] PlannerIndexes plannerIndexes(const QList<IndexInfo> &known, const DataSet &dataset);

} // namespace Aeroscope
