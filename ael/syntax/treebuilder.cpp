// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/syntax/treebuilder.h"

#include "ael/encoding/constant.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

using Grammar::AelParser;
using antlr4::ParserRuleContext;
using antlr4::Token;

namespace {

constexpr qsizetype maximumBinName = 15;

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

ValueType typeOf(size_t token) noexcept
{
    switch (token) {
    case AelParser::TYPE_INT:
        return ValueType::Int;
    case AelParser::TYPE_STRING:
        return ValueType::String;
    case AelParser::TYPE_HLL:
        return ValueType::Hll;
    case AelParser::TYPE_BLOB:
        return ValueType::Blob;
    case AelParser::TYPE_FLOAT:
        return ValueType::Float;
    case AelParser::TYPE_BOOL:
        return ValueType::Bool;
    case AelParser::TYPE_LIST:
        return ValueType::List;
    case AelParser::TYPE_MAP:
        return ValueType::Map;
    case AelParser::TYPE_GEO:
        return ValueType::Geo;
    default:
        return ValueType::Unknown;
    }
}

std::optional<ReturnType> returnTypeOf(size_t token) noexcept
{
    switch (token) {
    case AelParser::RETURN_VALUE:
        return ReturnType::Value;
    case AelParser::RETURN_KEY_VALUE:
        return ReturnType::KeyValue;
    case AelParser::RETURN_UNORDERED_MAP:
        return ReturnType::UnorderedMap;
    case AelParser::RETURN_ORDERED_MAP:
        return ReturnType::OrderedMap;
    case AelParser::RETURN_KEY:
        return ReturnType::Key;
    case AelParser::RETURN_INDEX:
        return ReturnType::Index;
    case AelParser::RETURN_RANK:
        return ReturnType::Rank;
    case AelParser::RETURN_COUNT:
        return ReturnType::Count;
    case AelParser::RETURN_NONE:
        return ReturnType::None;
    case AelParser::RETURN_EXISTS:
        return ReturnType::Exists;
    case AelParser::RETURN_REVERSE_INDEX:
        return ReturnType::ReverseIndex;
    case AelParser::RETURN_REVERSE_RANK:
        return ReturnType::ReverseRank;
    default:
        return {};
    }
}

PathFunction pathFunctionOf(size_t token) noexcept
{
    switch (token) {
    case AelParser::AS_INT:
        return PathFunction::AsInt;
    case AelParser::AS_FLOAT:
        return PathFunction::AsFloat;
    case AelParser::EXISTS:
        return PathFunction::Exists;
    case AelParser::COUNT:
        return PathFunction::Count;
    case AelParser::HLL_COUNT:
        return PathFunction::HllCount;
    case AelParser::HLL_DESCRIBE:
        return PathFunction::HllDescribe;
    case AelParser::HLL_MAY_CONTAIN:
        return PathFunction::HllMayContain;
    case AelParser::HLL_UNION:
        return PathFunction::HllUnion;
    case AelParser::HLL_UNION_COUNT:
        return PathFunction::HllUnionCount;
    case AelParser::HLL_INTERSECT_COUNT:
        return PathFunction::HllIntersectCount;
    default:
        return PathFunction::HllSimilarity;
    }
}

Opcode metadataOf(size_t token) noexcept
{
    switch (token) {
    // One opcode for the three sizes, as the reference compiler has it; servers from 7.0 on answer alike.
    case AelParser::DEVICE_SIZE:
    case AelParser::MEMORY_SIZE:
    case AelParser::RECORD_SIZE:
        return Opcode::DeviceSize;
    case AelParser::IS_TOMBSTONE:
        return Opcode::IsTombstone;
    case AelParser::KEY_EXISTS:
        return Opcode::KeyExists;
    case AelParser::LAST_UPDATE:
        return Opcode::LastUpdate;
    case AelParser::SINCE_UPDATE:
        return Opcode::SinceUpdate;
    case AelParser::SET_NAME:
        return Opcode::SetName;
    case AelParser::TTL:
        return Opcode::Ttl;
    case AelParser::VOID_TIME:
        return Opcode::VoidTime;
    default:
        return Opcode::DigestModulo;
    }
}

/// The token of a child that is a token and was really there.
Token *tokenOf(antlr4::tree::ParseTree *child)
{
    auto *leaf = dynamic_cast<antlr4::tree::TerminalNode *>(child);
    if (leaf == nullptr)
        return nullptr;
    Token *token = leaf->getSymbol();
    return token->getTokenIndex() == INVALID_INDEX ? nullptr : token;
}

bool has(ParserRuleContext *context, size_t tokenType)
{
    return context->getToken(tokenType, 0) != nullptr;
}

Token *firstToken(ParserRuleContext *context)
{
    if (context == nullptr || context->exception != nullptr)
        return nullptr;
    return context->getStart();
}

} // namespace

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

