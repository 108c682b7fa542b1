// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QDialog>

class QLineEdit;
class QListWidget;
class QPushButton;

namespace Aeroscope::Ui {

class GridColumns;

/// Which columns are shown, in which order, and how many stay in place. Every change shows at once; what is
/// arranged is remembered by whoever listens to GridColumns::arranged().
class ColumnChooser : public QDialog
{
    Q_OBJECT

public:
    explicit ColumnChooser(GridColumns *columns, QWidget *parent = nullptr);

    [[nodiscard]] QListWidget *list() const noexcept { return m_list; }
    [[nodiscard]] QLineEdit *filter() const noexcept { return m_filter; }

private:
    void fill();
    void moveCurrent(int by);
    void updateButtons();

    GridColumns *m_columns;
    QLineEdit *m_filter;
    QListWidget *m_list;
    QPushButton *m_up;
    QPushButton *m_down;
    QPushButton *m_freeze;
    bool m_filling = false;
};

} // namespace Aeroscope::Ui
