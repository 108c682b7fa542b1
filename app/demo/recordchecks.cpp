// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/recordchecks.h"

#include "app/demo/bytes.h"
#include "app/demo/workingrecord.h"

#include <algorithm>

namespace Aeroscope::Demo {

namespace {

constexpr qsizetype longestBinName = 15;
constexpr qsizetype longestSetName = 63;

} // namespace

bool isBinNameValid(QByteArrayView name) noexcept
{
    return name.size() <= longestBinName && std::find(name.begin(), name.end(), '\0') == name.end();
}

bool isSetNameValid(QByteArrayView name) noexcept
{
    return name.size() <= longestSetName && std::find(name.begin(), name.end(), '\0') == name.end();
}

bool isTtlValid(quint32 ttl) noexcept
{
    return ttl <= TtlWord::Longest || ttl == TtlWord::Never || ttl == TtlWord::Keep;
}

namespace {

quint32 effectiveDefaultTtl(const Namespace &ns, SetId set)
{
    const quint32 ofSet = set == noSet ? 0 : ns.set(set).defaultTtl.load(std::memory_order_relaxed);
    if (ofSet == TtlWord::Never)
        return 0;
    return ofSet != 0 ? ofSet : ns.config.defaultTtl.load(std::memory_order_relaxed);
}

} // namespace

bool isTtlForbidden(const Namespace &ns, SetId set, quint32 ttl)
{
    const bool expires =
        ttl == TtlWord::Default ? effectiveDefaultTtl(ns, set) != 0 : static_cast<qint32>(ttl) > 0;
    return expires && ns.config.nsupPeriod.load(std::memory_order_relaxed) == 0 &&
           !ns.config.allowTtlWithoutNsup.load(std::memory_order_relaxed);
}

quint32 newVoidTime(const Namespace &ns, SetId set, const StoredRecord *old, quint32 ttlWord)
{
    const quint32 before = old ? old->voidTime : 0;
    quint32 after = before;
    switch (ttlWord) {
    case TtlWord::Keep:
        break;
    case TtlWord::Never:
        after = 0;
        break;
    case TtlWord::Default: {
        const quint32 ttl = effectiveDefaultTtl(ns, set);
        after = ttl != 0 ? ns.clock().nowSeconds() + ttl : 0;
        break;
    }
    default:
        after = ns.clock().nowSeconds() + ttlWord;
        break;
    }
    const bool reduced = old && ((before == 0 && after != 0) || after < before);
    return reduced && !ns.config.applyTtlReductions.load(std::memory_order_relaxed) ? before : after;
}

quint16 nextGeneration(quint16 generation) noexcept
{
    return generation == 0xffff ? quint16{1} : static_cast<quint16>(generation + 1);
}

ResultCode applyFilter(const CommandScope &scope, const Request &request, const EvalRecord &record)
{
    const CompiledExpression *filter = scope.batchFilter;
    Outcome<CompiledExpression> own;
    if (request.has(Field::Filter)) {
        own = CompiledExpression::compileFilter(request.field(Field::Filter));
        if (!own)
            return ResultCode::Parameter;
        filter = &*own;
    }
    if (!filter)
        return ResultCode::Ok;
    Truth truth = filter->matchesMetadata(record);
    if (truth == Truth::Unknown)
        truth = filter->matches(record);
    return truth == Truth::True ? ResultCode::Ok : ResultCode::FilteredOut;
}

namespace {

/// Compares as servers do, who take a name sent for one that ends at a zero byte.
bool namesSet(const Namespace &ns, SetId set, QByteArrayView wanted)
{
    if (set == noSet || wanted.size() > longestSetName)
        return false;
    if (const qsizetype end = wanted.indexOf('\0'); end >= 0)
        wanted.truncate(end);
    return sameBytes(ns.set(set).name, wanted);
}

} // namespace

bool setMatchesOrUnnamed(const Namespace &ns, const RecordSlot &slot, const Request &request)
{
    const QByteArrayView wanted = request.field(Field::Set);
    return wanted.isEmpty() || namesSet(ns, slot.set, wanted);
}

bool setMatchesExactly(const Namespace &ns, const RecordSlot &slot, const Request &request)
{
    const QByteArrayView wanted = request.field(Field::Set);
    if (wanted.isEmpty())
        return slot.set == noSet;
    return namesSet(ns, slot.set, wanted);
}

bool generationAllows(const Request &request, quint32 current) noexcept
{
    if ((request.info2 & Info2::GenerationEqual) != 0)
        return request.generation == current;
    if ((request.info2 & Info2::GenerationGreater) != 0)
        return request.generation > current;
    return true;
}

ResultCode checkSetCount(const Namespace &ns, SetId set)
{
    if (set == noSet)
        return ResultCode::Ok;
    const SetInfo &info = ns.set(set);
    const quint64 limit = info.stopWritesCount.load(std::memory_order_relaxed);
    const bool full =
        limit != 0 && static_cast<quint64>(info.objects.load(std::memory_order_relaxed)) >= limit;
    return full ? ResultCode::Forbidden : ResultCode::Ok;
}

ResultCode checkSetBytes(const Namespace &ns, SetId set)
{
    if (set == noSet)
        return ResultCode::Ok;
    const SetInfo &info = ns.set(set);
    const quint64 limit = info.stopWritesSize.load(std::memory_order_relaxed);
    const bool full = limit != 0 && static_cast<quint64>(info.bytes.load(std::memory_order_relaxed)) >= limit;
    return full ? ResultCode::Forbidden : ResultCode::Ok;
}

ResultCode takeSentKey(const Request &request, WorkingRecord &work)
{
    if (!request.has(Field::Key))
        return ResultCode::Ok;
    const QByteArrayView sent = request.field(Field::Key);
    if (!work.key.isEmpty())
        return sameBytes(sent, work.key) ? ResultCode::Ok : ResultCode::KeyMismatch;
    constexpr qsizetype integerKeySize = 9;
    const bool integer = !sent.isEmpty() && sent[0] == static_cast<char>(ParticleType::Integer);
    if (sent.isEmpty() || (integer && sent.size() != integerKeySize))
        return ResultCode::UnsupportedFeature;
    work.key = sent;
    return ResultCode::Ok;
}

void finishReply(const CommandScope &scope, MessageWriter &message, const CommandResult &result)
{
    if (result.code != ResultCode::Ok)
        message.rewind();
    message.finish(result.code, result.generation, result.voidTime, scope.inBatch ? scope.batchIndex : 0);
}

} // namespace Aeroscope::Demo
