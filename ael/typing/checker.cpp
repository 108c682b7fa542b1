// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/typing/checker.h"

#include "ael/encoding/constant.h"
#include "ael/syntax/literals.h"
#include "ael/typing/functions.h"
#include "ael/typing/geojson.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

namespace {

/// Deepest nesting of operations that is sent; chains of a thousand operators are known to be taken.
constexpr int maximumHeight = 2'000;

/// The type of what was reported already: fits everywhere, so that one mistake is told once.
constexpr ValueType poison = ValueType::Nil;

constexpr bool isNumber(ValueType type) noexcept
{
    return type == ValueType::Int || type == ValueType::Float;
}

QString wordOf(ValueType type)
{
    return QString(typeWord(type));
}

QString returnWord(ReturnType type)
{
    switch (type) {
    case ReturnType::None:
        return u"NONE"_s;
    case ReturnType::Index:
        return u"INDEX"_s;
    case ReturnType::ReverseIndex:
        return u"REVERSE_INDEX"_s;
    case ReturnType::Rank:
        return u"RANK"_s;
    case ReturnType::ReverseRank:
        return u"REVERSE_RANK"_s;
    case ReturnType::Count:
        return u"COUNT"_s;
    case ReturnType::Key:
        return u"KEY"_s;
    case ReturnType::Value:
        return u"VALUE"_s;
    case ReturnType::KeyValue:
        return u"KEY_VALUE"_s;
    case ReturnType::Exists:
        return u"EXISTS"_s;
    case ReturnType::UnorderedMap:
        return u"UNORDERED_MAP"_s;
    case ReturnType::OrderedMap:
        return u"ORDERED_MAP"_s;
    }
    return {};
}

bool isMapReturn(ReturnType type) noexcept
{
    return type == ReturnType::UnorderedMap || type == ReturnType::OrderedMap || type == ReturnType::KeyValue;
}

/// What a selection gives back; `element` is the type of one selected value.
ValueType selectionType(const Step &step, ReturnType returned, ValueType element) noexcept
{
    switch (returned) {
    case ReturnType::Count:
        return ValueType::Int;
    case ReturnType::Exists:
        return ValueType::Bool;
    case ReturnType::UnorderedMap:
    case ReturnType::OrderedMap:
    case ReturnType::KeyValue:
        return ValueType::Map;
    case ReturnType::Value:
        return step.isSingle() ? element : ValueType::List;
    case ReturnType::Key:
        if (!step.isSingle())
            return ValueType::List;
        return step.kind == StepKind::Key ? constantType(step.values.front()) : element;
    default:
        return step.isSingle() ? ValueType::Int : ValueType::List;
    }
}

/// Reads one bin or element without a type of its own.
bool isBare(const Node *node) noexcept
{
    return node->kind == NodeKind::Path && node->hint == ValueType::Unknown;
}

/// Yields a list because its last step selects any number of elements.
bool selectsMany(const Node *node) noexcept
{
    return node->kind == NodeKind::Path && node->type == ValueType::List && !node->path->steps.empty() &&
           !node->path->steps.back().isSingle();
}

/// `unknown` itself fits every place that takes any type; what only comes to nothing but `unknown`, a
/// variable or a `when`, is a condition for a server.
ValueType typeOfUnknown(ValueType type) noexcept
{
    return type == ValueType::Unknown ? ValueType::Bool : type;
}

/// What a message about an operand points to.
Span placeOf(const Node *node) noexcept
{
    return node->kind == NodeKind::Literal ? node->mark : node->span;
}

/// What a server computes from integers that are known; none for what it does not compute either, and for the
/// operations that hardly stand between constants.
std::optional<qint64> foldedInt(const Node *node)
{
    constexpr qint64 smallest = std::numeric_limits<qint64>::min();
    const qint64 left = *node->children.front()->constant;
    const qint64 right = *node->children.back()->constant;
    const auto isSmaller = [](const Node *a, const Node *b) { return *a->constant < *b->constant; };
    const auto bits = static_cast<quint64>(left);
    const bool divides = right != 0 && (right != -1 || left != smallest);
    const bool shifts = right >= 0 && right < 64;
    if (node->kind == NodeKind::Negate)
        return static_cast<qint64>(-bits); // wraps, like a server
    switch (node->op) {
    case Opcode::BitNot:
        return ~left;
    case Opcode::Add:
        return static_cast<qint64>(bits + static_cast<quint64>(right));
    case Opcode::Subtract:
        return static_cast<qint64>(bits - static_cast<quint64>(right));
    case Opcode::Multiply:
        return static_cast<qint64>(bits * static_cast<quint64>(right));
    case Opcode::Divide:
        return divides ? std::optional(left / right) : std::nullopt;
    case Opcode::Modulo:
        return divides ? std::optional(left % right) : std::nullopt;
    case Opcode::BitAnd:
        return left & right;
    case Opcode::BitOr:
        return left | right;
    case Opcode::BitXor:
        return left ^ right;
    case Opcode::ShiftLeft:
        return shifts ? std::optional(static_cast<qint64>(bits << right)) : std::nullopt;
    case Opcode::ShiftRight:
        return shifts ? std::optional(left >> right) : std::nullopt;
    case Opcode::ShiftRightLogical:
        return shifts ? std::optional(static_cast<qint64>(bits >> right)) : std::nullopt;
    case Opcode::Absolute:
        return left < 0 ? static_cast<qint64>(-bits) : left;
    case Opcode::Minimum:
        return (*std::min_element(node->children.begin(), node->children.end(), isSmaller))->constant;
    case Opcode::Maximum:
        return (*std::max_element(node->children.begin(), node->children.end(), isSmaller))->constant;
    default:
        return {};
    }
}

/// An integer written out, which can be mended by writing it as a FLOAT.
bool isIntegerLiteral(const Node *node) noexcept
{
    return node->kind == NodeKind::Literal && node->literalType == ValueType::Int;
}

} // namespace

