// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/command/pointcommand.h"

#include "client/cluster/cluster.h"
#include "client/wire/proto.h"

namespace Aeroscope {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A node that is at its limit does not change within one turn of the loop: trying again at once would only
/// spin.
constexpr auto localRefusalPause = 10ms;

Wire::ReadModeAp wireMode(ReadModeAp mode) noexcept
{
    return mode == ReadModeAp::One ? Wire::ReadModeAp::One : Wire::ReadModeAp::All;
}

Wire::ReadModeSc wireMode(ReadModeSc mode) noexcept
{
    switch (mode) {
    case ReadModeSc::Session:
        return Wire::ReadModeSc::Session;
    case ReadModeSc::Linearize:
        return Wire::ReadModeSc::Linearize;
    case ReadModeSc::AllowReplica:
        return Wire::ReadModeSc::AllowReplica;
    case ReadModeSc::AllowUnavailable:
        return Wire::ReadModeSc::AllowUnavailable;
    }
    return Wire::ReadModeSc::Session;
}

} // namespace

Wire::CommandOptions commandOptions(const ResolvedSettings &settings, OperationKind kind,
                                    std::chrono::milliseconds totalTimeout,
                                    std::chrono::milliseconds socketTimeout)
{
    Wire::CommandOptions options;
    // The server gives up when the client would: the shorter of the two, where there is one.
    options.serverTimeout = totalTimeout > 0ms && socketTimeout > 0ms ? std::min(totalTimeout, socketTimeout)
                            : totalTimeout > 0ms                      ? totalTimeout
                                                                      : socketTimeout;
    options.compressReply = settings.useCompression;
    if (kind == OperationKind::Read) {
        options.readModeAp = wireMode(settings.readModeAp);
        options.readModeSc = wireMode(settings.readModeSc);
        options.readTouchPercent = settings.readTouchTtlPercent;
    } else {
        options.sendKey = settings.sendKey;
        options.durableDelete = settings.durableDelete;
        options.commitLevel =
            settings.commitLevel == CommitLevel::All ? Wire::CommitLevel::All : Wire::CommitLevel::Master;
    }
    return options;
}

PointCommand::PointCommand(Key key, OperationKind kind, BehaviorPtr behavior, Overrides overrides,
                           std::stop_token stop)
    : m_key(std::move(key))
    , m_kind(kind)
    , m_behavior(std::move(behavior))
    , m_overrides(overrides)
    , m_stop(std::move(stop))
    , m_pause(&PointCommand::pauseOver, this)
{}

void PointCommand::start(IoShard &shard)
{
    m_shard = &shard;
    m_now = Net::Deadline::Clock::now();
    m_self = shared_from_this();
    shard.enter(*this);
    if (shard.isClosed() || shard.cluster().isClosing())
        return finish(Error::notConnected(u"the client is closed"_s));
    if (m_stop.stop_requested())
        return finish(Error::cancelled());
    const ClusterView &view = shard.view();
    const NamespaceTable *table = view.map().table(m_key.namespaceName());
    if (!table) {
        if (view.map().tables().empty())
            return finish(shard.cluster().unreachable());
        Error error = Error::server(ResultCode::Namespace);
        error.message = u"the cluster has no namespace '%1'"_s.arg(QString::fromUtf8(m_key.namespaceName()));
        return finish(std::move(error));
    }
    m_settings = &m_behavior->settings(m_kind, OperationShape::Point, table->mode());
    m_totalTimeout = m_overrides.totalTimeout.value_or(m_settings->totalTimeout);
    m_socketTimeout = m_overrides.socketTimeout.value_or(m_settings->socketTimeout);
    const bool write = m_kind != OperationKind::Read;
    m_replica = effectiveReplica(m_settings->replica, write, table->mode(), m_settings->readModeSc);
    if (m_replica == Replica::Any || m_replica == Replica::Random)
        m_cursor.index = static_cast<int>(shard.nextReplica());
    RetryState::Rules rules;
    rules.write = write;
    rules.linearize =
        !write && table->mode() == ConsistencyMode::Sc && m_settings->readModeSc == ReadModeSc::Linearize;
    rules.fixedReplica = m_replica == Replica::Master;
    rules.maxRetries = m_overrides.maxRetries.value_or(m_settings->maxRetries);
    rules.delay = m_settings->retryDelay;
    m_retry = RetryState(rules);
    if (m_totalTimeout > 0ms)
        m_deadline = Net::Deadline::after(m_totalTimeout, m_now);
    m_hook.arm(m_stop, &PointCommand::stopRequested, this);
    run();
}

