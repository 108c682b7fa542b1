// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/session/queryplanner.h"

#include "ael/prepared.h"
#include "client/session/client.h"
#include "client/session/clientstate.h"
#include "client/session/plannerindexes.h"
#include "client/session/session.h"

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

CollectionIndex wireCollection(Ael::IndexCollection collection) noexcept
{
    switch (collection) {
    case Ael::IndexCollection::None:
        return CollectionIndex::None;
    case Ael::IndexCollection::List:
        return CollectionIndex::List;
    case Ael::IndexCollection::MapKeys:
        return CollectionIndex::MapKeys;
    case Ael::IndexCollection::MapValues:
        return CollectionIndex::MapValues;
    }
    return CollectionIndex::None;
}

} // namespace

QCoro::Task<Result<std::shared_ptr<PlannedSpec>>> planQuery(std::shared_ptr<const SessionState> session,
                                                            QuerySpec spec, std::stop_token stop)
{
    if (!session || !session->client || session->client->cluster().isClosing())
        co_return std::unexpected(closedError());
    const ServerVersion oldest = session->client->cluster().view()->oldestVersion();
    Result<QByteArray> filter = compilePredicate(spec.predicate, oldest);
    if (!filter)
        co_return std::unexpected(std::move(filter.error()));
    const Result<IndexFactsPtr> asked =
        co_await session->client->indexMonitor().facts(session->client, spec.namespaceName, std::move(stop));
    if (!asked && (asked.error().kind == ErrorKind::Cancelled || session->client->cluster().isClosing()))
        co_return std::unexpected(asked.error());
    const IndexFactsPtr facts = asked ? *asked : std::make_shared<const IndexFacts>();

    Ael::QueryScope scope;
    scope.namespaceName = spec.namespaceName;
    scope.set = spec.setName;
    if (facts->objects.contains(spec.setName))
        scope.records = static_cast<double>(facts->objects.value(spec.setName));
    const PlannerIndexes indexes = plannerIndexes(facts->indexes, {spec.namespaceName, spec.setName});
    Ael::IndexPlan chosen;
    if (!spec.predicate.text.isEmpty())
        chosen = Ael::compileQuery(spec.predicate.text, compileOptions(spec.predicate, oldest), scope,
                                   indexes.usable)
                     .plan;
    else
        chosen.residual = Expression(*filter);

    auto planned = std::make_shared<PlannedSpec>();
    planned->filter = *std::move(filter);
    if (chosen.usesIndex) {
        planned->filter = chosen.residual.bytes();
        IndexFilter index;
        if (chosen.index.expression.isEmpty()) {
            index.bin = chosen.index.bin;
            index.context = chosen.index.context;
        } else {
            index.expression = Expression(chosen.index.expression);
        }
        index.collection = wireCollection(chosen.index.collection);
        index.begin = chosen.begin;
        index.end = chosen.end;
        planned->index = std::move(index);
    }
    planned->plan.usesIndex = chosen.usesIndex;
    planned->plan.indexName = chosen.usesIndex ? chosen.index.name : QByteArray();
    planned->plan.estimatedRecords = chosen.estimatedRecords;
    if (scope.records >= 0)
        planned->plan.totalRecords = scope.records;
    planned->plan.text = Ael::explainText(chosen);
    for (const QByteArray &name : indexes.tooWide) {
        planned->plan.text +=
            u"\n  %1: covers the whole namespace, which a query of one set cannot use"_s.arg(
                QString::fromUtf8(name));
    }
    if (!asked) {
        planned->plan.text += u"\n  indexes: the nodes do not tell them (%1)"_s.arg(asked.error().toString());
    }
    co_return planned;
}

} // namespace Aeroscope
