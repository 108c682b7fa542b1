// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/grid/aggregate.h"
#include "ui/grid/cellformat.h"
#include "ui/grid/gridcolumns.h"
#include "ui/grid/gridselection.h"
#include "ui/grid/recordstore.h"
#include "ui/grid/roworder.h"

#include <QAbstractScrollArea>
#include <QFont>
#include <QTimer>

class QMenu;

namespace Aeroscope::Ui {

class FilterRow;
class GridHeader;

/// The result grid: paints the visible cells of a RecordStore straight from its bytes. Rows have one height
/// and row numbers 64 bits, so any number of rows costs the same. Rows that stream in are shown at most
/// twenty times a second. Row numbers of this class are those of the shown rows: see rowOrder().
///
/// Keyboard: arrows, Page, Home and End move (Ctrl: to the edge), Shift extends, Ctrl+A selects all rows
/// without touching them, Return activates. Alt+Left and Alt+Right carry the current column, Alt+Up and
/// Alt+Down sort by it (again: not any more). The row numbers and the frozen columns, at first the key, stay
/// in place when the rest scrolls sideways.
class RecordGrid : public QAbstractScrollArea
{
    Q_OBJECT

public:
    /// The store must outlive the grid.
    explicit RecordGrid(RecordStore *store, QWidget *parent = nullptr);
    ~RecordGrid() override;

    [[nodiscard]] RecordStore *store() const noexcept { return m_store; }
    [[nodiscard]] GridColumns *columns() const noexcept { return m_columns; }
    /// Filter and sort.
    [[nodiscard]] RowOrder *rowOrder() const noexcept { return m_order; }
    [[nodiscard]] FilterRow *filterRow() const noexcept { return m_filterRow; }
    /// Rows that are shown.
    [[nodiscard]] qint64 rowCount() const { return m_order->count(); }
    /// The current row as the store counts; -1 when there is none.
    [[nodiscard]] qint64 currentStoreRow() const;
    /// Rows selected now, for work on other threads; all that are shown when none are selected.
    [[nodiscard]] RowChoice chosenRows() const;
    /// Columns of the selection, or all.
    [[nodiscard]] std::vector<GridColumns::Id> chosenColumns() const;
    [[nodiscard]] const GridSelection &selection() const noexcept { return m_selection; }
    [[nodiscard]] qint64 currentRow() const noexcept { return m_selection.currentRow; }
    [[nodiscard]] int currentColumn() const noexcept { return m_selection.currentColumn; }

    /// Selects one cell and brings it into view; -1 selects nothing.
    void setCurrentCell(qint64 row, int visualColumn);
    void selectAllRows();
    void clearSelection();
    void scrollToRow(qint64 row);

    [[nodiscard]] qint64 topRow() const;
    [[nodiscard]] int visibleRowCount() const;
    /// In coordinates of the viewport; empty when outside.
    [[nodiscard]] QRect cellRect(qint64 row, int visualColumn) const;
    /// The row at a height of the viewport, -1 below the last.
    [[nodiscard]] qint64 rowAt(int y) const;
    /// The visual column at a place of the viewport, -1 on the row numbers or right of the last.
    [[nodiscard]] int columnAt(int x) const;
    /// As painted.
    [[nodiscard]] CellFormat cellFormat(qint64 row, int visualColumn) const;
    /// Width that shows the rows now visible in full.
    void fitColumn(int visualColumn);
    /// Sorts by the column; a second time the other way is asked for by `descending`. The same again: in the
    /// order in which rows came.
    void sortBy(int visualColumn, bool descending);
    /// Opens or closes the filter row; closing it shows all rows again.
    void setFilterRowVisible(bool visible);
    /// What can be done with columns; `visualColumn` -1: with all of them only. The caller deletes it.
    [[nodiscard]] QMenu *columnMenu(int visualColumn);

    /// Shows rows and columns that wait for the next tick; for tests and pictures.
    void flush();
    /// Repaints of the viewport so far.
    [[nodiscard]] qint64 paintCount() const noexcept { return m_paints; }

    QSize sizeHint() const override { return {600, 300}; }

Q_SIGNALS:
    void currentRowChanged(qint64 row);
    void selectionChanged();
    void rowActivated(qint64 row);
    void menuRequested(const QPoint &globalPosition);
    /// The user wants to choose columns, or to count by a column.
    void columnsRequested();
    void groupRequested(int visualColumn);
    /// Other rows are shown, or in another order.
    void orderChanged();
    /// A text for the status bar ("Copied 3 rows").
    void notice(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    friend class FilterRow;
    friend class GridHeader;

    void updateFonts();
    void updateScrollBars();
    /// Brings scroll bars, widths and picture in step with the store.
    void catchUp();
    void widenColumns(qint64 firstRow, qint64 lastRow);
    [[nodiscard]] int cellWidthHint(const CellFormat &format) const;
    [[nodiscard]] int gutterWidth() const;
    /// Columns that stay in place: as many as are frozen, while they leave room for the others.
    [[nodiscard]] int frozenCount() const;
    [[nodiscard]] int frozenWidth() const;
    [[nodiscard]] RowView rowView(qint64 row) const { return m_store->row(m_order->storeRow(row)); }
    void onOrderChanged();
    void placeHeader();
    void showColumnMenu(int visualColumn, const QPoint &globalPosition);
    /// Left edge of a column in the viewport.
    [[nodiscard]] int columnX(int visualColumn) const;
    void scrollToColumn(int visualColumn);

    void moveTo(qint64 row, int column, bool extend);
    void selectByMouse(qint64 row, int column, Qt::KeyboardModifiers modifiers, bool dragging);
    void setCurrent(qint64 row, int column);
    void announceCurrent();

    void paintRow(QPainter &painter, qint64 row, int y, qint64 now);
    void paintCell(QPainter &painter, const QRect &rect, const CellFormat &format, bool deleted);
    void paintGutter(QPainter &painter, qint64 row, int y);

    RecordStore *m_store;
    RowOrder *m_order;
    GridColumns *m_columns;
    GridHeader *m_header;
    FilterRow *m_filterRow;
    GridSelection m_selection;
    QTimer m_tick;
    QFont m_fixed;
    int m_fixedCharWidth = 8;
    qint64 m_sampledRows = 0;
    qint64 m_shownRows = 0;
    qint64 m_paints = 0;
    qint64 m_rowsPerStep = 1;
    /// What was current before rows changed their places, as the store counts.
    qint64 m_currentStoreRow = -1;
    int m_wheelRest = 0;
    bool m_dragging = false;
    bool m_dragWholeRows = false;
};

} // namespace Aeroscope::Ui
