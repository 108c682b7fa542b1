// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/gridaccessible.h"

#include "ui/grid/recordgrid.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QHash>
#include <QPointer>

#include <limits>
#include <utility>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

/// Rows and columns as far as an int can count cells; more cannot be said to assistive technologies.
int accessibleRows(const RecordGrid *grid)
{
    const int columns = qMax(1, grid->columns()->count());
    return static_cast<int>(qMin<qint64>(grid->rowCount(), std::numeric_limits<int>::max() / columns - 1));
}

class CellInterface : public QAccessibleInterface, public QAccessibleTableCellInterface
{
public:
    CellInterface(RecordGrid *grid, qint64 row, int column)
        : m_grid(grid)
        , m_row(row)
        , m_column(column)
    {}

    [[nodiscard]] bool isValid() const override
    {
        return m_grid && m_row < m_grid->rowCount() && m_column < m_grid->columns()->count();
    }
    [[nodiscard]] QObject *object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_grid);
    }
    [[nodiscard]] QAccessibleInterface *child(int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::Cell; }

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        if (!isValid())
            return {};
        const CellFormat format = m_grid->cellFormat(m_row, m_column);
        const QString value = format.absent ? RecordGrid::tr("absent") : format.text;
        switch (kind) {
        case QAccessible::Name:
            return u"%1: %2"_s.arg(m_grid->columns()->title(m_column), value);
        case QAccessible::Value:
            return value;
        case QAccessible::Description:
            return RecordGrid::tr("row %1").arg(m_row + 1);
        default:
            return {};
        }
    }
    void setText(QAccessible::Text, const QString &) override {}

    [[nodiscard]] QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect cell = m_grid->cellRect(m_row, m_column);
        return cell.isNull() ? QRect() : QRect(m_grid->viewport()->mapToGlobal(cell.topLeft()), cell.size());
    }

    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        state.readOnly = true;
        state.selectable = true;
        state.focusable = true;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.focused =
            m_grid->hasFocus() && m_row == m_grid->currentRow() && m_column == m_grid->currentColumn();
        state.selected = isSelected();
        state.offscreen = m_grid->cellRect(m_row, m_column).isNull();
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableCellInterface ? static_cast<QAccessibleTableCellInterface *>(this)
                                                       : nullptr;
    }

    [[nodiscard]] bool isSelected() const override
    {
        return m_grid->selection().rows.contains(m_row) && m_grid->selection().hasColumn(m_column);
    }
    [[nodiscard]] QList<QAccessibleInterface *> columnHeaderCells() const override { return {}; }
    [[nodiscard]] QList<QAccessibleInterface *> rowHeaderCells() const override { return {}; }
    [[nodiscard]] int columnIndex() const override { return m_column; }
    [[nodiscard]] int rowIndex() const override { return static_cast<int>(m_row); }
    [[nodiscard]] int columnExtent() const override { return 1; }
    [[nodiscard]] int rowExtent() const override { return 1; }
    [[nodiscard]] QAccessibleInterface *table() const override { return parent(); }

private:
    QPointer<RecordGrid> m_grid;
    qint64 m_row;
    int m_column;
};

