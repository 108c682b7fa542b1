// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/query/partitionstrip.h"

#include "ui/theme/style.h"
#include "ui/theme/tokens.h"
#include "ui/workbench/humantext.h"

#include <QPainter>

#include <algorithm>

namespace Aeroscope::Ui {

PartitionStrip::PartitionStrip(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::NoFocus);
    clear();
}

void PartitionStrip::clear()
{
    m_states.fill(State::Untouched);
    m_done = 0;
    m_begun = 0;
    setAccessibleName(tr("Partitions: none read yet"));
    setToolTip({});
    update();
}

void PartitionStrip::setCursor(const QueryCursor &cursor, bool finished)
{
    std::array<State, partitionCount> states{};
    for (const QueryCursorEntry &entry : cursor.entries()) {
        if (entry.partition < states.size())
            states[entry.partition] = entry.done || finished ? State::Done
                                      : entry.after          ? State::Begun
                                                             : State::Untouched;
    }
    if (states == m_states)
        return;
    m_states = states;
    m_done = static_cast<int>(std::ranges::count(states, State::Done));
    m_begun = static_cast<int>(std::ranges::count(states, State::Begun));
    const QString text = tr("%1 of 4 096 partitions read, %2 begun, %3 not yet")
                             .arg(Workbench::groupedCount(m_done), Workbench::groupedCount(m_begun),
                                  Workbench::groupedCount(partitionCount - m_done - m_begun));
    setAccessibleName(text);
    setToolTip(text);
    update();
}

void PartitionStrip::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    painter.fillRect(rect(), t.alternate);
    // Each column of pixels stands for some partitions; how many of them are read is its colour.
    const int columns = qMax(1, width());
    const QRect line(0, 1, width(), height() - 2);
    for (int x = 0; x < columns; ++x) {
        const int first = x * partitionCount / columns;
        const int last = qMax(first + 1, (x + 1) * partitionCount / columns);
        double sum = 0;
        for (int i = first; i < last && i < partitionCount; ++i) {
            const State state = m_states[static_cast<size_t>(i)];
            sum += state == State::Done ? 1 : state == State::Begun ? 0.4 : 0;
        }
        const double share = sum / (last - first);
        painter.fillRect(QRect(x, line.top(), 1, line.height()),
                         share <= 0 ? t.softLine : blend(t.softLine, t.accent, share));
    }
}

} // namespace Aeroscope::Ui
