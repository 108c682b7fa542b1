// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/query/keydialog.h"

#include "ui/theme/roles.h"
#include "ui/workbench/humantext.h"
#include "ui/workbench/keytext.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSet>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

/// More than anybody pastes by hand; a filter is the way for more.
constexpr qsizetype mostKeys = 10'000;

} // namespace

KeyDialog::KeyDialog(const DataSet &dataset, QWidget *parent)
    : QDialog(parent)
    , m_dataset(dataset)
    , m_editor(new QPlainTextEdit(this))
    , m_summary(new QLabel(this))
{
    setWindowTitle(tr("Look up keys"));
    auto *help =
        new QLabel(tr("One key a line: 1001 is an integer, user42 or \"1001\" a text, hex:0aff bytes, "
                      "digest:… the 40 hex digits of a digest. Works for records without a stored key too."),
                   this);
    help->setWordWrap(true);
    setTextRole(help, TextRole::Muted);
    m_editor->setFont(fixedFont());
    m_editor->setAccessibleName(tr("Keys, one a line"));
    m_editor->setTabChangesFocus(true);
    m_editor->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_lookUp = buttons->addButton(tr("&Look up"), QDialogButtonBox::AcceptRole);
    setButtonRole(m_lookUp, ButtonRole::Primary);
    m_lookUp->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(help);
    layout->addWidget(m_editor, 1);
    layout->addWidget(m_summary);
    layout->addWidget(buttons);
    resize(480, 340);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_editor, &QPlainTextEdit::textChanged, this, &KeyDialog::read);
    read();
    m_editor->setFocus();
}

void KeyDialog::read()
{
    m_keys.clear();
    QString fault;
    QSet<QByteArray> known;
    int kinds[3] = {0, 0, 0};
    const QStringList lines = m_editor->toPlainText().split(u'\n');
    for (qsizetype i = 0; i < lines.size() && fault.isEmpty(); ++i) {
        const QString line = lines[i].trimmed();
        if (line.isEmpty())
            continue;
        const Result<Key> key = Workbench::keyFromText(m_dataset.namespaceName, m_dataset.setName, line);
        if (!key)
            fault = tr("Line %1: %2").arg(i + 1).arg(key.error().message);
        else if (static_cast<qsizetype>(m_keys.size()) >= mostKeys)
            fault = tr("More than %1 keys").arg(Workbench::groupedCount(mostKeys));
        else if (const QByteArray digest = key->digest().toHex(); !known.contains(digest)) {
            known.insert(digest);
            m_keys.push_back(*key);
            const auto &user = key->userKey();
            ++kinds[!user ? 2 : user->type() == Value::Type::Integer ? 0 : 1];
        }
    }
    QStringList parts;
    if (kinds[0] > 0)
        parts.append(tr("%n integer(s)", nullptr, kinds[0]));
    if (kinds[1] > 0)
        parts.append(tr("%n text(s) or bytes", nullptr, kinds[1]));
    if (kinds[2] > 0)
        parts.append(tr("%n digest(s)", nullptr, kinds[2]));
    m_summary->setText(fault.isEmpty() ? parts.join(u" · "_s) : fault);
    setTextRole(m_summary, fault.isEmpty() ? TextRole::Muted : TextRole::Error);
    m_lookUp->setEnabled(fault.isEmpty() && !m_keys.empty());
}

} // namespace Aeroscope::Ui
