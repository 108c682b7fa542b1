// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QFlags>
#include <QtGlobal>

namespace Aeroscope {

/// What a list or map operation answers (protocol section 8.3). Nothing found gives -1 for index and rank
/// kinds, 0, false, nil, or an empty list or map where several were asked for.
enum class CdtReturnType : quint8 {
    None = 0,
    Index = 1,
    ReverseIndex = 2,
    Rank = 3,
    ReverseRank = 4,
    Count = 5,
    Key = 6, ///< maps only
    Value = 7,
    KeyValue = 8, ///< maps only: a map whose pairs keep the order of the result
    Exists = 13,
    UnorderedMap = 16, ///< maps only
    OrderedMap = 17,   ///< maps only
};

/// The same, of the elements selected or, inverted, of all others.
struct CdtReturn
{
    /// What is answered of each element.
    CdtReturnType type = CdtReturnType::None;
    /// Of the elements that were not selected.
    bool isInverted = false;

    /// Implicit, so that a plain return type can be passed.
    constexpr CdtReturn(CdtReturnType returnType, bool inverted = false) noexcept
        : type(returnType)
        , isInverted(inverted)
    {}
    /// Of all elements but the selected ones (protocol section 8.3, flag 0x10000).
    [[nodiscard]] static constexpr CdtReturn inverted(CdtReturnType type) noexcept { return {type, true}; }
    /// The word of the payload.
    [[nodiscard]] constexpr quint32 word() const noexcept
    {
        return static_cast<quint32>(type) | (isInverted ? 0x10000U : 0U);
    }
};

/// How a list that a context or operation meets missing is made. Padded: unordered, with nil up to the index
/// asked for.
enum class ListCreation : quint8 { Unordered = 0x40, Padded = 0x80, Ordered = 0xc0 };
/// How a map is made.
enum class MapCreation : quint8 { Unordered = 0x40, KeyOrdered = 0x80, KeyValueOrdered = 0xc0 };

enum class ListWriteFlag : quint8 {
    AddUnique = 1,     ///< ElementExists if the value is there already
    InsertBounded = 2, ///< OpNotApplicable beyond the end instead of padding
    NoFail = 4,        ///< leave out what cannot be done
    Partial = 8,       ///< with NoFail: do the rest of the items
};
Q_DECLARE_FLAGS(ListWriteFlags, ListWriteFlag)
Q_DECLARE_OPERATORS_FOR_FLAGS(ListWriteFlags)

enum class ListSortFlag : quint8 { Descending = 1, DropDuplicates = 2 };
Q_DECLARE_FLAGS(ListSortFlags, ListSortFlag)
Q_DECLARE_OPERATORS_FOR_FLAGS(ListSortFlags)

enum class MapWriteFlag : quint8 {
    CreateOnly = 1, ///< ElementExists if the key is there already
    UpdateOnly = 2, ///< ElementNotFound if it is not
    NoFail = 4,
    Partial = 8,
};
Q_DECLARE_FLAGS(MapWriteFlags, MapWriteFlag)
Q_DECLARE_OPERATORS_FOR_FLAGS(MapWriteFlags)

} // namespace Aeroscope
