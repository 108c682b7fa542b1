// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/wire/proto.h"

#include "client/wire/compression.h"

using namespace Qt::StringLiterals;

namespace Aeroscope::Wire {

Result<std::optional<ProtoHeader>> ProtoHeader::parse(QByteArrayView bytes)
{
    constexpr quint64 sizeMask = (quint64(1) << 48) - 1;
    if (bytes.size() < protoHeaderSize)
        return std::nullopt;
    const auto word = qFromBigEndian<quint64>(bytes.data());
    const auto version = static_cast<quint8>(word >> 56);
    const auto type = static_cast<quint8>(word >> 48);
    const quint64 size = word & sizeMask;
    const bool isAdmin = type == static_cast<quint8>(FrameType::Admin);
    if (version != 2 && !(version == 0 && isAdmin))
        return std::unexpected(Error::protocol(u"the peer speaks version %1 of the protocol"_s.arg(version)));
    if (type < static_cast<quint8>(FrameType::Info) || type > static_cast<quint8>(FrameType::Compressed))
        return std::unexpected(Error::protocol(u"the peer sent a frame of the unknown type %1"_s.arg(type)));
    if (size > static_cast<quint64>(maxBodySize))
        return std::unexpected(Error::protocol(u"the peer announced a frame of %1 bytes"_s.arg(size)));
    return ProtoHeader{static_cast<FrameType>(type), static_cast<qsizetype>(size)};
}

MessageHeader MessageHeader::read(const char *at) noexcept
{
    MessageHeader header;
    header.info1 = static_cast<quint8>(at[1]);
    header.info2 = static_cast<quint8>(at[2]);
    header.info3 = static_cast<quint8>(at[3]);
    header.info4 = static_cast<quint8>(at[4]);
    header.resultCode = static_cast<quint8>(at[5]);
    header.generation = qFromBigEndian<quint32>(at + 6);
    header.ttl = qFromBigEndian<quint32>(at + 10);
    header.timeout = qFromBigEndian<quint32>(at + 14);
    header.fieldCount = qFromBigEndian<quint16>(at + 18);
    header.opCount = qFromBigEndian<quint16>(at + 20);
    return header;
}

void MessageHeader::write(char *at) const noexcept
{
    at[0] = static_cast<char>(messageHeaderSize);
    at[1] = static_cast<char>(info1);
    at[2] = static_cast<char>(info2);
    at[3] = static_cast<char>(info3);
    at[4] = static_cast<char>(info4);
    at[5] = static_cast<char>(resultCode);
    qToBigEndian(generation, at + 6);
    qToBigEndian(ttl, at + 10);
    qToBigEndian(timeout, at + 14);
    qToBigEndian(fieldCount, at + 18);
    qToBigEndian(opCount, at + 20);
}

std::optional<QByteArrayView> findField(QByteArrayView message, Field field) noexcept
{
    if (message.size() < messageHeaderSize)
        return std::nullopt;
    qsizetype at = messageHeaderSize;
    for (int left = MessageHeader::read(message.data()).fieldCount; left > 0; --left) {
        if (message.size() - at < 5)
            return std::nullopt;
        const qsizetype size = qFromBigEndian<quint32>(message.data() + at);
        if (size < 1 || size > message.size() - at - 4)
            return std::nullopt;
        if (static_cast<Field>(message[at + 4]) == field)
            return message.sliced(at + 5, size - 1);
        at += 4 + size;
    }
    return std::nullopt;
}

Result<QByteArrayView> messageOf(QByteArrayView frame, QByteArray &scratch)
{
    const auto header = ProtoHeader::parse(frame);
    if (!header)
        return std::unexpected(header.error());
    if (!*header || (*header)->frameSize() != frame.size())
        return std::unexpected(Error::protocol(u"a frame is not whole"_s));
    switch ((*header)->type) {
    case FrameType::Message:
        return frame.sliced(protoHeaderSize);
    case FrameType::Compressed:
        if (Result<void> inflated = inflateMessage(frame.sliced(protoHeaderSize), scratch); !inflated)
            return std::unexpected(std::move(inflated.error()));
        return QByteArrayView(scratch);
    default:
        return std::unexpected(Error::protocol(u"a frame of another type than expected came"_s));
    }
}

} // namespace Aeroscope::Wire
