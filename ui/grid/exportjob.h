// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/grid/aggregate.h"
#include "ui/grid/rowwriter.h"
#include "ui/jobs/job.h"

#include <QTimer>

#include <atomic>
#include <memory>
#include <stop_token>

namespace Aeroscope::Ui {

/// Writes loaded rows to a file on another thread. The file appears whole or not at all: what is stopped or
/// fails leaves an older file of that name as it was.
class ExportJob : public Job
{
    Q_OBJECT

public:
    struct Plan
    {
        QString title{};
        QString file{};
        RowFormat format = RowFormat::Ndjson;
        RowSnapshot rows{};
        RowChoice choice{};
        std::vector<GridColumns::Id> columns{};
    };

    explicit ExportJob(Plan plan, QObject *parent = nullptr);
    ~ExportJob() override;

    void stop() override;

private:
    struct Outcome
    {
        qint64 rows = 0;
        qint64 skipped = 0;
        qint64 bytes = 0;
        QString fault{};
    };
    static Outcome write(const Plan &plan, const std::shared_ptr<std::atomic<qint64>> &progress,
                         const std::stop_token &stop);
    void onEnd(const Outcome &outcome);

    std::stop_source m_stop;
    std::shared_ptr<std::atomic<qint64>> m_rows;
    QTimer m_poll;
};

} // namespace Aeroscope::Ui