ValueType Checker::check(Tree &tree)
{
    Node *root = tree.root;
    if (root->height > maximumHeight) {
        m_reporter.meaning(DiagnosticCode::ExpressionTooDeep, root->span, {QString::number(maximumHeight)});
        return ValueType::Unknown;
    }
    infer(root);
    m_scope.clear();
    const bool isFilter = m_options.as == CompileOptions::As::Filter;
    const ValueType type = resolve(root, isFilter ? ValueType::Bool : ValueType::Unknown);
    if (isFilter && type != ValueType::Bool && type != ValueType::Unknown && type != poison)
        m_reporter.meaning(DiagnosticCode::FilterNotBool, root->span, {wordOf(type)});
    return type;
}

// ---- up: what is certain from the text
// -----------------------------------------------------------------------------

void Checker::infer(Node *node)
{
    if (node->kind == NodeKind::Let) {
        const size_t outer = m_scope.size();
        for (size_t i = 0; i < node->children.size(); ++i) {
            Node *child = node->children[i];
            infer(child);
            if (i < node->names.size()) {
                // A definition is not compared with anything: what has no type of its own is read as INT.
                const ValueType type = child->kind == NodeKind::Unknown ? ValueType::Bool : ValueType::Int;
                m_scope.push_back(
                    {node->names[i], child->hint == ValueType::Unknown ? type : child->hint, {}});
            }
        }
        m_scope.resize(outer);
        node->hint = node->children.back()->hint;
        return;
    }
    for (Node *child : node->children)
        infer(child);

    switch (node->kind) {
    case NodeKind::Invalid:
        node->hint = poison;
        break;
    case NodeKind::Literal:
        node->hint = node->literalType;
        break;
    case NodeKind::Placeholder:
        inferPlaceholder(node);
        break;
    case NodeKind::Variable: {
        const Definition *definition = find(node->name);
        node->hint = definition != nullptr ? definition->type : poison;
        break;
    }
    case NodeKind::Metadata:
        node->hint = node->op == Opcode::SetName                                        ? ValueType::String
                     : node->op == Opcode::KeyExists || node->op == Opcode::IsTombstone ? ValueType::Bool
                                                                                        : ValueType::Int;
        break;
    case NodeKind::Path:
        node->hint = inferPath(node);
        break;
    case NodeKind::Call:
        node->hint = inferCall(node);
        break;
    case NodeKind::Compare:
    case NodeKind::In:
    case NodeKind::And:
    case NodeKind::Or:
    case NodeKind::Not:
    case NodeKind::Exclusive:
        node->hint = ValueType::Bool;
        break;
    case NodeKind::When: {
        node->hint = ValueType::Unknown;
        for (size_t i = 1; i < node->children.size() && node->hint == ValueType::Unknown; i += 2)
            node->hint = node->children[i]->hint;
        if (node->hint == ValueType::Unknown)
            node->hint = node->children.back()->hint;
        break;
    }
    case NodeKind::Arithmetic:
    case NodeKind::Negate:
        node->hint = numericHint(node);
        break;
    case NodeKind::Integer:
    case NodeKind::Complement:
        node->hint = ValueType::Int;
        break;
    case NodeKind::Power:
        node->hint = ValueType::Float;
        break;
    case NodeKind::Let:
    case NodeKind::Unknown:
        break;
    }
}