// ---- expressions ---------------------------------------------------------------------------------------------------

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
    if ((grammatics.kind == NodeKind::And || grammatics.kind == NodeKind::Or) && left->kind == grammatics.kind
        && !left->grouped) {
        adopt(left, right); // a chain of one level is one node
        left->span = span;
        return left;
    }
    if (grammatics.precedence == Precedence::Comparison && !left->grouped
        && (left->kind == NodeKind::Compare || left->kind == NodeKind::In))
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
        if (Token *token = tokenOf(child); token != nullptr)
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
        Node *parent = m_tree.add(negates ? NodeKind::Negate : NodeKind::Complement, joined(mark, node->span));
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
    const bool toFloat = has(context, AelParser::AS_FLOAT);
    const bool toInt = has(context, AelParser::AS_INT);

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
    case AelParser::BLOB:
        return literal(blobValue(context->getStart()), ValueType::Blob, span);
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
        node->index = magnitude.overflow || magnitude.value > 0xffffff ? 0xffffff : static_cast<int>(magnitude.value);
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
        auto *name = definition->NAME();
        if (name == nullptr)
            continue;
        node->nameSpans.push_back(spanOf(name->getSymbol()));
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

// ---- literals ------------------------------------------------------------------------------------------------------

Value TreeBuilder::stringValue(Token *token)
{
    const Span span = spanOf(token);
    // An unterminated text is read as far as it goes; its error is reported already.
    const int closed = m_source.mid({span.end() - 1, 1}) == m_source.mid({span.offset, 1}) && span.length > 1 ? 1 : 0;
    return Value(m_source.mid({span.offset + 1, span.length - 1 - closed}));
}

