// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/gridcopy.h"

#include "ael/conditiontree.h"
#include "ael/service/literaltext.h"
#include "ui/grid/recordgrid.h"
#include "ui/grid/rowjob.h"
#include "ui/workbench/humantext.h"
#include "ui/workbench/valuetext.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

/// So many rows are copied before control returns.
constexpr qint64 rowsAtOnce = 200;

RowFormat rowFormat(CopyFormat format)
{
    switch (format) {
    case CopyFormat::Csv:
        return RowFormat::Csv;
    case CopyFormat::Markdown:
        return RowFormat::Markdown;
    case CopyFormat::Ndjson:
        return RowFormat::Ndjson;
    case CopyFormat::Json:
        return RowFormat::Json;
    default:
        return RowFormat::Tsv;
    }
}

/// Each range of shown rows is a range of the store, or single rows of it.
template <class Visit>
void walkShown(const RowSnapshot &snapshot, const RowChoice &rows, qint64 limit, const std::stop_token &stop,
               Visit visit)
{
    qint64 left = limit;
    RowReader reader(snapshot);
    for (const RowRanges::Range &range : rows.shown.ranges()) {
        const qint64 last = qMin(range.last, range.first + left - 1);
        left -= qMax<qint64>(0, last - range.first + 1);
        if (rows.order.empty()) {
            (void)snapshot.walk(range.first, last, stop,
                                [&](qint64, const RowView &row, const RowChunkPtr &) { visit(row); });
            continue;
        }
        for (qint64 row = range.first; row <= last && !stop.stop_requested(); ++row)
            visit(reader.row(rows.order[static_cast<size_t>(row)]));
    }
}

/// Every chosen cell of the row that can be asked for by its value.
std::optional<Ael::Condition> rowCondition(const RowView &row, const std::vector<GridColumns::Id> &columns)
{
    Ael::Condition all;
    all.kind = Ael::Condition::Kind::All;
    for (const GridColumns::Id &column : columns) {
        Ael::Condition test;
        if (column.kind != GridColumns::Kind::Bin)
            continue;
        const auto subject = Ael::binText(column.bin);
        if (!subject)
            continue;
        test.subject = *subject;
        const auto raw = row.bin(column.bin);
        const Result<Value> value = raw ? decodeParticle(raw->particle, raw->bytes) : Result<Value>(Value());
        if (!value)
            continue;
        switch (value->type()) {
        case Value::Type::Integer:
        case Value::Type::Double:
        case Value::Type::String:
        case Value::Type::Bool:
            test.value = *value;
            break;
        default:
            continue; // compared as a whole they say little
        }
        if (Ael::textFromCondition(test))
            all.parts.append(test);
    }
    if (all.parts.isEmpty())
        return std::nullopt;
    return all.parts.size() == 1 ? all.parts.first() : all;
}

CopyText aelText(const RowSnapshot &snapshot, const RowChoice &rows,
                 const std::vector<GridColumns::Id> &columns, const std::stop_token &stop)
{
    CopyText copy;
    copy.cut = rows.count() > aelCopyLimit;
    Ael::Condition any;
    any.kind = Ael::Condition::Kind::Any;
    QStringList known;
    walkShown(snapshot, rows, aelCopyLimit, stop, [&](const RowView &row) {
        const auto condition = rowCondition(row, columns);
        const auto text = condition ? Ael::textFromCondition(*condition) : std::nullopt;
        if (!text)
            return;
        ++copy.rows;
        if (!known.contains(*text)) {
            known.append(*text);
            any.parts.append(*condition);
        }
    });
    if (any.parts.size() == 1)
        any = Ael::Condition(any.parts.first());
    if (!known.isEmpty())
        copy.text = Ael::textFromCondition(any).value_or(QString());
    return copy;
}

void put(RecordGrid *grid, const CopyText &copy, qint64 selected)
{
    if (copy.rows == 0) {
        Q_EMIT grid->notice(RecordGrid::tr("Nothing in the selection can be copied so"));
        return;
    }
    QGuiApplication::clipboard()->setText(copy.text);
    if (copy.cut)
        Q_EMIT grid->notice(
            RecordGrid::tr("Copied the first %1 of %2 selected rows; export takes all of them")
                .arg(Workbench::groupedCount(copy.rows), Workbench::groupedCount(selected)));
    else
        Q_EMIT grid->notice(RecordGrid::tr("Copied %n row(s)", nullptr, static_cast<int>(copy.rows)));
}

} // namespace

CopyText copyText(const RowSnapshot &snapshot, const RowChoice &rows,
                  const std::vector<GridColumns::Id> &columns, CopyFormat format, qint64 nowUnixSeconds,
                  const std::stop_token &stop)
{
    if (format == CopyFormat::Ael)
        return aelText(snapshot, rows, columns, stop);
    CopyText copy;
    if (rows.shown.isEmpty())
        return copy;
    if (format == CopyFormat::Text && rows.count() == 1 && columns.size() == 1) {
        walkShown(snapshot, rows, 1, stop, [&](const RowView &row) {
            copy.text = exactText(row, columns.front(), nowUnixSeconds);
            copy.rows = 1;
        });
        return copy;
    }
    RowWriter writer(rowFormat(format), columns, format != CopyFormat::Text, nowUnixSeconds);
    QByteArray text;
    writer.begin(text);
    walkShown(snapshot, rows, copyLimit, stop, [&](const RowView &row) { writer.append(text, row); });
    writer.end(text);
    copy.text = Workbench::exactText(text);
    copy.rows = writer.rows();
    copy.cut = rows.count() > copyLimit;
    return copy;
}

void copySelection(RecordGrid *grid, CopyFormat format)
{
    const qint64 selected = grid->selection().rows.count();
    if (selected == 0)
        return;
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    if (selected <= rowsAtOnce) {
        put(grid, copyText(grid->store()->snapshot(), grid->chosenRows(), grid->chosenColumns(), format, now),
            selected);
        return;
    }
    Q_EMIT grid->notice(RecordGrid::tr("Copying…"));
    startRowJob(
        grid,
        [snapshot = grid->store()->snapshot(), rows = grid->chosenRows(), columns = grid->chosenColumns(),
         format,
         now](const std::stop_token &stop) { return copyText(snapshot, rows, columns, format, now, stop); },
        [grid, selected](const CopyText &copy) { put(grid, copy, selected); });
}

} // namespace Aeroscope::Ui
