// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/record/msgpackwalk.h"

#include <QtEndian>

#include <limits>

namespace Aeroscope::Ui {

PackedHead packedHead(QByteArrayView bytes, qsizetype at)
{
    using Kind = PackedHead::Kind;
    if (at < 0 || at >= bytes.size())
        return {};
    const auto *data = reinterpret_cast<const uchar *>(bytes.data()) + at;
    const qsizetype left = bytes.size() - at;
    const uchar type = data[0];
    // the big-endian number of so many bytes behind the first
    const auto number = [&](int size) -> qint64 {
        if (left < 1 + size)
            return -1;
        switch (size) {
        case 1:
            return data[1];
        case 2:
            return qFromBigEndian<quint16>(data + 1);
        default:
            return qFromBigEndian<quint32>(data + 1);
        }
    };
    const auto scalar = [&](qint64 front, qint64 length) {
        return length < 0 || front + length > left
                   ? PackedHead{}
                   : PackedHead{Kind::Scalar, 0, static_cast<qsizetype>(front),
                                static_cast<qsizetype>(front + length)};
    };
    const auto container = [&](Kind kind, qint64 front, qint64 count) {
        return count < 0 ? PackedHead{} : PackedHead{kind, count, static_cast<qsizetype>(front), 0};
    };
    const auto marker = [&](qint64 front, qint64 length) {
        PackedHead head = scalar(front, length);
        if (head.kind == Kind::Scalar)
            head.kind = Kind::OrderMarker;
        return head;
    };
    if (type <= 0x7f || type >= 0xe0 || type == 0xc0 || type == 0xc2 || type == 0xc3)
        return scalar(1, 0);
    if (type <= 0x8f)
        return container(Kind::Map, 1, type & 0x0f);
    if (type <= 0x9f)
        return container(Kind::List, 1, type & 0x0f);
    if (type <= 0xbf)
        return scalar(1, type & 0x1f);
    switch (type) {
    case 0xc4:
    case 0xd9:
        return scalar(2, number(1));
    case 0xc5:
    case 0xda:
        return scalar(3, number(2));
    case 0xc6:
    case 0xdb:
        return scalar(5, number(4));
    case 0xc7:
        return marker(3, number(1));
    case 0xc8:
        return marker(4, number(2));
    case 0xc9:
        return marker(6, number(4));
    case 0xca:
    case 0xce:
    case 0xd2:
        return scalar(1, 4);
    case 0xcb:
    case 0xcf:
    case 0xd3:
        return scalar(1, 8);
    case 0xcc:
    case 0xd0:
        return scalar(1, 1);
    case 0xcd:
    case 0xd1:
        return scalar(1, 2);
    case 0xd4:
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8:
        return marker(2, qint64(1) << (type - 0xd4));
    case 0xdc:
        return container(Kind::List, 3, number(2));
    case 0xdd:
        return container(Kind::List, 5, number(4));
    case 0xde:
        return container(Kind::Map, 3, number(2));
    case 0xdf:
        return container(Kind::Map, 5, number(4));
    default:
        return {};
    }
}

qsizetype skipPacked(QByteArrayView bytes, qsizetype at)
{
    // what is still to be passed, as one number: depth does not matter
    qint64 left = 1;
    while (left > 0) {
        const PackedHead head = packedHead(bytes, at);
        --left;
        switch (head.kind) {
        case PackedHead::Kind::Invalid:
            return -1;
        case PackedHead::Kind::Scalar:
        case PackedHead::Kind::OrderMarker:
            at += head.size;
            break;
        case PackedHead::Kind::List:
            at += head.content;
            left += head.count;
            break;
        case PackedHead::Kind::Map:
            at += head.content;
            left += 2 * head.count;
            break;
        }
        if (left > bytes.size())
            return -1; // more elements than there are bytes
    }
    return at;
}

} // namespace Aeroscope::Ui
