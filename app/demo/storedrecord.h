// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/particle.h"

#include <QByteArrayView>

#include <cstdlib>
#include <memory>
#include <span>

namespace Aeroscope::Demo {

/// One bin of a record that is being built or read.
struct BinView
{
    QByteArrayView name;
    ParticleView value;
};

/// A record in one block of memory: this header, the stored user key (type byte and bytes), then the bins as
/// a read-all reply carries them (protocol section 3.5, op code READ), see binsAreAsShown(). A scan copies
/// the bins, it never builds them. Immutable; a write replaces the block.
class StoredRecord
{
public:
    struct Deleter
    {
        void operator()(StoredRecord *record) const noexcept { std::free(record); }
    };
    using Pointer = std::unique_ptr<StoredRecord, Deleter>;

    [[nodiscard]] static Pointer create(QByteArrayView userKey, std::span<const BinView> bins);

    [[nodiscard]] QByteArrayView userKey() const noexcept
    {
        return {payload(), static_cast<qsizetype>(m_keySize)};
    }
    [[nodiscard]] QByteArrayView packedBins() const noexcept
    {
        return {payload() + m_keySize, static_cast<qsizetype>(m_binsSize)};
    }
    /// False when a value is kept with marks that a reply leaves out: packedBins() is not what a reply
    /// carries then.
    [[nodiscard]] bool binsAreAsShown() const noexcept { return m_binsAreAsShown; }
    [[nodiscard]] int binCount() const noexcept { return m_binCount; }
    /// Bytes of this block.
    [[nodiscard]] qsizetype byteSize() const noexcept
    {
        return static_cast<qsizetype>(sizeof(StoredRecord)) + m_keySize + m_binsSize;
    }

    qint64 lastUpdateMs = 0; ///< Unix milliseconds
    quint32 voidTime = 0;
    quint16 generation = 0;
    quint32 storageBytes = 0; ///< what it takes on a server's storage, see storageSize()

private:
    [[nodiscard]] const char *payload() const noexcept { return reinterpret_cast<const char *>(this + 1); }

    quint16 m_binCount = 0;
    bool m_binsAreAsShown = true;
    quint32 m_keySize = 0;
    quint32 m_binsSize = 0;
};

/// Walks packed bins.
class BinCursor
{
public:
    explicit BinCursor(QByteArrayView packed) noexcept
        : m_rest(packed)
    {}
    [[nodiscard]] bool next(BinView &bin) noexcept;

private:
    QByteArrayView m_rest;
};

/// The bin of that name among packed bins, or Nil.
[[nodiscard]] ParticleView findBin(QByteArrayView packed, QByteArrayView name) noexcept;

/// Bytes that a record takes on the server's storage (what "record size" in expressions means).
[[nodiscard]] quint32 storageSize(QByteArrayView setName, QByteArrayView userKey, quint32 voidTime,
                                  std::span<const BinView> bins);

} // namespace Aeroscope::Demo
