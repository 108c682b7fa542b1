// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/storage.h"

#include "app/demo/bytes.h"
#include "app/demo/indexcatalog.h"

#include <algorithm>

namespace Aeroscope::Demo {

size_t Partition::lowerBound(const Digest &digest) const noexcept
{
    const auto at = std::lower_bound(
        slots.begin(), slots.end(), digest, [](const RecordSlot &slot, const Digest &wanted) {
            return std::memcmp(slot.digest.bytes.data(), wanted.bytes.data(), wanted.bytes.size()) < 0;
        });
    return static_cast<size_t>(at - slots.begin());
}

RecordSlot *Partition::find(const Digest &digest) noexcept
{
    const size_t at = lowerBound(digest);
    return at < slots.size() && slots[at].digest == digest ? &slots[at] : nullptr;
}

RecordSlot &Partition::insert(const Digest &digest, SetId set)
{
    const size_t at = lowerBound(digest);
    return *slots.insert(slots.begin() + static_cast<std::ptrdiff_t>(at), RecordSlot{digest, set, nullptr});
}

void Partition::erase(const Digest &digest)
{
    const size_t at = lowerBound(digest);
    if (at < slots.size() && slots[at].digest == digest)
        slots.erase(slots.begin() + static_cast<std::ptrdiff_t>(at));
}

Namespace::Namespace(QByteArray name, Clock &clock)
    : m_name(std::move(name))
    , m_clock(clock)
    , m_partitions(std::make_unique<Partition[]>(partitionCount))
    , m_indexes(std::make_unique<IndexCatalog>(*this))
{}

Namespace::~Namespace() = default;

void Namespace::applySettings()
{
    const auto number = [this](QByteArrayView key) { return settings.value(key).toUInt(); };
    const auto flag = [this](QByteArrayView key) { return settings.value(key) == "true"; };
    config.defaultTtl.store(number("default-ttl"));
    config.nsupPeriod.store(number("nsup-period"));
    config.allowTtlWithoutNsup.store(flag("allow-ttl-without-nsup"));
    config.applyTtlReductions.store(flag("apply-ttl-reductions"));
    config.readTouchPercent.store(number("default-read-touch-ttl-pct"));
    config.disallowNullSet.store(flag("disallow-null-setname"));
    config.backgroundQueryMaxRps.store(number("background-query-max-rps"));
    config.maxRecordSize.store(number("max-record-size"));
}

SetId Namespace::findSet(QByteArrayView name) const
{
    const std::shared_lock lock(m_setsMutex);
    for (size_t i = 0; i < m_sets.size(); ++i) {
        if (sameBytes(m_sets[i]->name, name))
            return static_cast<SetId>(i + 1);
    }
    return noSet;
}

SetId Namespace::ensureSet(QByteArrayView name)
{
    if (name.isEmpty())
        return noSet;
    if (const SetId known = findSet(name))
        return known;
    const std::unique_lock lock(m_setsMutex);
    for (size_t i = 0; i < m_sets.size(); ++i) {
        if (sameBytes(m_sets[i]->name, name))
            return static_cast<SetId>(i + 1);
    }
    if (m_sets.size() >= maximumSets)
        return noSet;
    m_sets.push_back(std::make_unique<SetInfo>());
    m_sets.back()->name = name.toByteArray();
    return static_cast<SetId>(m_sets.size());
}

SetInfo &Namespace::set(SetId id) const
{
    const std::shared_lock lock(m_setsMutex);
    return *m_sets[static_cast<size_t>(id) - 1];
}

int Namespace::setCount() const
{
    const std::shared_lock lock(m_setsMutex);
    return static_cast<int>(m_sets.size());
}

void Namespace::count(const RecordSlot &slot, int sign)
{
    const qint64 bytes = sign * qint64{slot.record->storageBytes};
    m_objects.fetch_add(sign, std::memory_order_relaxed);
    m_bytes.fetch_add(bytes, std::memory_order_relaxed);
    if (slot.set != noSet) {
        SetInfo &info = set(slot.set);
        info.objects.fetch_add(sign, std::memory_order_relaxed);
        info.partitionObjects[static_cast<size_t>(slot.digest.partitionId())].fetch_add(
            sign, std::memory_order_relaxed);
        info.bytes.fetch_add(bytes, std::memory_order_relaxed);
    }
}

void Namespace::replaceRecord(Partition &, RecordSlot &slot, StoredRecord::Pointer record)
{
    m_indexes->recordChanged(slot.digest, slot.set, slot.record.get(), record.get());
    if (slot.record)
        count(slot, -1);
    slot.record = std::move(record);
    count(slot, 1);
}

void Namespace::removeRecord(Partition &partition, const Digest &digest)
{
    RecordSlot *slot = partition.find(digest);
    if (!slot)
        return;
    if (slot->record) {
        m_indexes->recordChanged(slot->digest, slot->set, slot->record.get(), nullptr);
        count(*slot, -1);
    }
    partition.erase(digest);
}

void Namespace::truncate(QByteArrayView set, qint64 beforeMs)
{
    const SetId id = set.isEmpty() ? noSet : findSet(set);
    if (!set.isEmpty() && id == noSet)
        return;
    auto &mark = set.isEmpty() ? truncateMs : this->set(id).truncateMs;
    mark.store(beforeMs, std::memory_order_relaxed);
    for (int p = 0; p < partitionCount; ++p) {
        Partition &part = partition(p);
        const std::lock_guard lock(part.mutex);
        std::erase_if(part.slots, [&](RecordSlot &slot) {
            if ((!set.isEmpty() && slot.set != id) || slot.record->lastUpdateMs > beforeMs)
                return false;
            m_indexes->recordChanged(slot.digest, slot.set, slot.record.get(), nullptr);
            count(slot, -1);
            return true;
        });
    }
}

qint64 Namespace::removeExpired()
{
    qint64 removed = 0;
    for (int p = 0; p < partitionCount; ++p) {
        Partition &part = partition(p);
        const std::lock_guard lock(part.mutex);
        removed += static_cast<qint64>(std::erase_if(part.slots, [&](RecordSlot &slot) {
            if (!isExpired(*slot.record))
                return false;
            m_indexes->recordChanged(slot.digest, slot.set, slot.record.get(), nullptr);
            count(slot, -1);
            return true;
        }));
    }
    expiredObjects.fetch_add(removed, std::memory_order_relaxed);
    return removed;
}

qint64 Namespace::partitionObjects(int id)
{
    Partition &part = partition(id);
    const std::lock_guard lock(part.mutex);
    return static_cast<qint64>(part.slots.size());
}

Storage::Storage(Clock &clock, const std::vector<QByteArray> &namespaces)
{
    for (const QByteArray &name : namespaces)
        m_namespaces.push_back(std::make_unique<Namespace>(name, clock));
}

Namespace *Storage::find(QByteArrayView name) noexcept
{
    // Servers keep names in zeroed buffers of this size: zero bytes at the end of what was sent do not count.
    constexpr qsizetype nameBuffer = 32;
    if (name.size() >= nameBuffer)
        return nullptr;
    while (name.endsWith('\0'))
        name.chop(1);
    for (const auto &ns : m_namespaces) {
        if (sameBytes(ns->name(), name))
            return ns.get();
    }
    return nullptr;
}

} // namespace Aeroscope::Demo
