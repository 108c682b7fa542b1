// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/service/formatter.h"

#include "ael/analysis.h"
#include "ael/syntax/deepcall.h"
#include "ael/syntax/lexer.h"

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

namespace {

constexpr qsizetype lineWidth = 88;
constexpr qsizetype indentWidth = 4;

/// A run of tokens between two brackets, with the groups inside it.
struct Group
{
    struct Item
    {
        size_t token = 0; ///< or the opening bracket of `inner`
        std::unique_ptr<Group> inner;
    };
    std::vector<Item> items;
    std::optional<size_t> close;
};

/// Lays tokens out anew; the blanks of the text play no part, which makes it idempotent.
class Formatter
{
public:
    explicit Formatter(const SourceText &source)
        : m_tokens(lex(source))
    {
        for (const LexedToken &token : m_tokens)
            m_texts.append(source.mid(token.span));
        findRoles();
    }

    QString format()
    {
        size_t at = 0;
        const Group root = read(at);
        write(root, 0);
        return m_out;
    }

private:
    enum class Role { Plain, Binary, Prefix, InPath };

    void findRoles();
    Group read(size_t &at);
    [[nodiscard]] bool spaced(size_t left, size_t right) const;
    [[nodiscard]] qsizetype flatWidth(const Group &group) const;
    void flat(const Group &group);
    void write(const Group &group, qsizetype indent);
    void token(size_t index);
    void breakLine(qsizetype indent);
    [[nodiscard]] bool is(size_t index, QStringView text) const
    {
        return index < m_tokens.size() && m_texts[qsizetype(index)] == text;
    }
    [[nodiscard]] QString textOf(size_t index) const;

