// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/grid/aggregate.h"

#include <QObject>
#include <QTimer>

#include <stop_token>

namespace Aeroscope::Ui {

class RecordGrid;

/// What the selected cells are together, in words: "age of 3 selected: sum 103, avg 34.3, min 28, max 44".
/// Worked out on another thread, a moment after the selection came to rest.
class SelectionSummary : public QObject
{
    Q_OBJECT

public:
    explicit SelectionSummary(RecordGrid *grid, QObject *parent = nullptr);
    ~SelectionSummary() override;

    /// Empty while a single cell is selected.
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] bool isBusy() const noexcept { return m_busy; }

Q_SIGNALS:
    void changed();

private:
    void begin();
    void setText(const QString &text);

    RecordGrid *m_grid;
    QString m_text;
    std::stop_source m_job;
    QTimer m_pause;
    bool m_busy = false;
};

} // namespace Aeroscope::Ui
