// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/keytext.h"

#include <charconv>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

bool looksLikeInteger(const QByteArray &text)
{
    qsizetype i = text.startsWith('-') || text.startsWith('+') ? 1 : 0;
    if (i == text.size())
        return false;
    for (; i < text.size(); ++i) {
        if (text[i] < '0' || text[i] > '9')
            return false;
    }
    return true;
}

std::optional<QByteArray> bytesFromHex(const QByteArray &hex)
{
    if (hex.size() % 2 != 0)
        return {};
    for (const char c : hex) {
        if (!isxdigit(static_cast<unsigned char>(c)))
            return {};
    }
    return QByteArray::fromHex(hex);
}

} // namespace

Result<Key> keyFromText(const QByteArray &namespaceName, const QByteArray &setName, const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    if (utf8.isEmpty())
        return std::unexpected(
            Error::invalidArgument(u"the key is empty; an empty string key is written \"\""_s));

    if (utf8.startsWith("digest:")) {
        const std::optional<Digest> digest = Digest::fromHex(utf8.mid(7));
        if (!digest)
            return std::unexpected(
                Error::invalidArgument(u"a digest is written digest: and 40 hex digits"_s));
        return Key::fromDigest(namespaceName, setName, *digest);
    }
    if (utf8.startsWith("hex:")) {
        std::optional<QByteArray> bytes = bytesFromHex(utf8.mid(4));
        if (!bytes)
            return std::unexpected(
                Error::invalidArgument(u"a blob key is written hex: and an even number of hex digits"_s));
        return Key::of(namespaceName, setName, Value::blob(*std::move(bytes)));
    }
    if (utf8.startsWith('"')) {
        QByteArray plain;
        qsizetype i = 1;
        for (; i < utf8.size(); ++i) {
            if (utf8[i] != '"') {
                plain.append(utf8[i]);
            } else if (i + 1 < utf8.size() && utf8[i + 1] == '"') {
                plain.append('"');
                ++i;
            } else {
                break;
            }
        }
        if (i != utf8.size() - 1)
            return std::unexpected(Error::invalidArgument(
                u"the quoted key does not end with its quote; a quote inside is doubled"_s));
        return Key::of(namespaceName, setName, Value::string(plain));
    }
    if (looksLikeInteger(utf8)) {
        std::int64_t number = 0;
        const char *first = utf8.constData() + (utf8.startsWith('+') ? 1 : 0);
        const char *last = utf8.constData() + utf8.size();
        const auto [end, error] = std::from_chars(first, last, number);
        if (error != std::errc() || end != last)
            return std::unexpected(Error::invalidArgument(
                u"%1 does not fit a 64-bit integer; a string key of digits is written in double quotes"_s.arg(
                    text)));
        return Key::of(namespaceName, setName, Value(number));
    }
    return Key::of(namespaceName, setName, Value::string(utf8));
}

QString keyToText(const Key &key)
{
    if (!key.userKey())
        return u"digest:"_s + QString::fromLatin1(key.digest().toHex());
    const Value &user = *key.userKey();
    switch (user.type()) {
    case Value::Type::Integer:
        return QString::number(user.toInteger());
    case Value::Type::Blob:
        return u"hex:"_s + QString::fromLatin1(user.bytes().toHex());
    case Value::Type::String: {
        const QByteArray &bytes = user.bytes();
        if (!bytes.isValidUtf8())
            break;
        const bool plain = !bytes.isEmpty() && !bytes.startsWith('"') && !bytes.startsWith("hex:") &&
                           !bytes.startsWith("digest:") && !looksLikeInteger(bytes);
        const QString text = QString::fromUtf8(bytes);
        return plain ? text : u'"' + QString(text).replace(u'"', u"\"\""_s) + u'"';
    }
    default:
        break; // doubles and strings that are not UTF-8 have no text of their own
    }
    return u"digest:"_s + QString::fromLatin1(key.digest().toHex());
}

} // namespace Aeroscope::Workbench
