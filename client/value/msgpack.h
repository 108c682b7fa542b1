// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"
#include "client/value/value.h"

#include <QByteArray>

namespace Aeroscope {

/// Appends msgpack in the server's dialect (protocol section 8.1): smallest integer forms, strings with their
/// particle prefix, order headers for ordered lists and maps.
class MsgpackWriter
{
public:
    /// The nil byte.
    void nil();
    /// True or false.
    void boolean(bool value);
    /// In its smallest form.
    void integer(qint64 value);
    /// In its smallest form, above int64 in eight bytes.
    void unsignedInteger(quint64 value);
    /// Always eight bytes; the bits as they are.
    void floating(double value);
    /// A string header over prefix byte and bytes: text (3), blob (4 …), GeoJSON (23), HLL (18).
    void prefixed(ParticleType prefix, QByteArrayView bytes);
    /// A string without prefix: bin and variable names, regular expressions.
    void raw(QByteArrayView bytes);
    /// The caller writes `count` elements behind it.
    void listHeader(quint32 count);
    /// The caller writes `count` pairs behind it.
    void mapHeader(quint32 count);
    /// The order marker that is the first element of an ordered list, or (followed by nil) the first pair of
    /// a map.
    void orderMarker(quint8 flags);
    /// The ext element that ranks above all.
    void infinity();
    /// The ext element that equals anything.
    void wildcard();
    /// Bytes that are msgpack already.
    void packed(QByteArrayView bytes);
    /// A whole value. Containers with an order flag get the marker; pairs are written as they stand.
    void value(const Value &value);

    /// What was written so far.
    [[nodiscard]] const QByteArray &bytes() const noexcept { return m_bytes; }
    /// What was written; the writer is empty afterwards.
    [[nodiscard]] QByteArray take() noexcept { return std::move(m_bytes); }
    /// Empty again; keeps its memory.
    void clear() { m_bytes.resize(0); }

private:
    QByteArray m_bytes;
};

/// The msgpack of one value.
[[nodiscard]] QByteArray packValue(const Value &value);

/// Reads exactly one value and refuses truncated, trailing or impossible bytes with Protocol. Accepts every
/// form the server may send, among them any ext kind as order marker, float32 and bin headers. Depth is
/// bounded (256).
[[nodiscard]] Result<Value> unpackValue(QByteArrayView bytes);

/// Reads one value from the front of `bytes` and moves it past the value.
[[nodiscard]] Result<Value> unpackFirst(QByteArrayView &bytes);

} // namespace Aeroscope
