// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/command/recordcommands.h"

#include "client/wire/recordcommand.h"

#include <algorithm>

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 highestGeneration = 0xffff;

Result<void> checkGeneration(const std::optional<quint32> &generation)
{
    if (generation && (*generation == 0 || *generation > highestGeneration))
        return std::unexpected(Error::invalidArgument(u"a generation is 1 … 65535"_s));
    return {};
}

Wire::RecordExistsAction existsAction(Verb verb) noexcept
{
    switch (verb) {
    case Verb::Insert:
        return Wire::RecordExistsAction::Insert;
    case Verb::Update:
        return Wire::RecordExistsAction::Update;
    case Verb::Replace:
        return Wire::RecordExistsAction::Replace;
    case Verb::ReplaceIfExists:
        return Wire::RecordExistsAction::ReplaceIfExists;
    default:
        return Wire::RecordExistsAction::Upsert;
    }
}

bool isPlainRead(const Operation &operation) noexcept
{
    return operation.code == OpCode::Read && !operation.bin.isEmpty();
}

/// Operations that answer nothing, or, where every operation is answered, an empty value.
bool answersNothing(OpCode code) noexcept
{
    switch (code) {
    case OpCode::Write:
    case OpCode::Increment:
    case OpCode::Append:
    case OpCode::Prepend:
    case OpCode::DeleteAll:
        return true;
    default:
        return false;
    }
}

/// The requests there are for one record, which are the rows there are of batches.
enum class RequestShape { Metadata, AllBins, SomeBins, PlainWrites, Operate, Delete, Touch };

RequestShape shapeOf(const PointSpec &spec) noexcept
{
    switch (spec.verb) {
    case Verb::Exists:
        return RequestShape::Metadata;
    case Verb::Read:
        if (spec.metadataOnly)
            return RequestShape::Metadata;
        if (spec.operations.empty())
            return RequestShape::AllBins;
        return std::ranges::all_of(spec.operations, isPlainRead) ? RequestShape::SomeBins
                                                                 : RequestShape::Operate;
    case Verb::Remove:
        return RequestShape::Delete;
    case Verb::Touch:
        return RequestShape::Touch;
    default:
        break;
    }
    const auto writesBin = [](const Operation &operation) { return operation.code == OpCode::Write; };
    return std::ranges::all_of(spec.operations, writesBin) ? RequestShape::PlainWrites
                                                           : RequestShape::Operate;
}

std::vector<QByteArray> binNames(const PointSpec &spec)
{
    std::vector<QByteArray> names;
    names.reserve(spec.operations.size());
    for (const Operation &operation : spec.operations)
        names.push_back(operation.bin);
    return names;
}

/// Replies to operate are positional, one entry for each operation but touch (protocol section 5.3), unless
/// all bins were asked for. Gives the answers by position and leaves in the reply those that say something.
void takeAnswers(const PointSpec &spec, Wire::RecordReply &reply, std::vector<Value> &answers)
{
    const auto isReadAll = [](const Operation &operation) {
        return operation.code == OpCode::Read && operation.bin.isEmpty();
    };
    const auto expected = std::ranges::count_if(
        spec.operations, [](const Operation &operation) { return operation.code != OpCode::Touch; });
    if (reply.bins.empty() || static_cast<std::size_t>(expected) != reply.bins.size() ||
        std::ranges::any_of(spec.operations, isReadAll))
        return;
    const bool answered = !std::ranges::all_of(spec.operations, answersNothing, &Operation::code);
    if (answered)
        answers.reserve(spec.operations.size());
    Bins bins;
    auto bin = reply.bins.begin();
    for (const Operation &operation : spec.operations) {
        if (operation.code == OpCode::Touch) {
            if (answered)
                answers.emplace_back();
            continue;
        }
        const bool empty =
            bin->value.isNil() && (answersNothing(operation.code) || operation.code == OpCode::Read);
        if (answered)
            answers.push_back(bin->value);
        if (!empty)
            bins.push_back(std::move(*bin));
        ++bin;
    }
    reply.bins = std::move(bins);
}

} // namespace

OperationKind operationKind(const PointSpec &spec) noexcept
{
    if (!isWrite(spec.verb))
        return OperationKind::Read;
    const auto sets = [](const Operation &operation) {
        return operation.code == OpCode::Write || operation.code == OpCode::Read ||
               operation.code == OpCode::Touch;
    };
    // A check of generation or existence that passed once fails the second time.
    const bool repeatable =
        !spec.generation && spec.verb != Verb::Insert && std::ranges::all_of(spec.operations, sets);
    return repeatable ? OperationKind::WriteRetryable : OperationKind::WriteNonRetryable;
}

