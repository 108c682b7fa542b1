// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/rowchunk.h"

#include <QMutex>
#include <QString>
#include <QTemporaryFile>

#include <memory>
#include <optional>

namespace Aeroscope::Ui {

/// Where rows lie that do not fit into the memory budget: a temporary file that has no name any more, so
/// nothing is left of it when the program ends, however it ends. Any thread.
class SpillFile
{
public:
    struct Place
    {
        qint64 offset = 0;
        qint64 size = 0;
    };

    SpillFile();
    ~SpillFile();
    SpillFile(const SpillFile &) = delete;
    SpillFile &operator=(const SpillFile &) = delete;

    /// Nothing when the disk does not take it; see fault().
    [[nodiscard]] std::optional<Place> write(const RowChunk &chunk);
    /// The chunk as it was written; null when it cannot be read any more.
    [[nodiscard]] RowChunkPtr read(Place place) const;
    [[nodiscard]] QString fault() const;
    [[nodiscard]] qint64 bytes() const;

private:
    mutable QMutex m_mutex;
    std::unique_ptr<QTemporaryFile> m_file;
    qint64 m_end = 0;
    QString m_fault;
};

} // namespace Aeroscope::Ui
