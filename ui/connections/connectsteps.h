// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/connectreport.h"

#include <QWidget>

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
    void showReport(const ConnectReport &report);
    /// A failure before the first step.
    void showError(const Error &error);
    /// What is shown, a line a step; for tests and screen readers.
    [[nodiscard]] QStringList lines() const { return m_lines; }

private:
    void addLine(const QString &iconName, int tint, const QString &step, const QString &detail);

    QVBoxLayout *m_layout;
    QStringList m_lines;
};

/// "TCP connection", "Sign-in" …
[[nodiscard]] QString connectStepText(ConnectStep step);

} // namespace Aeroscope::Ui
