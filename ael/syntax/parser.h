// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/syntax/node.h"
#include "ael/syntax/reporter.h"

#include <memory>

namespace Aeroscope::Ael {

/// Text to tree. Lexing is flat; parsing recurses with the nesting of the text, which is bounded before it
/// starts.
class Parser
{
public:
    /// Both must outlive the parser.
    Parser(const SourceText &source, Reporter &reporter);
    ~Parser();
    Parser(const Parser &) = delete;
    Parser &operator=(const Parser &) = delete;

    /// Reports lexical errors; false when the text is refused without parsing it (too long, too deep).
    [[nodiscard]] bool lex();

    /// How deep parsing and everything after it may recurse, at most.
    [[nodiscard]] int depthBound() const noexcept;

    /// Always gives a tree; what could not be read is Invalid in it. lex() first.
    [[nodiscard]] std::unique_ptr<Tree> parse();

private:
    struct Machine;

    const SourceText &m_source;
    Reporter &m_reporter;
    std::unique_ptr<Machine> m_machine;
    int m_nesting = 0;
    int m_operators = 0;
};

} // namespace Aeroscope::Ael
