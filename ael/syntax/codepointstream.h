// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/syntax/sourcetext.h"

#include "ANTLRInputStream.h"

namespace Aeroscope::Ael {

/// Feeds a lexer with code points as they are: offsets of tokens are offsets of the text, and no conversion
/// can fail.
class CodePointStream final : public antlr4::ANTLRInputStream
{
public:
    explicit CodePointStream(const SourceText &source) { _data = source.codePoints(); }
};

} // namespace Aeroscope::Ael
