// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/languageservice.h"

#include <QString>

namespace Aeroscope::Ui {

/// What the language service says in English, in the user's language.

/// Meanings of words of the language (Ael::Completion::meaning and the like); empty stays empty.
[[nodiscard]] QString vocabularyText(const QString &english);
/// A text of the language as a sentence; empty when it does not parse.
[[nodiscard]] QString plainWords(const QString &ael);
/// A short word for the kind of a suggestion: "bin", "key", "func" …
[[nodiscard]] QString completionKindWord(Ael::CompletionKind kind);
/// What stands under the pointer, as rich text for a tool tip; all of it escaped.
[[nodiscard]] QString hoverRichText(const Ael::HoverInfo &info);
/// The call around the cursor with its current parameter in bold, as rich text.
[[nodiscard]] QString signatureRichText(const Ael::SignatureInfo &info);

} // namespace Aeroscope::Ui