/// Attempts that fail at once follow each other in this loop rather than in a recursion.
void PointCommand::run()
{
    m_again = true;
    if (std::exchange(m_running, true))
        return;
    const auto self = m_self;
    while (std::exchange(m_again, false) && m_self)
        attempt();
    m_running = false;
}

void PointCommand::attempt()
{
    if (m_deadline.hasPassedAt(m_now))
        return finish(totalTimeout());
    const ClusterView &view = m_shard->view();
    const NamespaceTable *table = view.map().table(m_key.namespaceName());
    const NodeId id = table ? chooseReplica(*table, m_key.partitionId(), m_replica, m_cursor,
                                            ViewTraits(view, m_key.namespaceName()))
                            : noNode;
    NodeShard *shard = id == noNode ? nullptr : m_shard->nodeShard(id);
    if (!shard) {
        Error error =
            view.members().empty()
                ? m_shard->cluster().unreachable()
                : Error::notConnected(u"partition %1 has no reachable node"_s.arg(m_key.partitionId()));
        if (error.kind == ErrorKind::NotConnected)
            error.code = ResultCode::ClientInvalidNode;
        m_shard->cluster().requestTend();
        return finish(std::move(error));
    }
    m_node = shard->nodePtr();
    m_cursor.failed = noNode;
    if (m_node->breaker.isOpen()) {
        Error error = Error::notConnected(u"too many errors of this node lately"_s);
        error.code = ResultCode::ClientMaxErrorRate;
        return attemptFailed(std::move(error));
    }
    if (Lease idle = shard->takeIdle(m_now))
        return send(std::move(idle));
    m_isOpening = true;
    m_opening = std::stop_source();
    Net::TaskScope &scope = m_shard->cluster().thread(m_shard->index()).scope();
    scope.launch(openAndSend(m_self, shard->shared_from_this(), m_opening.get_token()));
}

QCoro::Task<void> PointCommand::openAndSend(std::shared_ptr<PointCommand> self,
                                            std::shared_ptr<NodeShard> shard, std::stop_token stop)
{
    Result<std::shared_ptr<Lease>> lease = co_await NodeShard::open(shard, self->m_deadline, std::move(stop));
    if (!self->m_self)
        co_return; // it ended while the connection was made
    self->m_isOpening = false;
    self->m_now = Net::Deadline::Clock::now();
    if (lease)
        self->send(std::move(**lease));
    else
        self->attemptFailed(std::move(lease.error()));
}

void PointCommand::send(Lease lease)
{
    m_lease = std::move(lease);
    Wire::WireBuffer &request = m_shard->scratch();
    request.clear();
    Wire::CommandOptions options = commandOptions(*m_settings, m_kind, m_totalTimeout, m_socketTimeout);
    if (const Result<void> encoded = encode(request, options); !encoded) {
        m_lease.giveBack();
        return finish(encoded.error());
    }
    Net::Deadline deadline = m_deadline;
    if (m_socketTimeout > 0ms)
        deadline = Net::earliest(deadline, Net::Deadline::after(m_socketTimeout, m_now));
    m_lease->setHandler(this);
    m_lease->setDeadline(deadline);
    m_bytesBefore = m_lease->bytesSent();
    m_frameSize = request.size();
    if (!m_lease->send(request.view())) {
        Error error = m_lease->error();
        noteIfSent();
        m_lease.fail();
        attemptFailed(std::move(error));
    }
}

/// A request that never left cannot have been carried out; one byte that did makes it possible enough.
void PointCommand::noteIfSent()
{
    const quint64 bytes = m_lease->bytesSent() - m_bytesBefore;
    if (m_lease->isTls() ? bytes > 0 : bytes >= static_cast<quint64>(m_frameSize))
        m_retry.noteSent();
}

