// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/command/partitionquery.h"

#include "client/cluster/cluster.h"
#include "client/cluster/inforequest.h"
#include "client/command/retrystate.h"
#include "client/wire/query.h"

#include <QRandomGenerator>
#include <QtEndian>

#include <cstring>

namespace Aeroscope {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// How long ending a job on a server may take; nobody waits for it.
constexpr auto abortTimeout = 2s;

/// Rows are copied to their chunk in pieces of about this size: what was looked at just now is still in the
/// nearest cache.
constexpr qsizetype copyBytes = 8 * 1024;

Wire::QueryDuration wireDuration(QueryDuration duration) noexcept
{
    switch (duration) {
    case QueryDuration::Long:
        return Wire::QueryDuration::Long;
    case QueryDuration::Short:
        return Wire::QueryDuration::Short;
    case QueryDuration::LongRelaxAp:
        return Wire::QueryDuration::LongRelaxAp;
    }
    return Wire::QueryDuration::Long;
}

/// Ends a query's job on a node. Best effort: a closed socket ends it too, as soon as the server writes.
QCoro::Task<void> endJob(std::shared_ptr<NodeShard> shard, quint64 taskId, std::stop_token stop)
{
    const Net::Deadline deadline = Net::Deadline::after(abortTimeout);
    const auto lease = co_await NodeShard::take(shard, deadline, stop);
    if (!lease)
        co_return;
    const auto answer = co_await requestInfo(
        (*lease)->get(), {"query-abort:trid="_ba + QByteArray::number(taskId)}, deadline, stop);
    if (answer)
        (*lease)->giveBack();
}

} // namespace

/// One node's part of a round.
class PartitionQuery::Stream final : public Net::ConnectionHandler
{
public:
    Stream(PartitionQuery &query, std::size_t share, NodeId node)
        : query(query)
        , share(share)
        , node(node)
    {}

    // The query, and this with it, may end in any of these.
    void onBytes(Net::Connection &) override
    {
        const auto keep = query.shared_from_this();
        query.read(*this);
    }
    void onClosed(Net::Connection &, const Error &error) override
    {
        const auto keep = query.shared_from_this();
        const Error why = error;
        query.streamFailed(*this, why);
    }
    void onTimeout(Net::Connection &) override
    {
        const auto keep = query.shared_from_this();
        query.onIdle(*this);
    }

    /// The query outlives its streams' connections: it closes them before it ends.
    PartitionQuery &query;
    const std::size_t share;
    const NodeId node;
    NodePtr nodePtr;
    Lease lease;
    Wire::RowFramer framer;
    quint64 taskId = 0;
    bool started = false;
    bool sent = false;
    bool ended = false;
    bool asking = false;
};

PartitionQuery::PartitionQuery(QuerySpec spec, QByteArray filter, BehaviorPtr behavior, std::stop_token stop)
    : m_spec(std::move(spec))
    , m_filter(std::move(filter))
    , m_behavior(std::move(behavior))
    , m_stop(std::move(stop))
    , m_flushTimer(&PartitionQuery::flushDue, this)
    , m_pauseTimer(&PartitionQuery::pauseOver, this)
    , m_deadlineTimer(&PartitionQuery::deadlinePassed, this)
{}

PartitionQuery::~PartitionQuery() = default;

