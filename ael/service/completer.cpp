// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/service/completer.h"

#include "ael/encoding/constant.h"
#include "ael/service/editortext.h"
#include "ael/service/expectation.h"
#include "ael/service/literaltext.h"
#include "ael/service/vocabulary.h"
#include "ael/typing/functions.h"

#include "AelParser.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

using Grammar::AelParser;
using Kind = VocabularyEntry::Kind;

namespace {

constexpr qsizetype maximumItems = 200;

class Completer
{
public:
    Completer(QStringView text, qsizetype cursor, const SchemaSource *schema, const CompileOptions &options)
        : m_text(text, cursor)
        , m_schema(schema)
        , m_options(options)
    {}

    CompletionList complete();

private:
    void locateWord();
    void findExpected();
    void addValues();
    void addOperands();
    void addBins(bool withStart);
    void addSteps();
    void addOperators();
    void addWords(Kind kind, CompletionKind as);
    void add(QString label, QString insert, CompletionKind kind, QString detail = {}, QString meaning = {},
             std::optional<qsizetype> cursor = {});
    void addEntry(const VocabularyEntry &entry, CompletionKind kind);
    [[nodiscard]] bool expects(size_t token) const
    {
        return std::any_of(m_expected.begin(), m_expected.end(),
                           [token](const Expected &e) { return e.token == token; });
    }
    [[nodiscard]] bool expects(size_t token, size_t rule) const { return m_expected.contains({token, rule}); }
    [[nodiscard]] std::optional<PathBefore> comparedPath() const;
    [[nodiscard]] bool isInLiteral() const;

