// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtGlobal>

namespace Aeroscope {

/// How careful one has to be with a cluster.
enum class TargetEnvironment : quint8 { Development, Test, Production };

/// How far one action reaches.
struct BlastRadius
{
    enum class Reach : quint8 {
        OneRecord,
        ManyRecords, ///< `records` of them
        WholeSet,    ///< also an index that is dropped
        WholeNamespace,
    };

    Reach reach = Reach::OneRecord;
    quint64 records = 1;
    /// A journal holds what is needed to take it back.
    bool canBeUndone = true;
};

/// What has to be asked before it is done, weakest first.
enum class Confirmation : quint8 {
    None,     ///< done at once; a note with undo where that is possible
    Yes,      ///< one plain yes, with the counts shown
    TypeName, ///< the name of the set (or namespace, where all of it goes) has to be typed
};

/// The one rule of the window and the command line. Pure.
///
/// |                              | development | test | production |
/// | one record                   | none        | none | yes        |
/// | several records              | none        | yes  | type name  |
/// | several, without undo        | yes         | yes  | type name  |
/// | a whole set, an index        | yes         | yes  | type name  |
/// | a whole namespace            | yes         | type | type name  |
[[nodiscard]] constexpr Confirmation confirmationFor(TargetEnvironment environment,
                                                     const BlastRadius &radius) noexcept
{
    using Reach = BlastRadius::Reach;
    const bool isProduction = environment == TargetEnvironment::Production;
    const bool isDevelopment = environment == TargetEnvironment::Development;
    if (radius.reach == Reach::WholeNamespace)
        return isDevelopment ? Confirmation::Yes : Confirmation::TypeName;
    if (radius.reach == Reach::WholeSet)
        return isProduction ? Confirmation::TypeName : Confirmation::Yes;
    if (radius.reach == Reach::ManyRecords && radius.records > 1) {
        if (isProduction)
            return Confirmation::TypeName;
        return isDevelopment && radius.canBeUndone ? Confirmation::None : Confirmation::Yes;
    }
    return isProduction ? Confirmation::Yes : Confirmation::None;
}

} // namespace Aeroscope
