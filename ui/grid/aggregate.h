// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/grid/cellvalue.h"
#include "ui/grid/gridselection.h"

#include <QHash>
#include <QString>

#include <stop_token>
#include <vector>

namespace Aeroscope::Ui {

/// Sums over the numbers among some cells. The sum of integers is exact, whatever its size.
struct Aggregate
{
    qint64 cells = 0;   ///< that have a value
    qint64 numbers = 0; ///< of them
    bool integersOnly = true;
    __int128 integerSum = 0;
    long double realSum = 0;
    CellValue smallest{};
    CellValue greatest{};

    void add(const CellValue &cell);
    void add(const Aggregate &other);

    [[nodiscard]] QString sumText() const;
    [[nodiscard]] QString averageText() const;
    [[nodiscard]] QString smallestText() const { return smallest.text(); }
    [[nodiscard]] QString greatestText() const { return greatest.text(); }
};

/// Rows of the grid and how they stand in the store.
struct RowChoice
{
    RowRanges shown{};
    /// RowOrder::rows(): empty when rows stand as they came.
    std::vector<quint32> order{};

    /// The store's rows, sorted, for one walk over the snapshot.
    [[nodiscard]] RowRanges inStore() const;
    [[nodiscard]] qint64 count() const { return shown.count(); }
};

/// Of the columns together. Any thread.
[[nodiscard]] Aggregate aggregate(const RowSnapshot &snapshot, const RowChoice &rows,
                                  const std::vector<GridColumns::Id> &columns, const std::stop_token &stop);

/// How often each value stands in a column.
struct ValueGroup
{
    ParticleType particle = ParticleType::Nil;
    QByteArray bytes{}; ///< of the particle; empty for absent
    bool absent = false;
    qint64 rows = 0;

    [[nodiscard]] QString text() const;
};

struct Grouping
{
    /// The most frequent first, at most `mostGroups`.
    std::vector<ValueGroup> groups{};
    qint64 distinct = 0;
    qint64 rows = 0;
    /// There were too many different values to count all of them.
    bool cut = false;
};

inline constexpr qint64 mostGroups = 1'000;

/// Every row of the choice by its value in the column. Any thread.
[[nodiscard]] Grouping groupRows(const RowSnapshot &snapshot, const RowChoice &rows,
                                 const GridColumns::Id &column, const std::stop_token &stop);

} // namespace Aeroscope::Ui
