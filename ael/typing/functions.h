// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/encoding/opcode.h"
#include "ael/valuetype.h"

#include <QLatin1StringView>
#include <QString>

#include <span>

namespace Aeroscope::Ael {

/// One function of the language. Names are case-sensitive.
struct Function
{
    /// What it takes: Number means all of one numeric type, IntBool an INT and a BOOL, GeoText a literal.
    enum class Arguments { Number, Float, Int, IntBool, Geo, GeoText };

    QLatin1StringView name;
    QLatin1StringView signature; ///< with parameter names, as it is shown
    Arguments arguments;
    int minimum;
    int maximum;
    ValueType result; ///< Unknown: that of the arguments
    Opcode op;
};

[[nodiscard]] std::span<const Function> functions() noexcept;
[[nodiscard]] const Function *findFunction(QStringView name) noexcept;

/// The function that was most likely meant, or an empty text.
[[nodiscard]] QString closestFunction(QStringView name);

/// The number of single-letter changes that turn one word into the other, case not counted; capped by `limit`
/// + 1.
[[nodiscard]] int editDistance(QStringView a, QStringView b, int limit);

} // namespace Aeroscope::Ael
