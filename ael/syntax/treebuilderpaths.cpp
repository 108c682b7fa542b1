// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// The half of the tree builder that reads `$.bin.step.step.function()`.

#include "ael/syntax/treebuilder.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

using antlr4::ParserRuleContext;
using antlr4::Token;
using Grammar::AelParser;

namespace {

constexpr qsizetype maximumBinName = 15;

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

} // namespace

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
        // A server looks at the lower half only.
        if (static_cast<quint32>(node->modulus) == 0 && !m_reporter.hasErrors())
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
    path.bin = token->getType() == AelParser::STRING ? stringValue(token).bytes()
                                                     : m_source.mid(path.binSpan).toUtf8();
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
        m_reporter.meaning(DiagnosticCode::BinNameTooLong, path.binSpan,
                           {name, QString::number(maximumBinName)});
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
        part.mark = span;
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
        part.mark = span;
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
            addStep(listSelector(list->listSelector()), path, node);
        else
            node->kind = NodeKind::Invalid;
    } else if (auto *map = dynamic_cast<AelParser::MapStepContext *>(context); map != nullptr) {
        if (map->mapSelector() != nullptr && map->mapSelector()->exception == nullptr)
            addStep(mapSelector(map->mapSelector()), path, node);
        else
            node->kind = NodeKind::Invalid;
    } else if (auto *get = dynamic_cast<AelParser::GetStepContext *>(context); get != nullptr) {
        if (hasToken(get, AelParser::CALL) || hasToken(get, AelParser::LPAREN))
            getFunction(get, path);
        else
            addKey(Value(u"get"_s));
    } else if (dynamic_cast<AelParser::MutatorStepContext *>(context) != nullptr) {
        const QString word = m_source.mid(spanOf(context->getStart()));
        if (!hasToken(context, AelParser::CALL)) {
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
        if (AelParser::TypeWordContext *word = parameter->typeWord();
            word != nullptr && firstToken(word) != nullptr) {
            path.explicitType = typeOf(word->getStart()->getType());
            path.typeSpan = spanOf(word);
        } else if (AelParser::ReturnWordContext *kind = parameter->returnWord();
                   kind != nullptr && firstToken(kind) != nullptr) {
            path.returnType = returnTypeOf(kind->getStart()->getType());
            path.returnSpan = spanOf(kind);
        }
    }
}

/// Recovery may leave a selector without its keys or values; a path with such a step is no path.
void TreeBuilder::addStep(Step step, Path &path, Node *node)
{
    const bool needsValues = step.kind != StepKind::Index && step.kind != StepKind::IndexRange &&
                             step.kind != StepKind::Rank && step.kind != StepKind::RankRange;
    const bool hasNil =
        std::any_of(step.values.begin(), step.values.end(), [](const Value &value) { return value.isNil(); });
    if ((needsValues && step.values.empty()) || hasNil)
        node->kind = NodeKind::Invalid;
    path.steps.push_back(std::move(step));
}

Span TreeBuilder::markOf(ParserRuleContext *values) const
{
    const Span span = spanOf(values);
    const Token *first = firstToken(values);
    if (first == nullptr || first->getType() != AelParser::BLOB)
        return span;
    const Span content = contentOf(spanOf(first), m_source.mid(spanOf(first)));
    return {content.offset, span.end() - content.offset};
}

Span TreeBuilder::markOf(const std::vector<AelParser::ElementValueContext *> &values) const
{
    if (values.empty())
        return {};
    const int start = markOf(values.front()).offset;
    return {start, spanOf(values.back()).end() - start};
}

Step TreeBuilder::listSelector(AelParser::ListSelectorContext *context)
{
    Step part;
    part.map = false;
    part.span = spanOf(context);
    part.mark = part.span;
    const size_t open = context->getStart()->getType();
    part.inverted = open == AelParser::LBRACKET_NOT || open == AelParser::LBRACKET_NOT_RANK ||
                    open == AelParser::LBRACKET_NOT_VALUE;
    const bool isRange = hasToken(context, AelParser::COLON);
    const auto numbers = context->getRuleContexts<AelParser::SignedIntContext>();
    const auto values = context->getRuleContexts<AelParser::ElementValueContext>();

    if (open == AelParser::LBRACKET_VALUE || open == AelParser::LBRACKET_NOT_VALUE) {
        part.kind = isRange             ? StepKind::ValueRange
                    : values.size() > 1 ? StepKind::ValueList
                                        : StepKind::Value;
        for (AelParser::ElementValueContext *value : values)
            part.values.push_back(elementValue(value));
        part.mark = markOf(values);
    } else {
        const bool byRank = open == AelParser::LBRACKET_RANK || open == AelParser::LBRACKET_NOT_RANK;
        if (!numbers.empty())
            part.first = signedInt(numbers[0]);
        part.kind = byRank ? StepKind::Rank : StepKind::Index;
        if (isRange) {
            part.kind = byRank ? StepKind::RankRange : StepKind::IndexRange;
            rangeEnd(part, numbers.size() > 1 ? std::optional(signedInt(numbers[1])) : std::nullopt,
                     part.span);
        }
        if (!values.empty()) {
            part.kind = StepKind::RankRangeRelative;
            part.values.push_back(elementValue(values[0]));
            part.mark = markOf(values);
        }
    }
    return part;
}

