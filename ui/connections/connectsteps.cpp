// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/connections/connectsteps.h"

#include "ui/shell/errortext.h"
#include "ui/theme/icons.h"
#include "ui/theme/roles.h"
#include "ui/workbench/humantext.h"

#include <QBoxLayout>
#include <QLabel>

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

void ConnectSteps::showReport(const ConnectReport &report)
{
    constexpr qsizetype mostLines = 12;
    clear();
    qsizetype left = 0;
    for (const ConnectTrace &trace : report.steps) {
        if (m_lines.size() >= mostLines) {
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
    }
    if (left > 0)
        addLine(u"info"_s, static_cast<int>(IconTint::Muted),
                tr("%n more step(s)", nullptr, static_cast<int>(left)), {});
}

} // namespace Aeroscope::Ui
