// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/selectionsummary.h"

#include "ui/grid/recordgrid.h"
#include "ui/grid/rowjob.h"
#include "ui/workbench/humantext.h"

#include <chrono>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

using namespace std::chrono_literals;
constexpr auto pause = 80ms;

} // namespace

SelectionSummary::SelectionSummary(RecordGrid *grid, QObject *parent)
    : QObject(parent)
    , m_grid(grid)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(pause);
    connect(&m_pause, &QTimer::timeout, this, &SelectionSummary::begin);
    connect(m_grid, &RecordGrid::selectionChanged, this, [this] {
        m_job.request_stop();
        m_busy = true;
        m_pause.start();
    });
}

SelectionSummary::~SelectionSummary()
{
    m_job.request_stop();
}

void SelectionSummary::setText(const QString &text)
{
    m_busy = false;
    if (m_text == text)
        return;
    m_text = text;
    Q_EMIT changed();
}

void SelectionSummary::begin()
{
    const GridSelection &selection = m_grid->selection();
    const qint64 rows = selection.rows.count();
    const std::vector<GridColumns::Id> columns = m_grid->chosenColumns();
    if (rows == 0 || (rows == 1 && (selection.wholeRows || columns.size() <= 1))) {
        setText({});
        return;
    }
    const QString selected = tr("%1 rows selected").arg(Workbench::groupedCount(rows));
    if (selection.wholeRows) {
        setText(selected);
        return;
    }
    const QString what = columns.size() == 1 ? GridColumns::title(columns.front())
                                             : tr("%n column(s)", nullptr, static_cast<int>(columns.size()));
    m_job = startRowJob(
        this,
        [snapshot = m_grid->store()->snapshot(), rows = m_grid->chosenRows(),
         columns](const std::stop_token &stop) { return aggregate(snapshot, rows, columns, stop); },
        [this, what, selected, rows](const Aggregate &sum) {
            if (sum.numbers == 0) {
                setText(selected);
                return;
            }
            setText(tr("%1 of %2 selected: sum %3, avg %4, min %5, max %6")
                        .arg(what, Workbench::groupedCount(rows), sum.sumText(), sum.averageText(),
                             sum.smallestText(), sum.greatestText()));
        });
}

} // namespace Aeroscope::Ui
