// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/jobs/jobspanel.h"

#include "ui/jobs/job.h"
#include "ui/theme/roles.h"

#include <QBoxLayout>
#include <QDesktopServices>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

/// One job on one line.
class JobLine : public QWidget
{
public:
    JobLine(Job *job, QWidget *parent)
        : QWidget(parent)
        , m_job(job)
        , m_bar(new QProgressBar(this))
        , m_detail(new QLabel(this))
        , m_stop(new QPushButton(JobsPanel::tr("Stop"), this))
        , m_open(new QPushButton(JobsPanel::tr("Open folder"), this))
    {
        auto *title = new QLabel(job->title(), this);
        title->setTextFormat(Qt::PlainText);
        title->setMinimumWidth(160);
        m_bar->setTextVisible(false);
        m_bar->setFixedSize(152, 8);
        m_bar->setAccessibleName(JobsPanel::tr("Progress of %1").arg(job->title()));
        m_detail->setTextFormat(Qt::PlainText);
        setTextRole(m_detail, TextRole::Muted);
        m_stop->setAccessibleName(JobsPanel::tr("Stop %1").arg(job->title()));
        m_open->setAccessibleName(JobsPanel::tr("Open the folder of %1").arg(job->title()));
        setButtonRole(m_open, ButtonRole::Link);
        auto *layout = new QHBoxLayout(this);
        layout->setContentsMargins(12, 4, 12, 4);
        layout->setSpacing(12);
        layout->addWidget(title);
        layout->addWidget(m_bar);
        layout->addWidget(m_detail, 1);
        layout->addWidget(m_open);
        layout->addWidget(m_stop);
        connect(m_stop, &QPushButton::clicked, job, &Job::stop);
        connect(m_open, &QPushButton::clicked, job,
                [job] { QDesktopServices::openUrl(QUrl::fromLocalFile(job->folder())); });
        connect(job, &Job::changed, this, [this] { update(); });
        update();
    }

private:
    void update()
    {
        const bool running = m_job->isRunning();
        // the bar counts in int
        m_bar->setRange(0, m_job->total() > 0 ? 1000 : running ? 0 : 1);
        m_bar->setValue(m_job->total() > 0 ? static_cast<int>(m_job->done() * 1000 / m_job->total())
                                           : m_bar->maximum());
        m_bar->setVisible(running);
        m_detail->setText(m_job->detail());
        setTextRole(m_detail, m_job->state() == Job::State::Failed ? TextRole::Error : TextRole::Muted);
        m_stop->setVisible(running);
        m_open->setVisible(m_job->state() == Job::State::Done && !m_job->folder().isEmpty());
    }

    Job *m_job;
    QProgressBar *m_bar;
    QLabel *m_detail;
    QPushButton *m_stop;
    QPushButton *m_open;
};

} // namespace

JobsPanel::JobsPanel(QWidget *parent)
    : QWidget(parent)
    , m_list(new QWidget(this))
    , m_lines(new QVBoxLayout(m_list))
    , m_empty(
          new QLabel(tr("No jobs. Exports appear here, with their progress and a way to stop them."), this))
    , m_clear(new QPushButton(tr("Clear finished"), this))
{
    setTextRole(m_empty, TextRole::Muted);
    m_empty->setWordWrap(true);
    m_empty->setContentsMargins(12, 12, 12, 12);
    setButtonRole(m_clear, ButtonRole::Link);
    m_lines->setContentsMargins(0, 4, 0, 4);
    m_lines->setSpacing(0);
    m_lines->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(m_list);
    scroll->setAccessibleName(tr("Jobs"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_empty);
    layout->addWidget(scroll, 1);
    layout->addWidget(m_clear, 0, Qt::AlignRight);
    connect(m_clear, &QPushButton::clicked, this, &JobsPanel::clearFinished);
    updateEmpty();
}

void JobsPanel::add(Job *job)
{
    job->setParent(this);
    m_jobs.prepend(job);
    m_lines->insertWidget(0, new JobLine(job, m_list));
    connect(job, &Job::finished, this, [this] {
        updateEmpty();
        Q_EMIT countChanged();
    });
    updateEmpty();
    Q_EMIT countChanged();
}

int JobsPanel::runningCount() const
{
    return static_cast<int>(std::ranges::count_if(m_jobs, &Job::isRunning));
}

void JobsPanel::clearFinished()
{
    for (int i = static_cast<int>(m_jobs.size()) - 1; i >= 0; --i) {
        if (m_jobs[i]->isRunning())
            continue;
        const QLayoutItem *item = m_lines->itemAt(i);
        delete item->widget(); // takes its item out of the layout too
        m_jobs.takeAt(i)->deleteLater();
    }
    updateEmpty();
    Q_EMIT countChanged();
}

void JobsPanel::updateEmpty()
{
    m_empty->setVisible(m_jobs.isEmpty());
    m_clear->setVisible(runningCount() < m_jobs.size());
}

} // namespace Aeroscope::Ui
