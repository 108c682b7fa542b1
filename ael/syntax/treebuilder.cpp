// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/syntax/treebuilder.h"

#include "ael/encoding/constant.h"

#include <QScopedValueRollback>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

using antlr4::ParserRuleContext;
using antlr4::Token;
using Grammar::AelParser;

namespace {

enum class Precedence { Or, And, Comparison, Bits, Shift, Sum, Product, Power };

struct Grammatics
{
    Precedence precedence;
    NodeKind kind;
    Opcode op;
};

/// Precedence, kind and opcode of the binary operators, from loose to tight.
Grammatics grammaticsOf(size_t token) noexcept
{
    switch (token) {
    case AelParser::OR:
        return {Precedence::Or, NodeKind::Or, Opcode::Or};
    case AelParser::AND:
        return {Precedence::And, NodeKind::And, Opcode::And};
    case AelParser::EQ:
        return {Precedence::Comparison, NodeKind::Compare, Opcode::Equal};
    case AelParser::NE:
        return {Precedence::Comparison, NodeKind::Compare, Opcode::NotEqual};
    case AelParser::GT:
        return {Precedence::Comparison, NodeKind::Compare, Opcode::Greater};
    case AelParser::GE:
        return {Precedence::Comparison, NodeKind::Compare, Opcode::GreaterEqual};
    case AelParser::LT:
        return {Precedence::Comparison, NodeKind::Compare, Opcode::Less};
    case AelParser::LE:
        return {Precedence::Comparison, NodeKind::Compare, Opcode::LessEqual};
    case AelParser::IN:
        return {Precedence::Comparison, NodeKind::In, Opcode::Call};
    case AelParser::AMPERSAND:
        return {Precedence::Bits, NodeKind::Integer, Opcode::BitAnd};
    case AelParser::PIPE:
        return {Precedence::Bits, NodeKind::Integer, Opcode::BitOr};
    case AelParser::CARET:
        return {Precedence::Bits, NodeKind::Integer, Opcode::BitXor};
    case AelParser::SHIFT_LEFT:
        return {Precedence::Shift, NodeKind::Integer, Opcode::ShiftLeft};
    case AelParser::SHIFT_RIGHT:
        return {Precedence::Shift, NodeKind::Integer, Opcode::ShiftRight};
    case AelParser::SHIFT_RIGHT_LOGICAL:
        return {Precedence::Shift, NodeKind::Integer, Opcode::ShiftRightLogical};
    case AelParser::PLUS:
        return {Precedence::Sum, NodeKind::Arithmetic, Opcode::Add};
    case AelParser::MINUS:
        return {Precedence::Sum, NodeKind::Arithmetic, Opcode::Subtract};
    case AelParser::STAR:
        return {Precedence::Product, NodeKind::Arithmetic, Opcode::Multiply};
    case AelParser::SLASH:
        return {Precedence::Product, NodeKind::Arithmetic, Opcode::Divide};
    case AelParser::PERCENT:
        return {Precedence::Product, NodeKind::Integer, Opcode::Modulo};
    default:
        return {Precedence::Power, NodeKind::Power, Opcode::Power};
    }
}

} // namespace

Token *realToken(antlr4::tree::ParseTree *leaf)
{
    auto *terminal = dynamic_cast<antlr4::tree::TerminalNode *>(leaf);
    if (terminal == nullptr)
        return nullptr;
    Token *token = terminal->getSymbol();
    return token->getTokenIndex() == INVALID_INDEX ? nullptr : token;
}

bool hasToken(ParserRuleContext *context, size_t tokenType)
{
    return context->getToken(tokenType, 0) != nullptr;
}

Token *firstToken(ParserRuleContext *context)
{
    if (context == nullptr || context->exception != nullptr)
        return nullptr;
    return context->getStart();
}

Span spanOf(const Token *token) noexcept
{
    if (token->getType() == Token::EOF || token->getStopIndex() == INVALID_INDEX)
        return {static_cast<int>(token->getStartIndex()), 0};
    const auto start = static_cast<int>(token->getStartIndex());
    return {start, static_cast<int>(token->getStopIndex()) + 1 - start};
}

Span spanOf(ParserRuleContext *context) noexcept
{
    const Token *start = context->getStart();
    const Token *stop = context->getStop();
    if (start == nullptr)
        return {};
    if (stop == nullptr || stop->getTokenIndex() < start->getTokenIndex())
        return {spanOf(start).offset, 0};
    return joined(spanOf(start), spanOf(stop));
}