void PartitionQuery::start(IoShard &shard)
{
    m_shard = &shard;
    m_self = shared_from_this();
    shard.enter(*this);
    if (shard.isClosed() || shard.cluster().isClosing())
        return finish(Error::notConnected(u"the client is closed"_s));
    if (m_sink.expired() || m_stop.stop_requested())
        return finish(Error::cancelled());
    const ClusterView &view = shard.view();
    const NamespaceTable *table = view.map().table(m_spec.namespaceName);
    if (!table) {
        if (view.map().tables().empty())
            return finish(shard.cluster().unreachable());
        Error error = Error::server(ResultCode::Namespace);
        error.message = u"the cluster has no namespace '%1'"_s.arg(QString::fromUtf8(m_spec.namespaceName));
        return finish(std::move(error));
    }
    m_settings = &m_behavior->settings(OperationKind::Read, OperationShape::Query, table->mode());
    m_totalTimeout = m_spec.totalTimeout.value_or(m_settings->totalTimeout);
    m_socketTimeout = m_spec.socketTimeout.value_or(m_settings->socketTimeout);
    m_replica = effectiveReplica(m_settings->replica, false, table->mode(), m_settings->readModeSc);

    makeTracker();
    if (m_totalTimeout > 0ms)
        m_deadlineTimer.arm(Net::LoopContext::current()->timers(), Net::Deadline::after(m_totalTimeout));
    m_hook.arm(m_stop, &PartitionQuery::stopRequested, this);
    beginRound();
}

void PartitionQuery::makeTracker()
{
    PartitionTracker::Options options;
    options.limit = m_spec.limit;
    options.maxRetries = m_spec.maxRetries.value_or(m_settings->maxRetries);
    options.fixedReplica = m_replica == Replica::Master;
    options.retryDelay = m_settings->retryDelay;
    m_tracker = std::make_unique<PartitionTracker>(*m_spec.cursor, options);
}

void PartitionQuery::beginRound()
{
    const auto keep = m_self;
    const ClusterView &view = m_shard->view();
    const NamespaceTable *table = view.map().table(m_spec.namespaceName);
    const ViewTraits traits(view, m_spec.namespaceName);
    const auto &shares = m_tracker->beginRound([&](int partition, ReplicaCursor &cursor) {
        return table ? chooseReplica(*table, partition, m_replica, cursor, traits) : noNode;
    });
    m_streams.clear();
    m_nextStream = 0;
    m_activeStreams = 0;
    m_roundStop = std::stop_source();
    m_inRound = true;
    for (std::size_t share = 0; share < shares.size(); ++share)
        m_streams.push_back(std::make_shared<Stream>(*this, share, shares[share].node));
    startStreams();
}

void PartitionQuery::startStreams()
{
    const auto keep = m_self;
    const int most = m_spec.maxConcurrentNodes.value_or(m_settings->maxConcurrentNodes);
    while (m_self && m_inRound && m_nextStream < m_streams.size() && (most <= 0 || m_activeStreams < most)) {
        const std::shared_ptr<Stream> stream = m_streams[m_nextStream++];
        stream->started = true;
        ++m_activeStreams;
        NodeShard *shard = m_shard->nodeShard(stream->node);
        if (!shard) {
            streamFailed(*stream, Error::notConnected(u"the node has left the cluster"_s));
            continue;
        }
        stream->nodePtr = shard->nodePtr();
        if (stream->nodePtr->breaker.isOpen()) {
            Error error = Error::notConnected(u"too many errors of this node lately"_s);
            error.code = ResultCode::ClientMaxErrorRate;
            streamFailed(*stream, std::move(error));
            continue;
        }
        if (Lease idle = shard->takeIdle()) {
            sendRequest(*stream, std::move(idle));
            continue;
        }
        Net::TaskScope &scope = m_shard->cluster().thread(m_shard->index()).scope();
        scope.launch(openStream(m_self, stream, shard->shared_from_this(), m_roundStop.get_token()));
    }
    if (m_self && m_inRound && m_activeStreams == 0 && m_nextStream == m_streams.size())
        endRound();
}

QCoro::Task<void> PartitionQuery::openStream(std::shared_ptr<PartitionQuery> self,
                                             std::shared_ptr<Stream> stream, std::shared_ptr<NodeShard> shard,
                                             std::stop_token stop)
{
    Result<std::shared_ptr<Lease>> lease =
        co_await NodeShard::open(shard, self->m_deadlineTimer.deadline(), std::move(stop));
    if (!self->m_self || stream->ended)
        co_return;
    if (lease)
        self->sendRequest(*stream, std::move(**lease));
    else
        self->streamFailed(*stream, std::move(lease.error()));
}

