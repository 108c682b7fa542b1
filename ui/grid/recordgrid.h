// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/grid/cellformat.h"
#include "ui/grid/gridcolumns.h"
#include "ui/grid/gridselection.h"
#include "ui/grid/recordstore.h"

#include <QAbstractScrollArea>
#include <QFont>
#include <QTimer>

namespace Aeroscope::Ui {

class GridHeader;

/// The result grid: paints the visible cells of a RecordStore straight from its bytes. Rows have one height
/// and row numbers 64 bits, so any number of rows costs the same. Rows that stream in are shown at most
/// twenty times a second.
///
/// Keyboard: arrows, Page, Home and End move (Ctrl: to the edge), Shift extends, Ctrl+A selects all rows
/// without touching them, Return activates. The row numbers and the key column stay in place when the rest
/// scrolls sideways.
class RecordGrid : public QAbstractScrollArea
{
    Q_OBJECT

public:
    /// The store must outlive the grid.
    explicit RecordGrid(RecordStore *store, QWidget *parent = nullptr);
    ~RecordGrid() override;

    [[nodiscard]] RecordStore *store() const noexcept { return m_store; }
    [[nodiscard]] GridColumns *columns() const noexcept { return m_columns; }
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
    friend class GridHeader;

    void updateFonts();
    void updateScrollBars();
    /// Brings scroll bars, widths and picture in step with the store.
    void catchUp();
    void widenColumns(qint64 firstRow, qint64 lastRow);
    [[nodiscard]] int cellWidthHint(const CellFormat &format) const;
    [[nodiscard]] int gutterWidth() const;
    [[nodiscard]] bool keyIsFrozen() const;
    [[nodiscard]] int frozenWidth() const;
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
    GridColumns *m_columns;
    GridHeader *m_header;
    GridSelection m_selection;
    QTimer m_tick;
    QFont m_fixed;
    int m_fixedCharWidth = 8;
    qint64 m_sampledRows = 0;
    qint64 m_shownRows = 0;
    qint64 m_paints = 0;
    qint64 m_rowsPerStep = 1;
    int m_wheelRest = 0;
    bool m_dragging = false;
    bool m_dragWholeRows = false;
};

} // namespace Aeroscope::Ui
