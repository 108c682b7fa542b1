// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/record.h"

#include <QByteArray>

#include <cstddef>
#include <cstring>
#include <memory>
#include <vector>

namespace Aeroscope {

/// A bin of a row, still as wire bytes.
struct RawBin
{
    /// Lives as long as the row's bytes.
    QByteArrayView name;
    /// The type byte as it came.
    ParticleType particle = ParticleType::Nil;
    /// Lives as long as the row's bytes; for decodeParticle().
    QByteArrayView bytes;
};

/// Reads one record message (22-byte header, fields, ops; protocol sections 3.1, 3.4, 3.5, 7.2) in place.
/// Does not own the bytes: valid while the chunk it came from lives. Parsing is bounded by the span; a
/// malformed row gives isValid() == false and empty answers, never an out-of-range read.
class RowView
{
public:
    /// Walks over the message once and notes where its parts are; nothing is copied but the digest.
    explicit RowView(QByteArrayView message) noexcept;

    /// The message was well-formed to the end of its last op.
    [[nodiscard]] bool isValid() const noexcept { return m_valid; }
    /// Of a row of a batch; rows of queries say Ok.
    [[nodiscard]] ResultCode resultCode() const noexcept;
    /// 0 when the server gave none.
    [[nodiscard]] quint32 generation() const noexcept;
    /// Expiry.
    [[nodiscard]] VoidTime voidTime() const noexcept;
    /// All zero when the message has no such field.
    [[nodiscard]] Digest digest() const noexcept { return m_digest; }
    /// Empty when the message has no such field.
    [[nodiscard]] QByteArrayView namespaceName() const noexcept { return m_namespace; }
    /// Empty for a record without a set.
    [[nodiscard]] QByteArrayView setName() const noexcept { return m_set; }
    /// The value by which a secondary-index query found this row (field 15); what a resumed query needs.
    [[nodiscard]] std::optional<qint64> indexValue() const noexcept { return m_indexValue; }
    /// The stored user key, if the server sent one.
    [[nodiscard]] std::optional<Value> userKey() const;
    /// How many bins (of a batch row: operation results) there are.
    [[nodiscard]] int binCount() const noexcept;
    /// Walks to the index-th bin (0-based); rows have few bins, so this is a short scan.
    [[nodiscard]] RawBin binAt(int index) const noexcept;
    /// Where a walk over all bins stands.
    struct BinWalk
    {
        /// In the message.
        qsizetype offset = 0;
        /// Of the next bin.
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
    friend class RowDecoder;
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

/// Decodes one particle (protocol section 3.6): integers of 1, 2, 4 or 8 bytes, GeoJSON without its cells.
/// Fails with Protocol on truncated or impossible bytes.
[[nodiscard]] Result<Value> decodeParticle(ParticleType type, QByteArrayView bytes);

/// Rows as they came from the wire: one arena and the offsets of its record messages. Immutable once handed
/// over; shared between threads as a std::shared_ptr<const RowChunk>. Holds less than 4 GiB.
class RowChunk
{
public:
    RowChunk() = default;
    ~RowChunk();
    RowChunk(const RowChunk &) = delete;
    RowChunk &operator=(const RowChunk &) = delete;

    /// Appends one whole record message.
    void append(QByteArrayView message)
    {
        begins(0);
        appendBytes(message);
    }
    /// Several that lie behind each other: first begins() with where each begins, from the first of `bytes`
    /// on, then appendBytes().
    void begins(qsizetype offset) { m_offsets.push_back(static_cast<quint32>(m_size + offset)); }
    /// See begins().
    void appendBytes(QByteArrayView messages)
    {
        const qsizetype end = m_size + messages.size();
        if (end > m_capacity)
            grow(end);
        std::memcpy(m_arena + m_size, messages.data(), static_cast<std::size_t>(messages.size()));
        m_size = end;
    }
    /// Memory for so much more than nothing: call it first.
    void reserve(qsizetype bytes, qsizetype rows);

    /// An arena of exactly this size is kept when its chunk dies, for the next that asks for it: memory that
    /// is new to the process costs more than filling it. A few of them, for all threads.
    static constexpr qsizetype commonCapacity = 1088 * 1024;

    /// Rows, 0 … rowCount() - 1.
    [[nodiscard]] int rowCount() const noexcept { return static_cast<int>(m_offsets.size()); }
    /// No rows.
    [[nodiscard]] bool isEmpty() const noexcept { return m_offsets.empty(); }
    /// Of all messages together, without the book-keeping.
    [[nodiscard]] qsizetype byteSize() const noexcept { return m_size; }
    /// One message as it came; empty for a row out of range.
    [[nodiscard]] QByteArrayView message(int row) const noexcept;
    /// The same to read in; lives as long as the chunk.
    [[nodiscard]] RowView row(int row) const noexcept { return RowView(message(row)); }

private:
    void grow(qsizetype wanted);
    void setCapacity(qsizetype capacity);

    char *m_arena = nullptr;
    qsizetype m_size = 0;
    qsizetype m_capacity = 0;
    std::vector<quint32> m_offsets; // start of each message; the end is the next start
};

using RowChunkPtr = std::shared_ptr<const RowChunk>;

} // namespace Aeroscope
