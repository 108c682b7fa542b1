// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/conditiontree.h"

#include "ael/analysis.h"
#include "ael/service/formatter.h"
#include "ael/service/literaltext.h"
#include "ael/syntax/deepcall.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

namespace {

using Operator = Condition::Operator;

class Reader
{
public:
    explicit Reader(const SourceText &source) noexcept
        : m_source(source)
    {}

    std::optional<Condition> read(const Node *node) const;

private:
    [[nodiscard]] std::optional<Condition> group(const Node *node, Condition::Kind kind) const;
    [[nodiscard]] std::optional<Condition> test(const Node *subject, Operator op, const Value &value) const;
    [[nodiscard]] std::optional<Condition> comparison(const Node *node) const;

    const SourceText &m_source;
};

Operator operatorOf(Opcode op, bool mirrored) noexcept
{
    switch (op) {
    case Opcode::NotEqual:
        return Operator::NotEqual;
    case Opcode::Greater:
        return mirrored ? Operator::Less : Operator::Greater;
    case Opcode::GreaterEqual:
        return mirrored ? Operator::LessEqual : Operator::GreaterEqual;
    case Opcode::Less:
        return mirrored ? Operator::Greater : Operator::Less;
    case Opcode::LessEqual:
        return mirrored ? Operator::GreaterEqual : Operator::LessEqual;
    default:
        return Operator::Equal;
    }
}

std::optional<Condition> Reader::group(const Node *node, Condition::Kind kind) const
{
    Condition condition;
    condition.kind = kind;
    for (const Node *child : node->children) {
        std::optional<Condition> part = read(child);
        if (!part)
            return {};
        condition.parts.append(std::move(*part));
    }
    return condition;
}

std::optional<Condition> Reader::test(const Node *subject, Operator op, const Value &value) const
{
    const bool isPath = subject->kind == NodeKind::Path && subject->path->argument == nullptr;
    if (!isPath && subject->kind != NodeKind::Metadata)
        return {};
    QString text = m_source.mid(subject->span);
    while (subject->grouped && text.startsWith(u'('))
        text = text.mid(1, text.size() - 2).trimmed();
    Condition condition;
    condition.subject = formatText(text);
    condition.op = op;
    condition.value = value;
    return condition;
}

std::optional<Condition> Reader::comparison(const Node *node) const
{
    const Node *left = node->children[0];
    const Node *right = node->children[1];
    const bool mirrored = left->kind == NodeKind::Literal;
    const Node *constant = mirrored ? left : right;
    if (constant->kind != NodeKind::Literal)
        return {};
    return test(mirrored ? right : left, operatorOf(node->op, mirrored), constant->value);
}

std::optional<Condition> Reader::read(const Node *node) const
{
    switch (node->kind) {
    case NodeKind::And:
        return group(node, Condition::Kind::All);
    case NodeKind::Or:
        return group(node, Condition::Kind::Any);
    case NodeKind::Not:
        return group(node, Condition::Kind::Not);
    case NodeKind::Compare:
        return comparison(node);
    case NodeKind::In:
        if (node->children[1]->kind == NodeKind::Literal &&
            node->children[1]->value.type() == Value::Type::List)
            return test(node->children[0], Operator::In, node->children[1]->value);
        if (node->children[0]->kind == NodeKind::Literal)
            return test(node->children[1], Operator::Contains, node->children[0]->value);
        return {};
    case NodeKind::Path: {
        if (node->path->function != PathFunction::Exists)
            return test(node, Operator::IsTrue, Value());
        std::optional<Condition> condition = test(node, Operator::Exists, Value());
        if (condition)
            condition->subject.chop(QStringView(u".exists()").size());
        return condition;
    }
    case NodeKind::Metadata:
        return test(node, Operator::IsTrue, Value());
    default:
        return {};
    }
}

QLatin1StringView signOf(Operator op) noexcept
{
    switch (op) {
    case Operator::NotEqual:
        return " != "_L1;
    case Operator::Greater:
        return " > "_L1;
    case Operator::GreaterEqual:
        return " >= "_L1;
    case Operator::Less:
        return " < "_L1;
    case Operator::LessEqual:
        return " <= "_L1;
    case Operator::In:
        return " in "_L1;
    default:
        return " == "_L1;
    }
}

std::optional<QString> testText(const Condition &test)
{
    switch (test.op) {
    case Operator::Exists:
        return test.subject + u".exists()"_s;
    case Operator::IsTrue:
        return test.subject;
    default:
        break;
    }
    const std::optional<QString> value = literalText(test.value);
    if (!value)
        return {};
    if (test.op == Operator::Contains)
        return *value + u" in "_s + test.subject;
    return test.subject + signOf(test.op) + *value;
}

} // namespace

std::optional<Condition> conditionFromText(QStringView text)
{
    const ParsedText parsed(text);
    if (parsed.tree() == nullptr || parsed.reporter().hasErrors())
        return {};
    std::optional<Condition> condition;
    const bool done = callWithStackFor(
        parsed.depthBound(), [&] { condition = Reader(parsed.source()).read(parsed.tree()->root); });
    return done ? condition : std::nullopt;
}

std::optional<QString> textFromCondition(const Condition &condition)
{
    if (condition.kind == Condition::Kind::Test)
        return condition.subject.isEmpty() ? std::nullopt : testText(condition);
    if (condition.parts.isEmpty() || (condition.kind == Condition::Kind::Not && condition.parts.size() != 1))
        return {};
    QStringList texts;
    for (const Condition &part : condition.parts) {
        const std::optional<QString> text = textFromCondition(part);
        if (!text)
            return {};
        const bool isGroup = (part.kind == Condition::Kind::All || part.kind == Condition::Kind::Any) &&
                             condition.kind != Condition::Kind::Not && part.parts.size() > 1;
        texts.append(isGroup ? u'(' + *text + u')' : *text);
    }
    switch (condition.kind) {
    case Condition::Kind::Not:
        return u"not("_s + texts.first() + u')';
    case Condition::Kind::Any:
        return texts.join(u" or "_s);
    default:
        return texts.join(u" and "_s);
    }
}

} // namespace Aeroscope::Ael