Result<void> validateSpec(const PointSpec &spec, const Key &key)
{
    const auto refuse = [](QString why) { return std::unexpected(Error::invalidArgument(std::move(why))); };
    if (key.namespaceName().isEmpty())
        return refuse(u"the key names no namespace"_s);
    const bool writesBins = isWrite(spec.verb) && spec.verb != Verb::Remove && spec.verb != Verb::Touch;
    if (writesBins && std::ranges::none_of(spec.operations, isWriteOp, &Operation::code))
        return refuse(u"a write needs at least one operation that writes"_s);
    if (!isWrite(spec.verb) && std::ranges::any_of(spec.operations, isWriteOp, &Operation::code))
        return refuse(u"a read takes read operations only"_s);
    if (const Result<void> valid = checkGeneration(spec.generation); !valid)
        return valid;
    if (spec.readTouchTtlPercent && (*spec.readTouchTtlPercent < -1 || *spec.readTouchTtlPercent > 100))
        return refuse(u"the read-touch percentage is -1 … 100"_s);
    return {};
}

void applySpec(Wire::CommandOptions &options, const PointSpec &spec, QByteArrayView filter)
{
    options.filter = filter;
    if (!isWrite(spec.verb)) {
        options.readTouchPercent = spec.readTouchTtlPercent.value_or(options.readTouchPercent);
        return;
    }
    if (spec.generation) {
        options.generationCheck = Wire::GenerationCheck::Equal;
        options.generation = *spec.generation;
    }
    options.ttl = spec.ttl.value_or(options.ttl);
    options.sendKey = spec.sendKey.value_or(options.sendKey);
    options.existsAction = existsAction(spec.verb);
    // Only what deletes may say that the delete is durable: the server refuses it elsewhere.
    const bool deletes =
        spec.verb == Verb::Remove || std::ranges::any_of(spec.operations, [](const Operation &op) {
            return op.code == OpCode::DeleteAll;
        });
    options.durableDelete = deletes && spec.durableDelete.value_or(options.durableDelete);
}

Result<void> encodeSpec(Wire::WireBuffer &out, const PointSpec &spec, const Wire::CommandOptions &options)
{
    switch (shapeOf(spec)) {
    case RequestShape::Metadata:
        return Wire::encodeExists(out, spec.key, options);
    case RequestShape::AllBins:
        return Wire::encodeGet(out, spec.key, options);
    case RequestShape::SomeBins:
        return Wire::encodeGetBins(out, spec.key, binNames(spec), options);
    case RequestShape::Delete:
        return Wire::encodeDelete(out, spec.key, options);
    case RequestShape::Touch:
        return Wire::encodeTouch(out, spec.key, options);
    case RequestShape::Operate:
        return Wire::encodeOperate(out, spec.key, spec.operations, options);
    case RequestShape::PlainWrites:
        break;
    }
    Bins bins;
    bins.reserve(spec.operations.size());
    for (const Operation &operation : spec.operations)
        bins.push_back({operation.bin, operation.value});
    return Wire::encodePut(out, spec.key, bins, options);
}

void encodeRow(Wire::BatchEncoder &batch, quint32 index, const Key &key, const PointSpec &spec,
               const Wire::CommandOptions &options)
{
    switch (shapeOf(spec)) {
    case RequestShape::Metadata:
        return batch.exists(index, key, options);
    case RequestShape::AllBins:
        return batch.read(index, key, options);
    case RequestShape::SomeBins:
        return batch.readBins(index, key, binNames(spec), options);
    case RequestShape::Delete:
        return batch.remove(index, key, options);
    case RequestShape::Touch: {
        const Operation touch = Operation::touch();
        return batch.operate(index, key, {&touch, 1}, options);
    }
    case RequestShape::Operate:
    case RequestShape::PlainWrites:
        return batch.operate(index, key, spec.operations, options);
    }
}

RecordResult resultFrom(const PointSpec &spec, const Key &key, Wire::RecordReply reply)
{
    RecordResult result;
    result.key = key;
    result.generation = reply.generation;
    result.voidTime = reply.voidTime;
    const RequestShape shape = shapeOf(spec);
    if (shape == RequestShape::SomeBins) {
        result.results.reserve(spec.operations.size());
        for (const Operation &operation : spec.operations) {
            const Value *value = reply.bin(operation.bin);
            result.results.push_back(value ? *value : Value());
        }
    } else if (shape == RequestShape::Operate || shape == RequestShape::PlainWrites) {
        takeAnswers(spec, reply, result.results);
    }
    const bool readsBack = shape == RequestShape::Operate &&
                           std::ranges::any_of(spec.operations, [](const Operation &operation) {
                               return !answersNothing(operation.code) && operation.code != OpCode::Touch;
                           });
    const bool reads = !isWrite(spec.verb) && spec.verb != Verb::Exists;
    if (reads || (isWrite(spec.verb) && (readsBack || !reply.bins.empty()))) {
        Record record;
        record.key = key;
        record.generation = reply.generation;
        record.voidTime = reply.voidTime;
        record.bins = std::move(reply.bins);
        result.record = std::move(record);
    }
    return result;
}

