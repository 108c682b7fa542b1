// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>

namespace Aeroscope::Ui {

class RecordGrid;
struct GridSelection;
class GridColumns;
class RecordStore;

enum class CopyFormat {
    Text,           ///< one cell: its exact text; more: tab-separated with a line a row
    TextWithHeader, ///< the same with the column names first
    Csv,            ///< RFC 4180 with names; text that a spreadsheet would run as a formula gets a ' in front
    Markdown,       ///< a table
    Ndjson,         ///< whole records as exact JSON, one a line
    Json,           ///< the same as one array
};

/// More rows than this are not put on the clipboard: exporting is the way for them.
inline constexpr qint64 copyLimit = 100'000;

struct CopyText
{
    QString text{};
    qint64 rows = 0;
    /// Rows beyond copyLimit were left out.
    bool cut = false;
};

/// The exact text of one cell: what the value editor would show and read back. Empty for an absent bin.
[[nodiscard]] QString exactCellText(const RecordStore &store, const GridColumns &columns, qint64 row,
                                    int visualColumn);

[[nodiscard]] CopyText copyText(const RecordStore &store, const GridColumns &columns,
                                const GridSelection &selection, CopyFormat format);

/// Puts the selection on the clipboard and lets the grid tell about it.
void copySelection(RecordGrid *grid, CopyFormat format);

} // namespace Aeroscope::Ui
