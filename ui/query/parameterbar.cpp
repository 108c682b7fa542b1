// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/query/parameterbar.h"

#include "ui/theme/roles.h"
#include "ui/theme/tokens.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

using Workbench::ParameterType;

ParameterBar::ParameterBar(QWidget *parent)
    : QWidget(parent)
    , m_line(new QHBoxLayout(this))
{
    setObjectName(u"parameterBar"_s);
    setAutoFillBackground(true);
    m_line->setContentsMargins(12, 4, 12, 4);
    m_line->setSpacing(16);
    m_line->addStretch(1);
    hide();
}

QStringList ParameterBar::names() const
{
    QStringList names;
    for (const Entry &entry : m_entries)
        names.append(entry.name);
    return names;
}

void ParameterBar::setNames(const QStringList &wanted)
{
    if (wanted == names())
        return;
    m_kept = texts();
    rebuild(wanted);
    Q_EMIT changed();
}

void ParameterBar::rebuild(const QStringList &names)
{
    for (const Entry &entry : m_entries)
        delete entry.box;
    m_entries.clear();
    for (const QString &name : names) {
        Entry entry{.name = name, .box = new QWidget(this)};
        auto *label = new QLabel(u'?' + name, entry.box);
        label->setTextFormat(Qt::PlainText);
        label->setFont(fixedFont());
        entry.type = new QComboBox(entry.box);
        for (int i = 0; i <= static_cast<int>(ParameterType::Blob); ++i)
            entry.type->addItem(Workbench::parameterTypeWord(static_cast<ParameterType>(i)));
        entry.type->setAccessibleName(tr("Type of %1").arg(name));
        entry.field = new QLineEdit(entry.box);
        entry.field->setAccessibleName(tr("Value of %1").arg(name));
        entry.field->setPlaceholderText(tr("value"));
        entry.field->setFont(fixedFont());
        entry.field->setMinimumWidth(120);
        label->setBuddy(entry.field);
        const auto kept = m_kept.value(name);
        entry.type->setCurrentIndex(static_cast<int>(Workbench::parameterTypeOf(kept.first)));
        entry.field->setText(kept.second);
        auto *layout = new QHBoxLayout(entry.box);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(6);
        layout->addWidget(label);
        layout->addWidget(entry.type);
        layout->addWidget(entry.field);
        m_line->insertWidget(m_line->count() - 1, entry.box);
        m_entries.push_back(entry);
        mark(entry);
        const auto onChange = [this, entry] {
            mark(entry);
            Q_EMIT changed();
        };
        connect(entry.field, &QLineEdit::textChanged, this, onChange);
        connect(entry.type, &QComboBox::currentIndexChanged, this, onChange);
        connect(entry.field, &QLineEdit::returnPressed, this, &ParameterBar::runRequested);
    }
    setVisible(!names.isEmpty());
}

std::optional<Value> ParameterBar::valueOf(const Entry &entry)
{
    return Workbench::parameterValue(static_cast<ParameterType>(entry.type->currentIndex()),
                                     entry.field->text());
}

void ParameterBar::mark(const Entry &entry) const
{
    const bool wrong = !entry.field->text().isEmpty() && !valueOf(entry);
    QPalette palette = entry.field->palette();
    palette.setColor(QPalette::Text, wrong ? tokens().error : tokens().text);
    entry.field->setPalette(palette);
    entry.field->setToolTip(wrong ? tr("This is no value of the type %1").arg(entry.type->currentText())
                                  : QString());
}

QMap<QString, Value> ParameterBar::values() const
{
    QMap<QString, Value> values;
    for (const Entry &entry : m_entries) {
        if (const auto value = valueOf(entry))
            values.insert(entry.name, *value);
    }
    return values;
}

bool ParameterBar::isComplete() const
{
    return std::ranges::all_of(m_entries, [](const Entry &entry) { return valueOf(entry).has_value(); });
}

QMap<QString, std::pair<QString, QString>> ParameterBar::texts() const
{
    auto texts = m_kept;
    for (const Entry &entry : m_entries)
        texts.insert(entry.name, {entry.type->currentText(), entry.field->text()});
    texts.removeIf([](const auto &it) { return it.value().second.isEmpty(); });
    return texts;
}

void ParameterBar::setTexts(const QMap<QString, std::pair<QString, QString>> &texts)
{
    m_kept = texts;
    rebuild(names());
    Q_EMIT changed();
}

QLineEdit *ParameterBar::field(const QString &name) const
{
    const auto it = std::ranges::find(m_entries, name, &Entry::name);
    return it == m_entries.end() ? nullptr : it->field;
}

QComboBox *ParameterBar::type(const QString &name) const
{
    const auto it = std::ranges::find(m_entries, name, &Entry::name);
    return it == m_entries.end() ? nullptr : it->type;
}

void ParameterBar::focusMissing()
{
    for (const Entry &entry : m_entries) {
        if (!valueOf(entry)) {
            entry.field->setFocus();
            return;
        }
    }
}

} // namespace Aeroscope::Ui
