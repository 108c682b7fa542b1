// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/valuetext.h"

#include "client/value/exactjson.h"
#include "ui/workbench/geotext.h"

#include <QStringDecoder>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

using Reason = ValueTextFault::Reason;
using Parsed = std::expected<Value, ValueTextFault>;

std::unexpected<ValueTextFault> refuse(Reason reason, QString detail = {})
{
    return std::unexpected(ValueTextFault{reason, std::move(detail)});
}

Parsed parseInteger(const QString &text)
{
    QByteArray digits = text.trimmed().toLatin1();
    if (digits.isEmpty())
        return refuse(Reason::Empty);
    if (digits.startsWith('+') && digits.size() > 1 && digits[1] != '-')
        digits.remove(0, 1);
    qint64 value = 0;
    const auto [end, problem] =
        std::from_chars(digits.constData(), digits.constData() + digits.size(), value);
    if (end != digits.constData() + digits.size() || problem == std::errc::invalid_argument)
        return refuse(Reason::NotAnInteger, text.trimmed());
    if (problem == std::errc::result_out_of_range)
        return refuse(Reason::IntegerOutOfRange, text.trimmed());
    return Value(value);
}

bool hasNonZeroDigit(QByteArrayView text)
{
    for (const char c : text) {
        if (c == 'e' || c == 'E')
            return false;
        if (c >= '1' && c <= '9')
            return true;
    }
    return false;
}

constexpr quint64 canonicalNan = 0x7ff8000000000000;

Parsed parseDouble(const QString &text)
{
    QByteArray word = text.trimmed().toLatin1();
    if (word.isEmpty())
        return refuse(Reason::Empty);
    if (word == "nan")
        return Value(std::bit_cast<double>(canonicalNan));
    if (word.startsWith("nan:")) {
        bool ok = false;
        const quint64 bits = word.sliced(4).toULongLong(&ok, 16);
        const double number = std::bit_cast<double>(bits);
        if (ok && std::isnan(number))
            return Value(number);
        return refuse(Reason::NotANumber, text.trimmed());
    }
    if (word == "inf" || word == "-inf")
        return Value(word[0] == '-' ? -std::numeric_limits<double>::infinity()
                                    : std::numeric_limits<double>::infinity());
    if (word.startsWith('+') && word.size() > 1 && word[1] != '-')
        word.remove(0, 1);
    const char first = word.size() > 1 && word[0] == '-' ? word[1] : word[0];
    if (first != '.' && (first < '0' || first > '9')) // from_chars would take "infinity" and "nan(…)"
        return refuse(Reason::NotANumber, text.trimmed());
    double number = 0;
    const auto [end, problem] = std::from_chars(word.constData(), word.constData() + word.size(), number);
    if (end != word.constData() + word.size() || problem == std::errc::invalid_argument)
        return refuse(Reason::NotANumber, text.trimmed());
    if (problem == std::errc::result_out_of_range || (number == 0.0 && hasNonZeroDigit(word)))
        return refuse(Reason::DoubleOutOfRange, text.trimmed());
    return Value(number);
}

Parsed parseHex(const QString &text, QByteArray &bytes)
{
    QByteArray digits;
    QStringView rest = QStringView(text).trimmed();
    if (rest.startsWith("0x"_L1, Qt::CaseInsensitive))
        rest = rest.sliced(2);
    for (const QChar c : rest) {
        if (c.isSpace())
            continue;
        const char16_t u = c.unicode();
        const bool isHex = (u >= u'0' && u <= u'9') || (u >= u'a' && u <= u'f') || (u >= u'A' && u <= u'F');
        if (!isHex)
            return refuse(Reason::NotHex, QString(c));
        digits.append(static_cast<char>(u));
    }
    if (digits.size() % 2 != 0)
        return refuse(Reason::OddHexDigits);
    bytes = QByteArray::fromHex(digits);
    return Value();
}

bool hasLoneSurrogate(const QString &text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate())
            ++i;
        else if (text[i].isSurrogate())
            return true;
    }
    return false;
}

