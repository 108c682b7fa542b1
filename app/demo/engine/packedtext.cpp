// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/packedtext.h"

#include "app/demo/engine/packed.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace Aeroscope::Demo {

namespace {

constexpr quint8 blobPrefix = 4;
constexpr quint8 hllPrefix = 18;

QByteArray sized(const QByteArray &kind, qint64 size)
{
    return '<' + kind + '#' + QByteArray::number(size) + '>';
}

/// What both forms agree on; null for the others.
QByteArray commonText(PackedReader reader)
{
    switch (reader.peek()) {
    case PackedKind::Nil:
        return "nil"_ba;
    case PackedKind::False:
        return "false"_ba;
    case PackedKind::True:
        return "true"_ba;
    case PackedKind::NegativeInteger:
    case PackedKind::Integer:
        return QByteArray::number(static_cast<qint64>(*reader.integer()));
    case PackedKind::Double:
        return fixedText(*reader.floating());
    case PackedKind::String:
        return sized("string"_ba, reader.string().size() - 1);
    case PackedKind::GeoJson:
        return sized("geojson"_ba, reader.string().size() - 1);
    default:
        return {};
    }
}

} // namespace

QByteArray fixedText(double number)
{
    constexpr int decimals = 6;
    if (std::isfinite(number)) {
        return QByteArray::number(number, 'f', decimals);
    }
    const auto *sign = std::signbit(number) ? "-" : "";
    return sign + (std::isnan(number) ? "nan"_ba : "inf"_ba);
}

QByteArray contextText(QByteArrayView packed)
{
    PackedReader reader(packed);
    if (auto text = commonText(reader); !text.isNull()) {
        return text;
    }
    switch (reader.peek()) {
    case PackedKind::List:
        return sized("list"_ba, *reader.listCount());
    case PackedKind::Map:
        return sized("map"_ba, *reader.mapCount());
    case PackedKind::Blob: {
        const auto body = reader.string();
        if (body.isEmpty()) {
            return "<blob#_>"_ba;
        }
        const auto prefix = static_cast<quint8>(body.front());
        return sized(prefix == blobPrefix ? "blob"_ba : "blob" + QByteArray::number(prefix), body.size() - 1);
    }
    case PackedKind::Extension: {
        const auto header = packed.size() > 1 && static_cast<quint8>(packed.front()) <= 0xc9 ? 3 : 2;
        return sized("ext"_ba, packed.size() - header);
    }
    case PackedKind::Wildcard:
        return "*"_ba;
    case PackedKind::Infinity:
        return "inf"_ba;
    default:
        return {};
    }
}

QByteArray parameterText(QByteArrayView packed)
{
    PackedReader reader(packed);
    if (auto text = commonText(reader); !text.isNull()) {
        return text;
    }
    const auto kind = reader.peek();
    if (kind != PackedKind::Blob) {
        // The server numbers kinds in the order of values.
        return "<msgpack/" + QByteArray::number(static_cast<int>(kind)) + '>';
    }
    const auto body = reader.string();
    if (body.isEmpty()) {
        return "<blob#_>"_ba;
    }
    return sized(static_cast<quint8>(body.front()) == hllPrefix ? "hll"_ba : "blob"_ba, body.size() - 1);
}

} // namespace Aeroscope::Demo
