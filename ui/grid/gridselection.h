// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtGlobal>

#include <utility>
#include <vector>

namespace Aeroscope::Ui {

/// A set of rows as ranges: selecting ten million rows costs one entry.
class RowRanges
{
public:
    struct Range
    {
        qint64 first = 0;
        qint64 last = 0;
        friend bool operator==(const Range &, const Range &) = default;
    };

    void clear() { m_ranges.clear(); }
    /// Ranges that are sorted and apart from each other.
    void assign(std::vector<Range> ranges) { m_ranges = std::move(ranges); }
    void set(qint64 first, qint64 last);
    void add(qint64 first, qint64 last);
    void remove(qint64 first, qint64 last);
    void toggle(qint64 row);
    [[nodiscard]] bool contains(qint64 row) const;
    [[nodiscard]] qint64 count() const;
    [[nodiscard]] bool isEmpty() const noexcept { return m_ranges.empty(); }
    /// Sorted, apart from each other.
    [[nodiscard]] const std::vector<Range> &ranges() const noexcept { return m_ranges; }

private:
    std::vector<Range> m_ranges;
};

/// What is selected in the grid: some rows, and of them some adjacent columns; and the current cell inside
/// it.
struct GridSelection
{
    RowRanges rows;
    /// Visual columns; all of them when the rows were selected as rows.
    int firstColumn = 0;
    int lastColumn = 0;
    bool wholeRows = false;

    qint64 currentRow = -1;
    int currentColumn = 0;
    /// Where an extension with Shift starts.
    qint64 anchorRow = -1;
    int anchorColumn = 0;

    [[nodiscard]] bool hasColumn(int visual) const
    {
        return wholeRows || (visual >= firstColumn && visual <= lastColumn);
    }
};

} // namespace Aeroscope::Ui
