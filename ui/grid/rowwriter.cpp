// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/rowwriter.h"

#include "client/value/exactjson.h"
#include "ui/workbench/valuetext.h"

#include <QDateTime>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

struct CellText
{
    QString text{};
    /// Written by somebody: may hold anything, also what a spreadsheet takes for a formula.
    bool isText = false;
};

CellText valueText(const Value &value)
{
    if (value.type() == Value::Type::String && value.bytes().isValidUtf8())
        return {Workbench::exactText(value.bytes()), true};
    if (value.type() == Value::Type::Hll)
        return {u"0x"_s + QString::fromLatin1(value.bytes().toHex())};
    return {Workbench::editText(value)};
}

CellText cellText(const RowView &row, const GridColumns::Id &column, qint64 now)
{
    switch (column.kind) {
    case GridColumns::Kind::Key: {
        const auto key = row.userKey();
        return key ? valueText(*key) : CellText{QString::fromLatin1(row.digest().toHex())};
    }
    case GridColumns::Kind::Digest:
        return {QString::fromLatin1(row.digest().toHex())};
    case GridColumns::Kind::Generation:
        return {QString::number(row.generation())};
    case GridColumns::Kind::Partition:
        return {QString::number(row.digest().partitionId())};
    case GridColumns::Kind::Ttl:
        return {QString::number(row.voidTime().ttlAt(now))};
    case GridColumns::Kind::Expiry:
        return {
            row.voidTime().never()
                ? u"never"_s
                : QDateTime::fromSecsSinceEpoch(row.voidTime().unixSeconds(), Qt::UTC).toString(Qt::ISODate)};
    case GridColumns::Kind::Bin:
        break;
    }
    const auto raw = row.bin(column.bin);
    if (!raw)
        return {};
    const Result<Value> value = decodeParticle(raw->particle, raw->bytes);
    return value ? valueText(*value) : CellText{};
}

QString quoted(QString text)
{
    text.replace(u'"', u"\"\""_s);
    return u'"' + text + u'"';
}

/// Spreadsheets run a cell that begins so, wherever it came from. Apostrophes in front count as nothing, so
/// that taking one away leads back to the text.
bool looksLikeFormula(const QString &text)
{
    const auto first = std::ranges::find_if(text, [](QChar c) { return c != u'\''; });
    return first != text.end() && u"=+-@\t\r"_s.contains(*first);
}

} // namespace

QString exactText(const RowView &row, const GridColumns::Id &column, qint64 nowUnixSeconds)
{
    return cellText(row, column, nowUnixSeconds).text;
}

RowWriter::RowWriter(RowFormat format, std::vector<GridColumns::Id> columns, bool withNames,
                     qint64 nowUnixSeconds)
    : m_format(format)
    , m_columns(std::move(columns))
    , m_names(withNames)
    , m_now(nowUnixSeconds)
{}

QString RowWriter::cell(QString text, bool isText) const
{
    switch (m_format) {
    case RowFormat::Csv:
        if (isText && looksLikeFormula(text))
            text.prepend(u'\'');
        return text.contains(u',') || text.contains(u'"') || text.contains(u'\n') || text.contains(u'\r')
                   ? quoted(text)
                   : text;
    case RowFormat::Markdown:
        text.replace(u'\\', u"\\\\"_s).replace(u'|', u"\\|"_s);
        return text.replace(u"\r\n"_s, u"<br>"_s).replace(u'\n', u"<br>"_s).replace(u'\r', u"<br>"_s);
    default:
        break;
    }
    return text.contains(u'\t') || text.contains(u'\n') || text.contains(u'\r') || text.contains(u'"')
               ? quoted(text)
               : text;
}

void RowWriter::line(QByteArray &out, const QStringList &cells) const
{
    if (m_format == RowFormat::Markdown)
        out += (u"| "_s + cells.join(u" | "_s) + u" |\n"_s).toUtf8();
    else if (m_format == RowFormat::Csv)
        out += (cells.join(u',') + u"\r\n"_s).toUtf8();
    else
        out += (cells.join(u'\t') + u'\n').toUtf8();
}

void RowWriter::begin(QByteArray &out) const
{
    if (m_format == RowFormat::Json)
        out += "[\n";
    if (!m_names || m_format == RowFormat::Json || m_format == RowFormat::Ndjson)
        return;
    QStringList names;
    for (const GridColumns::Id &column : m_columns)
        names.append(cell(GridColumns::title(column), true));
    line(out, names);
    if (m_format == RowFormat::Markdown)
        line(out, QStringList(names.size(), u"---"_s));
}

bool RowWriter::append(QByteArray &out, const RowView &row)
{
    if (!row.isValid())
        return false;
    if (m_format == RowFormat::Json || m_format == RowFormat::Ndjson) {
        const Result<Record> record = row.toRecord();
        if (!record)
            return false;
        if (m_format == RowFormat::Json && m_rows > 0)
            out += ",\n";
        out += toExactJson(*record, m_now);
        if (m_format == RowFormat::Ndjson)
            out += '\n';
    } else {
        QStringList texts;
        for (const GridColumns::Id &column : m_columns) {
            const CellText text = cellText(row, column, m_now);
            texts.append(cell(text.text, text.isText));
        }
        line(out, texts);
    }
    ++m_rows;
    return true;
}

void RowWriter::end(QByteArray &out) const
{
    if (m_format == RowFormat::Json)
        out += "\n]\n";
}

} // namespace Aeroscope::Ui