bool needsEscape(QChar c)
{
    const char16_t u = c.unicode();
    return u < 0x20 || (u >= 0x7f && u < 0xa0) || u == 0x2028 || u == 0x2029 || u == 0xfeff;
}

QString escaped(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        switch (c.unicode()) {
        case u'\\':
            out += "\\\\"_L1;
            break;
        case u'\n':
            out += "\\n"_L1;
            break;
        case u'\r':
            out += "\\r"_L1;
            break;
        case u'\t':
            out += "\\t"_L1;
            break;
        default:
            if (needsEscape(c))
                out += u"\\u%1"_s.arg(static_cast<uint>(c.unicode()), 4, 16, QChar(u'0'));
            else
                out += c;
        }
    }
    return out;
}

Parsed parseEscaped(const QString &text)
{
    QString out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != u'\\') {
            out += text[i];
            continue;
        }
        const QChar next = i + 1 < text.size() ? text[i + 1] : QChar();
        ++i;
        switch (next.unicode()) {
        case u'n':
            out += u'\n';
            break;
        case u'r':
            out += u'\r';
            break;
        case u't':
            out += u'\t';
            break;
        case u'\\':
        case u'"':
            out += next;
            break;
        case u'u': {
            bool ok = false;
            const QString digits = text.mid(i + 1, 4);
            const uint unit = digits.size() == 4 ? digits.toUInt(&ok, 16) : 0;
            if (!ok || digits.startsWith(u'+') || digits.startsWith(u' '))
                return refuse(Reason::InvalidEscape, u"\\u"_s + digits);
            out += QChar(static_cast<char16_t>(unit));
            i += 4;
            break;
        }
        default:
            return refuse(Reason::InvalidEscape, next.isNull() ? u"\\"_s : u"\\"_s + next);
        }
    }
    if (hasLoneSurrogate(out))
        return refuse(Reason::NotText);
    return Value::string(out.toUtf8());
}

Parsed parseContainer(Value::Type type, const QString &text)
{
    if (text.trimmed().isEmpty())
        return refuse(Reason::Empty);
    if (hasLoneSurrogate(text))
        return refuse(Reason::NotText);
    Result<Value> value = fromExactJson(text.toUtf8());
    if (!value)
        return refuse(Reason::InvalidJson, value.error().message);
    if (value->type() != type)
        return refuse(Reason::WrongJsonType);
    return std::move(*value);
}

QString doubleText(double number)
{
    if (std::isnan(number)) {
        const auto bits = std::bit_cast<quint64>(number);
        return bits == canonicalNan ? u"nan"_s : u"nan:"_s + QString::number(bits, 16);
    }
    if (std::isinf(number))
        return number < 0 ? u"-inf"_s : u"inf"_s;
    std::array<char, 32> digits{};
    const auto [end, problem] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    QString text = QString::fromLatin1(digits.data(), end - digits.data());
    if (!text.contains(u'.') && !text.contains(u'e'))
        text += ".0"_L1;
    return text;
}

} // namespace

QString exactText(QByteArrayView utf8)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::ConvertInitialBom);
    return decoder(utf8);
}

TextForm textForm(const Value &value)
{
    if (value.type() != Value::Type::String)
        return TextForm::Plain;
    if (!value.bytes().isValidUtf8())
        return TextForm::Hex;
    return std::ranges::any_of(exactText(value.bytes()), needsEscape) ? TextForm::Escaped : TextForm::Plain;
}

QString editText(const Value &value)
{
    switch (value.type()) {
    case Value::Type::Bool:
        return value.toBool() ? u"true"_s : u"false"_s;
    case Value::Type::Integer:
        return QString::number(value.toInteger());
    case Value::Type::Double:
        return doubleText(value.toDouble());
    case Value::Type::String:
        switch (textForm(value)) {
        case TextForm::Hex:
            return u"0x"_s + QString::fromLatin1(value.bytes().toHex());
        case TextForm::Escaped:
            return escaped(exactText(value.bytes()));
        case TextForm::Plain:
            break;
        }
        return exactText(value.bytes());
    case Value::Type::Blob:
        return value.bytes().isEmpty() ? QString() : u"0x"_s + QString::fromLatin1(value.bytes().toHex());
    case Value::Type::GeoJson:
        return exactText(value.bytes());
    case Value::Type::List:
    case Value::Type::Map:
        return QString::fromUtf8(toExactJson(value));
    default:
        return {};
    }
}

