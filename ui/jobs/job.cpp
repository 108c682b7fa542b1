// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/jobs/job.h"

namespace Aeroscope::Ui {

Job::Job(QString title, QObject *parent)
    : QObject(parent)
    , m_title(std::move(title))
{
    m_clock.start();
}

qint64 Job::elapsedMilliseconds() const
{
    return isRunning() ? m_clock.elapsed() : m_elapsed;
}

void Job::setProgress(qint64 done, qint64 total, const QString &detail)
{
    if (!isRunning())
        return;
    m_done = done;
    m_total = total;
    m_detail = detail;
    Q_EMIT changed();
}

void Job::end(State state, const QString &detail)
{
    if (!isRunning())
        return;
    m_elapsed = m_clock.elapsed();
    m_state = state;
    m_detail = detail;
    Q_EMIT changed();
    Q_EMIT finished();
}

} // namespace Aeroscope::Ui