void PartitionQuery::sendRequest(Stream &stream, Lease lease)
{
    const PartitionTracker::Share &share = m_tracker->share(stream.share);
    std::vector<Digest> digests;
    std::vector<qint64> indexValues;
    digests.reserve(share.resumed.size());
    const std::optional<IndexFilter> &index = m_spec.cursor->index();
    for (const PartitionTracker::Resume &resume : share.resumed) {
        digests.push_back(resume.after);
        if (index)
            indexValues.push_back(resume.indexValue);
    }
    Wire::QueryRequest request;
    request.namespaceName = m_spec.namespaceName;
    request.setName = m_spec.setName;
    request.index = index ? &*index : nullptr;
    request.resumeIndexValues = indexValues;
    request.filter = m_filter;
    request.partitions = share.whole;
    request.resumeAfter = digests;
    request.maxRecords = static_cast<quint64>(share.limit);
    request.recordsPerSecond = m_spec.recordsPerSecond;
    request.socketTimeout = m_socketTimeout;
    request.serverTimeout = m_totalTimeout;
    request.duration = wireDuration(m_spec.duration);
    request.noBins = m_spec.metadataOnly;
    request.bins = m_spec.bins;
    request.operations = m_spec.operations;
    request.readTouchPercent = -1; // looking changes nothing
    request.compressReply = m_settings->useCompression;
    // Fresh for every request: a server remembers those of finished queries and refuses them.
    stream.taskId = QRandomGenerator::global()->generate64();
    request.taskId = stream.taskId;

    Wire::WireBuffer &out = m_shard->scratch();
    out.clear();
    if (const Result<void> encoded = Wire::encodeQuery(out, request); !encoded) {
        lease.giveBack();
        return streamFailed(stream, encoded.error());
    }
    stream.lease = std::move(lease);
    stream.sent = true;
    stream.lease->setHandler(&stream);
    if (m_paused)
        stream.lease->pauseReading();
    if (m_socketTimeout > 0ms && !m_paused)
        stream.lease->setDeadline(Net::Deadline::after(m_socketTimeout));
    if (!stream.lease->send(out.view())) {
        Error error = stream.lease->error();
        streamFailed(stream, std::move(error));
    }
}

void PartitionQuery::read(Stream &stream)
{
    Net::Connection &connection = *stream.lease;
    QByteArrayView unread = connection.unread();
    const qsizetype available = unread.size();
    const bool overIndex = m_spec.cursor->index().has_value();
    for (;;) {
        takeRows(stream, unread);
        if (m_paused) {
            connection.consume(available - unread.size());
            return;
        }
        switch (stream.framer.next(unread)) {
        case Wire::RowFramer::Event::Row: {
            const QByteArrayView row = stream.framer.row();
            if (!stream.framer.digest()) {
                streamFailed(stream, Error::protocol(u"a row has no digest"_s));
                return;
            }
            Digest digest;
            std::memcpy(digest.bytes.data(), stream.framer.digest(), digest.bytes.size());
            const char *const value = overIndex ? stream.framer.indexValue() : nullptr;
            if (m_tracker->onRecord(stream.share, digest, value ? qFromLittleEndian<qint64>(value) : 0) ==
                PartitionTracker::Verdict::Take)
                appendRow(row);
            if (m_paused) {
                connection.consume(available - unread.size());
                return;
            }
            continue;
        }
        case Wire::RowFramer::Event::PartitionUnavailable:
            m_tracker->onPartitionUnavailable(stream.share, stream.framer.partition(), stream.framer.code());
            continue;
        case Wire::RowFramer::Event::NeedMore:
            connection.consume(available - unread.size());
            connection.expect(stream.framer.bytesNeeded());
            if (m_socketTimeout > 0ms)
                connection.setDeadline(Net::Deadline::after(m_socketTimeout));
            if (m_tracker->isSettled())
                afterStream();
            return;
        case Wire::RowFramer::Event::End: {
            connection.consume(available - unread.size());
            const ResultCode code = stream.framer.code();
            // NotFound: this node knows no such set.
            if (code == ResultCode::Ok || code == ResultCode::NotFound) {
                streamDone(stream);
                return;
            }
            Error error = Error::server(code, stream.nodePtr->displayName());
            if (isRetryable(code))
                stream.nodePtr->breaker.onError();
            if (isConnectionUsable(error))
                stream.lease.giveBack();
            streamFailed(stream, std::move(error));
            return;
        }
        case Wire::RowFramer::Event::Failed:
            streamFailed(stream, stream.framer.error());
            return;
        }
    }
}

