// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/cellcondition.h"

#include "ui/workbench/humantext.h"

#include <algorithm>
#include <charconv>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool isAscii(QByteArrayView bytes)
{
    return std::ranges::all_of(bytes, [](char c) { return static_cast<quint8>(c) < 0x80; });
}

/// `needle` is in lower case.
bool containsAscii(QByteArrayView hay, QByteArrayView needle)
{
    return std::ranges::search(hay, needle, {}, lowered).begin() != hay.end();
}

std::optional<CellValue> numberOf(const QByteArray &text)
{
    CellValue cell;
    cell.type = CellValue::Type::Number;
    const char *first = text.constData();
    const char *last = first + text.size();
    const char *digits = first != last && *first == '+' ? first + 1 : first;
    if (digits == last)
        return std::nullopt;
    if (const auto [end, fault] = std::from_chars(digits, last, cell.integer);
        fault == std::errc{} && end == last) {
        cell.isInteger = true;
        cell.real = static_cast<double>(cell.integer);
        return cell;
    }
    if (const auto [end, fault] = std::from_chars(digits, last, cell.real);
        fault == std::errc{} && end == last)
        return cell;
    return std::nullopt;
}

std::optional<qint64> spanOf(const QString &text)
{
    if (text.size() < 2)
        return std::nullopt;
    qint64 unit = 0;
    switch (text.back().toLower().unicode()) {
    case u's':
        unit = 1;
        break;
    case u'm':
        unit = 60;
        break;
    case u'h':
        unit = 3600;
        break;
    case u'd':
        unit = 86400;
        break;
    default:
        return std::nullopt;
    }
    bool ok = false;
    const qint64 count = text.chopped(1).trimmed().toLongLong(&ok);
    return ok && count >= 0 && count < 1'000'000'000 ? std::optional(count * unit) : std::nullopt;
}

} // namespace

CellCondition::Operand CellCondition::operandOf(const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    return {.text = text, .utf8 = utf8, .number = numberOf(utf8), .span = spanOf(text)};
}

std::optional<CellCondition> CellCondition::fromText(const QString &text)
{
    const QString typed = text.trimmed();
    if (typed.isEmpty())
        return std::nullopt;
    CellCondition condition;
    QString rest = typed;
    if (typed == u"*"_s) {
        condition.m_operator = Operator::Present;
        return condition;
    }
    if (typed == u"!"_s) {
        condition.m_operator = Operator::Absent;
        return condition;
    }
    static constexpr std::pair<QLatin1StringView, Operator> signs[] = {
        {"!="_L1, Operator::NotEqual}, {">="_L1, Operator::GreaterEqual}, {"<="_L1, Operator::LessEqual},
        {"=="_L1, Operator::Equal},    {"="_L1, Operator::Equal},         {">"_L1, Operator::Greater},
        {"<"_L1, Operator::Less}};
    for (const auto &[sign, op] : signs) {
        if (typed.startsWith(sign)) {
            condition.m_operator = op;
            rest = typed.mid(sign.size()).trimmed();
            break;
        }
    }
    const bool compares = condition.m_operator != Operator::Contains;
    if (compares && rest.isEmpty() && condition.m_operator != Operator::Equal &&
        condition.m_operator != Operator::NotEqual)
        return std::nullopt; // half typed
    if (compares && rest.size() >= 2 && rest.startsWith(u'"') && rest.endsWith(u'"'))
        rest = rest.mid(1, rest.size() - 2); // so that blanks at the edges can be asked for
    if (!compares) {
        const qsizetype dots = typed.indexOf(u".."_s);
        if (dots > 0 && dots + 2 < typed.size()) {
            const Operand first = operandOf(typed.left(dots).trimmed());
            const Operand second = operandOf(typed.mid(dots + 2).trimmed());
            if ((first.number && second.number) || (first.span && second.span)) {
                condition.m_operator = Operator::Between;
                condition.m_first = first;
                condition.m_second = second;
                condition.m_text = typed;
                return condition;
            }
        }
    }
    condition.m_text = rest;
    condition.m_first = operandOf(rest);
    condition.m_lowNeedle = rest.toLower().toUtf8();
    condition.m_asciiNeedle = isAscii(condition.m_first.utf8);
    return condition;
}

std::optional<CellCondition> CellCondition::containing(const QString &text)
{
    if (text.isEmpty())
        return std::nullopt;
    CellCondition condition;
    condition.m_text = text;
    condition.m_first = operandOf(text);
    condition.m_lowNeedle = text.toLower().toUtf8();
    condition.m_asciiNeedle = isAscii(condition.m_first.utf8);
    return condition;
}

