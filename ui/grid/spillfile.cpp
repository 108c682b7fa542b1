// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/spillfile.h"

#include <QDir>
#include <QMutexLocker>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

SpillFile::SpillFile() = default;
SpillFile::~SpillFile() = default;

std::optional<SpillFile::Place> SpillFile::write(const RowChunk &chunk)
{
    // rows, the size of each, the messages
    const int rows = chunk.rowCount();
    QByteArray bytes;
    bytes.reserve(chunk.byteSize() + (rows + 1) * qsizetype{4});
    const auto number = [&bytes](quint32 value) {
        char raw[4];
        qToLittleEndian(value, raw);
        bytes.append(raw, 4);
    };
    number(static_cast<quint32>(rows));
    for (int row = 0; row < rows; ++row)
        number(static_cast<quint32>(chunk.message(row).size()));
    for (int row = 0; row < rows; ++row)
        bytes.append(chunk.message(row));

    const QMutexLocker lock(&m_mutex);
    if (!m_file) {
        auto file = std::make_unique<QTemporaryFile>(QDir::tempPath() + "/aeroscope-rows-XXXXXX"_L1);
        if (!file->open()) {
            m_fault = file->errorString();
            return std::nullopt;
        }
        // The name goes away at once; the descriptor keeps the content.
        const QByteArray name = QFile::encodeName(file->fileName());
        file->setAutoRemove(false);
        if (::remove(name.constData()) != 0)
            file->setAutoRemove(true); // where an open file keeps its name: removed when it is closed
        m_file = std::move(file);
    }
    const Place place{m_end, bytes.size()};
    if (!m_file->seek(m_end) || m_file->write(bytes) != bytes.size() || !m_file->flush()) {
        m_fault = m_file->errorString();
        return std::nullopt;
    }
    m_end += bytes.size();
    return place;
}

RowChunkPtr SpillFile::read(Place place) const
{
    QByteArray bytes;
    {
        const QMutexLocker lock(&m_mutex);
        if (!m_file || !m_file->seek(place.offset))
            return nullptr;
        bytes = m_file->read(place.size);
    }
    if (bytes.size() != place.size || bytes.size() < 4)
        return nullptr;
    const auto number = [&bytes](qsizetype index) {
        return qFromLittleEndian<quint32>(bytes.constData() + index * 4);
    };
    const qsizetype rows = number(0);
    qsizetype at = (rows + 1) * 4;
    if (at > bytes.size())
        return nullptr;
    auto chunk = std::make_shared<RowChunk>();
    chunk->reserve(bytes.size() - at, rows);
    for (qsizetype row = 0; row < rows; ++row) {
        const qsizetype size = number(row + 1);
        if (size > bytes.size() - at)
            return nullptr;
        chunk->append(QByteArrayView(bytes).sliced(at, size));
        at += size;
    }
    return chunk;
}

QString SpillFile::fault() const
{
    const QMutexLocker lock(&m_mutex);
    return m_fault;
}

qint64 SpillFile::bytes() const
{
    const QMutexLocker lock(&m_mutex);
    return m_end;
}

} // namespace Aeroscope::Ui