/// The short way for rows that lie whole in the receive buffer: as many as fit into the chunk, in one copy.
void PartitionQuery::takeRows(Stream &stream, QByteArrayView &unread)
{
    const bool overIndex = m_spec.cursor->index().has_value();
    PartitionTracker &tracker = *m_tracker;
    while (!m_paused) {
        RowChunk &chunk = openChunk();
        const bool wasEmpty = chunk.isEmpty();
        const char *const begin = unread.data();
        const qsizetype room = std::min(chunkBytes - chunk.byteSize(), copyBytes);
        const QByteArrayView rows =
            stream.framer.takeRows(unread, [&, share = stream.share](const Wire::PlainMessage &row) {
                const qsizetype at = row.begin - begin;
                if (at >= room)
                    return false;
                Digest digest;
                std::memcpy(digest.bytes.data(), row.digest, digest.bytes.size());
                const qint64 value =
                    overIndex && row.indexValue ? qFromLittleEndian<qint64>(row.indexValue) : 0;
                if (tracker.onRecord(share, digest, value) != PartitionTracker::Verdict::Take)
                    return false;
                chunk.begins(at);
                return true;
            });
        if (rows.isEmpty())
            return;
        chunk.appendBytes(rows);
        chunkGrew(wasEmpty);
    }
}

/// Nothing came for a while. A filter that few records pass makes a healthy server silent, so the node is
/// asked whether it still works on it.
void PartitionQuery::onIdle(Stream &stream)
{
    if (m_paused)
        return;
    if (m_spec.duration == QueryDuration::Short)
        return streamFailed(stream, Error::timeout(u"no answer within %1 ms"_s.arg(m_socketTimeout.count())));
    if (std::exchange(stream.asking, true))
        return;
    NodeShard *shard = m_shard->nodeShard(stream.node);
    if (!shard)
        return streamFailed(stream, Error::notConnected(u"the node has left the cluster"_s));
    Net::TaskScope &scope = m_shard->cluster().thread(m_shard->index()).scope();
    scope.launch(
        askWhetherAlive(m_self, m_streams[stream.share], shard->shared_from_this(), m_roundStop.get_token()));
}

QCoro::Task<void> PartitionQuery::askWhetherAlive(std::shared_ptr<PartitionQuery> self,
                                                  std::shared_ptr<Stream> stream,
                                                  std::shared_ptr<NodeShard> shard, std::stop_token stop)
{
    const quint64 receivedBefore = stream->lease->bytesReceived();
    const Net::Deadline deadline = Net::Deadline::after(self->m_socketTimeout);
    QByteArray answer;
    if (const auto lease = co_await NodeShard::take(shard, deadline, stop)) {
        const auto values = co_await requestInfo(
            (*lease)->get(), {"query-show:trid="_ba + QByteArray::number(stream->taskId)}, deadline, stop);
        if (values) {
            answer = values->front();
            (*lease)->giveBack();
        }
    }
    if (!self->m_self || stream->ended || stop.stop_requested())
        co_return;
    stream->asking = false;
    const bool moved = stream->lease->bytesReceived() != receivedBefore;
    if (moved || answer.contains("status=active")) {
        if (!self->m_paused)
            stream->lease->setDeadline(Net::Deadline::after(self->m_socketTimeout));
        co_return;
    }
    self->streamFailed(
        *stream,
        Error::timeout(u"the node sent nothing for %1 ms and does not say that it works on the query"_s.arg(
            self->m_socketTimeout.count())));
}

