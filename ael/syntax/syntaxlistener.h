// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/syntax/reporter.h"

#include "AelParser.h"

namespace Aeroscope::Ael {

/// Puts the parser's complaints into words of the language: what stands there, what could stand there, and
/// for the usual slips (`=`, `&&`, `not $.a`, a bare word) what to write.
class SyntaxListener final : public antlr4::BaseErrorListener
{
public:
    explicit SyntaxListener(Reporter &reporter) noexcept
        : m_reporter(reporter)
    {}

    void syntaxError(antlr4::Recognizer *recognizer, antlr4::Token *offending, size_t line, size_t column,
                     const std::string &message, std::exception_ptr error) override;

private:
    Reporter &m_reporter;
};

} // namespace Aeroscope::Ael