Node *TreeBuilder::build(AelParser::StartContext *start)
{
    return expression(start->expression());
}

Node *TreeBuilder::invalid(Span span)
{
    return m_tree.add(NodeKind::Invalid, span);
}

Node *TreeBuilder::literal(Value value, ValueType type, Span span)
{
    Node *node = m_tree.add(NodeKind::Literal, span);
    node->value = std::move(value);
    node->literalType = type;
    return node;
}

void TreeBuilder::adopt(Node *parent, Node *child)
{
    parent->children.push_back(child);
    parent->height = std::max(parent->height, child->height + 1);
}

// ---- expressions
// ---------------------------------------------------------------------------------------------------

Node *TreeBuilder::expression(AelParser::ExpressionContext *context)
{
    if (context == nullptr)
        return invalid({});
    std::vector<Node *> operands;
    std::vector<Operator> operators;
    const auto reduce = [&] {
        Node *right = operands.back();
        operands.pop_back();
        Node *left = operands.back();
        operands.back() = combine(operators.back(), left, right);
        operators.pop_back();
    };
    bool wantsOperand = true;
    for (antlr4::tree::ParseTree *child : context->children) {
        if (auto *operandTerm = dynamic_cast<AelParser::TermContext *>(child); operandTerm != nullptr) {
            if (!wantsOperand)
                continue; // an operator got lost in recovery: the error is reported, the rest is not meant
            operands.push_back(term(operandTerm));
            wantsOperand = false;
        } else if (auto *sign = dynamic_cast<AelParser::BinaryOperatorContext *>(child); sign != nullptr) {
            const Token *token = firstToken(sign);
            if (token == nullptr || wantsOperand)
                continue;
            const Precedence precedence = grammaticsOf(token->getType()).precedence;
            while (!operators.empty()) {
                const Precedence before = grammaticsOf(operators.back().token).precedence;
                if (before < precedence || (before == precedence && precedence == Precedence::Power))
                    break;
                reduce();
            }
            operators.push_back({token->getType(), spanOf(token)});
            wantsOperand = true;
        }
    }
    if (wantsOperand)
        operands.push_back(invalid({spanOf(context).end(), 0}));
    while (!operators.empty())
        reduce();
    return operands.back();
}

Node *TreeBuilder::combine(const Operator &op, Node *left, Node *right)
{
    const Grammatics grammatics = grammaticsOf(op.token);
    const Span span = joined(left->span, right->span);
    if ((grammatics.kind == NodeKind::And || grammatics.kind == NodeKind::Or) &&
        left->kind == grammatics.kind && !left->grouped) {
        adopt(left, right); // a chain of one level is one node
        left->span = span;
        return left;
    }
    if (grammatics.precedence == Precedence::Comparison && !left->grouped &&
        (left->kind == NodeKind::Compare || left->kind == NodeKind::In))
        m_reporter.syntax(DiagnosticCode::ChainedComparison, op.span, {m_source.mid(op.span)});
    Node *node = m_tree.add(grammatics.kind, span);
    node->op = grammatics.op;
    node->mark = op.span;
    adopt(node, left);
    adopt(node, right);
    return node;
}

Node *TreeBuilder::term(AelParser::TermContext *context)
{
    std::vector<Token *> prefixes;
    AelParser::OperandContext *operandContext = nullptr;
    for (antlr4::tree::ParseTree *child : context->children) {
        if (Token *token = realToken(child); token != nullptr)
            prefixes.push_back(token);
        else if (auto *rule = dynamic_cast<AelParser::OperandContext *>(child); rule != nullptr)
            operandContext = rule;
    }
    if (operandContext == nullptr)
        return invalid(spanOf(context));

    Node *node = nullptr;
    if (auto *numeric = dynamic_cast<AelParser::NumberOperandContext *>(operandContext); numeric != nullptr) {
        // Signs right before a number belong to it: the range check sees -9223372036854775808 as one number.
        bool negative = false;
        Span span = spanOf(numeric);
        while (!prefixes.empty() && prefixes.back()->getType() != AelParser::TILDE) {
            negative ^= prefixes.back()->getType() == AelParser::MINUS;
            span = joined(spanOf(prefixes.back()), span);
            prefixes.pop_back();
        }
        node = number(numeric, negative, span);
    } else {
        node = operand(operandContext);
    }
    for (auto prefix = prefixes.rbegin(); prefix != prefixes.rend(); ++prefix) {
        const Span mark = spanOf(*prefix);
        if ((*prefix)->getType() == AelParser::PLUS) {
            node->span = joined(mark, node->span);
            continue;
        }
        const bool negates = (*prefix)->getType() == AelParser::MINUS;
        Node *parent =
            m_tree.add(negates ? NodeKind::Negate : NodeKind::Complement, joined(mark, node->span));
        parent->op = negates ? Opcode::Multiply : Opcode::BitNot;
        parent->mark = mark;
        adopt(parent, node);
        node = parent;
    }
    return node;
}