void PartitionQuery::streamDone(Stream &stream)
{
    stream.ended = true;
    --m_activeStreams;
    stream.lease.giveBack();
    m_tracker->onShareDone(stream.share);
    if (const auto sink = m_sink.lock())
        sink->setPartitionsDone(m_tracker->partitionsDone());
    afterStream();
}

void PartitionQuery::streamFailed(Stream &stream, Error error)
{
    if (std::exchange(stream.ended, true))
        return;
    --m_activeStreams;
    if (error.node.isEmpty() && stream.nodePtr)
        error.node = stream.nodePtr->displayName();
    if (stream.lease) {
        stream.lease.fail();
        m_shard->cluster().requestTend();
    }
    if (fallBackToScan(error))
        return;
    m_tracker->onShareFailed(stream.share, error);
    afterStream();
}

/// An index can go between planning and asking. Rows of an index and of a scan come in different orders, so
/// that this is possible only before the first.
bool PartitionQuery::fallBackToScan(const Error &error)
{
    const bool lost = error.kind == ErrorKind::Server &&
                      (error.code == ResultCode::IndexNotFound || error.code == ResultCode::IndexNotReadable);
    if (!lost || !m_indexLost || !m_spec.cursor->index() || m_tracker->delivered() > 0 ||
        m_spec.cursor->partitionsDone() > 0 || m_spec.cursor->hasPlaces())
        return false;
    closeStreams(true);
    m_indexLost();
    m_spec.cursor->setIndex({});
    if (const auto sink = m_sink.lock())
        sink->forgetIndex();
    m_filter = m_scanFilter;
    makeTracker();
    m_pauseTimer.arm(Net::LoopContext::current()->timers(), Net::Deadline::after(0ms));
    return true;
}

void PartitionQuery::afterStream()
{
    if (!m_inRound)
        return;
    if (m_tracker->hasFailed()) {
        closeStreams(true);
        return endRound();
    }
    if (m_tracker->isSettled()) {
        // The limit is reached: nodes that sent their part end by themselves, what the others would send is
        // of no use.
        m_nextStream = m_streams.size();
        for (const std::shared_ptr<Stream> &stream : m_streams) {
            if (stream->started && !stream->ended && !m_tracker->hasReachedLimit(stream->share)) {
                closeStream(*stream, true);
                --m_activeStreams;
            }
        }
    }
    // Also ends the round when this was the last; not inside startStreams(), which is looking at it already.
    startStreams();
}

void PartitionQuery::endRound()
{
    m_inRound = false;
    PartitionTracker::Outcome outcome = m_tracker->endRound();
    switch (outcome.next) {
    case PartitionTracker::Outcome::Next::Complete:
        return finish({});
    case PartitionTracker::Outcome::Next::Failed:
        return finish(std::move(outcome.error));
    case PartitionTracker::Outcome::Next::Round:
        // Through the event loop even without a pause: rounds must not nest.
        m_pauseTimer.arm(Net::LoopContext::current()->timers(), Net::Deadline::after(outcome.delay));
        return;
    }
}

RowChunk &PartitionQuery::openChunk()
{
    if (!m_chunk) {
        m_chunk = std::make_shared<RowChunk>();
        if (m_rowsExpected > 0)
            m_chunk->reserve(RowChunk::commonCapacity, m_rowsExpected);
    }
    return *m_chunk;
}

/// After rows were appended.
void PartitionQuery::chunkGrew(bool wasEmpty)
{
    if (m_chunk->byteSize() >= chunkBytes)
        flush();
    else if (wasEmpty)
        m_flushTimer.arm(Net::LoopContext::current()->timers(), Net::Deadline::after(chunkAge));
}

