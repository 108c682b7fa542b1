// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/service/inspector.h"

#include "ael/analysis.h"
#include "ael/service/editortext.h"
#include "ael/service/vocabulary.h"
#include "ael/syntax/deepcall.h"
#include "ael/typing/functions.h"

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

using Kind = VocabularyEntry::Kind;

namespace {

bool contains(Span span, int offset) noexcept
{
    return span.offset <= offset && offset < span.end();
}

/// The innermost node whose range holds the offset.
const Node *nodeAt(const Node *node, int offset)
{
    const Node *found = contains(node->span, offset) ? node : nullptr;
    for (const Node *child : node->children) {
        if (const Node *inner = nodeAt(child, offset); inner != nullptr)
            return inner;
    }
    return found;
}

HoverInfo entryHover(const VocabularyEntry &entry)
{
    HoverInfo info;
    info.title = QString(entry.signature);
    info.type = entry.result;
    info.meaning = QString::fromUtf8(entry.meaning);
    if (entry.sinceMajor > 0)
        info.since = QVersionNumber(entry.sinceMajor, entry.sinceMinor);
    return info;
}

const VocabularyEntry *entryOf(const EditorText &text, size_t token)
{
    QString word = text.textOf(token);
    if (const qsizetype open = word.indexOf(u'('); open > 0)
        word.truncate(open);
    switch (text.tokens()[token].kind) {
    case TokenClass::Keyword: {
        const QString lower = word.toLower();
        if (const VocabularyEntry *entry = findWord(Kind::Constant, word); entry != nullptr)
            return entry;
        const bool asFunction = lower == u"get";
        return findWord(asFunction ? Kind::PathFunction : Kind::Keyword, lower);
    }
    case TokenClass::TypeWord:
        return findWord(Kind::Type, word);
    case TokenClass::ReturnWord:
        return findWord(Kind::ReturnType, word);
    case TokenClass::HllWord:
    case TokenClass::PathCall:
        return findWord(Kind::PathFunction, word);
    case TokenClass::MetadataCall:
        return findWord(Kind::Metadata, word);
    case TokenClass::Operator:
        return findWord(Kind::Operator, word);
    case TokenClass::Name:
        return text.is(token + 1, u"(") ? findWord(Kind::Function, word) : nullptr;
    default:
        return nullptr;
    }
}

/// A variable's definition and uses, as the scopes of the text have them.
class VariableFinder
{
public:
    explicit VariableFinder(int offset) noexcept
        : m_offset(offset)
    {}

    void search(const Node *node);
    [[nodiscard]] const std::vector<Span> &places() const noexcept { return m_found; }
    /// Every name that is known where the variable is used or that is defined where it is known.
    [[nodiscard]] const QList<QString> &neighbours() const noexcept { return m_neighbours; }

private:
    struct Variable
    {
        QString name;
        std::vector<Span> places;
        bool isMeant = false;
        QList<QString> neighbours;
    };

    /// A variable whose definition is being read: servers refuse its name inside, though it is not known
    /// there.
    struct Opening
    {
        QString name;
        QList<QString> inside;
    };

    void close(size_t outer);

    int m_offset;
    std::vector<Variable> m_scope;
    std::vector<Opening> m_opening;
    std::vector<Span> m_found;
    QList<QString> m_neighbours;
};

void VariableFinder::close(size_t outer)
{
    while (m_scope.size() > outer) {
        if (m_scope.back().isMeant) {
            m_found = m_scope.back().places;
            m_neighbours = m_scope.back().neighbours;
        }
        m_scope.pop_back();
    }
}

void VariableFinder::search(const Node *node)
{
    // A cursor behind the last letter still means the name.
    const auto isHere = [this](Span span) { return span.offset <= m_offset && m_offset <= span.end(); };
    if (node->kind == NodeKind::Variable) {
        const Span name{node->span.offset + 2, node->span.length - 3};
        for (auto variable = m_scope.rbegin(); variable != m_scope.rend(); ++variable) {
            if (variable->name != node->name)
                continue;
            variable->places.push_back(name);
            variable->isMeant = variable->isMeant || isHere(node->span);
            break;
        }
        return;
    }
    if (node->kind != NodeKind::Let) {
        for (const Node *child : node->children)
            search(child);
        return;
    }
    const size_t outer = m_scope.size();
    for (size_t i = 0; i < node->children.size(); ++i) {
        if (i >= node->names.size()) {
            search(node->children[i]);
            continue;
        }
        Variable variable{node->names[i], {node->nameSpans[i]}, isHere(node->nameSpans[i]), {}};
        for (Opening &around : m_opening) {
            variable.neighbours.append(around.name);
            around.inside.append(variable.name);
        }
        m_opening.push_back({variable.name, {}});
        search(node->children[i]);
        variable.neighbours.append(m_opening.back().inside);
        m_opening.pop_back();
        for (Variable &known : m_scope) {
            variable.neighbours.append(known.name);
            known.neighbours.append(variable.name);
        }
        m_scope.push_back(std::move(variable));
    }
    close(outer);
}

} // namespace

