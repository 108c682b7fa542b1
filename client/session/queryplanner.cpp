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

QCoro::Task<Result<std::shared_ptr<const PlannerFacts>>>
factsOf(std::shared_ptr<const SessionState> session, QByteArray namespaceName, std::stop_token stop)
{
    PlannerFactsCache &cache = session->client->plannerFacts();
    if (auto known = cache.find(namespaceName))
        co_return known;
    const InfoApi info = InfoApi(session);
    Result<QList<IndexInfo>> indexes = co_await info.indexes(namespaceName, stop);
    if (!indexes)
        co_return std::unexpected(std::move(indexes.error()));
    auto facts = std::make_shared<PlannerFacts>();
    facts->indexes = *std::move(indexes);
    if (!facts->indexes.isEmpty()) {
        const Result<QList<SetInfo>> sets = co_await info.sets(namespaceName, stop);
        for (const SetInfo &set : sets ? *sets : QList<SetInfo>())
            facts->objects.insert(set.name, set.objects);
    }
    facts->at = std::chrono::steady_clock::now();
    cache.store(namespaceName, facts);
    co_return facts;
}

} // namespace

std::shared_ptr<const PlannerFacts> PlannerFactsCache::find(const QByteArray &namespaceName) const
{
    const std::scoped_lock lock(m_mutex);
    const auto at = m_facts.constFind(namespaceName);
    if (at == m_facts.cend() || std::chrono::steady_clock::now() - (*at)->at > lifetime)
        return {};
    return *at;
}

void PlannerFactsCache::store(const QByteArray &namespaceName, std::shared_ptr<const PlannerFacts> facts)
{
    const std::scoped_lock lock(m_mutex);
    m_facts.insert(namespaceName, std::move(facts));
}

void PlannerFactsCache::clear()
{
    const std::scoped_lock lock(m_mutex);
    m_facts.clear();
}

QCoro::Task<Result<std::shared_ptr<PlannedSpec>>> planQuery(std::shared_ptr<const SessionState> session,
                                                            QuerySpec spec, std::stop_token stop)
{
    if (!session || !session->client || session->client->cluster().isClosing())
        co_return std::unexpected(closedError());
    const ServerVersion oldest = session->client->cluster().view()->oldestVersion();
    Result<QByteArray> filter = compilePredicate(spec.predicate, oldest);
    if (!filter)
        co_return std::unexpected(std::move(filter.error()));
    Result<std::shared_ptr<const PlannerFacts>> facts =
        co_await factsOf(session, spec.namespaceName, std::move(stop));
    if (!facts)
        co_return std::unexpected(std::move(facts.error()));

    Ael::QueryScope scope;
    scope.namespaceName = spec.namespaceName;
    scope.set = spec.setName;
    if ((*facts)->objects.contains(spec.setName))
        scope.records = static_cast<double>((*facts)->objects.value(spec.setName));
    const PlannerIndexes indexes = plannerIndexes((*facts)->indexes, {spec.namespaceName, spec.setName});
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
    co_return planned;
}

} // namespace Aeroscope
