// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/recordcommand.h"

#include "app/demo/bytes.h"
#include "app/demo/engine/opengine.h"
#include "app/demo/indexcatalog.h"
#include "app/demo/udfcommand.h"
#include "app/demo/workingrecord.h"

#include <algorithm>

namespace Aeroscope::Demo {

namespace {

constexpr int maximumOps = 32 * 1024;
constexpr int maximumBins = 32767;

QByteArray borrowed(QByteArrayView bytes)
{
    return QByteArray::fromRawData(bytes.data(), bytes.size());
}

bool isModifyOp(quint8 code) noexcept
{
    switch (static_cast<OpCode>(code)) {
    case OpCode::Increment:
    case OpCode::Append:
    case OpCode::Prepend:
    case OpCode::CdtModify:
    case OpCode::BitModify:
    case OpCode::HllModify:
        return true;
    default:
        return false;
    }
}

bool isReadOp(quint8 code) noexcept
{
    switch (static_cast<OpCode>(code)) {
    case OpCode::Read:
    case OpCode::CdtRead:
    case OpCode::BitRead:
    case OpCode::HllRead:
    case OpCode::ExpressionRead:
        return true;
    default:
        return false;
    }
}

/// The checks of a write's ops that need no record (protocol section 5.4, "ops sanity").
struct WritePolicy
{
    ResultCode code = ResultCode::Ok;
    bool mustExist = false;
    bool replace = false;
};

WritePolicy checkWriteOps(const Request &request)
{
    WritePolicy policy;
    const auto refuse = [&policy](ResultCode code) {
        policy.code = code;
        return policy;
    };
    if (request.ops.isEmpty() || request.ops.size() > maximumOps)
        return refuse(ResultCode::Parameter);
    policy.mustExist = (request.info3 & (Info3::UpdateOnly | Info3::ReplaceOnly)) != 0;
    policy.replace = (request.info3 & (Info3::CreateOrReplace | Info3::ReplaceOnly)) != 0;
    bool hasRead = false;
    bool hasReadAll = false;
    bool answers = false;
    for (const RequestOp &op : request.ops) {
        const auto code = static_cast<OpCode>(op.code);
        if (code == OpCode::Touch) {
            if (policy.replace)
                return refuse(ResultCode::Parameter);
            policy.mustExist = true;
            continue;
        }
        if (!isBinNameValid(op.name))
            return refuse(ResultCode::BinName);
        if (policy.replace &&
            (isModifyOp(op.code) || code == OpCode::DeleteAll ||
             (code == OpCode::Write && op.type == static_cast<quint8>(ParticleType::Nil)))) {
            return refuse(ResultCode::Parameter);
        }
        if (request.isReadAll(op)) {
            if (request.respondAllOps() || hasReadAll)
                return refuse(ResultCode::Parameter);
            hasRead = true;
            hasReadAll = true;
        } else if (isReadOp(op.code)) {
            hasRead = true;
            answers = true;
        } else if (code == OpCode::CdtModify || code == OpCode::HllModify) {
            answers = true;
        }
    }
    if ((hasRead && (request.info1 & Info1::Read) == 0) || (hasReadAll && answers) ||
        ((request.info1 & Info1::GetAll) != 0 && !hasReadAll)) {
        return refuse(ResultCode::Parameter);
    }
    return policy;
}

/// The read-touch rule (protocol section 5.2): Parameter for a bad percentage, else Ok and `touch` says
/// whether the record's expiry is to be renewed.
ResultCode checkReadTouch(const Namespace &ns, const RecordSlot &slot, const Request &request, bool &touch)
{
    constexpr quint32 never = 0xffffffff;
    touch = false;
    const StoredRecord &record = *slot.record;
    if (record.voidTime == 0 || request.ttl == never)
        return ResultCode::Ok;
    quint32 percent = request.ttl;
    if (percent == 0) {
        percent = slot.set == noSet ? 0 : ns.set(slot.set).readTouchPercent.load(std::memory_order_relaxed);
        if (percent == 0)
            percent = ns.config.readTouchPercent.load(std::memory_order_relaxed);
        else if (percent == never)
            percent = 0;
        if (percent == 0)
            return ResultCode::Ok;
    } else if (percent > 100) {
        return ResultCode::Parameter;
    }
    const auto writtenAt = static_cast<quint32>(record.lastUpdateMs / 1000 - Clock::epochUnixSeconds);
    const quint64 ttl = record.voidTime - writtenAt;
    touch = ns.clock().nowSeconds() >= record.voidTime - static_cast<quint32>(ttl * percent / 100);
    return ResultCode::Ok;
}

/// Extends the expiry by the time-to-live of the last write; a read is no new generation.
void touchOnRead(const CommandScope &scope, RecordSlot &slot)
{
    StoredRecord &record = *slot.record;
    const qint64 now = scope.ns.clock().nowMs();
    const auto writtenAt = static_cast<quint32>(record.lastUpdateMs / 1000 - Clock::epochUnixSeconds);
    const quint32 extended = scope.ns.clock().nowSeconds() + (record.voidTime - writtenAt);
    if (extended <= record.voidTime)
        return;
    record.voidTime = extended;
    record.lastUpdateMs = now;
    scope.counters.add(Counter::ReadTouchSuccess);
}

/// Answers the ops of a read (protocol section 5.3).
ResultCode answerReads(const CommandScope &scope, const Request &request, const RecordSlot &slot,
                       MessageWriter &message)
{
    if (request.ops.size() > maximumOps)
        return ResultCode::Parameter;
    const StoredRecord &record = *slot.record;
    if ((request.info1 & Info1::GetAll) != 0) {
        message.bins(record);
        return ResultCode::Ok;
    }
    if (request.ops.isEmpty())
        return ResultCode::Parameter;
    const bool all = request.respondAllOps();
    const StoredEvalRecord view(scope.ns, slot);
    for (const RequestOp &op : request.ops) {
        if (!isBinNameValid(op.name))
            return ResultCode::BinName;
        // Rows of a batch read all say READ, whatever was asked.
        const quint8 code = scope.inBatch ? static_cast<quint8>(OpCode::Read) : op.code;
        if (!isReadOp(op.code))
            return ResultCode::Parameter;
        const ParticleView bin = findBin(record.packedBins(), op.name);
        if (op.code == static_cast<quint8>(OpCode::Read)) {
            if (!bin.isNil() || all)
                message.op(code, op.name, bin);
            continue;
        }
        if (bin.isNil() && op.code != static_cast<quint8>(OpCode::ExpressionRead)) {
            if (all)
                message.op(code, op.name, {});
            continue;
        }
        const PreparedOp prepared(static_cast<OpCode>(op.code), static_cast<ParticleType>(op.type),
                                  borrowed(op.value));
        const OpEffect effect = prepared.apply(bin, view);
        if (!effect.ok())
            return effect.code;
        if (!effect.result.isNil() || all)
            message.op(code, op.name, effect.result);
    }
    return ResultCode::Ok;
}

/// Runs the ops of a write in order on the working record.
ResultCode applyWriteOps(const Request &request, WorkingRecord &work, MessageWriter &message)
{
    const bool all = request.respondAllOps();
    for (const RequestOp &op : request.ops) {
        const auto code = static_cast<OpCode>(op.code);
        switch (code) {
        case OpCode::Touch:
            continue;
        case OpCode::Write:
            if (op.type == static_cast<quint8>(ParticleType::Nil)) {
                work.removeBin(op.name);
            } else {
                Outcome<Particle> value = particleFromWire(static_cast<ParticleType>(op.type), op.value);
                if (!value)
                    return value.error();
                work.setBin(op.name, std::move(*value));
            }
            if (all)
                message.op(op.code, op.name, {});
            continue;
        case OpCode::DeleteAll:
            work.clear();
            if (all)
                message.op(op.code, op.name, {});
            continue;
        case OpCode::Read:
            if (request.isReadAll(op)) {
                for (const BinView &bin : work.bins())
                    message.op(op.code, bin.name, bin.value);
            } else {
                const ParticleView bin = work.bin(op.name);
                if (!bin.isNil() || all)
                    message.op(op.code, op.name, bin);
            }
            continue;
        default:
            break;
        }
        if (!PreparedOp::covers(code))
            return ResultCode::Parameter;
        const ParticleView bin = work.bin(op.name);
        const bool reads = isReadOp(op.code);
        if (reads && bin.isNil() && code != OpCode::ExpressionRead) {
            if (all)
                message.op(op.code, op.name, {});
            continue;
        }
        const PreparedOp prepared(code, static_cast<ParticleType>(op.type), borrowed(op.value));
        OpEffect effect = prepared.apply(bin, work);
        if (!effect.ok())
            return effect.code;
        if (all || reads || !effect.result.isNil())
            message.op(op.code, op.name, effect.result);
        if (effect.change == OpEffect::Bin::Set)
            work.setBin(op.name, std::move(effect.bin));
        else if (effect.change == OpEffect::Bin::Remove)
            work.removeBin(op.name);
    }
    return work.binCount() > maximumBins ? ResultCode::Parameter : ResultCode::Ok;
}

CommandResult runWrite(const CommandScope &scope, const Request &request, const Digest &digest,
                       MessageWriter &message)
{
    Namespace &ns = scope.ns;
    CommandResult result;
    const auto fail = [&result](ResultCode code) {
        result.code = code;
        return result;
    };
    if (ns.config.stopWrites.load(std::memory_order_relaxed))
        return fail(ResultCode::OutOfSpace);
    if (ns.config.disallowNullSet.load(std::memory_order_relaxed) && request.field(Field::Set).isEmpty())
        return fail(ResultCode::Parameter);
    const WritePolicy policy = checkWriteOps(request);
    if (policy.code != ResultCode::Ok)
        return fail(policy.code);

    Partition &partition = ns.partition(digest.partitionId());
    const std::lock_guard lock(partition.mutex);
    RecordSlot *slot = partition.find(digest);
    if (request.has(Field::TransactionId))
        return fail(ResultCode::EnterpriseOnly);
    if (policy.mustExist && !slot)
        return fail(ResultCode::NotFound);
    bool creating = slot == nullptr;
    if (slot) {
        result.generation = slot->record->generation;
        result.voidTime = slot->record->voidTime;
        if (ns.isExpired(*slot->record)) {
            if (policy.mustExist)
                return fail(ResultCode::NotFound);
            // What has expired but was not reaped yet is written as if it were not there.
            ns.removeRecord(partition, digest);
            creating = true;
        }
    }
    if ((request.info2 & Info2::CreateOnly) != 0 && !creating)
        return fail(ResultCode::RecordExists);
    if (!generationAllows(request, creating ? 0 : slot->record->generation))
        return fail(ResultCode::Generation);
    SlotGuard guard(ns, partition, digest);
    if (creating) {
        const QByteArrayView setName = request.field(Field::Set);
        const SetId set = isSetNameValid(setName) ? ns.ensureSet(setName) : noSet;
        if (set == noSet && !setName.isEmpty())
            return fail(ResultCode::Parameter);
        if (const ResultCode code = checkSetCount(ns, set); code != ResultCode::Ok)
            return fail(code);
        slot = &partition.insert(digest, set);
        guard.arm();
    } else if (!scope.internal && !setMatchesExactly(ns, *slot, request)) {
        return fail(ResultCode::Parameter);
    }
    if (const ResultCode code = checkSetBytes(ns, slot->set); code != ResultCode::Ok)
        return fail(code);
    const StoredRecord *old = creating ? nullptr : slot->record.get();
    if (old) {
        const ResultCode filtered = applyFilter(scope, request, StoredEvalRecord(ns, *slot));
        if (filtered != ResultCode::Ok)
            return fail(filtered);
    }
    WorkingRecord work(ns, *slot, old, !policy.replace);
    if (const ResultCode code = takeSentKey(request, work); code != ResultCode::Ok)
        return fail(code);
    const quint32 ttl = creating && request.ttl == TtlWord::Keep ? TtlWord::Default : request.ttl;
    if (!isTtlValid(ttl))
        return fail(ResultCode::Parameter);
    if (isTtlForbidden(ns, slot->set, ttl))
        return fail(ResultCode::Forbidden);

    work.newLastUpdateMs = ns.clock().nowMs();
    work.newVoidTime = newVoidTime(ns, slot->set, old, ttl);
    work.newGeneration = nextGeneration(old ? old->generation : quint16{0});
    const ResultCode applied = applyWriteOps(request, work, message);
    if (applied != ResultCode::Ok)
        return fail(applied);

    if (work.binCount() == 0) {
        // A replacement starts from nothing, except that servers load the old bins of a record that is in an
        // index.
        const bool knowsOld = old && (!policy.replace || ns.indexes().holds(digest, slot->set, *old));
        if (!knowsOld || old->binCount() == 0)
            return fail(ResultCode::NotFound);
        if ((request.info2 & Info2::DurableDelete) != 0)
            return fail(ResultCode::EnterpriseOnly);
        ns.removeRecord(partition, digest);
        return {};
    }
    StoredRecord::Pointer record = work.build();
    if (record->storageBytes > ns.config.maxRecordSize.load(std::memory_order_relaxed))
        return fail(ResultCode::RecordTooBig);
    result.generation = record->generation;
    result.voidTime = record->voidTime;
    ns.replaceRecord(partition, *slot, std::move(record));
    guard.disarm();
    return result;
}

CommandResult runRead(const CommandScope &scope, const Request &request, const Digest &digest,
                      MessageWriter &message)
{
    Namespace &ns = scope.ns;
    CommandResult result;
    const auto fail = [&result](ResultCode code) {
        result.code = code;
        return result;
    };
    Partition &partition = ns.partition(digest.partitionId());
    const std::lock_guard lock(partition.mutex);
    RecordSlot *slot = partition.find(digest);
    if (request.has(Field::TransactionId))
        return fail(ResultCode::EnterpriseOnly);
    if (!slot)
        return fail(ResultCode::NotFound);
    result.generation = slot->record->generation;
    result.voidTime = slot->record->voidTime;
    if (!setMatchesOrUnnamed(ns, *slot, request))
        return fail(ResultCode::Parameter);
    if (ns.isExpired(*slot->record))
        return fail(ResultCode::NotFound);
    bool touch = false;
    if (const ResultCode code = checkReadTouch(ns, *slot, request, touch); code != ResultCode::Ok)
        return fail(code);
    if (const ResultCode code = applyFilter(scope, request, StoredEvalRecord(ns, *slot));
        code != ResultCode::Ok)
        return fail(code);
    const QByteArrayView storedKey = slot->record->userKey();
    if (request.has(Field::Key) && !storedKey.isEmpty() && !sameBytes(request.field(Field::Key), storedKey))
        return fail(ResultCode::KeyMismatch);
    if ((request.info1 & Info1::GetNoBins) == 0) {
        if (const ResultCode code = answerReads(scope, request, *slot, message); code != ResultCode::Ok)
            return fail(code);
    }
    if (touch)
        touchOnRead(scope, *slot);
    return result;
}

CommandResult runDelete(const CommandScope &scope, const Request &request, const Digest &digest)
{
    Namespace &ns = scope.ns;
    // A transaction's id is not looked at here, unlike in other commands.
    if ((request.info2 & Info2::DurableDelete) != 0)
        return {ResultCode::EnterpriseOnly};
    Partition &partition = ns.partition(digest.partitionId());
    const std::lock_guard lock(partition.mutex);
    RecordSlot *slot = partition.find(digest);
    if (!slot)
        return {ResultCode::NotFound};
    if (!setMatchesOrUnnamed(ns, *slot, request))
        return {ResultCode::Parameter};
    if (!generationAllows(request, slot->record->generation))
        return {ResultCode::Generation};
    if (const ResultCode code = applyFilter(scope, request, StoredEvalRecord(ns, *slot));
        code != ResultCode::Ok)
        return {code};
    const QByteArrayView storedKey = slot->record->userKey();
    if (request.has(Field::Key) && !storedKey.isEmpty() && !sameBytes(request.field(Field::Key), storedKey))
        return {ResultCode::KeyMismatch};
    ns.removeRecord(partition, digest);
    return {};
}

} // namespace

ResultCode readCommand(const CommandScope &scope, const Request &request, const Digest &digest)
{
    MessageWriter message(scope.out);
    const CommandResult result = runRead(scope, request, digest, message);
    finishReply(scope, message, result);
    scope.counters.countRead(result.code, scope.inBatch, scope.start);
    return result.code;
}

ResultCode writeCommand(const CommandScope &scope, const Request &request, const Digest &digest)
{
    MessageWriter message(scope.out);
    const CommandResult result = runWrite(scope, request, digest, message);
    finishReply(scope, message, result);
    if (!scope.internal)
        scope.counters.countWrite(result.code, scope.inBatch, scope.start);
    return result.code;
}

ResultCode deleteCommand(const CommandScope &scope, const Request &request, const Digest &digest)
{
    MessageWriter message(scope.out);
    const CommandResult result = runDelete(scope, request, digest);
    finishReply(scope, message, result);
    scope.counters.countDelete(result.code, scope.inBatch);
    return result.code;
}

ResultCode refuseCommand(const CommandScope &scope, ResultCode code)
{
    MessageWriter message(scope.out);
    finishReply(scope, message, {code});
    return code;
}

ResultCode runRecordCommand(const CommandScope &scope, const Request &request, const Digest &digest)
{
    if (request.isWrite()) {
        if (request.isDelete())
            return deleteCommand(scope, request, digest);
        if (request.has(Field::UdfModule))
            return udfCommand(scope, request, digest);
        if ((request.info4 & (Info4::RollForward | Info4::RollBack)) != 0)
            return refuseCommand(scope, ResultCode::EnterpriseOnly);
        return writeCommand(scope, request, digest);
    }
    if ((request.info1 & Info1::Read) == 0)
        return refuseCommand(scope, ResultCode::Parameter);
    const bool linearized =
        (request.info3 & (Info3::ScReadType | Info3::ScReadRelax)) == quint8{Info3::ScReadType};
    if (linearized || (request.info4 & Info4::VerifyRead) != 0)
        return refuseCommand(scope, ResultCode::EnterpriseOnly);
    return readCommand(scope, request, digest);
}

} // namespace Aeroscope::Demo
