// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/encoding/opcode.h"

#include <QtGlobal>

#include <limits>

namespace Aeroscope::Ael {

/// Integers from `low` to `high`, both included; empty when they cross.
struct Interval
{
    static constexpr qint64 least = std::numeric_limits<qint64>::min();
    static constexpr qint64 greatest = std::numeric_limits<qint64>::max();

    qint64 low = least;
    qint64 high = greatest;

    [[nodiscard]] static constexpr Interval empty() noexcept { return {1, 0}; }
    [[nodiscard]] constexpr bool isEmpty() const noexcept { return low > high; }
    /// The count of integers inside less one, of one that is not empty: the full one's does not fit in more.
    [[nodiscard]] constexpr quint64 width() const noexcept { return quint64(high) - quint64(low); }
    [[nodiscard]] constexpr bool isFull() const noexcept { return low == least && high == greatest; }
    [[nodiscard]] constexpr bool contains(qint64 value) const noexcept
    {
        return low <= value && value <= high;
    }
    friend bool operator==(const Interval &, const Interval &) = default;
};

[[nodiscard]] Interval intersection(Interval a, Interval b) noexcept;
/// The smallest interval that holds both.
[[nodiscard]] Interval hull(Interval a, Interval b) noexcept;

/// The x with `x op constant`, or `constant op x` when mirrored; Equal to LessEqual but not NotEqual.
[[nodiscard]] Interval solutions(Opcode comparison, qint64 constant, bool mirrored) noexcept;

/// An interval that holds every x for which `x op constant` lies in `result`, as a server computes it: sums
/// and products wrap around, quotients are cut towards zero, and a division by zero has no result.
[[nodiscard]] Interval preimage(Opcode operation, qint64 constant, Interval result) noexcept;

/// The same for `constant op x`.
[[nodiscard]] Interval mirroredPreimage(Opcode operation, qint64 constant, Interval result) noexcept;

} // namespace Aeroscope::Ael