void PointCommand::onFrame(Net::Connection &connection, QByteArrayView frame)
{
    m_retry.noteSent();
    const Result<QByteArrayView> message = Wire::messageOf(frame, m_shard->inflateScratch());
    Result<Wire::RecordReply> reply = message ? Wire::parseRecordReply(*message, &m_shard->binNames())
                                              : Result<Wire::RecordReply>(std::unexpected(message.error()));
    if (!reply || !connection.unread().isEmpty()) {
        Error error = reply ? Error::protocol(u"more bytes follow the reply"_s) : reply.error();
        m_lease.fail();
        return attemptFailed(std::move(error));
    }
    if (reply->ok()) {
        m_lease.giveBack();
        const auto self = release();
        return self->onReply(*std::move(reply));
    }
    Error error = reply->error(m_node->displayName());
    if (isRetryable(error.code))
        m_node->breaker.onError();
    if (error.code == ResultCode::NotAuthenticated || error.code == ResultCode::SessionExpired) {
        m_node->loginWanted.store(true, std::memory_order_relaxed);
        m_shard->cluster().requestTend();
        if (m_node->token()) {
            // The session is over: nothing was done, and the other pooled connections are no better.
            error.kind = ErrorKind::Authentication;
            m_lease.fail();
            m_shard->dropIdle(m_node->id());
        }
    }
    if (m_lease && isConnectionUsable(error))
        m_lease.giveBack();
    else
        m_lease.fail();
    attemptFailed(std::move(error), &*reply);
}

void PointCommand::onClosed(Net::Connection &, const Error &error)
{
    noteIfSent();
    const Error why = error;
    m_lease.fail();
    m_shard->cluster().requestTend();
    attemptFailed(why);
}

void PointCommand::onTimeout(Net::Connection &)
{
    noteIfSent();
    m_lease.fail();
    if (m_deadline.hasPassed())
        return finish(totalTimeout());
    attemptFailed(Error::timeout(u"no answer within %1 ms"_s.arg(m_socketTimeout.count())));
}

Error PointCommand::totalTimeout() const
{
    return Error::timeout(u"not done within %1 ms"_s.arg(m_totalTimeout.count()));
}

void PointCommand::attemptFailed(Error error, const Wire::RecordReply *reply)
{
    if (m_node && error.node.isEmpty())
        error.node = m_node->displayName();
    m_now = Net::Deadline::Clock::now();
    // An open that ran into the operation's own deadline is the end, whatever it was called there.
    if (m_deadline.hasPassedAt(m_now) && error.kind != ErrorKind::Server) {
        if (error.kind != ErrorKind::Timeout)
            (void)m_retry.onFailure(error);
        Error timeout = totalTimeout();
        timeout.node = error.node;
        return finish(std::move(timeout));
    }
    const RetryState::Decision decision = m_retry.onFailure(error);
    if (!decision.retry)
        return finish(std::move(error), reply);
    m_cursor.failed = m_node ? m_node->id() : noNode;
    if (decision.advanceReplica)
        ++m_cursor.index;
    std::chrono::milliseconds delay = decision.delay;
    if (error.code == ResultCode::ClientNoMoreConnections || error.code == ResultCode::ClientMaxErrorRate)
        delay = std::max<std::chrono::milliseconds>(delay, localRefusalPause);
    if (delay == 0ms)
        return run();
    m_pause.arm(Net::LoopContext::current()->timers(),
                Net::earliest(m_deadline, Net::Deadline::after(delay)));
}

void PointCommand::pauseOver(void *self)
{
    auto *command = static_cast<PointCommand *>(self);
    command->m_now = Net::Deadline::Clock::now();
    command->run();
}

void PointCommand::stopRequested(void *self)
{
    static_cast<PointCommand *>(self)->abort(Error::cancelled());
}

void PointCommand::abort(const Error &error)
{
    if (m_lease) {
        noteIfSent();
        m_lease.discard();
    }
    finish(error);
}

void PointCommand::finish(Error error, const Wire::RecordReply *reply)
{
    Error last = m_retry.finalError(std::move(error));
    const auto self = release();
    self->onFailure(std::move(last), reply);
}

/// Lets go of everything; what comes after must touch only the answer.
std::shared_ptr<PointCommand> PointCommand::release()
{
    m_hook.disarm();
    m_pause.disarm();
    m_lease.discard();
    if (std::exchange(m_isOpening, false))
        m_opening.request_stop();
    unlink();
    return std::move(m_self);
}

} // namespace Aeroscope
