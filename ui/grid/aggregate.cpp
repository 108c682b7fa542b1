// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/aggregate.h"

#include "ui/workbench/valuetext.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

/// Beyond this many different values, new ones are not counted apart.
constexpr qsizetype mostDistinct = 2'000'000;

QString integerText(__int128 number)
{
    if (number == 0)
        return u"0"_s;
    const bool negative = number < 0;
    QString digits;
    while (number != 0) {
        const int digit = static_cast<int>(number % 10);
        digits.prepend(QChar(u'0' + (digit < 0 ? -digit : digit)));
        number /= 10;
    }
    return negative ? u'-' + digits : digits;
}

QString realText(long double real)
{
    return Workbench::editText(Value(static_cast<double>(real)));
}

} // namespace

void Aggregate::add(const CellValue &cell)
{
    if (cell.type == CellValue::Type::Absent)
        return;
    ++cells;
    if (cell.type != CellValue::Type::Number)
        return;
    if (numbers == 0 || compareNumbers(cell, smallest) < 0)
        smallest = cell;
    if (numbers == 0 || compareNumbers(cell, greatest) > 0)
        greatest = cell;
    ++numbers;
    if (cell.isInteger)
        integerSum += cell.integer;
    else {
        integersOnly = false;
        realSum += cell.real;
    }
}

void Aggregate::add(const Aggregate &other)
{
    cells += other.cells;
    if (other.numbers == 0)
        return;
    if (numbers == 0 || compareNumbers(other.smallest, smallest) < 0)
        smallest = other.smallest;
    if (numbers == 0 || compareNumbers(other.greatest, greatest) > 0)
        greatest = other.greatest;
    numbers += other.numbers;
    integersOnly = integersOnly && other.integersOnly;
    integerSum += other.integerSum;
    realSum += other.realSum;
}

QString Aggregate::sumText() const
{
    if (numbers == 0)
        return {};
    return integersOnly ? integerText(integerSum) : realText(realSum + static_cast<long double>(integerSum));
}

QString Aggregate::averageText() const
{
    if (numbers == 0)
        return {};
    const long double average =
        (realSum + static_cast<long double>(integerSum)) / static_cast<long double>(numbers);
    // a reading aid, not data: six digits behind the point are plenty
    QString text = QString::number(static_cast<double>(average), 'f', 6);
    while (text.contains(u'.') && (text.endsWith(u'0') || text.endsWith(u'.'))) {
        const bool point = text.endsWith(u'.');
        text.chop(1);
        if (point)
            break;
    }
    return text;
}

RowRanges RowChoice::inStore() const
{
    if (order.empty())
        return shown;
    std::vector<quint32> rows;
    rows.reserve(static_cast<size_t>(shown.count()));
    for (const RowRanges::Range &range : shown.ranges()) {
        const qint64 last = qMin<qint64>(range.last, static_cast<qint64>(order.size()) - 1);
        for (qint64 row = range.first; row <= last; ++row)
            rows.push_back(order[static_cast<size_t>(row)]);
    }
    std::ranges::sort(rows);
    std::vector<RowRanges::Range> ranges;
    for (const quint32 row : rows) {
        if (!ranges.empty() && ranges.back().last + 1 == row)
            ranges.back().last = row;
        else
            ranges.push_back({row, row});
    }
    RowRanges result;
    result.assign(std::move(ranges));
    return result;
}

Aggregate aggregate(const RowSnapshot &snapshot, const RowChoice &rows,
                    const std::vector<GridColumns::Id> &columns, const std::stop_token &stop)
{
    Aggregate sum;
    for (const RowRanges::Range &range : rows.inStore().ranges()) {
        const bool whole = snapshot.walk(range.first, range.last, stop,
                                         [&](qint64, const RowView &row, const RowChunkPtr &) {
                                             for (const GridColumns::Id &column : columns) {
                                                 CellValue cell = cellValue(row, column);
                                                 // moments have no sum, and "never" is no number
                                                 if (column.isTime() && cell.type == CellValue::Type::Number)
                                                     cell.type = CellValue::Type::Other;
                                                 sum.add(cell);
                                             }
                                         });
        if (!whole)
            break;
    }
    return sum;
}

QString ValueGroup::text() const
{
    if (absent)
        return {};
    const Result<Value> value = decodeParticle(particle, bytes);
    if (!value)
        return {};
    if (value->type() == Value::Type::String && value->bytes().isValidUtf8())
        return Workbench::exactText(value->bytes());
    if (value->type() == Value::Type::Hll || value->type() == Value::Type::Blob)
        return u"0x"_s + QString::fromLatin1(value->bytes().toHex());
    return Workbench::editText(*value);
}

Grouping groupRows(const RowSnapshot &snapshot, const RowChoice &rows, const GridColumns::Id &column,
                   const std::stop_token &stop)
{
    Grouping grouping;
    QHash<QByteArray, qint64> counts; // particle type in front
    qint64 absent = 0;
    QByteArray name;
    for (const RowRanges::Range &range : rows.inStore().ranges()) {
        const bool whole = snapshot.walk(
            range.first, range.last, stop, [&](qint64, const RowView &row, const RowChunkPtr &) {
                ++grouping.rows;
                const CellValue cell = cellValue(row, column);
                if (cell.type == CellValue::Type::Absent) {
                    ++absent;
                    return;
                }
                name.resize(0);
                name.append(static_cast<char>(cell.particle));
                if (column.kind == GridColumns::Kind::Bin || cell.type != CellValue::Type::Number) {
                    name.append(cell.bytes);
                } else {
                    char raw[8]; // numbers that are no particle of the row
                    for (int i = 0; i < 8; ++i)
                        raw[i] = static_cast<char>(static_cast<quint64>(cell.integer) >> (56 - 8 * i));
                    name.append(raw, 8);
                }
                const auto it = counts.find(name);
                if (it != counts.end())
                    ++*it;
                else if (counts.size() < mostDistinct)
                    counts.insert(QByteArray(name.constData(), name.size()), 1);
                else
                    grouping.cut = true;
            });
        if (!whole)
            break;
    }
    grouping.distinct = counts.size();
    for (auto it = counts.cbegin(); it != counts.cend(); ++it)
        grouping.groups.push_back({.particle = static_cast<ParticleType>(static_cast<quint8>(it.key()[0])),
                                   .bytes = it.key().mid(1),
                                   .rows = it.value()});
    if (absent > 0)
        grouping.groups.push_back({.absent = true, .rows = absent});
    const auto first = [](const ValueGroup &a, const ValueGroup &b) {
        return a.rows != b.rows ? a.rows > b.rows
                                : std::pair(a.particle, a.bytes) < std::pair(b.particle, b.bytes);
    };
    const size_t shown = qMin(grouping.groups.size(), static_cast<size_t>(mostGroups));
    std::ranges::partial_sort(grouping.groups, grouping.groups.begin() + static_cast<qsizetype>(shown),
                              first);
    grouping.groups.resize(shown);
    return grouping;
}

} // namespace Aeroscope::Ui
