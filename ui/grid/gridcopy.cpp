// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/gridcopy.h"

#include "client/value/exactjson.h"
#include "ui/grid/cellformat.h"
#include "ui/grid/recordgrid.h"
#include "ui/workbench/humantext.h"
#include "ui/workbench/valuetext.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

struct CellText
{
    QString text{};
    /// Written by somebody: may hold anything, also what a spreadsheet takes for a formula.
    bool isText = false;
};

CellText cellText(const RowView &row, const RowCells &cells, const GridColumns &columns, int visual)
{
    switch (columns.at(visual).kind) {
    case GridColumns::Kind::Key: {
        const auto key = row.userKey();
        if (key && key->type() == Value::Type::String && key->bytes().isValidUtf8())
            return {Workbench::exactText(key->bytes()), true};
        return {key ? Workbench::editText(*key) : QString::fromLatin1(row.digest().toHex())};
    }
    case GridColumns::Kind::Generation:
        return {QString::number(row.generation())};
    case GridColumns::Kind::Expiry:
        return {
            row.voidTime().never()
                ? u"never"_s
                : QDateTime::fromSecsSinceEpoch(row.voidTime().unixSeconds(), Qt::UTC).toString(Qt::ISODate)};
    case GridColumns::Kind::Bin:
        break;
    }
    const auto raw = cells.bin(visual);
    if (!raw)
        return {};
    const Result<Value> value = decodeParticle(raw->particle, raw->bytes);
    if (!value)
        return {};
    if (value->type() == Value::Type::String && value->bytes().isValidUtf8())
        return {Workbench::exactText(value->bytes()), true};
    if (value->type() == Value::Type::Hll)
        return {u"0x"_s + QString::fromLatin1(value->bytes().toHex())};
    return {Workbench::editText(*value)};
}

QString quoted(QString text)
{
    text.replace(u'"', u"\"\""_s);
    return u'"' + text + u'"';
}

/// Spreadsheets run a cell that begins so, wherever it came from.
bool looksLikeFormula(const QString &text)
{
    return !text.isEmpty() && u"=+-@\t\r"_s.contains(text.front());
}

/// One cell as the format writes it.
QString cell(const CellText &cell, CopyFormat format)
{
    QString text = cell.text;
    switch (format) {
    case CopyFormat::Csv:
        if (cell.isText && looksLikeFormula(text))
            text.prepend(u'\'');
        return text.contains(u',') || text.contains(u'"') || text.contains(u'\n') || text.contains(u'\r')
                   ? quoted(text)
                   : text;
    case CopyFormat::Markdown:
        text.replace(u'\\', u"\\\\"_s).replace(u'|', u"\\|"_s);
        return text.replace(u"\r\n"_s, u"<br>"_s).replace(u'\n', u"<br>"_s).replace(u'\r', u"<br>"_s);
    default:
        break;
    }
    // as spreadsheets read what is pasted
    return text.contains(u'\t') || text.contains(u'\n') || text.contains(u'\r') || text.contains(u'"')
               ? quoted(text)
               : text;
}

QString line(const QStringList &cells, CopyFormat format)
{
    if (format == CopyFormat::Markdown)
        return u"| "_s + cells.join(u" | "_s) + u" |\n"_s;
    return format == CopyFormat::Csv ? cells.join(u',') + u"\r\n"_s : cells.join(u'\t') + u'\n';
}

} // namespace

QString exactCellText(const RecordStore &store, const GridColumns &columns, qint64 row, int visualColumn)
{
    const RowView view = store.row(row);
    return cellText(view, RowCells(view, store, columns), columns, visualColumn).text;
}

CopyText copyText(const RecordStore &store, const GridColumns &columns, const GridSelection &selection,
                  CopyFormat format)
{
    CopyText copy;
    const qint64 rows = selection.rows.count();
    if (rows == 0)
        return copy;
    const int first = selection.wholeRows ? 0 : selection.firstColumn;
    const int last =
        selection.wholeRows ? columns.count() - 1 : qMin(selection.lastColumn, columns.count() - 1);
    if (format == CopyFormat::Text && rows == 1 && first == last) {
        copy.text = exactCellText(store, columns, selection.rows.ranges().front().first, first);
        copy.rows = 1;
        return copy;
    }
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    const bool records = format == CopyFormat::Ndjson || format == CopyFormat::Json;
    if (format == CopyFormat::Json)
        copy.text = u"[\n"_s;
    if (!records && format != CopyFormat::Text) {
        QStringList names;
        for (int column = first; column <= last; ++column)
            names.append(cell({columns.title(column), true}, format));
        copy.text = line(names, format);
        if (format == CopyFormat::Markdown)
            copy.text += line(QStringList(names.size(), u"---"_s), format);
    }
    for (const RowRanges::Range &range : selection.rows.ranges()) {
        for (qint64 row = range.first; row <= range.last && !copy.cut; ++row) {
            if (copy.rows == copyLimit) {
                copy.cut = true;
                break;
            }
            const RowView view = store.row(row);
            if (records) {
                const Result<Record> record = view.toRecord();
                if (!record)
                    continue;
                if (format == CopyFormat::Json && copy.rows > 0)
                    copy.text += u",\n"_s;
                copy.text += QString::fromUtf8(toExactJson(*record, now));
                if (format == CopyFormat::Ndjson)
                    copy.text += u'\n';
            } else {
                const RowCells cells(view, store, columns);
                QStringList texts;
                for (int column = first; column <= last; ++column)
                    texts.append(cell(cellText(view, cells, columns, column), format));
                copy.text += line(texts, format);
            }
            ++copy.rows;
        }
    }
    if (format == CopyFormat::Json)
        copy.text += u"\n]\n"_s;
    return copy;
}

void copySelection(RecordGrid *grid, CopyFormat format)
{
    const CopyText copy = copyText(*grid->store(), *grid->columns(), grid->selection(), format);
    if (copy.rows == 0)
        return;
    QGuiApplication::clipboard()->setText(copy.text);
    if (copy.cut)
        Q_EMIT grid->notice(RecordGrid::tr("Copied the first %1 of %2 selected rows")
                                .arg(Workbench::groupedCount(copy.rows),
                                     Workbench::groupedCount(grid->selection().rows.count())));
    else
        Q_EMIT grid->notice(RecordGrid::tr("Copied %n row(s)", nullptr, static_cast<int>(copy.rows)));
}

} // namespace Aeroscope::Ui
