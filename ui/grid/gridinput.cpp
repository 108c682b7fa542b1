// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/recordgrid.h"

#include "ui/grid/filterrow.h"
#include "ui/grid/gridcopy.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

void RecordGrid::setCurrentCell(qint64 row, int visualColumn)
{
    if (row < 0 || row >= rowCount()) {
        clearSelection();
        return;
    }
    moveTo(row, qBound(0, visualColumn, m_columns->count() - 1), false);
}

void RecordGrid::clearSelection()
{
    const bool had = m_selection.currentRow >= 0;
    m_selection = {};
    m_currentStoreRow = -1;
    viewport()->update();
    if (had) {
        Q_EMIT currentRowChanged(-1);
        Q_EMIT selectionChanged();
    }
}

void RecordGrid::selectAllRows()
{
    if (rowCount() == 0)
        return;
    m_selection.rows.set(0, rowCount() - 1);
    m_selection.wholeRows = true;
    viewport()->update();
    if (m_selection.currentRow < 0) {
        m_selection.anchorRow = 0;
        setCurrent(0, 0);
    }
    Q_EMIT selectionChanged();
}

void RecordGrid::scrollToRow(qint64 row)
{
    const qint64 top = topRow();
    const int page = qMax(1, visibleRowCount());
    if (row < top)
        verticalScrollBar()->setValue(static_cast<int>(row / m_rowsPerStep));
    else if (row >= top + page)
        verticalScrollBar()->setValue(static_cast<int>((row - page + m_rowsPerStep) / m_rowsPerStep));
}

void RecordGrid::scrollToColumn(int visualColumn)
{
    if (visualColumn < frozenCount())
        return;
    const int left = columnX(visualColumn);
    const int right = left + m_columns->at(visualColumn).width;
    QScrollBar *bar = horizontalScrollBar();
    if (left < frozenWidth() || right - left > viewport()->width() - frozenWidth())
        bar->setValue(bar->value() + left - frozenWidth());
    else if (right > viewport()->width())
        bar->setValue(bar->value() + right - viewport()->width());
}

void RecordGrid::setCurrent(qint64 row, int column)
{
    const bool rowMoved = row != m_selection.currentRow;
    m_currentStoreRow = m_order->storeRow(row);
    m_selection.currentRow = row;
    m_selection.currentColumn = column;
    announceCurrent();
    if (rowMoved)
        Q_EMIT currentRowChanged(row);
}

void RecordGrid::announceCurrent()
{
    if (!QAccessible::isActive() || m_selection.currentRow < 0)
        return;
    QAccessibleEvent event(this, QAccessible::Focus);
    const qint64 cell = m_selection.currentRow * m_columns->count() + m_selection.currentColumn;
    if (cell <= std::numeric_limits<int>::max()) {
        event.setChild(static_cast<int>(cell));
        QAccessible::updateAccessibility(&event);
    }
}

void RecordGrid::moveTo(qint64 row, int column, bool extend)
{
    const qint64 rows = rowCount();
    if (rows == 0 || m_columns->count() == 0)
        return;
    row = qBound<qint64>(0, row, rows - 1);
    column = qBound(0, column, m_columns->count() - 1);
    if (!extend || m_selection.anchorRow < 0) {
        m_selection.anchorRow = row;
        m_selection.anchorColumn = column;
        m_selection.wholeRows = false;
    }
    m_selection.rows.set(m_selection.anchorRow, row);
    m_selection.firstColumn = qMin(m_selection.anchorColumn, column);
    m_selection.lastColumn = qMax(m_selection.anchorColumn, column);
    scrollToRow(row);
    scrollToColumn(column);
    viewport()->update();
    setCurrent(row, column);
    Q_EMIT selectionChanged();
}

