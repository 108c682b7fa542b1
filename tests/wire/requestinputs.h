// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/key.h"
#include "client/value/operation.h"
#include "client/value/rowchunk.h"
#include "client/wire/commandoptions.h"
#include "tests/wire/recordings.h"

#include <vector>

/// What a caller would have to say to get a recorded request: derived from its bytes. Owns what the views
/// point to.
struct RequestInputs
{
    Aeroscope::Key key;
    Aeroscope::Wire::CommandOptions options;
    Aeroscope::Wire::TransactionStamp transaction;
    std::vector<Aeroscope::Operation> operations;
    QByteArray filter;
    QByteArray udfModule;
    QByteArray udfFunction;
    QByteArray udfArguments;
    bool isPossible = true; // false: a value that this library does not write

    [[nodiscard]] bool allOpsAre(Aeroscope::OpCode code) const
    {
        return std::all_of(operations.begin(), operations.end(),
                           [code](const auto &operation) { return operation.code == code; });
    }
    [[nodiscard]] std::vector<QByteArray> names() const
    {
        std::vector<QByteArray> names;
        for (const auto &operation : operations)
            names.push_back(operation.bin);
        return names;
    }
    [[nodiscard]] Aeroscope::Bins bins() const
    {
        Aeroscope::Bins bins;
        for (const auto &operation : operations)
            bins.push_back({operation.bin, operation.value});
        return bins;
    }
};

inline Aeroscope::Ttl ttlOf(quint32 word, bool &isPossible)
{
    using Aeroscope::Ttl;
    for (const Ttl known : {Ttl::namespaceDefault(), Ttl::never(), Ttl::keep()}) {
        if (known.word() == word)
            return known;
    }
    const auto seconds = Ttl::seconds(word);
    isPossible = isPossible && seconds.has_value();
    return seconds.value_or(Ttl::namespaceDefault());
}

inline std::vector<Aeroscope::Operation> operationsOf(const std::vector<RequestParts::Op> &ops,
                                                      bool &isPossible)
{
    using namespace Aeroscope;
    std::vector<Operation> operations;
    for (const RequestParts::Op &op : ops) {
        Operation operation;
        operation.code = static_cast<OpCode>(op.code);
        operation.bin = op.name;
        switch (operation.code) {
        case OpCode::CdtRead:
        case OpCode::CdtModify:
        case OpCode::ExpressionRead:
        case OpCode::ExpressionModify:
        case OpCode::BitRead:
        case OpCode::BitModify:
        case OpCode::HllRead:
        case OpCode::HllModify:
            operation.payload = op.value;
            break;
        default:
            if (const auto value = decodeParticle(static_cast<ParticleType>(op.particle), op.value))
                operation.value = *value;
            else
                isPossible = false;
            break;
        }
        operations.push_back(operation);
    }
    return operations;
}

/// Fields and ops and the words of a header, of a message or of a batch row.
inline void readInputs(const RequestParts &parts, const QByteArray &digest, RequestInputs &in)
{
    using namespace Aeroscope;
    using namespace Aeroscope::Wire;
    std::optional<Value> userKey;
    if (const auto field = parts.field(2)) {
        in.options.sendKey = true;
        if (auto value =
                decodeParticle(static_cast<ParticleType>(field->at(0)), QByteArrayView(*field).sliced(1)))
            userKey = *value;
    }
    in.key = Key::fromRow(parts.field(0).value_or(QByteArray()), parts.field(1).value_or(QByteArray()),
                          Digest::fromBytes(digest).value_or(Digest()), userKey);
    in.filter = parts.field(43).value_or(QByteArray());
    in.options.filter = in.filter;
    if (const auto id = parts.field(5)) {
        in.transaction.id = qFromLittleEndian<quint64>(id->constData());
        in.options.transaction = &in.transaction;
    }
    if (const auto version = parts.field(3)) {
        in.transaction.recordVersion = qFromLittleEndian<quint64>((*version + '\0').constData());
        in.options.transaction = &in.transaction;
    }
    in.transaction.info4 = static_cast<quint8>(parts.info4);
    in.udfModule = parts.field(30).value_or(QByteArray());
    in.udfFunction = parts.field(31).value_or(QByteArray());
    in.udfArguments = parts.field(32).value_or(QByteArray());
    in.operations = operationsOf(parts.ops, in.isPossible);

    CommandOptions &options = in.options;
    options.serverTimeout = std::chrono::milliseconds(parts.timeout);
    options.compressReply = (parts.info1 & 0x80) != 0;
    options.readModeAp = (parts.info1 & 0x40) != 0 ? ReadModeAp::All : ReadModeAp::One;
    constexpr std::array scModes{ReadModeSc::Session, ReadModeSc::Linearize, ReadModeSc::AllowReplica,
                                 ReadModeSc::AllowUnavailable};
    options.readModeSc = scModes[static_cast<size_t>(parts.info3 >> 6 & 3)];
    if ((parts.info2 & 0x20) != 0)
        options.existsAction = RecordExistsAction::Insert;
    if ((parts.info3 & 0x08) != 0)
        options.existsAction = RecordExistsAction::Update;
    if ((parts.info3 & 0x10) != 0)
        options.existsAction = RecordExistsAction::Replace;
    if ((parts.info3 & 0x20) != 0)
        options.existsAction = RecordExistsAction::ReplaceIfExists;
    if ((parts.info2 & 0x04) != 0)
        options.generationCheck = GenerationCheck::Equal;
    if ((parts.info2 & 0x08) != 0)
        options.generationCheck = GenerationCheck::Greater;
    options.generation = parts.generation;
    options.commitLevel = (parts.info3 & 0x02) != 0 ? CommitLevel::Master : CommitLevel::All;
    options.durableDelete = (parts.info2 & 0x10) != 0;
    options.respondAllOps = (parts.info2 & 0x80) != 0 ? RespondAllOps::Yes : RespondAllOps::No;
    if ((parts.info2 & 0x01) != 0)
        options.ttl = ttlOf(parts.ttl, in.isPossible);
    else
        options.readTouchPercent = static_cast<int>(parts.ttl);
}
