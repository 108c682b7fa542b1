// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/record.h"
#include "client/value/rowchunk.h"

#include <QByteArray>
#include <QTemporaryFile>

#include <cstdio>
#include <memory>
#include <optional>
#include <vector>

namespace Aeroscope::App {

/// The forms in which the command line prints records.
enum class OutputFormat { Ndjson, Json, Csv, Table };

[[nodiscard]] std::optional<OutputFormat> outputFormatFromName(const QString &name);

/// Writes records to a stream of the C library as they come, exactly: no digit, type or byte is lost in the
/// JSON forms; in CSV and table, strings are quoted where they could be taken for another type.
///
/// NDJSON and JSON stream. CSV and table need to know the columns first: with chosen bins CSV streams,
/// otherwise rows are put aside in a temporary file until finish(). Used by one thread.
class ResultWriter
{
public:
    /// `bins` in this order are the columns of CSV and table; empty: all that occur, in order of appearance.
    ResultWriter(OutputFormat format, std::vector<QByteArray> bins, std::FILE *out);
    ~ResultWriter();
    Q_DISABLE_COPY_MOVE(ResultWriter)

    /// False when the stream does not take more (the reader closed the pipe, the disk is full), or a row is
    /// broken.
    [[nodiscard]] bool write(const RowChunk &chunk);
    /// Writes what is left (closing bracket, rows put aside). To be called once, after the last row.
    [[nodiscard]] bool finish();

    [[nodiscard]] qint64 rows() const noexcept { return m_rows; }
    /// Why write() or finish() said false.
    [[nodiscard]] const QString &error() const noexcept { return m_error; }

private:
    bool writeRecord(const Record &record);
    bool putAside(const RowChunk &chunk);
    bool writeAside();
    bool writeCsvHeader();
    bool writeCsvRow(const Record &record);
    bool writeTable();
    bool put(const QByteArray &bytes);
    void noteColumns(const Record &record);

    OutputFormat m_format;
    std::vector<QByteArray> m_bins;
    bool m_binsChosen;
    std::FILE *m_out;
    std::unique_ptr<QTemporaryFile> m_aside;
    qint64 m_rows = 0;
    bool m_headerWritten = false;
    QString m_error;
};

/// One cell of CSV or table: strings in double quotes (doubled inside), numbers and booleans bare, everything
/// else as exact JSON in quotes.
[[nodiscard]] QByteArray csvCell(const Value &value);

} // namespace Aeroscope::App
