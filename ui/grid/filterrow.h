// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/grid/gridcolumns.h"

#include <QTimer>
#include <QWidget>

#include <map>

class QLineEdit;

namespace Aeroscope::Ui {

class RecordGrid;

/// A field under each column's name: rows that do not match are not shown. Works on loaded rows; nothing is
/// asked of the cluster. What can be written is said by CellCondition. Fields of hidden columns do not
/// filter.
class FilterRow : public QWidget
{
    Q_OBJECT

public:
    static constexpr int rowHeight = 32;

    explicit FilterRow(RecordGrid *grid);

    /// Brings the fields under their columns.
    void place();
    void focusColumn(int visualColumn);
    void clear();
    void setText(const GridColumns::Id &column, const QString &text);
    [[nodiscard]] QString text(const GridColumns::Id &column) const;
    /// Null while the column is out of sight.
    [[nodiscard]] QLineEdit *field(const GridColumns::Id &column) const;
    /// Filters now, not after the pause in typing.
    void apply();

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QLineEdit *makeField(const GridColumns::Id &column);

    RecordGrid *m_grid;
    /// Clips the fields of columns that scroll.
    QWidget *m_scrolled;
    std::map<GridColumns::Id, QLineEdit *> m_fields;
    QTimer m_pause;
    bool m_placing = false;
};

} // namespace Aeroscope::Ui
