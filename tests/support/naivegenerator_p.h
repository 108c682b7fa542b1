// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/msgpack.h"

#include <QByteArray>
#include <QList>

namespace Aeroscope::Naive {

/// [code, parts...]
inline QByteArray operation(qint64 code, const QList<QByteArray> &parts)
{
    MsgpackWriter writer;
    writer.listHeader(quint32(parts.size()) + 1);
    writer.integer(code);
    for (const QByteArray &part : parts)
        writer.packed(part);
    return writer.take();
}

inline QByteArray number(qint64 value)
{
    return packValue(Value(value));
}

inline QByteArray rawText(const QByteArray &text)
{
    MsgpackWriter writer;
    writer.raw(text);
    return writer.take();
}

inline QByteArray bin(qint64 type, const QByteArray &name)
{
    return operation(81, {number(type), rawText(name)});
}

inline QByteArray packedList(const QList<QByteArray> &parts)
{
    MsgpackWriter writer;
    writer.listHeader(quint32(parts.size()));
    for (const QByteArray &part : parts)
        writer.packed(part);
    return writer.take();
}

} // namespace Aeroscope::Naive
