// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/diagnostic.h"
#include "ael/syntax/sourcetext.h"

#include <initializer_list>
#include <vector>

namespace Aeroscope::Ael {

/// Collects findings about one text and puts them in the order in which they are shown: lexical, syntax,
/// meaning, advice; each by place, one error a place.
class Reporter
{
public:
    /// In the order in which errors are shown: a text that does not lex is told so before how it parses.
    enum class Phase { Lexical, Syntax, Meaning, Advice };

    explicit Reporter(const SourceText &source) noexcept
        : m_source(&source)
    {}

    Diagnostic &report(Phase phase, DiagnosticCode code, Span span,
                       std::initializer_list<QString> arguments = {});
    Diagnostic &lexical(DiagnosticCode code, Span span, std::initializer_list<QString> arguments = {})
    {
        return report(Phase::Lexical, code, span, arguments);
    }
    Diagnostic &syntax(DiagnosticCode code, Span span, std::initializer_list<QString> arguments = {})
    {
        return report(Phase::Syntax, code, span, arguments);
    }
    Diagnostic &meaning(DiagnosticCode code, Span span, std::initializer_list<QString> arguments = {})
    {
        return report(Phase::Meaning, code, span, arguments);
    }
    Diagnostic &advice(DiagnosticCode code, Span span, std::initializer_list<QString> arguments = {})
    {
        return report(Phase::Advice, code, span, arguments);
    }

    [[nodiscard]] const SourceText &source() const noexcept { return *m_source; }
    [[nodiscard]] bool hasErrors() const noexcept { return m_errors > 0; }
    /// Lexical ones included.
    [[nodiscard]] bool hasSyntaxErrors() const noexcept { return m_syntaxErrors > 0; }
    /// Findings so far, ordered; the reporter is empty afterwards.
    [[nodiscard]] QList<Diagnostic> take();
    /// A copy that goes on collecting for the same text.
    [[nodiscard]] Reporter continued(const SourceText &source) const
    {
        Reporter copy(*this);
        copy.m_source = &source;
        return copy;
    }

private:
    struct Entry
    {
        Phase phase;
        size_t sequence;
        Diagnostic diagnostic;
    };

    const SourceText *m_source;
    std::vector<Entry> m_entries;
    int m_errors = 0;
    int m_syntaxErrors = 0;
};

} // namespace Aeroscope::Ael
