// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/rowchunk.h"
#include "ui/grid/spillfile.h"

#include <QHash>

#include <memory>
#include <stop_token>
#include <vector>

namespace Aeroscope::Ui {

/// The rows of a RecordStore at one moment, for work on other threads. Cheap to take: chunks are shared, not
/// copied; those that lie on disk are read when they are walked over, and let go again.
class RowSnapshot
{
public:
    struct Part
    {
        qint64 firstRow = 0;
        int rows = 0;
        RowChunkPtr chunk{}; ///< null: on disk
        SpillFile::Place place{};
    };

    RowSnapshot() = default;
    RowSnapshot(std::vector<Part> parts, QHash<qint64, RowChunkPtr> changed, std::shared_ptr<SpillFile> spill)
        : m_parts(std::move(parts))
        , m_changed(std::move(changed))
        , m_spill(std::move(spill))
    {}

    [[nodiscard]] qint64 rowCount() const noexcept
    {
        return m_parts.empty() ? 0 : m_parts.back().firstRow + m_parts.back().rows;
    }
    /// The chunk of a part, read from disk if need be; null when the disk fails.
    [[nodiscard]] RowChunkPtr chunk(const Part &part) const
    {
        return part.chunk || !m_spill ? part.chunk : m_spill->read(part.place);
    }
    /// Index of the part with that row.
    [[nodiscard]] size_t partOf(qint64 row) const;

    /// Calls `visit(row, RowView, const RowChunkPtr &)` for the rows first … last, changes applied, until the
    /// token is stopped; then false. The chunk keeps the view's bytes.
    template <class Visit>
    bool walk(qint64 first, qint64 last, const std::stop_token &stop, Visit visit) const
    {
        if (first > last || m_parts.empty())
            return true;
        for (size_t i = partOf(first); i < m_parts.size() && m_parts[i].firstRow <= last; ++i) {
            if (stop.stop_requested())
                return false;
            const Part &part = m_parts[i];
            const RowChunkPtr rows = chunk(part);
            if (!rows)
                continue;
            const qint64 end = qMin(last, part.firstRow + part.rows - 1);
            for (qint64 row = qMax(first, part.firstRow); row <= end; ++row) {
                if (!m_changed.isEmpty()) {
                    if (const RowChunkPtr other = m_changed.value(row)) {
                        visit(row, other->row(0), other);
                        continue;
                    }
                }
                visit(row, rows->row(static_cast<int>(row - part.firstRow)), rows);
            }
        }
        return !stop.stop_requested();
    }

private:
    friend class RowReader;

    std::vector<Part> m_parts;
    QHash<qint64, RowChunkPtr> m_changed;
    std::shared_ptr<SpillFile> m_spill;
};

/// Reads single rows of a snapshot in any order; keeps some of the chunks that it read from disk. One thread.
class RowReader
{
public:
    explicit RowReader(const RowSnapshot &snapshot)
        : m_snapshot(snapshot)
    {}

    /// Valid until the next call; not valid when the disk fails.
    [[nodiscard]] RowView row(qint64 row);

private:
    static constexpr size_t keptChunks = 64;

    const RowSnapshot &m_snapshot;
    QHash<size_t, RowChunkPtr> m_chunks;
};

} // namespace Aeroscope::Ui
