// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/workbench/profile.h"

#include <QDialog>

class QLineEdit;

namespace Aeroscope::Ui {

/// Asks for the password of one sign-in; it is kept nowhere. Opened with open().
class PasswordDialog : public QDialog
{
    Q_OBJECT

public:
    explicit PasswordDialog(const Workbench::Profile &profile, QWidget *parent = nullptr);
    [[nodiscard]] QLineEdit *field() const noexcept { return m_field; }

Q_SIGNALS:
    void entered(const QString &password);

private:
    QLineEdit *m_field;
};

} // namespace Aeroscope::Ui
