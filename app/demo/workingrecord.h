// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/evalrecord.h"
#include "app/demo/storage.h"

#include <QVarLengthArray>

#include <deque>

namespace Aeroscope::Demo {

/// A stored record as expressions see it.
class StoredEvalRecord final : public EvalRecord
{
public:
    StoredEvalRecord(const Namespace &ns, const RecordSlot &slot) noexcept
        : StoredEvalRecord(ns, slot.digest, slot.set, *slot.record)
    {}
    StoredEvalRecord(const Namespace &ns, const Digest &digest, SetId set,
                     const StoredRecord &record) noexcept
        : m_ns(ns)
        , m_digest(digest)
        , m_set(set)
        , m_record(record)
    {}

    [[nodiscard]] ParticleView bin(QByteArrayView name) const override;
    [[nodiscard]] ParticleView userKey() const override;
    [[nodiscard]] bool hasUserKey() const override;
    [[nodiscard]] QByteArrayView digest() const override;
    [[nodiscard]] QByteArrayView setName() const override;
    [[nodiscard]] qint64 lastUpdateMs() const override;
    [[nodiscard]] quint32 voidTime() const override;
    [[nodiscard]] quint32 recordSize() const override;
    [[nodiscard]] qint64 nowMs() const override;

private:
    const Namespace &m_ns;
    const Digest &m_digest;
    SetId m_set;
    const StoredRecord &m_record;
};

/// A record while a write changes it: bins in the server's order (a removed bin's place is taken by the last
/// one). Bin names and values point into the old block, the request or values kept here. Its metadata is
/// already that of the new version, as expressions inside a write see it.
class WorkingRecord final : public EvalRecord
{
public:
    /// `old` may be null. Both must outlive this.
    WorkingRecord(const Namespace &ns, const RecordSlot &slot, const StoredRecord *old, bool keepBins);

    [[nodiscard]] ParticleView bin(QByteArrayView name) const override;
    [[nodiscard]] ParticleView userKey() const override;
    [[nodiscard]] bool hasUserKey() const override;
    [[nodiscard]] QByteArrayView digest() const override;
    [[nodiscard]] QByteArrayView setName() const override;
    [[nodiscard]] qint64 lastUpdateMs() const override { return newLastUpdateMs; }
    [[nodiscard]] quint32 voidTime() const override { return newVoidTime; }
    [[nodiscard]] quint32 recordSize() const override;
    [[nodiscard]] qint64 nowMs() const override;

    [[nodiscard]] const BinView *find(QByteArrayView name) const noexcept;
    void setBin(QByteArrayView name, Particle value);
    void removeBin(QByteArrayView name);
    void clear() noexcept { m_bins.clear(); }
    [[nodiscard]] int binCount() const noexcept { return static_cast<int>(m_bins.size()); }
    [[nodiscard]] std::span<const BinView> bins() const noexcept
    {
        return {m_bins.data(), static_cast<size_t>(m_bins.size())};
    }
    /// The new block with these bins and the new metadata.
    [[nodiscard]] StoredRecord::Pointer build() const;

    qint64 newLastUpdateMs = 0;
    quint32 newVoidTime = 0;
    quint16 newGeneration = 0;
    /// Flat user key (type byte and bytes) to keep; empty for none.
    QByteArrayView key;

private:
    const Namespace &m_ns;
    const RecordSlot &m_slot;
    const StoredRecord *m_old;
    QVarLengthArray<BinView, 32> m_bins;
    std::deque<Particle> m_values;
};

/// A flat user key (type byte and bytes) as a particle; Nil when empty.
[[nodiscard]] inline ParticleView flatKeyParticle(QByteArrayView flat) noexcept
{
    if (flat.isEmpty())
        return {};
    return {static_cast<ParticleType>(flat[0]), flat.sliced(1)};
}

} // namespace Aeroscope::Demo