Node *TreeBuilder::number(AelParser::NumberOperandContext *context, bool negative, Span span)
{
    const Token *token = firstToken(context);
    if (token == nullptr)
        return invalid(span);
    const QString text = m_source.mid(spanOf(token));
    const bool toFloat = hasToken(context, AelParser::AS_FLOAT);
    const bool toInt = hasToken(context, AelParser::AS_INT);

    if (token->getType() == AelParser::INT) {
        const Magnitude magnitude = parseMagnitude(text);
        if (magnitude.leadingZeros) {
            m_reporter.meaning(DiagnosticCode::LeadingZeros, span, {m_source.mid(span)});
            return invalid(span);
        }
        if (toFloat) {
            const double size = parseAsDouble(text);
            if (std::isinf(size)) {
                m_reporter.meaning(DiagnosticCode::FloatOutOfRange, span, {m_source.mid(span)});
                return invalid(span);
            }
            return literal(negative ? -size : size, ValueType::Float, span);
        }
        const std::optional<qint64> value = magnitude.signedValue(negative);
        if (!value && m_containers > 0) {
            Value element = containerInteger(magnitude, text, negative, span);
            const ValueType type = constantType(element);
            return literal(std::move(element), type, span);
        }
        if (!value) {
            m_reporter.meaning(DiagnosticCode::IntegerOutOfRange, span, {m_source.mid(span)});
            return invalid(span);
        }
        return literal(*value, ValueType::Int, span);
    }

    const double size = parseAsDouble(text);
    if (std::isinf(size)) {
        m_reporter.meaning(DiagnosticCode::FloatOutOfRange, span, {m_source.mid(span)});
        return invalid(span);
    }
    if (toInt) {
        const double whole = std::trunc(negative ? -size : size);
        if (whole >= 0x1p63 || whole < -0x1p63) {
            m_reporter.meaning(DiagnosticCode::IntegerOutOfRange, span, {m_source.mid(span)});
            return invalid(span);
        }
        return literal(static_cast<qint64>(whole), ValueType::Int, span);
    }
    return literal(negative ? -size : size, ValueType::Float, span);
}

