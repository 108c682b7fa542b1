// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// A small reader of its own. What exactness needs is what the JSON libraries at hand leave out: simdjson 3.0
// tells no place for an unclosed string or bad UTF-8 (its first pass refuses the document as a whole),
// reports no duplicate keys, does not check values that are skipped, and reads 1e-400 as 0; QJsonDocument
// loses integers and key order.

#include "client/value/exactjson.h"

#include "client/value/exactjsonwords_p.h"
#include "client/value/msgpack.h"

#include <QSet>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;

namespace Aeroscope {

namespace {

using namespace ExactJson;

constexpr int maxDepth = 256;
constexpr qsizetype maxBinName = 15;

bool isDigit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

/// Reads by recursive descent. Functions return false at the first thing that is wrong; m_why and m_place
/// then say what and where (a byte offset).
class Parser
{
public:
    explicit Parser(QByteArrayView text) noexcept
        : m_text(text)
    {}

    bool value(Value &out, int depth);
    bool bins(Bins &out);
    /// Only blanks may follow.
    bool end();
    [[nodiscard]] Error error() const;

private:
    bool fail(qsizetype place, const QString &why)
    {
        m_place = place;
        m_why = why;
        return false;
    }

    void skipBlanks() noexcept
    {
        while (m_at < m_text.size() &&
               (m_text[m_at] == ' ' || m_text[m_at] == '\n' || m_text[m_at] == '\t' || m_text[m_at] == '\r'))
            ++m_at;
    }
    /// The next byte that is no blank, without taking it; NUL at the end (which no JSON token is).
    char peek() noexcept
    {
        skipBlanks();
        return m_at < m_text.size() ? m_text[m_at] : '\0';
    }
    bool take(char expected) noexcept
    {
        if (peek() != expected)
            return false;
        ++m_at;
        return true;
    }
    bool expect(char expected)
    {
        return take(expected) || fail(m_at, u"expected '%1'"_s.arg(QLatin1Char(expected)));
    }

    /// Calls `element` for each element up to `close`, with commas between them; the opening bracket is taken
    /// already.
    template <class Element>
    bool sequence(char close, Element element)
    {
        if (take(close))
            return true;
        for (;;) {
            if (!element())
                return false;
            if (take(close))
                return true;
            if (!take(','))
                return fail(m_at, u"expected ',' or '%1'"_s.arg(QLatin1Char(close)));
        }
    }

    bool literal(QByteArrayView word, Value meaning, Value &out);
    bool number(Value &out);
    bool string(QByteArray &out);
    bool escape(QByteArray &out);
    bool hex4(uint &out);
    bool key(QByteArray &out, qsizetype &place);
    bool base64(QByteArray &out);
    bool items(std::vector<Value> &out, int depth);
    bool array(Value &out, int depth);
    bool object(Value &out, int depth);
    bool plainObject(Value &out, QByteArray firstKey, int depth);
    bool special(Value &out, const QByteArray &word, qsizetype place, int depth);
    bool specialDouble(Value &out);
    bool specialGeo(Value &out);
    bool specialBlob(Value &out);
    bool specialOpaque(Value &out);
    bool specialCdt(Value &out);
    bool specialList(Value &out, int depth);
    bool specialMap(Value &out, int depth);
    bool mapKey(Value &out, int depth);
    /// `,"name":"text"`, if it is there.
    bool option(QByteArrayView name, QByteArray &text, qsizetype &place, bool &isThere);
    bool binName(QByteArray &name, qsizetype place, QSet<QByteArray> *seen);
    bool specialBins(Bins &out);

