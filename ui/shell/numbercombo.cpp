// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/numbercombo.h"

#include "ui/workbench/humantext.h"

#include <QLineEdit>
#include <QSignalBlocker>

namespace Aeroscope::Ui {

NumberCombo::NumberCombo(const QList<qint64> &choices, const QString &zeroText, QWidget *parent)
    : QComboBox(parent)
    , m_zeroText(zeroText)
{
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    for (const qint64 choice : choices)
        addItem(textOf(choice), choice);
    setValue(choices.value(0));
    connect(this, &QComboBox::activated, this, [this](int index) { takeText(itemText(index)); });
    connect(lineEdit(), &QLineEdit::editingFinished, this, [this] { takeText(currentText()); });
}

void NumberCombo::setName(const QString &name)
{
    setAccessibleName(name);
    lineEdit()->setAccessibleName(name);
}

void NumberCombo::fitWidth()
{
    int text = 0;
    for (int i = 0; i < count(); ++i)
        text = qMax(text, fontMetrics().horizontalAdvance(itemText(i)));
    setFixedWidth(text + 48); // margins and arrow
}

QString NumberCombo::textOf(qint64 value) const
{
    return value == 0 ? m_zeroText : Workbench::groupedCount(value);
}

void NumberCombo::setValue(qint64 value)
{
    m_value = value;
    const QSignalBlocker quiet(this);
    setEditText(textOf(value));
}

void NumberCombo::takeText(const QString &text)
{
    QString digits;
    for (const QChar c : text) {
        if (!c.isSpace() && c != QLatin1Char(',') && c != QLatin1Char('.') && c != QLatin1Char('\''))
            digits += c;
    }
    bool ok = false;
    qint64 next = digits.toLongLong(&ok);
    if (text == m_zeroText || digits.isEmpty()) {
        next = 0;
        ok = true;
    }
    const qint64 before = m_value;
    setValue(ok && next >= 0 ? next : before);
    if (m_value != before)
        Q_EMIT valueChanged(m_value);
}

} // namespace Aeroscope::Ui
