// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/connectreport.h"
#include "ui/connections/connecthints.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace Aeroscope::Ui {

/// How connecting goes, step by step, in plain words.
class ConnectSteps : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectSteps(QWidget *parent = nullptr);

    void clear();
    void showWorking();
    /// `profile` decides what is proposed as a remedy.
    void showReport(const ConnectReport &report, const Workbench::Profile &profile);
    /// A failure before the first step.
    void showError(const Error &error);
    /// What is shown, a line a step; for tests and screen readers.
    [[nodiscard]] QStringList lines() const { return m_lines; }
    /// The remedies that are offered, as buttons.
    [[nodiscard]] const QList<QPushButton *> &mends() const noexcept { return m_mends; }

Q_SIGNALS:
    void mendRequested(const Aeroscope::Ui::ConnectHint::Action &action);

private:
    void addHint(const ConnectHint &hint);
    void addNote(const QString &text);

    void addLine(const QString &iconName, int tint, const QString &step, const QString &detail);

    QVBoxLayout *m_layout;
    QStringList m_lines;
    QList<QPushButton *> m_mends;
};

/// "TCP connection", "Sign-in" …
[[nodiscard]] QString connectStepText(ConnectStep step);

} // namespace Aeroscope::Ui
