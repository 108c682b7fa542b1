// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/connections/passworddialog.h"

#include "ui/connections/environmentlook.h"
#include "ui/theme/roles.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace Aeroscope::Ui {

PasswordDialog::PasswordDialog(const Workbench::Profile &profile, QWidget *parent)
    : QDialog(parent)
    , m_field(new QLineEdit(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Sign in"));
    auto *title = new QLabel(tr("Sign in to %1 as %2").arg(profile.name, profile.user), this);
    setTextRole(title, TextRole::Strong);
    auto *note = new QLabel(tr("The password is used for this connection and not saved."), this);
    setTextRole(note, TextRole::Muted);
    m_field->setEchoMode(QLineEdit::Password);
    m_field->setAccessibleName(tr("Password"));
    m_field->setMinimumWidth(320);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    auto *go = buttons->addButton(tr("Sign in"), QDialogButtonBox::AcceptRole);
    setButtonRole(go, ButtonRole::Primary);
    go->setDefault(true);
    auto *edge = new QWidget(this);
    edge->setAutoFillBackground(true);
    edge->setFixedHeight(3);
    QPalette colour;
    colour.setColor(QPalette::Window, environmentLook(profile.environment).fill);
    edge->setPalette(colour);
    auto *inner = new QVBoxLayout;
    inner->setContentsMargins(16, 14, 16, 12);
    inner->setSpacing(10);
    inner->addWidget(title);
    inner->addWidget(m_field);
    inner->addWidget(note);
    inner->addWidget(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(edge);
    layout->addLayout(inner);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT entered(m_field->text());
        accept();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

} // namespace Aeroscope::Ui
