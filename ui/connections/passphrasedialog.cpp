// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/connections/passphrasedialog.h"

#include "ui/shell/errortext.h"
#include "ui/theme/roles.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>

namespace Aeroscope::Ui {

PassphraseDialog::PassphraseDialog(Workbench::SecretStore *secrets, QWidget *parent)
    : QDialog(parent)
    , m_secrets(secrets)
    , m_fresh(!secrets->hasVaultFile())
    , m_field(new QLineEdit(this))
    , m_again(new QLineEdit(this))
    , m_fault(new QLabel(this))
{
    setObjectName(QStringLiteral("passphraseDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Saved passwords"));
    auto *title = new QLabel(m_fresh ? tr("Choose a passphrase for saved passwords")
                                     : tr("Passphrase of the saved passwords"),
                             this);
    setTextRole(title, TextRole::Strong);
    auto *note = new QLabel(
        m_fresh ? tr("There is no keychain on this computer, so passwords are kept in an encrypted "
                     "file. The passphrase is kept nowhere: without it they cannot be read.")
                : tr("Asked for once, until the program ends."),
        this);
    note->setWordWrap(true);
    note->setMinimumWidth(360);
    setTextRole(note, TextRole::Muted);
    m_field->setEchoMode(QLineEdit::Password);
    m_field->setAccessibleName(tr("Passphrase"));
    m_field->setPlaceholderText(tr("passphrase"));
    m_again->setEchoMode(QLineEdit::Password);
    m_again->setAccessibleName(tr("Passphrase once more"));
    m_again->setPlaceholderText(tr("once more"));
    m_again->setVisible(m_fresh);
    setTextRole(m_fault, TextRole::Error);
    m_fault->setWordWrap(true);
    m_fault->hide();
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_open =
        buttons->addButton(m_fresh ? tr("Use this passphrase") : tr("Open"), QDialogButtonBox::AcceptRole);
    setButtonRole(m_open, ButtonRole::Primary);
    m_open->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 16, 12);
    layout->setSpacing(10);
    for (QWidget *widget : std::initializer_list<QWidget *>{title, m_field, m_again, note, m_fault, buttons})
        layout->addWidget(widget);
    for (QLineEdit *field : {m_field, m_again})
        connect(field, &QLineEdit::textChanged, this, &PassphraseDialog::updateState);
    connect(buttons, &QDialogButtonBox::accepted, this, &PassphraseDialog::tryOpen);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    updateState();
}

void PassphraseDialog::updateState()
{
    m_fault->hide();
    m_open->setEnabled(!m_field->text().isEmpty() && (!m_fresh || m_field->text() == m_again->text()));
}

void PassphraseDialog::tryOpen()
{
    m_open->setEnabled(false);
    m_secrets->unlock(m_field->text(), [self = QPointer(this)](const Result<void> &opened) {
        if (!self)
            return;
        if (opened) {
            Q_EMIT self->opened();
            self->accept();
            return;
        }
        self->updateState();
        self->m_fault->setText(errorText(opened.error()).detail);
        self->m_fault->show();
        self->m_field->selectAll();
        self->m_field->setFocus();
    });
}

} // namespace Aeroscope::Ui
