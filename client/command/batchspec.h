// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/command/pointspec.h"

#include <chrono>
#include <optional>
#include <vector>

namespace Aeroscope {

/// One verb on some keys, with what the caller said about it. The `key` of the spec is not used.
struct BatchSegment
{
    PointSpec spec{};
    std::vector<Key> keys{};
};

/// Everything the caller said about commands on many records. A value; what is not said comes from the
/// behaviour. Rows are numbered through all segments, from 0 on.
struct BatchSpec
{
    std::vector<BatchSegment> segments{};
    /// For segments without one.
    Predicate defaultPredicate{};
    std::optional<Ttl> defaultTtl{};
    std::optional<bool> defaultDurableDelete{};
    /// Rows of reads whose record is missing or filtered out.
    bool includeMissing = true;
    /// Of the call; default: the longest of its segments.
    std::optional<std::chrono::milliseconds> totalTimeout{};
    std::optional<std::chrono::milliseconds> socketTimeout{};
    std::optional<int> maxRetries{};
    std::optional<int> maxConcurrentNodes{};
};

} // namespace Aeroscope
