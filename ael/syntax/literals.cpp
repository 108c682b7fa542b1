// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/syntax/literals.h"

#include <QLatin1StringView>

#include <charconv>
#include <limits>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

namespace {

constexpr int digitOf(QChar c) noexcept
{
    const char16_t unit = c.unicode();
    if (unit >= u'0' && unit <= u'9')
        return unit - u'0';
    if (unit >= u'a' && unit <= u'f')
        return unit - u'a' + 10;
    if (unit >= u'A' && unit <= u'F')
        return unit - u'A' + 10;
    return -1;
}

struct Radix
{
    quint64 base;
    QStringView digits;
};

Radix radixOf(QStringView digits) noexcept
{
    if (digits.size() > 2 && digits[0] == u'0') {
        if (digits[1] == u'x' || digits[1] == u'X')
            return {16, digits.sliced(2)};
        if (digits[1] == u'b' || digits[1] == u'B')
            return {2, digits.sliced(2)};
    }
    return {10, digits};
}

constexpr int base64Digit(char c) noexcept
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+')
        return 62;
    if (c == '/')
        return 63;
    return -1;
}

} // namespace

std::optional<qint64> Magnitude::signedValue(bool negative) const noexcept
{
    constexpr auto limit = static_cast<quint64>(std::numeric_limits<qint64>::max());
    if (overflow || value > limit + (negative ? 1 : 0))
        return {};
    if (!negative)
        return static_cast<qint64>(value);
    return value == limit + 1 ? std::numeric_limits<qint64>::min() : -static_cast<qint64>(value);
}

Magnitude parseMagnitude(QStringView digits) noexcept
{
    const Radix radix = radixOf(digits);
    Magnitude result;
    for (const QChar c : radix.digits) {
        const auto digit = static_cast<quint64>(digitOf(c));
        if (result.value > (std::numeric_limits<quint64>::max() - digit) / radix.base)
            result.overflow = true;
        result.value = result.value * radix.base + digit;
    }
    result.leadingZeros = radix.base == 10 && radix.digits.size() > 1 && radix.digits[0] == u'0' &&
                          (result.overflow || result.value != 0);
    return result;
}

double parseAsDouble(QStringView digits) noexcept
{
    const Radix radix = radixOf(digits);
    if (radix.base != 10) {
        // Exact as long as it matters: a double holds every multiple that shifting can produce up to 2^1023.
        double result = 0;
        for (const QChar c : radix.digits)
            result = result * static_cast<double>(radix.base) + digitOf(c);
        return result;
    }
    const QByteArray text = radix.digits.toLatin1();
    double result = 0;
    const auto [end, error] = std::from_chars(text.constData(), text.constData() + text.size(), result);
    return error == std::errc::result_out_of_range && result >= 0.5 ? std::numeric_limits<double>::infinity()
                                                                    : result;
}

std::optional<QByteArray> parseBlobLiteral(QStringView token)
{
    const qsizetype quote = token.indexOf(u'\'');
    const QStringView content = token.sliced(quote + 1, token.size() - quote - 2);
    if (token[0] == u'X') {
        if (content.size() % 2 != 0)
            return {};
        QByteArray bytes;
        bytes.reserve(content.size() / 2);
        for (qsizetype i = 0; i < content.size(); i += 2) {
            const int high = digitOf(content[i]);
            const int low = digitOf(content[i + 1]);
            if (high < 0 || low < 0)
                return {};
            bytes.append(static_cast<char>(high * 16 + low));
        }
        return bytes;
    }
    QByteArray digits;
    qsizetype padding = 0;
    for (const QChar c : content) {
        const auto latin = static_cast<char>(c.unicode() < 0x80 ? c.unicode() : 0);
        if (latin == '=')
            ++padding;
        else if (padding > 0 || base64Digit(latin) < 0)
            return {};
        else
            digits.append(latin);
    }
    if (digits.size() % 4 == 1 || padding > 2 || (padding > 0 && content.size() % 4 != 0))
        return {};
    return QByteArray::fromBase64(digits, QByteArray::OmitTrailingEquals);
}

std::optional<QByteArray> decodeLenientBase64(const QByteArray &text)
{
    QByteArray bytes;
    int inGroup = 0;
    int padding = 0;
    int rest = 0;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) > 0x7f)
            return {};
        if (c == '=') {
            if (inGroup >= 2 && inGroup + ++padding >= 4)
                return bytes; // what follows a full padding does not count
            continue;
        }
        const int digit = base64Digit(c);
        if (digit < 0)
            continue;
        padding = 0;
        switch (inGroup) {
        case 0:
            rest = digit;
            break;
        case 1:
            bytes.append(static_cast<char>((rest << 2) | (digit >> 4)));
            rest = digit & 0x0f;
            break;
        case 2:
            bytes.append(static_cast<char>((rest << 4) | (digit >> 2)));
            rest = digit & 0x03;
            break;
        default:
            bytes.append(static_cast<char>((rest << 6) | digit));
            break;
        }
        inGroup = (inGroup + 1) % 4;
    }
    if (inGroup != 0)
        return {};
    return bytes;
}

} // namespace Aeroscope::Ael