Step TreeBuilder::mapSelector(AelParser::MapSelectorContext *context)
{
    Step part;
    part.map = true;
    part.span = spanOf(context);
    part.mark = part.span;
    const size_t open = context->getStart()->getType();
    part.inverted = open == AelParser::LBRACE_NOT || open == AelParser::LBRACE_NOT_RANK ||
                    open == AelParser::LBRACE_NOT_VALUE;
    const bool isRange = hasToken(context, AelParser::COLON);
    const auto numbers = context->getRuleContexts<AelParser::SignedIntContext>();
    const auto values = context->getRuleContexts<AelParser::ElementValueContext>();

    switch (open) {
    case AelParser::LBRACE_VALUE:
    case AelParser::LBRACE_NOT_VALUE:
        part.kind = isRange             ? StepKind::ValueRange
                    : values.size() > 1 ? StepKind::ValueList
                                        : StepKind::Value;
        for (AelParser::ElementValueContext *value : values)
            part.values.push_back(elementValue(value));
        part.mark = markOf(values);
        break;
    case AelParser::LBRACE_RANK:
    case AelParser::LBRACE_NOT_RANK:
        if (!numbers.empty())
            part.first = signedInt(numbers[0]);
        part.kind = StepKind::Rank;
        if (isRange) {
            part.kind = StepKind::RankRange;
            rangeEnd(part, numbers.size() > 1 ? std::optional(signedInt(numbers[1])) : std::nullopt,
                     part.span);
        }
        if (!values.empty()) {
            part.kind = StepKind::RankRangeRelative;
            part.values.push_back(elementValue(values[0]));
            part.mark = markOf(values);
        }
        break;
    default: {
        const auto bodies = context->getRuleContexts<AelParser::MapBodyContext>();
        if (!bodies.empty())
            mapBody(bodies[0], part.inverted, part);
        break;
    }
    }
    return part;
}

void TreeBuilder::mapBody(AelParser::MapBodyContext *context, bool inverted, Step &step)
{
    const Token *digits = realToken(context->INT());
    const bool negative = context->MINUS() != nullptr;
    const Span place = spanOf(context);

    if (AelParser::IndexTailContext *tail = context->indexTail(); tail != nullptr && digits != nullptr) {
        step.kind = StepKind::IndexRange;
        step.first = checkedInteger(spanOf(digits), negative, place);
        AelParser::SignedIntContext *end = tail->signedInt();
        rangeEnd(step, end != nullptr ? std::optional(signedInt(end)) : std::nullopt, step.span);
        if (tail->mapKey() != nullptr) {
            step.kind = StepKind::IndexRangeRelative;
            step.values.push_back(mapKey(tail->mapKey()));
            step.mark = markOf(tail->mapKey());
        } else if (hasToken(tail, AelParser::TILDE)) {
            step.kind = StepKind::IndexRangeRelative; // its key is missing, which is reported
            step.values.emplace_back();
        }
        return;
    }
    if (AelParser::KeyTailContext *tail = context->keyTail(); tail != nullptr) {
        step.kind = hasToken(tail, AelParser::MINUS) ? StepKind::KeyRange : StepKind::KeyList;
        step.values.push_back(digits != nullptr ? keyInteger(spanOf(digits), false, place)
                                                : wordKey(context->wordKey()));
        for (AelParser::MapKeyContext *key : tail->mapKey())
            step.values.push_back(mapKey(key));
        step.mark = markOf(context);
        return;
    }
    if (context->wordKey() != nullptr) {
        step.kind = StepKind::KeyList;
        step.values.push_back(wordKey(context->wordKey()));
        step.mark = markOf(context);
        return;
    }
    if (digits == nullptr)
        return;
    if (!inverted) {
        step.kind = StepKind::Index;
        step.first = checkedInteger(spanOf(digits), negative, place);
        return;
    }
    // Alone behind `!` an integer is a key: an inverted index needs a range.
    step.kind = StepKind::KeyList;
    if (negative)
        m_reporter.syntax(DiagnosticCode::UnexpectedToken, {place.end(), 1},
                          {m_source.mid({place.end(), 1}), u"':'"_s});
    step.values.push_back(keyInteger(spanOf(digits), negative, place));
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
    const Token *digits = realToken(context->INT());
    if (digits == nullptr)
        return 0;
    return checkedInteger(spanOf(digits), context->MINUS() != nullptr, spanOf(context));
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
    if (const Token *digits = realToken(context->INT()); digits != nullptr)
        return Value(checkedInteger(spanOf(digits), context->MINUS() != nullptr, spanOf(context)));
    if (token->getType() == AelParser::STRING)
        return stringValue(token);
    if (token->getType() == AelParser::BLOB)
        return blobValue(token);
    return Value(m_source.mid(spanOf(token)));
}

} // namespace Aeroscope::Ael
