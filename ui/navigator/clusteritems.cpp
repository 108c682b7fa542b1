// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/navigator/clusteritems.h"

#include "ui/connections/connection.h"
#include "ui/connections/environmentlook.h"
#include "ui/shell/errortext.h"
#include "ui/workbench/humantext.h"

#include <QSet>

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
        const QString where = index.setName.isEmpty()
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

Item moduleGroup(const Connection &connection)
{
    Item group{.kind = Kind::ModuleGroup,
               .key = "modules",
               .text = NavigatorModel::tr("UDF modules"),
               .icon = u"udf"_s};
    const qsizetype nodes = connection.snapshot().nodes.size();
    for (const Workbench::UdfModule &module : connection.catalog().modules) {
        const bool everywhere = module.nodes >= nodes;
        group.children.push_back(
            {.kind = Kind::Module,
             .key = module.name,
             .text = Workbench::nameText(module.name),
             .note = everywhere ? QString::fromLatin1(module.type)
                                : NavigatorModel::tr("on %1 of %2 nodes").arg(module.nodes).arg(nodes),
             .icon = u"udf"_s,
             .toolTip = u"SHA-1 %1"_s.arg(QString::fromLatin1(module.hash))});
    }
    group.note = QString::number(group.children.size());
    return group;
}

QString jobWord(NodeJob::Kind kind)
{
    switch (kind) {
    case NodeJob::Kind::Basic:
        return NavigatorModel::tr("query");
    case NodeJob::Kind::Aggregation:
        return NavigatorModel::tr("aggregation");
    case NodeJob::Kind::BackgroundUdf:
        return NavigatorModel::tr("UDF on all records");
    case NodeJob::Kind::BackgroundOperations:
        return NavigatorModel::tr("operations on all records");
    case NodeJob::Kind::Other:
        break;
    }
    return NavigatorModel::tr("job");
}

Item jobGroup(const Connection &connection)
{
    Item group{.kind = Kind::JobGroup, .key = "jobs", .text = NavigatorModel::tr("Jobs"), .icon = u"jobs"_s};
    for (const JobInfo &job : connection.catalog().jobs) {
        const QString place = job.setName.isEmpty() ? Workbench::nameText(job.namespaceName)
                                                    : Workbench::nameText(job.namespaceName) + u'.' +
                                                          Workbench::nameText(job.setName);
        const QByteArray id = QByteArray::number(job.id);
        group.children.push_back(
            {.kind = Kind::Job,
             .key = id,
             .text = u"%1 %2"_s.arg(jobWord(job.kind), place),
             .note = u"%1 %"_s.arg(qRound(job.progressPercent)),
             .icon = u"jobs"_s,
             .toolTip = NavigatorModel::tr("%1 on %n node(s), %2 records so far", nullptr,
                                           static_cast<int>(job.nodes.size()))
                            .arg(QString::fromLatin1(id), Workbench::groupedCount(job.recordsSucceeded))});
    }
    group.note = group.children.empty()
                     ? NavigatorModel::tr("none running")
                     : NavigatorModel::tr("%n running", nullptr, static_cast<int>(group.children.size()));
    return group;
}

Item nodeGroup(const Connection &connection)
{
    Item group{
        .kind = Kind::NodeGroup, .key = "nodes", .text = NavigatorModel::tr("Nodes"), .icon = u"node"_s};
    const ClusterSnapshot snapshot = connection.snapshot();
    const QHash<QByteArray, int> &racks = connection.catalog().racks;
    QSet<int> rackNumbers;
    int down = 0;
    for (const NodeSnapshot &node : snapshot.nodes) {
        Item item{.kind = Kind::Node,
                  .key = node.name,
                  .text = QString::fromLatin1(node.name),
                  .note = QString::fromLatin1(node.build),
                  .icon = u"node"_s,
                  .toolTip = node.address,
                  .active = node.active};
        if (const auto rack = racks.constFind(node.name); rack != racks.constEnd()) {
            rackNumbers.insert(*rack);
            item.note += u" · "_s + NavigatorModel::tr("rack %1").arg(*rack);
        }
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
    if (!rackNumbers.isEmpty() && down == 0)
        group.note +=
            u" · "_s + NavigatorModel::tr("%n rack(s)", nullptr, static_cast<int>(rackNumbers.size()));
    return group;
}

} // namespace

NavigatorModel::Item clusterItem(const Connection &connection)
{
    Item item{.kind = Kind::Cluster, .text = connection.name()};
    const QString word = environmentLook(connection.profile()).word;
    item.toolTip = word.isEmpty() ? connection.profile().hosts : word + u" · "_s + connection.profile().hosts;
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
    if (!word.isEmpty())
        item.note.prepend(word + u" · "_s);
    const ClusterCatalog &catalog = connection.catalog();
    for (const NamespaceInfo &ns : catalog.namespaces)
        item.children.push_back(namespaceItem(catalog, ns));
    if (!catalog.modules.isEmpty())
        item.children.push_back(moduleGroup(connection));
    item.children.push_back(nodeGroup(connection));
    item.children.push_back(jobGroup(connection));
    return item;
}

} // namespace Aeroscope::Ui
