// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/session/session.h"

#include "client/command/partitionquery.h"
#include "client/command/recordcommands.h"
#include "client/command/streamstate.h"
#include "client/session/client.h"
#include "client/session/clientstate.h"
#include "client/session/queryplanner.h"

#include <algorithm>

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

template <class T>
QCoro::Task<Result<T>> failWith(Error error)
{
    co_return std::unexpected(std::move(error));
}

QCoro::Task<Result<RecordResult>> executeSpec(std::shared_ptr<const SessionState> session, PointSpec spec,
                                              std::stop_token stop)
{
    if (!session || !session->client)
        co_return std::unexpected(closedError());
    if (const Result<void> valid = validateSpec(spec, spec.key); !valid)
        co_return std::unexpected(valid.error());
    Result<QByteArray> filter{QByteArray()};
    if (!spec.predicate.isEmpty())
        filter = compilePredicate(spec.predicate, session->oldestVersion());
    if (!filter)
        co_return std::unexpected(std::move(filter.error()));
    auto command = std::make_shared<SpecCommand>(std::move(spec), *std::move(filter), session->behavior,
                                                 std::move(stop));
    co_return co_await runCommand<RecordResult>(session->client, std::move(command));
}

Result<void> validateQuery(const QuerySpec &spec)
{
    const auto refuse = [](QString why) { return std::unexpected(Error::invalidArgument(std::move(why))); };
    if (spec.namespaceName.isEmpty())
        return refuse(u"the query names no namespace"_s);
    if (spec.limit < 0)
        return refuse(u"the limit is negative"_s);
    if (!spec.partitions.empty() && spec.partitions.back() >= partitionCount)
        return refuse(u"partitions are 0 … 4095"_s);
    if (spec.duration == QueryDuration::Short && spec.recordsPerSecond > 0)
        return refuse(u"a short query cannot be slowed down"_s);
    if (std::ranges::any_of(spec.bins, &QByteArray::isEmpty))
        return refuse(u"a bin name is empty"_s);
    if (std::ranges::any_of(spec.operations, isWriteOp, &Operation::code))
        return refuse(u"a query takes read operations only"_s);
    if (spec.cursor &&
        (spec.cursor->namespaceName() != spec.namespaceName || spec.cursor->setName() != spec.setName))
        return refuse(u"the cursor belongs to another data set"_s);
    return {};
}

QCoro::Task<Result<RecordStream>> executeQuery(std::shared_ptr<const SessionState> session, QuerySpec spec,
                                               std::stop_token stop)
{
    if (!session || !session->client || session->client->cluster().isClosing())
        co_return std::unexpected(closedError());
    std::ranges::sort(spec.partitions);
    spec.partitions.erase(std::ranges::unique(spec.partitions).begin(), spec.partitions.end());
    if (const Result<void> valid = validateQuery(spec); !valid)
        co_return std::unexpected(valid.error());
    Cluster &cluster = session->client->cluster();
    const ClusterViewPtr view = cluster.view();
    const NamespaceTable *table = view->map().table(spec.namespaceName);
    if (!table && !view->map().tables().empty()) {
        Error error = Error::server(ResultCode::Namespace);
        error.message = u"the cluster has no namespace '%1'"_s.arg(QString::fromUtf8(spec.namespaceName));
        co_return std::unexpected(std::move(error));
    }
    Result<QByteArray> filter = compilePredicate(spec.predicate, view->oldestVersion());
    if (!filter)
        co_return std::unexpected(std::move(filter.error()));

    const auto isBin = [](const Operation &operation) { return operation.code == OpCode::Read; };
    if (!ServerFeatures::of(view->oldestVersion()).queryOperations &&
        !std::ranges::all_of(spec.operations, isBin))
        co_return std::unexpected(
            Error::invalidArgument(u"a node is too old for operations in a query: it takes server 8.1.2"_s));

    // A cursor goes on over the index where it began, or over none.
    QByteArray rest = *filter;
    if (!spec.cursor) {
        spec.cursor = QueryCursor::start(spec.namespaceName, spec.setName, spec.partitions);
        if (spec.useIndexes && !spec.predicate.text.isEmpty()) {
            const auto planned = co_await planQuery(session, spec, stop);
            if (!planned)
                co_return std::unexpected(planned.error());
            spec.cursor->setIndex((*planned)->index);
            rest = (*planned)->filter;
        }
    }
    QueryCursor start = *spec.cursor;
    const ResolvedSettings &settings = session->behavior->settings(
        OperationKind::Read, OperationShape::Query, table ? table->mode() : ConsistencyMode::Ap);
    const auto query = std::make_shared<PartitionQuery>(std::move(spec), std::move(rest), session->behavior,
                                                        std::move(stop));
    query->setScanFilter(*std::move(filter), [weak = std::weak_ptr(session->client)] {
        if (const auto client = weak.lock())
            client->indexMonitor().invalidate();
    });
    IoShard *own = cluster.currentShard();
    IoShard *shard = own ? own : &cluster.shard(cluster.pickThread());
    Net::IoThread *thread = &cluster.thread(shard->index());
    const std::weak_ptr<PartitionQuery> weak = query;
    const auto post = [thread, weak](void (PartitionQuery::*what)()) {
        thread->post([weak, what] {
            if (const auto running = weak.lock())
                (running.get()->*what)();
        });
    };
    auto state = std::make_shared<RecordStreamState>(
        std::move(start), settings.recordQueueSize, [post] { post(&PartitionQuery::resume); },
        [post] { post(&PartitionQuery::cancel); }, session->client);
    query->setSink(state);
    thread->post([query, shard] { query->start(*shard); });
    co_return RecordStream(std::move(state));
}

