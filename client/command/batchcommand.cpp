// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/command/batchcommand.h"

#include "client/cluster/cluster.h"
#include "client/command/pointcommand.h"
#include "client/command/recordcommands.h"
#include "client/wire/batch.h"

#include <algorithm>

namespace Aeroscope {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// See PointCommand: a node that is at its limit does not change within one turn of the loop.
constexpr auto localRefusalPause = 10ms;

/// The longer of two time-outs, of which zero is the longest.
std::chrono::milliseconds longer(std::chrono::milliseconds a, std::chrono::milliseconds b) noexcept
{
    return a == 0ms || b == 0ms ? 0ms : std::max(a, b);
}

/// The stricter of two limits, of which zero is none.
int stricter(int a, int b) noexcept
{
    return a == 0 ? b : b == 0 ? a : std::min(a, b);
}

/// Codes with which a node ends a batch, whatever became of its rows.
bool refusesWholeBatch(ResultCode code) noexcept
{
    return code == ResultCode::Parameter || code == ResultCode::BatchDisabled ||
           code == ResultCode::BatchMaxRequests || code == ResultCode::BatchQueuesFull;
}

} // namespace

/// One request and its replies.
class BatchCommand::Share final : public Net::ConnectionHandler
{
public:
    Share(BatchCommand &command, NodeId node, std::vector<quint32> rows)
        : command(command)
        , node(node)
        , rows(std::move(rows))
    {}

    // The command, and this with it, may end in any of these.
    void onBytes(Net::Connection &) override
    {
        const auto keep = command.shared_from_this();
        command.read(*this);
    }
    void onClosed(Net::Connection &, const Error &error) override
    {
        const auto keep = command.shared_from_this();
        const Error why = error;
        command.shareFailed(*this, why);
    }
    void onTimeout(Net::Connection &) override
    {
        const auto keep = command.shared_from_this();
        command.shareFailed(*this,
                            Error::timeout(u"no answer within %1 ms"_s.arg(command.m_socketTimeout.count())));
    }
    /// Whether the node may have begun with it: a request that never left whole cannot have been carried out.
    [[nodiscard]] bool wasSent() const
    {
        if (!lease)
            return false;
        const quint64 bytes = lease->bytesSent() - bytesBefore;
        return lease->isTls() ? bytes > 0 : bytes >= static_cast<quint64>(frameSize);
    }

    /// The command outlives its connections: it closes them before it ends.
    BatchCommand &command;
    const NodeId node;
    NodePtr nodePtr;
    std::vector<quint32> rows;
    Lease lease;
    Wire::BatchFramer framer;
    quint64 bytesBefore = 0;
    qsizetype frameSize = 0;
    bool ended = false;
    bool counted = false; // by the circuit breaker
};

BatchCommand::BatchCommand(BatchSpec spec, std::vector<QByteArray> filters, BehaviorPtr behavior,
                           std::stop_token stop)
    : m_spec(std::move(spec))
    , m_filters(std::move(filters))
    , m_behavior(std::move(behavior))
    , m_stop(std::move(stop))
    , m_pause(&BatchCommand::pauseOver, this)
    , m_deadlineTimer(&BatchCommand::deadlinePassed, this)
{
    std::size_t count = 0;
    for (const BatchSegment &segment : m_spec.segments)
        count += segment.keys.size();
    m_rows.reserve(count);
    for (std::size_t segment = 0; segment < m_spec.segments.size(); ++segment) {
        for (const Key &key : m_spec.segments[segment].keys) {
            Row &row = m_rows.emplace_back();
            row.key = &key;
            row.segment = static_cast<quint32>(segment);
        }
    }
    m_rowsLeft = rowCount();
    m_rules.resize(m_spec.segments.size());
}

BatchCommand::~BatchCommand() = default;

bool BatchCommand::isUnwanted(const RecordResult &row) const noexcept
{
    const bool nothing = row.code() == ResultCode::NotFound || row.code() == ResultCode::FilteredOut;
    return nothing && !m_spec.includeMissing &&
           m_spec.segments[m_rows[static_cast<std::size_t>(row.index)].segment].spec.verb == Verb::Read;
}

