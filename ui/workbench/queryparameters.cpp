// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/queryparameters.h"

#include "ael/languageservice.h"
#include "ui/workbench/valuetext.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

constexpr std::pair<ParameterType, QLatin1StringView> words[] = {
    {ParameterType::Automatic, QLatin1StringView("auto")}, {ParameterType::Integer, QLatin1StringView("int")},
    {ParameterType::Double, QLatin1StringView("double")},  {ParameterType::String, QLatin1StringView("str")},
    {ParameterType::Bool, QLatin1StringView("bool")},      {ParameterType::Blob, QLatin1StringView("blob")}};

struct Place
{
    qsizetype offset = 0;
    qsizetype length = 0;
    QString name{};
};

QList<Place> places(const QString &text)
{
    QList<Place> found;
    for (const Ael::HighlightToken &token : Ael::LanguageService::highlight(text)) {
        if (token.kind != Ael::TokenKind::Placeholder)
            continue;
        QString name = text.mid(token.offset + 1, token.length - 1);
        const bool digits = std::ranges::all_of(name, [](QChar c) { return c >= u'0' && c <= u'9'; });
        while (digits && name.size() > 1 && name.startsWith(u'0'))
            name.remove(0, 1);
        found.append({token.offset, token.length, name});
    }
    return found;
}

std::optional<Value> valueOf(Value::Type type, const QString &text)
{
    const auto value = parseValue(type, text);
    return value ? std::optional(*value) : std::nullopt;
}

} // namespace

QStringList parameterNames(const QString &text)
{
    QStringList names;
    for (const Place &place : places(text)) {
        if (!names.contains(place.name))
            names.append(place.name);
    }
    return names;
}

Result<BoundText> bindParameters(const QString &text, const QMap<QString, Value> &values)
{
    BoundText bound;
    QStringList names;
    qsizetype from = 0;
    for (const Place &place : places(text)) {
        qsizetype index = names.indexOf(place.name);
        if (index < 0) {
            const auto value = values.constFind(place.name);
            if (value == values.constEnd())
                return std::unexpected(Error::invalidArgument(u"?%1 has no value"_s.arg(place.name)));
            index = names.size();
            names.append(place.name);
            bound.arguments.push_back(*value);
        }
        bound.text += text.mid(from, place.offset - from) + u'?' + QString::number(index);
        from = place.offset + place.length;
    }
    bound.text += text.mid(from);
    return bound;
}

QString parameterTypeWord(ParameterType type)
{
    return std::ranges::find(words, type, &std::pair<ParameterType, QLatin1StringView>::first)->second;
}

ParameterType parameterTypeOf(const QString &word)
{
    const auto it = std::ranges::find_if(words, [&word](const auto &entry) { return word == entry.second; });
    return it == std::end(words) ? ParameterType::Automatic : it->first;
}

std::optional<Value> parameterValue(ParameterType type, const QString &text)
{
    switch (type) {
    case ParameterType::Integer:
        return valueOf(Value::Type::Integer, text.trimmed());
    case ParameterType::Double:
        return valueOf(Value::Type::Double, text.trimmed());
    case ParameterType::String:
        return Value(text);
    case ParameterType::Bool:
        return valueOf(Value::Type::Bool, text.trimmed());
    case ParameterType::Blob:
        return text.trimmed().isEmpty() ? std::nullopt : valueOf(Value::Type::Blob, text.trimmed());
    case ParameterType::Automatic:
        break;
    }
    if (text.isEmpty())
        return std::nullopt;
    const QString plain = text.trimmed();
    for (const Value::Type candidate : {Value::Type::Integer, Value::Type::Double, Value::Type::Bool}) {
        if (auto value = valueOf(candidate, plain))
            return value;
    }
    return Value(text);
}

} // namespace Aeroscope::Workbench
