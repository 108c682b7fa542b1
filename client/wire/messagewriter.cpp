// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/wire/messagewriter_p.h"

#include "client/value/msgpack.h"
#include "client/value/serverhazard.h"
#include "client/value/storable.h"

#include <algorithm>
#include <bit>
#include <limits>

using namespace Qt::StringLiterals;

namespace Aeroscope::Wire {

namespace {

constexpr qsizetype maxNamespace = 31;
constexpr qsizetype maxSet = 63;
constexpr qsizetype maxBinName = 15;
constexpr int maxOps = 32768;
constexpr quint32 maxGeneration = 65535;
constexpr qsizetype opHeaderSize = 8;

} // namespace

void BodyWriter::openField(Field type, qsizetype contentSize)
{
    char *const at = m_out.claim(5);
    qToBigEndian(static_cast<quint32>(contentSize + 1), at);
    at[4] = static_cast<char>(type);
    ++m_fields;
}

void BodyWriter::field(Field type, QByteArrayView content)
{
    openField(type, content.size());
    m_out.bytes(content);
}

void BodyWriter::field8(Field type, quint8 content)
{
    openField(type, sizeof content);
    m_out.byte(content);
}

void BodyWriter::field32(Field type, quint32 content)
{
    openField(type, sizeof content);
    m_out.u32(content);
}

void BodyWriter::field64(Field type, quint64 content)
{
    openField(type, sizeof content);
    m_out.u64(content);
}

void BodyWriter::dataset(QByteArrayView ns, QByteArrayView set)
{
    if (ns.isEmpty() || ns.size() > maxNamespace)
        refuse("a namespace name has 1 to 31 bytes"_L1);
    if (set.size() > maxSet)
        refuse("a set name has at most 63 bytes"_L1);
    field(Field::Namespace, ns);
    field(Field::Set, set);
}

void BodyWriter::target(const Key &key)
{
    dataset(key.namespaceName(), key.setName());
    const auto &digest = key.digest().bytes;
    field(Field::Digest, QByteArrayView(digest.data(), static_cast<qsizetype>(digest.size())));
}

void BodyWriter::transaction(const TransactionStamp *stamp)
{
    if (!stamp)
        return;
    if (stamp->id != 0) {
        openField(Field::TransactionId, 8);
        qToLittleEndian(stamp->id, m_out.claim(8));
    }
    if (stamp->recordVersion) {
        constexpr qsizetype versionSize = 7;
        std::array<char, 8> word{};
        qToLittleEndian(*stamp->recordVersion, word.data());
        field(Field::RecordVersion, QByteArrayView(word.data(), versionSize));
    }
    if (stamp->deadline) {
        openField(Field::TransactionDeadline, 4);
        qToLittleEndian(*stamp->deadline, m_out.claim(4));
    }
}

void BodyWriter::userKey(const Key &key)
{
    if (!key.userKey())
        return;
    const Value &user = *key.userKey();
    switch (user.type()) {
    case Value::Type::Integer:
        openField(Field::Key, 9);
        m_out.byte(static_cast<quint8>(ParticleType::Integer));
        m_out.u64(static_cast<quint64>(user.toInteger()));
        break;
    case Value::Type::Double:
        openField(Field::Key, 9);
        m_out.byte(static_cast<quint8>(ParticleType::Float));
        m_out.u64(std::bit_cast<quint64>(user.toDouble()));
        break;
    case Value::Type::String:
    case Value::Type::Blob:
        openField(Field::Key, 1 + user.bytes().size());
        m_out.byte(static_cast<quint8>(user.particleType()));
        m_out.bytes(user.bytes());
        break;
    default:
        refuse("a record's key is an integer, a double, a string or a blob"_L1);
        break;
    }
}

void BodyWriter::filter(QByteArrayView expression)
{
    if (expression.isEmpty())
        return;
    if (const QLatin1StringView hazard = expressionHazard(expression); !hazard.isEmpty())
        refuse(hazard);
    field(Field::Filter, expression);
}

void BodyWriter::udf(const UdfCall &call)
{
    if (call.module.isEmpty() || call.function.isEmpty())
        refuse("a user-defined function has a module and a name"_L1);
    field(Field::UdfModule, call.module);
    field(Field::UdfFunction, call.function);
    constexpr QByteArrayView noArguments = "\x90";
    field(Field::UdfArguments, call.arguments.isEmpty() ? noArguments : call.arguments);
}

void BodyWriter::checkBinName(QByteArrayView bin)
{
    // The server takes an empty name and makes a bin of it that few tools can reach.
    if (bin.isEmpty() || bin.size() > maxBinName)
        refuse("a bin name has 1 to 15 bytes"_L1);
    else if (bin.contains('\0'))
        refuse("a bin name has no NUL"_L1);
}

char *BodyWriter::openOp(OpCode code, ParticleType type, QByteArrayView bin, qsizetype valueSize)
{
    ++m_ops;
    char *const at = m_out.claim(opHeaderSize + bin.size() + valueSize);
    qToBigEndian(static_cast<quint32>(4 + bin.size() + valueSize), at);
    at[4] = static_cast<char>(code);
    at[5] = static_cast<char>(type);
    at[6] = 0;
    at[7] = static_cast<char>(bin.size());
    char *const name = at + opHeaderSize;
    if (!bin.isEmpty())
        std::memcpy(name, bin.data(), static_cast<size_t>(bin.size()));
    return name + bin.size();
}

void BodyWriter::readOp(QByteArrayView bin)
{
    checkBinName(bin);
    openOp(OpCode::Read, ParticleType::Nil, bin, 0);
}

void BodyWriter::bareOp(OpCode code)
{
    openOp(code, ParticleType::Nil, {}, 0);
}

void BodyWriter::valueOp(OpCode code, QByteArrayView bin, const Value &value)
{
    checkBinName(bin);
    const auto copy = [](char *at, QByteArrayView bytes) {
        if (!bytes.isEmpty())
            std::memcpy(at, bytes.data(), static_cast<size_t>(bytes.size()));
    };
    switch (value.type()) {
    case Value::Type::Nil:
        openOp(code, ParticleType::Nil, bin, 0);
        break;
    case Value::Type::Bool:
        *openOp(code, ParticleType::Bool, bin, 1) = value.toBool() ? 1 : 0;
        break;
    case Value::Type::Integer:
        qToBigEndian(value.toInteger(), openOp(code, ParticleType::Integer, bin, 8));
        break;
    case Value::Type::Double:
        qToBigEndian(std::bit_cast<quint64>(value.toDouble()), openOp(code, ParticleType::Float, bin, 8));
        break;
    case Value::Type::String:
    case Value::Type::Blob:
    case Value::Type::Hll:
        copy(openOp(code, value.particleType(), bin, value.bytes().size()), value.bytes());
        break;
    case Value::Type::GeoJson: {
        // flags and number of cells: the server computes its own
        constexpr qsizetype geoHeader = 3;
        char *const at = openOp(code, ParticleType::GeoJson, bin, geoHeader + value.bytes().size());
        std::fill_n(at, geoHeader, '\0');
        copy(at + geoHeader, value.bytes());
        break;
    }
    case Value::Type::List:
    case Value::Type::Map:
        containerOp(code, bin, value);
        break;
    case Value::Type::RawBytes:
    case Value::Type::Opaque:
    case Value::Type::Infinity:
    case Value::Type::Wildcard:
        refuse("this value cannot be a bin of its own"_L1);
        break;
    }
}

void BodyWriter::containerOp(OpCode code, QByteArrayView bin, const Value &value)
{
    const Result<Storability> storability = checkStorable(value);
    if (!storability) {
        refuse(storability.error().message);
        return;
    }
    thread_local MsgpackWriter packer; // keeps its memory from put to put
    packer.clear();
    packer.value(*storability == Storability::AsIs ? value : normalized(value));
    const QByteArray &packed = packer.bytes();
    std::memcpy(openOp(code, value.particleType(), bin, packed.size()), packed.constData(),
                static_cast<size_t>(packed.size()));
    constexpr qsizetype memoryToKeep = 1 << 20;
    if (packed.capacity() > memoryToKeep)
        (void)packer.take();
}

void BodyWriter::operation(const Operation &operation)
{
    if (!operation.refusal.isEmpty())
        refuse(operation.refusal);
    switch (operation.code) {
    case OpCode::Read:
        if (operation.bin.isEmpty())
            bareOp(OpCode::Read);
        else
            readOp(operation.bin);
        return;
    case OpCode::Write:
        writeOp(operation.bin, operation.value);
        return;
    case OpCode::Increment:
        if (operation.value.type() != Value::Type::Integer && operation.value.type() != Value::Type::Double)
            refuse("only an integer or a double can be added"_L1);
        valueOp(operation.code, operation.bin, operation.value);
        return;
    case OpCode::Append:
    case OpCode::Prepend:
        if (operation.value.type() != Value::Type::String && operation.value.type() != Value::Type::Blob)
            refuse("only a string or a blob can be appended or prepended"_L1);
        valueOp(operation.code, operation.bin, operation.value);
        return;
    case OpCode::Touch:
    case OpCode::DeleteAll:
        if (!operation.bin.isEmpty())
            refuse("touch and delete-all name no bin"_L1);
        bareOp(operation.code);
        return;
    case OpCode::CdtRead:
    case OpCode::CdtModify:
    case OpCode::ExpressionRead:
    case OpCode::ExpressionModify:
    case OpCode::BitRead:
    case OpCode::BitModify:
    case OpCode::HllRead:
    case OpCode::HllModify: {
        checkBinName(operation.bin);
        if (operation.payload.isEmpty())
            refuse("the operation has no payload"_L1);
        if (const QLatin1StringView hazard = operationHazard(operation.code, operation.payload);
            !hazard.isEmpty())
            refuse(hazard); // whoever made it
        char *const at = openOp(operation.code, ParticleType::Blob, operation.bin, operation.payload.size());
        std::copy(operation.payload.begin(), operation.payload.end(), at);
        return;
    }
    }
    refuse("unknown operation"_L1);
}

Result<void> MessageWriter::finish(MessageHeader header)
{
    if (opCount() > maxOps)
        refuse("a command has at most 32768 operations"_L1);
    const qsizetype bodySize = out().size() - m_start - protoHeaderSize;
    if (bodySize > maxBodySize)
        refuse("the request is larger than 128 MiB"_L1);
    if (!refusal().isEmpty()) {
        out().truncate(m_start);
        return std::unexpected(Error::invalidArgument(refusal()));
    }
    header.fieldCount = static_cast<quint16>(fieldCount());
    header.opCount = static_cast<quint16>(opCount());
    out().setU64(m_start, ProtoHeader{FrameType::Message, bodySize}.word());
    header.write(out().data() + m_start + protoHeaderSize);
    return {};
}

MessageBits readBits(const CommandOptions &options) noexcept
{
    MessageBits bits;
    if (options.readModeAp == ReadModeAp::All)
        bits.info1 |= Info1::readModeApAll;
    switch (options.readModeSc) {
    case ReadModeSc::Session:
        break;
    case ReadModeSc::Linearize:
        bits.info3 |= Info3::scReadType;
        break;
    case ReadModeSc::AllowReplica:
        bits.info3 |= Info3::scReadRelax;
        break;
    case ReadModeSc::AllowUnavailable:
        bits.info3 |= Info3::scReadType | Info3::scReadRelax;
        break;
    }
    return bits;
}

MessageBits writeBits(const CommandOptions &options, BodyWriter &writer)
{
    MessageBits bits;
    bits.info2 = Info2::write;
    switch (options.existsAction) {
    case RecordExistsAction::Upsert:
        break;
    case RecordExistsAction::Insert:
        bits.info2 |= Info2::createOnly;
        break;
    case RecordExistsAction::Update:
        bits.info3 |= Info3::updateOnly;
        break;
    case RecordExistsAction::Replace:
        bits.info3 |= Info3::createOrReplace;
        break;
    case RecordExistsAction::ReplaceIfExists:
        bits.info3 |= Info3::replaceOnly;
        break;
    }
    switch (options.generationCheck) {
    case GenerationCheck::None:
        break;
    case GenerationCheck::Equal:
        bits.info2 |= Info2::generationEqual;
        break;
    case GenerationCheck::Greater:
        bits.info2 |= Info2::generationGreater;
        break;
    }
    if (options.generationCheck != GenerationCheck::None && options.generation > maxGeneration)
        writer.refuse("a generation is at most 65535"_L1);
    if (options.commitLevel == CommitLevel::Master)
        bits.info3 |= Info3::commitLevelMaster;
    if (options.durableDelete)
        bits.info2 |= Info2::durableDelete;
    return bits;
}

quint32 readTouchWord(const CommandOptions &options, BodyWriter &writer)
{
    if (options.readTouchPercent < -1 || options.readTouchPercent > 100)
        writer.refuse("the read-touch percentage is -1 or 0 to 100"_L1);
    return static_cast<quint32>(options.readTouchPercent);
}

quint32 generationWord(const CommandOptions &options) noexcept
{
    return options.generationCheck == GenerationCheck::None ? 0 : options.generation;
}

quint32 timeoutWord(std::chrono::milliseconds timeout) noexcept
{
    constexpr std::chrono::milliseconds::rep most = std::numeric_limits<quint32>::max();
    return static_cast<quint32>(std::clamp<std::chrono::milliseconds::rep>(timeout.count(), 0, most));
}

OperationBits operationBits(std::span<const Operation> operations, const CommandOptions &options,
                            BodyWriter &writer)
{
    OperationBits result;
    int readAlls = 0;
    bool hasReads = false;
    for (const Operation &operation : operations) {
        if (isWriteOp(operation.code)) {
            result.hasWrites = true;
        } else {
            hasReads = true;
            if (operation.code == OpCode::Read && operation.bin.isEmpty())
                ++readAlls;
        }
    }
    if (operations.empty())
        writer.refuse("an operate command has at least one operation"_L1);
    if (readAlls > 1)
        writer.refuse("a command reads all bins at most once"_L1);
    if (readAlls > 0 && options.respondAllOps == RespondAllOps::Yes)
        writer.refuse("a command that reads all bins is not answered for every operation"_L1);
    if (readAlls > 0 && !result.hasWrites && operations.size() > 1)
        writer.refuse("a read of all bins stands alone: the server would leave out the other operations"_L1);
    const bool replaces = options.existsAction == RecordExistsAction::Replace ||
                          options.existsAction == RecordExistsAction::ReplaceIfExists;
    if (replaces && result.hasWrites) {
        for (const Operation &operation : operations) {
            const bool isModify = operation.code == OpCode::Increment || operation.code == OpCode::Append ||
                                  operation.code == OpCode::Prepend || operation.code == OpCode::Touch ||
                                  operation.code == OpCode::CdtModify ||
                                  (operation.code == OpCode::Write && operation.value.isNil());
            if (isModify)
                writer.refuse("a record is replaced by whole bins only"_L1);
        }
    }

    MessageBits &bits = result.bits;
    if (hasReads)
        bits = bits | readBits(options);
    if (result.hasWrites)
        bits = bits | writeBits(options, writer);
    if (hasReads)
        bits.info1 |= Info1::read;
    if (readAlls > 0)
        bits.info1 |= Info1::getAll;
    else if (options.respondAllOps != RespondAllOps::No)
        bits.info2 |= Info2::respondAllOps;
    return result;
}

} // namespace Aeroscope::Wire
