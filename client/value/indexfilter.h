// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/expression.h"
#include "client/value/value.h"

#include <QByteArray>

namespace Aeroscope {

/// What of a bin a secondary index holds (field 26, protocol section 7.3).
enum class CollectionIndex : quint8 { None = 0, List = 1, MapKeys = 2, MapValues = 3 };

/// Which entries of which secondary index a query walks (protocol section 7.3). A value.
///
/// The index is named by bin (with `collection` and `context`), by `expression`, or by `indexName`: exactly
/// one of the three.
struct IndexFilter
{
    QByteArray bin{};
    CollectionIndex collection = CollectionIndex::None;
    /// Both Integer (inclusive range), or both the same String, Blob or GeoJson. A GeoJson Point asks for the
    /// regions that contain it, any other GeoJson for the points and regions within.
    Value begin{};
    Value end{};
    /// Packed context list without a wrapper; empty: the bin itself.
    QByteArray context{};
    Expression expression{};
    QByteArray indexName{};

    [[nodiscard]] static IndexFilter range(QByteArray bin, qint64 begin, qint64 end,
                                           CollectionIndex collection = CollectionIndex::None)
    {
        return {std::move(bin), collection, Value(begin), Value(end), {}, {}, {}};
    }
    [[nodiscard]] static IndexFilter equal(QByteArray bin, Value value,
                                           CollectionIndex collection = CollectionIndex::None)
    {
        return {std::move(bin), collection, value, value, {}, {}, {}};
    }
    friend bool operator==(const IndexFilter &, const IndexFilter &) = default;
};

} // namespace Aeroscope
