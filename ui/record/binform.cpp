// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/record/binform.h"

#include "ui/record/valuefault.h"
#include "ui/theme/chip.h"
#include "ui/theme/roles.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <limits>

namespace Aeroscope::Ui {

BinForm::BinForm(QWidget *parent)
    : QWidget(parent)
    , m_name(new QLineEdit(this))
    , m_type(new QComboBox(this))
    , m_value(new QLineEdit(this))
    , m_add(new QPushButton(tr("Add"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_fault(new QLabel(this))
{
    m_name->setPlaceholderText(tr("bin"));
    m_name->setAccessibleName(tr("Name of the new bin"));
    m_name->setFont(fixedFont());
    m_name->setMaximumWidth(160);
    m_type->setAccessibleName(tr("Type of the new bin"));
    for (const Value::Type type : editableTypes())
        m_type->addItem(Chip::typeText(type), static_cast<int>(type));
    m_type->setCurrentIndex(m_type->findData(static_cast<int>(Value::Type::String)));
    m_value->setPlaceholderText(tr("value"));
    m_value->setAccessibleName(tr("Value of the new bin"));
    m_value->setFont(fixedFont());
    m_value->setMaxLength(std::numeric_limits<int>::max());
    setTextRole(m_fault, TextRole::Error);
    m_fault->setWordWrap(true);
    m_fault->hide();

    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_name, 2);
    line->addWidget(m_type);
    line->addWidget(m_value, 3);
    line->addWidget(m_add);
    line->addWidget(m_cancel);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 6, 12, 6);
    layout->setSpacing(4);
    layout->addLayout(line);
    layout->addWidget(m_fault);

    const auto touched = [this] {
        m_touched = true;
        check();
    };
    connect(m_name, &QLineEdit::textChanged, this, touched);
    connect(m_value, &QLineEdit::textChanged, this, touched);
    connect(m_type, &QComboBox::currentIndexChanged, this, &BinForm::check);
    connect(m_name, &QLineEdit::returnPressed, this, &BinForm::accept);
    connect(m_value, &QLineEdit::returnPressed, this, &BinForm::accept);
    connect(m_add, &QPushButton::clicked, this, &BinForm::accept);
    connect(m_cancel, &QPushButton::clicked, this, &BinForm::cancelled);
}

Value::Type BinForm::type() const
{
    return static_cast<Value::Type>(m_type->currentData().toInt());
}

void BinForm::begin(const Workbench::RecordEdit &edit)
{
    m_edit = edit;
    m_name->clear();
    m_value->clear();
    m_touched = false;
    m_fault->hide();
    m_name->setFocus();
}

QString BinForm::fault() const
{
    if (const QString fault = binNameFaultText(Workbench::checkBinName(m_name->text().toUtf8(), m_edit));
        !fault.isEmpty())
        return fault;
    const auto value = Workbench::parseValue(type(), m_value->text());
    return value ? QString() : valueFaultText(value.error());
}

void BinForm::check()
{
    const QString why = m_touched && !m_name->text().isEmpty() ? fault() : QString();
    m_fault->setText(why);
    m_fault->setVisible(!why.isEmpty());
}

void BinForm::accept()
{
    if (const QString why = fault(); !why.isEmpty()) {
        m_fault->setText(why);
        m_fault->setVisible(true);
        return;
    }
    Q_EMIT accepted(m_name->text().toUtf8(), *Workbench::parseValue(type(), m_value->text()));
}

void BinForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT cancelled();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace Aeroscope::Ui
