// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/syntax/sourcetext.h"

#include <vector>

namespace Aeroscope::Ael {

/// What kind of token stands somewhere, without looking at its neighbours.
enum class TokenClass {
    Keyword,
    TypeWord,
    ReturnWord,
    HllWord,      ///< path functions that take an argument
    MetadataCall, ///< `ttl()` …, one token with its parentheses
    PathCall,     ///< `count()` …, likewise
    Number,
    DotNumber, ///< `.5`: a key after a path, a number elsewhere
    String,
    Blob,
    Variable,
    Placeholder,
    Name,
    BinId, ///< a name with @
    Operator,
    Open,
    Close,
    EmptyBrackets, ///< `()` `[]` `{}`
    Separator,
    PathStart,
    Bad,
};

struct LexedToken
{
    TokenClass kind = TokenClass::Bad;
    Span span;
    size_t type = 0; ///< of the generated lexer
};

/// All tokens of a text; blanks are left out. Never fails.
[[nodiscard]] std::vector<LexedToken> lex(const SourceText &source);

} // namespace Aeroscope::Ael
