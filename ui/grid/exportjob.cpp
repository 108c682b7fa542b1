// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/exportjob.h"

#include "ui/grid/rowjob.h"
#include "ui/workbench/humantext.h"

#include <QDateTime>
#include <QFileInfo>
#include <QSaveFile>

#include <chrono>

namespace Aeroscope::Ui {

namespace {

using namespace std::chrono_literals;
constexpr auto progressInterval = 100ms;
constexpr qsizetype block = 256 * 1024;

} // namespace

ExportJob::ExportJob(Plan plan, QObject *parent)
    : Job(plan.title, parent)
    , m_rows(std::make_shared<std::atomic<qint64>>(0))
{
    setFolder(QFileInfo(plan.file).absolutePath());
    const qint64 total = plan.choice.count();
    m_poll.setInterval(progressInterval);
    connect(&m_poll, &QTimer::timeout, this, [this, total] {
        const qint64 done = m_rows->load(std::memory_order_relaxed);
        const qint64 ms = qMax<qint64>(1, elapsedMilliseconds());
        setProgress(done, total,
                    tr("%1 of %2 rows · %3 rows/s")
                        .arg(Workbench::groupedCount(done), Workbench::groupedCount(total),
                             Workbench::compactCount(done * 1000 / ms)));
    });
    m_poll.start();
    setProgress(0, total, tr("0 of %1 rows").arg(Workbench::groupedCount(total)));
    m_stop = startRowJob(
        this,
        [plan = std::move(plan), progress = m_rows](const std::stop_token &stop) {
            return write(plan, progress, stop);
        },
        [this](const Outcome &outcome) { onEnd(outcome); });
}

ExportJob::~ExportJob()
{
    m_stop.request_stop();
}

void ExportJob::stop()
{
    if (!isRunning())
        return;
    m_stop.request_stop();
    m_poll.stop();
    end(State::Stopped, tr("Stopped. No file was written"));
}

ExportJob::Outcome ExportJob::write(const Plan &plan, const std::shared_ptr<std::atomic<qint64>> &progress,
                                    const std::stop_token &stop)
{
    Outcome outcome;
    QSaveFile file(plan.file);
    if (!file.open(QIODevice::WriteOnly)) {
        outcome.fault = file.errorString();
        return outcome;
    }
    RowWriter writer(plan.format, plan.columns, true, QDateTime::currentSecsSinceEpoch());
    QByteArray out;
    const auto flush = [&] {
        outcome.bytes += out.size();
        if (outcome.fault.isEmpty() && file.write(out) != out.size())
            outcome.fault = file.errorString();
        out.resize(0);
    };
    const auto row = [&](qint64, const RowView &view, const RowChunkPtr &) {
        if (!writer.append(out, view))
            ++outcome.skipped;
        progress->store(writer.rows(), std::memory_order_relaxed);
        if (out.size() >= block)
            flush();
    };
    RowReader reader(plan.rows);
    writer.begin(out);
    for (const RowRanges::Range &range : plan.choice.shown.ranges()) {
        if (stop.stop_requested() || !outcome.fault.isEmpty())
            break;
        if (plan.choice.order.empty()) {
            (void)plan.rows.walk(range.first, range.last, stop, row);
            continue;
        }
        for (qint64 shown = range.first; shown <= range.last && !stop.stop_requested(); ++shown) {
            const qint64 stored = plan.choice.order[static_cast<size_t>(shown)];
            row(stored, reader.row(stored), nullptr);
        }
    }
    writer.end(out);
    flush();
    outcome.rows = writer.rows();
    if (stop.stop_requested() || !outcome.fault.isEmpty())
        file.cancelWriting();
    else if (!file.commit())
        outcome.fault = file.errorString();
    return outcome;
}

void ExportJob::onEnd(const Outcome &outcome)
{
    m_poll.stop();
    if (!outcome.fault.isEmpty()) {
        end(State::Failed, tr("Not written: %1").arg(outcome.fault));
        return;
    }
    setProgress(outcome.rows, outcome.rows, detail());
    QString text = tr("%1 rows, %2 in %3")
                       .arg(Workbench::groupedCount(outcome.rows), Workbench::byteSize(outcome.bytes),
                            Workbench::durationText(std::chrono::milliseconds(elapsedMilliseconds())));
    if (outcome.skipped > 0)
        text += QStringLiteral(" · ") +
                tr("%1 rows could not be read").arg(Workbench::groupedCount(outcome.skipped));
    end(State::Done, text);
}

} // namespace Aeroscope::Ui
