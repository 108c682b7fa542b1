// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/query/queryplan.h"

#include "ui/workbench/geotext.h"
#include "ui/workbench/humantext.h"
#include "ui/workbench/valuepreview.h"

#include <QCoreApplication>
#include <QStringList>

#include <chrono>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

struct Plan
{
    Q_DECLARE_TR_FUNCTIONS(Aeroscope::Ui::QueryPlan)
};

constexpr int valueLength = 40;

QString edge(const Value &value)
{
    if (value.type() == Value::Type::Integer) {
        if (value.toInteger() == std::numeric_limits<qint64>::min())
            return Plan::tr("min");
        if (value.toInteger() == std::numeric_limits<qint64>::max())
            return Plan::tr("max");
    }
    if (value.type() == Value::Type::GeoJson)
        return Workbench::geoPreview(value.bytes(), valueLength);
    const QString text = Workbench::previewValue(value, valueLength).text;
    return value.type() == Value::Type::String ? u'"' + text + u'"' : text;
}

QString asked(const Ael::IndexPlan &plan)
{
    const Ael::IndexInfo &index = plan.index;
    const QString bin = index.bin.isEmpty() ? Plan::tr("expression") : Workbench::nameText(index.bin);
    if (plan.isFullRange())
        return Plan::tr("every record with %1").arg(bin);
    if (index.type == Ael::IndexType::Geo)
        return plan.geoWithin ? Plan::tr("%1 within %2").arg(bin, edge(plan.begin))
                              : Plan::tr("%1 around %2").arg(bin, edge(plan.begin));
    const QString range = rangeText(plan.begin, plan.end);
    switch (index.collection) {
    case Ael::IndexCollection::List:
        return Plan::tr("elements of %1: %2").arg(bin, range);
    case Ael::IndexCollection::MapKeys:
        return Plan::tr("keys of %1: %2").arg(bin, range);
    case Ael::IndexCollection::MapValues:
        return Plan::tr("values of %1: %2").arg(bin, range);
    case Ael::IndexCollection::None:
        break;
    }
    return u"%1 %2"_s.arg(bin, range);
}

} // namespace

qint64 knownRecords(const ClusterCatalog &catalog, const DataSet &dataset)
{
    if (!dataset.setName.isEmpty()) {
        const SetInfo *set = catalog.setInfo(dataset);
        return set ? set->objects : -1;
    }
    const NamespaceInfo *ns = catalog.namespaceInfo(dataset.namespaceName);
    return ns ? ns->objectsWithoutSet : -1;
}

qint64 recordsToRead(const Ael::IndexPlan &plan, qint64 records)
{
    if (!plan.usesIndex)
        return records;
    return plan.estimatedRecords ? std::llround(std::ceil(*plan.estimatedRecords)) : -1;
}

QString rangeText(const Value &begin, const Value &end)
{
    return begin == end ? edge(begin) : u"%1 … %2"_s.arg(edge(begin), edge(end));
}

PlanLine planLine(const Ael::IndexPlan &plan, const QString &place, FilterState filter, qint64 records,
                  quint32 recordsPerSecond, qsizetype nodes)
{
    if (filter == FilterState::Faulty)
        return {place, Plan::tr("no plan until the filter is valid"), {}};
    PlanLine line;
    QStringList facts;
    const qint64 toRead = recordsToRead(plan, records);
    if (plan.usesIndex) {
        line.pill = Plan::tr("index %1").arg(Workbench::nameText(plan.index.name));
        line.what = plan.residual.isEmpty() ? asked(plan) : Plan::tr("%1, then filter").arg(asked(plan));
        if (toRead >= 0 && records >= 0)
            facts.append(Plan::tr("est. %1 of %2 records")
                             .arg(Workbench::compactCount(toRead), Workbench::compactCount(records)));
        else if (toRead >= 0)
            facts.append(Plan::tr("est. %1 records").arg(Workbench::compactCount(toRead)));
    } else {
        line.pill = place;
        line.what = filter == FilterState::Blank ? Plan::tr("every record")
                                                 : Plan::tr("every record is tested by the filter");
        if (records >= 0)
            facts.append(Plan::tr("≈ %1 records").arg(Workbench::compactCount(records)));
    }
    if (toRead > 0 && recordsPerSecond > 0) {
        const qint64 seconds = toRead / (qint64(recordsPerSecond) * qMax<qsizetype>(1, nodes));
        facts.append(Plan::tr("≈ %1 at %2 rps")
                         .arg(Workbench::durationText(std::chrono::seconds(seconds)),
                              Workbench::groupedCount(recordsPerSecond)));
    }
    line.facts = facts.join(u" · "_s);
    return line;
}

QString verdictText(Ael::IndexVerdict verdict)
{
    switch (verdict) {
    case Ael::IndexVerdict::Chosen:
        return Plan::tr("used");
    case Ael::IndexVerdict::LessSelective:
        return Plan::tr("possible, but another index gives fewer records");
    case Ael::IndexVerdict::NotHinted:
        return Plan::tr("possible, but another index is asked for");
    case Ael::IndexVerdict::OtherNamespace:
        return Plan::tr("belongs to another namespace");
    case Ael::IndexVerdict::OtherSet:
        return Plan::tr("belongs to another set");
    case Ael::IndexVerdict::WholeNamespace:
        return Plan::tr("covers the whole namespace: servers do not use it for a query of one set");
    case Ael::IndexVerdict::NotReady:
        return Plan::tr("is still being built");
    case Ael::IndexVerdict::NoCondition:
        return Plan::tr("the filter asks nothing that it could answer");
    case Ael::IndexVerdict::TypeDiffers:
        return Plan::tr("holds values of another type");
    case Ael::IndexVerdict::ContextDiffers:
        return Plan::tr("holds another place inside the bin");
    }
    return {};
}

} // namespace Aeroscope::Ui