void BatchCommand::start(IoShard &shard)
{
    m_shard = &shard;
    m_self = shared_from_this();
    const auto keep = m_self;
    shard.enter(*this);
    if (shard.isClosed() || shard.cluster().isClosing())
        return endAll(Error::notConnected(u"the client is closed"_s));
    if (m_stop.stop_requested())
        return endAll(Error::cancelled());
    prepareRows();
    if (m_totalTimeout > 0ms) {
        m_deadline = Net::Deadline::after(m_totalTimeout);
        m_deadlineTimer.arm(Net::LoopContext::current()->timers(), m_deadline);
    }
    m_hook.arm(m_stop, &BatchCommand::stopRequested, this);
    run();
}

const BatchCommand::RowRules &BatchCommand::rulesFor(quint32 segment, ConsistencyMode mode)
{
    std::optional<RowRules> &slot = m_rules[segment][mode == ConsistencyMode::Ap ? 0 : 1];
    if (slot)
        return *slot;
    const PointSpec &spec = m_spec.segments[segment].spec;
    const OperationKind kind = operationKind(spec);
    const bool write = kind != OperationKind::Read;
    const ResolvedSettings &settings = m_behavior->settings(kind, OperationShape::Batch, mode);
    RowRules &rules = slot.emplace();
    rules.settings = &settings;
    rules.options = commandOptions(settings, kind, settings.totalTimeout, settings.socketTimeout);
    applySpec(rules.options, spec, m_filters[segment]);
    rules.replica = effectiveReplica(settings.replica, write, mode, settings.readModeSc);
    rules.retry.write = write;
    rules.retry.linearize =
        !write && mode == ConsistencyMode::Sc && settings.readModeSc == ReadModeSc::Linearize;
    rules.retry.fixedReplica = rules.replica == Replica::Master;
    rules.retry.maxRetries = spec.maxRetries.value_or(m_spec.maxRetries.value_or(settings.maxRetries));
    rules.retry.delay = settings.retryDelay;
    return rules;
}

/// Gives every row its rules, and the call what they add up to. Rows of unknown namespaces end here.
void BatchCommand::prepareRows()
{
    const ClusterView &view = m_shard->view();
    bool first = true;
    const RowRules *seen = nullptr;
    m_pending.reserve(m_rows.size());
    for (quint32 index = 0; index < m_rows.size(); ++index) {
        Row &row = m_rows[index];
        const NamespaceTable *table = view.map().table(row.key->namespaceName());
        if (!table) {
            Error error;
            if (view.map().tables().empty()) {
                error = Error::notConnected(u"no node of the cluster is known"_s);
            } else {
                error = Error::server(ResultCode::Namespace);
                error.message =
                    u"the cluster has no namespace '%1'"_s.arg(QString::fromUtf8(row.key->namespaceName()));
            }
            endRow(index, std::move(error));
            continue;
        }
        const RowRules &rules = rulesFor(row.segment, table->mode());
        row.retry = RetryState(rules.retry);
        if (rules.replica == Replica::Any || rules.replica == Replica::Random)
            row.cursor.index = static_cast<int>(m_shard->nextReplica());
        m_pending.push_back(index);
        if (std::exchange(seen, &rules) == &rules)
            continue;
        const ResolvedSettings &settings = *rules.settings;
        const PointSpec &spec = m_spec.segments[row.segment].spec;
        const auto total = spec.totalTimeout.value_or(settings.totalTimeout);
        const auto socket = spec.socketTimeout.value_or(settings.socketTimeout);
        m_totalTimeout = first ? total : longer(m_totalTimeout, total);
        m_socketTimeout = first ? socket : longer(m_socketTimeout, socket);
        m_maxNodes = first ? settings.maxConcurrentNodes : stricter(m_maxNodes, settings.maxConcurrentNodes);
        m_allowInline = m_allowInline && settings.allowInline;
        m_allowInlineSsd = m_allowInlineSsd && settings.allowInlineSsd;
        m_compressReply = m_compressReply || settings.useCompression;
        first = false;
    }
    m_totalTimeout = m_spec.totalTimeout.value_or(m_totalTimeout);
    m_socketTimeout = m_spec.socketTimeout.value_or(m_socketTimeout);
    m_maxNodes = m_spec.maxConcurrentNodes.value_or(m_maxNodes);
}