void Checker::inferPlaceholder(Node *node)
{
    node->hint = poison;
    const Value *value = nullptr;
    if (node->index >= 0) {
        if (static_cast<size_t>(node->index) < m_options.placeholders.size())
            value = &m_options.placeholders[static_cast<size_t>(node->index)];
    } else if (const auto found = m_options.parameters.find(node->name.mid(1));
               found != m_options.parameters.end()) {
        value = &found->second;
    }
    if (value == nullptr) {
        m_hasOpenPlaceholders = true;
        if (m_missing == MissingPlaceholders::AreErrors)
            m_reporter.meaning(DiagnosticCode::PlaceholderMissing, node->span, {node->name});
        return;
    }
    std::optional<Value> constant = expressionConstant(*value);
    const ValueType type = constantType(*value);
    if (!constant || type == ValueType::Nil || type == ValueType::Unknown) {
        m_reporter.meaning(DiagnosticCode::PlaceholderType, node->span,
                           {node->name, value->isNil() ? u"nil"_s : wordOf(type)});
        return;
    }
    if (type == ValueType::Geo) {
        if (const QString why = whyNotGeoJson(constant->bytes()); !why.isEmpty()) {
            m_reporter.meaning(DiagnosticCode::InvalidGeoJson, node->span, {why});
            return;
        }
    }
    node->value = std::move(*constant);
    node->literalType = type;
    node->hint = type;
}

ValueType Checker::inferPath(const Node *node) const
{
    const Path &path = *node->path;
    switch (path.function) {
    case PathFunction::AsInt:
    case PathFunction::Count:
    case PathFunction::HllCount:
    case PathFunction::HllMayContain:
    case PathFunction::HllUnionCount:
    case PathFunction::HllIntersectCount:
        return ValueType::Int;
    case PathFunction::AsFloat:
    case PathFunction::HllSimilarity:
        return ValueType::Float;
    case PathFunction::Exists:
        return ValueType::Bool;
    case PathFunction::HllUnion:
        return ValueType::Hll;
    case PathFunction::HllDescribe:
        return ValueType::List;
    case PathFunction::Mutator:
        return poison;
    case PathFunction::None:
    case PathFunction::Get:
        break;
    }
    const ValueType element = path.explicitType.value_or(path.designator);
    if (path.steps.empty())
        return element;
    return selectionType(path.steps.back(), path.returnType.value_or(ReturnType::Value), element);
}

ValueType Checker::inferCall(const Node *node) const
{
    const Function *function = findFunction(node->name);
    if (function == nullptr)
        return poison;
    return function->result == ValueType::Unknown ? numericHint(node) : function->result;
}

ValueType Checker::numericHint(const Node *node) const
{
    ValueType hint = ValueType::Unknown;
    for (const Node *child : node->children) {
        if (child->hint == poison)
            return poison;
        if (child->hint == ValueType::Float || (child->hint == ValueType::Int && hint != ValueType::Float))
            hint = child->hint;
    }
    return hint;
}

// ---- down: what the place asks for
// ---------------------------------------------------------------------------------

