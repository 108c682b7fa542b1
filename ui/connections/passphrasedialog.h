// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/workbench/secretstore.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace Aeroscope::Ui {

/// Asks for the passphrase of the file of saved passwords, or for a new one, and opens the file. Opened with
/// open().
class PassphraseDialog : public QDialog
{
    Q_OBJECT

public:
    explicit PassphraseDialog(Workbench::SecretStore *secrets, QWidget *parent = nullptr);

    [[nodiscard]] QLineEdit *field() const noexcept { return m_field; }
    /// Only for a new one: typed twice.
    [[nodiscard]] QLineEdit *again() const noexcept { return m_again; }
    [[nodiscard]] QLabel *fault() const noexcept { return m_fault; }
    [[nodiscard]] QPushButton *openButton() const noexcept { return m_open; }

Q_SIGNALS:
    /// The file is open.
    void opened();

private:
    void updateState();
    void tryOpen();

    Workbench::SecretStore *m_secrets;
    bool m_fresh;
    QLineEdit *m_field;
    QLineEdit *m_again;
    QLabel *m_fault;
    QPushButton *m_open;
};

} // namespace Aeroscope::Ui
