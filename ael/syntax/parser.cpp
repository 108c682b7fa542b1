// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/syntax/parser.h"

#include "ael/compiler.h"
#include "ael/syntax/codepointstream.h"
#include "ael/syntax/syntaxlistener.h"
#include "ael/syntax/treebuilder.h"

#include "AelLexer.h"
#include "AelParser.h"
#include "CommonTokenStream.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

using antlr4::Token;
using Grammar::AelLexer;
using Grammar::AelParser;

namespace {

/// It may stand behind the prefix of a blob.
QString openingQuote(const QString &written)
{
    const qsizetype at = written.startsWith(u'X') ? 1 : written.startsWith(u'b') ? 3 : 0;
    return written.mid(at, 1);
}

} // namespace

struct Parser::Machine
{
    explicit Machine(const SourceText &source)
        : input(source)
        , lexer(&input)
        , tokens(&lexer)
    {}

    CodePointStream input;
    AelLexer lexer;
    antlr4::CommonTokenStream tokens;
};

Parser::Parser(const SourceText &source, Reporter &reporter)
    : m_source(source)
    , m_reporter(reporter)
{}

Parser::~Parser() = default;

bool Parser::lex()
{
    if (m_source.size() > maximumTextLength) {
        m_reporter.lexical(DiagnosticCode::TextTooLong, {maximumTextLength, 0},
                           {QString::number(maximumTextLength)});
        return false;
    }
    for (const int offset : m_source.loneSurrogates())
        m_reporter.lexical(DiagnosticCode::InvalidUnicode, {offset, 1});

    m_machine = std::make_unique<Machine>(m_source);
    m_machine->lexer.removeErrorListeners();
    m_machine->tokens.fill();

    int nesting = 0;
    bool nestsOperands = false;
    Span bad;
    const auto reportBad = [&] {
        if (bad.length > 0)
            m_reporter.lexical(DiagnosticCode::UnknownCharacter, bad, {m_source.mid(bad)});
        bad = {};
    };
    for (Token *token : m_machine->tokens.getTokens()) {
        const Span span = spanOf(token);
        // What the lexer does not know is reported and then read as what it most likely means, so that one
        // slip does not hide the rest of the text.
        auto *writable = static_cast<antlr4::CommonToken *>(token);
        switch (token->getType()) {
        case AelLexer::BAD_CHARACTER:
            if (bad.length > 0 && bad.end() == span.offset) {
                ++bad.length;
            } else {
                reportBad();
                bad = span;
            }
            writable->setChannel(Token::HIDDEN_CHANNEL);
            continue;
        case AelLexer::UNTERMINATED_STRING:
            m_reporter.lexical(DiagnosticCode::UnterminatedString, span, {openingQuote(m_source.mid(span))});
            writable->setType(AelLexer::STRING);
            break;
        case AelLexer::BAD_VARIABLE:
            m_reporter.lexical(DiagnosticCode::MalformedVariable, span, {m_source.mid(span)});
            writable->setType(AelLexer::VARIABLE);
            break;
        case AelLexer::LPAREN:
        case AelLexer::LBRACKET:
        case AelLexer::LBRACKET_RANK:
        case AelLexer::LBRACKET_VALUE:
        case AelLexer::LBRACKET_NOT:
        case AelLexer::LBRACKET_NOT_RANK:
        case AelLexer::LBRACKET_NOT_VALUE:
        case AelLexer::LBRACE:
        case AelLexer::LBRACE_RANK:
        case AelLexer::LBRACE_VALUE:
        case AelLexer::LBRACE_NOT:
        case AelLexer::LBRACE_NOT_RANK:
        case AelLexer::LBRACE_NOT_VALUE:
            m_nesting = std::max(m_nesting, ++nesting);
            if (nesting == maximumNesting + 1) {
                reportBad();
                m_reporter.syntax(DiagnosticCode::NestingTooDeep, span, {QString::number(maximumNesting)});
                return false;
            }
            break;
        case AelLexer::RPAREN:
        case AelLexer::RBRACKET:
        case AelLexer::RBRACE:
            nesting = std::max(0, nesting - 1);
            break;
        case AelLexer::EXCLUSIVE: // nests its operands
            nestsOperands = true;
            break;
        case AelLexer::COMMA:
            m_operators += nestsOperands;
            break;
        default:
            m_operators += token->getType() == AelLexer::OR || token->getType() == AelLexer::AND ||
                           token->getType() == AelLexer::IN ||
                           (token->getType() >= AelLexer::POWER && token->getType() <= AelLexer::TILDE);
            break;
        }
        reportBad();
    }
    reportBad();
    return true;
}

int Parser::depthBound() const noexcept
{
    return m_nesting + m_operators;
}

std::unique_ptr<Tree> Parser::parse()
{
    auto tree = std::make_unique<Tree>();
    m_machine->tokens.seek(0); // the first token may have been hidden since
    AelParser parser(&m_machine->tokens);
    SyntaxListener listener(m_reporter);
    parser.removeErrorListeners();
    parser.addErrorListener(&listener);
    AelParser::StartContext *start = parser.start();
    tree->root = TreeBuilder(m_source, m_reporter, *tree).build(start);
    return tree;
}

} // namespace Aeroscope::Ael
