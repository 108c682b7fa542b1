// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/grid/cellcondition.h"
#include "ui/grid/gridcolumns.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <optional>
#include <stop_token>
#include <vector>

namespace Aeroscope::Ui {

class RecordStore;

/// Which of the loaded rows the grid shows, and in which order: filtered by the filter row, sorted by a
/// column. Worked out on other threads; until a new order is there the old one stands. Rows that stream in
/// are added at intervals. GUI thread.
class RowOrder : public QObject
{
    Q_OBJECT

public:
    struct Filter
    {
        GridColumns::Id column{};
        CellCondition condition{};
    };
    struct Sort
    {
        GridColumns::Id column{};
        bool descending = false;
        friend bool operator==(const Sort &, const Sort &) = default;
    };

    /// The store must outlive it.
    explicit RowOrder(RecordStore *store, QObject *parent = nullptr);
    ~RowOrder() override;

    void setFilters(std::vector<Filter> filters);
    /// Nothing: in the order in which rows came. Equal cells keep that order; rows without the cell are last.
    void setSort(std::optional<Sort> sort);
    [[nodiscard]] const std::optional<Sort> &sort() const noexcept { return m_sort; }
    [[nodiscard]] bool isFiltered() const noexcept { return !m_filters.empty(); }
    /// Rows are not simply those of the store.
    [[nodiscard]] bool isActive() const noexcept { return m_active; }
    /// A new order is being worked out.
    [[nodiscard]] bool isBusy() const noexcept { return m_busy; }

    /// Rows that are shown.
    [[nodiscard]] qint64 count() const;
    /// The store's row that stands there.
    [[nodiscard]] qint64 storeRow(qint64 shown) const
    {
        return m_active ? static_cast<qint64>(m_rows[static_cast<size_t>(shown)]) : shown;
    }
    /// Where a row of the store stands; -1 when it is not shown.
    [[nodiscard]] qint64 shownRow(qint64 storeRow) const;
    /// The order as it is, for work on other threads; empty while it is not active.
    [[nodiscard]] std::vector<quint32> rows() const { return m_active ? m_rows : std::vector<quint32>(); }

Q_SIGNALS:
    /// Other rows, or in another order.
    void changed();
    void busyChanged();

private:
    void restart();
    void begin();
    void take(std::vector<quint32> rows);
    void setBusy(bool busy);

    RecordStore *m_store;
    std::vector<Filter> m_filters;
    std::optional<Sort> m_sort;
    std::vector<quint32> m_rows;
    bool m_active = false;
    bool m_busy = false;
    bool m_stale = false;
    std::stop_source m_job;
    QTimer m_timer;
    QElapsedTimer m_clock;
    qint64 m_lastDuration = 0;
};

/// The work itself: rows of the snapshot that satisfy every filter, sorted. Empty when stopped. Any thread;
/// uses several.
[[nodiscard]] std::vector<quint32> orderedRows(const RowSnapshot &snapshot,
                                               const std::vector<RowOrder::Filter> &filters,
                                               const std::optional<RowOrder::Sort> &sort,
                                               qint64 nowUnixSeconds, const std::stop_token &stop);

} // namespace Aeroscope::Ui
