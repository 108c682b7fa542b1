// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/syntax/lexer.h"

#include "ael/syntax/codepointstream.h"

#include "AelLexer.h"

namespace Aeroscope::Ael {

using Grammar::AelLexer;

namespace {

TokenClass classOf(size_t type) noexcept
{
    if (type >= AelLexer::OR && type <= AelLexer::SORT)
        return TokenClass::Keyword;
    if (type >= AelLexer::TYPE_INT && type <= AelLexer::TYPE_GEO)
        return TokenClass::TypeWord;
    if (type >= AelLexer::RETURN_VALUE && type <= AelLexer::RETURN_REVERSE_RANK)
        return TokenClass::ReturnWord;
    if (type >= AelLexer::HLL_MAY_CONTAIN && type <= AelLexer::HLL_SIMILARITY)
        return TokenClass::HllWord;
    if (type >= AelLexer::DEVICE_SIZE && type <= AelLexer::DIGEST_MODULO)
        return TokenClass::MetadataCall;
    if (type >= AelLexer::AS_INT && type <= AelLexer::HLL_DESCRIBE)
        return TokenClass::PathCall;
    if (type >= AelLexer::POWER && type <= AelLexer::LE)
        return TokenClass::Operator;
    if (type >= AelLexer::GT && type <= AelLexer::TILDE)
        return TokenClass::Operator;
    switch (type) {
    case AelLexer::CALL:
    case AelLexer::EMPTY_LIST:
    case AelLexer::EMPTY_MAP:
        return TokenClass::EmptyBrackets;
    case AelLexer::PATH_START:
        return TokenClass::PathStart;
    case AelLexer::ARROW:
    case AelLexer::COMMA:
    case AelLexer::COLON:
    case AelLexer::DOT:
        return TokenClass::Separator;
    case AelLexer::RPAREN:
    case AelLexer::RBRACKET:
    case AelLexer::RBRACE:
        return TokenClass::Close;
    case AelLexer::INT:
    case AelLexer::FLOAT:
        return TokenClass::Number;
    case AelLexer::DOT_INT:
    case AelLexer::DOT_SIGNED_INT:
    case AelLexer::DOT_RADIX_INT:
        return TokenClass::DotNumber;
    case AelLexer::STRING:
        return TokenClass::String;
    case AelLexer::BLOB:
        return TokenClass::Blob;
    case AelLexer::VARIABLE:
        return TokenClass::Variable;
    case AelLexer::PLACEHOLDER:
    case AelLexer::NAMED_PLACEHOLDER:
        return TokenClass::Placeholder;
    case AelLexer::NAME:
        return TokenClass::Name;
    case AelLexer::BIN_ID:
        return TokenClass::BinId;
    case AelLexer::UNTERMINATED_STRING:
    case AelLexer::BAD_VARIABLE:
    case AelLexer::BAD_CHARACTER:
        return TokenClass::Bad;
    default:
        return TokenClass::Open;
    }
}

} // namespace

std::vector<LexedToken> lex(const SourceText &source)
{
    CodePointStream input(source);
    AelLexer lexer(&input);
    lexer.removeErrorListeners();
    std::vector<LexedToken> tokens;
    for (;;) {
        const std::unique_ptr<antlr4::Token> token = lexer.nextToken();
        if (token->getType() == antlr4::Token::EOF)
            return tokens;
        const auto start = static_cast<int>(token->getStartIndex());
        const int length = static_cast<int>(token->getStopIndex()) + 1 - start;
        tokens.push_back({classOf(token->getType()), {start, length}, token->getType()});
    }
}

} // namespace Aeroscope::Ael
