// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/compiler.h"
#include "ael/diagnostic.h"

#include <QList>
#include <QString>

namespace Aeroscope::Ael {

/// How an editor colours a token.
enum class TokenKind {
    Keyword,  ///< and or not in let then when default exclusive unknown error
    Constant, ///< true false
    Number,
    String,
    Blob,
    Bin,          ///< the name after `$.`
    Key,          ///< a map key or value inside a path
    Metadata,     ///< ttl(), setName() …
    PathFunction, ///< count(), get, asInt() …
    Function,     ///< abs, max …
    TypeName,     ///< INT, STRING, COUNT … inside get(…)
    Variable,     ///< ${x}, and x where let defines it
    Placeholder,  ///< ?0, ?name
    Operator,
    Bracket,
    Separator, ///< `,` `:` `.` `$.` `=>`
    Error,     ///< what the language does not know
};

/// A coloured range, in UTF-16 units of the text.
struct HighlightToken
{
    qsizetype offset = 0;
    qsizetype length = 0;
    TokenKind kind = TokenKind::Error;
    friend bool operator==(const HighlightToken &, const HighlightToken &) = default;
};

/// What an editor asks about a text, at each key press: cheap (well under a millisecond for usual texts),
/// without state. Thread: any. Positions are UTF-16 units, as QString and QTextDocument count.
class LanguageService
{
public:
    /// Tokens in order, blanks left out; works for any text.
    [[nodiscard]] static QList<HighlightToken> highlight(QStringView text);

    /// What compile() finds. Placeholders that have no value in the options yet are no error here.
    [[nodiscard]] static QList<Diagnostic> diagnostics(QStringView text, const CompileOptions &options = {});
};

} // namespace Aeroscope::Ael
