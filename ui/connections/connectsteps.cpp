// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/connections/connectsteps.h"

#include "ui/shell/errortext.h"
#include "ui/theme/icons.h"
#include "ui/theme/roles.h"
#include "ui/workbench/humantext.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

ConnectSteps::ConnectSteps(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(6);
}

QString connectStepText(ConnectStep step)
{
    switch (step) {
    case ConnectStep::Resolve:
        return ConnectSteps::tr("Name");
    case ConnectStep::Tcp:
        return ConnectSteps::tr("Connection");
    case ConnectStep::Tls:
        return ConnectSteps::tr("TLS");
    case ConnectStep::Login:
        return ConnectSteps::tr("Sign-in");
    case ConnectStep::NodeInfo:
        return ConnectSteps::tr("Node");
    case ConnectStep::Version:
        return ConnectSteps::tr("Version");
    case ConnectStep::ClusterName:
        return ConnectSteps::tr("Cluster name");
    case ConnectStep::Peers:
        return ConnectSteps::tr("Other nodes");
    case ConnectStep::PeerReach:
        return ConnectSteps::tr("Other node");
    case ConnectStep::Partitions:
        return ConnectSteps::tr("Partitions");
    }
    return {};
}

void ConnectSteps::clear()
{
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        if (QWidget *line = item->widget())
            line->deleteLater();
        delete item;
    }
    m_lines.clear();
    m_mends.clear();
}

void ConnectSteps::addLine(const QString &iconName, int tint, const QString &step, const QString &detail)
{
    auto *line = new QWidget(this);
    auto *layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto *sign = new QLabel(line);
    sign->setPixmap(icon(iconName, static_cast<IconTint>(tint)).pixmap(QSize(16, 16), devicePixelRatioF()));
    sign->setFixedSize(16, qMax(16, fontMetrics().height()));
    auto *name = new QLabel(step, line);
    name->setTextFormat(Qt::PlainText);
    auto *text = new QLabel(detail, line);
    setTextRole(text, TextRole::Muted);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text->setFocusPolicy(Qt::NoFocus);
    layout->addWidget(sign, 0, Qt::AlignTop);
    layout->addWidget(name, 0, Qt::AlignTop);
    layout->addWidget(text, 1, Qt::AlignTop);
    m_layout->addWidget(line);
    m_lines.append(u"%1: %2"_s.arg(step, detail));
    line->setAccessibleName(m_lines.last());
}

void ConnectSteps::showWorking()
{
    clear();
    addLine(u"jobs"_s, static_cast<int>(IconTint::Muted), tr("Testing…"), {});
}

void ConnectSteps::showError(const Error &error)
{
    clear();
    const ErrorText text = errorText(error);
    addLine(u"error"_s, static_cast<int>(IconTint::Error), text.title, text.detail);
}

void ConnectSteps::addNote(const QString &text)
{
    auto *note = new QLabel(text, this);
    setTextRole(note, TextRole::Muted);
    note->setWordWrap(true);
    note->setContentsMargins(24, 0, 0, 0);
    note->setTextInteractionFlags(Qt::TextSelectableByMouse);
    note->setFocusPolicy(Qt::NoFocus);
    m_layout->addWidget(note);
    m_lines.append(text);
}

void ConnectSteps::addHint(const ConnectHint &hint)
{
    if (hint.sentence.isEmpty())
        return;
    addNote(hint.sentence);
    if (hint.actions.isEmpty())
        return;
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(24, 0, 0, 4);
    layout->setSpacing(8);
    for (const ConnectHint::Action &action : hint.actions) {
        auto *button = new QPushButton(action.label, row);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, action] { Q_EMIT mendRequested(action); });
        layout->addWidget(button);
        m_mends.append(button);
    }
    layout->addStretch(1);
    m_layout->addWidget(row);
}

void ConnectSteps::showReport(const ConnectReport &report, const Workbench::Profile &profile)
{
    constexpr qsizetype mostSteps = 12;
    clear();
    qsizetype left = 0;
    qsizetype shown = 0;
    bool chainShown = false;
    bool hinted = false;
    for (const ConnectTrace &trace : report.steps) {
        // what failed is never the part that is left out
        if (++shown > mostSteps && trace.ok()) {
            ++left;
            continue;
        }
        QString detail = trace.target;
        if (trace.error)
            detail += u" · "_s + errorLine(*trace.error);
        else if (!trace.detail.isEmpty())
            detail += u" · "_s + trace.detail;
        if (trace.ok() && trace.duration.count() > 0)
            detail += u" · "_s + Workbench::durationText(trace.duration);
        addLine(trace.ok() ? u"ok"_s : u"error"_s,
                static_cast<int>(trace.ok() ? IconTint::Ok : IconTint::Error), connectStepText(trace.step),
                detail);
        if (trace.peer && !trace.peer->chain.isEmpty() && !chainShown) {
            chainShown = true;
            for (const QString &line : certificateLines(*trace.peer))
                addNote(line);
        }
        // one remedy is enough: of the step that decided, or of the first node that is out of reach
        const bool decides = report.connected ? !trace.ok() : &trace == report.decisiveFailure();
        if (decides && !hinted) {
            hinted = true;
            addHint(connectHint(trace, profile));
        }
    }
    if (left > 0)
        addLine(u"info"_s, static_cast<int>(IconTint::Muted),
                tr("%n more step(s)", nullptr, static_cast<int>(left)), {});
    if (report.connected)
        addLine(u"ok"_s, static_cast<int>(IconTint::Ok), tr("This works"),
                tr("the cluster can be connected to"));
}

} // namespace Aeroscope::Ui
