// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/workbench/profile.h"

#include <QDialog>

#include <chrono>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace Aeroscope::Ui {

/// Asks whether one tab may write to a production cluster for a while: its name must be typed. Opened with
/// open().
class UnlockDialog : public QDialog
{
    Q_OBJECT

public:
    explicit UnlockDialog(const Workbench::Profile &profile, QWidget *parent = nullptr);

    [[nodiscard]] QLineEdit *nameField() const noexcept { return m_name; }
    [[nodiscard]] QComboBox *duration() const noexcept { return m_duration; }
    [[nodiscard]] QPushButton *unlockButton() const noexcept { return m_unlock; }

Q_SIGNALS:
    void unlocked(std::chrono::milliseconds duration);

private:
    QLineEdit *m_name;
    QComboBox *m_duration;
    QPushButton *m_unlock;
};

} // namespace Aeroscope::Ui