Node *TreeBuilder::operand(AelParser::OperandContext *context)
{
    const Span span = spanOf(context);
    const Token *start = context->getStart();
    if (context->exception != nullptr && context->children.empty())
        return invalid(span);

    switch (start->getType()) {
    case AelParser::TRUE:
    case AelParser::FALSE:
        return literal(start->getType() == AelParser::TRUE, ValueType::Bool, span);
    case AelParser::STRING:
        return literal(stringValue(context->getStart()), ValueType::String, span);
    case AelParser::BLOB: {
        Node *node = literal(blobValue(context->getStart()), ValueType::Blob, span);
        node->mark = contentOf(span, m_source.mid(span));
        return node;
    }
    case AelParser::VARIABLE: {
        Node *node = m_tree.add(NodeKind::Variable, span);
        const QString text = m_source.mid(span);
        node->name = text.mid(2, text.size() - 3);
        return node;
    }
    case AelParser::PLACEHOLDER:
    case AelParser::NAMED_PLACEHOLDER:
        return placeholder(context->getStart());
    case AelParser::UNKNOWN:
    case AelParser::ERROR:
        return m_tree.add(NodeKind::Unknown, span);
    default:
        break;
    }
    if (auto *list = dynamic_cast<AelParser::ListOperandContext *>(context); list != nullptr)
        return list->listLiteral() != nullptr ? listLiteral(list->listLiteral()) : invalid(span);
    if (auto *map = dynamic_cast<AelParser::MapOperandContext *>(context); map != nullptr)
        return map->mapLiteral() != nullptr ? mapLiteral(map->mapLiteral()) : invalid(span);
    if (auto *record = dynamic_cast<AelParser::RecordOperandContext *>(context); record != nullptr) {
        if (record->metadata() != nullptr)
            return metadata(record->metadata(), span);
        return record->path() != nullptr ? path(record->path(), span) : invalid(span);
    }
    if (auto *call = dynamic_cast<AelParser::CallOperandContext *>(context); call != nullptr)
        return callOperand(call);
    if (auto *group = dynamic_cast<AelParser::GroupOperandContext *>(context); group != nullptr) {
        Node *inner = expression(group->expression());
        inner->grouped = true;
        inner->span = span;
        return inner;
    }
    if (auto *negation = dynamic_cast<AelParser::NotOperandContext *>(context); negation != nullptr) {
        Node *node = m_tree.add(NodeKind::Not, span);
        node->op = Opcode::Not;
        node->mark = spanOf(start);
        adopt(node, expression(negation->expression()));
        return node;
    }
    if (auto *exclusive = dynamic_cast<AelParser::ExclusiveOperandContext *>(context); exclusive != nullptr) {
        Node *node = m_tree.add(NodeKind::Exclusive, span);
        node->op = Opcode::Exclusive;
        node->mark = spanOf(start);
        for (AelParser::ExpressionContext *part : exclusive->expression())
            adopt(node, expression(part));
        return node->children.empty() ? invalid(span) : node;
    }
    if (auto *let = dynamic_cast<AelParser::LetOperandContext *>(context); let != nullptr)
        return letOperand(let);
    if (auto *when = dynamic_cast<AelParser::WhenOperandContext *>(context); when != nullptr)
        return whenOperand(when);
    return invalid(span);
}

Node *TreeBuilder::placeholder(Token *token)
{
    Node *node = m_tree.add(NodeKind::Placeholder, spanOf(token));
    node->name = m_source.mid(node->span);
    if (token->getType() == AelParser::PLACEHOLDER) {
        const Magnitude magnitude = parseMagnitude(QStringView(node->name).sliced(1));
        // An index that no list of values can reach stays "missing".
        node->index =
            magnitude.overflow || magnitude.value > 0xffffff ? 0xffffff : static_cast<int>(magnitude.value);
    }
    return node;
}

Node *TreeBuilder::callOperand(AelParser::CallOperandContext *context)
{
    Node *node = m_tree.add(NodeKind::Call, spanOf(context));
    node->mark = spanOf(context->getStart());
    node->name = m_source.mid(node->mark);
    for (AelParser::ExpressionContext *argument : context->expression())
        adopt(node, expression(argument));
    // `word` that no parenthesis follows is no call; the syntax error about it is enough.
    return node->children.empty() ? invalid(node->span) : node;
}

Node *TreeBuilder::letOperand(AelParser::LetOperandContext *context)
{
    Node *node = m_tree.add(NodeKind::Let, spanOf(context));
    node->op = Opcode::Let;
    node->mark = spanOf(context->getStart());
    for (AelParser::DefinitionContext *definition : context->definition()) {
        const Token *name = realToken(definition->NAME());
        if (name == nullptr)
            continue;
        node->nameSpans.push_back(spanOf(name));
        node->names.push_back(m_source.mid(node->nameSpans.back()));
        adopt(node, expression(definition->expression()));
    }
    adopt(node, expression(context->expression()));
    return node;
}

Node *TreeBuilder::whenOperand(AelParser::WhenOperandContext *context)
{
    Node *node = m_tree.add(NodeKind::When, spanOf(context));
    node->op = Opcode::Condition;
    node->mark = spanOf(context->getStart());
    for (AelParser::WhenCaseContext *branch : context->whenCase()) {
        const auto parts = branch->expression();
        adopt(node, !parts.empty() ? expression(parts[0]) : invalid(spanOf(branch)));
        adopt(node, parts.size() > 1 ? expression(parts[1]) : invalid(spanOf(branch)));
    }
    adopt(node, expression(context->expression()));
    return node;
}

// ---- literals
// ------------------------------------------------------------------------------------------------------

Value TreeBuilder::stringValue(Token *token)
{
    const Span span = spanOf(token);
    // An unterminated text is read as far as it goes; its error is reported already.
    const int closed =
        m_source.mid({span.end() - 1, 1}) == m_source.mid({span.offset, 1}) && span.length > 1 ? 1 : 0;
    return Value(m_source.mid({span.offset + 1, span.length - 1 - closed}));
}

