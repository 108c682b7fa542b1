// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/command/batchcommand.h"
#include "client/command/recordcommands.h"
#include "client/session/clientstate.h"
#include "client/session/session.h"

#include <algorithm>

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

/// What was said for the whole chain, where a segment says nothing itself.
void applyDefaults(BatchSpec &spec)
{
    for (BatchSegment &segment : spec.segments) {
        PointSpec &own = segment.spec;
        if (own.predicate.isEmpty())
            own.predicate = spec.defaultPredicate;
        if (!own.ttl)
            own.ttl = spec.defaultTtl;
        if (!own.durableDelete)
            own.durableDelete = spec.defaultDurableDelete;
    }
}

/// Writes one row of each segment to learn what an encoder refuses: nothing of a batch is sent if any of it
/// must not be.
Result<void> validateBatch(const BatchSpec &spec)
{
    if (spec.segments.empty())
        return std::unexpected(Error::invalidArgument(u"the batch is empty"_s));
    Wire::WireBuffer scratch;
    Wire::BatchEncoder trial(scratch);
    for (const BatchSegment &segment : spec.segments) {
        if (segment.keys.empty())
            return std::unexpected(Error::invalidArgument(u"a verb of the batch has no keys"_s));
        for (const Key &key : segment.keys) {
            if (const Result<void> valid = validateSpec(segment.spec, key); !valid)
                return valid;
        }
        Wire::CommandOptions options;
        applySpec(options, segment.spec, {});
        encodeRow(trial, 0, segment.keys.front(), segment.spec, options);
    }
    return trial.finish();
}

Result<std::vector<QByteArray>> compileFilters(const SessionState &session, const BatchSpec &spec)
{
    std::vector<QByteArray> filters;
    filters.reserve(spec.segments.size());
    for (const BatchSegment &segment : spec.segments) {
        Result<QByteArray> filter = compilePredicate(segment.spec.predicate, session.oldestVersion());
        if (!filter)
            return std::unexpected(std::move(filter.error()));
        filters.push_back(*std::move(filter));
    }
    return filters;
}

/// A failure of the call as a whole: nothing was sent.
Result<std::vector<QByteArray>> prepare(const std::shared_ptr<const SessionState> &session, BatchSpec &spec)
{
    if (!session || !session->client || session->client->cluster().isClosing())
        return std::unexpected(closedError());
    applyDefaults(spec);
    if (const Result<void> valid = validateBatch(spec); !valid)
        return std::unexpected(valid.error());
    return compileFilters(*session, spec);
}

using Rows = std::vector<RecordResult>;

QCoro::Task<Result<Rows>> executeBatch(std::shared_ptr<const SessionState> session, BatchSpec spec,
                                       std::stop_token stop)
{
    Result<std::vector<QByteArray>> filters = prepare(session, spec);
    if (!filters)
        co_return std::unexpected(std::move(filters.error()));
    auto command = std::make_shared<BatchRowsCommand>(std::move(spec), *std::move(filters), session->behavior,
                                                      std::move(stop));
    co_return co_await runCommand<Rows>(session->client, std::move(command));
}

QCoro::Task<Result<Rows>> executeHandled(std::shared_ptr<const SessionState> session, BatchSpec spec,
                                         std::function<void(const RecordResult &)> onFailure,
                                         std::stop_token stop)
{
    std::vector<int> ends; // of the segments' rows
    std::vector<PointSpec> specs;
    for (const BatchSegment &segment : spec.segments) {
        ends.push_back((ends.empty() ? 0 : ends.back()) + static_cast<int>(segment.keys.size()));
        specs.push_back(segment.spec);
    }
    Result<Rows> rows = co_await executeBatch(std::move(session), std::move(spec), std::move(stop));
    if (!rows)
        co_return rows;
    std::erase_if(*rows, [&](const RecordResult &row) {
        const auto segment =
            static_cast<std::size_t>(std::ranges::upper_bound(ends, row.index) - ends.begin());
        const bool failed = row.error && (row.error->kind != ErrorKind::Server ||
                                          !isOrdinaryOutcome(specs[segment], row.code()));
        if (failed && onFailure)
            onFailure(row);
        return failed;
    });
    co_return rows;
}

QCoro::Task<Result<BatchStream>> streamBatch(std::shared_ptr<const SessionState> session, BatchSpec spec,
                                             std::stop_token stop)
{
    Result<std::vector<QByteArray>> filters = prepare(session, spec);
    if (!filters)
        co_return std::unexpected(std::move(filters.error()));
    const auto command = std::make_shared<BatchStreamCommand>(std::move(spec), *std::move(filters),
                                                              session->behavior, std::move(stop));
    Cluster &cluster = session->client->cluster();
    IoShard *own = cluster.currentShard();
    IoShard *shard = own ? own : &cluster.shard(cluster.pickThread());
    Net::IoThread *thread = &cluster.thread(shard->index());
    const auto state = std::make_shared<BatchStreamState>(
        [thread, weak = std::weak_ptr(command)] {
            thread->post([weak] {
                if (const auto running = weak.lock())
                    running->cancel();
            });
        },
        session->client);
    command->setSink(state);
    thread->post([command, shard] { command->start(*shard); });
    co_return BatchStream(state);
}

} // namespace

BatchBuilder::BatchBuilder(BatchParts parts)
    : m_session(std::move(parts.session))
    , m_spec(std::move(parts.spec))
{}

QCoro::Task<Result<Rows>> BatchBuilder::execute(std::stop_token stop) const
{
    return executeBatch(m_session, m_spec, std::move(stop));
}

QCoro::Task<Result<Rows>> BatchBuilder::execute(std::function<void(const RecordResult &row)> onFailure,
                                                std::stop_token stop) const
{
    return executeHandled(m_session, m_spec, std::move(onFailure), std::move(stop));
}

QCoro::Task<Result<BatchStream>> BatchBuilder::executeStream(std::stop_token stop) const
{
    return streamBatch(m_session, m_spec, std::move(stop));
}

void Batch::append(BatchParts parts)
{
    for (BatchSegment &segment : parts.spec.segments)
        m_spec.segments.push_back(std::move(segment));
}

BatchParts PointBuilder::batchParts() const
{
    BatchParts parts{m_session, {}};
    parts.spec.segments.push_back({m_spec, {m_spec.key}});
    return parts;
}

BatchWriteBuilder Session::upsert(KeyList keys) const
{
    return batch().upsert(std::move(keys));
}

BatchWriteBuilder Session::insert(KeyList keys) const
{
    return batch().insert(std::move(keys));
}

BatchWriteBuilder Session::update(KeyList keys) const
{
    return batch().update(std::move(keys));
}

BatchWriteBuilder Session::replace(KeyList keys) const
{
    return batch().replace(std::move(keys));
}

BatchWriteBuilder Session::replaceIfExists(KeyList keys) const
{
    return batch().replaceIfExists(std::move(keys));
}

BatchDeleteBuilder Session::remove(KeyList keys) const
{
    return batch().remove(std::move(keys));
}

BatchTouchBuilder Session::touch(KeyList keys) const
{
    return batch().touch(std::move(keys));
}

BatchExistsBuilder Session::exists(KeyList keys) const
{
    return batch().exists(std::move(keys));
}

BatchReadBuilder Session::query(KeyList keys) const
{
    return batch().query(std::move(keys));
}

Batch Session::batch() const
{
    return Batch(BatchParts{m_state, {}});
}

} // namespace Aeroscope
