// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/expression.h"
#include "app/demo/storage.h"

#include <QVarLengthArray>

#include <chrono>
#include <functional>
#include <memory>
#include <shared_mutex>
#include <vector>

namespace Aeroscope::Demo {

/// What part of a value an index holds. The numbers are those of field 26 (protocol section 3.4).
enum class IndexKind : quint8 { Default = 0, List = 1, MapKeys = 2, MapValues = 3, Set = 4 };

/// What makes an index what it is, apart from its name.
struct IndexDefinition
{
    QByteArray set; ///< empty: the whole namespace
    QByteArray bin; ///< empty for expression and set indexes
    IndexKind kind = IndexKind::Default;
    ParticleType type = ParticleType::Integer; ///< Integer, String, Blob or GeoJson
    QByteArray context;                        ///< packed, empty for none
    QByteArray expression;                     ///< packed, empty for none

    friend bool operator==(const IndexDefinition &, const IndexDefinition &) = default;
};

/// One entry of an index: the indexed number (integers themselves, hashes of strings and blobs, S2 cells) and
/// the record.
struct IndexEntry
{
    qint64 value = 0;
    Digest digest;
};

/// A secondary index, kept per partition under the partition's lock.
class SecondaryIndex
{
public:
    SecondaryIndex(const Namespace &ns, QByteArray name, IndexDefinition definition, SetId set);

    [[nodiscard]] const IndexDefinition &definition() const noexcept { return m_definition; }
    [[nodiscard]] QByteArray name() const;
    void rename(const QByteArray &name);
    [[nodiscard]] bool isReadable() const noexcept { return m_readable.load(std::memory_order_acquire); }
    [[nodiscard]] bool isDropped() const noexcept { return m_dropped.load(std::memory_order_acquire); }
    void drop() noexcept { m_dropped.store(true, std::memory_order_release); }
    [[nodiscard]] const CompiledExpression &program() const noexcept { return m_program; }
    /// Cells of a region are compared as unsigned numbers.
    [[nodiscard]] bool isUnsigned() const noexcept { return m_definition.type == ParticleType::GeoJson; }
    [[nodiscard]] bool less(const IndexEntry &a, const IndexEntry &b) const noexcept;

    using Values = QVarLengthArray<qint64, 8>;
    /// The indexed values of a record, sorted, each once.
    [[nodiscard]] Values valuesOf(const Digest &digest, SetId set, const StoredRecord &record) const;
    /// Calls `visit` with each element that the definition points at, as long as it returns true.
    void forEachElement(const EvalRecord &record, const std::function<bool(ParticleView)> &visit) const;
    /// The number an element is indexed under; GeoJSON regions have several.
    void appendValues(ParticleView element, Values &values) const;

    /// Entries of one partition in order of (value, digest); the partition's mutex must be held.
    [[nodiscard]] std::vector<IndexEntry> &entries(int partition) noexcept
    {
        return m_entries[static_cast<size_t>(partition)];
    }
    void recordChanged(const Digest &digest, SetId set, const StoredRecord *before,
                       const StoredRecord *after);
    /// Whether there are entries for this record. The partition's mutex must be held.
    [[nodiscard]] bool holds(const Digest &digest, SetId set, const StoredRecord &record);

    /// Adds the records of some more partitions, none beyond `last`; true when that is reached.
    [[nodiscard]] bool populate(Namespace &ns, int partitions, int last);
    /// When it was created, by the cluster's clock.
    [[nodiscard]] qint64 createdMs() const noexcept { return m_createdMs; }
    void setReadable(std::chrono::milliseconds loadTime);

    struct Statistics
    {
        qint64 entries = 0;
        qint64 entriesPerValue = 0;
        qint64 entriesPerRecord = 0;
        int loadPercent = 0;
        qint64 loadMs = 0;
    };
    /// Of the partitions for which `holds` is true: a node counts what it holds.
    [[nodiscard]] Statistics statistics(Namespace &ns, const std::function<bool(int)> &holds);

private:
    void insert(int partition, const IndexEntry &entry);
    void remove(int partition, const IndexEntry &entry);

    const Namespace &m_ns;
    mutable std::mutex m_nameMutex;
    QByteArray m_name;
    const IndexDefinition m_definition;
    const SetId m_set;
    CompiledExpression m_program;
    std::vector<std::vector<IndexEntry>> m_entries;
    std::atomic<qint64> m_count{0};
    std::atomic<bool> m_readable{false};
    std::atomic<bool> m_dropped{false};
    std::atomic<int> m_populated{0};
    std::atomic<qint64> m_loadMs{0};
    const qint64 m_createdMs;
};

/// The secondary indexes of a namespace. Thread-safe unless said otherwise.
class IndexCatalog
{
public:
    static constexpr int maximum = 256;

    explicit IndexCatalog(Namespace &ns)
        : m_ns(ns)
    {}

    /// Keeps all indexes right when a record's block is replaced. Either side may be null. The partition's
    /// mutex is held.
    void recordChanged(const Digest &digest, SetId set, const StoredRecord *before,
                       const StoredRecord *after);

    /// Whether any index points at this record, whose block is given. The partition's mutex is held.
    [[nodiscard]] bool holds(const Digest &digest, SetId set, const StoredRecord &record) const;

    /// Creates an index, or renames the one that has this definition. Ok; IndexFound when the name has
    /// another definition; IndexMaxCount.
    [[nodiscard]] ResultCode create(const QByteArray &name, const IndexDefinition &definition);
    void remove(const QByteArray &name);
    [[nodiscard]] std::shared_ptr<SecondaryIndex> byName(QByteArrayView name) const;
    /// The index with exactly this definition, else the same one over the whole namespace.
    [[nodiscard]] std::shared_ptr<SecondaryIndex> byDefinition(IndexDefinition definition) const;
    /// In the order in which they are listed; set indexes are left out or are all there is.
    [[nodiscard]] std::vector<std::shared_ptr<SecondaryIndex>> list(bool setIndexes) const;

    enum class Pace {
        Usual,  ///< no faster than the build time allows
        AtOnce, ///< as fast as it goes
    };
    /// Works on indexes that are not complete yet; true when there is nothing to do for now.
    [[nodiscard]] bool populate(Pace pace);
    /// How long it takes to build an index over records that are there, by the cluster's clock; 0 = as long
    /// as the work takes.
    void setBuildTime(std::chrono::milliseconds time) noexcept { m_buildMs.store(time.count()); }
    /// Called (on the thread of a command) when populate() has work.
    std::function<void()> onWork;

private:
    Namespace &m_ns;
    mutable std::shared_mutex m_mutex;
    std::atomic<int> m_count{0};
    std::atomic<qint64> m_buildMs{0};
    std::vector<std::shared_ptr<SecondaryIndex>> m_indexes; ///< with holes where one was dropped
};

/// The hash under which strings and blobs are indexed.
[[nodiscard]] qint64 indexHash(QByteArrayView bytes) noexcept;

/// What an expression would give, as far as its text tells: the particle type, or Nil when it is not an
/// expression that may be indexed (it looks at metadata or the user's key, or at nothing of the record).
[[nodiscard]] ParticleType indexableExpressionType(QByteArrayView packed);

} // namespace Aeroscope::Demo