std::expected<Value, ValueTextFault> parseValue(Value::Type type, const QString &text, TextForm form,
                                                const Value *like)
{
    switch (type) {
    case Value::Type::Bool:
        if (const QString word = text.trimmed(); word == "true"_L1 || word == "false"_L1)
            return Value(word == "true"_L1);
        return refuse(Reason::NotABool, text.trimmed());
    case Value::Type::Integer:
        return parseInteger(text);
    case Value::Type::Double:
        return parseDouble(text);
    case Value::Type::String: {
        if (form == TextForm::Hex) {
            QByteArray bytes;
            if (Parsed fault = parseHex(text, bytes); !fault)
                return fault;
            return Value::string(std::move(bytes));
        }
        if (form == TextForm::Escaped)
            return parseEscaped(text);
        if (hasLoneSurrogate(text))
            return refuse(Reason::NotText);
        return Value::string(text.toUtf8());
    }
    case Value::Type::Blob: {
        QByteArray bytes;
        if (Parsed fault = parseHex(text, bytes); !fault)
            return fault;
        const bool keepsType = like && like->type() == Value::Type::Blob;
        return Value::blob(std::move(bytes), keepsType ? like->blobType() : ParticleType::Blob);
    }
    case Value::Type::GeoJson: {
        if (hasLoneSurrogate(text))
            return refuse(Reason::NotText);
        const QByteArray json = text.toUtf8();
        if (const QString fault = geoJsonFault(json); !fault.isEmpty())
            return refuse(Reason::InvalidGeoJson, fault);
        return Value::geoJson(json);
    }
    case Value::Type::List:
    case Value::Type::Map:
        return parseContainer(type, text);
    default:
        return refuse(Reason::ReadOnlyType);
    }
}

Value convertedOrNeutral(const Value &value, Value::Type type)
{
    if (value.type() == type)
        return value;
    const bool numbers = (value.type() == Value::Type::Integer && type == Value::Type::Double) ||
                         (value.type() == Value::Type::Double && type == Value::Type::Integer);
    if (numbers && type == Value::Type::Double) {
        const auto number = static_cast<double>(value.toInteger());
        // 2^53 and beyond may not survive the way there and back
        if (std::abs(number) < 9.0e18 && static_cast<std::int64_t>(number) == value.toInteger())
            return {number};
    } else if (numbers) {
        const double number = value.toDouble();
        if (std::trunc(number) == number && std::abs(number) < 9.0e18)
            return {static_cast<std::int64_t>(number)};
    } else if (type == Value::Type::Blob && value.type() == Value::Type::String) {
        return Value::blob(value.bytes());
    } else if (type == Value::Type::String && value.type() == Value::Type::Blob &&
               value.bytes().isValidUtf8()) {
        return Value::string(value.bytes());
    } else if (textForm(value) == TextForm::Plain && value.type() != Value::Type::Blob) {
        if (auto parsed = parseValue(type, editText(value)))
            return std::move(*parsed);
    }
    switch (type) {
    case Value::Type::Bool:
        return {false};
    case Value::Type::Integer:
        return {0};
    case Value::Type::Double:
        return {0.0};
    case Value::Type::String:
        return Value::string({});
    case Value::Type::Blob:
        return Value::blob({});
    case Value::Type::GeoJson:
        return Value::geoJson(R"({"type":"Point","coordinates":[0.0,0.0]})");
    case Value::Type::List:
        return {List{}};
    case Value::Type::Map:
        return {Map{}};
    default:
        return {};
    }
}

} // namespace Aeroscope::Workbench
