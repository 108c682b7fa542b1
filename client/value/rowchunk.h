// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/record.h"

#include <QByteArray>

#include <memory>
#include <vector>

namespace Aeroscope {

/// A bin of a row, still as wire bytes.
struct RawBin
{
    QByteArrayView name;
    ParticleType particle = ParticleType::Nil;
    QByteArrayView bytes;
};

/// Reads one record message (22-byte header, fields, ops; protocol sections 3.1, 3.4, 3.5, 7.2) in place.
/// Does not own the bytes: valid while the chunk it came from lives. Parsing is bounded by the span; a
/// malformed row gives isValid() == false and empty answers, never an out-of-range read.
class RowView
{
public:
    explicit RowView(QByteArrayView message) noexcept;

    [[nodiscard]] bool isValid() const noexcept { return m_valid; }
    [[nodiscard]] ResultCode resultCode() const noexcept;
    [[nodiscard]] quint32 generation() const noexcept;
    [[nodiscard]] VoidTime voidTime() const noexcept;
    [[nodiscard]] Digest digest() const noexcept { return m_digest; }
    [[nodiscard]] QByteArrayView namespaceName() const noexcept { return m_namespace; }
    [[nodiscard]] QByteArrayView setName() const noexcept { return m_set; }
    /// The value by which a secondary-index query found this row (field 15); what a resumed query needs.
    [[nodiscard]] std::optional<qint64> indexValue() const noexcept { return m_indexValue; }
    /// The stored user key, if the server sent one.
    [[nodiscard]] std::optional<Value> userKey() const;
    [[nodiscard]] int binCount() const noexcept;
    /// Walks to the index-th bin (0-based); rows have few bins, so this is a short scan.
    [[nodiscard]] RawBin binAt(int index) const noexcept;
    /// Where a walk over all bins stands.
    struct BinWalk
    {
        qsizetype offset = 0;
        int index = 0;
    };
    /// The next bin in order, in constant time; nothing after the last. Begin with a fresh BinWalk.
    [[nodiscard]] std::optional<RawBin> nextBin(BinWalk &walk) const noexcept;
    /// The first bin of that name.
    [[nodiscard]] std::optional<RawBin> bin(QByteArrayView name) const noexcept;
    /// Calls `visit(const RawBin &)` for each bin in order until it returns false; then, and for an invalid
    /// row, false.
    template <class Visit>
    bool forEachBin(Visit visit) const
    {
        qsizetype at = m_opsOffset;
        for (int i = 0, count = binCount(); i < count; ++i) {
            if (!visit(binFrom(at)))
                return false;
        }
        return m_valid;
    }
    /// Bytes from the front of the message to the end of its last op; less than the message where something
    /// follows.
    [[nodiscard]] qsizetype byteSize() const noexcept { return m_end; }
    /// Everything decoded. Fails with Protocol when any particle is impossible.
    [[nodiscard]] Result<Record> toRecord() const;

private:
    /// The bin at that offset, which moves behind it. The row must be valid.
    [[nodiscard]] RawBin binFrom(qsizetype &offset) const noexcept;

    QByteArrayView m_message;
    QByteArrayView m_namespace;
    QByteArrayView m_set;
    QByteArrayView m_keyField;
    Digest m_digest;
    std::optional<qint64> m_indexValue;
    qsizetype m_opsOffset = 0;
    qsizetype m_end = 0;
    bool m_valid = false;
};

/// What the books of a query need of a row.
struct RowPlace
{
    Digest digest;
    /// See RowView::indexValue().
    std::optional<qint64> indexValue;
};

/// Finds only that, in a message whose fields a framer has checked: a small part of what a RowView costs.
/// Nothing when there is no digest; the index value is looked for only when asked.
[[nodiscard]] std::optional<RowPlace> rowPlace(QByteArrayView message, bool withIndexValue) noexcept;

/// Decodes one particle (protocol section 3.6): integers of 1, 2, 4 or 8 bytes, GeoJSON without its cells.
/// Fails with Protocol on truncated or impossible bytes.
[[nodiscard]] Result<Value> decodeParticle(ParticleType type, QByteArrayView bytes);

/// Rows as they came from the wire: one arena and the offsets of its record messages. Immutable once handed
/// over; shared between threads as a std::shared_ptr<const RowChunk>. Holds less than 4 GiB.
class RowChunk
{
public:
    /// Appends one whole record message.
    void append(QByteArrayView message);
    void reserve(qsizetype bytes, qsizetype rows);

    [[nodiscard]] int rowCount() const noexcept { return static_cast<int>(m_offsets.size()); }
    [[nodiscard]] bool isEmpty() const noexcept { return m_offsets.empty(); }
    [[nodiscard]] qsizetype byteSize() const noexcept { return m_arena.size(); }
    [[nodiscard]] QByteArrayView message(int row) const noexcept;
    [[nodiscard]] RowView row(int row) const noexcept { return RowView(message(row)); }

private:
    QByteArray m_arena;
    std::vector<quint32> m_offsets; // start of each message; the end is the next start
};

using RowChunkPtr = std::shared_ptr<const RowChunk>;

} // namespace Aeroscope
