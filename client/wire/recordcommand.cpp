// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/wire/recordcommand.h"

#include "client/wire/messagewriter_p.h"

using namespace Qt::StringLiterals;

namespace Aeroscope::Wire {

namespace {

/// What every command on a record has in its header.
MessageHeader headerOf(const CommandOptions &options, MessageBits bits)
{
    MessageHeader header;
    header.info1 = bits.info1;
    if (options.compressReply)
        header.info1 |= Info1::compressResponse;
    header.info2 = bits.info2;
    header.info3 = bits.info3;
    header.info4 = bits.info4;
    if (options.transaction)
        header.info4 |= options.transaction->info4;
    header.timeout = timeoutWord(options.serverTimeout);
    return header;
}

/// Fields in the order of the official clients.
void commonFields(MessageWriter &writer, const Key &key, const CommandOptions &options)
{
    writer.target(key);
    writer.transaction(options.transaction);
    if (options.sendKey)
        writer.userKey(key);
    writer.filter(options.filter);
}

Result<void> finishRead(MessageWriter &writer, const CommandOptions &options, quint8 info1)
{
    MessageBits bits = readBits(options);
    bits.info1 |= info1;
    MessageHeader header = headerOf(options, bits);
    header.ttl = readTouchWord(options, writer);
    return writer.finish(header);
}

Result<void> finishWrite(MessageWriter &writer, const CommandOptions &options, quint8 info2 = 0)
{
    MessageBits bits = writeBits(options, writer);
    bits.info2 |= info2;
    MessageHeader header = headerOf(options, bits);
    header.generation = generationWord(options);
    if ((info2 & Info2::remove) == 0)
        header.ttl = options.ttl.word();
    return writer.finish(header);
}

} // namespace

Result<void> encodeGet(WireBuffer &out, const Key &key, const CommandOptions &options)
{
    MessageWriter writer(out);
    commonFields(writer, key, options);
    return finishRead(writer, options, Info1::read | Info1::getAll);
}

Result<void> encodeGetBins(WireBuffer &out, const Key &key, std::span<const QByteArray> bins,
                           const CommandOptions &options)
{
    MessageWriter writer(out);
    commonFields(writer, key, options);
    for (const QByteArray &bin : bins)
        writer.readOp(bin);
    if (bins.empty())
        writer.refuse("a read of chosen bins names at least one"_L1);
    return finishRead(writer, options, Info1::read);
}

Result<void> encodeExists(WireBuffer &out, const Key &key, const CommandOptions &options)
{
    MessageWriter writer(out);
    commonFields(writer, key, options);
    return finishRead(writer, options, Info1::read | Info1::noBins);
}

Result<void> encodePut(WireBuffer &out, const Key &key, std::span<const Bin> bins,
                       const CommandOptions &options)
{
    MessageWriter writer(out);
    commonFields(writer, key, options);
    const bool replaces = options.existsAction == RecordExistsAction::Replace ||
                          options.existsAction == RecordExistsAction::ReplaceIfExists;
    for (const Bin &bin : bins) {
        if (replaces && bin.value.isNil())
            writer.refuse("a record is replaced by whole bins only"_L1);
        writer.writeOp(bin.name, bin.value);
    }
    if (bins.empty())
        writer.refuse("a write has at least one bin"_L1);
    return finishWrite(writer, options);
}

Result<void> encodeDelete(WireBuffer &out, const Key &key, const CommandOptions &options)
{
    MessageWriter writer(out);
    commonFields(writer, key, options);
    return finishWrite(writer, options, Info2::remove);
}

Result<void> encodeTouch(WireBuffer &out, const Key &key, const CommandOptions &options)
{
    MessageWriter writer(out);
    commonFields(writer, key, options);
    writer.bareOp(OpCode::Touch);
    return finishWrite(writer, options);
}

Result<void> encodeOperate(WireBuffer &out, const Key &key, std::span<const Operation> operations,
                           const CommandOptions &options)
{
    MessageWriter writer(out);
    commonFields(writer, key, options);
    const OperationBits wanted = operationBits(operations, options, writer);
    // A read of all bins that stands alone is a plain get: the op says it within writes only.
    const bool isPlainGet = !wanted.hasWrites && (wanted.bits.info1 & Info1::getAll) != 0;
    if (!isPlainGet) {
        for (const Operation &operation : operations)
            writer.operation(operation);
    }
    MessageHeader header = headerOf(options, wanted.bits);
    if (wanted.hasWrites) {
        header.generation = generationWord(options);
        header.ttl = options.ttl.word();
    } else {
        header.ttl = readTouchWord(options, writer);
    }
    return writer.finish(header);
}

Result<void> encodeApply(WireBuffer &out, const Key &key, const UdfCall &call, const CommandOptions &options)
{
    MessageWriter writer(out);
    commonFields(writer, key, options);
    writer.udf(call);
    return finishWrite(writer, options);
}

} // namespace Aeroscope::Wire
