// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/workbench/recordedit.h"

#include <QAbstractItemModel>

#include <memory>
#include <vector>

namespace Aeroscope::Ui {

/// The bins of a record as a tree: lists and maps open down to any depth, large ones page by page. Changes go
/// into a RecordEdit; nothing is sent from here.
class BinModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, TypeColumn, ValueColumn, StateColumn, ColumnCount };
    enum Role {
        /// Workbench::RecordEdit::State as int; of nested entries that of their bin.
        StateRole = Qt::UserRole + 1,
        /// The chip of this column: the value's type, or in the name column that of a map key. Empty: none.
        ChipRole,
        /// A muted text in front of the value: order and count of containers.
        NoteRole,
        /// The bin's name as QByteArray; of top-level rows only.
        BinRole,
        /// Value::Type as int.
        TypeRole,
    };

    explicit BinModel(QObject *parent = nullptr);
    ~BinModel() override;

    void setEdit(Workbench::RecordEdit edit);
    [[nodiscard]] const Workbench::RecordEdit &edit() const noexcept { return m_edit; }

    void setBin(const QByteArray &name, Value value);
    void removeBin(const QByteArray &name);
    void revertBin(const QByteArray &name);
    void revertAll();
    void setKey(Key key) { m_edit.setKey(std::move(key)); }

    [[nodiscard]] Value value(const QModelIndex &index) const;
    [[nodiscard]] QByteArray binName(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOfBin(const QByteArray &name) const;
    /// Can this value be typed on one line?
    [[nodiscard]] static bool isEditable(const Value &value);

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    /// The edit differs from before.
    void edited();

private:
    struct Entry;
    /// Brings the rows in step with m_edit: rows come, go and change, the tree stays open.
    void follow();
    void replaceChildren(Entry &entry, const QModelIndex &index);
    [[nodiscard]] Entry *entry(const QModelIndex &index) const;
    [[nodiscard]] QString stateText(const Entry &entry) const;

    Workbench::RecordEdit m_edit;
    std::vector<std::unique_ptr<Entry>> m_bins;
};

} // namespace Aeroscope::Ui
