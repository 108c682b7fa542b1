// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/udfcommand.h"

#include "app/demo/storedudfrecord.h"
#include "app/demo/udf/udfruntime.h"
#include "client/value/msgpack.h"

namespace Aeroscope::Demo {

namespace {

constexpr qsizetype longestName = 127;
constexpr std::chrono::milliseconds longestCommand{1000};

/// Flags of writes that make no sense here.
bool hasForbiddenFlags(const Request &request) noexcept
{
    constexpr quint8 info2 = Info2::GenerationEqual | Info2::GenerationGreater | Info2::CreateOnly;
    constexpr quint8 info3 = Info3::UpdateOnly | Info3::CreateOrReplace | Info3::ReplaceOnly;
    return (request.info2 & info2) != 0 || (request.info3 & info3) != 0;
}

/// The checks on a record that exists, in the server's order.
ResultCode checkExisting(const CommandScope &scope, const Request &request, const RecordSlot &slot,
                         WorkingRecord &work)
{
    if (!scope.internal && !setMatchesExactly(scope.ns, slot, request))
        return ResultCode::Parameter;
    if (const ResultCode code = applyFilter(scope, request, StoredEvalRecord(scope.ns, slot));
        code != ResultCode::Ok)
        return code;
    return takeSentKey(request, work);
}

CommandResult runUdf(const CommandScope &scope, const Request &request, const UdfCall &call,
                     const Digest &digest, MessageWriter &message)
{
    Namespace &ns = scope.ns;
    CommandResult result;
    const auto fail = [&result](ResultCode code) {
        result.code = code;
        return result;
    };
    if (hasForbiddenFlags(request))
        return fail(ResultCode::Parameter);
    Partition &partition = ns.partition(digest.partitionId());
    const std::lock_guard lock(partition.mutex);
    RecordSlot *slot = partition.find(digest);
    if (request.has(Field::TransactionId))
        return fail(ResultCode::EnterpriseOnly);
    if (slot) {
        result.generation = slot->record->generation;
        result.voidTime = slot->record->voidTime;
        if (ns.isExpired(*slot->record)) {
            if (scope.internal)
                return fail(ResultCode::NotFound);
            // What has expired but was not reaped yet is as good as gone.
            ns.removeRecord(partition, digest);
            slot = nullptr;
        }
    }
    if (!slot && scope.internal)
        return fail(ResultCode::NotFound);

    StoredUdfRecord record(ns, partition, request, digest, slot);
    if (slot) {
        if (const ResultCode code = checkExisting(scope, request, *slot, record.work());
            code != ResultCode::Ok)
            return fail(code);
    }
    const UdfOutcome outcome =
        scope.udf->applyRecord(call.module, call.function, record, call.arguments, udfDeadline(request));
    if (outcome.kind != UdfOutcome::Kind::Success) {
        const Particle text(ParticleType::String, outcome.text);
        message.op(static_cast<quint8>(OpCode::Read), udfFailureBin, text);
        return fail(ResultCode::UdfExecution);
    }
    if (const ResultCode code = record.commit(result); code != ResultCode::Ok)
        return fail(code);
    const Particle value = outcome.value ? outcome.value->toReply() : Particle();
    message.op(static_cast<quint8>(OpCode::Read), udfSuccessBin, value);
    return result;
}

} // namespace

std::optional<UdfCall> UdfCall::parse(const Request &request)
{
    if (!request.has(Field::UdfModule) || !request.has(Field::UdfFunction) ||
        !request.has(Field::UdfArguments) || request.field(Field::UdfModule).size() > longestName ||
        request.field(Field::UdfFunction).size() > longestName) {
        return std::nullopt;
    }
    UdfCall call;
    // Names end at a zero byte.
    call.module = QByteArray(request.field(Field::UdfModule).toByteArray().constData());
    call.function = QByteArray(request.field(Field::UdfFunction).toByteArray().constData());
    QByteArrayView bytes = request.field(Field::UdfArguments);
    const Result<Value> arguments = unpackFirst(bytes);
    if (arguments && arguments->type() == Value::Type::List) {
        if (const UdfRef list = UdfValue::fromValue(*arguments))
            call.arguments = std::get<UdfList>(list->data).items;
    }
    return call;
}

std::chrono::steady_clock::time_point udfDeadline(const Request &request)
{
    const std::chrono::milliseconds wanted(request.timeoutMs);
    return std::chrono::steady_clock::now() +
           (wanted.count() != 0 && wanted < longestCommand ? wanted : longestCommand);
}

ResultCode udfCommand(const CommandScope &scope, const Request &request, const Digest &digest)
{
    if (const std::optional<UdfCall> call = UdfCall::parse(request))
        return udfCommand(scope, request, *call, digest);
    MessageWriter message(scope.out);
    finishReply(scope, message, {ResultCode::Parameter});
    if (!scope.internal)
        scope.counters.countUdf(ResultCode::Parameter, scope.inBatch, scope.start);
    return ResultCode::Parameter;
}

ResultCode udfCommand(const CommandScope &scope, const Request &request, const UdfCall &call,
                      const Digest &digest)
{
    MessageWriter message(scope.out);
    const CommandResult result = runUdf(scope, request, call, digest, message);
    // The one error that has something to say keeps its op.
    if (result.code == ResultCode::UdfExecution)
        message.finish(result.code, result.generation, result.voidTime, scope.inBatch ? scope.batchIndex : 0);
    else
        finishReply(scope, message, result);
    if (!scope.internal)
        scope.counters.countUdf(result.code, scope.inBatch, scope.start);
    return result.code;
}

} // namespace Aeroscope::Demo
