// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/commandbar.h"

#include "ui/shell/numbercombo.h"
#include "ui/theme/roles.h"
#include "ui/theme/style.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

CommandBar::CommandBar(const Actions &actions, QWidget *parent)
    : QToolBar(parent)
{
    setObjectName(u"commandBar"_s);
    setWindowTitle(tr("Tool bar"));
    setMovable(false);
    setFloatable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setMinimumHeight(Style::toolBarHeight);

    auto *content = new QWidget(this);
    auto *line = new QHBoxLayout(content);
    line->setContentsMargins(2, 0, 2, 0);
    line->setSpacing(8);
    m_run = button(actions.run);
    setButtonRole(m_run, ButtonRole::Primary);
    m_stop = button(actions.stop);
    line->addWidget(m_run);
    line->addWidget(m_stop);
    line->addWidget(button(actions.resume));
    line->addSpacing(8);

    auto *rpsLabel = new QLabel(tr("rps"), content);
    setTextRole(rpsLabel, TextRole::Muted);
    m_rps = new NumberCombo({0, 100, 500, 1'000, 2'000, 5'000, 10'000}, tr("no limit"), content);
    m_rps->setName(tr("Records per second and node"));
    m_rps->setToolTip(tr("Records per second that each node reads at most for this query"));
    m_rps->fitWidth();
    auto *limitLabel = new QLabel(tr("limit"), content);
    setTextRole(limitLabel, TextRole::Muted);
    m_limit = new NumberCombo({10'000, 100, 1'000, 100'000, 1'000'000, 0}, tr("no limit"), content);
    m_limit->setName(tr("Rows at most"));
    m_limit->setToolTip(tr("The query ends after this many rows"));
    m_limit->fitWidth();
    line->addWidget(rpsLabel);
    line->addWidget(m_rps);
    line->addWidget(limitLabel);
    line->addWidget(m_limit);
    line->addSpacing(8);
    line->addWidget(button(actions.insert));
    auto *copy = new QPushButton(tr("Copy as"), content);
    copy->setMenu(actions.copyAs);
    QAction *copyAction = actions.copyAs->menuAction();
    copy->setEnabled(copyAction->isEnabled());
    connect(copyAction, &QAction::changed, copy,
            [copy, copyAction] { copy->setEnabled(copyAction->isEnabled()); });
    line->addWidget(copy);
    line->addStretch(1);
    addWidget(content);
}

QPushButton *CommandBar::button(QAction *action)
{
    auto *made = new QPushButton(this);
    const auto follow = [made, action] {
        QString text = action->text();
        text.remove(u'&');
        QString shown = action->iconText(); // shorter, where there is such a text
        made->setText(shown.remove(u'&'));
        made->setIcon(action->icon());
        made->setEnabled(action->isEnabled());
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        made->setToolTip(keys.isEmpty() ? text : u"%1 (%2)"_s.arg(text, keys));
    };
    follow();
    connect(action, &QAction::changed, made, follow);
    connect(made, &QPushButton::clicked, action, &QAction::trigger);
    return made;
}

void CommandBar::setQueryEnabled(bool enabled)
{
    m_rps->setEnabled(enabled);
    m_limit->setEnabled(enabled);
}

} // namespace Aeroscope::Ui