ValueType Checker::resolve(Node *node, ValueType wanted)
{
    ValueType type = poison;
    switch (node->kind) {
    case NodeKind::Invalid:
        break;
    case NodeKind::Literal:
        type = node->literalType;
        break;
    case NodeKind::Placeholder:
        type = node->hint;
        break;
    case NodeKind::Variable: {
        const Definition *definition = find(node->name);
        if (definition != nullptr)
            type = definition->type;
        else
            m_reporter.meaning(DiagnosticCode::UndefinedVariable, node->span, {node->name});
        break;
    }
    case NodeKind::Metadata:
        type = node->hint;
        break;
    case NodeKind::Path:
        type = resolvePath(node, wanted);
        break;
    case NodeKind::Call:
        type = resolveCall(node, wanted);
        break;
    case NodeKind::Compare:
        type = resolveCompare(node);
        break;
    case NodeKind::In:
        type = resolveIn(node);
        break;
    case NodeKind::And:
    case NodeKind::Or:
    case NodeKind::Not:
    case NodeKind::Exclusive:
        type = resolveLogic(node);
        break;
    case NodeKind::Let:
        type = resolveLet(node, wanted);
        break;
    case NodeKind::When:
        type = resolveWhen(node, wanted);
        break;
    case NodeKind::Unknown:
        type = ValueType::Unknown;
        break;
    case NodeKind::Arithmetic:
        type = resolveArithmetic(node, wanted);
        break;
    case NodeKind::Negate:
        type = resolveNegate(node, wanted);
        break;
    case NodeKind::Integer:
    case NodeKind::Complement:
        type = ValueType::Int;
        for (Node *child : node->children)
            needInt(child, operatorText(node));
        if (node->op == Opcode::Modulo)
            checkDivision(node);
        break;
    case NodeKind::Power:
        type = ValueType::Float;
        for (Node *child : node->children)
            needFloat(child, operatorText(node));
        break;
    }
    node->type = type;
    node->constant = constantOf(node);
    return type;
}

ValueType Checker::resolvePath(Node *node, ValueType wanted)
{
    Path &path = *node->path;
    if (path.function == PathFunction::Mutator)
        return poison; // reported where it was read
    for (size_t i = 0; i + 1 < path.steps.size(); ++i) {
        const Step &step = path.steps[i];
        if (!step.isSingle()) {
            m_reporter.meaning(DiagnosticCode::StepNotContext, step.span,
                               {m_reporter.source().mid(step.span)});
            return poison;
        }
    }
    const bool selectsMany = !path.steps.empty() && !path.steps.back().isSingle();

    switch (path.function) {
    case PathFunction::AsInt:
    case PathFunction::AsFloat: {
        const bool toInt = path.function == PathFunction::AsInt;
        node->readAs = toInt ? ValueType::Float : ValueType::Int;
        if (selectsMany) {
            const Step &step = path.steps.back();
            m_reporter.meaning(DiagnosticCode::ReadsAsList, step.mark,
                               {m_reporter.source().mid(step.span), wordOf(node->readAs)});
            return poison;
        }
        return toInt ? ValueType::Int : ValueType::Float;
    }
    case PathFunction::Exists:
        if (!path.steps.empty())
            needsServer(6, 1, path.functionText, path.functionSpan);
        node->readAs = ValueType::Bool;
        return ValueType::Bool;
    case PathFunction::Count:
        node->readAs = path.designator == ValueType::Map ? ValueType::Map : ValueType::List;
        return ValueType::Int;
    case PathFunction::HllCount:
    case PathFunction::HllDescribe:
    case PathFunction::HllMayContain:
    case PathFunction::HllUnion:
    case PathFunction::HllUnionCount:
    case PathFunction::HllIntersectCount:
    case PathFunction::HllSimilarity:
        if (selectsMany) {
            const Step &step = path.steps.back();
            m_reporter.meaning(DiagnosticCode::ReadsAsList, step.mark,
                               {m_reporter.source().mid(step.span), wordOf(ValueType::Hll)});
            return poison;
        }
        return resolveHll(node);
    default:
        return resolveSelection(node, wanted);
    }
}

ValueType Checker::resolveSelection(Node *node, ValueType wanted)
{
    Path &path = *node->path;
    ValueType element = path.explicitType.value_or(path.designator);
    if (element == ValueType::Unknown)
        element = wanted == ValueType::Unknown || wanted == poison ? ValueType::Int : wanted;
    const ReturnType returned = path.returnType.value_or(ReturnType::Value);

    if (path.steps.empty()) {
        const QString bin = QString::fromUtf8(path.bin);
        if (returned == ReturnType::Count || returned == ReturnType::Exists || returned == ReturnType::Index)
            m_reporter.advice(DiagnosticCode::ReturnTypeIgnored, path.returnSpan,
                              {returnWord(returned), bin});
        else if (returned != ReturnType::Value)
            m_reporter.meaning(DiagnosticCode::ReturnTypeRefused, path.returnSpan,
                               {returnWord(returned), bin});
        node->readAs = element;
        return element;
    }
    const Step &last = path.steps.back();
    const bool needsMap = isMapReturn(returned) || returned == ReturnType::Key;
    if (returned == ReturnType::None || (needsMap && !last.map)) {
        m_reporter.meaning(DiagnosticCode::ReturnTypeRefused, path.returnSpan,
                           {returnWord(returned), m_reporter.source().mid(last.span)});
        return poison;
    }
    if (returned == ReturnType::Exists)
        needsServer(6, 1, returnWord(returned), path.returnSpan);
    if (returned == ReturnType::UnorderedMap || returned == ReturnType::OrderedMap)
        needsServer(6, 3, returnWord(returned), path.returnSpan);
    node->readAs = selectionType(last, returned, element);
    return node->readAs;
}

