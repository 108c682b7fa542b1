// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/reply.h"

#include "app/demo/bytes.h"
#include "app/demo/request.h"

namespace Aeroscope::Demo {

namespace {

constexpr quint64 protocolVersion = 2;

} // namespace

PacketWriter::PacketWriter(ByteQueue &out, PacketType type)
    : m_out(out)
    , m_start(out.size())
{
    store64(m_out.extend(packetHeaderSize), protocolVersion << 56 | static_cast<quint64>(type) << 48);
}

void PacketWriter::close()
{
    char *header = m_out.data() + m_start;
    store64(header, load64(header) | static_cast<quint64>(bodySize()));
}

MessageWriter::MessageWriter(ByteQueue &out)
    : m_out(out)
    , m_start(out.size())
{
    std::memset(m_out.extend(Request::headerSize), 0, static_cast<size_t>(Request::headerSize));
}

void MessageWriter::field(quint8 type, QByteArrayView value)
{
    char *at = m_out.extend(5 + value.size());
    store32(at, static_cast<quint32>(1 + value.size()));
    at[4] = static_cast<char>(type);
    if (!value.isEmpty())
        std::memcpy(at + 5, value.data(), static_cast<size_t>(value.size()));
    ++m_fields;
}

void MessageWriter::op(quint8 code, QByteArrayView name, ParticleView value)
{
    if (!isReplyForm(value)) {
        QByteArray shown;
        appendReplyForm(shown, value);
        op(code, name, ParticleView{value.type, shown});
        return;
    }
    char *at = m_out.extend(8 + name.size() + value.bytes.size());
    store32(at, static_cast<quint32>(4 + name.size() + value.bytes.size()));
    at[4] = static_cast<char>(code);
    at[5] = static_cast<char>(value.type);
    at[6] = 0;
    at[7] = static_cast<char>(name.size());
    if (!name.isEmpty())
        std::memcpy(at + 8, name.data(), static_cast<size_t>(name.size()));
    if (!value.bytes.isEmpty())
        std::memcpy(at + 8 + name.size(), value.bytes.data(), static_cast<size_t>(value.bytes.size()));
    ++m_ops;
}

void MessageWriter::bins(const StoredRecord &record)
{
    if (record.binsAreAsShown()) {
        packedOps(record.packedBins(), record.binCount());
        return;
    }
    BinCursor cursor(record.packedBins());
    for (BinView bin; cursor.next(bin);)
        op(static_cast<quint8>(OpCode::Read), bin.name, bin.value);
}

void MessageWriter::packedOps(QByteArrayView bytes, int count)
{
    m_out.append(bytes);
    m_ops += count;
}

void MessageWriter::rewind()
{
    m_out.truncate(m_start + Request::headerSize);
    m_fields = 0;
    m_ops = 0;
}

void MessageWriter::finish(ResultCode code, quint32 generation, quint32 voidTime, quint32 slot, quint8 info3,
                           quint8 info1)
{
    char *at = m_out.data() + m_start;
    at[0] = static_cast<char>(Request::headerSize);
    at[1] = static_cast<char>(info1);
    at[2] = 0;
    at[3] = static_cast<char>(info3);
    at[4] = 0;
    at[5] = static_cast<char>(code);
    store32(at + 6, generation);
    store32(at + 10, voidTime);
    store32(at + 14, slot);
    store16(at + 18, static_cast<quint16>(m_fields));
    store16(at + 20, static_cast<quint16>(m_ops));
}

void writePlainReply(ByteQueue &out, ResultCode code, quint32 generation, quint32 voidTime, quint8 info3)
{
    PacketWriter packet(out, PacketType::Message);
    MessageWriter message(out);
    message.finish(code, generation, voidTime, 0, info3);
    packet.close();
}

} // namespace Aeroscope::Demo
