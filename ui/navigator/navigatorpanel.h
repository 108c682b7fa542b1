// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/session/dataset.h"

#include <QWidget>

class QLineEdit;
class QMenu;
class QSortFilterProxyModel;
class QTreeView;

namespace Aeroscope::Ui {

class Connection;
class ConnectionList;
class NavigatorModel;

/// The tree of clusters with its filter. What is chosen goes out as signals; it changes nothing itself.
class NavigatorPanel : public QWidget
{
    Q_OBJECT

public:
    explicit NavigatorPanel(ConnectionList *connections, QWidget *parent = nullptr);

    [[nodiscard]] QTreeView *tree() const noexcept { return m_tree; }
    [[nodiscard]] NavigatorModel *model() const noexcept { return m_model; }
    [[nodiscard]] QLineEdit *filter() const noexcept { return m_filter; }

    /// Of the current entry; null when there is none.
    [[nodiscard]] Connection *currentConnection() const;
    /// Empty namespace: the current entry is no namespace, set or index.
    [[nodiscard]] DataSet currentDataSet() const;
    /// Opens the way to an entry and makes it the current one.
    void reveal(const Connection *connection, const DataSet &dataset);
    void expandCluster(const Connection *connection);

Q_SIGNALS:
    void openRequested(Aeroscope::Ui::Connection *connection, const Aeroscope::DataSet &dataset);
    void connectRequested(Aeroscope::Ui::Connection *connection);
    void disconnectRequested(Aeroscope::Ui::Connection *connection);
    void editRequested(Aeroscope::Ui::Connection *connection);
    void insertRequested(Aeroscope::Ui::Connection *connection, const Aeroscope::DataSet &dataset);
    void createIndexRequested(Aeroscope::Ui::Connection *connection, const Aeroscope::DataSet &dataset);
    void dropIndexRequested(Aeroscope::Ui::Connection *connection, const QByteArray &namespaceName,
                            const QByteArray &index);
    void queryRequested(Aeroscope::Ui::Connection *connection, const Aeroscope::DataSet &dataset);
    void currentChanged();

private:
    void fillMenu(QMenu *menu, const QModelIndex &index);
    void activate(const QModelIndex &proxyIndex);
    void showMenu(const QPoint &position);
    [[nodiscard]] QModelIndex currentSource() const;

    NavigatorModel *m_model;
    QSortFilterProxyModel *m_proxy;
    QLineEdit *m_filter;
    QTreeView *m_tree;
};

} // namespace Aeroscope::Ui
