// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/syntax/syntaxlistener.h"

#include "ael/syntax/treebuilder.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

using antlr4::Token;
using Grammar::AelParser;

namespace {

/// Longer lists of what could follow help nobody.
constexpr size_t maximumListed = 6;

bool isReservedWord(size_t token) noexcept
{
    return (token >= AelParser::TYPE_INT && token <= AelParser::HLL_SIMILARITY);
}

QString wordFor(size_t token, const antlr4::dfa::Vocabulary &vocabulary)
{
    switch (token) {
    case Token::EOF:
        return u"the end"_s;
    case AelParser::NAME:
    case AelParser::BIN_ID:
        return u"a name"_s;
    case AelParser::STRING:
        return u"a text in quotes"_s;
    case AelParser::INT:
    case AelParser::FLOAT:
    case AelParser::DOT_INT:
        return u"a number"_s;
    case AelParser::BLOB:
        return u"a blob"_s;
    default:
        return QString::fromStdString(vocabulary.getDisplayName(token));
    }
}

/// What the parser would have taken, in words.
QString expectedWords(AelParser *parser)
{
    const antlr4::misc::IntervalSet expected = parser->getExpectedTokens();
    if (expected.contains(size_t(AelParser::PATH_START)))
        return u"a value"_s;
    if (expected.contains(size_t(AelParser::PLUS)) && expected.contains(size_t(AelParser::AND)))
        return expected.contains(size_t(AelParser::RPAREN)) ? u"an operator or ')'"_s
                                                            : u"an operator or the end"_s;
    if (expected.contains(size_t(AelParser::EXCLUSIVE)) && expected.contains(size_t(AelParser::NAME)))
        return u"a name"_s;
    if (expected.contains(size_t(AelParser::TYPE_INT)))
        return u"a type such as INT or STRING, or a return type such as COUNT"_s;
    QStringList words;
    for (const antlr4::misc::Interval &interval : expected.getIntervals()) {
        for (ssize_t token = interval.a; token <= interval.b; ++token) {
            const QString word = wordFor(static_cast<size_t>(token), parser->getVocabulary());
            if (!words.contains(word))
                words.append(word);
        }
    }
    if (words.isEmpty() || words.size() > qsizetype(maximumListed))
        return {};
    const QString last = words.takeLast();
    return words.isEmpty() ? last : words.join(u", "_s) + u" or "_s + last;
}

/// The usual slips of people who come from another language.
QString insteadOf(size_t token, size_t before)
{
    if (token == AelParser::ASSIGN && before == AelParser::GT)
        return u">="_s;
    if (token == AelParser::ASSIGN)
        return u"=="_s;
    if (token == AelParser::AMPERSAND && before == AelParser::AMPERSAND)
        return u"and"_s;
    if (token == AelParser::PIPE && before == AelParser::PIPE)
        return u"or"_s;
    if (token == AelParser::GT && before == AelParser::LT)
        return u"!="_s;
    return {};
}

} // namespace

void SyntaxListener::syntaxError(antlr4::Recognizer *recognizer, Token *offending, size_t, size_t,
                                 const std::string &, std::exception_ptr)
{
    auto *parser = static_cast<AelParser *>(recognizer);
    antlr4::TokenStream *tokens = parser->getTokenStream();
    const Span span = spanOf(offending);
    const QString found = m_reporter.source().mid(span);
    const Token *before = parser->getCurrentToken() == offending ? tokens->LT(-1) : nullptr;
    const size_t beforeType = before != nullptr ? before->getType() : Token::INVALID_TYPE;

    if (beforeType == AelParser::NOT) {
        m_reporter.syntax(DiagnosticCode::NotNeedsParentheses, span);
        return;
    }
    if ((beforeType == AelParser::PATH_START || beforeType == AelParser::DOT) &&
        isReservedWord(offending->getType())) {
        m_reporter.syntax(DiagnosticCode::QuoteName, span, {found}).replacement = u'\'' + found + u'\'';
        return;
    }
    if (beforeType == AelParser::NAME && offending->getType() != AelParser::RPAREN &&
        parser->getExpectedTokens().contains(size_t(AelParser::LPAREN))) {
        m_reporter.syntax(DiagnosticCode::BareWord, span, {m_reporter.source().mid(spanOf(before))});
        return;
    }
    if (offending->getType() == Token::EOF) {
        if (before == nullptr)
            m_reporter.syntax(DiagnosticCode::EmptyText, span);
        else
            m_reporter.syntax(DiagnosticCode::UnexpectedEnd, span, {expectedWords(parser)});
        return;
    }
    if (const QString instead = insteadOf(offending->getType(), beforeType); !instead.isEmpty()) {
        const bool twice = offending->getType() != AelParser::ASSIGN || instead.startsWith(u'>');
        const QString written = twice ? m_reporter.source().mid(spanOf(before)) + found : found;
        Diagnostic &diagnostic = m_reporter.syntax(DiagnosticCode::UseInstead, span, {written, instead});
        if (!twice)
            diagnostic.replacement = instead;
        return;
    }
    m_reporter.syntax(DiagnosticCode::UnexpectedToken, span, {found, expectedWords(parser)});
}

} // namespace Aeroscope::Ael
