// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/recordstore.h"

#include "ui/grid/rowencoder.h"

#include <algorithm>

namespace Aeroscope::Ui {

RecordStore::RecordStore(QObject *parent)
    : QObject(parent)
{}

void RecordStore::clear()
{
    m_parts.clear();
    m_columns.clear();
    m_columnByName.clear();
    m_overlays.clear();
    m_lastColumns.clear();
    m_partitions.reset();
    m_rows = 0;
    m_payload = 0;
    Q_EMIT cleared();
}

void RecordStore::append(RowChunkPtr chunk)
{
    if (!chunk || chunk->isEmpty())
        return;
    bool news = false;
    const int count = chunk->rowCount();
    for (int i = 0; i < count; ++i)
        news = learn(chunk->row(i)) || news;
    const qint64 first = m_rows;
    m_payload += chunk->byteSize();
    m_parts.push_back({first, std::move(chunk)});
    m_rows += count;
    if (news)
        Q_EMIT columnsChanged();
    Q_EMIT rowsAppended(first, count);
}

bool RecordStore::learn(const RowView &row)
{
    bool news = false;
    m_partitions.set(static_cast<size_t>(row.digest().partitionId()));
    size_t index = 0;
    row.forEachBin([&](const RawBin &bin) {
        if (m_lastColumns.size() <= index)
            m_lastColumns.push_back(-1);
        int &guess = m_lastColumns[index++];
        if (guess < 0 || m_columns[static_cast<size_t>(guess)].name != bin.name) {
            const QByteArray name = bin.name.toByteArray();
            const auto it = m_columnByName.constFind(name);
            if (it != m_columnByName.constEnd()) {
                guess = *it;
            } else {
                guess = static_cast<int>(m_columns.size());
                m_columns.push_back({name, 0});
                m_columnByName.insert(name, guess);
                news = true;
            }
        }
        const quint64 bit = quint64(1) << (static_cast<quint8>(bin.particle) & 63U);
        quint64 &types = m_columns[static_cast<size_t>(guess)].types;
        news = news || !(types & bit);
        types |= bit;
        return true;
    });
    return news;
}

const RecordStore::Part &RecordStore::partOf(qint64 row) const
{
    Q_ASSERT(row >= 0 && row < m_rows);
    const auto it = std::ranges::upper_bound(m_parts, row, {}, &Part::firstRow);
    return *std::prev(it);
}

RowChunkPtr RecordStore::lastChunk() const
{
    return m_parts.empty() ? nullptr : m_parts.back().chunk;
}

RowView RecordStore::row(qint64 row) const
{
    if (!m_overlays.isEmpty()) {
        const auto it = m_overlays.constFind(row);
        if (it != m_overlays.constEnd() && it->chunk)
            return it->chunk->row(0);
    }
    const Part &part = partOf(row);
    return part.chunk->row(static_cast<int>(row - part.firstRow));
}

Key RecordStore::keyAt(qint64 row) const
{
    const RowView view = this->row(row);
    return Key::fromRow(view.namespaceName().toByteArray(), view.setName().toByteArray(), view.digest(),
                        view.userKey());
}

Result<Record> RecordStore::recordAt(qint64 row) const
{
    return this->row(row).toRecord();
}

int RecordStore::columnOf(QByteArrayView bin) const
{
    return m_columnByName.value(bin.toByteArray(), -1);
}

RecordStore::RowState RecordStore::state(qint64 row) const
{
    return m_overlays.isEmpty() ? RowState::AsRead : m_overlays.value(row).state;
}

void RecordStore::replaceRow(qint64 row, const Record &record)
{
    if (row < 0 || row >= m_rows)
        return;
    auto chunk = std::make_shared<RowChunk>();
    chunk->append(encodeRow(record));
    const bool news = learn(chunk->row(0));
    Overlay &overlay = m_overlays[row];
    overlay.state = overlay.state == RowState::Inserted ? RowState::Inserted : RowState::Changed;
    overlay.chunk = std::move(chunk);
    if (news)
        Q_EMIT columnsChanged();
    Q_EMIT rowChanged(row);
}

void RecordStore::markDeleted(qint64 row)
{
    if (row < 0 || row >= m_rows)
        return;
    m_overlays[row].state = RowState::Deleted;
    Q_EMIT rowChanged(row);
}

void RecordStore::appendInserted(const Record &record)
{
    auto chunk = std::make_shared<RowChunk>();
    chunk->append(encodeRow(record));
    m_overlays.insert(m_rows, {RowState::Inserted, nullptr});
    append(std::move(chunk));
}

qint64 RecordStore::overheadBytes() const
{
    // Per chunk: its entry here and the object; per row: the offset inside the chunk, vectors grow by
    // doubling.
    const qint64 parts =
        static_cast<qint64>(m_parts.capacity() * sizeof(Part) + m_parts.size() * sizeof(RowChunk));
    return parts + m_rows * static_cast<qint64>(2 * sizeof(quint32)) +
           static_cast<qint64>(m_overlays.size() * (sizeof(Overlay) + sizeof(qint64)));
}

} // namespace Aeroscope::Ui
