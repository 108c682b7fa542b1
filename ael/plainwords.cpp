// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/plainwords.h"

#include "ael/analysis.h"
#include "ael/service/literaltext.h"
#include "ael/syntax/deepcall.h"

#include <QStringList>

using namespace Qt::StringLiterals;

#define WORDS(pattern) QT_TRANSLATE_NOOP("AelWords", pattern)

namespace Aeroscope::Ael {

namespace {

class Narrator
{
public:
    explicit Narrator(const WordTranslator &translate)
        : m_translate(translate)
    {}

    QString tell(const Node *node);

private:
    /// All arguments at once, so that a %1 inside one of them stays.
    QString say(const char *pattern, const QStringList &arguments = {}) const;
    QString inner(const Node *node);
    QString joined(const Node *node, const char *pattern);
    QStringList all(const Node *node, size_t from = 0);
    QString compare(const Node *node);
    QString membership(const Node *node);
    QString arithmetic(const Node *node);
    QString call(const Node *node);
    QString metadata(const Node *node) const;
    QString let(const Node *node);
    QString when(const Node *node);
    QString path(const Node *node);
    QString place(const Path &path, size_t steps) const;
    QString selection(const Step &step, const QString &of) const;
    QString position(qint64 index, const QString &of) const;
    QString rank(qint64 rank, const QString &of) const;
    static QString value(const Value &value);
    static QString values(const std::vector<Value> &values);

