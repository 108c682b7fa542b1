// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/connections/unlockdialog.h"

#include "ui/connections/environmentlook.h"
#include "ui/theme/roles.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace Aeroscope::Ui {

UnlockDialog::UnlockDialog(const Workbench::Profile &profile, QWidget *parent)
    : QDialog(parent)
    , m_name(new QLineEdit(this))
    , m_duration(new QComboBox(this))
{
    setObjectName(QStringLiteral("unlockDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Unlock for writing"));
    const EnvironmentLook look = environmentLook(profile.environment);
    auto *band = new QLabel(look.word + QStringLiteral("   ") + profile.name, this);
    band->setTextFormat(Qt::PlainText);
    band->setAutoFillBackground(true);
    band->setContentsMargins(16, 4, 16, 4);
    QPalette colours = band->palette();
    colours.setColor(QPalette::Window, look.fill);
    colours.setColor(QPalette::WindowText, look.text);
    band->setPalette(colours);
    QFont strong = band->font();
    strong.setWeight(QFont::DemiBold);
    band->setFont(strong);
    auto *text =
        new QLabel(tr("This tab is read-only because it is bound to a production cluster. For the time "
                      "you choose here, changes in this tab are sent to it. Other tabs stay locked."),
                   this);
    text->setWordWrap(true);
    text->setMinimumWidth(400);
    auto *label = new QLabel(tr("Type %1 to unlock").arg(profile.name), this);
    label->setTextFormat(Qt::PlainText);
    setTextRole(label, TextRole::Muted);
    label->setBuddy(m_name);
    m_name->setAccessibleName(tr("Name of the cluster"));
    m_duration->setAccessibleName(tr("For how long"));
    for (const int minutes : {5, 10, 30, 60})
        m_duration->addItem(tr("for %n minute(s)", nullptr, minutes), minutes);
    m_duration->setCurrentIndex(1);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Cancel)->setDefault(true);
    m_unlock = buttons->addButton(tr("Unlock this tab"), QDialogButtonBox::AcceptRole);
    setButtonRole(m_unlock, ButtonRole::Danger);
    m_unlock->setAutoDefault(false);
    m_unlock->setEnabled(false);
    auto *inner = new QVBoxLayout;
    inner->setContentsMargins(16, 14, 16, 12);
    inner->setSpacing(10);
    inner->addWidget(text);
    inner->addWidget(label);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_name, 1);
    line->addWidget(m_duration);
    inner->addLayout(line);
    inner->addWidget(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(band);
    layout->addLayout(inner);
    connect(m_name, &QLineEdit::textChanged, this, [this, name = profile.name](const QString &typed) {
        m_unlock->setEnabled(typed.trimmed() == name);
    });
    connect(m_name, &QLineEdit::returnPressed, m_unlock, &QPushButton::click);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT unlocked(std::chrono::minutes(m_duration->currentData().toInt()));
        accept();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_name->setFocus();
}

} // namespace Aeroscope::Ui
