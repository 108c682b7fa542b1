// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/record/keyform.h"

#include "ui/record/valuefault.h"
#include "ui/theme/roles.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>

namespace Aeroscope::Ui {

KeyForm::KeyForm(QWidget *parent)
    : QWidget(parent)
    , m_type(new QComboBox(this))
    , m_text(new QLineEdit(this))
    , m_store(new QCheckBox(tr("Store the key"), this))
    , m_fault(new QLabel(this))
{
    auto *label = new QLabel(tr("Key"), this);
    setTextRole(label, TextRole::Muted);
    m_type->addItem(tr("text"), static_cast<int>(Value::Type::String));
    m_type->addItem(tr("integer"), static_cast<int>(Value::Type::Integer));
    m_type->addItem(tr("bytes"), static_cast<int>(Value::Type::Blob));
    m_type->setAccessibleName(tr("Type of the key"));
    m_text->setAccessibleName(tr("Key of the new record"));
    m_text->setFont(fixedFont());
    m_store->setChecked(true);
    m_store->setToolTip(tr("Without it the server keeps only the digest, and the key cannot be read back"));
    setTextRole(m_fault, TextRole::Error);
    m_fault->hide();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(label);
    line->addWidget(m_type);
    line->addWidget(m_text, 1);
    line->addWidget(m_store);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(4);
    layout->addLayout(line);
    layout->addWidget(m_fault);
    connect(m_text, &QLineEdit::textChanged, this, &KeyForm::check);
    connect(m_type, &QComboBox::currentIndexChanged, this, &KeyForm::check);
    connect(m_store, &QCheckBox::toggled, this, &KeyForm::changed);
}

void KeyForm::begin(const DataSet &dataset)
{
    m_dataset = dataset;
    m_text->clear();
    m_fault->hide();
    m_text->setFocus();
}

std::optional<Key> KeyForm::key() const
{
    const auto type = static_cast<Value::Type>(m_type->currentData().toInt());
    const auto value = Workbench::parseValue(type, m_text->text());
    if (!value || (type != Value::Type::Integer && value->bytes().isEmpty()))
        return std::nullopt;
    Result<Key> key = m_dataset.id(*value);
    return key ? std::optional(std::move(*key)) : std::nullopt;
}

bool KeyForm::storesKey() const
{
    return m_store->isChecked();
}

QString KeyForm::fault() const
{
    if (m_text->text().isEmpty())
        return tr("Type the key of the new record");
    const auto value =
        Workbench::parseValue(static_cast<Value::Type>(m_type->currentData().toInt()), m_text->text());
    if (!value)
        return valueFaultText(value.error());
    return key() ? QString() : tr("This cannot be a key");
}

void KeyForm::check()
{
    const QString why = m_text->text().isEmpty() ? QString() : fault();
    m_fault->setText(why);
    m_fault->setVisible(!why.isEmpty());
    Q_EMIT changed();
}

} // namespace Aeroscope::Ui