bool isOrdinaryOutcome(const PointSpec &spec, ResultCode code) noexcept
{
    if (code == ResultCode::NotFound)
        return !isWrite(spec.verb) || spec.verb == Verb::Remove || spec.verb == Verb::Touch;
    return code == ResultCode::FilteredOut && !spec.failOnFilteredOut;
}

GetCommand::GetCommand(Key key, std::vector<QByteArray> bins, BehaviorPtr behavior,
                       const CallOptions &options)
    : PointCommand(std::move(key), OperationKind::Read, std::move(behavior),
                   {options.totalTimeout, options.socketTimeout, {}}, options.stop)
    , m_bins(std::move(bins))
{}

Result<void> GetCommand::encode(Wire::WireBuffer &out, Wire::CommandOptions &options)
{
    return m_bins.empty() ? Wire::encodeGet(out, key(), options)
                          : Wire::encodeGetBins(out, key(), m_bins, options);
}

void GetCommand::onReply(Wire::RecordReply reply)
{
    Record record;
    record.key = key();
    record.generation = reply.generation;
    record.voidTime = reply.voidTime;
    record.bins = std::move(reply.bins);
    source.complete(std::move(record));
}

void GetCommand::onFailure(Error error, const Wire::RecordReply *)
{
    source.fail(std::move(error));
}

PutCommand::PutCommand(Key key, Bins bins, BehaviorPtr behavior, const CallOptions &options)
    : PointCommand(std::move(key),
                   options.generation ? OperationKind::WriteNonRetryable : OperationKind::WriteRetryable,
                   std::move(behavior), {options.totalTimeout, options.socketTimeout, {}}, options.stop)
    , m_bins(std::move(bins))
    , m_sendKey(options.sendKey)
    , m_ttl(options.ttl.value_or(Ttl::namespaceDefault()))
    , m_generation(options.generation)
{}

Result<void> PutCommand::encode(Wire::WireBuffer &out, Wire::CommandOptions &options)
{
    if (const Result<void> valid = checkGeneration(m_generation); !valid)
        return valid;
    options.sendKey = m_sendKey.value_or(options.sendKey);
    options.durableDelete = false; // nothing is deleted, and the server refuses the flag elsewhere
    options.ttl = m_ttl;
    if (m_generation) {
        options.generationCheck = Wire::GenerationCheck::Equal;
        options.generation = *m_generation;
    }
    return Wire::encodePut(out, key(), m_bins, options);
}

void PutCommand::onReply(Wire::RecordReply reply)
{
    source.complete(WriteResult{reply.generation, reply.voidTime});
}

void PutCommand::onFailure(Error error, const Wire::RecordReply *)
{
    source.fail(std::move(error));
}

SpecCommand::SpecCommand(PointSpec spec, QByteArray filter, BehaviorPtr behavior, std::stop_token stop)
    : PointCommand(spec.key, operationKind(spec), std::move(behavior),
                   {spec.totalTimeout, spec.socketTimeout, spec.maxRetries}, std::move(stop))
    , m_spec(std::move(spec))
    , m_filter(std::move(filter))
{}

Result<void> SpecCommand::encode(Wire::WireBuffer &out, Wire::CommandOptions &options)
{
    applySpec(options, m_spec, m_filter);
    return encodeSpec(out, m_spec, options);
}

void SpecCommand::onReply(Wire::RecordReply reply)
{
    source.complete(resultFrom(m_spec, m_spec.key, std::move(reply)));
}

void SpecCommand::onFailure(Error error, const Wire::RecordReply *reply)
{
    if (error.kind != ErrorKind::Server || !isOrdinaryOutcome(m_spec, error.code)) {
        source.fail(std::move(error));
        return;
    }
    RecordResult result;
    result.key = m_spec.key;
    if (reply) {
        result.generation = reply->generation;
        result.voidTime = reply->voidTime;
    }
    result.error = std::move(error);
    source.complete(std::move(result));
}

} // namespace Aeroscope
