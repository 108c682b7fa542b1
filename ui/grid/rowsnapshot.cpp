// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/rowsnapshot.h"

#include <algorithm>

namespace Aeroscope::Ui {

size_t RowSnapshot::partOf(qint64 row) const
{
    const auto it = std::ranges::upper_bound(m_parts, row, {}, &Part::firstRow);
    return it == m_parts.begin() ? 0 : static_cast<size_t>(it - m_parts.begin()) - 1;
}

RowView RowReader::row(qint64 row)
{
    if (row < 0 || row >= m_snapshot.rowCount())
        return RowView({});
    if (const RowChunkPtr other = m_snapshot.m_changed.value(row))
        return other->row(0);
    const size_t index = m_snapshot.partOf(row);
    const RowSnapshot::Part &part = m_snapshot.m_parts[index];
    const int at = static_cast<int>(row - part.firstRow);
    if (part.chunk)
        return part.chunk->row(at);
    RowChunkPtr chunk = m_chunks.value(index);
    if (!chunk) {
        if (static_cast<size_t>(m_chunks.size()) >= keptChunks)
            m_chunks.clear();
        chunk = m_snapshot.chunk(part);
        m_chunks.insert(index, chunk);
    }
    return chunk ? chunk->row(at) : RowView({});
}

} // namespace Aeroscope::Ui