/// What fails at once goes again in this loop rather than in a recursion.
void BatchCommand::run()
{
    m_again = true;
    if (std::exchange(m_running, true))
        return;
    const auto keep = m_self;
    while (m_self && std::exchange(m_again, false)) {
        divide();
        startShares();
    }
    m_running = false;
    finishIfDone();
}

/// Which node gets which of the pending rows.
void BatchCommand::divide()
{
    const std::vector<quint32> rows = std::exchange(m_pending, {});
    if (rows.empty())
        return;
    const ClusterView &view = m_shard->view();
    std::vector<Queued> parts;
    std::size_t last = 0;
    for (const quint32 index : rows) {
        Row &row = m_rows[index];
        const NamespaceTable *table = view.map().table(row.key->namespaceName());
        const NodeId node = table ? chooseReplica(*table, row.key->partitionId(),
                                                  rulesFor(row.segment, table->mode()).replica, row.cursor,
                                                  ViewTraits(view, row.key->namespaceName()))
                                  : noNode;
        row.cursor.failed = noNode;
        if (node == noNode) {
            Error error =
                Error::notConnected(u"partition %1 has no reachable node"_s.arg(row.key->partitionId()));
            error.code = ResultCode::ClientInvalidNode;
            m_shard->cluster().requestTend();
            endRow(index, std::move(error));
            continue;
        }
        if (last >= parts.size() || parts[last].node != node) {
            const auto found = std::ranges::find(parts, node, &Queued::node);
            last = static_cast<std::size_t>(found - parts.begin());
            if (found == parts.end()) {
                parts.push_back({node, {}});
                parts.back().rows.reserve(rows.size());
            }
        }
        parts[last].rows.push_back(index);
    }
    for (Queued &part : parts)
        m_queue.push_back(std::move(part));
}

void BatchCommand::startShares()
{
    std::erase_if(m_shares, [](const std::shared_ptr<Share> &share) { return share->ended; });
    for (auto next = m_queue.begin(); m_self && next != m_queue.end();) {
        if (m_maxNodes > 0 && static_cast<int>(m_shares.size()) >= m_maxNodes)
            return;
        if (std::ranges::any_of(m_shares, [&](const auto &share) { return share->node == next->node; })) {
            ++next; // one request of a batch at a time: a node would work on them at once
            continue;
        }
        const auto share = std::make_shared<Share>(*this, next->node, std::move(next->rows));
        m_queue.erase(next);
        m_shares.push_back(share);
        for (const quint32 index : share->rows)
            m_rows[index].share = share.get();
        NodeShard *shard = m_shard->nodeShard(share->node);
        if (!shard) {
            shareFailed(*share, Error::notConnected(u"the node has left the cluster"_s));
        } else if (shard->node().breaker.isOpen()) {
            share->nodePtr = shard->nodePtr();
            Error error = Error::notConnected(u"too many errors of this node lately"_s);
            error.code = ResultCode::ClientMaxErrorRate;
            shareFailed(*share, std::move(error));
        } else {
            share->nodePtr = shard->nodePtr();
            if (Lease idle = shard->takeIdle()) {
                send(*share, std::move(idle));
            } else {
                Net::TaskScope &scope = m_shard->cluster().thread(m_shard->index()).scope();
                scope.launch(openShare(m_self, share, shard->shared_from_this(), m_opening.get_token()));
            }
        }
        // The queue may be another one now.
        std::erase_if(m_shares, [](const std::shared_ptr<Share> &one) { return one->ended; });
        next = m_queue.begin();
    }
}

