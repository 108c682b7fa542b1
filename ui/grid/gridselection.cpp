// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/gridselection.h"

#include <algorithm>

namespace Aeroscope::Ui {

void RowRanges::set(qint64 first, qint64 last)
{
    m_ranges.assign(1, {qMin(first, last), qMax(first, last)});
}

void RowRanges::add(qint64 first, qint64 last)
{
    Range wide{qMin(first, last), qMax(first, last)};
    std::vector<Range> next;
    next.reserve(m_ranges.size() + 1);
    for (const Range &range : m_ranges) {
        if (range.last + 1 < wide.first || wide.last + 1 < range.first)
            next.push_back(range);
        else
            wide = {qMin(range.first, wide.first), qMax(range.last, wide.last)};
    }
    next.insert(std::ranges::upper_bound(next, wide.first, {}, &Range::first), wide);
    m_ranges = std::move(next);
}

void RowRanges::remove(qint64 first, qint64 last)
{
    std::vector<Range> next;
    next.reserve(m_ranges.size() + 1);
    for (const Range &range : m_ranges) {
        if (range.last < first || range.first > last) {
            next.push_back(range);
            continue;
        }
        if (range.first < first)
            next.push_back({range.first, first - 1});
        if (range.last > last)
            next.push_back({last + 1, range.last});
    }
    m_ranges = std::move(next);
}

void RowRanges::toggle(qint64 row)
{
    if (contains(row))
        remove(row, row);
    else
        add(row, row);
}

bool RowRanges::contains(qint64 row) const
{
    const auto it = std::ranges::upper_bound(m_ranges, row, {}, &Range::first);
    return it != m_ranges.begin() && std::prev(it)->last >= row;
}

qint64 RowRanges::count() const
{
    qint64 sum = 0;
    for (const Range &range : m_ranges)
        sum += range.last - range.first + 1;
    return sum;
}

} // namespace Aeroscope::Ui