ValueType Checker::resolveHll(Node *node)
{
    Path &path = *node->path;
    node->readAs = ValueType::Hll;
    if (path.argument != nullptr) {
        const bool takesElements = path.function == PathFunction::HllMayContain;
        const ValueType type = resolve(path.argument, takesElements ? ValueType::List : ValueType::Hll);
        const bool fits = type == ValueType::List || type == poison ||
                          (takesElements ? type == ValueType::String : type == ValueType::Hll);
        if (!fits)
            m_reporter.meaning(DiagnosticCode::NeedsListOrHll, path.argument->span,
                               {path.functionText, wordOf(type)});
    }
    return node->hint;
}

bool Checker::decodeAsBlob(Node *text)
{
    const std::optional<QByteArray> bytes = decodeLenientBase64(text->value.bytes());
    if (!bytes) {
        m_reporter.meaning(DiagnosticCode::InvalidBase64, text->span, {m_reporter.source().mid(text->span)});
        text->type = poison;
        return false;
    }
    text->value = Value::blob(*bytes);
    text->literalType = ValueType::Blob;
    text->hint = ValueType::Blob;
    text->type = ValueType::Blob;
    return true;
}

ValueType Checker::resolveCompare(Node *node)
{
    Node *left = node->children[0];
    Node *right = node->children[1];
    // Text against a blob is the blob's base64.
    const auto isText = [](const Node *n) {
        return (n->kind == NodeKind::Literal || n->kind == NodeKind::Placeholder) &&
               n->literalType == ValueType::String && n->hint == ValueType::String;
    };
    if (left->hint == ValueType::Blob && isText(right) && !decodeAsBlob(right))
        return ValueType::Bool;
    if (right->hint == ValueType::Blob && isText(left) && !decodeAsBlob(left))
        return ValueType::Bool;

    const ValueType leftType = resolve(left, left->hint != ValueType::Unknown ? left->hint : right->hint);
    const ValueType rightType = resolve(right, right->hint != ValueType::Unknown ? right->hint : left->hint);
    if (leftType == poison || rightType == poison)
        return ValueType::Bool;
    if (leftType == rightType) {
        if (leftType == ValueType::Geo || leftType == ValueType::Hll)
            m_reporter.meaning(DiagnosticCode::NotComparable, node->mark,
                               {wordOf(leftType), operatorText(node)});
        return ValueType::Bool;
    }
    if (typeOfUnknown(leftType) == typeOfUnknown(rightType))
        return ValueType::Bool;
    if (leftType == ValueType::Unknown || rightType == ValueType::Unknown) {
        const Node *open = leftType == ValueType::Unknown ? left : right;
        m_reporter.meaning(DiagnosticCode::UnknownNeedsType, open->span, {operatorText(node)});
        return ValueType::Bool;
    }
    if (const Node *many = selectsMany(left) ? left : selectsMany(right) ? right : nullptr; many != nullptr) {
        const Step &step = many->path->steps.back();
        m_reporter.meaning(DiagnosticCode::ReadsAsList, step.mark,
                           {m_reporter.source().mid(step.span), wordOf(many == left ? rightType : leftType)});
        return ValueType::Bool;
    }
    const Node *place = right;
    if (isNumber(leftType) && isNumber(rightType) && isIntegerLiteral(left))
        place = left;
    Diagnostic &diagnostic =
        m_reporter.meaning(DiagnosticCode::CannotCompare, place->span, {wordOf(leftType), wordOf(rightType)});
    if (isNumber(leftType) && isNumber(rightType) && isIntegerLiteral(place))
        diagnostic.replacement = m_reporter.source().mid(place->span) + u".0"_s;
    return ValueType::Bool;
}

void Checker::checkListElements(const Node *list, const Node *place)
{
    ValueType first = ValueType::Unknown;
    for (const Value &item : list->value.list().items) {
        const ValueType type = constantType(item);
        if (first == ValueType::Unknown) {
            first = type;
        } else if (type != first) {
            m_reporter.meaning(DiagnosticCode::InListMixed, place->span, {wordOf(first), wordOf(type)});
            return;
        }
    }
}

