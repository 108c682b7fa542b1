// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/service/highlighter.h"

#include "ael/syntax/lexer.h"

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

namespace {

/// Colours one token after the other from what stands around it; no parse, so that a half-typed text keeps
/// its colours.
class Painter
{
public:
    explicit Painter(const SourceText &source)
        : m_source(source)
        , m_tokens(lex(source))
    {}

    QList<HighlightToken> paint();

private:
    [[nodiscard]] QString textAt(size_t index) const
    {
        return index < m_tokens.size() ? m_source.mid(m_tokens[index].span) : QString();
    }
    [[nodiscard]] bool isAt(size_t index, TokenClass kind) const noexcept
    {
        return index < m_tokens.size() && m_tokens[index].kind == kind;
    }
    [[nodiscard]] TokenKind kindOf(size_t index);
    [[nodiscard]] TokenKind word(size_t index);

    enum class Bracket { Group, Selector, Parameters, Definitions };

    const SourceText &m_source;
    std::vector<LexedToken> m_tokens;
    std::vector<Bracket> m_open;
};

QList<HighlightToken> Painter::paint()
{
    QList<HighlightToken> result;
    result.reserve(static_cast<qsizetype>(m_tokens.size()));
    for (size_t i = 0; i < m_tokens.size(); ++i) {
        const TokenKind kind = kindOf(i);
        const Span span = m_tokens[i].span;
        const qsizetype start = m_source.utf16Offset(span.offset);
        result.push_back({start, m_source.utf16Offset(span.end()) - start, kind});
        if (m_tokens[i].kind == TokenClass::Open) {
            const bool inPath = i > 0 && textAt(i - 1) == u".";
            const QString before = i > 0 ? textAt(i - 1) : QString();
            if (inPath && before == u".")
                m_open.push_back(Bracket::Selector);
            else if (before == u"get")
                m_open.push_back(Bracket::Parameters);
            else if (before == u"let")
                m_open.push_back(Bracket::Definitions);
            else
                m_open.push_back(Bracket::Group);
        } else if (m_tokens[i].kind == TokenClass::Close && !m_open.empty()) {
            m_open.pop_back();
        }
    }
    return result;
}

/// A name, or a keyword where a name may stand.
TokenKind Painter::word(size_t index)
{
    const bool isName = isAt(index, TokenClass::Name) || isAt(index, TokenClass::BinId);
    if (index > 0 && isAt(index - 1, TokenClass::PathStart))
        return TokenKind::Bin;
    const bool afterDot = index > 0 && textAt(index - 1) == u".";
    const bool called =
        isAt(index + 1, TokenClass::EmptyBrackets) ? textAt(index + 1) == u"()" : textAt(index + 1) == u"(";
    if (afterDot)
        return called ? TokenKind::PathFunction : TokenKind::Key;
    if (!m_open.empty() && m_open.back() == Bracket::Selector)
        return TokenKind::Key;
    if (!m_open.empty() && m_open.back() == Bracket::Definitions && isName && textAt(index + 1) == u"=")
        return TokenKind::Variable;
    if (!isName) {
        const QString text = textAt(index);
        return text == u"true" || text == u"false" ? TokenKind::Constant : TokenKind::Keyword;
    }
    return called ? TokenKind::Function : TokenKind::Error;
}

TokenKind Painter::kindOf(size_t index)
{
    switch (m_tokens[index].kind) {
    case TokenClass::Keyword:
    case TokenClass::Name:
    case TokenClass::BinId:
        return word(index);
    case TokenClass::TypeWord:
    case TokenClass::ReturnWord:
        return TokenKind::TypeName;
    case TokenClass::HllWord:
    case TokenClass::PathCall:
        return TokenKind::PathFunction;
    case TokenClass::MetadataCall:
        return TokenKind::Metadata;
    case TokenClass::Number:
        return !m_open.empty() && m_open.back() == Bracket::Selector ? TokenKind::Key : TokenKind::Number;
    case TokenClass::DotNumber: {
        const bool afterPath = index > 0 && !isAt(index - 1, TokenClass::Operator) &&
                               !isAt(index - 1, TokenClass::Open) && textAt(index - 1) != u",";
        return afterPath ? TokenKind::Key : TokenKind::Number;
    }
    case TokenClass::String:
        if (index > 0 && isAt(index - 1, TokenClass::PathStart))
            return TokenKind::Bin;
        return index > 0 &&
                       (textAt(index - 1) == u"." || (!m_open.empty() && m_open.back() == Bracket::Selector))
                   ? TokenKind::Key
                   : TokenKind::String;
    case TokenClass::Blob:
        return TokenKind::Blob;
    case TokenClass::Variable:
        return TokenKind::Variable;
    case TokenClass::Placeholder:
        return TokenKind::Placeholder;
    case TokenClass::Operator:
        return TokenKind::Operator;
    case TokenClass::Open:
    case TokenClass::Close:
    case TokenClass::EmptyBrackets:
        return TokenKind::Bracket;
    case TokenClass::Separator:
    case TokenClass::PathStart:
        return TokenKind::Separator;
    case TokenClass::Bad: {
        const QString text = textAt(index);
        return text.startsWith(u'\'') || text.startsWith(u'"') ? TokenKind::String : TokenKind::Error;
    }
    }
    return TokenKind::Error;
}

} // namespace

QList<HighlightToken> highlightText(QStringView text)
{
    const SourceText source(text);
    return Painter(source).paint();
}

} // namespace Aeroscope::Ael
