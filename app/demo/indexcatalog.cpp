// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/indexcatalog.h"

#include "app/demo/bytes.h"
#include "app/demo/engine/cdtcontext.h"
#include "app/demo/engine/geospatial.h"
#include "app/demo/workingrecord.h"
#include "client/value/msgpack.h"

#include <QtEndian>

#include <algorithm>
#include <set>

namespace Aeroscope::Demo {

namespace {

constexpr int partitionsPerPiece = 64;
/// Longer strings and blobs are not indexed.
constexpr qsizetype longestElement = 2048;

} // namespace

// The public-domain hash wyhash (final version 3) with the constants that servers use; its values are seen in
// the replies of queries on strings.
qint64 indexHash(QByteArrayView bytes) noexcept
{
    constexpr quint64 secret[] = {0xa0761d6478bd642fULL, 0xe7037ed1a0b428dbULL, 0x8ebc6af09c88c6e3ULL,
                                  0x589965cc75374cc3ULL};
    constexpr quint64 startValue = 0x29fbb14cc886fULL;
    const auto mix = [](quint64 a, quint64 b) {
        __extension__ using Wide = unsigned __int128;
        const Wide product = static_cast<Wide>(a) * b;
        return static_cast<quint64>(product) ^ static_cast<quint64>(product >> 64);
    };
    const char *at = bytes.data();
    const auto size = static_cast<size_t>(bytes.size());
    const auto eight = [](const char *from) { return qFromLittleEndian<quint64>(from); };
    const auto four = [](const char *from) { return quint64{qFromLittleEndian<quint32>(from)}; };
    quint64 seed = startValue ^ secret[0];
    quint64 a = 0;
    quint64 b = 0;
    if (size > 16) {
        size_t left = size;
        if (left > 48) {
            quint64 second = seed;
            quint64 third = seed;
            do {
                seed = mix(eight(at) ^ secret[1], eight(at + 8) ^ seed);
                second = mix(eight(at + 16) ^ secret[2], eight(at + 24) ^ second);
                third = mix(eight(at + 32) ^ secret[3], eight(at + 40) ^ third);
                at += 48;
                left -= 48;
            } while (left > 48);
            seed ^= second ^ third;
        }
        while (left > 16) {
            seed = mix(eight(at) ^ secret[1], eight(at + 8) ^ seed);
            left -= 16;
            at += 16;
        }
        a = eight(at + left - 16);
        b = eight(at + left - 8);
    } else if (size >= 4) {
        const size_t middle = (size >> 3) << 2;
        a = four(at) << 32 | four(at + middle);
        b = four(at + size - 4) << 32 | four(at + size - 4 - middle);
    } else if (size > 0) {
        const auto byte = [at](size_t i) { return quint64{static_cast<quint8>(at[i])}; };
        a = byte(0) << 16 | byte(size >> 1) << 8 | byte(size - 1);
    }
    return static_cast<qint64>(mix(secret[1] ^ size, mix(a ^ secret[1], b ^ seed)));
}

SecondaryIndex::SecondaryIndex(const Namespace &ns, QByteArray name, IndexDefinition definition, SetId set)
    : m_ns(ns)
    , m_name(std::move(name))
    , m_definition(std::move(definition))
    , m_set(set)
    , m_entries(partitionCount)
    , m_createdMs(ns.clock().nowMs())
{
    if (!m_definition.expression.isEmpty()) {
        if (Outcome<CompiledExpression> program = CompiledExpression::compile(m_definition.expression))
            m_program = std::move(*program);
    }
}

QByteArray SecondaryIndex::name() const
{
    const std::lock_guard lock(m_nameMutex);
    return m_name;
}

void SecondaryIndex::rename(const QByteArray &name)
{
    const std::lock_guard lock(m_nameMutex);
    m_name = name;
}

bool SecondaryIndex::less(const IndexEntry &a, const IndexEntry &b) const noexcept
{
    if (a.value != b.value) {
        return isUnsigned() ? static_cast<quint64>(a.value) < static_cast<quint64>(b.value)
                            : a.value < b.value;
    }
    return std::memcmp(a.digest.bytes.data(), b.digest.bytes.data(), a.digest.bytes.size()) < 0;
}

void SecondaryIndex::forEachElement(const EvalRecord &record,
                                    const std::function<bool(ParticleView)> &visit) const
{
    ParticleView value;
    Particle owned;
    if (!m_program.isNull()) {
        Outcome<Particle> result = m_program.evaluate(record);
        if (!result)
            return;
        owned = std::move(*result);
        value = owned;
    } else {
        value = record.bin(m_definition.bin);
    }
    if (value.isNil())
        return;
    if (!m_definition.context.isEmpty()) {
        if (value.type != ParticleType::List && value.type != ParticleType::Map)
            return;
        owned = resolveContext(value, m_definition.context);
        value = owned;
    }
    switch (m_definition.kind) {
    case IndexKind::Default:
        if (!value.isNil())
            visit(value);
        break;
    case IndexKind::List:
        forEachPart(value, Part::ListElements, visit);
        break;
    case IndexKind::MapKeys:
        forEachPart(value, Part::MapKeys, visit);
        break;
    case IndexKind::MapValues:
        forEachPart(value, Part::MapValues, visit);
        break;
    case IndexKind::Set:
        break;
    }
}

void SecondaryIndex::appendValues(ParticleView element, Values &values) const
{
    if (element.type != m_definition.type)
        return;
    switch (element.type) {
    case ParticleType::Integer:
        values.append(integerOf(element));
        break;
    case ParticleType::String:
    case ParticleType::Blob:
        if (m_definition.kind != IndexKind::Default || element.bytes.size() <= longestElement)
            values.append(indexHash(element.bytes));
        break;
    case ParticleType::GeoJson:
        for (const quint64 cell : geoJsonCells(element))
            values.append(static_cast<qint64>(cell));
        break;
    default:
        break;
    }
}

SecondaryIndex::Values SecondaryIndex::valuesOf(const Digest &digest, SetId set,
                                                const StoredRecord &record) const
{
    Values values;
    if (m_definition.kind == IndexKind::Set || (m_set != noSet && set != m_set))
        return values;
    forEachElement(StoredEvalRecord(m_ns, digest, set, record), [&](ParticleView element) {
        appendValues(element, values);
        return true;
    });
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

void SecondaryIndex::insert(int partition, const IndexEntry &entry)
{
    std::vector<IndexEntry> &all = entries(partition);
    const auto before = [this](const IndexEntry &a, const IndexEntry &b) { return less(a, b); };
    const auto at = std::lower_bound(all.begin(), all.end(), entry, before);
    if (at != all.end() && !less(entry, *at))
        return;
    all.insert(at, entry);
    m_count.fetch_add(1, std::memory_order_relaxed);
}

void SecondaryIndex::remove(int partition, const IndexEntry &entry)
{
    std::vector<IndexEntry> &all = entries(partition);
    const auto before = [this](const IndexEntry &a, const IndexEntry &b) { return less(a, b); };
    const auto at = std::lower_bound(all.begin(), all.end(), entry, before);
    if (at == all.end() || less(entry, *at))
        return;
    all.erase(at);
    m_count.fetch_sub(1, std::memory_order_relaxed);
}

void SecondaryIndex::recordChanged(const Digest &digest, SetId set, const StoredRecord *before,
                                   const StoredRecord *after)
{
    if (m_set != noSet && set != m_set)
        return;
    const Values gone = before ? valuesOf(digest, set, *before) : Values();
    const Values come = after ? valuesOf(digest, set, *after) : Values();
    const int partition = digest.partitionId();
    for (const qint64 value : gone) {
        if (!std::binary_search(come.begin(), come.end(), value))
            remove(partition, {value, digest});
    }
    for (const qint64 value : come)
        insert(partition, {value, digest});
}

bool SecondaryIndex::holds(const Digest &digest, SetId set, const StoredRecord &record)
{
    const std::vector<IndexEntry> &all = entries(digest.partitionId());
    const auto before = [this](const IndexEntry &a, const IndexEntry &b) { return less(a, b); };
    const Values values = valuesOf(digest, set, record);
    return std::any_of(values.begin(), values.end(), [&](qint64 value) {
        return std::binary_search(all.begin(), all.end(), IndexEntry{value, digest}, before);
    });
}

bool SecondaryIndex::populate(Namespace &ns, int partitions, int last)
{
    for (int i = 0; i < partitions; ++i) {
        const int id = m_populated.load(std::memory_order_relaxed);
        if (id >= last)
            break;
        Partition &partition = ns.partition(id);
        const std::lock_guard lock(partition.mutex);
        for (const RecordSlot &slot : partition.slots)
            recordChanged(slot.digest, slot.set, nullptr, slot.record.get());
        m_populated.store(id + 1, std::memory_order_relaxed);
    }
    const int done = m_populated.load(std::memory_order_relaxed);
    if (done == partitionCount)
        setReadable(std::chrono::milliseconds(std::max<qint64>(0, ns.clock().nowMs() - m_createdMs)));
    return done >= last;
}

void SecondaryIndex::setReadable(std::chrono::milliseconds loadTime)
{
    m_loadMs.store(loadTime.count());
    m_populated.store(partitionCount);
    m_readable.store(true, std::memory_order_release);
}

SecondaryIndex::Statistics SecondaryIndex::statistics(Namespace &ns, const std::function<bool(int)> &holds)
{
    Statistics result;
    result.loadMs = m_loadMs.load();
    result.loadPercent = isReadable() ? 100 : m_populated.load() * 100 / partitionCount;
    if (m_count.load(std::memory_order_relaxed) == 0)
        return result;
    std::set<qint64> values;
    qint64 records = 0;
    for (int id = 0; id < partitionCount; ++id) {
        if (!holds(id))
            continue;
        const std::lock_guard lock(ns.partition(id).mutex);
        std::set<QByteArrayView> digests;
        result.entries += static_cast<qint64>(entries(id).size());
        for (const IndexEntry &entry : entries(id)) {
            values.insert(entry.value);
            digests.insert({entry.digest.bytes.data(), 20});
        }
        records += static_cast<qint64>(digests.size());
    }
    const auto rounded = [&](qint64 count) {
        return count == 0 ? 0 : (2 * result.entries + count) / (2 * count);
    };
    result.entriesPerValue = rounded(static_cast<qint64>(values.size()));
    result.entriesPerRecord = m_definition.kind == IndexKind::Default ? 1 : rounded(records);
    return result;
}

void IndexCatalog::recordChanged(const Digest &digest, SetId set, const StoredRecord *before,
                                 const StoredRecord *after)
{
    if (m_count.load(std::memory_order_acquire) == 0)
        return;
    const std::shared_lock lock(m_mutex);
    for (const auto &index : m_indexes) {
        if (index)
            index->recordChanged(digest, set, before, after);
    }
}

bool IndexCatalog::holds(const Digest &digest, SetId set, const StoredRecord &record) const
{
    if (m_count.load(std::memory_order_acquire) == 0)
        return false;
    const std::shared_lock lock(m_mutex);
    return std::any_of(m_indexes.begin(), m_indexes.end(),
                       [&](const auto &index) { return index && index->holds(digest, set, record); });
}

ResultCode IndexCatalog::create(const QByteArray &name, const IndexDefinition &definition)
{
    const SetId set = m_ns.ensureSet(definition.set);
    std::shared_ptr<SecondaryIndex> index;
    {
        const std::unique_lock lock(m_mutex);
        std::shared_ptr<SecondaryIndex> same;
        int count = 0;
        for (const auto &other : m_indexes) {
            if (!other)
                continue;
            ++count;
            if (other->name() == name)
                return other->definition() == definition ? ResultCode::Ok : ResultCode::IndexFound;
            if (other->definition() == definition)
                same = other;
        }
        if (same) {
            same->rename(name);
            return ResultCode::Ok;
        }
        if (count >= maximum && definition.kind != IndexKind::Set)
            return ResultCode::IndexMaxCount;
        index = std::make_shared<SecondaryIndex>(m_ns, name, definition, set);
        const auto hole = std::find(m_indexes.begin(), m_indexes.end(), nullptr);
        if (hole != m_indexes.end())
            *hole = index;
        else
            m_indexes.push_back(index);
        m_count.fetch_add(1, std::memory_order_release);
    }
    if (set != noSet) {
        if (definition.kind == IndexKind::Set)
            m_ns.set(set).enableIndex.store(true);
        else
            m_ns.set(set).indexes.fetch_add(1);
    }
    const qint64 objects = set == noSet ? m_ns.objectCount() : m_ns.set(set).objects.load();
    if (objects == 0 || definition.kind == IndexKind::Set)
        index->setReadable({});
    else if (onWork)
        onWork();
    return ResultCode::Ok;
}

void IndexCatalog::remove(const QByteArray &name)
{
    std::shared_ptr<SecondaryIndex> gone;
    {
        const std::unique_lock lock(m_mutex);
        for (auto &index : m_indexes) {
            if (index && index->name() == name) {
                gone = std::exchange(index, nullptr);
                m_count.fetch_sub(1, std::memory_order_release);
            }
        }
    }
    if (!gone)
        return;
    gone->drop();
    if (const SetId set = m_ns.findSet(gone->definition().set); set != noSet) {
        if (gone->definition().kind == IndexKind::Set)
            m_ns.set(set).enableIndex.store(false);
        else
            m_ns.set(set).indexes.fetch_sub(1);
    }
}

std::shared_ptr<SecondaryIndex> IndexCatalog::byName(QByteArrayView name) const
{
    const std::shared_lock lock(m_mutex);
    for (const auto &index : m_indexes) {
        if (index && sameBytes(index->name(), name))
            return index;
    }
    return nullptr;
}

std::shared_ptr<SecondaryIndex> IndexCatalog::byDefinition(IndexDefinition definition) const
{
    const std::shared_lock lock(m_mutex);
    for (;;) {
        for (const auto &index : m_indexes) {
            if (index && index->definition() == definition)
                return index;
        }
        if (definition.set.isEmpty())
            return nullptr;
        definition.set.clear();
    }
}

std::vector<std::shared_ptr<SecondaryIndex>> IndexCatalog::list(bool setIndexes) const
{
    const std::shared_lock lock(m_mutex);
    std::vector<std::shared_ptr<SecondaryIndex>> all;
    for (const auto &index : m_indexes) {
        if (index && (index->definition().kind == IndexKind::Set) == setIndexes)
            all.push_back(index);
    }
    return all;
}

bool IndexCatalog::populate(Pace pace)
{
    std::vector<std::shared_ptr<SecondaryIndex>> pending;
    for (const auto &index : list(false)) {
        if (!index->isReadable())
            pending.push_back(index);
    }
    const qint64 buildMs = pace == Pace::AtOnce ? 0 : m_buildMs.load();
    const qint64 now = m_ns.clock().nowMs();
    bool done = true;
    for (const auto &index : pending) {
        qint64 last = partitionCount;
        if (buildMs > 0)
            last =
                std::clamp<qint64>((now - index->createdMs()) * partitionCount / buildMs, 0, partitionCount);
        done = index->populate(m_ns, partitionsPerPiece, static_cast<int>(last)) && done;
    }
    return done;
}

namespace {

/// Particle type by the type codes that expressions use (protocol section 9.1).
ParticleType byTypeCode(const Value &code)
{
    static constexpr ParticleType types[] = {ParticleType::Nil,    ParticleType::Bool,  ParticleType::Integer,
                                             ParticleType::String, ParticleType::List,  ParticleType::Map,
                                             ParticleType::Blob,   ParticleType::Float, ParticleType::GeoJson,
                                             ParticleType::Hll};
    if (code.type() != Value::Type::Integer || code.toInteger() < 0 || code.toInteger() >= std::ssize(types))
        return ParticleType::Nil;
    return types[code.toInteger()];
}

/// What the walk over an expression learns.
struct ExpressionTraits
{
    bool readsMetadata = false;
    bool readsKey = false;
    bool readsRecord = false;
};

ParticleType literalType(const Value &value)
{
    return value.isNil() ? ParticleType::Nil : value.particleType();
}

/// Expression op codes, as far as their result type is not that of their first argument.
ParticleType walkExpression(const Value &expression, ExpressionTraits &traits)
{
    if (expression.type() != Value::Type::List)
        return literalType(expression);
    const std::vector<Value> &items = expression.list().items;
    if (items.empty() || items[0].type() != Value::Type::Integer)
        return ParticleType::List;
    const qint64 code = items[0].toInteger();
    constexpr int quoted = 126, call = 127, let = 125, variable = 124, condition = 123, bin = 81,
                  binType = 82, key = 80;
    if (code == quoted)
        return ParticleType::List;
    if (code == bin || code == binType) {
        traits.readsRecord = true;
        return code == binType || items.size() < 2 ? ParticleType::Integer : byTypeCode(items[1]);
    }
    if (code == key) {
        traits.readsKey = true;
        return items.size() < 2 ? ParticleType::Nil : byTypeCode(items[1]);
    }
    constexpr int digestModulo = 64, firstMeta = 65, lastMeta = 74;
    if (code == digestModulo)
        traits.readsRecord = true;
    else if (code >= firstMeta && code <= lastMeta)
        traits.readsMetadata = true;
    if (code == call) {
        if (items.size() > 4)
            static_cast<void>(walkExpression(items[4], traits));
        return items.size() > 1 ? byTypeCode(items[1]) : ParticleType::Nil;
    }
    ParticleType last = ParticleType::Nil;
    ParticleType first = ParticleType::Nil;
    for (size_t i = 1; i < items.size(); ++i) {
        last = walkExpression(items[i], traits);
        if (i == 1)
            first = last;
    }
    if (code == let || code == condition)
        return code == condition && items.size() > 2 ? walkExpression(items[2], traits) : last;
    if (code == variable)
        return ParticleType::Nil;
    const bool truth = code <= 19 || code == 71 || code == 72;
    if (truth)
        return ParticleType::Bool;
    const bool keepsType =
        (code >= 20 && code <= 23) || (code >= 27 && code <= 29) || code == 50 || code == 51;
    if (keepsType)
        return first;
    if (code == 24 || code == 25 || code == 31)
        return ParticleType::Float;
    if (code == 70)
        return ParticleType::String;
    if (code == 101 || code == 102)
        return ParticleType::List;
    return ParticleType::Integer;
}

} // namespace

ParticleType indexableExpressionType(QByteArrayView packed)
{
    const Result<Value> tree = unpackValue(packed);
    if (!tree || !CompiledExpression::compile(packed))
        return ParticleType::Nil;
    ExpressionTraits traits;
    const ParticleType type = walkExpression(*tree, traits);
    return traits.readsMetadata || traits.readsKey || !traits.readsRecord ? ParticleType::Nil : type;
}

} // namespace Aeroscope::Demo
