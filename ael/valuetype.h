// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QLatin1StringView>
#include <QtGlobal>

namespace Aeroscope::Ael {

/// Types of expressions; up to Hll the numbers are those of the wire (protocol section 9.1).
enum class ValueType : quint8 {
    Nil = 0,
    Bool = 1,
    Int = 2,
    String = 3,
    List = 4,
    Map = 5,
    Blob = 6,
    Float = 7,
    Geo = 8,
    Hll = 9,
    Unknown = 255, ///< not known, or the result of `unknown`
};

/// The word of the language: "INT", "STRING" …; "UNKNOWN" and "NIL" for the others.
[[nodiscard]] QLatin1StringView typeWord(ValueType type) noexcept;

} // namespace Aeroscope::Ael
