// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/exactjson.h"

#include "client/value/exactjsonwords_p.h"

#include <QSet>

#include <array>
#include <bit>
#include <charconv>
#include <cmath>

namespace Aeroscope {

namespace {

using namespace ExactJson;

void appendEscaped(QByteArray &out, QByteArrayView utf8)
{
    constexpr std::string_view hexDigits = "0123456789abcdef";
    out.append('"');
    qsizetype plainFrom = 0;
    for (qsizetype i = 0; i < utf8.size(); ++i) {
        const char c = utf8[i];
        if (static_cast<quint8>(c) >= 0x20 && c != '"' && c != '\\')
            continue;
        out.append(utf8.sliced(plainFrom, i - plainFrom));
        plainFrom = i + 1;
        out.append('\\');
        switch (c) {
        case '"':
        case '\\':
            out.append(c);
            break;
        case '\n':
            out.append('n');
            break;
        case '\r':
            out.append('r');
            break;
        case '\t':
            out.append('t');
            break;
        case '\b':
            out.append('b');
            break;
        case '\f':
            out.append('f');
            break;
        default:
            out.append("u00");
            out.append(hexDigits[static_cast<quint8>(c) >> 4]);
            out.append(hexDigits[static_cast<quint8>(c) & 0x0f]);
            break;
        }
    }
    out.append(utf8.sliced(plainFrom));
    out.append('"');
}

/// `{"word":"base64"` without the closing brace.
void appendOpenBase64(QByteArray &out, QByteArrayView word, const QByteArray &bytes)
{
    out.append("{\"").append(word).append("\":\"").append(bytes.toBase64()).append('"');
}

void appendBase64(QByteArray &out, QByteArrayView word, const QByteArray &bytes)
{
    appendOpenBase64(out, word, bytes);
    out.append('}');
}

void appendText(QByteArray &out, const QByteArray &bytes)
{
    if (bytes.isValidUtf8())
        appendEscaped(out, bytes);
    else
        appendBase64(out, stringWord, bytes);
}

void appendDouble(QByteArray &out, double number)
{
    if (std::isnan(number)) {
        out.append("{\"$double\":\"nan");
        if (const auto bits = std::bit_cast<quint64>(number); bits != canonicalNan)
            out.append(':').append(QByteArray::number(bits, 16)); // a NaN has no leading zeros
        out.append("\"}");
        return;
    }
    if (std::isinf(number)) {
        out.append(number < 0 ? R"({"$double":"-inf"})" : R"({"$double":"inf"})");
        return;
    }
    std::array<char, 32> digits{};
    const auto [end, problem] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    Q_ASSERT(problem == std::errc());
    const QByteArrayView text(digits.data(), end - digits.data());
    out.append(text);
    if (!text.contains('.') && !text.contains('e'))
        out.append(".0");
}

void appendItems(QByteArray &out, const std::vector<Value> &items)
{
    out.append('[');
    bool isFirst = true;
    for (const Value &item : items) {
        if (!isFirst)
            out.append(',');
        isFirst = false;
        appendExactJson(out, item);
    }
    out.append(']');
}

bool isPlainObject(const Map &map)
{
    if (map.order != MapOrder::Unordered)
        return false;
    QSet<QByteArray> seen;
    for (const auto &pair : map.pairs) {
        const Value &key = pair.first;
        if (key.type() != Value::Type::String || key.bytes().startsWith('$') || !key.bytes().isValidUtf8())
            return false;
        seen.insert(key.bytes());
    }
    return seen.size() == static_cast<qsizetype>(map.pairs.size());
}

void appendMap(QByteArray &out, const Map &map)
{
    bool isFirst = true;
    const auto separate = [&out, &isFirst] {
        if (!isFirst)
            out.append(',');
        isFirst = false;
    };
    if (isPlainObject(map)) {
        out.append('{');
        for (const auto &[key, value] : map.pairs) {
            separate();
            appendEscaped(out, key.bytes());
            out.append(':');
            appendExactJson(out, value);
        }
        out.append('}');
        return;
    }
    out.append("{\"$map\":[");
    for (const auto &[key, value] : map.pairs) {
        separate();
        out.append('[');
        appendExactJson(out, key);
        out.append(',');
        appendExactJson(out, value);
        out.append(']');
    }
    out.append("],\"order\":\"").append(mapOrderWord(map.order)).append("\"}");
}

bool isPlainBins(const Bins &bins)
{
    QSet<QByteArray> seen;
    for (const Bin &bin : bins) {
        if (bin.name.startsWith('$') || !bin.name.isValidUtf8())
            return false;
        seen.insert(bin.name);
    }
    return seen.size() == static_cast<qsizetype>(bins.size());
}

void appendBins(QByteArray &out, const Bins &bins)
{
    const bool isPlain = isPlainBins(bins);
    out.append(isPlain ? "{" : "{\"$bins\":[");
    bool isFirst = true;
    for (const Bin &bin : bins) {
        if (!isFirst)
            out.append(',');
        isFirst = false;
        if (!isPlain)
            out.append('[');
        appendText(out, bin.name);
        out.append(isPlain ? ':' : ',');
        appendExactJson(out, bin.value);
        if (!isPlain)
            out.append(']');
    }
    out.append(isPlain ? "}" : "]}");
}

} // namespace

void appendExactJson(QByteArray &out, const Value &value)
{
    switch (value.type()) {
    case Value::Type::Nil:
        out.append("null");
        break;
    case Value::Type::Bool:
        out.append(value.toBool() ? "true" : "false");
        break;
    case Value::Type::Integer:
        out.append(QByteArray::number(static_cast<qint64>(value.toInteger())));
        break;
    case Value::Type::Double:
        appendDouble(out, value.toDouble());
        break;
    case Value::Type::String:
        appendText(out, value.bytes());
        break;
    case Value::Type::Blob:
        appendOpenBase64(out, blobWord, value.bytes());
        if (value.blobType() != ParticleType::Blob)
            out.append(",\"type\":\"").append(blobTypeWord(value.blobType())).append('"');
        out.append('}');
        break;
    case Value::Type::GeoJson:
        out.append("{\"$geo\":");
        appendText(out, value.bytes());
        out.append('}');
        break;
    case Value::Type::Hll:
        appendBase64(out, hllWord, value.bytes());
        break;
    case Value::Type::RawBytes:
        appendBase64(out, rawWord, value.bytes());
        break;
    case Value::Type::Opaque:
        appendBase64(out, msgpackWord, value.bytes());
        break;
    case Value::Type::Infinity:
        out.append(R"({"$cdt":"infinity"})");
        break;
    case Value::Type::Wildcard:
        out.append(R"({"$cdt":"wildcard"})");
        break;
    case Value::Type::List:
        if (value.list().order == ListOrder::Unordered) {
            appendItems(out, value.list().items);
        } else {
            out.append("{\"$list\":");
            appendItems(out, value.list().items);
            out.append(",\"order\":\"ordered\"}");
        }
        break;
    case Value::Type::Map:
        appendMap(out, value.map());
        break;
    }
}

QByteArray toExactJson(const Value &value)
{
    QByteArray out;
    appendExactJson(out, value);
    return out;
}

QByteArray toExactJson(const Record &record, qint64 nowUnixSeconds)
{
    QByteArray out("{");
    if (record.key.userKey()) {
        out.append("\"key\":");
        appendExactJson(out, *record.key.userKey());
        out.append(',');
    }
    out.append("\"digest\":\"").append(record.key.digest().toHex());
    out.append("\",\"gen\":").append(QByteArray::number(record.generation));
    out.append(",\"ttl\":").append(QByteArray::number(record.voidTime.ttlAt(nowUnixSeconds)));
    out.append(",\"bins\":");
    appendBins(out, record.bins);
    out.append('}');
    return out;
}

} // namespace Aeroscope
