// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/wire/batch.h"

#include "client/wire/messagewriter_p.h"

using namespace Qt::StringLiterals;

namespace Aeroscope::Wire {

namespace {

/// Bits of a row's type byte: what stands before its fields.
namespace RowType {
constexpr quint8 repeat = 0x01;
constexpr quint8 info = 0x02;
constexpr quint8 generation = 0x04;
constexpr quint8 ttl = 0x08;
constexpr quint8 info4 = 0x10;
} // namespace RowType

namespace BatchFlag {
constexpr quint8 inlineMemory = 0x01;
constexpr quint8 inlineSsd = 0x02;
constexpr quint8 respondAllKeys = 0x04;
constexpr quint8 reportsErrorRows = 0x08;
} // namespace BatchFlag

constexpr qsizetype digestSize = sizeof(Digest::bytes);

} // namespace

BatchEncoder::BatchEncoder(WireBuffer &out, const BatchOptions &options)
    : m_out(out)
    , m_checks(std::make_unique<BodyWriter>(out))
    , m_options(options)
    , m_start(out.size())
{
    (void)out.claim(protoHeaderSize + messageHeaderSize);
    m_checks->filter(options.filter);
    m_filterFields = static_cast<quint16>(m_checks->fieldCount());
    m_batchField = out.size();
    quint8 flags = BatchFlag::reportsErrorRows;
    if (options.allowInline)
        flags |= BatchFlag::inlineMemory;
    if (options.allowInlineSsd)
        flags |= BatchFlag::inlineSsd;
    if (options.respondAllKeys)
        flags |= BatchFlag::respondAllKeys;
    m_checks->openField(Field::Batch, 0); // size and count follow in finish()
    out.u32(0);
    out.byte(flags);
}

BatchEncoder::~BatchEncoder()
{
    if (!m_isFinished)
        m_out.truncate(m_start);
}

template <class Ops>
void BatchEncoder::row(quint32 index, const Key &key, const CommandOptions &options, bool isWrite,
                       const MessageBits &bits, quint32 ttl, const UdfCall *udf, Ops ops)
{
    ++m_rows;
    m_out.u32(index);
    m_out.bytes(QByteArrayView(key.digest().bytes.data(), digestSize));
    const qsizetype rowStart = m_out.size();

    const quint8 info4 = options.transaction ? options.transaction->info4 : quint8(0);
    quint8 type = RowType::info | RowType::ttl;
    if (isWrite)
        type |= RowType::generation;
    if (info4 != 0)
        type |= RowType::info4;
    m_out.byte(type);
    m_out.byte(bits.info1);
    m_out.byte(bits.info2);
    m_out.byte(bits.info3);
    if (info4 != 0)
        m_out.byte(info4);
    if (isWrite)
        m_out.u16(static_cast<quint16>(generationWord(options)));
    m_out.u32(ttl);
    const qsizetype counts = m_out.size();
    (void)m_out.claim(4);

    BodyWriter &writer = *m_checks;
    const int fieldsBefore = writer.fieldCount();
    const int opsBefore = writer.opCount();
    writer.dataset(key.namespaceName(), key.setName());
    writer.transaction(options.transaction);
    writer.filter(options.filter);
    const bool sendsKey = options.sendKey && key.userKey();
    if (sendsKey)
        writer.userKey(key);
    if (udf)
        writer.udf(*udf);
    ops(writer);
    m_out.setU16(counts, static_cast<quint16>(writer.fieldCount() - fieldsBefore));
    m_out.setU16(counts + 2, static_cast<quint16>(writer.opCount() - opsBefore));

    const bool isRepeat =
        m_fullRow != 0 && m_out.view(rowStart) == m_out.view().sliced(m_fullRow, m_fullRowEnd - m_fullRow);
    if (isRepeat) {
        m_out.truncate(rowStart);
        m_out.byte(RowType::repeat);
    } else {
        // the server refuses to repeat a row that carries a user key
        m_fullRow = sendsKey ? 0 : rowStart;
        m_fullRowEnd = m_out.size();
    }
}

void BatchEncoder::read(quint32 index, const Key &key, const CommandOptions &options)
{
    MessageBits bits = readBits(options);
    bits.info1 |= Info1::read | Info1::getAll;
    row(index, key, options, false, bits, readTouchWord(options, *m_checks), nullptr, [](BodyWriter &) {});
}

void BatchEncoder::readBins(quint32 index, const Key &key, std::span<const QByteArray> bins,
                            const CommandOptions &options)
{
    MessageBits bits = readBits(options);
    bits.info1 |= Info1::read;
    if (bins.empty())
        m_checks->refuse("a read of chosen bins names at least one"_L1);
    row(index, key, options, false, bits, readTouchWord(options, *m_checks), nullptr,
        [bins](BodyWriter &writer) {
            for (const QByteArray &bin : bins)
                writer.readOp(bin);
        });
}

void BatchEncoder::exists(quint32 index, const Key &key, const CommandOptions &options)
{
    MessageBits bits = readBits(options);
    bits.info1 |= Info1::read | Info1::noBins;
    row(index, key, options, false, bits, readTouchWord(options, *m_checks), nullptr, [](BodyWriter &) {});
}

void BatchEncoder::operate(quint32 index, const Key &key, std::span<const Operation> operations,
                           const CommandOptions &options)
{
    const OperationBits wanted = operationBits(operations, options, *m_checks);
    const bool isPlainGet = !wanted.hasWrites && (wanted.bits.info1 & Info1::getAll) != 0;
    const quint32 ttl = wanted.hasWrites ? options.ttl.word() : readTouchWord(options, *m_checks);
    row(index, key, options, wanted.hasWrites, wanted.bits, ttl, nullptr,
        [operations, isPlainGet](BodyWriter &writer) {
            if (isPlainGet)
                return;
            for (const Operation &operation : operations)
                writer.operation(operation);
        });
}

void BatchEncoder::remove(quint32 index, const Key &key, const CommandOptions &options)
{
    MessageBits bits = writeBits(options, *m_checks);
    bits.info2 |= Info2::remove | Info2::respondAllOps; // the last as official clients do
    row(index, key, options, true, bits, 0, nullptr, [](BodyWriter &) {});
}

void BatchEncoder::apply(quint32 index, const Key &key, const UdfCall &call, const CommandOptions &options)
{
    row(index, key, options, true, writeBits(options, *m_checks), options.ttl.word(), &call,
        [](BodyWriter &) {});
}

qsizetype BatchEncoder::byteSize() const noexcept
{
    return m_out.size() - m_start;
}

Result<void> BatchEncoder::finish()
{
    Q_ASSERT(!m_isFinished);
    m_isFinished = true;
    BodyWriter &writer = *m_checks;
    const qsizetype bodySize = byteSize() - protoHeaderSize;
    if (m_rows == 0)
        writer.refuse("a batch has at least one row"_L1);
    if (bodySize > maxBodySize)
        writer.refuse("the request is larger than 128 MiB"_L1);
    if (!writer.refusal().isEmpty()) {
        m_out.truncate(m_start);
        return std::unexpected(Error::invalidArgument(writer.refusal()));
    }
    constexpr qsizetype fieldHeader = 5;
    m_out.setU32(m_batchField, static_cast<quint32>(m_out.size() - m_batchField - 4));
    m_out.setU32(m_batchField + fieldHeader, m_rows);

    MessageHeader header;
    header.info1 = Info1::batch;
    if (m_options.compressReply)
        header.info1 |= Info1::compressResponse;
    header.timeout = timeoutWord(m_options.serverTimeout);
    header.fieldCount = static_cast<quint16>(m_filterFields + 1);
    m_out.setU64(m_start, ProtoHeader{FrameType::Message, bodySize}.word());
    header.write(m_out.data() + m_start + protoHeaderSize);
    return {};
}

} // namespace Aeroscope::Wire
