// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QAbstractItemModel>
#include <QByteArray>

#include <memory>
#include <vector>

namespace Aeroscope::Ui {

/// A nested value as a tree: index or key, type, value. Reads only what is opened and scrolled to, so a value
/// of many megabytes is there at once. Read-only.
class ValueTree : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, TypeColumn, ValueColumn, ColumnCount };

    explicit ValueTree(QObject *parent = nullptr);
    ~ValueTree() override;

    /// msgpack of a list or map; anything else makes an empty tree.
    void setBytes(const QByteArray &packed);

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Elements that were looked at so far; for tests.
    [[nodiscard]] qint64 elementsRead() const noexcept { return m_read; }

private:
    struct Node;
    [[nodiscard]] Node *nodeOf(const QModelIndex &index) const;
    void prepare(Node *node) const;

    QByteArray m_bytes;
    std::unique_ptr<Node> m_root;
    mutable qint64 m_read = 0;
};

} // namespace Aeroscope::Ui
