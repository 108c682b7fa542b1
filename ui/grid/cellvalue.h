// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/rowchunk.h"
#include "ui/grid/gridcolumns.h"

#include <QByteArrayView>
#include <QString>

#include <compare>

namespace Aeroscope::Ui {

/// What filter, sort, sums and groups see of a cell. Refers to the row's bytes; `key` keeps what was decoded
/// of the key. Any thread.
struct CellValue
{
    enum class Type : quint8 {
        Bool,
        Number,
        Text,
        Bytes, ///< blobs, digests, HLL
        Other, ///< lists, maps, GeoJSON
        Absent,
    };
    Type type = Type::Absent;
    bool isInteger = false;
    qint64 integer = 0; ///< also of a Bool
    double real = 0;    ///< of every Number
    ParticleType particle = ParticleType::Nil;
    QByteArrayView bytes{};
    Value key{};
    QByteArray own{}; ///< bytes that are not the row's

    /// As exact text, the one that copying gives; empty for an absent cell.
    [[nodiscard]] QString text() const;
};

[[nodiscard]] CellValue cellValue(const RowView &row, const GridColumns::Id &column);

/// How two numbers stand to each other, exactly: an integer is not rounded to compare it with a double. NaN
/// is after every other number.
[[nodiscard]] std::weak_ordering compareNumbers(const CellValue &a, const CellValue &b);

} // namespace Aeroscope::Ui
