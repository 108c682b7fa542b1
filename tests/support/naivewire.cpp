// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/naivewire.h"

#include "client/value/msgpack.h"

#include <QtEndian>

#include <bit>

namespace Aeroscope::Naive {

namespace {

constexpr qsizetype protoSize = 8;
constexpr qsizetype headerSize = 22;
constexpr quint8 filterField = 43;

template <typename T>
T number(const QByteArray &bytes, qsizetype at)
{
    return qFromBigEndian<T>(bytes.constData() + at);
}

template <typename T>
void append(QByteArray &bytes, T value)
{
    const T big = qToBigEndian(value);
    bytes.append(reinterpret_cast<const char *>(&big), sizeof big);
}

QByteArray fieldBytes(quint8 type, const QByteArray &value)
{
    QByteArray bytes;
    append<quint32>(bytes, quint32(value.size()) + 1);
    return bytes + char(type) + value;
}

QByteArray opBytes(quint8 code, const QByteArray &name, quint8 type, const QByteArray &value)
{
    QByteArray bytes;
    append<quint32>(bytes, quint32(4 + name.size() + value.size()));
    bytes += char(code);
    bytes += char(type);
    bytes += '\0';
    bytes += char(name.size());
    return bytes + name + value;
}

QList<QByteArray> keyFields(const QByteArray &ns, const Record &record)
{
    const QByteArray digest(reinterpret_cast<const char *>(record.digest.bytes.data()),
                            qsizetype(record.digest.bytes.size()));
    return {fieldBytes(0, ns), fieldBytes(1, record.set), fieldBytes(4, digest)};
}

QByteArray request(quint8 info1, quint8 info2, quint32 ttl, const QList<QByteArray> &fields,
                   const QList<QByteArray> &ops)
{
    QByteArray body;
    body += char(headerSize);
    body += char(info1);
    body += char(info2);
    body += QByteArray(3, '\0');
    append<quint32>(body, 0);
    append<quint32>(body, ttl);
    append<quint32>(body, 1000);
    append<quint16>(body, quint16(fields.size()));
    append<quint16>(body, quint16(ops.size()));
    body += fields.join() + ops.join();
    QByteArray packet;
    append<quint64>(packet, quint64(2) << 56 | quint64(3) << 48 | quint64(body.size()));
    return packet + body;
}

/// Reads the message whose header starts at `at` and moves behind it.
std::optional<WireMessage> parseAt(const QByteArray &packet, qsizetype &at)
{
    if (at + headerSize > packet.size())
        return {};
    WireMessage message;
    message.info1 = quint8(packet[at + 1]);
    message.info2 = quint8(packet[at + 2]);
    message.info3 = quint8(packet[at + 3]);
    message.resultCode = quint8(packet[at + 5]);
    message.generation = number<quint32>(packet, at + 6);
    message.ttl = number<quint32>(packet, at + 10);
    message.transaction = number<quint32>(packet, at + 14);
    quint16 fieldsLeft = number<quint16>(packet, at + 18);
    quint16 opsLeft = number<quint16>(packet, at + 20);
    at += headerSize;
    for (; fieldsLeft > 0; --fieldsLeft) {
        if (at + 5 > packet.size())
            return {};
        const qsizetype size = number<quint32>(packet, at);
        if (size < 1 || at + 4 + size > packet.size())
            return {};
        message.fields.emplace_back(quint8(packet[at + 4]), packet.mid(at + 5, size - 1));
        at += 4 + size;
    }
    for (; opsLeft > 0; --opsLeft) {
        if (at + 8 > packet.size())
            return {};
        const qsizetype size = number<quint32>(packet, at);
        const qsizetype nameSize = quint8(packet[at + 7]);
        if (size < 4 + nameSize || at + 4 + size > packet.size())
            return {};
        message.ops.push_back({quint8(packet[at + 4]), quint8(packet[at + 5]), packet.mid(at + 8, nameSize),
                               packet.mid(at + 8 + nameSize, size - 4 - nameSize)});
        at += 4 + size;
    }
    return message;
}

} // namespace

std::optional<QByteArray> WireMessage::field(quint8 type) const
{
    for (const auto &[candidate, value] : fields) {
        if (candidate == type)
            return value;
    }
    return {};
}

std::optional<WireMessage> parseMessage(const QByteArray &packet)
{
    if (packet.size() < protoSize + headerSize || packet[1] != 3)
        return {};
    qsizetype at = protoSize;
    return parseAt(packet, at);
}

std::vector<WireMessage> parseReply(const QByteArray &packets)
{
    std::vector<WireMessage> messages;
    for (qsizetype at = 0; at + protoSize < packets.size();) {
        const qsizetype end = at + protoSize + qsizetype(number<quint64>(packets, at) & 0xffffffffffff);
        if (packets[at + 1] != 3 || end > packets.size())
            break;
        at += protoSize;
        while (at < end) {
            auto message = parseAt(packets, at);
            if (!message)
                return messages;
            messages.push_back(std::move(*message));
        }
    }
    return messages;
}

std::vector<QByteArray> batchDigests(const QByteArray &field)
{
    constexpr quint8 repeat = 0x01;
    std::vector<QByteArray> digests;
    if (field.size() < 5)
        return digests;
    const quint32 count = number<quint32>(field, 0);
    qsizetype at = 5;
    for (quint32 i = 0; i < count && at + 25 <= field.size(); ++i) {
        digests.push_back(field.mid(at + 4, 20));
        const quint8 kind = quint8(field[at + 24]);
        at += 25;
        if ((kind & repeat) != 0)
            continue;
        at += (kind & 0x02 ? 3 : 1) + (kind & 0x04 ? 2 : 0) + (kind & 0x08 ? 4 : 0);
        qsizetype parts = number<quint16>(field, at);
        parts += number<quint16>(field, at + 2);
        for (at += 4; parts > 0; --parts)
            at += 4 + number<quint32>(field, at);
    }
    return digests;
}

std::optional<Value> particleValue(quint8 type, const QByteArray &bytes)
{
    switch (ParticleType(type)) {
    case ParticleType::Nil:
        return Value();
    case ParticleType::Integer:
        if (bytes.size() != 8)
            return {};
        return Value(number<qint64>(bytes, 0));
    case ParticleType::Float:
        if (bytes.size() != 8)
            return {};
        return Value(std::bit_cast<double>(number<quint64>(bytes, 0)));
    case ParticleType::String:
        return Value::string(bytes);
    case ParticleType::Bool:
        return Value(bytes == QByteArray(1, '\1'));
    case ParticleType::Hll:
        return Value::hll(bytes);
    case ParticleType::Map:
    case ParticleType::List: {
        const auto value = unpackValue(bytes);
        if (!value)
            return {};
        return *value;
    }
    case ParticleType::GeoJson: {
        if (bytes.size() < 3)
            return {};
        return Value::geoJson(bytes.mid(3 + 8 * qsizetype(number<quint16>(bytes, 1))));
    }
    default:
        return Value::blob(bytes, ParticleType(type));
    }
}

std::pair<quint8, QByteArray> particleOf(const Value &value)
{
    const quint8 type = quint8(value.particleType());
    QByteArray bytes;
    switch (value.particleType()) {
    case ParticleType::Nil:
        break;
    case ParticleType::Integer:
        append<qint64>(bytes, value.toInteger());
        break;
    case ParticleType::Float:
        append<quint64>(bytes, std::bit_cast<quint64>(value.toDouble()));
        break;
    case ParticleType::Bool:
        bytes = QByteArray(1, value.toBool() ? '\1' : '\0');
        break;
    case ParticleType::Map:
    case ParticleType::List:
        bytes = packValue(value);
        break;
    case ParticleType::GeoJson:
        bytes = QByteArray(3, '\0') + value.bytes();
        break;
    default:
        bytes = value.bytes();
    }
    return {type, bytes};
}

QByteArray deleteRequest(const QByteArray &ns, const Record &record)
{
    return request(0, 0x03, 0, keyFields(ns, record), {});
}

QByteArray putRequest(const QByteArray &ns, const Record &record, quint32 ttl)
{
    QList<QByteArray> fields = keyFields(ns, record);
    if (record.userKey) {
        const auto [type, bytes] = particleOf(*record.userKey);
        fields.append(fieldBytes(2, char(type) + bytes));
    }
    QList<QByteArray> ops;
    for (const Bin &bin : record.bins) {
        const auto [type, bytes] = particleOf(bin.value);
        ops.append(opBytes(2, bin.name, type, bytes));
    }
    return request(0, 0x01, ttl, fields, ops);
}

QByteArray filteredRequest(const QByteArray &ns, const Record &record, const QByteArray &filter)
{
    return request(0x21, 0, 0, keyFields(ns, record) << fieldBytes(filterField, filter), {});
}

QByteArray expressionRequest(const QByteArray &ns, const Record &record, const QByteArray &expression)
{
    MsgpackWriter payload;
    payload.listHeader(2);
    payload.packed(expression);
    payload.integer(0);
    return request(0x01, 0x80, 0, keyFields(ns, record),
                   {opBytes(7, "r", quint8(ParticleType::Blob), payload.take())});
}

} // namespace Aeroscope::Naive
