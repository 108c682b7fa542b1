// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/syntax/reporter.h"

#include <algorithm>
#include <tuple>

namespace Aeroscope::Ael {

namespace {

/// More would only bury the first.
constexpr qsizetype maximumReported = 50;

} // namespace

Diagnostic &Reporter::report(Phase phase, DiagnosticCode code, Span span,
                             std::initializer_list<QString> arguments)
{
    Diagnostic diagnostic;
    diagnostic.code = code;
    diagnostic.arguments = QList<QString>(arguments);
    diagnostic.severity = phase == Phase::Advice ? Severity::Warning : Severity::Error;
    diagnostic.offset = span.offset;
    diagnostic.length = span.length;
    diagnostic.line = m_source->line(span.offset);
    diagnostic.column = m_source->column(span.offset);
    diagnostic.position = m_source->utf16Offset(span.offset);
    diagnostic.size = m_source->utf16Offset(span.end()) - diagnostic.position;
    if (phase != Phase::Advice)
        ++m_errors;
    if (phase == Phase::Lexical || phase == Phase::Syntax)
        ++m_syntaxErrors;
    m_entries.push_back({phase, m_entries.size(), std::move(diagnostic)});
    return m_entries.back().diagnostic;
}

QList<Diagnostic> Reporter::take()
{
    std::sort(m_entries.begin(), m_entries.end(), [](const Entry &a, const Entry &b) {
        return std::tie(a.phase, a.diagnostic.offset, a.sequence) <
               std::tie(b.phase, b.diagnostic.offset, b.sequence);
    });
    QList<Diagnostic> result;
    for (Entry &entry : m_entries) {
        const bool samePlace = std::any_of(result.cbegin(), result.cend(), [&entry](const Diagnostic &other) {
            return other.offset == entry.diagnostic.offset && other.severity == entry.diagnostic.severity;
        });
        if (!samePlace && result.size() < maximumReported)
            result.push_back(std::move(entry.diagnostic));
    }
    m_entries.clear();
    return result;
}

} // namespace Aeroscope::Ael