    EditorText m_text;
    const SchemaSource *m_schema;
    const CompileOptions &m_options;
    std::set<Expected> m_expected;
    size_t m_before = 0; ///< tokens in front of the word
    QString m_word;      ///< its part in front of the cursor
    CompletionList m_list;
    QSet<QString> m_labels;
};

void Completer::locateWord()
{
    Span replaced{m_text.cursor(), 0};
    m_before = m_text.tokens().size();
    for (size_t i = 0; i < m_text.tokens().size(); ++i) {
        const LexedToken &token = m_text.tokens()[i];
        if (token.span.end() < m_text.cursor())
            continue;
        if (token.span.offset >= m_text.cursor()) {
            m_before = i;
            break;
        }
        switch (token.kind) {
        case TokenClass::Operator:
        case TokenClass::Open:
        case TokenClass::Close:
        case TokenClass::EmptyBrackets:
        case TokenClass::Separator:
        case TokenClass::PathStart:
        case TokenClass::DotNumber:
            if (token.span.end() > m_text.cursor()) {
                m_before = i;
                break;
            }
            continue; // the cursor stands behind it: a new word begins
        default:
            m_before = i;
            replaced = token.span;
            break;
        }
        break;
    }
    m_word = m_text.source().mid({replaced.offset, m_text.cursor() - replaced.offset});
    m_list.replaced = m_text.rangeOf(replaced);
}

void Completer::findExpected()
{
    std::vector<size_t> types;
    for (size_t i = 0; i < m_before; ++i)
        types.push_back(m_text.tokens()[i].type);
    m_expected = expectedAfter(types, AelParser::RuleStart);
    // Something in front does not parse: begin anew behind the operators, commas and brackets that precede,
    // nearest first.
    for (size_t i = m_before; m_expected.empty() && i > 0; --i) {
        const LexedToken &token = m_text.tokens()[i - 1];
        const bool begins = token.kind == TokenClass::Open || m_text.is(i - 1, u"and") ||
                            m_text.is(i - 1, u"or") || m_text.is(i - 1, u",") || m_text.is(i - 1, u"=>") ||
                            token.kind == TokenClass::Operator;
        if (begins && (token.kind != TokenClass::Open || m_text.is(i - 1, u"(")))
            m_expected = expectedAfter({types.begin() + static_cast<ptrdiff_t>(i), types.end()},
                                       AelParser::RuleExpression);
    }
}

void Completer::add(QString label, QString insert, CompletionKind kind, QString detail, QString meaning,
                    std::optional<qsizetype> cursor)
{
    // A word is met by its beginning; quotes and sigils in front of it may be left out.
    const auto bare = [](QStringView text) {
        while (!text.isEmpty() &&
               (text[0] == u'$' || text[0] == u'.' || text[0] == u'{' || text[0] == u'\'' || text[0] == u'"'))
            text = text.sliced(1);
        return text;
    };
    if (!bare(label).startsWith(bare(m_word), Qt::CaseInsensitive) &&
        !label.startsWith(m_word, Qt::CaseInsensitive))
        return;
    if (m_list.items.size() >= maximumItems || m_labels.contains(label))
        return;
    m_labels.insert(label);
    const qsizetype end = insert.size();
    m_list.items.append({std::move(label), std::move(insert), cursor.value_or(end), kind, std::move(detail),
                         std::move(meaning)});
}

void Completer::addEntry(const VocabularyEntry &entry, CompletionKind kind)
{
    const QString name(entry.name);
    const QString signature(entry.signature);
    const QString meaning = QString::fromUtf8(entry.meaning);
    if (!signature.startsWith(name + u'(')) {
        add(name, name, kind, signature, meaning);
        return;
    }
    const QString insert = name + u"()"_s;
    const bool takesNothing = signature == insert;
    add(insert, insert, kind, signature, meaning, takesNothing ? insert.size() : insert.size() - 1);
}

void Completer::addWords(Kind kind, CompletionKind as)
{
    for (const VocabularyEntry &entry : vocabulary()) {
        if (entry.kind == kind)
            addEntry(entry, as);
    }
}

/// `$.bin ==` and `$.bin in [`: the path whose values are asked for.
std::optional<PathBefore> Completer::comparedPath() const
{
    size_t end = m_before;
    while (end > 0 && (m_text.is(end - 1, u",") || m_text.is(end - 1, u"[") ||
                       m_text.tokens()[end - 1].kind == TokenClass::String ||
                       m_text.tokens()[end - 1].kind == TokenClass::Number))
        --end;
    if (end == 0)
        return {};
    static const QStringList comparisons{u"=="_s, u"!="_s, u"<"_s, u">"_s, u"<="_s, u">="_s};
    const QString sign = m_text.textOf(end - 1);
    if (!comparisons.contains(sign) && sign.compare(u"in"_s, Qt::CaseInsensitive) != 0)
        return {};
    return m_text.pathEndingAt(end - 1);
}

/// Between the brackets of a list or map literal, where only constants can stand.
bool Completer::isInLiteral() const
{
    int depth = 0;
    for (size_t i = m_before; i > 0; --i) {
        const TokenClass kind = m_text.tokens()[i - 1].kind;
        if (kind == TokenClass::Close)
            ++depth;
        else if (kind == TokenClass::Open && --depth < 0)
            return !m_text.is(i - 1, u"(");
    }
    return false;
}

void Completer::addValues()
{
    const std::optional<PathBefore> path = comparedPath();
    if (!path || m_schema == nullptr)
        return;
    for (const Value &sample : m_schema->samples(path->bin, path->context)) {
        if (const std::optional<QString> text = literalText(sample); text)
            add(*text, *text, CompletionKind::Value, QString(typeWord(constantType(sample))));
    }
}

void Completer::addBins(bool withStart)
{
    if (m_schema == nullptr)
        return;
    for (const SchemaBin &bin : m_schema->bins()) {
        const std::optional<QString> path = binText(bin.name);
        if (!path)
            continue;
        const QString detail = bin.types.isEmpty() ? QString() : QString(typeWord(bin.types.first()));
        const QString text = withStart ? *path : path->mid(2);
        add(text, text, CompletionKind::Bin, detail);
    }
}

void Completer::addOperands()
{
    addValues();
    if (isInLiteral()) {
        addWords(Kind::Constant, CompletionKind::Keyword);
        return;
    }
    for (const QString &name : m_text.variablesBeforeCursor())
        add(u"${"_s + name + u'}', u"${"_s + name + u'}', CompletionKind::Variable);
    addBins(true);
    if (m_word.isEmpty() || QStringView(u"$.").startsWith(m_word))
        add(u"$."_s, u"$."_s, CompletionKind::Bin);
    for (size_t i = 0; i < m_options.placeholders.size(); ++i)
        add(u'?' + QString::number(i), u'?' + QString::number(i), CompletionKind::Placeholder,
            QString(typeWord(constantType(m_options.placeholders[i]))));
    for (const auto &[name, value] : m_options.parameters)
        add(u'?' + name, u'?' + name, CompletionKind::Placeholder, QString(typeWord(constantType(value))));
    addWords(Kind::Function, CompletionKind::Function);
    addWords(Kind::Constant, CompletionKind::Keyword);
    struct Template
    {
        QLatin1StringView word;
        QLatin1StringView insert;
        qsizetype cursor;
    };
    static constexpr Template templates[] = {
        {"not"_L1, "not()"_L1, 4},
        {"exclusive"_L1, "exclusive(, )"_L1, 10},
        {"let"_L1, "let ( = ) then ()"_L1, 5},
        {"when"_L1, "when ( => , default => )"_L1, 6},
        {"unknown"_L1, "unknown"_L1, 7},
    };
    for (const Template &entry : templates) {
        const VocabularyEntry *word = findWord(Kind::Keyword, QString(entry.word));
        add(QString(entry.word), QString(entry.insert), CompletionKind::Keyword, QString(word->signature),
            QString::fromUtf8(word->meaning), entry.cursor);
    }
    for (const VocabularyEntry &entry : vocabulary()) {
        if (entry.kind == Kind::Metadata && !m_word.isEmpty())
            add(u"$."_s + entry.signature, u"$."_s + entry.signature, CompletionKind::Metadata,
                QString(typeWord(entry.result)), QString::fromUtf8(entry.meaning));
    }
}

void Completer::addSteps()
{
    const std::optional<PathBefore> path = m_before > 0 ? m_text.pathEndingAt(m_before - 1) : std::nullopt;
    if (path && m_schema != nullptr) {
        for (const Value &key : m_schema->keys(path->bin, path->context)) {
            if (const std::optional<QString> text = keyText(key); text)
                add(*text, *text, CompletionKind::Key);
        }
    }
    addWords(Kind::PathFunction, CompletionKind::PathFunction);
}

void Completer::addOperators()
{
    static const QStringList offered{u"=="_s, u"!="_s, u">"_s, u">="_s, u"<"_s,  u"<="_s,
                                     u"+"_s,  u"-"_s,  u"*"_s, u"/"_s,  u"%"_s,  u"**"_s,
                                     u"&"_s,  u"|"_s,  u"^"_s, u"<<"_s, u">>"_s, u">>>"_s};
    for (const QString &word : {u"and"_s, u"or"_s, u"in"_s}) {
        const VocabularyEntry *entry = findWord(Kind::Keyword, word);
        add(word, word + u' ', CompletionKind::Operator, QString(entry->signature),
            QString::fromUtf8(entry->meaning));
    }
    for (const QString &sign : offered) {
        const VocabularyEntry *entry = findWord(Kind::Operator, sign);
        add(sign, sign + u' ', CompletionKind::Operator, QString(entry->signature),
            QString::fromUtf8(entry->meaning));
    }
}

CompletionList Completer::complete()
{
    locateWord();
    findExpected();
    if (expects(AelParser::PATH_START))
        addOperands();
    if (expects(AelParser::NAME, AelParser::RuleBinName)) {
        addBins(false);
        addWords(Kind::Metadata, CompletionKind::Metadata);
    }
    if (expects(AelParser::GET, AelParser::RuleDotted))
        addSteps();
    if (expects(AelParser::TYPE, AelParser::RuleGetParameter)) {
        add(u"type: "_s, u"type: "_s, CompletionKind::Keyword);
        add(u"return: "_s, u"return: "_s, CompletionKind::Keyword);
    }
    // After `type:` the network takes a return type, too; the editor offers what is meant.
    const bool afterType = m_before > 1 && m_text.is(m_before - 2, u"type");
    const bool afterReturn = m_before > 1 && m_text.is(m_before - 2, u"return");
    if (expects(AelParser::TYPE_INT) && !afterReturn)
        addWords(Kind::Type, CompletionKind::Type);
    if (expects(AelParser::RETURN_COUNT) && !afterType)
        addWords(Kind::ReturnType, CompletionKind::Type);
    if (expects(AelParser::THEN))
        add(u"then"_s, u"then ()"_s, CompletionKind::Keyword, {}, {}, 6);
    if (expects(AelParser::DEFAULT, AelParser::RuleOperand))
        add(u"default"_s, u"default => "_s, CompletionKind::Keyword);
    if (expects(AelParser::PLUS, AelParser::RuleBinaryOperator))
        addOperators();
    return std::move(m_list);
}

} // namespace

CompletionList completeText(QStringView text, qsizetype cursor, const SchemaSource *schema,
                            const CompileOptions &options)
{
    return Completer(text, cursor, schema, options).complete();
}

} // namespace Aeroscope::Ael