    const WordTranslator &m_translate;
};

QString Narrator::say(const char *pattern, const QStringList &arguments) const
{
    const QString text = m_translate ? m_translate(pattern) : QString::fromUtf8(pattern);
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool marks = text[i] == u'%' && i + 1 < text.size() && text[i + 1].isDigit();
        if (!marks) {
            result += text[i];
            continue;
        }
        const int number = text[++i].digitValue() - 1;
        if (number >= 0 && number < arguments.size())
            result += arguments[number];
    }
    return result;
}

QString Narrator::value(const Value &value)
{
    return literalText(value).value_or(value.type() == Value::Type::String ? value.text() : u"…"_s);
}

QString Narrator::values(const std::vector<Value> &values)
{
    QStringList texts;
    for (const Value &one : values)
        texts.append(value(one));
    return texts.join(u", "_s);
}

/// What stands inside another sentence: conditions of several parts keep their parentheses.
QString Narrator::inner(const Node *node)
{
    const bool parts = node->kind == NodeKind::And || node->kind == NodeKind::Or ||
                       node->kind == NodeKind::When || node->kind == NodeKind::Let ||
                       node->kind == NodeKind::Arithmetic || node->kind == NodeKind::Integer ||
                       node->kind == NodeKind::Power;
    return parts ? u'(' + tell(node) + u')' : tell(node);
}

QStringList Narrator::all(const Node *node, size_t from)
{
    QStringList texts;
    for (size_t i = from; i < node->children.size(); ++i)
        texts.append(inner(node->children[i]));
    return texts;
}

QString Narrator::joined(const Node *node, const char *pattern)
{
    QString text = inner(node->children[0]);
    for (size_t i = 1; i < node->children.size(); ++i)
        text = say(pattern, {text, inner(node->children[i])});
    return text;
}

QString Narrator::tell(const Node *node)
{
    switch (node->kind) {
    case NodeKind::Invalid:
        return u"…"_s;
    case NodeKind::Literal:
        return value(node->value);
    case NodeKind::Placeholder:
        return node->name;
    case NodeKind::Variable:
        return u"${"_s + node->name + u'}';
    case NodeKind::Metadata:
        return metadata(node);
    case NodeKind::Path:
        return path(node);
    case NodeKind::Call:
        return call(node);
    case NodeKind::Compare:
        return compare(node);
    case NodeKind::In:
        return membership(node);
    case NodeKind::And:
        return joined(node, WORDS("%1, and %2"));
    case NodeKind::Or:
        return joined(node, WORDS("%1, or %2"));
    case NodeKind::Not:
        return say(WORDS("it is not true that %1"), {inner(node->children[0])});
    case NodeKind::Exclusive:
        return say(WORDS("exactly one is true of: %1"), {all(node).join(u"; "_s)});
    case NodeKind::Let:
        return let(node);
    case NodeKind::When:
        return when(node);
    case NodeKind::Unknown:
        return say(WORDS("unknown"));
    case NodeKind::Arithmetic:
    case NodeKind::Integer:
    case NodeKind::Power:
        return arithmetic(node);
    case NodeKind::Negate:
        return say(WORDS("minus %1"), {inner(node->children[0])});
    case NodeKind::Complement:
        return say(WORDS("the bits of %1 turned round"), {inner(node->children[0])});
    }
    return {};
}

QString Narrator::compare(const Node *node)
{
    const QStringList sides{inner(node->children[0]), inner(node->children[1])};
    switch (node->op) {
    case Opcode::Equal:
        return say(WORDS("%1 is %2"), sides);
    case Opcode::NotEqual:
        return say(WORDS("%1 is not %2"), sides);
    case Opcode::Greater:
        return say(WORDS("%1 is greater than %2"), sides);
    case Opcode::GreaterEqual:
        return say(WORDS("%1 is at least %2"), sides);
    case Opcode::Less:
        return say(WORDS("%1 is less than %2"), sides);
    default:
        return say(WORDS("%1 is at most %2"), sides);
    }
}

QString Narrator::membership(const Node *node)
{
    const Node *list = node->children[1];
    const QString what = inner(node->children[0]);
    if (list->kind == NodeKind::Literal && list->value.type() == Value::Type::List)
        return say(WORDS("%1 is one of %2"), {what, values(list->value.list().items)});
    return say(WORDS("%2 contains %1"), {what, inner(list)});
}

QString Narrator::arithmetic(const Node *node)
{
    const QStringList sides = all(node);
    switch (node->op) {
    case Opcode::Add:
        return say(WORDS("%1 plus %2"), sides);
    case Opcode::Subtract:
        return say(WORDS("%1 minus %2"), sides);
    case Opcode::Multiply:
        return say(WORDS("%1 times %2"), sides);
    case Opcode::Divide:
        return say(WORDS("%1 divided by %2"), sides);
    case Opcode::Modulo:
        return say(WORDS("the remainder of %1 divided by %2"), sides);
    case Opcode::Power:
        return say(WORDS("%1 to the power of %2"), sides);
    case Opcode::BitAnd:
        return say(WORDS("the bits set in both %1 and %2"), sides);
    case Opcode::BitOr:
        return say(WORDS("the bits set in %1 or %2"), sides);
    case Opcode::BitXor:
        return say(WORDS("the bits set in one of %1 and %2"), sides);
    case Opcode::ShiftLeft:
        return say(WORDS("%1 shifted left by %2 bits"), sides);
    case Opcode::ShiftRight:
        return say(WORDS("%1 shifted right by %2 bits"), sides);
    default:
        return say(WORDS("%1 shifted right by %2 bits without its sign"), sides);
    }
}

QString Narrator::call(const Node *node)
{
    const QStringList arguments = all(node);
    static const struct
    {
        QLatin1StringView name;
        const char *pattern;
    } patterns[] = {
        {"abs"_L1, WORDS("the absolute value of %1")},
        {"ceil"_L1, WORDS("%1 rounded up")},
        {"floor"_L1, WORDS("%1 rounded down")},
        {"log"_L1, WORDS("the logarithm of %1 to base %2")},
        {"pow"_L1, WORDS("%1 to the power of %2")},
        {"countOneBits"_L1, WORDS("the number of bits set in %1")},
        {"findBitLeft"_L1, WORDS("the position from the left of the first bit of %1 that is %2")},
        {"findBitRight"_L1, WORDS("the position from the right of the first bit of %1 that is %2")},
        {"geoJson"_L1, WORDS("the place %1")},
        {"geoCompare"_L1, WORDS("one of %1 and %2 lies in the other")},
    };
    for (const auto &entry : patterns) {
        if (node->name == entry.name)
            return say(entry.pattern, arguments);
    }
    if (node->name == "max"_L1)
        return say(WORDS("the largest of %1"), {arguments.join(u", "_s)});
    if (node->name == "min"_L1)
        return say(WORDS("the smallest of %1"), {arguments.join(u", "_s)});
    return node->name + u'(' + arguments.join(u", "_s) + u')';
}

QString Narrator::metadata(const Node *node) const
{
    switch (node->op) {
    case Opcode::DeviceSize:
        return say(WORDS("the size of the record in bytes"));
    case Opcode::LastUpdate:
        return say(WORDS("the time of the last update (nanoseconds since 1970)"));
    case Opcode::SinceUpdate:
        return say(WORDS("the milliseconds since the last update"));
    case Opcode::VoidTime:
        return say(WORDS("the time of expiry (nanoseconds since 1970)"));
    case Opcode::Ttl:
        return say(WORDS("the seconds left until the record expires"));
    case Opcode::SetName:
        return say(WORDS("the name of the set"));
    case Opcode::KeyExists:
        return say(WORDS("the record stores its key"));
    case Opcode::IsTombstone:
        return say(WORDS("the record is a tombstone"));
    default:
        return say(WORDS("the digest modulo %1"), {QString::number(node->modulus)});
    }
}

QString Narrator::let(const Node *node)
{
    QStringList definitions;
    for (size_t i = 0; i < node->names.size(); ++i)
        definitions.append(
            say(WORDS("%1 being %2"), {u"${"_s + node->names[i] + u'}', inner(node->children[i])}));
    return say(WORDS("with %1: %2"), {definitions.join(u", "_s), inner(node->children.back())});
}

QString Narrator::when(const Node *node)
{
    QStringList branches;
    for (size_t i = 0; i + 1 < node->children.size(); i += 2)
        branches.append(say(WORDS("%2 if %1"), {inner(node->children[i]), inner(node->children[i + 1])}));
    return say(WORDS("%1, otherwise %2"), {branches.join(u", "_s), inner(node->children.back())});
}

QString Narrator::position(qint64 index, const QString &of) const
{
    if (index == 0)
        return say(WORDS("the first element of %1"), {of});
    if (index == -1)
        return say(WORDS("the last element of %1"), {of});
    if (index < 0)
        return say(WORDS("element %2 from the end of %1"), {of, QString::number(-(index + 1) + 1)});
    return say(WORDS("element %2 (counted from 0) of %1"), {of, QString::number(index)});
}

QString Narrator::rank(qint64 rank, const QString &of) const
{
    if (rank == 0)
        return say(WORDS("the smallest value of %1"), {of});
    if (rank == -1)
        return say(WORDS("the largest value of %1"), {of});
    return say(WORDS("the value of rank %2 of %1"), {of, QString::number(rank)});
}

QString Narrator::selection(const Step &step, const QString &of) const
{
    const QString open = say(WORDS("the end"));
    const QString first = QString::number(step.first);
    QString text;
    switch (step.kind) {
    case StepKind::Key:
        return step.values[0].type() == Value::Type::String
                   ? say(WORDS("%1 of %2"), {step.values[0].text(), of})
                   : say(WORDS("key %1 of %2"), {value(step.values[0]), of});
    case StepKind::Index:
        return position(step.first, of);
    case StepKind::Rank:
        return rank(step.first, of);
    case StepKind::KeyList:
        text = say(WORDS("the entries of %1 with the keys %2"), {of, values(step.values)});
        break;
    case StepKind::KeyRange:
        text = say(WORDS("the entries of %1 with keys from %2 to before %3"),
                   {of, value(step.values[0]), step.values.size() > 1 ? value(step.values[1]) : open});
        break;
    case StepKind::IndexRange:
    case StepKind::IndexRangeRelative:
        text = step.count ? say(WORDS("%3 elements of %1 from position %2"),
                                {of, first, QString::number(*step.count)})
                          : say(WORDS("the elements of %1 from position %2"), {of, first});
        break;
    case StepKind::RankRange:
    case StepKind::RankRangeRelative:
        text = step.count
                   ? say(WORDS("%3 elements of %1 from rank %2"), {of, first, QString::number(*step.count)})
                   : say(WORDS("the elements of %1 from rank %2"), {of, first});
        break;
    case StepKind::Value:
    case StepKind::ValueList:
        text = say(WORDS("the elements of %1 equal to %2"), {of, values(step.values)});
        break;
    case StepKind::ValueRange:
        text = say(WORDS("the elements of %1 from %2 to before %3"),
                   {of, value(step.values[0]), step.values.size() > 1 ? value(step.values[1]) : open});
        break;
    }
    if ((step.kind == StepKind::IndexRangeRelative || step.kind == StepKind::RankRangeRelative) &&
        !step.values.empty())
        text = say(WORDS("%1, counted from %2"), {text, value(step.values[0])});
    return step.inverted ? say(WORDS("all but %1"), {text}) : text;
}

QString Narrator::place(const Path &path, size_t steps) const
{
    QString text = QString::fromUtf8(path.bin);
    for (size_t i = 0; i < steps; ++i)
        text = selection(path.steps[i], text);
    return text;
}

QString Narrator::path(const Node *node)
{
    const Path &path = *node->path;
    const QString what = place(path, path.steps.size());
    const QString argument = path.argument != nullptr ? inner(path.argument) : QString();
    switch (path.function) {
    case PathFunction::Exists:
        return say(WORDS("there is %1"), {what});
    case PathFunction::Count:
        return say(WORDS("the number of elements of %1"), {what});
    case PathFunction::AsInt:
        return say(WORDS("%1 as a whole number"), {what});
    case PathFunction::AsFloat:
        return say(WORDS("%1 as a decimal number"), {what});
    case PathFunction::HllCount:
        return say(WORDS("the estimated number of distinct elements of %1"), {what});
    case PathFunction::HllDescribe:
        return say(WORDS("the index and minhash bits of %1"), {what});
    case PathFunction::HllMayContain:
        return say(WORDS("whether %1 may contain %2 (1 or 0)"), {what, argument});
    case PathFunction::HllUnion:
        return say(WORDS("the union of %1 and %2"), {what, argument});
    case PathFunction::HllUnionCount:
        return say(WORDS("the estimated size of the union of %1 and %2"), {what, argument});
    case PathFunction::HllIntersectCount:
        return say(WORDS("the estimated number of elements common to %1 and %2"), {what, argument});
    case PathFunction::HllSimilarity:
        return say(WORDS("the estimated similarity of %1 and %2"), {what, argument});
    case PathFunction::Get:
        if (path.returnType == ReturnType::Count && !path.steps.empty())
            return say(WORDS("the number of %1"), {what});
        if (path.returnType == ReturnType::Exists && !path.steps.empty())
            return say(WORDS("there is %1"), {what});
        return what;
    default:
        return what;
    }
}

} // namespace

QString inPlainWords(QStringView text, const WordTranslator &translate)
{
    const ParsedText parsed(text);
    if (parsed.tree() == nullptr || parsed.reporter().hasSyntaxErrors())
        return {};
    QString words;
    if (!callWithStackFor(parsed.depthBound(),
                          [&] { words = Narrator(translate).tell(parsed.tree()->root); }))
        return {};
    return words;
}

} // namespace Aeroscope::Ael
