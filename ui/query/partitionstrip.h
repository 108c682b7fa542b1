// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/command/querycursor.h"

#include <QWidget>

#include <array>

namespace Aeroscope::Ui {

/// The 4096 partitions as one thin line from the first to the last: read to the end, begun, not yet. Says the
/// same in words to the pointer and to a screen reader.
class PartitionStrip : public QWidget
{
    Q_OBJECT

public:
    explicit PartitionStrip(QWidget *parent = nullptr);

    /// `finished`: the run knows that nothing is left.
    void setCursor(const QueryCursor &cursor, bool finished);
    void clear();

    [[nodiscard]] int done() const noexcept { return m_done; }
    [[nodiscard]] int begun() const noexcept { return m_begun; }

    QSize sizeHint() const override { return {400, 6}; }
    QSize minimumSizeHint() const override { return {100, 6}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    enum class State : quint8 { Untouched, Begun, Done };

    std::array<State, partitionCount> m_states{};
    int m_done = 0;
    int m_begun = 0;
};

} // namespace Aeroscope::Ui
