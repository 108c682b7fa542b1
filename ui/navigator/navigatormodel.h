// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/session/dataset.h"

#include <QAbstractItemModel>
#include <QIcon>

#include <memory>
#include <vector>

namespace Aeroscope::Ui {

class Connection;
class ConnectionList;

/// The tree of clusters: namespaces with their sets and indexes, nodes. Metadata only, never records. It
/// follows its connections by difference, so selection and expansion survive every refresh.
class NavigatorModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum class Kind {
        Cluster,
        Namespace,
        NoSet,
        Set,
        IndexGroup,
        Index,
        ModuleGroup,
        Module,
        NodeGroup,
        Node,
        JobGroup,
        Job
    };
    Q_ENUM(Kind)
    enum Role {
        KindRole = Qt::UserRole + 1,
        /// Right-aligned and muted: counts and states.
        NoteRole,
        /// Connection*
        ConnectionRole,
        NamespaceRole, ///< QByteArray
        SetRole,       ///< QByteArray
        EdgeColorRole, ///< of the cluster's environment
        DetailRole,    ///< the tool tip as plain text
        KeyRole,       ///< QByteArray: exact name of an index, module, node or job
    };

    explicit NavigatorModel(ConnectionList *connections, QObject *parent = nullptr);
    ~NavigatorModel() override;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    [[nodiscard]] Kind kind(const QModelIndex &index) const;
    [[nodiscard]] Connection *connection(const QModelIndex &index) const;
    /// Of a Set or NoSet; of a Namespace all its records.
    [[nodiscard]] DataSet dataset(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(const Connection *connection) const;
    [[nodiscard]] QModelIndex indexOf(const Connection *connection, const DataSet &dataset) const;

    /// One node of the tree as it should be; compared with what is there.
    struct Item
    {
        Kind kind = Kind::Cluster;
        /// Tells nodes of one parent apart, with the kind.
        QByteArray key{};
        QString text{};
        QString note{};
        QString icon{};
        QString toolTip{};
        bool active = true;
        std::vector<Item> children{};
    };

private:
    struct Entry;
    void follow(Connection *connection);
    void onRemoved(Connection *connection);
    void reorder();
    void sync(Entry *parent, const QModelIndex &parentIndex, std::vector<Item> wanted);
    [[nodiscard]] Entry *entry(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOfEntry(const Entry *entry) const;
    void update(Connection *connection);

    ConnectionList *m_connections;
    std::unique_ptr<Entry> m_root;
};

} // namespace Aeroscope::Ui
