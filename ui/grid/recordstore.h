// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/record.h"
#include "client/value/rowchunk.h"
#include "ui/grid/rowsnapshot.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <bitset>
#include <memory>
#include <stop_token>
#include <vector>

namespace Aeroscope::Ui {

/// The rows of one result, kept as the wire bytes in which they came: a chunk pointer and where it starts,
/// four bytes of offset a row inside the chunk, nothing else. Row numbers are 64 bits wide. GUI thread; no
/// I/O, no widget.
///
/// Bins become columns in the order in which rows bring them. A row that was changed or deleted since it was
/// read gets an overlay; the bytes that came stay as they are.
///
/// Memory stays within a budget: chunks that were not looked at for the longest time go to a temporary file,
/// written on another thread, and come back when one of their rows is asked for.
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
    ~RecordStore() override;

    void clear();
    /// Takes a chunk; empty ones are ignored.
    void append(RowChunkPtr chunk);

    [[nodiscard]] qint64 rowCount() const noexcept { return m_rows; }
    /// The chunk that came last; null while there is none.
    [[nodiscard]] RowChunkPtr lastChunk() const;
    /// Partitions from which at least one row came.
    [[nodiscard]] int partitionsSeen() const noexcept { return static_cast<int>(m_partitions.count()); }
    /// As it is now, overlays applied. Valid until the store changes or control goes back to the event loop;
    /// not valid at all when the disk that keeps it fails.
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

    /// Everything as it is now, for work on other threads.
    [[nodiscard]] RowSnapshot snapshot() const;

    /// Payload, and what keeping it costs beside it.
    [[nodiscard]] qint64 payloadBytes() const noexcept { return m_payload; }
    [[nodiscard]] qint64 overheadBytes() const;
    /// Of the payload: what is in memory, and what was written to disk.
    [[nodiscard]] qint64 residentBytes() const noexcept { return m_resident; }
    [[nodiscard]] qint64 spilledBytes() const;

    static constexpr qint64 defaultBudget = qint64(512) * 1024 * 1024;
    /// Of memory; what is above it goes to disk.
    void setBudget(qint64 bytes);
    [[nodiscard]] qint64 budget() const noexcept { return m_budget; }
    /// Rows come faster than the disk takes them: give it some milliseconds before the next chunk.
    [[nodiscard]] bool isCongested() const;
    /// Why nothing can be written to disk any more; empty while it can.
    [[nodiscard]] QString spillFault() const { return m_spillFault; }

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
        mutable RowChunkPtr chunk; ///< null: on disk alone
        int rows = 0;
        bool onDisk = false;
        SpillFile::Place place{};
        qint64 bytes = 0;
        /// Grows with every look at it.
        mutable quint64 lastUse = 0;
    };
    struct Overlay
    {
        RowState state = RowState::AsRead;
        RowChunkPtr chunk; // one row; null: only the state is other
    };
    [[nodiscard]] const Part &partOf(qint64 row) const;
    [[nodiscard]] const RowChunkPtr &chunkOf(const Part &part) const;
    void spill();
    void evict();
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
    std::shared_ptr<SpillFile> m_spill;
    QString m_spillFault;
    std::stop_source m_spillJob;
    bool m_spilling = false;
    /// Parts before this one are on disk, or on their way.
    size_t m_firstUnspilled = 0;
    qint64 m_budget = defaultBudget;
    mutable qint64 m_resident = 0;
    qint64 m_onDisk = 0;
    mutable quint64 m_uses = 0;
    mutable QTimer m_evictTimer;
};

} // namespace Aeroscope::Ui
