// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

namespace Aeroscope::Ui {

class RecordGrid;

/// The grid's header: names and type chips. A click sorts, a drag carries the column to another place; drag a
/// border to resize, double-click it to fit the visible rows.
class GridHeader : public QWidget
{
    Q_OBJECT

public:
    explicit GridHeader(RecordGrid *grid);

    /// Width that shows the whole header of a column.
    [[nodiscard]] int widthHint(int visualColumn) const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    /// The column whose right border is near x, or -1.
    [[nodiscard]] int borderAt(int x) const;
    void paintColumn(QPainter &painter, int visualColumn, const QRect &rect) const;

    RecordGrid *m_grid;
    int m_resizing = -1;
    int m_grabOffset = 0;
    /// A column that is carried to another place, and where it was taken.
    int m_carried = -1;
    int m_takenAt = 0;
    bool m_moving = false;
};

} // namespace Aeroscope::Ui