ValueType Checker::elementType(const Node *list) const
{
    const bool isConstant = list->kind == NodeKind::Literal || list->kind == NodeKind::Placeholder;
    if (!isConstant || list->literalType != ValueType::List || list->value.list().items.empty())
        return ValueType::Unknown;
    return constantType(list->value.list().items.front());
}

ValueType Checker::resolveIn(Node *node)
{
    Node *left = node->children[0];
    Node *right = node->children[1];
    if ((right->kind == NodeKind::Literal || right->kind == NodeKind::Placeholder) &&
        right->literalType == ValueType::List)
        checkListElements(right, right);
    const ValueType element = elementType(right);
    needsServer(6, 1, u"in"_s, node->mark);

    const ValueType rightType = resolve(right, ValueType::List);
    if (rightType != ValueType::List && rightType != poison)
        m_reporter.meaning(DiagnosticCode::InNeedsList, right->span, {wordOf(rightType)});

    if (isBare(left) && element == ValueType::Unknown && rightType != poison) {
        m_reporter.meaning(DiagnosticCode::InTypeUnknown, left->span);
        resolve(left, ValueType::Unknown);
        return ValueType::Bool;
    }
    const ValueType leftType = resolve(left, element);
    // Only what is written with a type is held against the elements: a computed value may be looked up in any
    // list.
    const bool typed = left->kind == NodeKind::Literal || left->kind == NodeKind::Placeholder ||
                       left->kind == NodeKind::Metadata || left->kind == NodeKind::Variable ||
                       (left->kind == NodeKind::Path && left->hint != ValueType::Unknown);
    const bool numbers = isNumber(leftType) && isNumber(element);
    if (typed && element != ValueType::Unknown && leftType != element && leftType != poison &&
        leftType != ValueType::Unknown && !numbers)
        m_reporter.meaning(DiagnosticCode::InTypeMismatch, left->span, {wordOf(leftType), wordOf(element)});
    return ValueType::Bool;
}

ValueType Checker::resolveArithmetic(Node *node, ValueType wanted)
{
    const QString what = operatorText(node);
    ValueType number = isNumber(node->hint) ? node->hint : isNumber(wanted) ? wanted : ValueType::Int;
    // A FLOAT asked for by the place does not reach past an integer that is written out.
    ValueType seen = ValueType::Unknown;
    bool failed = false;
    for (Node *child : node->children) {
        const ValueType type = resolve(child, number);
        if (type == poison) {
            failed = true;
            continue;
        }
        if (!isNumber(type)) {
            m_reporter.meaning(DiagnosticCode::NeedsNumber, placeOf(child), {what, wordOf(type)});
            failed = true;
            continue;
        }
        if (seen == ValueType::Unknown) {
            seen = type;
        } else if (type != seen) {
            const auto integer = std::find_if(node->children.begin(), node->children.end(), isIntegerLiteral);
            const bool mendable = integer != node->children.end();
            const Span place = mendable ? (*integer)->span : node->mark;
            Diagnostic &diagnostic =
                m_reporter.meaning(DiagnosticCode::MixedNumbers, place, {what, wordOf(seen), wordOf(type)});
            if (mendable)
                diagnostic.replacement = m_reporter.source().mid(place) + u".0"_s;
            return poison;
        }
    }
    if (failed)
        return poison;
    if (seen == ValueType::Int && node->op == Opcode::Divide)
        checkDivision(node);
    return seen;
}

ValueType Checker::resolveNegate(Node *node, ValueType wanted)
{
    Node *operand = node->children[0];
    const ValueType number = isNumber(node->hint) ? node->hint : isNumber(wanted) ? wanted : ValueType::Int;
    const ValueType type = resolve(operand, number);
    if (type == poison || isNumber(type))
        return type;
    m_reporter.meaning(DiagnosticCode::NeedsNumber, placeOf(operand), {operatorText(node), wordOf(type)});
    return poison;
}

