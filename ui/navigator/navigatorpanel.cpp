// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/navigator/navigatorpanel.h"

#include "ui/connections/connectionlist.h"
#include "ui/navigator/navigatordelegate.h"
#include "ui/navigator/navigatormodel.h"
#include "ui/theme/icons.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QSortFilterProxyModel>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

NavigatorPanel::NavigatorPanel(ConnectionList *connections, QWidget *parent)
    : QWidget(parent)
    , m_model(new NavigatorModel(connections, this))
    , m_proxy(new QSortFilterProxyModel(this))
    , m_filter(new QLineEdit(this))
    , m_tree(new QTreeView(this))
{
    m_proxy->setSourceModel(m_model);
    m_proxy->setRecursiveFilteringEnabled(true);
    m_proxy->setAutoAcceptChildRows(true);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);

    m_filter->setObjectName(u"navigatorFilter"_s);
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter the navigator"));
    m_filter->setClearButtonEnabled(true);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_proxy->setFilterFixedString(text);
        if (!text.isEmpty())
            m_tree->expandAll();
    });

    setMinimumWidth(230); // names and counts stay readable when the window is small
    m_tree->setObjectName(u"navigatorTree"_s);
    m_tree->setAccessibleName(tr("Clusters"));
    m_tree->setModel(m_proxy);
    m_tree->setHeaderHidden(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setUniformRowHeights(true);
    m_tree->setAnimated(false);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setItemDelegate(new NavigatorDelegate(m_tree));
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setTextElideMode(Qt::ElideMiddle);
    connect(m_tree, &QTreeView::activated, this, &NavigatorPanel::activate);
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &NavigatorPanel::showMenu);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &NavigatorPanel::currentChanged);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(8, 8, 8, 8);
    top->addWidget(m_filter);
    layout->addLayout(top);
    layout->addWidget(m_tree, 1);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setFocusProxy(m_tree);
}

QModelIndex NavigatorPanel::currentSource() const
{
    return m_proxy->mapToSource(m_tree->currentIndex());
}

Connection *NavigatorPanel::currentConnection() const
{
    return m_model->connection(currentSource());
}

DataSet NavigatorPanel::currentDataSet() const
{
    return m_model->dataset(currentSource());
}

void NavigatorPanel::expandCluster(const Connection *connection)
{
    const QModelIndex cluster = m_model->indexOf(connection);
    if (!cluster.isValid())
        return;
    m_tree->expand(m_proxy->mapFromSource(cluster));
    // the namespace with the most sets is what a newcomer looks for
    QModelIndex richest;
    for (int row = 0; row < m_model->rowCount(cluster); ++row) {
        const QModelIndex ns = m_model->index(row, 0, cluster);
        if (m_model->kind(ns) != NavigatorModel::Kind::Namespace)
            continue;
        if (!richest.isValid() || m_model->rowCount(ns) > m_model->rowCount(richest))
            richest = ns;
    }
    if (richest.isValid())
        m_tree->expand(m_proxy->mapFromSource(richest));
}

void NavigatorPanel::reveal(const Connection *connection, const DataSet &dataset)
{
    const QModelIndex index = m_proxy->mapFromSource(m_model->indexOf(connection, dataset));
    if (!index.isValid())
        return;
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
}

void NavigatorPanel::activate(const QModelIndex &proxyIndex)
{
    const QModelIndex index = m_proxy->mapToSource(proxyIndex);
    if (!index.isValid())
        return;
    Connection *connection = m_model->connection(index);
    switch (m_model->kind(index)) {
    case NavigatorModel::Kind::Cluster:
        if (connection->state() == Connection::State::Offline)
            Q_EMIT connectRequested(connection);
        else
            m_tree->setExpanded(proxyIndex, !m_tree->isExpanded(proxyIndex));
        break;
    case NavigatorModel::Kind::Set:
    case NavigatorModel::Kind::NoSet:
        Q_EMIT openRequested(connection, m_model->dataset(index));
        break;
    default:
        m_tree->setExpanded(proxyIndex, !m_tree->isExpanded(proxyIndex));
        break;
    }
}

void NavigatorPanel::showMenu(const QPoint &position)
{
    const QModelIndex index = m_proxy->mapToSource(m_tree->indexAt(position));
    if (!index.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"navigatorMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(menu, index);
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

void NavigatorPanel::fillMenu(QMenu *menu, const QModelIndex &index)
{
    Connection *connection = m_model->connection(index);
    const DataSet dataset = m_model->dataset(index);
    const auto createIndex = [&] {
        menu->addAction(icon(u"index"_s), tr("Create index…"), this,
                        [this, connection, dataset] { Q_EMIT createIndexRequested(connection, dataset); });
    };
    switch (m_model->kind(index)) {
    case NavigatorModel::Kind::Cluster:
        if (connection->state() == Connection::State::Offline)
            menu->addAction(icon(u"plug"_s), tr("Connect"), this,
                            [this, connection] { Q_EMIT connectRequested(connection); });
        else
            menu->addAction(tr("Disconnect"), this,
                            [this, connection] { Q_EMIT disconnectRequested(connection); });
        menu->addAction(icon(u"refresh"_s), tr("Refresh"), connection, &Connection::refreshCatalog);
        if (!connection->isDemo() && !connection->profile().id.isEmpty()) {
            menu->addSeparator();
            menu->addAction(icon(u"edit"_s), tr("Edit…"), this,
                            [this, connection] { Q_EMIT editRequested(connection); });
        }
        break;
    case NavigatorModel::Kind::Set:
    case NavigatorModel::Kind::NoSet:
        menu->addAction(icon(u"set"_s), tr("Open"), this,
                        [this, connection, dataset] { Q_EMIT openRequested(connection, dataset); });
        menu->addAction(icon(u"query"_s), tr("New query"), this,
                        [this, connection, dataset] { Q_EMIT queryRequested(connection, dataset); });
        menu->addAction(icon(u"plus"_s), tr("Insert record…"), this,
                        [this, connection, dataset] { Q_EMIT insertRequested(connection, dataset); });
        createIndex();
        break;
    case NavigatorModel::Kind::Namespace:
    case NavigatorModel::Kind::IndexGroup:
        createIndex();
        break;
    case NavigatorModel::Kind::Index: {
        const QByteArray name = m_model->data(index, NavigatorModel::KeyRole).toByteArray();
        createIndex();
        QMenu *danger = menu->addMenu(tr("Danger"));
        danger->addAction(icon(u"trash"_s), tr("Drop index…"), this,
                          [this, connection, ns = dataset.namespaceName, name] {
                              Q_EMIT dropIndexRequested(connection, ns, name);
                          });
        break;
    }
    default:
        break;
    }
    if (!menu->isEmpty())
        menu->addSeparator();
    menu->addAction(icon(u"copy"_s), tr("Copy name"), this,
                    [text = m_model->data(index, Qt::DisplayRole).toString()] {
                        QGuiApplication::clipboard()->setText(text);
                    });
    if (!m_model->data(index, Qt::ToolTipRole).toString().isEmpty())
        menu->addAction(tr("Copy details"), this, [at = QPersistentModelIndex(index)] {
            QStringList parts{at.data(Qt::DisplayRole).toString(),
                              at.data(NavigatorModel::NoteRole).toString(),
                              at.data(NavigatorModel::DetailRole).toString()};
            parts.removeAll(QString());
            QGuiApplication::clipboard()->setText(parts.join(u" · "_s));
        });
}

} // namespace Aeroscope::Ui
