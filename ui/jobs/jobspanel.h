// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QList>
#include <QWidget>

class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace Aeroscope::Ui {

class Job;

/// The jobs of the window, the newest first, each with its progress and a way to stop it. Takes the jobs that
/// it is given and keeps them until the list is cleared.
class JobsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit JobsPanel(QWidget *parent = nullptr);

    void add(Job *job);
    [[nodiscard]] const QList<Job *> &jobs() const noexcept { return m_jobs; }
    [[nodiscard]] int runningCount() const;
    void clearFinished();

Q_SIGNALS:
    void countChanged();

private:
    void updateEmpty();

    QList<Job *> m_jobs;
    QWidget *m_list;
    QVBoxLayout *m_lines;
    QLabel *m_empty;
    QPushButton *m_clear;
};

} // namespace Aeroscope::Ui
