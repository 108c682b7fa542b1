// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/workbench/queryhistory.h"

#include <QWidget>

class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;

namespace Aeroscope::Ui {

/// The queries that were run, to be found and opened again. Opening never runs.
class HistoryPanel : public QWidget
{
    Q_OBJECT

public:
    explicit HistoryPanel(Workbench::QueryHistory *history, QWidget *parent = nullptr);
    ~HistoryPanel() override;

    [[nodiscard]] QTreeView *view() const noexcept { return m_view; }
    [[nodiscard]] QLineEdit *filter() const noexcept { return m_filter; }

Q_SIGNALS:
    void openRequested(const Aeroscope::Workbench::HistoryEntry &entry);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    class Model;
    void showMenu(const QPoint &position);
    void open(const QModelIndex &proxyIndex);

    Workbench::QueryHistory *m_history;
    Model *m_model;
    QSortFilterProxyModel *m_proxy;
    QLineEdit *m_filter;
    QTreeView *m_view;
};

} // namespace Aeroscope::Ui