/// A server stops at the smallest integer divided by -1. A divisor written as -1 is turned into what gives
/// the same result without a division; one that is only computed to be -1 is refused, and so is the smallest
/// integer over anything that a record decides.
void Checker::checkDivision(Node *node)
{
    constexpr qint64 smallest = std::numeric_limits<qint64>::min();
    Node *divisor = node->children[1];
    const std::optional<qint64> value = divisor->constant;
    const std::optional<qint64> dividend = node->children[0]->constant;
    if (dividend && *dividend == smallest && !value) {
        m_reporter.meaning(DiagnosticCode::ServerHazard, node->children[0]->span,
                           {u"'%1' of the smallest integer stops a server where the other side is -1"_s.arg(
                               operatorText(node))});
        return;
    }
    const bool overflows = dividend && *dividend == smallest && *value == -1;
    if (overflows || (value && *value == -1 && divisor->kind != NodeKind::Literal)) {
        m_reporter.meaning(DiagnosticCode::DivisionOverflow, divisor->span, {operatorText(node)});
    } else if (value && *value == 0) {
        m_reporter.advice(DiagnosticCode::DivisionByZero, divisor->span, {operatorText(node)});
    } else if (value && *value == -1) {
        if (node->op == Opcode::Divide)
            node->op = Opcode::Multiply; // x / -1 is x * -1
        else
            divisor->value = Value(1); // x % -1 is x % 1: always 0
    }
}

void Checker::needsServer(int major, int minor, const QString &feature, Span place)
{
    const QVersionNumber needed(major, minor);
    if (m_options.serverVersion.isNull() || m_options.serverVersion >= needed)
        return;
    m_reporter.meaning(DiagnosticCode::ServerTooOld, place,
                       {feature, needed.toString(), m_options.serverVersion.toString()});
}

std::optional<qint64> Checker::constantOf(const Node *node) const
{
    if (node->type != ValueType::Int)
        return {};
    switch (node->kind) {
    case NodeKind::Literal:
    case NodeKind::Placeholder:
        if (node->value.type() == Value::Type::Integer)
            return node->value.toInteger();
        return {};
    case NodeKind::Variable: {
        const Definition *definition = find(node->name);
        return definition != nullptr ? definition->constant : std::nullopt;
    }
    case NodeKind::Let:
        return node->children.back()->constant;
    case NodeKind::When: {
        std::optional<qint64> common = node->children.back()->constant;
        for (size_t i = 1; i < node->children.size() && common; i += 2) {
            if (node->children[i]->constant != common)
                return {};
        }
        return common;
    }
    case NodeKind::Negate:
    case NodeKind::Complement:
    case NodeKind::Arithmetic:
    case NodeKind::Integer:
    case NodeKind::Call: {
        const bool known = !node->children.empty() &&
                           std::all_of(node->children.begin(), node->children.end(),
                                       [](const Node *child) { return child->constant.has_value(); });
        return known ? foldedInt(node) : std::nullopt;
    }
    default:
        return {};
    }
}

ValueType Checker::needFloat(Node *operand, const QString &what)
{
    const ValueType type = resolve(operand, ValueType::Float);
    if (type == ValueType::Float || type == poison)
        return type;
    const QString fix =
        isIntegerLiteral(operand) ? m_reporter.source().mid(operand->span) + u".0"_s : QString();
    m_reporter.meaning(DiagnosticCode::NeedsFloat, placeOf(operand), {what, wordOf(type), fix}).replacement =
        fix;
    return poison;
}

ValueType Checker::needInt(Node *operand, const QString &what)
{
    const ValueType type = resolve(operand, ValueType::Int);
    if (type == ValueType::Int || type == poison)
        return type;
    m_reporter.meaning(DiagnosticCode::NeedsInt, placeOf(operand), {what, wordOf(type)});
    return poison;
}

ValueType Checker::needBool(Node *operand, const QString &what)
{
    const ValueType type = resolve(operand, ValueType::Bool);
    if (type == ValueType::Bool || type == ValueType::Unknown || type == poison)
        return type;
    m_reporter.meaning(DiagnosticCode::NeedsBool, placeOf(operand), {what, wordOf(type)});
    return poison;
}

ValueType Checker::resolveLogic(Node *node)
{
    for (Node *child : node->children)
        needBool(child, operatorText(node));
    return ValueType::Bool;
}

