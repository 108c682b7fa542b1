// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/resultwriter.h"

#include "client/value/exactjson.h"
#include "ui/workbench/keytext.h"

#include <QDataStream>
#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::App {

namespace {

constexpr int tableCellLimit = 40; // characters; a table is for eyes, CSV and JSON are for programs

QByteArray quoted(QByteArray text)
{
    return '"' + text.replace('"', "\"\"") + '"';
}

qint64 nowSeconds()
{
    return QDateTime::currentSecsSinceEpoch();
}

QByteArray expiryText(const Record &record)
{
    const qint64 ttl = record.voidTime.ttlAt(nowSeconds());
    return ttl < 0 ? QByteArray("never") : QByteArray::number(ttl);
}

QString tableCell(const Value *value)
{
    if (!value || value->isNil())
        return u"–"_s;
    QString text;
    if (value->type() == Value::Type::String && value->bytes().isValidUtf8())
        text = value->text();
    else
        text = QString::fromUtf8(toExactJson(*value));
    // Control characters of a stranger's data must not reach a terminal.
    for (QChar &c : text) {
        if (c.category() == QChar::Other_Control)
            c = QChar(0xfffd);
    }
    if (text.size() > tableCellLimit)
        text = text.left(tableCellLimit - 1) + u'…';
    return text;
}

bool isNumber(const Value *value)
{
    return value && (value->type() == Value::Type::Integer || value->type() == Value::Type::Double);
}

} // namespace

std::optional<OutputFormat> outputFormatFromName(const QString &name)
{
    if (name == "ndjson"_L1)
        return OutputFormat::Ndjson;
    if (name == "json"_L1)
        return OutputFormat::Json;
    if (name == "csv"_L1)
        return OutputFormat::Csv;
    if (name == "table"_L1)
        return OutputFormat::Table;
    return {};
}

QByteArray csvCell(const Value &value)
{
    switch (value.type()) {
    case Value::Type::Nil:
        return {};
    case Value::Type::Bool:
    case Value::Type::Integer:
    case Value::Type::Double:
        return toExactJson(value).startsWith('{') ? quoted(toExactJson(value)) : toExactJson(value);
    case Value::Type::String:
        return value.bytes().isValidUtf8() ? quoted(value.bytes()) : quoted(toExactJson(value));
    default:
        return quoted(toExactJson(value));
    }
}

ResultWriter::ResultWriter(OutputFormat format, std::vector<QByteArray> bins, std::FILE *out)
    : m_format(format)
    , m_bins(std::move(bins))
    , m_binsChosen(!m_bins.empty())
    , m_out(out)
{}

ResultWriter::~ResultWriter() = default;

bool ResultWriter::put(const QByteArray &bytes)
{
    if (std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), m_out) ==
        static_cast<size_t>(bytes.size()))
        return true;
    m_error = u"the output could not be written"_s;
    return false;
}

bool ResultWriter::write(const RowChunk &chunk)
{
    const bool aside = m_format == OutputFormat::Table || (m_format == OutputFormat::Csv && !m_binsChosen);
    if (aside)
        return putAside(chunk);
    for (int row = 0; row < chunk.rowCount(); ++row) {
        const Result<Record> record = chunk.row(row).toRecord();
        if (!record) {
            m_error = record.error().toString();
            return false;
        }
        if (!writeRecord(*record))
            return false;
    }
    return std::fflush(m_out) == 0 || put({});
}

bool ResultWriter::writeRecord(const Record &record)
{
    switch (m_format) {
    case OutputFormat::Ndjson:
        ++m_rows;
        return put(toExactJson(record, nowSeconds()) + '\n');
    case OutputFormat::Json:
        return put((m_rows++ == 0 ? "[" : ",\n ") + toExactJson(record, nowSeconds()));
    case OutputFormat::Csv:
        return writeCsvHeader() && writeCsvRow(record);
    case OutputFormat::Table:
        break; // always put aside
    }
    return false;
}

void ResultWriter::noteColumns(const Record &record)
{
    for (const Bin &bin : record.bins) {
        if (std::find(m_bins.begin(), m_bins.end(), bin.name) == m_bins.end())
            m_bins.push_back(bin.name);
    }
}

bool ResultWriter::putAside(const RowChunk &chunk)
{
    if (!m_aside) {
        m_aside = std::make_unique<QTemporaryFile>();
        if (!m_aside->open()) {
            m_error = u"no temporary file for the rows: %1"_s.arg(m_aside->errorString());
            return false;
        }
    }
    QDataStream stream(m_aside.get());
    for (int row = 0; row < chunk.rowCount(); ++row) {
        const Result<Record> record = chunk.row(row).toRecord();
        if (!record) {
            m_error = record.error().toString();
            return false;
        }
        if (!m_binsChosen)
            noteColumns(*record);
        stream << chunk.message(row).toByteArray();
        ++m_rows;
    }
    if (stream.status() != QDataStream::Ok) {
        m_error = u"the rows could not be put aside: %1"_s.arg(m_aside->errorString());
        return false;
    }
    return true;
}