std::optional<HoverInfo> hoverText(QStringView text, qsizetype cursor, const SchemaSource *schema,
                                   const CompileOptions &options)
{
    const EditorText editor(text, cursor);
    const std::optional<size_t> at = editor.tokenAtCursor();
    if (!at)
        return {};
    const LexedToken &token = editor.tokens()[*at];
    const bool isName =
        *at > 0 && (editor.tokens()[*at - 1].kind == TokenClass::PathStart || editor.is(*at - 1, u".")) &&
        token.kind != TokenClass::MetadataCall && token.kind != TokenClass::PathCall &&
        token.kind != TokenClass::HllWord &&
        !(editor.is(*at, u"get") && editor.textOf(*at + 1).startsWith(u'('));

    std::optional<HoverInfo> info;
    if (const VocabularyEntry *entry = isName ? nullptr : entryOf(editor, *at); entry != nullptr)
        info = entryHover(*entry);

    Hooks hooks;
    hooks.onChecked = [&](const Tree &tree) {
        const Node *node = nodeAt(tree.root, token.span.offset);
        if (node == nullptr)
            return;
        if (info) {
            // The word is explained; what it gives here may be known better than in general.
            if (info->type == ValueType::Unknown && node->type != ValueType::Nil)
                info->type = node->type;
            return;
        }
        HoverInfo found;
        found.title = editor.textOf(*at);
        found.type = node->type == ValueType::Nil ? ValueType::Unknown : node->type;
        switch (node->kind) {
        case NodeKind::Path:
            found.title = editor.source().mid(node->span);
            if (token.span == node->path->binSpan || token.kind == TokenClass::PathStart) {
                found.title = u"$."_s + editor.source().mid(node->path->binSpan);
                if (schema != nullptr) {
                    for (const SchemaBin &bin : schema->bins()) {
                        if (bin.name == node->path->bin)
                            found.seenTypes = bin.types;
                    }
                }
                if (!node->path->steps.empty())
                    found.type = node->path->steps.front().map ? ValueType::Map : ValueType::List;
            }
            break;
        case NodeKind::Literal:
        case NodeKind::Placeholder:
        case NodeKind::Variable:
            break;
        default:
            return;
        }
        info = std::move(found);
    };
    std::ignore = compileText(text, options, Checker::MissingPlaceholders::AreUnknown, hooks);
    if (info)
        info->range = editor.rangeOf(token.span);
    return info;
}

