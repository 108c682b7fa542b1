// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/packed.h"

#include <QtGlobal>

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>
#include <vector>

/// Sorting and ranking by index. Which of several equal elements an operation means is visible in its answer
/// (their positions differ), so each helper keeps the tie rule of the server, not just the order.
namespace Aeroscope::Demo {

namespace Detail {
template <typename Compare>
void mergeSort(std::vector<quint32> &order, std::vector<quint32> &spare, quint32 from, quint32 count,
               const Compare &compare)
{
    if (count < 2) {
        return;
    }
    const auto half = count / 2;
    mergeSort(order, spare, from, half, compare);
    mergeSort(order, spare, from + half, count - half, compare);
    auto left = from;
    auto right = from + half;
    const auto middle = right;
    const auto end = from + count;
    auto to = from;
    while (left < middle && right < end) {
        spare[to++] =
            compare(order[left], order[right]) == PackedOrder::Greater ? order[right++] : order[left++];
    }
    while (left < middle) {
        spare[to++] = order[left++];
    }
    while (right < end) {
        spare[to++] = order[right++];
    }
    std::copy(spare.begin() + from, spare.begin() + end, order.begin() + from);
}
} // namespace Detail

/// 0 … count-1 in ascending order; equal ones keep theirs. `compare(a, b)` ranks two indexes; it need not be
/// consistent (NaN equals everything), the result is then merely some order.
template <typename Compare>
[[nodiscard]] std::vector<quint32> sortedOrder(quint32 count, const Compare &compare)
{
    std::vector<quint32> order(count);
    std::iota(order.begin(), order.end(), 0U);
    std::vector<quint32> spare(count);
    Detail::mergeSort(order, spare, 0, count, compare);
    return order;
}

/// Indexes picked by rank.
struct RankedPicks
{
    std::vector<quint32> indexes;
    /// True when `indexes` runs from the highest rank to the lowest.
    bool descending = false;
};

/// The indexes whose ranks are first … first+wanted-1 of `count`, found with a binary heap from the nearer
/// end. The tie rule is that of heapsort over the original order; the picks come out far end first.
template <typename Compare>
[[nodiscard]] RankedPicks rankedRange(quint32 count, quint32 first, quint32 wanted, const Compare &compare)
{
    const auto tail = count - first - wanted;
    const bool fromLow = first <= tail;
    const auto better = fromLow ? PackedOrder::Less : PackedOrder::Greater;
    std::vector<quint32> heap(count);
    std::iota(heap.begin(), heap.end(), 0U);
    quint32 filled = count;
    const auto sink = [&](quint32 at) {
        while (true) {
            const auto left = 2 * at + 1;
            const auto right = left + 1;
            if (left >= filled) {
                return;
            }
            auto child = left;
            if (right < filled) {
                const auto order = compare(heap[left], heap[right]);
                if (order != better && order != PackedOrder::Equal) {
                    child = right;
                }
            }
            if (compare(heap[child], heap[at]) != better) {
                return;
            }
            std::swap(heap[at], heap[child]);
            at = child;
        }
    };
    for (auto i = count / 2; i-- > 0;) {
        sink(i);
    }
    const auto taken = wanted + (fromLow ? first : tail);
    RankedPicks picks{.indexes = {}, .descending = fromLow};
    std::vector<quint32> out;
    out.reserve(taken);
    for (quint32 i = 0; i < taken; ++i) {
        out.push_back(heap[0]);
        heap[0] = heap[--filled];
        sink(0);
    }
    picks.indexes.assign(out.rbegin(), out.rbegin() + wanted);
    return picks;
}

/// The index of the element of one rank, found by partitioning around middle pivots. Used by path
/// expressions.
template <typename Compare>
[[nodiscard]] quint32 selectRank(quint32 count, quint32 rank, const Compare &compare)
{
    std::vector<quint32> order(count);
    std::iota(order.begin(), order.end(), 0U);
    if (count < 2) {
        return 0;
    }
    qint64 low = 0;
    qint64 high = qint64{count} - 1;
    const auto at = [&](qint64 i) -> quint32 & { return order[static_cast<size_t>(i)]; };
    while (true) {
        const auto middle = low + (high - low) / 2;
        const auto pivot = at(middle);
        std::swap(at(low), at(middle));
        auto left = low + 1;
        auto right = high;
        while (true) {
            while (left < right && compare(at(left), pivot) == PackedOrder::Less) {
                ++left;
            }
            while (left <= right && right != low && compare(pivot, at(right)) == PackedOrder::Less) {
                --right;
            }
            if (left >= right) {
                break;
            }
            std::swap(at(left++), at(right--));
        }
        std::swap(at(low), at(right));
        if (right == rank) {
            return pivot;
        }
        if (right < rank) {
            low = right + 1;
        } else {
            high = right - 1;
        }
        if (low >= high) {
            return at(low);
        }
    }
}

/// Where a value stands among sorted ones.
struct RankFound
{
    quint32 rank = 0;
    bool found = false;
};

enum class Among : quint8 {
    First, ///< the first of equal elements
    Last,  ///< behind the last of equal elements
    Any,   ///< whichever of equal elements is met first
};

/// Binary search in elements `from` … `count`-1. `compare(i)` ranks the value looked for against element i.
/// The search for a first one ends early at the element that `indexOf(i)` says is number 0: only a wildcard,
/// which equals everything, makes a difference of it.
template <typename Compare, typename IndexOf = std::identity>
[[nodiscard]] RankFound findRank(quint32 from, quint32 count, Among among, const Compare &compare,
                                 const IndexOf &indexOf = {})
{
    RankFound result{.rank = count, .found = false};
    if (from >= count) {
        return result;
    }
    auto low = from;
    auto high = count;
    auto rank = from + (count - from) / 2;
    while (true) {
        auto order = compare(rank);
        if (order == PackedOrder::Equal) {
            result.found = true;
            if (among == Among::Any || (among == Among::First && indexOf(rank) == 0)) {
                break;
            }
            if (among == Among::First) {
                order = PackedOrder::Less;
            } else {
                if (rank == high - 1) {
                    ++rank;
                    break;
                }
                order = PackedOrder::Greater;
            }
        }
        if (order == PackedOrder::Greater) {
            if (rank >= high - 1) {
                ++rank;
                break;
            }
            low = rank + (result.found ? 0 : 1);
            rank = (rank + high) / 2;
        } else {
            if (rank == low) {
                break;
            }
            high = rank;
            rank = (rank + low) / 2;
        }
    }
    result.rank = rank;
    return result;
}

} // namespace Aeroscope::Demo