class GridInterface : public QAccessibleWidget, public QAccessibleTableInterface
{
public:
    explicit GridInterface(RecordGrid *grid)
        : QAccessibleWidget(grid, QAccessible::Table)
    {}
    ~GridInterface() override
    {
        for (const QAccessible::Id id : std::as_const(m_cells))
            QAccessible::deleteAccessibleInterface(id);
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::TableInterface)
            return static_cast<QAccessibleTableInterface *>(this);
        return QAccessibleWidget::interface_cast(type);
    }

    [[nodiscard]] int childCount() const override { return rowCount() * columnCount(); }
    [[nodiscard]] QAccessibleInterface *child(int index) const override
    {
        const int columns = columnCount();
        return index < 0 || columns == 0 ? nullptr : cellAt(index / columns, index % columns);
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *child) const override
    {
        for (auto it = m_cells.cbegin(); it != m_cells.cend(); ++it) {
            if (QAccessible::accessibleInterface(it.value()) == child)
                return static_cast<int>(it.key().first) * columnCount() + it.key().second;
        }
        return -1;
    }
    [[nodiscard]] QAccessibleInterface *focusChild() const override
    {
        return grid()->currentRow() < 0 ? nullptr : cell(grid()->currentRow(), grid()->currentColumn());
    }
    [[nodiscard]] QAccessibleInterface *childAt(int x, int y) const override
    {
        const QPoint at = grid()->viewport()->mapFromGlobal(QPoint(x, y));
        const qint64 row = grid()->rowAt(at.y());
        const int column = grid()->columnAt(at.x());
        return row < 0 || column < 0 ? nullptr : cell(row, column);
    }

    [[nodiscard]] QAccessibleInterface *caption() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *summary() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *cellAt(int row, int column) const override
    {
        return cell(row, column);
    }
    [[nodiscard]] int selectedCellCount() const override
    {
        return selectedRowCount() * selectedColumnCount();
    }
    [[nodiscard]] QList<QAccessibleInterface *> selectedCells() const override
    {
        QAccessibleInterface *current = focusChild();
        return current ? QList<QAccessibleInterface *>{current} : QList<QAccessibleInterface *>{};
    }
    [[nodiscard]] QString columnDescription(int column) const override
    {
        return column >= 0 && column < columnCount() ? grid()->columns()->title(column) : QString();
    }
    [[nodiscard]] QString rowDescription(int row) const override { return QString::number(row + 1); }
    [[nodiscard]] int selectedColumnCount() const override
    {
        const GridSelection &s = grid()->selection();
        return s.wholeRows ? columnCount() : s.lastColumn - s.firstColumn + 1;
    }
    [[nodiscard]] int selectedRowCount() const override
    {
        return static_cast<int>(qMin<qint64>(grid()->selection().rows.count(), 1'000'000));
    }
    [[nodiscard]] int columnCount() const override { return grid()->columns()->count(); }
    [[nodiscard]] int rowCount() const override { return accessibleRows(grid()); }
    [[nodiscard]] QList<int> selectedColumns() const override
    {
        QList<int> columns;
        for (int i = 0; i < columnCount(); ++i) {
            if (grid()->selection().hasColumn(i) && !grid()->selection().rows.isEmpty())
                columns.append(i);
        }
        return columns;
    }
    [[nodiscard]] QList<int> selectedRows() const override
    {
        QList<int> rows;
        for (const auto &range : grid()->selection().rows.ranges()) {
            for (qint64 row = range.first; row <= range.last && rows.size() < 1000; ++row)
                rows.append(static_cast<int>(row));
        }
        return rows;
    }
    [[nodiscard]] bool isColumnSelected(int column) const override
    {
        return grid()->selection().hasColumn(column);
    }
    [[nodiscard]] bool isRowSelected(int row) const override
    {
        return grid()->selection().rows.contains(row);
    }
    bool selectRow(int row) override
    {
        grid()->setCurrentCell(row, grid()->currentColumn());
        return true;
    }
    bool selectColumn(int) override { return false; }
    bool unselectRow(int) override { return false; }
    bool unselectColumn(int) override { return false; }
    void modelChange(QAccessibleTableModelChangeEvent *) override {}

private:
    [[nodiscard]] RecordGrid *grid() const { return static_cast<RecordGrid *>(widget()); }

    /// Cells that were asked for are kept, up to a number that a screen never needs.
    [[nodiscard]] QAccessibleInterface *cell(qint64 row, int column) const
    {
        if (row < 0 || row >= rowCount() || column < 0 || column >= columnCount())
            return nullptr;
        const std::pair index(row, column);
        if (const auto it = m_cells.constFind(index); it != m_cells.constEnd())
            return QAccessible::accessibleInterface(it.value());
        if (m_cells.size() > 5000) {
            for (const QAccessible::Id id : std::as_const(m_cells))
                QAccessible::deleteAccessibleInterface(id);
            m_cells.clear();
        }
        auto *made = new CellInterface(grid(), row, column); // owned by QAccessible's cache
        m_cells.insert(index, QAccessible::registerAccessibleInterface(made));
        return made;
    }

    mutable QHash<std::pair<qint64, int>, QAccessible::Id> m_cells;
};

QAccessibleInterface *makeInterface(const QString &className, QObject *object)
{
    if (className == "Aeroscope::Ui::RecordGrid"_L1)
        return new GridInterface(static_cast<RecordGrid *>(object));
    return nullptr;
}

} // namespace

void installGridAccessibility()
{
    static const bool s_installed = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(s_installed)
}

} // namespace Aeroscope::Ui
