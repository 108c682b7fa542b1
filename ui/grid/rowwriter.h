// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/rowchunk.h"
#include "ui/grid/gridcolumns.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace Aeroscope::Ui {

enum class RowFormat {
    Tsv,      ///< as spreadsheets read what is pasted
    Csv,      ///< RFC 4180; text that a spreadsheet would run as a formula gets a ' in front
    Markdown, ///< a table
    Ndjson,   ///< whole records as exact JSON, one a line
    Json,     ///< the same as one array
};

/// What a cell holds, exactly: what the value editor would show and read back. Empty for an absent bin.
[[nodiscard]] QString exactText(const RowView &row, const GridColumns::Id &column, qint64 nowUnixSeconds);

/// Writes rows as text, in UTF-8: begin(), then each row, then end(). JSON holds whole records and takes no
/// heed of columns. Any thread.
class RowWriter
{
public:
    RowWriter(RowFormat format, std::vector<GridColumns::Id> columns, bool withNames, qint64 nowUnixSeconds);

    void begin(QByteArray &out) const;
    /// False when the row cannot be read; nothing is written then.
    bool append(QByteArray &out, const RowView &row);
    void end(QByteArray &out) const;
    [[nodiscard]] qint64 rows() const noexcept { return m_rows; }

private:
    [[nodiscard]] QString cell(QString text, bool isText) const;
    void line(QByteArray &out, const QStringList &cells) const;

    RowFormat m_format;
    std::vector<GridColumns::Id> m_columns;
    bool m_names;
    qint64 m_now;
    qint64 m_rows = 0;
};

} // namespace Aeroscope::Ui