Value TreeBuilder::blobValue(Token *token)
{
    const Span span = spanOf(token);
    const QString text = m_source.mid(span);
    std::optional<QByteArray> bytes = parseBlobLiteral(text);
    if (!bytes)
        m_reporter.meaning(DiagnosticCode::InvalidBlob, span, {text});
    return Value::blob(bytes.value_or(QByteArray()));
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

Node *TreeBuilder::mapLiteral(AelParser::MapLiteralContext *context)
{
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
            key = checkedInteger(spanOf(token), false, spanOf(token));
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

// ---- paths ---------------------------------------------------------------------------------------------------------

Node *TreeBuilder::metadata(AelParser::MetadataContext *context, Span span)
{
    const Token *token = firstToken(context);
    if (token == nullptr)
        return invalid(span);
    Node *node = m_tree.add(NodeKind::Metadata, span);
    node->mark = spanOf(token);
    node->op = metadataOf(token->getType());
    const QString text = m_source.mid(node->mark);
    node->name = text.left(text.indexOf(u'('));
    if (node->op == Opcode::DigestModulo) {
        const qsizetype open = text.indexOf(u'(');
        const QString digits = text.mid(open + 1, text.size() - open - 2);
        const Span place{node->mark.offset + static_cast<int>(open) + 1, static_cast<int>(digits.size())};
        node->modulus = checkedInteger(place, false, place);
        if (node->modulus == 0 && !m_reporter.hasErrors())
            m_reporter.meaning(DiagnosticCode::DigestModuloZero, place);
    }
    return node;
}

Node *TreeBuilder::path(AelParser::PathContext *context, Span span)
{
    AelParser::BinNameContext *name = context->binName();
    Token *token = name != nullptr ? firstToken(name) : nullptr;
    if (token == nullptr)
        return invalid(span);
    Node *node = m_tree.add(NodeKind::Path, span);
    node->path = std::make_unique<Path>();
    Path &path = *node->path;
    path.binSpan = spanOf(token);
    path.bin = token->getType() == AelParser::STRING ? stringValue(token).bytes() : m_source.mid(path.binSpan).toUtf8();
    if (name->exception == nullptr)
        checkBinName(path);
    for (antlr4::tree::ParseTree *child : context->children) {
        if (auto *part = dynamic_cast<AelParser::StepContext *>(child); part != nullptr)
            step(part, path, node);
    }
    // A path that recovery cut short says nothing about types.
    if (context->exception != nullptr)
        return invalid(span);
    return node->kind == NodeKind::Invalid ? invalid(span) : node;
}

void TreeBuilder::checkBinName(const Path &path)
{
    const QString name = QString::fromUtf8(path.bin);
    if (path.bin.isEmpty())
        m_reporter.meaning(DiagnosticCode::BinNameEmpty, path.binSpan);
    else if (name.contains(u"null", Qt::CaseInsensitive))
        m_reporter.meaning(DiagnosticCode::BinNameReserved, path.binSpan, {name});
    else if (path.bin.contains('\0'))
        m_reporter.meaning(DiagnosticCode::NameHasNul, path.binSpan);
    else if (path.bin.size() > maximumBinName)
        m_reporter.meaning(DiagnosticCode::BinNameTooLong, path.binSpan, {name, QString::number(maximumBinName)});
}

void TreeBuilder::step(AelParser::StepContext *context, Path &path, Node *node)
{
    const Token *start = context->getStart();
    if (path.function != PathFunction::None) {
        m_reporter.syntax(DiagnosticCode::FunctionNotLast, spanOf(start), {path.functionText});
        node->kind = NodeKind::Invalid;
        return;
    }
    if (dynamic_cast<AelParser::IntegerKeyStepContext *>(context) != nullptr) {
        const Span span = spanOf(start);
        const bool isSigned = start->getType() == AelParser::DOT_SIGNED_INT;
        const bool negative = isSigned && m_source.mid({span.offset + 1, 1}) == u"-";
        const int skipped = isSigned ? 2 : 1;
        Step part;
        part.span = span;
        part.values.push_back(keyInteger({span.offset + skipped, span.length - skipped}, negative, span));
        path.steps.push_back(std::move(part));
        return;
    }
    auto *dottedStep = dynamic_cast<AelParser::DottedStepContext *>(context);
    AelParser::DottedContext *rule = dottedStep != nullptr ? dottedStep->dotted() : nullptr;
    if (rule == nullptr || rule->children.empty() || rule->exception != nullptr) {
        node->kind = NodeKind::Invalid;
        return;
    }
    dotted(rule, path, node);
}

void TreeBuilder::dotted(AelParser::DottedContext *context, Path &path, Node *node)
{
    const Span span = spanOf(context);
    const auto addKey = [&](Value key) {
        Step part;
        part.span = span;
        part.values.push_back(std::move(key));
        path.steps.push_back(std::move(part));
    };

    if (dynamic_cast<AelParser::KeyStepContext *>(context) != nullptr) {
        Token *token = context->getStart();
        switch (token->getType()) {
        case AelParser::STRING:
            addKey(stringValue(token));
            return;
        case AelParser::BLOB:
            addKey(blobValue(token));
            return;
        case AelParser::INT:
            addKey(keyInteger(spanOf(token), false, span));
            return;
        default:
            addKey(Value(m_source.mid(spanOf(token))));
            return;
        }
    }
    if (dynamic_cast<AelParser::ListDesignatorContext *>(context) != nullptr) {
        path.designator = ValueType::List;
    } else if (dynamic_cast<AelParser::MapDesignatorContext *>(context) != nullptr) {
        path.designator = ValueType::Map;
    } else if (auto *list = dynamic_cast<AelParser::ListStepContext *>(context); list != nullptr) {
        if (list->listSelector() != nullptr && list->listSelector()->exception == nullptr)
            listSelector(list->listSelector(), path);
        else
            node->kind = NodeKind::Invalid;
    } else if (auto *map = dynamic_cast<AelParser::MapStepContext *>(context); map != nullptr) {
        if (map->mapSelector() != nullptr && map->mapSelector()->exception == nullptr)
            mapSelector(map->mapSelector(), path);
        else
            node->kind = NodeKind::Invalid;
    } else if (auto *get = dynamic_cast<AelParser::GetStepContext *>(context); get != nullptr) {
        if (has(get, AelParser::CALL) || has(get, AelParser::LPAREN))
            getFunction(get, path);
        else
            addKey(Value(u"get"_s));
    } else if (dynamic_cast<AelParser::MutatorStepContext *>(context) != nullptr) {
        const QString word = m_source.mid(spanOf(context->getStart()));
        if (!has(context, AelParser::CALL)) {
            addKey(Value(word));
            return;
        }
        setFunction(path, PathFunction::Mutator, context);
        m_reporter.meaning(DiagnosticCode::MutatorRefused, path.functionSpan, {path.functionText});
    } else if (dynamic_cast<AelParser::CallStepContext *>(context) != nullptr) {
        setFunction(path, pathFunctionOf(context->getStart()->getType()), context);
    } else if (auto *hll = dynamic_cast<AelParser::HllStepContext *>(context); hll != nullptr) {
        setFunction(path, pathFunctionOf(context->getStart()->getType()), context);
        path.argument = expression(hll->expression());
        adopt(node, path.argument);
    }
}

void TreeBuilder::setFunction(Path &path, PathFunction function, ParserRuleContext *context)
{
    path.function = function;
    path.functionSpan = spanOf(context->getStart());
    path.functionText = m_source.mid(path.functionSpan);
    if (!path.functionText.endsWith(u"()"))
        path.functionText += u"()"_s;
}

void TreeBuilder::getFunction(AelParser::GetStepContext *context, Path &path)
{
    setFunction(path, PathFunction::Get, context);
    for (AelParser::GetParameterContext *parameter : context->getParameter()) {
        if (AelParser::TypeWordContext *word = parameter->typeWord(); word != nullptr && firstToken(word) != nullptr) {
            path.explicitType = typeOf(word->getStart()->getType());
            path.typeSpan = spanOf(word);
        } else if (AelParser::ReturnWordContext *kind = parameter->returnWord();
                   kind != nullptr && firstToken(kind) != nullptr) {
            path.returnType = returnTypeOf(kind->getStart()->getType());
            path.returnSpan = spanOf(kind);
        }
    }
}

void TreeBuilder::listSelector(AelParser::ListSelectorContext *context, Path &path)
{
    Step part;
    part.map = false;
    part.span = spanOf(context);
    const size_t open = context->getStart()->getType();
    part.inverted = open == AelParser::LBRACKET_NOT || open == AelParser::LBRACKET_NOT_RANK
        || open == AelParser::LBRACKET_NOT_VALUE;
    const bool isRange = has(context, AelParser::COLON);
    const auto numbers = context->getRuleContexts<AelParser::SignedIntContext>();
    const auto values = context->getRuleContexts<AelParser::ElementValueContext>();

    if (open == AelParser::LBRACKET_VALUE || open == AelParser::LBRACKET_NOT_VALUE) {
        part.kind = isRange ? StepKind::ValueRange : values.size() > 1 ? StepKind::ValueList : StepKind::Value;
        for (AelParser::ElementValueContext *value : values)
            part.values.push_back(elementValue(value));
    } else {
        const bool byRank = open == AelParser::LBRACKET_RANK || open == AelParser::LBRACKET_NOT_RANK;
        if (!numbers.empty())
            part.first = signedInt(numbers[0]);
        part.kind = byRank ? StepKind::Rank : StepKind::Index;
        if (isRange) {
            part.kind = byRank ? StepKind::RankRange : StepKind::IndexRange;
            rangeEnd(part, numbers.size() > 1 ? std::optional(signedInt(numbers[1])) : std::nullopt, part.span);
        }
        if (!values.empty()) {
            part.kind = StepKind::RankRangeRelative;
            part.values.push_back(elementValue(values[0]));
        }
    }
    path.steps.push_back(std::move(part));
}

void TreeBuilder::mapSelector(AelParser::MapSelectorContext *context, Path &path)
{
    Step part;
    part.map = true;
    part.span = spanOf(context);
    const size_t open = context->getStart()->getType();
    part.inverted
        = open == AelParser::LBRACE_NOT || open == AelParser::LBRACE_NOT_RANK || open == AelParser::LBRACE_NOT_VALUE;
    const bool isRange = has(context, AelParser::COLON);
    const auto numbers = context->getRuleContexts<AelParser::SignedIntContext>();
    const auto values = context->getRuleContexts<AelParser::ElementValueContext>();

    switch (open) {
    case AelParser::LBRACE_VALUE:
    case AelParser::LBRACE_NOT_VALUE:
        part.kind = isRange ? StepKind::ValueRange : values.size() > 1 ? StepKind::ValueList : StepKind::Value;
        for (AelParser::ElementValueContext *value : values)
            part.values.push_back(elementValue(value));
        break;
    case AelParser::LBRACE_RANK:
    case AelParser::LBRACE_NOT_RANK:
        if (!numbers.empty())
            part.first = signedInt(numbers[0]);
        part.kind = StepKind::Rank;
        if (isRange) {
            part.kind = StepKind::RankRange;
            rangeEnd(part, numbers.size() > 1 ? std::optional(signedInt(numbers[1])) : std::nullopt, part.span);
        }
        if (!values.empty()) {
            part.kind = StepKind::RankRangeRelative;
            part.values.push_back(elementValue(values[0]));
        }
        break;
    default: {
        const auto bodies = context->getRuleContexts<AelParser::MapBodyContext>();
        if (!bodies.empty())
            mapBody(bodies[0], part.inverted, part);
        break;
    }
    }
    path.steps.push_back(std::move(part));
}

void TreeBuilder::mapBody(AelParser::MapBodyContext *context, bool inverted, Step &step)
{
    auto *digits = context->INT();
    const bool negative = context->MINUS() != nullptr;
    const Span place = spanOf(context);

    if (AelParser::IndexTailContext *tail = context->indexTail(); tail != nullptr && digits != nullptr) {
        step.kind = StepKind::IndexRange;
        step.first = checkedInteger(spanOf(digits->getSymbol()), negative, place);
        AelParser::SignedIntContext *end = tail->signedInt();
        rangeEnd(step, end != nullptr ? std::optional(signedInt(end)) : std::nullopt, step.span);
        if (tail->mapKey() != nullptr) {
            step.kind = StepKind::IndexRangeRelative;
            step.values.push_back(mapKey(tail->mapKey()));
        } else if (has(tail, AelParser::TILDE)) {
            step.kind = StepKind::IndexRangeRelative; // its key is missing, which is reported
            step.values.emplace_back();
        }
        return;
    }
    if (AelParser::KeyTailContext *tail = context->keyTail(); tail != nullptr) {
        step.kind = has(tail, AelParser::MINUS) ? StepKind::KeyRange : StepKind::KeyList;
        step.values.push_back(digits != nullptr ? keyInteger(spanOf(digits->getSymbol()), false, place)
                                                : wordKey(context->wordKey()));
        for (AelParser::MapKeyContext *key : tail->mapKey())
            step.values.push_back(mapKey(key));
        return;
    }
    if (context->wordKey() != nullptr) {
        step.kind = StepKind::KeyList;
        step.values.push_back(wordKey(context->wordKey()));
        return;
    }
    if (digits == nullptr)
        return;
    if (!inverted) {
        step.kind = StepKind::Index;
        step.first = checkedInteger(spanOf(digits->getSymbol()), negative, place);
        return;
    }
    // Alone behind `!` an integer is a key: an inverted index needs a range.
    step.kind = StepKind::KeyList;
    if (negative)
        m_reporter.syntax(DiagnosticCode::UnexpectedToken, {place.end(), 1},
                          {m_source.mid({place.end(), 1}), u"':'"_s});
    step.values.push_back(keyInteger(spanOf(digits->getSymbol()), negative, place));
}

void TreeBuilder::rangeEnd(Step &step, std::optional<qint64> end, Span span)
{
    if (!end)
        return;
    qint64 count = 0;
    if (__builtin_sub_overflow(*end, step.first, &count))
        m_reporter.meaning(DiagnosticCode::IntegerOutOfRange, span, {m_source.mid(span)});
    step.count = count;
}

qint64 TreeBuilder::checkedInteger(Span digits, bool negative, Span span)
{
    const Magnitude magnitude = parseMagnitude(m_source.mid(digits));
    if (magnitude.leadingZeros) {
        m_reporter.meaning(DiagnosticCode::LeadingZeros, span, {m_source.mid(span)});
        return 0;
    }
    const std::optional<qint64> value = magnitude.signedValue(negative);
    if (!value)
        m_reporter.meaning(DiagnosticCode::IntegerOutOfRange, span, {m_source.mid(span)});
    return value.value_or(0);
}

Value TreeBuilder::keyInteger(Span digits, bool negative, Span span)
{
    // Unlike everywhere else 007 is 7 as a map key.
    const std::optional<qint64> value = parseMagnitude(m_source.mid(digits)).signedValue(negative);
    if (!value)
        m_reporter.meaning(DiagnosticCode::IntegerOutOfRange, span, {m_source.mid(span)});
    return Value(value.value_or(0));
}

qint64 TreeBuilder::signedInt(AelParser::SignedIntContext *context)
{
    auto *digits = context->INT();
    if (digits == nullptr)
        return 0;
    return checkedInteger(spanOf(digits->getSymbol()), context->MINUS() != nullptr, spanOf(context));
}

Value TreeBuilder::wordKey(AelParser::WordKeyContext *context)
{
    Token *token = firstToken(context);
    if (token == nullptr)
        return {};
    if (token->getType() == AelParser::STRING)
        return stringValue(token);
    if (token->getType() == AelParser::BLOB)
        return blobValue(token);
    return Value(m_source.mid(spanOf(token)));
}

Value TreeBuilder::mapKey(AelParser::MapKeyContext *context)
{
    Token *token = firstToken(context);
    if (token == nullptr)
        return {};
    if (token->getType() == AelParser::INT)
        return keyInteger(spanOf(token), false, spanOf(token));
    return context->wordKey() != nullptr ? wordKey(context->wordKey()) : Value();
}

Value TreeBuilder::elementValue(AelParser::ElementValueContext *context)
{
    Token *token = firstToken(context);
    if (token == nullptr)
        return {};
    if (auto *digits = context->INT(); digits != nullptr)
        return Value(checkedInteger(spanOf(digits->getSymbol()), context->MINUS() != nullptr, spanOf(context)));
    if (token->getType() == AelParser::STRING)
        return stringValue(token);
    if (token->getType() == AelParser::BLOB)
        return blobValue(token);
    return Value(m_source.mid(spanOf(token)));
}

} // namespace Aeroscope::Ael