bool CellCondition::contains(const CellValue &cell) const
{
    if (cell.type == CellValue::Type::Number && cell.isInteger) {
        char digits[24];
        const auto [end, fault] = std::to_chars(digits, digits + sizeof digits, cell.integer);
        return fault == std::errc{} && containsAscii(QByteArrayView(digits, end - digits), m_lowNeedle);
    }
    if (cell.type == CellValue::Type::Text && m_asciiNeedle) {
        if (containsAscii(cell.bytes, m_lowNeedle))
            return true;
        return !isAscii(cell.bytes) && QString::fromUtf8(cell.bytes).contains(m_text, Qt::CaseInsensitive);
    }
    return cell.text().contains(m_text, Qt::CaseInsensitive);
}

std::optional<std::weak_ordering> CellCondition::order(const CellValue &cell, const Operand &operand) const
{
    if (cell.type == CellValue::Type::Number)
        return operand.number ? std::optional(compareNumbers(cell, *operand.number)) : std::nullopt;
    if (cell.type == CellValue::Type::Text) {
        const int way = cell.bytes.compare(operand.utf8);
        return way <=> 0;
    }
    const int way = cell.text().compare(operand.text);
    return way <=> 0;
}

bool CellCondition::expires(const CellValue &cell, qint64 nowUnixSeconds) const
{
    const bool never = cell.integer == std::numeric_limits<qint64>::max();
    const VoidTime when{
        never ? 0U : static_cast<quint32>(qMax<qint64>(1, cell.integer - VoidTime::epochUnixSeconds))};
    const qint64 left = never ? std::numeric_limits<qint64>::max() : when.ttlAt(nowUnixSeconds);
    const auto wanted = [](const Operand &operand) -> std::optional<qint64> {
        if (operand.span)
            return operand.span;
        return operand.number && operand.number->isInteger ? std::optional(operand.number->integer)
                                                           : std::nullopt;
    };
    const auto first = wanted(m_first);
    switch (m_operator) {
    case Operator::Contains:
        return Workbench::expiryText(when, nowUnixSeconds).contains(m_text, Qt::CaseInsensitive);
    case Operator::Equal:
    case Operator::NotEqual: {
        const bool same =
            first ? left == *first
                  : Workbench::expiryText(when, nowUnixSeconds).compare(m_text, Qt::CaseInsensitive) == 0;
        return same == (m_operator == Operator::Equal);
    }
    case Operator::Less:
        return first && left < *first;
    case Operator::LessEqual:
        return first && left <= *first;
    case Operator::Greater:
        return first && left > *first;
    case Operator::GreaterEqual:
        return first && left >= *first;
    case Operator::Between: {
        const auto second = wanted(m_second);
        return first && second && left >= *first && left <= *second;
    }
    case Operator::Present:
        return !never;
    case Operator::Absent:
        return never;
    }
    return false;
}

bool CellCondition::matches(const RowView &row, const GridColumns::Id &column, qint64 nowUnixSeconds) const
{
    const CellValue cell = cellValue(row, column);
    if (column.isTime())
        return expires(cell, nowUnixSeconds);
    const bool absent = cell.type == CellValue::Type::Absent;
    if (m_operator == Operator::Present || m_operator == Operator::Absent)
        return absent == (m_operator == Operator::Absent);
    if (absent)
        return m_operator == Operator::NotEqual || (m_operator == Operator::Equal && m_text.isEmpty());
    switch (m_operator) {
    case Operator::Contains:
        return contains(cell);
    case Operator::Between: {
        const auto low = order(cell, m_first);
        const auto high = order(cell, m_second);
        return cell.type == CellValue::Type::Number && low && high && *low >= 0 && *high <= 0;
    }
    default:
        break;
    }
    const bool equality = m_operator == Operator::Equal || m_operator == Operator::NotEqual;
    if (!equality && m_first.number && cell.type != CellValue::Type::Number)
        return false; // a text is not greater than a number
    const auto way = order(cell, m_first);
    if (!way)
        return m_operator == Operator::NotEqual;
    switch (m_operator) {
    case Operator::Equal:
        return *way == 0;
    case Operator::NotEqual:
        return *way != 0;
    case Operator::Less:
        return *way < 0;
    case Operator::LessEqual:
        return *way <= 0;
    case Operator::Greater:
        return *way > 0;
    case Operator::GreaterEqual:
        return *way >= 0;
    default:
        return false;
    }
}

} // namespace Aeroscope::Ui
