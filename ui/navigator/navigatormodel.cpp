// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/navigator/navigatormodel.h"

#include "ui/connections/connectionlist.h"
#include "ui/connections/environmentlook.h"
#include "ui/navigator/clusteritems.h"
#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"

#include <QFont>

#include <algorithm>

namespace Aeroscope::Ui {

struct NavigatorModel::Entry
{
    Item item; // without children
    Entry *parent = nullptr;
    Connection *connection = nullptr;
    QByteArray ns;
    std::vector<std::unique_ptr<Entry>> children;

    [[nodiscard]] int row() const
    {
        const auto it =
            std::ranges::find_if(parent->children, [this](const auto &child) { return child.get() == this; });
        return static_cast<int>(it - parent->children.begin());
    }
};

namespace {

bool sameLook(const NavigatorModel::Item &a, const NavigatorModel::Item &b)
{
    return a.text == b.text && a.note == b.note && a.icon == b.icon && a.toolTip == b.toolTip &&
           a.active == b.active;
}

} // namespace

NavigatorModel::NavigatorModel(ConnectionList *connections, QObject *parent)
    : QAbstractItemModel(parent)
    , m_connections(connections)
    , m_root(std::make_unique<Entry>())
{
    connect(connections, &ConnectionList::added, this, &NavigatorModel::follow);
    connect(connections, &ConnectionList::removed, this, &NavigatorModel::onRemoved);
    connect(connections, &ConnectionList::orderChanged, this, &NavigatorModel::reorder);
    for (Connection *connection : connections->all())
        follow(connection);
}

NavigatorModel::~NavigatorModel() = default;

void NavigatorModel::follow(Connection *connection)
{
    const int row = static_cast<int>(m_connections->all().indexOf(connection));
    const int place = qBound(0, row, static_cast<int>(m_root->children.size()));
    beginInsertRows({}, place, place);
    auto fresh = std::make_unique<Entry>();
    fresh->parent = m_root.get();
    fresh->connection = connection;
    fresh->item = clusterItem(*connection);
    fresh->item.children.clear();
    m_root->children.insert(m_root->children.begin() + place, std::move(fresh));
    endInsertRows();
    const auto refresh = [this, connection] { update(connection); };
    connect(connection, &Connection::stateChanged, this, refresh);
    connect(connection, &Connection::catalogChanged, this, refresh);
    connect(connection, &Connection::profileChanged, this, refresh);
    update(connection);
}

void NavigatorModel::onRemoved(Connection *connection)
{
    disconnect(connection, nullptr, this, nullptr);
    const QModelIndex index = indexOf(connection);
    if (!index.isValid())
        return;
    beginRemoveRows({}, index.row(), index.row());
    m_root->children.erase(m_root->children.begin() + index.row());
    endRemoveRows();
}

void NavigatorModel::reorder()
{
    const auto rank = [this](const std::unique_ptr<Entry> &e) {
        return m_connections->all().indexOf(e->connection);
    };
    if (std::ranges::is_sorted(m_root->children, {}, rank))
        return;
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    std::ranges::sort(m_root->children, {}, rank);
    for (const QModelIndex &index : before)
        changePersistentIndex(index,
                              createIndex(entry(index)->row(), index.column(), index.internalPointer()));
    Q_EMIT layoutChanged();
}

void NavigatorModel::update(Connection *connection)
{
    const QModelIndex index = indexOf(connection);
    if (!index.isValid())
        return;
    Entry *cluster = entry(index);
    Item wanted = clusterItem(*connection);
    std::vector<Item> children = std::move(wanted.children);
    wanted.children.clear();
    if (!sameLook(cluster->item, wanted)) {
        cluster->item = std::move(wanted);
        Q_EMIT dataChanged(index, index);
    }
    sync(cluster, index, std::move(children));
}

void NavigatorModel::sync(Entry *parent, const QModelIndex &parentIndex, std::vector<Item> wanted)
{
    const auto same = [](const Item &a, const Item &b) { return a.kind == b.kind && a.key == b.key; };
    for (int row = static_cast<int>(parent->children.size()) - 1; row >= 0; --row) {
        const Item &have = parent->children[static_cast<size_t>(row)]->item;
        if (std::ranges::any_of(wanted, [&](const Item &item) { return same(item, have); }))
            continue;
        beginRemoveRows(parentIndex, row, row);
        parent->children.erase(parent->children.begin() + row);
        endRemoveRows();
    }
    for (int row = 0; row < static_cast<int>(wanted.size()); ++row) {
        Item &item = wanted[static_cast<size_t>(row)];
        std::vector<Item> children = std::move(item.children);
        item.children.clear();
        auto &list = parent->children;
        const auto found =
            std::ranges::find_if(list, [&](const auto &child) { return same(child->item, item); });
        const int at = static_cast<int>(found - list.begin());
        if (found != list.end() && at != row) {
            beginMoveRows(parentIndex, at, at, parentIndex,
                          row); // only ever upwards: what is above is in place
            std::rotate(list.begin() + row, list.begin() + at, list.begin() + at + 1);
            endMoveRows();
        } else if (found == list.end()) {
            beginInsertRows(parentIndex, row, row);
            auto fresh = std::make_unique<Entry>();
            fresh->parent = parent;
            fresh->connection = parent->connection;
            fresh->ns = item.kind == Kind::Namespace ? item.key : parent->ns;
            fresh->item = item;
            list.insert(list.begin() + row, std::move(fresh));
            endInsertRows();
        }
        Entry *child = list[static_cast<size_t>(row)].get();
        const QModelIndex childIndex = index(row, 0, parentIndex);
        if (!sameLook(child->item, item)) {
            child->item = std::move(item);
            Q_EMIT dataChanged(childIndex, childIndex);
        }
        sync(child, childIndex, std::move(children));
    }
}

NavigatorModel::Entry *NavigatorModel::entry(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Entry *>(index.internalPointer()) : m_root.get();
}

QModelIndex NavigatorModel::indexOfEntry(const Entry *entry) const
{
    if (!entry || entry == m_root.get())
        return {};
    return createIndex(entry->row(), 0, entry);
}

QModelIndex NavigatorModel::index(int row, int column, const QModelIndex &parent) const
{
    const Entry *above = entry(parent);
    if (column != 0 || row < 0 || row >= static_cast<int>(above->children.size()))
        return {};
    return createIndex(row, 0, above->children[static_cast<size_t>(row)].get());
}

QModelIndex NavigatorModel::parent(const QModelIndex &child) const
{
    return child.isValid() ? indexOfEntry(entry(child)->parent) : QModelIndex();
}

int NavigatorModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(entry(parent)->children.size());
}

int NavigatorModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant NavigatorModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Entry *e = entry(index);
    switch (role) {
    case Qt::DisplayRole:
        return e->item.text;
    case Qt::DecorationRole:
        return icon(e->item.icon, e->item.active ? IconTint::Accent : IconTint::Muted);
    case Qt::ToolTipRole:
        return e->item.toolTip.toHtmlEscaped();
    case Qt::AccessibleTextRole:
        return e->item.note.isEmpty() ? e->item.text : e->item.text + QStringLiteral(", ") + e->item.note;
    case Qt::ForegroundRole:
        return e->item.kind == Kind::NoSet ? QVariant(tokens().muted) : QVariant();
    case Qt::FontRole:
        if (e->item.kind == Kind::NoSet) {
            QFont font;
            font.setItalic(true);
            return font;
        }
        return {};
    case KindRole:
        return QVariant::fromValue(e->item.kind);
    case NoteRole:
        return e->item.note;
    case ConnectionRole:
        return QVariant::fromValue(e->connection);
    case NamespaceRole:
        return e->ns;
    case SetRole:
        return e->item.kind == Kind::Set ? e->item.key : QByteArray();
    case EdgeColorRole:
        return environmentLook(e->connection->profile()).fill;
    case DetailRole:
        return e->item.toolTip;
    case KeyRole:
        return e->item.key;
    default:
        return {};
    }
}

NavigatorModel::Kind NavigatorModel::kind(const QModelIndex &index) const
{
    return entry(index)->item.kind;
}

Connection *NavigatorModel::connection(const QModelIndex &index) const
{
    return index.isValid() ? entry(index)->connection : nullptr;
}

DataSet NavigatorModel::dataset(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    return {entry(index)->ns, data(index, SetRole).toByteArray()};
}

QModelIndex NavigatorModel::indexOf(const Connection *connection) const
{
    for (const auto &child : m_root->children) {
        if (child->connection == connection)
            return indexOfEntry(child.get());
    }
    return {};
}

QModelIndex NavigatorModel::indexOf(const Connection *connection, const DataSet &dataset) const
{
    const QModelIndex cluster = indexOf(connection);
    for (int n = 0; n < rowCount(cluster); ++n) {
        const QModelIndex ns = index(n, 0, cluster);
        if (kind(ns) != Kind::Namespace || entry(ns)->ns != dataset.namespaceName)
            continue;
        for (int s = 0; s < rowCount(ns); ++s) {
            const QModelIndex set = index(s, 0, ns);
            const bool wanted = dataset.setName.isEmpty() ? kind(set) == Kind::NoSet : kind(set) == Kind::Set;
            if (wanted && this->dataset(set) == dataset)
                return set;
        }
    }
    return {};
}

} // namespace Aeroscope::Ui