bool ResultWriter::writeCsvHeader()
{
    if (std::exchange(m_headerWritten, true))
        return true;
    QByteArray line = "key,digest,gen,ttl";
    for (const QByteArray &bin : m_bins)
        line += ',' + quoted(bin);
    return put(line + '\n');
}

bool ResultWriter::writeCsvRow(const Record &record)
{
    ++m_rows;
    QByteArray line = record.key.userKey() ? csvCell(*record.key.userKey()) : QByteArray();
    line += ',' + record.key.digest().toHex() + ',' + QByteArray::number(record.generation) + ',';
    line += QByteArray::number(record.voidTime.ttlAt(nowSeconds()));
    for (const QByteArray &bin : m_bins) {
        line += ',';
        if (const Value *value = record.bin(bin))
            line += csvCell(*value);
    }
    return put(line + '\n');
}

bool ResultWriter::writeAside()
{
    if (m_format == OutputFormat::Table)
        return writeTable();
    if (!writeCsvHeader() || !m_aside)
        return m_error.isEmpty();
    m_aside->seek(0);
    QDataStream stream(m_aside.get());
    const qint64 rows = std::exchange(m_rows, 0);
    for (qint64 i = 0; i < rows; ++i) {
        QByteArray message;
        stream >> message;
        const Result<Record> record = RowView(message).toRecord();
        if (!record || !writeCsvRow(*record))
            return false;
    }
    return true;
}

bool ResultWriter::writeTable()
{
    std::vector<QString> header{u"key"_s, u"gen"_s, u"ttl"_s};
    for (const QByteArray &bin : m_bins)
        header.push_back(QString::fromUtf8(bin));
    std::vector<qsizetype> widths;
    for (const QString &name : header)
        widths.push_back(name.size());

    const auto forEachRow = [this](auto &&visit) {
        if (!m_aside)
            return true;
        m_aside->seek(0);
        QDataStream stream(m_aside.get());
        for (qint64 i = 0; i < m_rows; ++i) {
            QByteArray message;
            stream >> message;
            const Result<Record> record = RowView(message).toRecord();
            if (!record || !visit(*record))
                return false;
        }
        return true;
    };
    const auto cells = [this](const Record &record) {
        std::vector<std::pair<QString, bool>> row; // text, right-aligned
        QString key = Workbench::keyToText(record.key);
        if (!record.key.userKey())
            key = key.mid(7);
        row.emplace_back(key, false);
        row.emplace_back(QString::number(record.generation), true);
        row.emplace_back(QString::fromLatin1(expiryText(record)), true);
        for (const QByteArray &bin : m_bins) {
            const Value *value = record.bin(bin);
            row.emplace_back(tableCell(value), isNumber(value));
        }
        return row;
    };
    const bool measured = forEachRow([&](const Record &record) {
        const auto row = cells(record);
        for (size_t column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], row[column].first.size());
        return true;
    });
    if (!measured)
        return false;
    QString line, rule;
    for (size_t column = 0; column < header.size(); ++column) {
        line += header[column].leftJustified(widths[column]) + u"  "_s;
        rule += QString(widths[column], u'─') + u"  "_s;
    }
    if (!put(line.trimmed().toUtf8() + '\n') || !put(rule.trimmed().toUtf8() + '\n'))
        return false;
    return forEachRow([&](const Record &record) {
        QString text;
        const auto row = cells(record);
        for (size_t column = 0; column < row.size(); ++column) {
            const auto &[cell, right] = row[column];
            text +=
                (right ? cell.rightJustified(widths[column]) : cell.leftJustified(widths[column])) + u"  "_s;
        }
        while (text.endsWith(u' '))
            text.chop(1);
        return put(text.toUtf8() + '\n');
    });
}

bool ResultWriter::finish()
{
    bool ok = true;
    switch (m_format) {
    case OutputFormat::Ndjson:
        break;
    case OutputFormat::Json:
        ok = put(m_rows == 0 ? "[]\n" : "]\n");
        break;
    case OutputFormat::Csv:
        ok = m_binsChosen ? writeCsvHeader() : writeAside();
        break;
    case OutputFormat::Table:
        ok = writeAside();
        break;
    }
    if (std::fflush(m_out) != 0) {
        m_error = u"the output could not be written"_s;
        ok = false;
    }
    return ok;
}

} // namespace Aeroscope::App
