// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/clock.h"
#include "app/demo/config.h"
#include "app/demo/storedrecord.h"
#include "client/value/key.h"

#include <QByteArray>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <vector>

namespace Aeroscope::Demo {

class IndexCatalog;

/// Number of a set inside its namespace; 0 is "no set".
using SetId = quint16;
inline constexpr SetId noSet = 0;

/// One set: counters and settings. Sets are never removed while the cluster lives. Counters are exact once no
/// write is under way.
struct SetInfo
{
    QByteArray name;
    std::atomic<qint64> objects{0};
    std::atomic<qint64> bytes{0};
    /// The same count by partition: each node tells of the partitions it holds.
    std::array<std::atomic<qint32>, partitionCount> partitionObjects{};
    std::atomic<qint64> truncateMs{0};  ///< Unix ms of the last truncate, 0 = never
    std::atomic<quint32> defaultTtl{0}; ///< 0: the namespace's; 0xffffffff: never
    std::atomic<quint32> readTouchPercent{0};
    std::atomic<quint64> stopWritesCount{0};
    std::atomic<quint64> stopWritesSize{0};
    std::atomic<bool> disableEviction{false};
    std::atomic<bool> enableIndex{false};
    std::atomic<int> indexes{0};
};

/// Settings of a namespace that commands look at; mirrors of Namespace::settings.
struct NamespaceConfig
{
    std::atomic<quint32> defaultTtl{0};
    std::atomic<quint32> nsupPeriod{10};
    std::atomic<bool> allowTtlWithoutNsup{true};
    std::atomic<bool> applyTtlReductions{true};
    std::atomic<quint32> readTouchPercent{0};
    std::atomic<bool> stopWrites{false};
    std::atomic<bool> disallowNullSet{false};
    std::atomic<quint32> backgroundQueryMaxRps{10000};
    std::atomic<quint32> maxRecordSize{1024 * 1024};
};

/// A record's place in its partition.
struct RecordSlot
{
    Digest digest;
    SetId set = noSet;
    StoredRecord::Pointer record;
};

/// One of the 4096 partitions of a namespace: records in digest order. Everything is guarded by `mutex`,
/// which callers hold for the length of one command or one piece of a scan.
class Partition
{
public:
    std::mutex mutex;

    /// Index of the first slot whose digest is not less than `digest`.
    [[nodiscard]] size_t lowerBound(const Digest &digest) const noexcept;
    [[nodiscard]] RecordSlot *find(const Digest &digest) noexcept;
    RecordSlot &insert(const Digest &digest, SetId set);
    void erase(const Digest &digest);

    std::vector<RecordSlot> slots;
};

/// One namespace: partitions, sets, settings. Thread-safe as described at each member.
class Namespace
{
public:
    Namespace(QByteArray name, Clock &clock);
    ~Namespace();
    Namespace(const Namespace &) = delete;
    Namespace &operator=(const Namespace &) = delete;

    [[nodiscard]] const QByteArray &name() const noexcept { return m_name; }
    [[nodiscard]] Clock &clock() const noexcept { return m_clock; }
    [[nodiscard]] Partition &partition(int id) noexcept { return m_partitions[static_cast<size_t>(id)]; }
    [[nodiscard]] IndexCatalog &indexes() const noexcept { return *m_indexes; }

    /// The set of that name, 0 when there is none. Thread-safe.
    [[nodiscard]] SetId findSet(QByteArrayView name) const;
    /// The set of that name, made when needed; 0 for an empty name or when there are too many. Thread-safe.
    [[nodiscard]] SetId ensureSet(QByteArrayView name);
    /// Requires an id that findSet or ensureSet gave. Thread-safe; the reference stays valid.
    [[nodiscard]] SetInfo &set(SetId id) const;
    /// All ids, in order of creation. Thread-safe.
    [[nodiscard]] int setCount() const;

    /// Puts a new block under a slot, keeping counters and indexes right. The partition's mutex must be held.
    void replaceRecord(Partition &partition, RecordSlot &slot, StoredRecord::Pointer record);
    /// Removes a record. The partition's mutex must be held.
    void removeRecord(Partition &partition, const Digest &digest);

    /// Removes records of one set (or all, when `set` is empty) that were last written at or before
    /// `beforeMs`.
    void truncate(QByteArrayView set, qint64 beforeMs);
    /// Removes expired records; returns how many.
    qint64 removeExpired();
    [[nodiscard]] bool isExpired(const StoredRecord &record) const noexcept
    {
        return record.voidTime != 0 && record.voidTime < m_clock.nowSeconds();
    }

    [[nodiscard]] qint64 objectCount() const noexcept { return m_objects.load(std::memory_order_relaxed); }
    [[nodiscard]] qint64 byteCount() const noexcept { return m_bytes.load(std::memory_order_relaxed); }
    /// Records in one partition. Takes its mutex.
    [[nodiscard]] qint64 partitionObjects(int id);

    /// Everything that get-config shows. Call applySettings() after a change.
    ConfigTable settings{ConfigTable::namespaceItems()};
    NamespaceConfig config;
    void applySettings();

    std::atomic<qint64> truncateMs{0};
    std::atomic<qint64> expiredObjects{0};

private:
    void count(const RecordSlot &slot, int sign);

    static constexpr size_t maximumSets = 4095;

    QByteArray m_name;
    Clock &m_clock;
    std::unique_ptr<Partition[]> m_partitions;
    std::unique_ptr<IndexCatalog> m_indexes;
    mutable std::shared_mutex m_setsMutex;
    std::vector<std::unique_ptr<SetInfo>> m_sets;
    std::atomic<qint64> m_objects{0};
    std::atomic<qint64> m_bytes{0};
};

/// The data of a cluster. All nodes of an embedded cluster share it: who may serve a partition is a matter of
/// the topology, not of where the bytes are.
class Storage
{
public:
    Storage(Clock &clock, const std::vector<QByteArray> &namespaces);

    [[nodiscard]] Namespace *find(QByteArrayView name) noexcept;
    [[nodiscard]] const std::vector<std::unique_ptr<Namespace>> &namespaces() const noexcept
    {
        return m_namespaces;
    }

private:
    std::vector<std::unique_ptr<Namespace>> m_namespaces;
};

} // namespace Aeroscope::Demo