QCoro::Task<void> BatchCommand::openShare(std::shared_ptr<BatchCommand> self, std::shared_ptr<Share> share,
                                          std::shared_ptr<NodeShard> shard, std::stop_token stop)
{
    Result<std::shared_ptr<Lease>> lease = co_await NodeShard::open(shard, self->m_deadline, std::move(stop));
    if (!self->m_self || share->ended)
        co_return; // it ended while the connection was made
    if (lease)
        self->send(*share, std::move(**lease));
    else
        self->shareFailed(*share, std::move(lease.error()));
}

void BatchCommand::send(Share &share, Lease lease)
{
    Wire::WireBuffer &out = m_shard->scratch();
    out.clear();
    Wire::BatchOptions options;
    options.serverTimeout = m_totalTimeout > 0ms && m_socketTimeout > 0ms
                                ? std::min(m_totalTimeout, m_socketTimeout)
                            : m_totalTimeout > 0ms ? m_totalTimeout
                                                   : m_socketTimeout;
    options.allowInline = m_allowInline;
    options.allowInlineSsd = m_allowInlineSsd;
    options.compressReply = m_compressReply;
    const ClusterView &view = m_shard->view();
    Wire::BatchEncoder batch(out, options);
    std::size_t encoded = 0;
    for (; encoded < share.rows.size(); ++encoded) {
        if (batch.rowCount() == maxRowsPerRequest || batch.byteSize() > fullRequest)
            break;
        const Row &row = m_rows[share.rows[encoded]];
        const NamespaceTable *table = view.map().table(row.key->namespaceName());
        encodeRow(batch, share.rows[encoded], *row.key, m_spec.segments[row.segment].spec,
                  rulesFor(row.segment, table ? table->mode() : ConsistencyMode::Ap).options);
    }
    if (encoded < share.rows.size()) {
        const auto rest = share.rows.begin() + static_cast<std::ptrdiff_t>(encoded);
        m_queue.push_back({share.node, std::vector<quint32>(rest, share.rows.end())});
        share.rows.erase(rest, share.rows.end());
        for (const quint32 index : m_queue.back().rows)
            m_rows[index].share = nullptr;
    }
    if (const Result<void> done = batch.finish(); !done) {
        lease.giveBack();
        return shareFailed(share, done.error());
    }
    share.lease = std::move(lease);
    share.lease->setHandler(&share);
    if (m_socketTimeout > 0ms)
        share.lease->setDeadline(Net::Deadline::after(m_socketTimeout));
    share.bytesBefore = share.lease->bytesSent();
    share.frameSize = out.size();
    if (!share.lease->send(out.view())) {
        const Error error = share.lease->error();
        shareFailed(share, error);
    }
}

void BatchCommand::read(Share &share)
{
    Net::Connection &connection = *share.lease;
    QByteArrayView unread = connection.unread();
    const qsizetype available = unread.size();
    for (;;) {
        switch (share.framer.next(unread)) {
        case Wire::BatchFramer::Event::Row:
            if (!takeRow(share))
                return;
            continue;
        case Wire::BatchFramer::Event::NeedMore:
            connection.consume(available - unread.size());
            connection.expect(share.framer.bytesNeeded());
            if (m_socketTimeout > 0ms)
                connection.setDeadline(Net::Deadline::after(m_socketTimeout));
            return;
        case Wire::BatchFramer::Event::End:
            connection.consume(available - unread.size());
            if (!unread.isEmpty())
                return shareFailed(share, Error::protocol(u"more bytes follow the reply"_s));
            return shareEnded(share, share.framer.code());
        case Wire::BatchFramer::Event::Failed:
            return shareFailed(share, share.framer.error());
        }
    }
}

