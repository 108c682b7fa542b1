// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/value.h"

#include <algorithm>
#include <iterator>

namespace Aeroscope::Naive {

/// How two values compare on the server (protocol section 8.1).
struct Comparison
{
    /// Negative, zero or positive.
    int sign = 0;
    /// A map without key order was met before the outcome was settled; expressions answer unknown then.
    bool metUnorderedMap = false;
};

/// Compares element by element: a wildcard on either side ends the comparison as equal, NaN equals every
/// double, maps compare their pairs as they are stored.
[[nodiscard]] Comparison compare(const Value &a, const Value &b);

[[nodiscard]] inline bool isLess(const Value &a, const Value &b)
{
    return compare(a, b).sign < 0;
}
[[nodiscard]] inline bool isSame(const Value &a, const Value &b)
{
    return compare(a, b).sign == 0;
}

/// Sorts by insertion, so that equal elements keep their order (std::stable_sort of this standard library
/// warns).
template <typename Sequence, typename Less>
void sortKeepingOrder(Sequence &sequence, Less less)
{
    for (auto end = sequence.begin(); end != sequence.end(); ++end)
        std::rotate(std::upper_bound(sequence.begin(), end, *end, less), end, std::next(end));
}

/// The value as a node keeps it after a whole-bin write: the pairs of maps without order sorted by key, at
/// every depth.
[[nodiscard]] Value storedForm(const Value &value);

} // namespace Aeroscope::Naive