Value TreeBuilder::blobValue(Token *token)
{
    const Span span = spanOf(token);
    const QString text = m_source.mid(span);
    std::optional<QByteArray> bytes = parseBlobLiteral(text);
    if (!bytes)
        m_reporter.meaning(DiagnosticCode::InvalidBlob, contentOf(span, text), {text});
    return Value::blob(bytes.value_or(QByteArray()));
}

Span TreeBuilder::contentOf(Span blob, const QString &text)
{
    const auto prefix = static_cast<int>(text.indexOf(u'\''));
    return {blob.offset + prefix, blob.length - prefix};
}

/// The reference compiler lets integers beyond 64 bits pass inside lists and maps: unsigned ones keep their
/// bits, larger ones become a FLOAT. The same bytes are made here, and it is said.
Value TreeBuilder::containerInteger(const Magnitude &magnitude, const QString &digits, bool negative,
                                    Span span)
{
    if (!magnitude.overflow && !negative) {
        const auto wrapped = static_cast<qint64>(magnitude.value);
        m_reporter.advice(DiagnosticCode::IntegerWraps, span, {m_source.mid(span), QString::number(wrapped)});
        return Value(wrapped);
    }
    m_reporter.advice(DiagnosticCode::IntegerBecomesFloat, span, {m_source.mid(span)});
    const double size = parseAsDouble(digits);
    return Value(negative ? -size : size);
}

bool TreeBuilder::isConstant(const Node *node)
{
    if (node->kind == NodeKind::Literal && !node->grouped)
        return true;
    if (node->kind != NodeKind::Invalid)
        m_reporter.meaning(DiagnosticCode::ConstantNeeded, node->span);
    return false;
}

Node *TreeBuilder::listLiteral(AelParser::ListLiteralContext *context)
{
    const QScopedValueRollback inside(m_containers, m_containers + 1);
    List list;
    int height = 1;
    bool valid = true;
    for (antlr4::tree::ParseTree *child : context->children) {
        auto *element = dynamic_cast<AelParser::TermContext *>(child);
        if (element == nullptr)
            continue;
        Node *node = term(element);
        valid &= isConstant(node);
        height = std::max(height, node->height + 1);
        list.items.push_back(std::move(node->value));
    }
    const Span span = spanOf(context);
    if (height > maximumContainerDepth) {
        m_reporter.meaning(DiagnosticCode::ArrayTooDeep, span, {QString::number(maximumContainerDepth)});
        valid = false;
    }
    Node *result = valid ? literal(Value(std::move(list)), ValueType::List, span) : invalid(span);
    result->height = height;
    return result;
}

Value TreeBuilder::mapLiteralKey(Span digits)
{
    const QString text = m_source.mid(digits);
    const Magnitude magnitude = parseMagnitude(text);
    if (magnitude.overflow || magnitude.leadingZeros || magnitude.signedValue(false))
        return Value(checkedInteger(digits, false, digits));
    return containerInteger(magnitude, text, false, digits);
}

Node *TreeBuilder::mapLiteral(AelParser::MapLiteralContext *context)
{
    const QScopedValueRollback inside(m_containers, m_containers + 1);
    std::vector<std::pair<Value, Value>> pairs;
    int height = 1;
    bool valid = true;
    for (antlr4::tree::ParseTree *child : context->children) {
        auto *pair = dynamic_cast<AelParser::PairContext *>(child);
        if (pair == nullptr)
            continue;
        Token *token = firstToken(pair);
        if (token == nullptr || pair->term() == nullptr) {
            valid = false;
            continue;
        }
        Value key;
        if (token->getType() == AelParser::STRING)
            key = stringValue(token);
        else if (token->getType() == AelParser::BLOB)
            key = blobValue(token);
        else
            key = mapLiteralKey(spanOf(token));
        Node *node = term(pair->term());
        valid &= isConstant(node);
        height = std::max(height, node->height + 1);
        pairs.emplace_back(std::move(key), std::move(node->value));
    }
    const Span span = spanOf(context);
    if (height > maximumContainerDepth) {
        m_reporter.meaning(DiagnosticCode::ArrayTooDeep, span, {QString::number(maximumContainerDepth)});
        valid = false;
    }
    Node *result = valid ? literal(sortedMap(std::move(pairs)), ValueType::Map, span) : invalid(span);
    result->height = height;
    return result;
}

} // namespace Aeroscope::Ael