/// False when the share has failed because of it.
bool BatchCommand::takeRow(Share &share)
{
    const quint32 index = share.framer.index();
    if (index >= m_rows.size() || m_rows[index].done || m_rows[index].share != &share) {
        shareFailed(share, Error::protocol(u"the node answers a row that it was not asked for"_s));
        return false;
    }
    Result<Wire::RecordReply> reply = Wire::parseRecordReply(share.framer.message());
    if (!reply) {
        shareFailed(share, std::move(reply.error()));
        return false;
    }
    Row &row = m_rows[index];
    row.share = nullptr;
    row.retry.noteSent();
    if (reply->ok()) {
        deliver(index, resultFrom(m_spec.segments[row.segment].spec, *row.key, *std::move(reply)));
        return true;
    }
    Error error = reply->error(share.nodePtr->displayName());
    if (isRetryable(error.code) && !std::exchange(share.counted, true))
        share.nodePtr->breaker.onError();
    rowFailed(index, std::move(error), &*reply);
    return true;
}

void BatchCommand::shareEnded(Share &share, ResultCode code)
{
    share.ended = true;
    Error error;
    if (code == ResultCode::Ok) {
        error = Error::protocol(u"the node gave no answer for this row"_s);
        error.code = ResultCode::ClientNoResponse;
        error.node = share.nodePtr->displayName();
        share.lease.giveBack();
    } else {
        error = Error::server(code, share.nodePtr->displayName());
        if (isRetryable(code) && !share.counted)
            share.nodePtr->breaker.onError();
        if (code == ResultCode::NotAuthenticated || code == ResultCode::SessionExpired) {
            share.nodePtr->loginWanted.store(true, std::memory_order_relaxed);
            m_shard->cluster().requestTend();
        }
        if (isConnectionUsable(error))
            share.lease.giveBack();
        else
            share.lease.fail();
    }
    for (const quint32 index : share.rows) {
        Row &row = m_rows[index];
        if (row.share != &share)
            continue;
        row.share = nullptr;
        row.retry.noteSent();
        rowFailed(index, error);
    }
    run();
}

void BatchCommand::shareFailed(Share &share, Error error)
{
    if (std::exchange(share.ended, true))
        return;
    if (share.nodePtr)
        error.node = share.nodePtr->displayName();
    noteUnanswered(share);
    if (share.lease) {
        share.lease.fail();
        m_shard->cluster().requestTend();
    }
    for (const quint32 index : share.rows) {
        Row &row = m_rows[index];
        if (row.share != &share)
            continue;
        row.share = nullptr;
        row.cursor.failed = share.node;
        rowFailed(index, error);
    }
    run();
}

void BatchCommand::noteUnanswered(Share &share)
{
    if (!share.wasSent())
        return;
    for (const quint32 index : share.rows) {
        if (m_rows[index].share == &share)
            m_rows[index].retry.noteSent();
    }
}

void BatchCommand::rowFailed(quint32 index, Error error, const Wire::RecordReply *reply)
{
    Row &row = m_rows[index];
    // What ran into the operation's own deadline is the end, whatever it was called there.
    if (m_deadline.hasPassed() && error.kind != ErrorKind::Server) {
        Error timeout = totalTimeout();
        timeout.node = error.node;
        return endRow(index, std::move(timeout));
    }
    const RetryState::Decision decision = row.retry.onFailure(error);
    if (!decision.retry)
        return endRow(index, std::move(error), reply);
    if (decision.advanceReplica)
        ++row.cursor.index;
    std::chrono::milliseconds delay = decision.delay;
    if (error.code == ResultCode::ClientNoMoreConnections || error.code == ResultCode::ClientMaxErrorRate)
        delay = std::max<std::chrono::milliseconds>(delay, localRefusalPause);
    if (delay == 0ms) {
        m_pending.push_back(index);
        return;
    }
    m_pausing.push_back(index);
    if (!m_pause.isArmed())
        m_pause.arm(Net::LoopContext::current()->timers(), Net::Deadline::after(delay));
}

