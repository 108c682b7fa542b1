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
    /// The bin that the index is over; empty when it is named in another way.
    QByteArray bin{};
    /// What of the bin is indexed.
    CollectionIndex collection = CollectionIndex::None;
    /// Both Integer (inclusive range), or both the same String, Blob or GeoJson. A GeoJson Point asks for the
    /// regions that contain it, any other GeoJson for the points and regions within.
    Value begin{};
    /// The end of the range, which belongs to it.
    Value end{};
    /// Packed context list without a wrapper; empty: the bin itself.
    QByteArray context{};
    /// Of an index over an expression (server 8.1).
    Expression expression{};
    /// The index by its own name (server 8.1).
    QByteArray indexName{};

    /// Integers from `begin` to `end`, both included.
    [[nodiscard]] static IndexFilter range(QByteArray bin, qint64 begin, qint64 end,
                                           CollectionIndex collection = CollectionIndex::None)
    {
        return {std::move(bin), collection, Value(begin), Value(end), {}, {}, {}};
    }
    /// Exactly this Integer, String or Blob; of a GeoJson see `begin`.
    [[nodiscard]] static IndexFilter equal(QByteArray bin, Value value,
                                           CollectionIndex collection = CollectionIndex::None)
    {
        return {std::move(bin), collection, value, value, {}, {}, {}};
    }
    friend bool operator==(const IndexFilter &, const IndexFilter &) = default;
};

} // namespace Aeroscope
