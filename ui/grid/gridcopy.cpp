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

QString cellText(const RowView &row, const RowCells &cells, const GridColumns &columns, int visual)
{
    switch (columns.at(visual).kind) {
    case GridColumns::Kind::Key: {
        const auto key = row.userKey();
        if (key && key->type() == Value::Type::String && key->bytes().isValidUtf8())
            return Workbench::exactText(key->bytes());
        return key ? Workbench::editText(*key) : QString::fromLatin1(row.digest().toHex());
    }
    case GridColumns::Kind::Generation:
        return QString::number(row.generation());
    case GridColumns::Kind::Expiry:
        return row.voidTime().never() ? u"never"_s
                                      : QDateTime::fromSecsSinceEpoch(row.voidTime().unixSeconds(), Qt::UTC)
                                            .toString(Qt::ISODate);
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
        return Workbench::exactText(value->bytes());
    if (value->type() == Value::Type::Hll)
        return u"0x"_s + QString::fromLatin1(value->bytes().toHex());
    return Workbench::editText(*value);
}

/// As spreadsheets read it: quoted when it holds a tab, a quote or a line break.
QString field(QString text)
{
    if (!text.contains(u'\t') && !text.contains(u'\n') && !text.contains(u'\r') && !text.contains(u'"'))
        return text;
    text.replace(u'"', u"\"\""_s);
    return u'"' + text + u'"';
}

} // namespace

QString exactCellText(const RecordStore &store, const GridColumns &columns, qint64 row, int visualColumn)
{
    const RowView view = store.row(row);
    return cellText(view, RowCells(view, store, columns), columns, visualColumn);
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
    if (format == CopyFormat::TextWithHeader) {
        for (int column = first; column <= last; ++column)
            copy.text += field(columns.title(column)) + (column == last ? u'\n' : u'\t');
    }
    for (const RowRanges::Range &range : selection.rows.ranges()) {
        for (qint64 row = range.first; row <= range.last; ++row) {
            if (copy.rows == copyLimit) {
                copy.cut = true;
                return copy;
            }
            ++copy.rows;
            const RowView view = store.row(row);
            if (format == CopyFormat::Json) {
                if (const Result<Record> record = view.toRecord())
                    copy.text += QString::fromUtf8(toExactJson(*record, now)) + u'\n';
                continue;
            }
            const RowCells cells(view, store, columns);
            for (int column = first; column <= last; ++column)
                copy.text += field(cellText(view, cells, columns, column)) + (column == last ? u'\n' : u'\t');
        }
    }
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
