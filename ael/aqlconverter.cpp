// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/aqlconverter.h"

#include "ael/service/literaltext.h"

#include <QHash>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

namespace {

struct Word
{
    enum class Kind { Name, Number, Text, Sign, End };
    Kind kind = Kind::End;
    QString text; ///< without quotes
    TextRange range;
};

/// Words, numbers, quoted texts and signs; `;` ends the statement.
QList<Word> wordsOf(QStringView statement)
{
    QList<Word> words;
    qsizetype i = 0;
    const auto isNamePart = [](QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'$'; };
    while (i < statement.size()) {
        const QChar c = statement[i];
        if (c.isSpace() || c == u';') {
            ++i;
            continue;
        }
        const qsizetype start = i;
        Word word;
        if (c == u'\'' || c == u'"') {
            const qsizetype end = statement.indexOf(c, i + 1);
            word.kind = Word::Kind::Text;
            word.text = statement.sliced(i + 1, (end < 0 ? statement.size() : end) - i - 1).toString();
            i = end < 0 ? statement.size() : end + 1;
        } else if (c.isDigit() || (c == u'-' && i + 1 < statement.size() && statement[i + 1].isDigit())) {
            ++i;
            while (i < statement.size() && (statement[i].isDigit() || statement[i] == u'.'))
                ++i;
            word.kind = Word::Kind::Number;
            word.text = statement.sliced(start, i - start).toString();
        } else if (isNamePart(c)) {
            while (i < statement.size() && (isNamePart(statement[i]) || statement[i] == u'-'))
                ++i;
            word.kind = Word::Kind::Name;
            word.text = statement.sliced(start, i - start).toString();
        } else {
            const bool two = i + 1 < statement.size() &&
                             (statement[i + 1] == u'=' || (c == u'<' && statement[i + 1] == u'>'));
            i += two && (c == u'<' || c == u'>' || c == u'!' || c == u'=') ? 2 : 1;
            word.kind = Word::Kind::Sign;
            word.text = statement.sliced(start, i - start).toString();
        }
        word.range = {start, i - start};
        words.append(std::move(word));
    }
    words.append({Word::Kind::End, {}, {statement.size(), 0}});
    return words;
}

class Converter
{
public:
    explicit Converter(QStringView statement)
        : m_words(wordsOf(statement))
    {}

    AqlConversion convert();

private:
    [[nodiscard]] const Word &word() const { return m_words[m_at]; }
    [[nodiscard]] bool atWord(QStringView text) const
    {
        return word().kind == Word::Kind::Name && word().text.compare(text, Qt::CaseInsensitive) == 0;
    }
    [[nodiscard]] bool atSign(QStringView text) const
    {
        return word().kind == Word::Kind::Sign && word().text == text;
    }
    bool takeWord(QStringView text);
    bool takeSign(QStringView text);
    void next() { m_at = std::min(m_at + 1, m_words.size() - 1); }
    void problem(AqlProblem::Code code, QString what, TextRange range)
    {
        m_result.problems.append({code, std::move(what), range});
    }
    void unexpected();

    void columns();
    void source();
    void tail();
    enum class Level { Top, Inner };
    QString disjunction(Level level);
    QString conjunction();
    QString negation();
    QString predicate();
    QString between(const QString &path);
    QString membership(const QString &path);
    std::optional<QString> constant();
    void skipUnknown(const QString &what);
    [[nodiscard]] QString path(const Word &name);

