// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/statuspanel.h"

#include "ui/theme/roles.h"

#include <QBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QTimer>

#include <chrono>

namespace Aeroscope::Ui {

namespace {

using namespace std::chrono_literals;

QWidget *separator(QWidget *parent)
{
    auto *line = new QWidget(parent);
    line->setFixedSize(1, 14);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    return line;
}

} // namespace

StatusPanel::StatusPanel(QWidget *parent)
    : QWidget(parent)
    , m_readOnly(new QLabel(tr("RO"), this))
    , m_connection(new QLabel(this))
    , m_rowsLine(separator(this))
    , m_rows(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_progress(new QLabel(this))
    , m_rate(new QLabel(this))
    , m_selection(new QLabel(this))
    , m_build(new QLabel(this))
    , m_memory(new QLabel(this))
    , m_buildLine(separator(this))
    , m_memoryLine(separator(this))
    , m_noticeTimer(new QTimer(this))
{
    for (QLabel *label : {m_connection, m_rows, m_progress})
        label->setTextFormat(Qt::PlainText);
    for (QLabel *label : {m_rate, m_selection, m_build, m_memory})
        setTextRole(label, TextRole::Muted);
    setTextRole(m_readOnly, TextRole::Error);
    QFont strong = m_readOnly->font();
    strong.setWeight(QFont::Bold);
    m_readOnly->setFont(strong);
    m_readOnly->setToolTip(tr("Read-only: nothing is written from this tab"));
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(152, 8);
    m_bar->setAccessibleName(tr("Partitions read"));
    m_noticeTimer->setSingleShot(true);
    m_noticeTimer->setInterval(6s);
    connect(m_noticeTimer, &QTimer::timeout, this, [this] {
        m_notice.clear();
        apply();
    });
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 0, 10, 0);
    layout->setSpacing(12);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_readOnly, m_connection, m_rowsLine, m_rows,
                                                            m_bar, m_progress, m_rate})
        layout->addWidget(widget);
    layout->addStretch(1);
    for (QWidget *widget :
         std::initializer_list<QWidget *>{m_selection, m_buildLine, m_build, m_memoryLine, m_memory})
        layout->addWidget(widget);
    apply();
}

void StatusPanel::setState(const State &state)
{
    m_state = state;
    apply();
}

void StatusPanel::setNotice(const QString &text)
{
    m_notice = text;
    m_noticeTimer->start();
    apply();
}

void StatusPanel::apply()
{
    const auto put = [](QLabel *label, const QString &text) {
        if (label->text() != text)
            label->setText(text);
        label->setVisible(!text.isEmpty());
    };
    m_readOnly->setVisible(m_state.readOnly);
    put(m_connection, m_state.connection);
    put(m_rows, m_state.rows);
    m_rowsLine->setVisible(!m_state.rows.isEmpty() && !m_state.connection.isEmpty());
    m_bar->setVisible(m_state.partitionsTotal > 0);
    m_bar->setRange(0, qMax(1, m_state.partitionsTotal));
    m_bar->setValue(m_state.partitionsDone);
    put(m_progress, m_state.progress);
    put(m_rate, m_notice.isEmpty() ? m_state.rate : m_notice);
    put(m_selection, m_state.selection);
    put(m_build, m_state.build);
    put(m_memory, m_state.memory);
    m_buildLine->setVisible(!m_state.build.isEmpty() && !m_state.selection.isEmpty());
    m_memoryLine->setVisible(!m_state.memory.isEmpty() && !m_state.build.isEmpty());
}

} // namespace Aeroscope::Ui
