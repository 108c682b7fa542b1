// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/value.h"

#include <QByteArrayView>

namespace Aeroscope::Ui {

/// The front of one msgpack value, read without looking at what is inside (protocol section 8.1).
struct PackedHead
{
    enum class Kind { Invalid, Scalar, List, Map, OrderMarker };
    Kind kind = Kind::Invalid;
    /// Elements of a list, pairs of a map.
    qint64 count = 0;
    /// Where the value's content begins, from the front of the value.
    qsizetype content = 0;
    /// Bytes of a scalar, its front included.
    qsizetype size = 0;
};

[[nodiscard]] PackedHead packedHead(QByteArrayView bytes, qsizetype at);

/// Where the value behind the one at `at` begins; -1 for bytes that are no value. Takes as long as the value
/// has elements, however deep.
[[nodiscard]] qsizetype skipPacked(QByteArrayView bytes, qsizetype at);

} // namespace Aeroscope::Ui