void PartitionQuery::appendRow(QByteArrayView row)
{
    RowChunk &chunk = openChunk();
    const bool wasEmpty = chunk.isEmpty();
    chunk.append(row);
    chunkGrew(wasEmpty);
}

void PartitionQuery::flush()
{
    m_flushTimer.disarm();
    if (!m_chunk || m_chunk->isEmpty())
        return;
    const RowChunkPtr chunk = std::exchange(m_chunk, nullptr);
    // A stream that filled one chunk will fill the next: nothing is copied while that one grows.
    m_rowsExpected = chunk->byteSize() >= chunkBytes ? chunk->rowCount() + chunk->rowCount() / 8 : 0;
    const auto sink = m_sink.lock();
    if (!sink)
        return;
    sink->setPartitionsDone(m_tracker->partitionsDone());
    if (sink->push(chunk, m_tracker->takeDelta()))
        setPaused(true);
}

void PartitionQuery::setPaused(bool paused)
{
    if (std::exchange(m_paused, paused) == paused)
        return;
    for (const std::shared_ptr<Stream> &stream : m_streams) {
        if (!stream->lease)
            continue;
        if (paused) {
            stream->lease->pauseReading();
            stream->lease->setDeadline(Net::Deadline::never());
        } else {
            stream->lease->resumeReading();
            if (m_socketTimeout > 0ms)
                stream->lease->setDeadline(Net::Deadline::after(m_socketTimeout));
        }
    }
}

void PartitionQuery::resume()
{
    if (m_self)
        setPaused(false);
}

void PartitionQuery::closeStream(Stream &stream, bool abortJob)
{
    if (std::exchange(stream.ended, true) || !stream.lease)
        return;
    const std::shared_ptr<NodeShard> shard = stream.lease.shard();
    stream.lease.discard();
    if (abortJob && stream.sent && m_spec.duration != QueryDuration::Short && !m_shard->isClosed()) {
        Net::TaskScope &scope = m_shard->cluster().thread(m_shard->index()).scope();
        scope.launch(endJob(shard, stream.taskId, scope.token()));
    }
}

void PartitionQuery::closeStreams(bool abortJobs)
{
    m_inRound = false;
    m_roundStop.request_stop();
    for (const std::shared_ptr<Stream> &stream : m_streams)
        closeStream(*stream, abortJobs);
    m_activeStreams = 0;
}

void PartitionQuery::cancel()
{
    abort(Error::cancelled());
}

void PartitionQuery::abort(const Error &error)
{
    if (!m_self)
        return;
    const Error why = error;
    closeStreams(true);
    m_rowsDropped = m_chunk && !m_chunk->isEmpty();
    m_chunk.reset();
    finish(why);
}

void PartitionQuery::finish(std::optional<Error> error)
{
    m_inRound = false;
    flush();
    m_flushTimer.disarm();
    m_pauseTimer.disarm();
    m_deadlineTimer.disarm();
    m_hook.disarm();
    unlink();
    const auto self = std::move(m_self);
    if (const auto sink = m_sink.lock()) {
        if (m_tracker)
            sink->setPartitionsDone(m_tracker->partitionsDone());
        sink->finish(std::move(error),
                     m_tracker && !m_rowsDropped ? m_tracker->takeDelta() : QueryCursor::Delta());
    }
}

void PartitionQuery::flushDue(void *self)
{
    auto *query = static_cast<PartitionQuery *>(self);
    const auto keep = query->m_self;
    query->flush();
}

void PartitionQuery::pauseOver(void *self)
{
    static_cast<PartitionQuery *>(self)->beginRound();
}

void PartitionQuery::deadlinePassed(void *self)
{
    auto *query = static_cast<PartitionQuery *>(self);
    const auto keep = query->m_self;
    query->closeStreams(true);
    query->finish(Error::timeout(u"not done within %1 ms"_s.arg(query->m_totalTimeout.count())));
}

void PartitionQuery::stopRequested(void *self)
{
    static_cast<PartitionQuery *>(self)->cancel();
}

} // namespace Aeroscope
