// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/rowencoder.h"

#include "client/value/msgpack.h"

#include <QtEndian>

#include <bit>

namespace Aeroscope::Ui {

namespace {

template <class T>
void appendBig(QByteArray &out, T value)
{
    char raw[sizeof(T)];
    qToBigEndian(value, raw);
    out.append(raw, sizeof(T));
}

void appendField(QByteArray &out, quint8 type, QByteArrayView content)
{
    appendBig(out, static_cast<quint32>(content.size() + 1));
    out.append(static_cast<char>(type));
    out.append(content);
}

} // namespace

QByteArray encodeParticle(const Value &value)
{
    QByteArray out;
    switch (value.type()) {
    case Value::Type::Bool:
        out.append(value.toBool() ? '\1' : '\0');
        break;
    case Value::Type::Integer:
        appendBig(out, static_cast<qint64>(value.toInteger()));
        break;
    case Value::Type::Double:
        appendBig(out, std::bit_cast<quint64>(value.toDouble()));
        break;
    case Value::Type::String:
    case Value::Type::Blob:
    case Value::Type::Hll:
        out = value.bytes();
        break;
    case Value::Type::GeoJson:
        out = QByteArray(3, '\0') + value.bytes(); // no flags, no cells
        break;
    case Value::Type::List:
    case Value::Type::Map:
        out = packValue(value);
        break;
    default:
        break;
    }
    return out;
}

QByteArray encodeRow(const Record &record)
{
    constexpr char headerLength = 22;
    constexpr quint8 opRead = 1;
    const Key &key = record.key;
    QByteArray out;
    out.append(headerLength);
    out.append(5, '\0'); // info bits, unused, result code Ok
    appendBig(out, record.generation);
    appendBig(out, record.voidTime.seconds);
    appendBig(out, quint32(0));
    const int fields = 2 + (key.setName().isEmpty() ? 0 : 1) + (key.userKey() ? 1 : 0);
    appendBig(out, static_cast<quint16>(fields));
    appendBig(out, static_cast<quint16>(record.bins.size()));
    appendField(out, 0, key.namespaceName());
    appendField(out, 4, QByteArrayView(reinterpret_cast<const char *>(key.digest().bytes.data()), 20));
    if (!key.setName().isEmpty())
        appendField(out, 1, key.setName());
    if (key.userKey()) {
        appendField(out, 2,
                    QByteArray(1, static_cast<char>(key.userKey()->particleType())) +
                        encodeParticle(*key.userKey()));
    }
    for (const Bin &bin : record.bins) {
        const QByteArray bytes = encodeParticle(bin.value);
        appendBig(out, static_cast<quint32>(4 + bin.name.size() + bytes.size()));
        out.append(static_cast<char>(opRead));
        out.append(static_cast<char>(bin.value.particleType()));
        out.append('\0');
        out.append(static_cast<char>(bin.name.size()));
        out.append(bin.name);
        out.append(bytes);
    }
    return out;
}

} // namespace Aeroscope::Ui
