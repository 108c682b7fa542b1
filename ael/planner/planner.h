// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/indexplan.h"
#include "ael/syntax/node.h"

namespace Aeroscope::Ael {

/// Chooses an index for a checked tree; `expression` is its encoding.
[[nodiscard]] IndexPlan planIndexes(const Node *root, const Expression &expression, const QueryScope &scope,
                                    const QList<IndexInfo> &indexes, const IndexHint &hint);

} // namespace Aeroscope::Ael
