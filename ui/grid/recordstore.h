// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/record.h"
#include "client/value/rowchunk.h"

#include <QHash>
#include <QObject>

#include <bitset>
#include <vector>

namespace Aeroscope::Ui {

/// The rows of one result, kept as the wire bytes in which they came: a chunk pointer and where it starts,
/// four bytes of offset a row inside the chunk, nothing else. Row numbers are 64 bits wide. GUI thread; no
/// I/O, no widget.
///
/// Bins become columns in the order in which rows bring them. A row that was changed or deleted since it was
/// read gets an overlay; the bytes that came stay as they are.
class RecordStore : public QObject
{
    Q_OBJECT

public:
    struct Column
    {
        QByteArray name;
        /// Bit n: the particle type with number n was seen (types above 63 do not exist).
        quint64 types = 0;
    };

    explicit RecordStore(QObject *parent = nullptr);

    void clear();
    /// Takes a chunk; empty ones are ignored.
    void append(RowChunkPtr chunk);

    [[nodiscard]] qint64 rowCount() const noexcept { return m_rows; }
    /// The chunk that came last; null while there is none.
    [[nodiscard]] RowChunkPtr lastChunk() const;
    /// Partitions from which at least one row came.
    [[nodiscard]] int partitionsSeen() const noexcept { return static_cast<int>(m_partitions.count()); }
    /// As it is now, overlays applied. Valid until the store changes.
    [[nodiscard]] RowView row(qint64 row) const;
    [[nodiscard]] Key keyAt(qint64 row) const;
    [[nodiscard]] Result<Record> recordAt(qint64 row) const;

    [[nodiscard]] const std::vector<Column> &columns() const noexcept { return m_columns; }
    /// -1 when no row had such a bin.
    [[nodiscard]] int columnOf(QByteArrayView bin) const;

    enum class RowState { AsRead, Changed, Inserted, Deleted };
    [[nodiscard]] RowState state(qint64 row) const;
    /// Shows this reading of the record in the row.
    void replaceRow(qint64 row, const Record &record);
    void markDeleted(qint64 row);
    /// A record that was written here, at the end.
    void appendInserted(const Record &record);

    /// Payload, and what keeping it costs beside it.
    [[nodiscard]] qint64 payloadBytes() const noexcept { return m_payload; }
    [[nodiscard]] qint64 overheadBytes() const;

Q_SIGNALS:
    void cleared();
    void rowsAppended(qint64 first, qint64 count);
    void rowChanged(qint64 row);
    /// Columns were added, or one has seen a type for the first time.
    void columnsChanged();

private:
    struct Part
    {
        qint64 firstRow = 0;
        RowChunkPtr chunk;
    };
    struct Overlay
    {
        RowState state = RowState::AsRead;
        RowChunkPtr chunk; // one row; null: only the state is other
    };
    [[nodiscard]] const Part &partOf(qint64 row) const;
    /// Notes the bins of a row; answers whether a column or a type is new.
    bool learn(const RowView &row);

    std::vector<Part> m_parts;
    std::vector<Column> m_columns;
    QHash<QByteArray, int> m_columnByName;
    QHash<qint64, Overlay> m_overlays;
    /// Columns of the row before, bin by bin: rows of a set mostly have the same bins in the same order.
    std::vector<int> m_lastColumns;
    std::bitset<partitionCount> m_partitions;
    qint64 m_rows = 0;
    qint64 m_payload = 0;
};

} // namespace Aeroscope::Ui
