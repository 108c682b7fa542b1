// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/grid/aggregate.h"

#include <QDialog>

class QLabel;
class QTreeWidget;

namespace Aeroscope::Ui {

class RecordGrid;

/// How often each value of a column stands in the rows that are shown, the most frequent first. Counted on
/// another thread. A double click (or Return) narrows the rows to that value.
class GroupDialog : public QDialog
{
    Q_OBJECT

public:
    GroupDialog(RecordGrid *grid, const GridColumns::Id &column, QWidget *parent = nullptr);
    ~GroupDialog() override;

    [[nodiscard]] QTreeWidget *table() const noexcept { return m_table; }
    [[nodiscard]] QLabel *summary() const noexcept { return m_summary; }
    [[nodiscard]] bool isBusy() const noexcept { return m_busy; }

private:
    void count();
    void present(const Grouping &grouping);
    void narrow();

    RecordGrid *m_grid;
    GridColumns::Id m_column;
    QLabel *m_summary;
    QTreeWidget *m_table;
    std::stop_source m_job;
    bool m_busy = false;
};

} // namespace Aeroscope::Ui