QCoro::Task<Result<QueryPlan>> explainQuery(std::shared_ptr<const SessionState> session, QuerySpec spec,
                                            std::stop_token stop)
{
    const auto planned = co_await planQuery(std::move(session), std::move(spec), std::move(stop));
    if (!planned)
        co_return std::unexpected(planned.error());
    co_return (*planned)->plan;
}

} // namespace

Session::Session(std::shared_ptr<const SessionState> state)
    : m_state(std::move(state))
{}

QCoro::Task<Result<Record>> Session::get(Key key, std::vector<QByteArray> bins, CallOptions options) const
{
    if (!m_state)
        return failWith<Record>(closedError());
    return runCommand<Record>(m_state->client, std::make_shared<GetCommand>(std::move(key), std::move(bins),
                                                                            m_state->behavior, options));
}

QCoro::Task<Result<WriteResult>> Session::put(Key key, Bins bins, CallOptions options) const
{
    if (!m_state)
        return failWith<WriteResult>(closedError());
    return runCommand<WriteResult>(
        m_state->client,
        std::make_shared<PutCommand>(std::move(key), std::move(bins), m_state->behavior, options));
}

WriteBuilder Session::upsert(Key key) const
{
    return WriteBuilder(m_state, Verb::Upsert, std::move(key));
}

WriteBuilder Session::insert(Key key) const
{
    return WriteBuilder(m_state, Verb::Insert, std::move(key));
}

WriteBuilder Session::update(Key key) const
{
    return WriteBuilder(m_state, Verb::Update, std::move(key));
}

WriteBuilder Session::replace(Key key) const
{
    return WriteBuilder(m_state, Verb::Replace, std::move(key));
}

WriteBuilder Session::replaceIfExists(Key key) const
{
    return WriteBuilder(m_state, Verb::ReplaceIfExists, std::move(key));
}

DeleteBuilder Session::remove(Key key) const
{
    return DeleteBuilder(m_state, Verb::Remove, std::move(key));
}

TouchBuilder Session::touch(Key key) const
{
    return TouchBuilder(m_state, Verb::Touch, std::move(key));
}

ExistsBuilder Session::exists(Key key) const
{
    return ExistsBuilder(m_state, Verb::Exists, std::move(key));
}

ReadBuilder Session::query(Key key) const
{
    return ReadBuilder(m_state, Verb::Read, std::move(key));
}

SetQuery Session::query(DataSet dataset) const
{
    QuerySpec spec;
    spec.namespaceName = std::move(dataset.namespaceName);
    spec.setName = std::move(dataset.setName);
    return SetQuery(m_state, std::move(spec));
}

InfoApi Session::info() const
{
    return InfoApi(m_state);
}

AdminApi Session::admin() const
{
    return AdminApi(m_state);
}

const BehaviorPtr &Session::behavior() const
{
    static const BehaviorPtr none;
    return m_state ? m_state->behavior : none;
}

Client Session::client() const
{
    return m_state ? Client(m_state->client) : Client();
}

PointBuilder::PointBuilder(std::shared_ptr<const SessionState> session, Verb verb, Key key)
    : m_session(std::move(session))
{
    m_spec.verb = verb;
    m_spec.key = std::move(key);
}

QCoro::Task<Result<RecordResult>> PointBuilder::execute(std::stop_token stop) const
{
    return executeSpec(m_session, m_spec, std::move(stop));
}

SetQuery::SetQuery(std::shared_ptr<const SessionState> session, QuerySpec spec)
    : m_session(std::move(session))
    , m_spec(std::move(spec))
{}

void SetQuery::setPartitionRange(int first, int count)
{
    m_spec.partitions.clear();
    m_partitionsValid = first >= 0 && count > 0 && first + count <= partitionCount;
    for (int id = first; m_partitionsValid && id < first + count; ++id)
        m_spec.partitions.push_back(static_cast<quint16>(id));
}

QCoro::Task<Result<QueryPlan>> SetQuery::explain(std::stop_token stop) const
{
    return explainQuery(m_session, m_spec, std::move(stop));
}

QCoro::Task<Result<RecordStream>> SetQuery::execute(std::stop_token stop) const
{
    if (!m_partitionsValid)
        return failWith<RecordStream>(Error::invalidArgument(u"the partition range must lie in 0 … 4095"_s));
    return executeQuery(m_session, m_spec, std::move(stop));
}

} // namespace Aeroscope