    QByteArrayView m_text;
    qsizetype m_at = 0;
    qsizetype m_place = 0;
    QString m_why;
};

Error Parser::error() const
{
    const QByteArrayView before = m_text.first(std::min(m_place, m_text.size()));
    const qsizetype lineStart = before.lastIndexOf('\n') + 1;
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto column = std::count_if(before.begin() + lineStart, before.end(),
                                      [](char c) { return (static_cast<quint8>(c) & 0xc0) != 0x80; }) +
                        1;
    return Error::invalidArgument(u"%1 at line %2, column %3"_s.arg(m_why).arg(line).arg(column));
}

bool Parser::end()
{
    skipBlanks();
    return m_at == m_text.size() || fail(m_at, u"something follows the value"_s);
}

bool Parser::literal(QByteArrayView word, Value meaning, Value &out)
{
    if (!m_text.sliced(m_at).startsWith(word))
        return fail(m_at, u"expected a value"_s);
    m_at += word.size();
    out = std::move(meaning);
    return true;
}

bool Parser::number(Value &out)
{
    const qsizetype start = m_at;
    const auto digits = [this] {
        const qsizetype from = m_at;
        while (m_at < m_text.size() && isDigit(m_text[m_at]))
            ++m_at;
        return m_at - from;
    };
    const auto takeNow = [this](char c) {
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    };
    takeNow('-');
    const qsizetype whole = m_at;
    if (digits() == 0)
        return fail(m_at, u"expected a digit"_s);
    if (m_text[whole] == '0' && m_at > whole + 1)
        return fail(whole, u"a number has no leading zeros"_s);
    bool isDouble = false;
    if (takeNow('.')) {
        isDouble = true;
        if (digits() == 0)
            return fail(m_at, u"expected a digit"_s);
    }
    if (takeNow('e') || takeNow('E')) {
        isDouble = true;
        if (!takeNow('+'))
            takeNow('-');
        if (digits() == 0)
            return fail(m_at, u"expected a digit"_s);
    }

    const char *const first = m_text.data() + start;
    const char *const last = m_text.data() + m_at;
    if (!isDouble) {
        if (QByteArrayView(first, last) == "-0")
            return fail(start, u"there is no integer -0 (the double is written -0.0)"_s);
        qint64 integer = 0;
        if (std::from_chars(first, last, integer).ec != std::errc())
            return fail(start, u"the integer does not fit into 64 bits"_s);
        out = Value(integer);
        return true;
    }
    double real = 0;
    const auto problem = std::from_chars(first, last, real).ec;
    const char *const exponent = std::find_if(first, last, [](char c) { return c == 'e' || c == 'E'; });
    const bool isZeroMeant = std::none_of(first, exponent, [](char c) { return c >= '1' && c <= '9'; });
    if (isZeroMeant)
        real = *first == '-' ? -0.0 : 0.0;
    else if (problem != std::errc() || std::isinf(real) || real == 0)
        return fail(start, u"the number does not fit into a double"_s);
    out = Value(real);
    return true;
}

bool Parser::hex4(uint &out)
{
    if (m_text.size() - m_at < 4)
        return fail(m_at, u"expected four hexadecimal digits"_s);
    const char *const last = m_text.data() + m_at + 4;
    const auto [stop, problem] = std::from_chars(m_text.data() + m_at, last, out, 16);
    if (problem != std::errc() || stop != last)
        return fail(m_at, u"expected four hexadecimal digits"_s);
    m_at += 4;
    return true;
}

/// What follows a backslash.
bool Parser::escape(QByteArray &out)
{
    const qsizetype place = m_at - 1;
    const char c = m_at < m_text.size() ? m_text[m_at++] : '\0';
    switch (c) {
    case '"':
    case '\\':
    case '/':
        out.append(c);
        return true;
    case 'b':
        out.append('\b');
        return true;
    case 'f':
        out.append('\f');
        return true;
    case 'n':
        out.append('\n');
        return true;
    case 'r':
        out.append('\r');
        return true;
    case 't':
        out.append('\t');
        return true;
    case 'u':
        break;
    default:
        return fail(place, u"no such escape"_s);
    }
    uint unit = 0;
    if (!hex4(unit))
        return false;
    char32_t point = unit;
    if (QChar::isSurrogate(point)) {
        uint low = 0;
        const bool isPair = QChar::isHighSurrogate(point) && m_text.sliced(m_at).startsWith("\\u");
        if (isPair) {
            m_at += 2;
            if (!hex4(low))
                return false;
        }
        if (!isPair || !QChar::isLowSurrogate(low))
            return fail(place, u"half a surrogate pair is no character"_s);
        point = QChar::surrogateToUcs4(static_cast<char16_t>(unit), static_cast<char16_t>(low));
    }
    out.append(QString::fromUcs4(&point, 1).toUtf8());
    return true;
}

bool Parser::string(QByteArray &out)
{
    if (peek() != '"')
        return fail(m_at, u"expected a string"_s);
    const qsizetype opening = m_at++;
    out.clear();
    for (;;) {
        const qsizetype from = m_at;
        while (m_at < m_text.size() && m_text[m_at] != '"' && m_text[m_at] != '\\' &&
               static_cast<quint8>(m_text[m_at]) >= 0x20)
            ++m_at;
        const QByteArrayView plain = m_text.sliced(from, m_at - from);
        if (!plain.isValidUtf8())
            return fail(opening, u"the string is not UTF-8"_s);
        out.append(plain);
        if (m_at == m_text.size())
            return fail(opening, u"the string has no end"_s);
        const char c = m_text[m_at];
        if (static_cast<quint8>(c) < 0x20)
            return fail(m_at, u"a control character must be escaped"_s);
        ++m_at;
        if (c == '"')
            return true;
        if (!escape(out))
            return false;
    }
}

/// A key and its colon.
bool Parser::key(QByteArray &out, qsizetype &place)
{
    peek();
    place = m_at;
    return string(out) && expect(':');
}

bool Parser::base64(QByteArray &out)
{
    peek();
    const qsizetype place = m_at;
    QByteArray text;
    if (!string(text))
        return false;
    auto decoded = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
    // the decoder overlooks missing padding and stray bits
    if (decoded.decodingStatus != QByteArray::Base64DecodingStatus::Ok || decoded.decoded.toBase64() != text)
        return fail(place, u"the string is not base64"_s);
    out = std::move(decoded.decoded);
    return true;
}

bool Parser::option(QByteArrayView name, QByteArray &text, qsizetype &place, bool &isThere)
{
    isThere = take(',');
    if (!isThere)
        return true;
    QByteArray found;
    if (!key(found, place))
        return false;
    if (found != name)
        return fail(place, u"expected \"%1\" here"_s.arg(QLatin1StringView(name)));
    peek();
    place = m_at;
    return string(text);
}

bool Parser::specialDouble(Value &out)
{
    peek();
    const qsizetype place = m_at;
    QByteArray text;
    if (!string(text))
        return false;
    constexpr QByteArrayView nanBits = "nan:";
    if (text == "nan") {
        out = Value(std::bit_cast<double>(canonicalNan));
    } else if (text == "inf") {
        out = Value(HUGE_VAL);
    } else if (text == "-inf") {
        out = Value(-HUGE_VAL);
    } else if (text.startsWith(nanBits) && text.size() == nanBits.size() + 16) {
        quint64 bits = 0;
        const char *const last = text.constData() + text.size();
        const auto [stop, problem] = std::from_chars(text.constData() + nanBits.size(), last, bits, 16);
        const auto real = std::bit_cast<double>(bits);
        if (problem != std::errc() || stop != last || !std::isnan(real))
            return fail(place, u"these are not the bits of a NaN"_s);
        out = Value(real);
    } else {
        return fail(place, u"\"$double\" is \"nan\", \"inf\" or \"-inf\""_s);
    }
    return true;
}

bool Parser::specialGeo(Value &out)
{
    QByteArray text;
    if (take('{')) {
        qsizetype place = 0;
        if (!key(text, place))
            return false;
        if (text != stringWord)
            return fail(place, u"expected \"$string\" here"_s);
        if (!base64(text) || !expect('}'))
            return false;
    } else if (!string(text)) {
        return false;
    }
    out = Value::geoJson(std::move(text));
    return true;
}

bool Parser::specialBlob(Value &out)
{
    QByteArray bytes;
    QByteArray typeName;
    qsizetype place = 0;
    bool isThere = false;
    if (!base64(bytes) || !option("type", typeName, place, isThere))
        return false;
    std::optional<ParticleType> type = ParticleType::Blob;
    if (isThere)
        type = enumOf(blobTypes, typeName);
    if (!type)
        return fail(place, u"no such type of blob"_s);
    out = Value::blob(std::move(bytes), *type);
    return true;
}

bool Parser::specialOpaque(Value &out)
{
    peek();
    const qsizetype place = m_at;
    QByteArray bytes;
    if (!base64(bytes))
        return false;
    const Result<Value> meaning = unpackValue(bytes);
    if (!meaning || meaning->type() != Value::Type::Opaque)
        return fail(place, u"\"$msgpack\" is for what has no other form here"_s);
    out = *meaning;
    return true;
}

bool Parser::specialCdt(Value &out)
{
    peek();
    const qsizetype place = m_at;
    QByteArray text;
    if (!string(text))
        return false;
    if (text == "infinity")
        out = Value::infinity();
    else if (text == "wildcard")
        out = Value::wildcard();
    else
        return fail(place, u"\"$cdt\" is \"infinity\" or \"wildcard\""_s);
    return true;
}

bool Parser::items(std::vector<Value> &out, int depth)
{
    if (!expect('['))
        return false;
    return sequence(']', [&] { return value(out.emplace_back(), depth + 1); });
}

bool Parser::array(Value &out, int depth)
{
    List list;
    if (!items(list.items, depth))
        return false;
    out = Value(std::move(list));
    return true;
}

bool Parser::specialList(Value &out, int depth)
{
    List list;
    QByteArray order;
    qsizetype place = 0;
    bool isThere = false;
    if (!items(list.items, depth) || !option("order", order, place, isThere))
        return false;
    if (isThere && order == "ordered")
        list.order = ListOrder::Ordered;
    else if (isThere && order != "unordered")
        return fail(place, u"the order of a list is \"ordered\" or \"unordered\""_s);
    out = Value(std::move(list));
    return true;
}

bool Parser::mapKey(Value &out, int depth)
{
    peek();
    const qsizetype place = m_at;
    if (!value(out, depth))
        return false;
    return !out.isContainer() || fail(place, u"a list or map cannot be the key of a map"_s);
}

bool Parser::specialMap(Value &out, int depth)
{
    Map map;
    QByteArray order;
    qsizetype place = 0;
    bool isThere = false;
    QSet<QByteArray> seen;
    qsizetype duplicate = -1;
    const auto pair = [&] {
        auto &[pairKey, held] = map.pairs.emplace_back();
        if (!expect('['))
            return false;
        peek();
        const qsizetype keyPlace = m_at;
        if (!mapKey(pairKey, depth + 1) || !expect(',') || !value(held, depth + 1) || !expect(']'))
            return false;
        const QByteArray identity = packValue(pairKey);
        if (duplicate < 0 && seen.contains(identity))
            duplicate = keyPlace;
        seen.insert(identity);
        return true;
    };
    if (!expect('[') || !sequence(']', pair) || !option("order", order, place, isThere))
        return false;
    if (isThere) {
        const auto known = enumOf(mapOrders, order);
        if (!known)
            return fail(place,
                        u"the order of a map is \"unordered\", \"key\", \"key-value\" or \"preserve\""_s);
        map.order = *known;
    }
    // "preserve" is the result of an operation, in which the server may repeat itself
    if (duplicate >= 0 && map.order != MapOrder::PreserveOrder)
        return fail(duplicate, u"the key stands twice"_s);
    out = Value(std::move(map));
    return true;
}

bool Parser::special(Value &out, const QByteArray &word, qsizetype place, int depth)
{
    QByteArray bytes;
    bool isRead = false;
    if (word == doubleWord) {
        isRead = specialDouble(out);
    } else if (word == stringWord) {
        isRead = base64(bytes);
        out = Value::string(std::move(bytes));
    } else if (word == blobWord) {
        isRead = specialBlob(out);
    } else if (word == hllWord) {
        isRead = base64(bytes);
        out = Value::hll(std::move(bytes));
    } else if (word == geoWord) {
        isRead = specialGeo(out);
    } else if (word == rawWord) {
        isRead = base64(bytes);
        out = Value::rawBytes(std::move(bytes));
    } else if (word == msgpackWord) {
        isRead = specialOpaque(out);
    } else if (word == cdtWord) {
        isRead = specialCdt(out);
    } else if (word == listWord) {
        isRead = specialList(out, depth);
    } else if (word == mapWord) {
        isRead = specialMap(out, depth);
    } else {
        return fail(place,
                    u"no such word: \"%1\" (a map key that starts with '$' is written in a \"$map\")"_s.arg(
                        QString::fromUtf8(word)));
    }
    return isRead && expect('}');
}

bool Parser::plainObject(Value &out, QByteArray firstKey, int depth)
{
    Map map;
    QSet<QByteArray> seen;
    QByteArray name = std::move(firstKey);
    for (;;) {
        seen.insert(name);
        auto &[pairKey, held] = map.pairs.emplace_back();
        pairKey = Value::string(name);
        if (!value(held, depth + 1))
            return false;
        if (take('}'))
            break;
        if (!take(','))
            return fail(m_at, u"expected ',' or '}'"_s);
        qsizetype place = 0;
        if (!key(name, place))
            return false;
        if (name.startsWith('$'))
            return fail(place, u"a word that starts with '$' stands first in its object"_s);
        if (seen.contains(name))
            return fail(place, u"the key stands twice"_s);
    }
    out = Value(std::move(map));
    return true;
}

bool Parser::object(Value &out, int depth)
{
    ++m_at; // the brace
    if (take('}')) {
        out = Value(Map{});
        return true;
    }
    QByteArray first;
    qsizetype place = 0;
    if (!key(first, place))
        return false;
    return first.startsWith('$') ? special(out, first, place, depth)
                                 : plainObject(out, std::move(first), depth);
}

bool Parser::value(Value &out, int depth)
{
    switch (const char c = peek()) {
    case '{':
    case '[':
        if (depth >= maxDepth)
            return fail(m_at, u"lists and maps are nested too deeply"_s);
        return c == '{' ? object(out, depth) : array(out, depth);
    case '"': {
        QByteArray text;
        if (!string(text))
            return false;
        out = Value::string(std::move(text));
        return true;
    }
    case 't':
        return literal("true", Value(true), out);
    case 'f':
        return literal("false", Value(false), out);
    case 'n':
        return literal("null", Value(), out);
    default:
        if (c == '-' || isDigit(c))
            return number(out);
        return fail(m_at, m_at == m_text.size() ? u"the text ends where a value should begin"_s
                                                : u"expected a value"_s);
    }
}

bool Parser::binName(QByteArray &name, qsizetype place, QSet<QByteArray> *seen)
{
    if (name.isEmpty() || name.size() > maxBinName || name.contains('\0'))
        return fail(place, u"a bin name has 1 to 15 bytes and no NUL"_s);
    if (seen->contains(name))
        return fail(place, u"the bin stands twice"_s);
    seen->insert(name);
    return true;
}

/// `[[name,value],…]}` of `{"$bins":…}`.
bool Parser::specialBins(Bins &out)
{
    QSet<QByteArray> seen;
    const auto pair = [&] {
        Value name;
        Bin bin;
        if (!expect('['))
            return false;
        peek();
        const qsizetype place = m_at;
        if (!value(name, 1))
            return false;
        if (name.type() != Value::Type::String)
            return fail(place, u"a bin name is a string"_s);
        bin.name = name.bytes();
        if (!binName(bin.name, place, &seen) || !expect(',') || !value(bin.value, 0) || !expect(']'))
            return false;
        out.push_back(std::move(bin));
        return true;
    };
    return expect('[') && sequence(']', pair) && expect('}');
}

bool Parser::bins(Bins &out)
{
    if (!expect('{'))
        return false;
    QSet<QByteArray> seen;
    bool isSpecial = false;
    const auto member = [&] {
        Bin bin;
        qsizetype place = 0;
        if (!key(bin.name, place))
            return false;
        if (bin.name == binsWord && out.empty()) {
            isSpecial = true;
            return false;
        }
        if (bin.name.startsWith('$'))
            return fail(place, u"a bin name that starts with '$' is written in a \"$bins\""_s);
        if (!binName(bin.name, place, &seen) || !value(bin.value, 0))
            return false;
        out.push_back(std::move(bin));
        return true;
    };
    const bool isRead = sequence('}', member);
    return isSpecial ? specialBins(out) : isRead;
}

} // namespace

Result<Value> fromExactJson(QByteArrayView json)
{
    Parser parser(json);
    Value value;
    if (!parser.value(value, 0) || !parser.end())
        return std::unexpected(parser.error());
    return value;
}

Result<Bins> binsFromExactJson(QByteArrayView json)
{
    Parser parser(json);
    Bins bins;
    if (!parser.bins(bins) || !parser.end())
        return std::unexpected(parser.error());
    return bins;
}

} // namespace Aeroscope