ValueType Checker::resolveCall(Node *node, ValueType wanted)
{
    const Function *function = findFunction(node->name);
    if (function == nullptr) {
        Diagnostic &diagnostic = m_reporter.meaning(DiagnosticCode::UnknownFunction, node->mark,
                                                    {node->name, closestFunction(node->name)});
        diagnostic.replacement = diagnostic.arguments[1];
        for (Node *child : node->children)
            resolve(child, ValueType::Unknown);
        return poison;
    }
    const auto given = static_cast<int>(node->children.size());
    if (given < function->minimum || given > function->maximum) {
        const QString expected = function->minimum == function->maximum
                                     ? QString::number(function->minimum)
                                     : u"at least "_s + QString::number(function->minimum);
        m_reporter.meaning(DiagnosticCode::ArgumentCount, node->mark,
                           {node->name, expected, QString::number(given)});
        return poison;
    }
    node->op = function->op;
    switch (function->arguments) {
    case Function::Arguments::Number:
        return resolveArithmetic(node, wanted);
    case Function::Arguments::Float:
        for (Node *child : node->children)
            needFloat(child, node->name);
        return function->result;
    case Function::Arguments::Int:
        for (Node *child : node->children)
            needInt(child, node->name);
        return function->result;
    case Function::Arguments::IntBool:
        needInt(node->children[0], node->name);
        needBool(node->children[1], node->name);
        return function->result;
    case Function::Arguments::Geo:
        for (Node *child : node->children) {
            const ValueType type = resolve(child, ValueType::Geo);
            if (type != ValueType::Geo && type != poison)
                m_reporter.meaning(DiagnosticCode::NeedsGeo, child->span, {node->name, wordOf(type)});
        }
        return function->result;
    case Function::Arguments::GeoText:
        return resolveGeoJson(node);
    }
    return poison;
}

ValueType Checker::resolveGeoJson(Node *node)
{
    Node *text = node->children[0];
    if (text->kind == NodeKind::Invalid)
        return poison;
    if (text->kind != NodeKind::Literal || text->literalType != ValueType::String) {
        m_reporter.meaning(DiagnosticCode::GeoJsonNeedsLiteral, text->span);
        return poison;
    }
    if (const QString why = whyNotGeoJson(text->value.bytes()); !why.isEmpty()) {
        m_reporter.meaning(DiagnosticCode::InvalidGeoJson, text->span, {why});
        return poison;
    }
    node->kind = NodeKind::Literal;
    node->value = Value::geoJson(text->value.bytes());
    node->literalType = ValueType::Geo;
    return ValueType::Geo;
}

ValueType Checker::resolveLet(Node *node, ValueType wanted)
{
    const size_t outer = m_scope.size();
    for (size_t i = 0; i < node->names.size(); ++i) {
        const QString &name = node->names[i];
        if (find(name) != nullptr || m_opening.contains(name))
            m_reporter.meaning(DiagnosticCode::DuplicateVariable, node->nameSpans[i], {name});
        if (name[0].isDigit())
            m_reporter.meaning(DiagnosticCode::VariableNameInvalid, node->nameSpans[i], {name});
        Node *value = node->children[i];
        // A server takes the name before it reads the definition: nothing inside may define it again.
        m_opening.append(name);
        const ValueType type = resolve(value, ValueType::Unknown);
        m_opening.removeLast();
        m_scope.push_back({name, typeOfUnknown(type), value->constant});
    }
    const ValueType type = resolve(node->children.back(), wanted);
    m_scope.resize(outer);
    return type;
}

ValueType Checker::resolveWhen(Node *node, ValueType wanted)
{
    const ValueType action = node->hint != ValueType::Unknown && node->hint != poison ? node->hint : wanted;
    ValueType common = ValueType::Unknown;
    bool failed = false;
    for (size_t i = 0; i < node->children.size(); ++i) {
        Node *child = node->children[i];
        const bool isCondition = i % 2 == 0 && i + 1 < node->children.size();
        if (isCondition) {
            needBool(child, operatorText(node));
            continue;
        }
        const ValueType type = resolve(child, action);
        if (type == poison) {
            failed = true;
        } else if (common == ValueType::Unknown) {
            common = type;
        } else if (type != ValueType::Unknown && type != common) {
            m_reporter.meaning(DiagnosticCode::MixedActions, child->span, {wordOf(common), wordOf(type)});
            failed = true;
        }
    }
    return failed ? poison : typeOfUnknown(common);
}

const Checker::Definition *Checker::find(const QString &name) const noexcept
{
    const auto found = std::find_if(m_scope.rbegin(), m_scope.rend(), [&name](const Definition &definition) {
        return definition.name == name;
    });
    return found != m_scope.rend() ? &*found : nullptr;
}

QString Checker::operatorText(const Node *node) const
{
    if (node->kind == NodeKind::And)
        return u"and"_s;
    if (node->kind == NodeKind::Or)
        return u"or"_s;
    return m_reporter.source().mid(node->mark);
}

} // namespace Aeroscope::Ael