void RecordGrid::selectByMouse(qint64 row, int column, Qt::KeyboardModifiers modifiers, bool dragging)
{
    const bool wholeRows = column < 0 || (dragging && m_dragWholeRows);
    column = qMax(column, 0);
    if (modifiers & Qt::ControlModifier && !dragging) {
        m_selection.rows.toggle(row);
        m_selection.wholeRows = wholeRows || m_selection.wholeRows;
        m_selection.firstColumn = qMin(m_selection.firstColumn, column);
        m_selection.lastColumn = qMax(m_selection.lastColumn, column);
        m_selection.anchorRow = row;
        m_selection.anchorColumn = column;
        viewport()->update();
        setCurrent(row, column);
        Q_EMIT selectionChanged();
        return;
    }
    moveTo(row, column, dragging || modifiers & Qt::ShiftModifier);
    if (wholeRows) {
        m_selection.wholeRows = true;
        viewport()->update();
        Q_EMIT selectionChanged();
    }
}

void RecordGrid::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        QAbstractScrollArea::mousePressEvent(event);
        return;
    }
    const QPoint at = event->position().toPoint();
    const qint64 row = rowAt(at.y());
    const int column = columnAt(at.x());
    const bool onGutter = column < 0 && at.x() < gutterWidth();
    if (row < 0 || (column < 0 && !onGutter))
        return;
    m_dragging = true;
    m_dragWholeRows = onGutter;
    selectByMouse(row, column, event->modifiers(), false);
}

void RecordGrid::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_dragging || !(event->buttons() & Qt::LeftButton))
        return;
    const QPoint at = event->position().toPoint();
    qint64 row = rowAt(qBound(0, at.y(), viewport()->height() - 1));
    if (at.y() < 0)
        row = qMax<qint64>(0, topRow() - 1);
    else if (at.y() >= viewport()->height())
        row = topRow() + visibleRowCount();
    if (row < 0)
        row = rowCount() - 1;
    const int column = columnAt(qBound(gutterWidth(), at.x(), viewport()->width() - 1));
    if (row != m_selection.currentRow || column != m_selection.currentColumn)
        selectByMouse(row, column < 0 ? m_columns->count() - 1 : column, event->modifiers(), true);
}

void RecordGrid::mouseReleaseEvent(QMouseEvent *event)
{
    m_dragging = false;
    QAbstractScrollArea::mouseReleaseEvent(event);
}

void RecordGrid::mouseDoubleClickEvent(QMouseEvent *event)
{
    const qint64 row = rowAt(event->position().toPoint().y());
    if (event->button() == Qt::LeftButton && row >= 0)
        Q_EMIT rowActivated(row);
}

QMenu *RecordGrid::columnMenu(int visualColumn)
{
    auto *menu = new QMenu(tr("Columns"), this);
    const auto checkable = [menu](const QString &text, bool on) {
        QAction *action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(on);
        return action;
    };
    if (visualColumn >= 0 && visualColumn < m_columns->count()) {
        const GridColumns::Id id = m_columns->at(visualColumn).id();
        const auto &sort = m_order->sort();
        const bool sorted = sort && sort->column == id;
        const auto onColumn = [this, id](void (RecordGrid::*act)(int, bool), bool way) {
            if (const int visual = m_columns->visualOf(id); visual >= 0)
                (this->*act)(visual, way);
        };
        connect(checkable(tr("Sort ascending"), sorted && !sort->descending), &QAction::triggered, this,
                [onColumn] { onColumn(&RecordGrid::sortBy, false); });
        connect(checkable(tr("Sort descending"), sorted && sort->descending), &QAction::triggered, this,
                [onColumn] { onColumn(&RecordGrid::sortBy, true); });
        QAction *count = menu->addAction(tr("Count by value…"), this, [this, id] {
            if (const int visual = m_columns->visualOf(id); visual >= 0)
                Q_EMIT groupRequested(visual);
        });
        count->setEnabled(!id.isTime());
        menu->addSeparator();
        const QString name = m_columns->title(visualColumn).replace(u'&', u"&&"_s);
        QAction *hide =
            menu->addAction(tr("Hide %1").arg(name), this, [this, id] { m_columns->setHidden(id, true); });
        hide->setEnabled(m_columns->count() > 1);
        const bool frozen = visualColumn + 1 == m_columns->frozen();
        connect(checkable(tr("Freeze up to here"), frozen), &QAction::triggered, this,
                [this, id](bool on) { m_columns->setFrozen(on ? m_columns->visualOf(id) + 1 : 0); });
        menu->addAction(tr("Fit the width"), this, [this, id] {
            if (const int visual = m_columns->visualOf(id); visual >= 0)
                fitColumn(visual);
        });
        menu->addSeparator();
    }
    connect(checkable(tr("Filter row"), !m_filterRow->isHidden()), &QAction::triggered, this,
            &RecordGrid::setFilterRowVisible);
    menu->addAction(tr("Choose columns…"), this, &RecordGrid::columnsRequested);
    QAction *all = menu->addAction(tr("Show all bins"), m_columns, &GridColumns::showAllBins);
    all->setEnabled(m_columns->hasHiddenBins());
    QAction *reset = menu->addAction(tr("Reset columns"), m_columns, &GridColumns::forgetArrangement);
    reset->setEnabled(!m_columns->arrangement().isEmpty());
    return menu;
}

