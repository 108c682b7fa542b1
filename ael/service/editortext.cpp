// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/service/editortext.h"

#include "ael/analysis.h"
#include "ael/encoding/encoder.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

namespace {

bool isWordLike(TokenClass kind) noexcept
{
    switch (kind) {
    case TokenClass::Operator:
    case TokenClass::Open:
    case TokenClass::Close:
    case TokenClass::EmptyBrackets:
    case TokenClass::Separator:
    case TokenClass::PathStart:
        return false;
    default:
        return true;
    }
}

} // namespace

EditorText::EditorText(QStringView text, qsizetype cursor)
    : m_source(text)
    , m_tokens(lex(m_source))
    , m_cursor(m_source.codePointOffset(std::clamp<qsizetype>(cursor, 0, text.size())))
{}

QString EditorText::textOf(size_t token) const
{
    return token < m_tokens.size() ? m_source.mid(m_tokens[token].span) : QString();
}

bool EditorText::is(size_t token, QStringView text) const
{
    return token < m_tokens.size() && m_tokens[token].span.length == text.size() && textOf(token) == text;
}

TextRange EditorText::rangeOf(Span span) const
{
    const qsizetype start = m_source.utf16Offset(span.offset);
    return {start, m_source.utf16Offset(span.end()) - start};
}

std::optional<size_t> EditorText::tokenAtCursor() const
{
    std::optional<size_t> found;
    for (size_t i = 0; i < m_tokens.size(); ++i) {
        const Span span = m_tokens[i].span;
        if (span.offset > m_cursor)
            break;
        if (span.end() < m_cursor)
            continue;
        const bool takesOver = !found || !isWordLike(m_tokens[*found].kind);
        if (takesOver)
            found = i;
    }
    return found;
}

std::optional<PathBefore> EditorText::pathEndingAt(size_t end) const
{
    // Back to the `$.` that no operator, comma or closed condition separates from the end.
    size_t start = std::min(end, m_tokens.size());
    int depth = 0;
    while (start > 0) {
        const LexedToken &token = m_tokens[--start];
        if (token.kind == TokenClass::PathStart && depth == 0)
            break;
        if (token.kind == TokenClass::Close)
            ++depth;
        else if (token.kind == TokenClass::Open && --depth < 0)
            return {};
        else if (depth == 0 && (token.kind == TokenClass::Operator || is(start, u",") || is(start, u"=>")))
            return {};
    }
    if (start >= end || m_tokens[start].kind != TokenClass::PathStart)
        return {};
    const int from = m_tokens[start].span.offset;
    const ParsedText parsed(m_source.mid({from, m_tokens[end - 1].span.end() - from}));
    if (parsed.tree() == nullptr || parsed.reporter().hasErrors() ||
        parsed.tree()->root->kind != NodeKind::Path)
        return {};
    const Path &path = *parsed.tree()->root->path;
    for (const Step &step : path.steps) {
        if (!step.isSingle() && step.kind != StepKind::Value)
            return {};
    }
    return PathBefore{path.bin, path.steps.empty() ? QByteArray() : encodeContext(path), start};
}

QList<QString> EditorText::variablesBeforeCursor() const
{
    QList<QString> names;
    for (size_t i = 0; i + 1 < m_tokens.size() && m_tokens[i].span.end() <= m_cursor; ++i) {
        if (m_tokens[i].kind == TokenClass::Name && is(i + 1, u"=") && !names.contains(textOf(i)))
            names.append(textOf(i));
    }
    return names;
}

} // namespace Aeroscope::Ael