    std::vector<LexedToken> m_tokens;
    QStringList m_texts;
    std::vector<Role> m_roles;
    QString m_out;
    std::optional<size_t> m_last; ///< token before, on this line
};

/// Tells signs from operators, and what stands in the brackets of a path.
void Formatter::findRoles()
{
    m_roles.assign(m_tokens.size(), Role::Plain);
    std::vector<bool> inPath{false};
    for (size_t i = 0; i < m_tokens.size(); ++i) {
        const TokenClass kind = m_tokens[i].kind;
        if (kind == TokenClass::Open) {
            const bool selector = i > 0 && is(i - 1, u".") && !is(i, u"(");
            inPath.push_back(selector);
            continue;
        }
        if (kind == TokenClass::Close) {
            if (inPath.size() > 1)
                inPath.pop_back();
            continue;
        }
        if (inPath.back()) {
            m_roles[i] = Role::InPath;
            continue;
        }
        const bool isName = i > 0 && (m_tokens[i - 1].kind == TokenClass::PathStart || is(i - 1, u"."));
        const QString word = m_texts[qsizetype(i)];
        const bool isWordOperator =
            kind == TokenClass::Keyword && !isName &&
            (word == u"and" || word == u"or" || word.compare(u"in"_s, Qt::CaseInsensitive) == 0);
        if (isWordOperator) {
            m_roles[i] = Role::Binary;
        } else if (kind == TokenClass::Operator) {
            const bool afterOperand = i > 0 && m_roles[i - 1] != Role::Binary &&
                                      m_roles[i - 1] != Role::Prefix &&
                                      m_tokens[i - 1].kind != TokenClass::Open && !is(i - 1, u",") &&
                                      !is(i - 1, u":") && !is(i - 1, u"=>");
            m_roles[i] = afterOperand ? Role::Binary : Role::Prefix;
        }
    }
}

Group Formatter::read(size_t &at)
{
    Group group;
    while (at < m_tokens.size()) {
        const size_t here = at++;
        if (m_tokens[here].kind == TokenClass::Close) {
            group.close = here;
            return group;
        }
        Group::Item item{here, nullptr};
        if (m_tokens[here].kind == TokenClass::Open)
            item.inner = std::make_unique<Group>(read(at));
        group.items.push_back(std::move(item));
    }
    return group;
}

/// A key that begins with a digit and was set apart from its dot by a blank would join it: it gets quotes
/// instead.
QString Formatter::textOf(size_t index) const
{
    const QString text = m_texts[qsizetype(index)];
    const bool joinsDot = index > 0 && is(index - 1, u".") && m_tokens[index].kind == TokenClass::Name &&
                          text[0].isDigit() && m_roles[index] != Role::InPath;
    return joinsDot ? u'\'' + text + u'\'' : text;
}

bool Formatter::spaced(size_t left, size_t right) const
{
    const TokenClass a = m_tokens[left].kind;
    const TokenClass b = m_tokens[right].kind;
    if (m_roles[left] == Role::InPath || m_roles[right] == Role::InPath)
        return m_roles[left] == Role::InPath && m_roles[right] == Role::InPath && is(left, u",");
    if (m_roles[left] == Role::Binary || m_roles[right] == Role::Binary)
        return true;
    if (m_roles[left] == Role::Prefix)
        return false;
    if (is(left, u",") || is(left, u":") || is(left, u"=>") || is(right, u"=>"))
        return true;
    if (is(right, u",") || is(right, u":"))
        return false;
    if (a == TokenClass::Open || b == TokenClass::Close || a == TokenClass::PathStart)
        return false;
    if (is(left, u".") || is(right, u".") || b == TokenClass::DotNumber)
        return false;
    if (b == TokenClass::Open || b == TokenClass::EmptyBrackets)
        return is(left, u"let") || is(left, u"when") || is(left, u"then");
    return true;
}

qsizetype Formatter::flatWidth(const Group &group) const
{
    qsizetype width = 0;
    for (const Group::Item &item : group.items) {
        width += textOf(item.token).size() + 1;
        if (item.inner)
            width += flatWidth(*item.inner) + 1;
    }
    return width;
}

void Formatter::token(size_t index)
{
    if (m_last && spaced(*m_last, index))
        m_out += u' ';
    m_out += textOf(index);
    m_last = index;
}

void Formatter::breakLine(qsizetype indent)
{
    m_out += u'\n' + QString(indent, u' ');
    m_last.reset();
}

void Formatter::flat(const Group &group)
{
    for (const Group::Item &item : group.items) {
        token(item.token);
        if (item.inner) {
            flat(*item.inner);
            if (item.inner->close)
                token(*item.inner->close);
        }
    }
}

/// On one line if it fits; else broken at its loosest joints: commas, then `or`, then `and`.
void Formatter::write(const Group &group, qsizetype indent)
{
    const qsizetype lineStart = m_out.lastIndexOf(u'\n') + 1;
    if (m_out.size() - lineStart + flatWidth(group) <= lineWidth) {
        flat(group);
        return;
    }
    enum class Joint { None, Comma, Or, And };
    Joint joint = Joint::None;
    for (const Group::Item &item : group.items) {
        if (m_roles[item.token] == Role::InPath)
            continue;
        if (is(item.token, u","))
            joint = Joint::Comma;
        else if (m_roles[item.token] == Role::Binary && is(item.token, u"or") && joint != Joint::Comma)
            joint = Joint::Or;
        else if (m_roles[item.token] == Role::Binary && is(item.token, u"and") && joint == Joint::None)
            joint = Joint::And;
    }
    for (const Group::Item &item : group.items) {
        const bool word = m_roles[item.token] == Role::Binary;
        const bool breaksBefore = (joint == Joint::Or && word && is(item.token, u"or")) ||
                                  (joint == Joint::And && word && is(item.token, u"and"));
        if (breaksBefore)
            breakLine(indent);
        token(item.token);
        if (joint == Joint::Comma && m_roles[item.token] != Role::InPath && is(item.token, u","))
            breakLine(indent);
        if (!item.inner)
            continue;
        const qsizetype start = m_out.lastIndexOf(u'\n') + 1;
        if (m_out.size() - start + flatWidth(*item.inner) + 1 <= lineWidth || item.inner->items.size() < 2 ||
            (!item.inner->items.empty() && m_roles[item.inner->items.front().token] == Role::InPath)) {
            flat(*item.inner);
        } else {
            breakLine(indent + indentWidth);
            write(*item.inner, indent + indentWidth);
            breakLine(indent);
        }
        if (item.inner->close)
            token(*item.inner->close);
    }
}

} // namespace

QString formatText(QStringView text)
{
    const QString before = text.toString();
    const ParsedText parsed(text);
    if (parsed.tree() == nullptr || parsed.reporter().hasSyntaxErrors())
        return before;
    QString after;
    bool same = false;
    const bool done = callWithStackFor(parsed.depthBound(), [&] {
        const SourceText source(text);
        after = Formatter(source).format();
        // A layout that would be read differently is not used.
        const ParsedText again(after);
        same = again.tree() != nullptr && sameMeaning(parsed.tree()->root, again.tree()->root);
    });
    return done && same ? after : before;
}

} // namespace Aeroscope::Ael
