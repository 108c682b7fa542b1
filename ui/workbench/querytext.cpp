// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/querytext.h"

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

bool isNameCharacter(QChar c)
{
    return !c.isSpace() && c != u'.' && c != u'"';
}

Error placed(const QString &what, qsizetype at)
{
    return Error::invalidArgument(u"%1 at column %2"_s.arg(what).arg(at + 1));
}

struct Name
{
    QByteArray bytes;
    bool quoted = false;
};

Result<Name> readName(const QString &text, qsizetype &at, const QString &what)
{
    Name name;
    if (at < text.size() && text[at] == u'"') {
        const qsizetype start = at++;
        QString plain;
        for (;; ++at) {
            if (at >= text.size())
                return std::unexpected(placed(u"the quoted name does not end"_s, start));
            if (text[at] != u'"') {
                plain.append(text[at]);
            } else if (at + 1 < text.size() && text[at + 1] == u'"') {
                plain.append(u'"');
                ++at;
            } else {
                ++at;
                break;
            }
        }
        name.bytes = plain.toUtf8();
        name.quoted = true;
        return name;
    }
    const qsizetype start = at;
    while (at < text.size() && isNameCharacter(text[at]))
        ++at;
    if (at == start)
        return std::unexpected(placed(what, start));
    name.bytes = QStringView(text).mid(start, at - start).toUtf8();
    return name;
}

void skipBlanks(const QString &text, qsizetype &at)
{
    while (at < text.size() && text[at].isSpace())
        ++at;
}

} // namespace

Result<QueryText> parseQueryText(const QString &text)
{
    QueryText query;
    qsizetype at = 0;
    skipBlanks(text, at);
    Result<Name> ns = readName(text, at, u"a namespace is expected"_s);
    if (!ns)
        return std::unexpected(ns.error());
    if (ns->bytes.isEmpty())
        return std::unexpected(placed(u"the namespace is empty"_s, 0));
    query.target.namespaceName = ns->bytes;
    if (at < text.size() && text[at] == u'.') {
        ++at;
        Result<Name> set = readName(text, at, u"a set is expected after the dot"_s);
        if (!set)
            return std::unexpected(set.error());
        query.target.setName = set->bytes;
        query.onlyWithoutSet = set->bytes.isEmpty();
    }
    const qsizetype afterName = at;
    skipBlanks(text, at);
    if (at == text.size())
        return query;
    static constexpr QStringView word = u"where";
    const bool isWhere = at > afterName && QStringView(text).mid(at).startsWith(word, Qt::CaseInsensitive) &&
                         (at + word.size() == text.size() || !isNameCharacter(text[at + word.size()]) ||
                          text[at + word.size()] == u'$');
    if (!isWhere)
        return std::unexpected(placed(u"'where' is expected"_s, at));
    at += word.size();
    skipBlanks(text, at);
    if (at == text.size())
        return std::unexpected(placed(u"a filter is expected after 'where'"_s, at));
    query.where = text.mid(at);
    query.whereOffset = at;
    return query;
}

QString quotedName(const QByteArray &name)
{
    const QString text = QString::fromUtf8(name);
    const bool plain = !text.isEmpty() && std::all_of(text.begin(), text.end(), isNameCharacter);
    return plain ? text : u'"' + QString(text).replace(u'"', u"\"\""_s) + u'"';
}

} // namespace Aeroscope::Workbench
