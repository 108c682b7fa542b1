// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/storedudfrecord.h"

#include <algorithm>

namespace Aeroscope::Demo {

namespace {

/// What functions may at most have in a record, and touch of it.
constexpr int maximumBins = 512;
constexpr size_t maximumTouched = 2 * maximumBins;

// Answers of create, update and remove.
constexpr int done = 0;
constexpr int failed = -1;
constexpr int alreadyThere = 1;
constexpr int notThere = 1;
constexpr int notThereToUpdate = -2;

} // namespace

StoredUdfRecord::StoredUdfRecord(Namespace &ns, Partition &partition, const Request &request,
                                 const Digest &digest, RecordSlot *slot)
    : m_ns(ns)
    , m_partition(partition)
    , m_request(request)
    , m_digest(digest)
    , m_slot(slot)
    , m_guard(ns, partition, digest)
    , m_ttl(request.ttl)
{
    if (slot)
        m_work.emplace(ns, *slot, slot->record.get(), true);
}

void StoredUdfRecord::remember(const QByteArray &name, UdfRef value, bool changed)
{
    if (m_tooManyBins)
        return;
    const auto same = [&name](const Cached &cached) { return cached.name == name; };
    const auto found = std::find_if(m_cache.begin(), m_cache.end(), same);
    if (found != m_cache.end()) {
        found->value = std::move(value);
        found->changed = changed;
        return;
    }
    const auto isValue = [](const Cached &cached) { return cached.value && !cached.value->isNil(); };
    const bool adds = value && !value->isNil();
    if (m_cache.size() >= maximumTouched ||
        (adds && std::count_if(m_cache.begin(), m_cache.end(), isValue) >= maximumBins)) {
        m_tooManyBins = true;
        return;
    }
    m_cache.push_back({name, std::move(value), changed});
}

UdfRef StoredUdfRecord::bin(const QByteArray &name)
{
    for (const Cached &cached : m_cache) {
        if (cached.name == name && cached.value)
            return cached.value;
    }
    if (!m_work)
        return {};
    const ParticleView view = m_work->bin(name);
    if (view.isNil())
        return {};
    UdfRef value = UdfValue::fromParticle(view);
    if (value)
        remember(name, value, false);
    return value;
}

std::optional<std::vector<QByteArray>> StoredUdfRecord::binNames() const
{
    if (!m_work)
        return std::nullopt;
    std::vector<QByteArray> names;
    for (const BinView &bin : m_work->bins())
        names.push_back(bin.name.toByteArray());
    return names;
}

int StoredUdfRecord::create()
{
    if (m_work)
        return m_work->binCount() != 0 ? alreadyThere : execute();
    constexpr int refused = 4;
    const QByteArrayView setName = m_request.field(Field::Set);
    const SetId set = isSetNameValid(setName) ? m_ns.ensureSet(setName) : noSet;
    if ((set == noSet && !setName.isEmpty()) || checkSetCount(m_ns, set) != ResultCode::Ok)
        return refused;
    m_slot = &m_partition.insert(m_digest, set);
    m_guard.arm();
    m_created = true;
    m_work.emplace(m_ns, *m_slot, nullptr, true);
    if (takeSentKey(m_request, *m_work) != ResultCode::Ok) {
        abandonNew();
        return refused;
    }
    const int code = execute();
    if (code != done)
        abandonNew();
    return code;
}

void StoredUdfRecord::abandonNew()
{
    m_work.reset();
    m_guard.disarm();
    m_ns.removeRecord(m_partition, m_digest);
    m_slot = nullptr;
    m_created = false;
}

int StoredUdfRecord::update()
{
    return m_work ? execute() : notThereToUpdate;
}

int StoredUdfRecord::remove()
{
    if (!m_work)
        return notThere;
    m_cache.clear();
    for (const BinView &bin : m_work->bins())
        m_cache.push_back({bin.name.toByteArray(), {}, true});
    return execute();
}

void StoredUdfRecord::dropKey()
{
    if (m_work)
        m_work->key = {};
}

/// Applies the remembered changes to the working record.
int StoredUdfRecord::execute()
{
    if (m_ns.config.stopWrites.load(std::memory_order_relaxed))
        return refuse(ResultCode::OutOfSpace);
    if (const ResultCode code = checkSetBytes(m_ns, m_slot->set); code != ResultCode::Ok)
        return refuse(code);
    if (m_tooManyBins)
        return refuse(ResultCode::BinName);
    for (size_t i = 0; i < m_cache.size();) {
        Cached &cached = m_cache[i];
        if (!cached.changed) {
            ++i;
            continue;
        }
        if (!cached.value || cached.value->isNil()) {
            m_work->removeBin(cached.name);
            // The last one takes its place.
            if (i + 1 != m_cache.size())
                cached = std::move(m_cache.back());
            m_cache.pop_back();
            continue;
        }
        Outcome<Particle> particle = cached.value->toParticle();
        if (!particle)
            return refuse(particle.error());
        if (m_work->binCount() >= maximumBins && !m_work->find(cached.name))
            return refuse(ResultCode::BinName);
        m_names.push_back(cached.name);
        m_work->setBin(m_names.back(), std::move(*particle));
        ++i;
    }
    for (Cached &cached : m_cache)
        cached.changed = false;
    m_code = ResultCode::Ok;
    m_hasUpdates = true;
    return done;
}

/// Forgets all changes; the call will fail unless the function tries again.
int StoredUdfRecord::refuse(ResultCode code)
{
    m_code = code;
    m_hasUpdates = false;
    m_tooManyBins = false;
    m_cache.clear();
    const QByteArrayView key = m_work->key;
    m_work.emplace(m_ns, *m_slot, stored(), true);
    m_work->key = key;
    return failed;
}

ResultCode StoredUdfRecord::commit(CommandResult &result)
{
    if (m_code != ResultCode::Ok || !m_hasUpdates)
        return m_code;
    const StoredRecord *old = stored();
    const quint32 ttl = m_ttl == TtlWord::Keep && (!old || old->binCount() == 0) ? TtlWord::Default : m_ttl;
    if (!isTtlValid(ttl))
        return ResultCode::Parameter;
    if (isTtlForbidden(m_ns, m_slot->set, ttl))
        return ResultCode::Forbidden;
    const bool empties = m_work->binCount() == 0;
    if (empties && (!old || old->binCount() == 0))
        return ResultCode::NotFound;
    if (empties && (m_request.info2 & Info2::DurableDelete) != 0)
        return ResultCode::EnterpriseOnly;
    m_work->newLastUpdateMs = m_ns.clock().nowMs();
    m_work->newVoidTime = newVoidTime(m_ns, m_slot->set, old, ttl);
    m_work->newGeneration = nextGeneration(old ? old->generation : quint16{0});
    StoredRecord::Pointer record = m_work->build();
    if (record->storageBytes > m_ns.config.maxRecordSize.load(std::memory_order_relaxed))
        return ResultCode::RecordTooBig;
    result.generation = record->generation;
    result.voidTime = record->voidTime;
    if (empties)
        m_ns.removeRecord(m_partition, m_digest);
    else
        m_ns.replaceRecord(m_partition, *m_slot, std::move(record));
    m_guard.disarm();
    return ResultCode::Ok;
}

UdfRef StoredUdfRecord::key() const
{
    if (!m_work || m_work->key.isEmpty())
        return {};
    const ParticleView key = m_work->userKey();
    switch (key.type) {
    case ParticleType::Integer:
        return UdfValue::make(integerOf(key));
    case ParticleType::String:
        return UdfValue::make(key.bytes.toByteArray());
    case ParticleType::Blob:
        return UdfValue::make(UdfBytes{key.bytes.toByteArray()});
    default:
        return {};
    }
}

QByteArray StoredUdfRecord::setName() const
{
    return m_work && m_slot->set != noSet ? m_ns.set(m_slot->set).name : QByteArray();
}

QByteArray StoredUdfRecord::digest() const
{
    return QByteArrayView(m_digest.bytes.data(), static_cast<qsizetype>(m_digest.bytes.size())).toByteArray();
}

qint64 StoredUdfRecord::generation() const
{
    return stored() ? stored()->generation : 0;
}

qint64 StoredUdfRecord::ttl() const
{
    if (!stored())
        return 0;
    return std::max<qint64>(0, qint64{stored()->voidTime} - qint64{m_ns.clock().nowSeconds()});
}

qint64 StoredUdfRecord::lastUpdate() const
{
    return stored() ? stored()->lastUpdateMs - qint64{Clock::epochUnixSeconds} * 1000 : 0;
}

qint64 StoredUdfRecord::size() const
{
    return stored() ? stored()->storageBytes : 0;
}

} // namespace Aeroscope::Demo
