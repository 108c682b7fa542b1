// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/grid/aggregate.h"
#include "ui/grid/rowwriter.h"

#include <QString>

#include <stop_token>

namespace Aeroscope::Ui {

class RecordGrid;

enum class CopyFormat {
    Text,           ///< one cell: its exact text; more: tab-separated with a line a row
    TextWithHeader, ///< the same with the column names first
    Csv,            ///< see RowFormat
    Markdown,
    Ndjson,
    Json,
    Ael, ///< a filter that these cells satisfy
};

/// More rows than this are not put on the clipboard: exporting is the way for them.
inline constexpr qint64 copyLimit = 100'000;
/// A filter names this many rows at most.
inline constexpr qint64 aelCopyLimit = 200;

struct CopyText
{
    QString text{};
    qint64 rows = 0;
    /// Rows beyond the limit were left out.
    bool cut = false;
};

/// The rows in the order in which they are shown. Any thread.
[[nodiscard]] CopyText copyText(const RowSnapshot &snapshot, const RowChoice &rows,
                                const std::vector<GridColumns::Id> &columns, CopyFormat format,
                                qint64 nowUnixSeconds, const std::stop_token &stop = {});

/// Puts the selection on the clipboard and lets the grid tell about it: a few rows at once, many after work
/// on another thread.
void copySelection(RecordGrid *grid, CopyFormat format);

} // namespace Aeroscope::Ui
