// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/navigator/clusteritems.h"

#include "ui/connections/connection.h"
#include "ui/shell/errortext.h"
#include "ui/workbench/humantext.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

using Item = NavigatorModel::Item;
using Kind = NavigatorModel::Kind;

QString approximately(qint64 count)
{
    return u"≈ "_s + Workbench::compactCount(count);
}

QString indexNote(const IndexInfo &index)
{
    switch (index.state) {
    case IndexInfo::State::Building:
        return NavigatorModel::tr("building %1 %").arg(index.loadPercent);
    case IndexInfo::State::Failed:
        return NavigatorModel::tr("failed");
    case IndexInfo::State::Ready:
        break;
    }
    return Workbench::nameText(index.bin);
}

Item indexGroup(const ClusterCatalog &catalog, const QByteArray &ns)
{
    Item group{.kind = Kind::IndexGroup,
               .key = "indexes",
               .text = NavigatorModel::tr("Indexes"),
               .icon = u"index"_s};
    for (const IndexInfo &index : catalog.indexes) {
        if (index.namespaceName != ns)
            continue;
        QString where = index.setName.isEmpty()
                            ? Workbench::nameText(ns)
                            : Workbench::nameText(ns) + u'.' + Workbench::nameText(index.setName);
        group.children.push_back({.kind = Kind::Index,
                                  .key = index.name,
                                  .text = Workbench::nameText(index.name),
                                  .note = indexNote(index),
                                  .icon = u"index"_s,
                                  .toolTip = u"%1 · %2 · %3"_s.arg(where, Workbench::nameText(index.bin),
                                                                   QString::fromLatin1(index.type))});
    }
    group.note = QString::number(group.children.size());
    return group;
}

Item namespaceItem(const ClusterCatalog &catalog, const NamespaceInfo &ns)
{
    Item item{.kind = Kind::Namespace,
              .key = ns.name,
              .text = Workbench::nameText(ns.name),
              .note = Workbench::compactCount(ns.objects),
              .icon = u"namespace"_s};
    item.toolTip = NavigatorModel::tr("%1 records, %2 copies of each, stored in %3")
                       .arg(Workbench::groupedCount(ns.objects))
                       .arg(ns.replicationFactor)
                       .arg(QString::fromLatin1(ns.storageEngine));
    if (ns.stopWrites)
        item.note = NavigatorModel::tr("stop-writes") + u" · "_s + item.note;
    item.children.push_back({.kind = Kind::NoSet,
                             .key = "noset",
                             .text = NavigatorModel::tr("no set"),
                             .note = approximately(ns.objectsWithoutSet),
                             .icon = u"set-none"_s,
                             .toolTip = NavigatorModel::tr("Records that belong to no set")});
    for (const SetInfo &set : catalog.sets) {
        if (set.namespaceName != ns.name)
            continue;
        item.children.push_back(
            {.kind = Kind::Set,
             .key = set.name,
             .text = Workbench::nameText(set.name),
             .note = set.truncating ? NavigatorModel::tr("truncating") : approximately(set.objects),
             .icon = u"set"_s,
             .toolTip =
                 NavigatorModel::tr("%1 records, %2 tombstones, %3 on all nodes")
                     .arg(Workbench::groupedCount(set.objects), Workbench::groupedCount(set.tombstones),
                          Workbench::byteSize(set.dataBytes))});
    }
    Item indexes = indexGroup(catalog, ns.name);
    if (!indexes.children.empty())
        item.children.push_back(std::move(indexes));
    return item;
}

Item nodeGroup(const Connection &connection)
{
    Item group{
        .kind = Kind::NodeGroup, .key = "nodes", .text = NavigatorModel::tr("Nodes"), .icon = u"node"_s};
    const ClusterSnapshot snapshot = connection.snapshot();
    int down = 0;
    for (const NodeSnapshot &node : snapshot.nodes) {
        Item item{.kind = Kind::Node,
                  .key = node.name,
                  .text = QString::fromLatin1(node.name),
                  .note = QString::fromLatin1(node.build),
                  .icon = u"node"_s,
                  .toolTip = node.address,
                  .active = node.active};
        if (!node.active || node.failures > 0) {
            ++down;
            item.note = NavigatorModel::tr("not answering");
            if (node.lastError)
                item.toolTip += u'\n' + errorLine(*node.lastError);
        }
        group.children.push_back(std::move(item));
    }
    std::ranges::sort(group.children, {}, &Item::key);
    group.note = down > 0 ? NavigatorModel::tr("%1, %2 not answering").arg(snapshot.nodes.size()).arg(down)
                          : QString::number(snapshot.nodes.size());
    return group;
}

} // namespace

NavigatorModel::Item clusterItem(const Connection &connection)
{
    Item item{.kind = Kind::Cluster, .text = connection.name()};
    item.toolTip = connection.profile().hosts;
    switch (connection.state()) {
    case Connection::State::Offline:
        item.icon = u"cluster-off"_s;
        item.note = connection.error() ? NavigatorModel::tr("failed") : NavigatorModel::tr("not connected");
        if (connection.error())
            item.toolTip = errorLine(*connection.error());
        item.active = false;
        return item;
    case Connection::State::Connecting:
        item.icon = u"cluster-busy"_s;
        item.note = NavigatorModel::tr("connecting…");
        item.active = false;
        return item;
    case Connection::State::Lost:
        item.icon = u"cluster-off"_s;
        item.note = NavigatorModel::tr("connection lost");
        break;
    case Connection::State::Online:
        item.icon = u"cluster"_s;
        item.note =
            NavigatorModel::tr("%n node(s)", nullptr, static_cast<int>(connection.snapshot().nodes.size()));
        break;
    }
    const ClusterCatalog &catalog = connection.catalog();
    for (const NamespaceInfo &ns : catalog.namespaces)
        item.children.push_back(namespaceItem(catalog, ns));
    item.children.push_back(nodeGroup(connection));
    return item;
}

} // namespace Aeroscope::Ui
