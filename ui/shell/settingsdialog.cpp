// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/settingsdialog.h"

#include "ui/shell/numbercombo.h"
#include "ui/theme/roles.h"
#include "ui/theme/style.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

#include <limits>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

QLabel *formLabel(const QString &text, QWidget *buddy)
{
    auto *label = new QLabel(text);
    setTextRole(label, TextRole::Muted);
    label->setBuddy(buddy);
    label->setMinimumHeight(Style::fieldHeight);
    return label;
}

QLabel *heading(const QString &text)
{
    auto *label = new QLabel(text);
    setTextRole(label, TextRole::Strong);
    return label;
}

quint32 rate(const NumberCombo *combo)
{
    return static_cast<quint32>(qMin<qint64>(combo->value(), std::numeric_limits<quint32>::max()));
}

} // namespace

SettingsDialog::SettingsDialog(const WindowSettings &settings, QWidget *parent)
    : QDialog(parent)
    , m_before(settings)
    , m_theme(new QComboBox(this))
    , m_language(new QComboBox(this))
    , m_font(new QComboBox(this))
    , m_limit(new NumberCombo({10'000, 100, 1'000, 100'000, 1'000'000, 0}, tr("no limit"), this))
    , m_rps(new NumberCombo({0, 100, 500, 1'000, 2'000, 5'000, 10'000}, tr("no limit"), this))
    , m_productionRps(new NumberCombo({2'000, 0, 100, 500, 1'000, 5'000, 10'000}, tr("no limit"), this))
{
    setObjectName(u"settingsDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Settings"));
    m_theme->setAccessibleName(tr("Colours"));
    m_theme->addItem(tr("like the system"), static_cast<int>(ThemeChoice::System));
    m_theme->addItem(tr("light"), static_cast<int>(ThemeChoice::Light));
    m_theme->addItem(tr("dark"), static_cast<int>(ThemeChoice::Dark));
    m_language->setAccessibleName(tr("Language"));
    m_language->addItem(tr("like the system"), QString());
    m_language->addItem(u"English"_s, u"en"_s);
    m_language->addItem(u"Deutsch"_s, u"de"_s);
    m_font->setAccessibleName(tr("Size of the text"));
    for (int step = -2; step <= 8; ++step)
        m_font->addItem(step == 0  ? tr("like the system")
                        : step > 0 ? tr("%1 pt larger").arg(step)
                                   : tr("%1 pt smaller").arg(-step),
                        step);
    m_font->setToolTip(tr("Points added to the size that the system gives"));
    m_limit->setName(tr("Rows of a new query"));
    m_rps->setName(tr("Records per second and node"));
    m_productionRps->setName(tr("Records per second and node of production clusters"));

    auto *form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(heading(tr("Window")));
    form->addRow(formLabel(tr("Colours"), m_theme), m_theme);
    form->addRow(formLabel(tr("Text size"), m_font), m_font);
    form->addRow(formLabel(tr("Language"), m_language), m_language);
    auto *note = new QLabel(tr("Another language shows with the next start."));
    note->setWordWrap(true);
    setTextRole(note, TextRole::Muted);
    form->addRow(QString(), note);
    form->addRow(heading(tr("New queries")));
    form->addRow(formLabel(tr("Limit"), m_limit), m_limit);
    form->addRow(formLabel(tr("Records a second"), m_rps), m_rps);
    form->addRow(formLabel(tr("In production"), m_productionRps), m_productionRps);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_revert = buttons->addButton(tr("Revert"), QDialogButtonBox::ResetRole);
    m_revert->setAutoDefault(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 16, 12);
    layout->setSpacing(12);
    layout->addLayout(form);
    layout->addStretch(1);
    layout->addWidget(buttons);
    setMinimumWidth(420);

    setSettings(settings);
    for (QComboBox *box : {m_theme, m_language, m_font})
        connect(box, &QComboBox::currentIndexChanged, this, &SettingsDialog::apply);
    for (NumberCombo *combo : {m_limit, m_rps, m_productionRps})
        connect(combo, &NumberCombo::valueChanged, this, &SettingsDialog::apply);
    connect(m_revert, &QPushButton::clicked, this, [this] {
        setSettings(m_before);
        apply();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void SettingsDialog::setSettings(const WindowSettings &settings)
{
    m_loading = true;
    m_theme->setCurrentIndex(m_theme->findData(static_cast<int>(settings.theme)));
    m_language->setCurrentIndex(qMax(0, m_language->findData(settings.language)));
    m_font->setCurrentIndex(m_font->findData(settings.fontStep));
    m_limit->setValue(settings.rowLimit);
    m_rps->setValue(settings.recordsPerSecond);
    m_productionRps->setValue(settings.productionRecordsPerSecond);
    m_loading = false;
    m_revert->setEnabled(settings != m_before);
}

WindowSettings SettingsDialog::settings() const
{
    WindowSettings settings;
    settings.theme = static_cast<ThemeChoice>(m_theme->currentData().toInt());
    settings.language = m_language->currentData().toString();
    settings.fontStep = m_font->currentData().toInt();
    settings.rowLimit = m_limit->value();
    settings.recordsPerSecond = rate(m_rps);
    settings.productionRecordsPerSecond = rate(m_productionRps);
    return settings;
}

void SettingsDialog::apply()
{
    if (m_loading)
        return;
    m_revert->setEnabled(settings() != m_before);
    Q_EMIT changed(settings());
}

} // namespace Aeroscope::Ui
