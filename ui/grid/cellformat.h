// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/rowchunk.h"
#include "ui/grid/gridcolumns.h"

#include <QString>

#include <optional>
#include <vector>

namespace Aeroscope::Ui {

/// One cell as it is painted and read aloud. Decoded on demand, never kept.
struct CellFormat
{
    QString text{};
    /// Muted, after the text: "· 4".
    QString note{};
    /// In front of the text: key types.
    QString chip{};
    bool rightAligned = false;
    bool fixedFont = false;
    bool muted = false;
    bool absent = false;
};

/// A row with its bins found once for all columns. Refers to the store's bytes.
class RowCells
{
public:
    RowCells(const RowView &row, const RecordStore &store, const GridColumns &columns);

    [[nodiscard]] CellFormat cell(int visual, qint64 nowUnixSeconds) const;
    /// The raw bin under a bin column, if the row has it.
    [[nodiscard]] std::optional<RawBin> bin(int visual) const;

private:
    [[nodiscard]] CellFormat keyCell() const;
    [[nodiscard]] static CellFormat binCell(const RawBin &bin);

    RowView m_row;
    const GridColumns &m_columns;
    std::vector<std::optional<RawBin>> m_bins;
};

/// The type word of a column's header: its one type, or the first two joined by "|".
[[nodiscard]] QString columnTypeText(quint64 types);

} // namespace Aeroscope::Ui
