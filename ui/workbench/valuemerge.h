// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/record.h"
#include "ui/workbench/valuepath.h"

#include <optional>
#include <vector>

namespace Aeroscope::Workbench {

/// A place that both sides changed, each to something else. Nothing stands for absent.
struct MergeConflict
{
    /// Indexes of lists are those of `base`.
    ValuePath path{};
    std::optional<Value> base{};
    std::optional<Value> mine{};
    std::optional<Value> theirs{};
    friend bool operator==(const MergeConflict &, const MergeConflict &) = default;
};

struct ValueMerge
{
    /// At a conflict, what `mine` says.
    std::optional<Value> value{};
    std::vector<MergeConflict> conflicts{};
};

/// Brings two changes of one value together: what only one side touched (bin, list element, map entry, at any
/// depth) is taken from it. Elements that both sides insert at the same place of a list are a conflict, for
/// their order is nobody's to guess. `path` is where the value stands.
[[nodiscard]] ValueMerge merged(const ValuePath &path, const std::optional<Value> &base,
                                const std::optional<Value> &mine, const std::optional<Value> &theirs);

} // namespace Aeroscope::Workbench
