// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/valuetype.h"

#include <QLatin1StringView>
#include <QStringView>

#include <span>

namespace Aeroscope::Ael {

/// One word of the language as an editor offers and explains it. Texts are English and marked for translation
/// in the context "AelVocabulary".
struct VocabularyEntry
{
    enum class Kind { Keyword, Function, PathFunction, Metadata, Type, ReturnType, Operator, Constant };

    Kind kind;
    QLatin1StringView name;      ///< as written, without parentheses
    QLatin1StringView signature; ///< as shown; parameters between the parentheses
    ValueType result;            ///< Unknown: depends
    const char *meaning;         ///< one sentence, no full stop
    /// The server that it needs; 0.0: all that are supported.
    int sinceMajor = 0;
    int sinceMinor = 0;
};

[[nodiscard]] std::span<const VocabularyEntry> vocabulary() noexcept;
[[nodiscard]] const VocabularyEntry *findWord(VocabularyEntry::Kind kind, QStringView name) noexcept;

} // namespace Aeroscope::Ael