void RecordGrid::showColumnMenu(int visualColumn, const QPoint &globalPosition)
{
    QMenu *menu = columnMenu(visualColumn);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(globalPosition);
}

void RecordGrid::keyPressEvent(QKeyEvent *event)
{
    const bool extend = event->modifiers() & Qt::ShiftModifier;
    const bool far = event->modifiers() & Qt::ControlModifier;
    const qint64 rows = rowCount();
    const qint64 row = qMax<qint64>(m_selection.currentRow, 0);
    const int column = m_selection.currentColumn;
    const int page = qMax(1, visibleRowCount() - 1);
    if (event->matches(QKeySequence::SelectAll)) {
        selectAllRows();
        return;
    }
    if (event->matches(QKeySequence::Copy)) {
        copySelection(this, CopyFormat::Text);
        return;
    }
    if (event->modifiers() == Qt::AltModifier && m_selection.currentRow >= 0) {
        switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right: {
            const int to = column + (event->key() == Qt::Key_Left ? -1 : 1);
            if (to >= 0 && to < m_columns->count()) {
                m_columns->move(column, to);
                moveTo(row, to, false);
            }
            return;
        }
        case Qt::Key_Up:
        case Qt::Key_Down:
            sortBy(column, event->key() == Qt::Key_Down);
            return;
        default:
            break;
        }
    }
    switch (event->key()) {
    case Qt::Key_Up:
        moveTo(far ? 0 : row - 1, column, extend);
        return;
    case Qt::Key_Down:
        moveTo(m_selection.currentRow < 0 ? 0 : far ? rows - 1 : row + 1, column, extend);
        return;
    case Qt::Key_Left:
        moveTo(row, far ? 0 : column - 1, extend);
        return;
    case Qt::Key_Right:
        moveTo(row, far ? m_columns->count() - 1 : column + 1, extend);
        return;
    case Qt::Key_PageUp:
        moveTo(row - page, column, extend);
        return;
    case Qt::Key_PageDown:
        moveTo(row + page, column, extend);
        return;
    case Qt::Key_Home:
        moveTo(far ? 0 : row, far ? column : 0, extend);
        return;
    case Qt::Key_End:
        moveTo(far ? rows - 1 : row, far ? column : m_columns->count() - 1, extend);
        return;
    case Qt::Key_Space:
        if (far && rows > 0) {
            m_selection.rows.toggle(row);
            viewport()->update();
            Q_EMIT selectionChanged();
            return;
        }
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!far && m_selection.currentRow >= 0) {
            Q_EMIT rowActivated(m_selection.currentRow);
            return;
        }
        break;
    default:
        break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

} // namespace Aeroscope::Ui