    QList<Word> m_words;
    qsizetype m_at = 0;
    AqlConversion m_result;
    QString m_collection; ///< LIST, MAPKEYS or MAPVALUES
    bool m_stopped = false;
};

bool Converter::takeWord(QStringView text)
{
    if (!atWord(text))
        return false;
    next();
    return true;
}

bool Converter::takeSign(QStringView text)
{
    if (!atSign(text))
        return false;
    next();
    return true;
}

void Converter::unexpected()
{
    if (m_stopped)
        return;
    m_stopped = true;
    if (word().kind == Word::Kind::End)
        problem(AqlProblem::Code::UnexpectedEnd, {}, word().range);
    else
        problem(AqlProblem::Code::UnexpectedWord, word().text, word().range);
}

QString Converter::path(const Word &name)
{
    return binText(name.text.toUtf8()).value_or(u"$."_s + name.text);
}

void Converter::columns()
{
    if (takeSign(u"*"))
        return;
    for (;;) {
        if (word().kind != Word::Kind::Name && word().kind != Word::Kind::Text) {
            unexpected();
            return;
        }
        const Word name = word();
        next();
        if (atSign(u"(")) {
            // An aggregate or a UDF call: skipped to its closing parenthesis.
            problem(AqlProblem::Code::NoEquivalent, name.text + u"()"_s, name.range);
            while (word().kind != Word::Kind::End && !takeSign(u")"))
                next();
        } else {
            m_result.bins.append(name.text.toUtf8());
        }
        if (!takeSign(u","))
            return;
    }
}

void Converter::source()
{
    if (!takeWord(u"from")) {
        unexpected();
        return;
    }
    if (word().kind != Word::Kind::Name && word().kind != Word::Kind::Text) {
        unexpected();
        return;
    }
    m_result.namespaceName = word().text.toUtf8();
    next();
    if (takeSign(u".")) {
        if (word().kind == Word::Kind::End) {
            unexpected();
            return;
        }
        m_result.set = word().text.toUtf8();
        next();
    }
    if (atWord(u"in")) {
        const TextRange start = word().range;
        next();
        m_collection = word().text.toUpper();
        problem(AqlProblem::Code::IndexCollection, u"IN "_s + m_collection,
                {start.offset, word().range.offset + word().range.length - start.offset});
        next();
    }
}

/// A quoted text, a number, TRUE or FALSE.
std::optional<QString> Converter::constant()
{
    const Word here = word();
    if (here.kind == Word::Kind::Text) {
        next();
        return literalText(Value(here.text));
    }
    if (here.kind == Word::Kind::Number) {
        next();
        return here.text;
    }
    if (takeWord(u"true"))
        return u"true"_s;
    if (takeWord(u"false"))
        return u"false"_s;
    return {};
}

/// Steps over what cannot be converted, to the next AND, OR or closing parenthesis.
void Converter::skipUnknown(const QString &what)
{
    problem(AqlProblem::Code::NoEquivalent, what, word().range);
    int depth = 0;
    while (word().kind != Word::Kind::End) {
        if (depth == 0 && (atWord(u"and") || atWord(u"or") || atSign(u")") || atWord(u"limit")))
            return;
        depth += atSign(u"(") ? 1 : atSign(u")") ? -1 : 0;
        next();
    }
}

QString Converter::disjunction(Level level)
{
    QStringList parts{conjunction()};
    while (!m_stopped && takeWord(u"or"))
        parts.append(conjunction());
    parts.removeAll(QString());
    const QString joined = parts.join(u" or "_s);
    return parts.size() > 1 && level == Level::Inner ? u'(' + joined + u')' : joined;
}

QString Converter::conjunction()
{
    QStringList parts{negation()};
    while (!m_stopped && takeWord(u"and"))
        parts.append(negation());
    parts.removeAll(QString());
    return parts.join(u" and "_s);
}

QString Converter::negation()
{
    if (takeWord(u"not")) {
        const QString inner = negation();
        return inner.isEmpty() ? inner : u"not("_s + inner + u')';
    }
    if (takeSign(u"(")) {
        const QString inner = disjunction(Level::Inner);
        if (!takeSign(u")"))
            unexpected();
        return inner.contains(u" and "_s) && !inner.startsWith(u'(') ? u'(' + inner + u')' : inner;
    }
    return predicate();
}

QString Converter::between(const QString &path)
{
    const std::optional<QString> low = constant();
    if (!low || !takeWord(u"and")) {
        unexpected();
        return {};
    }
    const std::optional<QString> high = constant();
    if (!high) {
        unexpected();
        return {};
    }
    return path + u" >= "_s + *low + u" and "_s + path + u" <= "_s + *high;
}

QString Converter::membership(const QString &path)
{
    if (!takeSign(u"(")) {
        unexpected();
        return {};
    }
    QStringList items;
    do {
        const std::optional<QString> item = constant();
        if (!item) {
            unexpected();
            return {};
        }
        items.append(*item);
    } while (takeSign(u","));
    if (!takeSign(u")"))
        unexpected();
    return path + u" in ["_s + items.join(u", "_s) + u']';
}

QString Converter::predicate()
{
    if (word().kind != Word::Kind::Name && word().kind != Word::Kind::Text) {
        unexpected();
        return {};
    }
    const Word name = word();
    next();
    if (atSign(u"(")) {
        skipUnknown(name.text + u"()"_s);
        return {};
    }
    const QString bin = path(name);
    if (takeWord(u"between"))
        return between(bin);
    if (takeWord(u"in"))
        return membership(bin);
    if (atWord(u"like") || atWord(u"contains") || atWord(u"within")) {
        skipUnknown(word().text.toUpper());
        return {};
    }
    if (takeWord(u"is")) {
        const bool negated = takeWord(u"not");
        if (!takeWord(u"null")) {
            unexpected();
            return {};
        }
        return negated ? bin + u".exists()"_s : u"not("_s + bin + u".exists())"_s;
    }
    if (takeWord(u"not")) {
        if (!takeWord(u"in")) {
            skipUnknown(u"NOT "_s + word().text.toUpper());
            return {};
        }
        return u"not("_s + membership(bin) + u')';
    }
    static const QHash<QString, QString> signs{{u"="_s, u"=="_s},  {u"=="_s, u"=="_s}, {u"!="_s, u"!="_s},
                                               {u"<>"_s, u"!="_s}, {u"<"_s, u"<"_s},   {u">"_s, u">"_s},
                                               {u"<="_s, u"<="_s}, {u">="_s, u">="_s}};
    const QString sign = word().kind == Word::Kind::Sign ? signs.value(word().text) : QString();
    if (sign.isEmpty()) {
        unexpected();
        return {};
    }
    next();
    const Word valueWord = word();
    const std::optional<QString> value = constant();
    if (!value) {
        if (word().kind == Word::Kind::Name)
            skipUnknown(word().text.toUpper());
        else
            unexpected();
        return {};
    }
    const bool isKey = name.text.compare(u"pk", Qt::CaseInsensitive) == 0 && name.kind == Word::Kind::Name;
    if (isKey || name.text.compare(u"digest", Qt::CaseInsensitive) == 0 ||
        name.text.compare(u"edigest", Qt::CaseInsensitive) == 0) {
        if (!isKey || sign != u"=="_s)
            problem(AqlProblem::Code::NoEquivalent, name.text.toUpper(), name.range);
        else
            m_result.primaryKey = valueWord.kind == Word::Kind::Number ? Value(valueWord.text.toLongLong())
                                                                       : Value(valueWord.text);
        return {};
    }
    if (m_collection.isEmpty())
        return bin + u' ' + sign + u' ' + *value;
    // With an index over a collection aql's equality asks for an element.
    if (sign != u"=="_s) {
        problem(AqlProblem::Code::NoEquivalent, sign + u" IN "_s + m_collection, name.range);
        return {};
    }
    if (m_collection == u"LIST"_s)
        return *value + u" in "_s + bin;
    return m_collection == u"MAPKEYS"_s ? bin + u'.' + *value + u".exists()"_s
                                        : bin + u".{="_s + *value + u"}.exists()"_s;
}

void Converter::tail()
{
    while (!m_stopped && word().kind != Word::Kind::End) {
        if (takeWord(u"limit")) {
            bool ok = false;
            m_result.limit = word().text.toLongLong(&ok);
            if (!ok) {
                m_result.limit = -1;
                unexpected();
                return;
            }
            next();
            continue;
        }
        const Word here = word();
        for (const auto &[first, second] :
             {std::pair(u"order"_s, u"by"_s), std::pair(u"group"_s, u"by"_s),
              std::pair(u"having"_s, QString()), std::pair(u"join"_s, QString()),
              std::pair(u"union"_s, QString()), std::pair(u"offset"_s, QString())}) {
            if (!takeWord(first))
                continue;
            if (!second.isEmpty())
                takeWord(second);
            problem(AqlProblem::Code::NoEquivalent,
                    (first + (second.isEmpty() ? QString() : u' ' + second)).toUpper(), here.range);
            while (word().kind != Word::Kind::End && !atWord(u"limit") && !atWord(u"order") &&
                   !atWord(u"group"))
                next();
            break;
        }
        if (word().range == here.range) {
            unexpected();
            return;
        }
    }
}

AqlConversion Converter::convert()
{
    if (!takeWord(u"select")) {
        if (word().kind == Word::Kind::End)
            unexpected();
        else
            problem(AqlProblem::Code::NotSelect, word().text.toUpper(), word().range);
        return m_result;
    }
    columns();
    if (!m_stopped)
        source();
    if (!m_stopped && takeWord(u"where")) {
        m_result.filter = disjunction(Level::Top);
    }
    if (!m_stopped)
        tail();
    return m_result;
}

} // namespace

bool AqlConversion::ok() const noexcept
{
    return std::all_of(problems.cbegin(), problems.cend(), [](const AqlProblem &problem) {
        return problem.code == AqlProblem::Code::IndexCollection;
    });
}

AqlConversion convertAql(QStringView statement)
{
    return Converter(statement).convert();
}

QString aqlProblemText(const AqlProblem &problem)
{
    switch (problem.code) {
    case AqlProblem::Code::NotSelect:
        return problem.what + u" statements are not converted, only SELECT"_s;
    case AqlProblem::Code::UnexpectedWord:
        return u"'"_s + problem.what + u"' cannot stand here"_s;
    case AqlProblem::Code::UnexpectedEnd:
        return u"the statement ends too early"_s;
    case AqlProblem::Code::NoEquivalent:
        return problem.what + u" has no equivalent"_s;
    case AqlProblem::Code::IndexCollection:
        return problem.what + u" is not needed: the condition finds the index by itself"_s;
    }
    return {};
}

} // namespace Aeroscope::Ael
