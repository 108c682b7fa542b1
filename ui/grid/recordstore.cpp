// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/recordstore.h"

#include "ui/grid/rowencoder.h"
#include "ui/grid/rowjob.h"

#include <algorithm>
#include <utility>

namespace Aeroscope::Ui {

namespace {

/// Chunks are written from half of the budget on, so that the disk keeps up, and leave memory at nine tenths.
constexpr qint64 spillNumerator = 5;
constexpr qint64 evictNumerator = 9;
constexpr qint64 keepNumerator = 7;
constexpr qint64 tenths = 10;
/// Parts that one job writes.
constexpr size_t partsPerJob = 16;

} // namespace

RecordStore::RecordStore(QObject *parent)
    : QObject(parent)
{
    m_evictTimer.setSingleShot(true);
    m_evictTimer.setInterval(0);
    connect(&m_evictTimer, &QTimer::timeout, this, &RecordStore::evict);
}

RecordStore::~RecordStore()
{
    m_spillJob.request_stop();
}

void RecordStore::clear()
{
    m_spillJob.request_stop();
    m_spilling = false;
    m_spill.reset();
    m_spillFault.clear();
    m_firstUnspilled = 0;
    m_resident = 0;
    m_onDisk = 0;
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
    const qint64 bytes = chunk->byteSize();
    m_payload += bytes;
    m_resident += bytes;
    m_parts.push_back(
        {.firstRow = first, .chunk = std::move(chunk), .rows = count, .bytes = bytes, .lastUse = ++m_uses});
    m_rows += count;
    if (m_resident > m_budget / tenths * spillNumerator)
        spill();
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

const RowChunkPtr &RecordStore::chunkOf(const Part &part) const
{
    part.lastUse = ++m_uses;
    if (!part.chunk && m_spill) {
        part.chunk = m_spill->read(part.place);
        if (part.chunk)
            m_resident += part.bytes;
        if (m_resident > m_budget / tenths * evictNumerator)
            m_evictTimer.start(); // not now: views of other rows may be in use
    }
    if (!part.chunk) {
        static const RowChunkPtr s_none;
        return s_none;
    }
    return part.chunk;
}

RowChunkPtr RecordStore::lastChunk() const
{
    return m_parts.empty() ? nullptr : chunkOf(m_parts.back());
}

void RecordStore::setBudget(qint64 bytes)
{
    m_budget = qMax<qint64>(bytes, 1);
    if (m_resident > m_budget / tenths * spillNumerator)
        spill();
}

bool RecordStore::isCongested() const
{
    return m_resident > m_budget && m_spilling && m_spillFault.isEmpty();
}

qint64 RecordStore::spilledBytes() const
{
    return m_onDisk;
}

void RecordStore::spill()
{
    if (m_spilling || !m_spillFault.isEmpty())
        return;
    std::vector<std::pair<size_t, RowChunkPtr>> parts;
    for (size_t i = m_firstUnspilled; i < m_parts.size() && parts.size() < partsPerJob; ++i)
        parts.emplace_back(i, m_parts[i].chunk);
    if (parts.empty()) {
        evict();
        return;
    }
    if (!m_spill)
        m_spill = std::make_shared<SpillFile>();
    m_spilling = true;
    m_firstUnspilled += parts.size();
    using Written = std::vector<std::pair<size_t, SpillFile::Place>>;
    m_spillJob = startRowJob(
        this,
        [file = m_spill, parts = std::move(parts)](const std::stop_token &stop) {
            Written written;
            for (const auto &[index, chunk] : parts) {
                if (stop.stop_requested())
                    break;
                const auto place = file->write(*chunk);
                if (!place)
                    break;
                written.emplace_back(index, *place);
            }
            return written;
        },
        [this, file = m_spill](const Written &written) {
            m_spilling = false;
            for (const auto &[index, place] : written) {
                m_parts[index].onDisk = true;
                m_parts[index].place = place;
                m_onDisk += m_parts[index].bytes;
            }
            m_spillFault = file->fault();
            evict();
            if (m_resident > m_budget / tenths * spillNumerator && m_firstUnspilled < m_parts.size())
                spill();
        });
}

void RecordStore::evict()
{
    if (m_resident <= m_budget / tenths * evictNumerator)
        return;
    std::vector<const Part *> candidates;
    for (const Part &part : m_parts) {
        if (part.onDisk && part.chunk)
            candidates.push_back(&part);
    }
    std::ranges::sort(candidates, {}, &Part::lastUse);
    for (const Part *part : candidates) {
        if (m_resident <= m_budget / tenths * keepNumerator)
            break;
        part->chunk.reset();
        m_resident -= part->bytes;
    }
}

RowSnapshot RecordStore::snapshot() const
{
    std::vector<RowSnapshot::Part> parts;
    parts.reserve(m_parts.size());
    for (const Part &part : m_parts)
        parts.push_back(
            {.firstRow = part.firstRow, .rows = part.rows, .chunk = part.chunk, .place = part.place});
    QHash<qint64, RowChunkPtr> changed;
    for (auto it = m_overlays.cbegin(); it != m_overlays.cend(); ++it) {
        if (it->chunk)
            changed.insert(it.key(), it->chunk);
    }
    return {std::move(parts), std::move(changed), m_spill};
}

RowView RecordStore::row(qint64 row) const
{
    if (!m_overlays.isEmpty()) {
        const auto it = m_overlays.constFind(row);
        if (it != m_overlays.constEnd() && it->chunk)
            return it->chunk->row(0);
    }
    const Part &part = partOf(row);
    const RowChunkPtr &chunk = chunkOf(part);
    return chunk ? chunk->row(static_cast<int>(row - part.firstRow)) : RowView({});
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