void BatchCommand::endRow(quint32 index, Error error, const Wire::RecordReply *reply)
{
    Row &row = m_rows[index];
    // A node that refuses a batch as a whole may have begun with rows of it (protocol section 6.2).
    const bool begun = error.kind == ErrorKind::Server && !reply && row.retry.sent() > 0 &&
                       refusesWholeBatch(error.code) && isWrite(m_spec.segments[row.segment].spec.verb);
    RecordResult result;
    result.key = *row.key;
    if (reply) {
        result.generation = reply->generation;
        result.voidTime = reply->voidTime;
    }
    result.error = row.retry.finalError(std::move(error));
    result.error->inDoubt = result.error->inDoubt || begun;
    deliver(index, std::move(result));
}

void BatchCommand::deliver(quint32 index, RecordResult result)
{
    result.index = static_cast<int>(index);
    m_rows[index].done = true;
    --m_rowsLeft;
    onRow(std::move(result));
}

Error BatchCommand::totalTimeout() const
{
    return Error::timeout(u"not done within %1 ms"_s.arg(m_totalTimeout.count()));
}

/// Every row that has not ended ends now.
void BatchCommand::endAll(const Error &error)
{
    m_opening.request_stop();
    for (const std::shared_ptr<Share> &share : m_shares) {
        if (std::exchange(share->ended, true))
            continue;
        noteUnanswered(*share);
        // A time-out is the node's fault, the caller's change of mind is not.
        if (error.kind == ErrorKind::Timeout)
            share->lease.fail();
        else
            share->lease.discard();
    }
    m_pending.clear();
    m_pausing.clear();
    m_queue.clear();
    for (quint32 index = 0; index < m_rows.size(); ++index) {
        m_rows[index].share = nullptr;
        if (!m_rows[index].done)
            endRow(index, error);
    }
    finishIfDone();
}

/// With the last share, not with the last row: the reply is read to its end, so that the connection may be
/// used again.
void BatchCommand::finishIfDone()
{
    const bool open = std::ranges::any_of(m_shares, [](const auto &share) { return !share->ended; });
    if (!m_self || m_rowsLeft > 0 || open)
        return;
    m_pause.disarm();
    m_deadlineTimer.disarm();
    m_hook.disarm();
    unlink();
    const auto self = std::move(m_self);
    onDone();
}

void BatchCommand::cancel()
{
    abort(Error::cancelled());
}

void BatchCommand::abort(const Error &error)
{
    if (!m_self)
        return;
    const auto keep = m_self;
    const Error why = error;
    endAll(why);
}

void BatchCommand::pauseOver(void *self)
{
    auto *command = static_cast<BatchCommand *>(self);
    command->m_pending.insert(command->m_pending.end(), command->m_pausing.begin(), command->m_pausing.end());
    command->m_pausing.clear();
    command->run();
}

void BatchCommand::deadlinePassed(void *self)
{
    auto *command = static_cast<BatchCommand *>(self);
    command->abort(command->totalTimeout());
}

void BatchCommand::stopRequested(void *self)
{
    static_cast<BatchCommand *>(self)->cancel();
}

BatchRowsCommand::BatchRowsCommand(BatchSpec spec, std::vector<QByteArray> filters, BehaviorPtr behavior,
                                   std::stop_token stop)
    : BatchCommand(std::move(spec), std::move(filters), std::move(behavior), std::move(stop))
    , m_results(static_cast<std::size_t>(rowCount()))
{}

void BatchRowsCommand::onRow(RecordResult row)
{
    const auto index = static_cast<std::size_t>(row.index);
    m_results[index] = std::move(row);
}

void BatchRowsCommand::onDone()
{
    if (!spec().includeMissing)
        std::erase_if(m_results, [this](const RecordResult &row) { return isUnwanted(row); });
    source.complete(std::move(m_results));
}

void BatchStreamCommand::onRow(RecordResult row)
{
    if (isUnwanted(row))
        return;
    if (const auto sink = m_sink.lock())
        sink->push(std::move(row));
}

void BatchStreamCommand::onDone()
{
    if (const auto sink = m_sink.lock())
        sink->finish();
}

} // namespace Aeroscope
