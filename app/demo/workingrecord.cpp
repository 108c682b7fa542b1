// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/workingrecord.h"

#include "app/demo/bytes.h"

namespace Aeroscope::Demo {

namespace {

QByteArrayView setNameOf(const Namespace &ns, SetId set)
{
    return set == noSet ? QByteArrayView() : QByteArrayView(ns.set(set).name);
}

QByteArrayView digestBytes(const Digest &digest)
{
    return {digest.bytes.data(), static_cast<qsizetype>(digest.bytes.size())};
}

} // namespace

ParticleView StoredEvalRecord::bin(QByteArrayView name) const
{
    return findBin(m_record.packedBins(), name);
}

ParticleView StoredEvalRecord::userKey() const
{
    return flatKeyParticle(m_record.userKey());
}

bool StoredEvalRecord::hasUserKey() const
{
    return !m_record.userKey().isEmpty();
}

QByteArrayView StoredEvalRecord::digest() const
{
    return digestBytes(m_digest);
}

QByteArrayView StoredEvalRecord::setName() const
{
    return setNameOf(m_ns, m_set);
}

qint64 StoredEvalRecord::lastUpdateMs() const
{
    return m_record.lastUpdateMs;
}

quint32 StoredEvalRecord::voidTime() const
{
    return m_record.voidTime;
}

quint32 StoredEvalRecord::recordSize() const
{
    return m_record.storageBytes;
}

qint64 StoredEvalRecord::nowMs() const
{
    return m_ns.clock().nowMs();
}

WorkingRecord::WorkingRecord(const Namespace &ns, const RecordSlot &slot, const StoredRecord *old,
                             bool keepBins)
    : m_ns(ns)
    , m_slot(slot)
    , m_old(old)
{
    if (!old)
        return;
    key = old->userKey();
    if (keepBins) {
        BinCursor cursor(old->packedBins());
        for (BinView bin; cursor.next(bin);)
            m_bins.append(bin);
    }
}

const BinView *WorkingRecord::find(QByteArrayView name) const noexcept
{
    for (const BinView &bin : m_bins) {
        if (sameBytes(bin.name, name))
            return &bin;
    }
    return nullptr;
}

ParticleView WorkingRecord::bin(QByteArrayView name) const
{
    const BinView *found = find(name);
    return found ? found->value : ParticleView();
}

ParticleView WorkingRecord::userKey() const
{
    return flatKeyParticle(key);
}

bool WorkingRecord::hasUserKey() const
{
    return !key.isEmpty();
}

QByteArrayView WorkingRecord::digest() const
{
    return digestBytes(m_slot.digest);
}

QByteArrayView WorkingRecord::setName() const
{
    return setNameOf(m_ns, m_slot.set);
}

quint32 WorkingRecord::recordSize() const
{
    return m_old ? m_old->storageBytes : 0;
}

qint64 WorkingRecord::nowMs() const
{
    return m_ns.clock().nowMs();
}

void WorkingRecord::setBin(QByteArrayView name, Particle value)
{
    m_values.push_back(std::move(value));
    const ParticleView view = m_values.back().view();
    for (BinView &bin : m_bins) {
        if (sameBytes(bin.name, name)) {
            bin.value = view;
            return;
        }
    }
    m_bins.append({name, view});
}

void WorkingRecord::removeBin(QByteArrayView name)
{
    for (qsizetype i = 0; i < m_bins.size(); ++i) {
        if (sameBytes(m_bins[i].name, name)) {
            m_bins[i] = m_bins.back();
            m_bins.removeLast();
            return;
        }
    }
}

StoredRecord::Pointer WorkingRecord::build() const
{
    StoredRecord::Pointer record = StoredRecord::create(key, bins());
    record->lastUpdateMs = newLastUpdateMs;
    record->voidTime = newVoidTime;
    record->generation = newGeneration;
    record->storageBytes = storageSize(setName(), key, newVoidTime, bins());
    return record;
}

} // namespace Aeroscope::Demo
