// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/service/literaltext.h"

#include "ael/syntax/lexer.h"

#include <QStringDecoder>
#include <QStringList>

#include <array>
#include <charconv>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

namespace {

std::optional<QString> quoted(const QByteArray &utf8)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::ConvertInitialBom);
    const QString text = decoder(utf8);
    if (decoder.hasError())
        return {};
    if (!text.contains(u'\''))
        return u'\'' + text + u'\'';
    if (!text.contains(u'"'))
        return u'"' + text + u'"';
    return {};
}

/// All digits, never an exponent: the language has none.
std::optional<QString> floatText(double value)
{
    if (!std::isfinite(value))
        return {};
    std::array<char, 800> buffer{};
    const auto result =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed);
    if (result.ec != std::errc())
        return {};
    QString text = QString::fromLatin1(buffer.data(), result.ptr - buffer.data());
    if (!text.contains(u'.'))
        text += u".0"_s;
    return text;
}

/// The name needs no quotes when it lexes as one word.
bool isWord(const QString &text, bool asBin)
{
    const SourceText source(text);
    const std::vector<LexedToken> tokens = lex(source);
    if (tokens.size() != 1 || tokens[0].span.length != source.size())
        return false;
    // A digit in front would join a dot before it.
    const bool digitFirst = text[0].isDigit();
    return (tokens[0].kind == TokenClass::Name && (asBin || !digitFirst)) ||
           tokens[0].kind == TokenClass::Keyword || (asBin && tokens[0].kind == TokenClass::BinId);
}

} // namespace

std::optional<QString> literalText(const Value &value)
{
    switch (value.type()) {
    case Value::Type::Bool:
        return value.toBool() ? u"true"_s : u"false"_s;
    case Value::Type::Integer:
        return QString::number(value.toInteger());
    case Value::Type::Double:
        return floatText(value.toDouble());
    case Value::Type::String:
        return quoted(value.bytes());
    case Value::Type::Blob:
        return u"X'"_s + QString::fromLatin1(value.bytes().toHex()) + u'\'';
    case Value::Type::GeoJson:
        if (const std::optional<QString> text = quoted(value.bytes()); text)
            return u"geoJson("_s + *text + u')';
        return {};
    case Value::Type::List: {
        QStringList items;
        for (const Value &item : value.list().items) {
            const std::optional<QString> text = literalText(item);
            if (!text || item.type() == Value::Type::GeoJson)
                return {};
            items.append(*text);
        }
        return u'[' + items.join(u", "_s) + u']';
    }
    case Value::Type::Map: {
        QStringList pairs;
        for (const auto &[key, item] : value.map().pairs) {
            const bool isKey = (key.type() == Value::Type::Integer && key.toInteger() >= 0) ||
                               key.type() == Value::Type::String || key.type() == Value::Type::Blob;
            const std::optional<QString> keyLiteral = isKey ? literalText(key) : std::nullopt;
            const std::optional<QString> text = literalText(item);
            if (!keyLiteral || !text || item.type() == Value::Type::GeoJson)
                return {};
            pairs.append(*keyLiteral + u": "_s + *text);
        }
        return u'{' + pairs.join(u", "_s) + u'}';
    }
    default:
        return {};
    }
}

std::optional<QString> binText(const QByteArray &name)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(name);
    if (decoder.hasError() || text.isEmpty())
        return {};
    if (isWord(text, true))
        return u"$."_s + text;
    const std::optional<QString> inQuotes = quoted(name);
    return inQuotes ? std::optional(u"$."_s + *inQuotes) : std::nullopt;
}

std::optional<QString> keyText(const Value &key)
{
    if (key.type() == Value::Type::Integer)
        return QString::number(key.toInteger());
    if (key.type() == Value::Type::Blob)
        return literalText(key);
    if (key.type() != Value::Type::String)
        return {};
    const QString text = key.text();
    if (!text.isEmpty() && text.toUtf8() == key.bytes() && isWord(text, false))
        return text;
    return quoted(key.bytes());
}

} // namespace Aeroscope::Ael
