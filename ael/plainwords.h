// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>

#include <functional>

namespace Aeroscope::Ael {

/// Turns an English pattern with %1, %2 … into another language; the patterns are marked in the context
/// "AelWords".
using WordTranslator = std::function<QString(const char *pattern)>;

/// What a text means, in a sentence without a full stop: "age is greater than 25, and country is 'US'".
/// Without a translator in English. Empty for a text that does not parse.
[[nodiscard]] QString inPlainWords(QStringView text, const WordTranslator &translate = {});

} // namespace Aeroscope::Ael