std::optional<SignatureInfo> signatureText(QStringView text, qsizetype cursor)
{
    const EditorText editor(text, cursor);
    int depth = 0;
    int commas = 0;
    size_t i = 0;
    while (i < editor.tokens().size() && editor.tokens()[i].span.end() <= editor.cursor())
        ++i;
    while (i > 0) {
        --i;
        const TokenClass kind = editor.tokens()[i].kind;
        if (kind == TokenClass::Close)
            ++depth;
        else if (depth == 0 && editor.is(i, u","))
            ++commas;
        if (kind != TokenClass::Open || --depth >= 0)
            continue;
        depth = 0;
        if (!editor.is(i, u"(") || i == 0) {
            commas = 0; // a list inside an argument
            continue;
        }
        const VocabularyEntry *entry = nullptr;
        if (editor.tokens()[i - 1].kind == TokenClass::Name)
            entry = findWord(Kind::Function, editor.textOf(i - 1));
        else
            entry = entryOf(editor, i - 1);
        if (entry == nullptr) {
            commas = 0; // plain parentheses
            continue;
        }
        SignatureInfo info;
        info.label = QString(entry->signature);
        info.meaning = QString::fromUtf8(entry->meaning);
        const qsizetype open = info.label.indexOf(u'(');
        const qsizetype close = info.label.lastIndexOf(u')');
        qsizetype start = open + 1;
        for (qsizetype at = start; at <= close; ++at) {
            if (at != close && info.label[at] != u',')
                continue;
            while (start < at && info.label[start] == u' ')
                ++start;
            if (at > start)
                info.parameters.append({start, at - start});
            start = at + 1;
        }
        // The last parameter may repeat.
        const bool repeats = info.label.contains(u"..."_s) || info.label.contains(u"…"_s);
        const int last = static_cast<int>(info.parameters.size()) - 1;
        info.active = commas <= last ? commas : repeats ? last : -1;
        return info;
    }
    return {};
}

std::optional<std::pair<TextRange, TextRange>> bracketsAt(QStringView text, qsizetype cursor)
{
    const EditorText editor(text, cursor);
    std::vector<size_t> open;
    std::vector<std::pair<size_t, size_t>> pairs;
    for (size_t i = 0; i < editor.tokens().size(); ++i) {
        if (editor.tokens()[i].kind == TokenClass::Open) {
            open.push_back(i);
        } else if (editor.tokens()[i].kind == TokenClass::Close && !open.empty()) {
            pairs.emplace_back(open.back(), i);
            open.pop_back();
        }
    }
    const auto touches = [&](size_t token) {
        const Span span = editor.tokens()[token].span;
        return span.offset <= editor.cursor() && editor.cursor() <= span.end();
    };
    for (const auto &[first, second] : pairs) {
        // `()` and the like are one token with both halves.
        if (touches(first) || touches(second))
            return std::pair(editor.rangeOf(editor.tokens()[first].span),
                             editor.rangeOf(editor.tokens()[second].span));
    }
    for (const LexedToken &token : editor.tokens()) {
        if (token.kind == TokenClass::EmptyBrackets && token.span.offset <= editor.cursor() &&
            editor.cursor() <= token.span.end())
            return std::pair(editor.rangeOf({token.span.offset, 1}),
                             editor.rangeOf({token.span.offset + 1, 1}));
    }
    return {};
}

QList<TextRange> placesOfVariable(QStringView text, qsizetype cursor)
{
    const EditorText editor(text, cursor);
    const ParsedText parsed(text);
    QList<TextRange> ranges;
    if (parsed.tree() == nullptr)
        return ranges;
    VariableFinder finder(editor.cursor());
    if (!callWithStackFor(parsed.depthBound(), [&] { finder.search(parsed.tree()->root); }))
        return ranges;
    std::vector<Span> places = finder.places();
    std::sort(places.begin(), places.end(), [](Span a, Span b) { return a.offset < b.offset; });
    for (const Span place : places)
        ranges.append(editor.rangeOf(place));
    return ranges;
}

QList<TextEdit> editsForRename(QStringView text, qsizetype cursor, const QString &name)
{
    const EditorText editor(text, cursor);
    const ParsedText parsed(text);
    QList<TextEdit> edits;
    if (parsed.tree() == nullptr)
        return edits;
    // A definition takes any word that is no keyword, a use only what begins with a letter.
    const SourceText nameSource(name);
    const std::vector<LexedToken> tokens = lex(nameSource);
    if (tokens.size() != 1 || tokens[0].kind != TokenClass::Name ||
        tokens[0].span.length != nameSource.size() || name[0].isDigit())
        return edits;
    VariableFinder finder(editor.cursor());
    if (!callWithStackFor(parsed.depthBound(), [&] { finder.search(parsed.tree()->root); }) ||
        finder.neighbours().contains(name))
        return edits;
    std::vector<Span> places = finder.places();
    std::sort(places.begin(), places.end(), [](Span a, Span b) { return a.offset < b.offset; });
    for (const Span place : places)
        edits.append({editor.rangeOf(place), name});
    return edits;
}

} // namespace Aeroscope::Ael
