// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/cluster/nodeshard.h"

#include "client/cluster/cluster.h"
#include "client/cluster/ioshard.h"
#include "client/cluster/login.h"
#include "client/net/sleep.h"

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

/// Between two looks for the token of a new session.
constexpr auto renewalLook = std::chrono::milliseconds(10);

/// The answer to a token that was good once (protocol section 2.1).
bool isEndOfSession(const Error &error) noexcept
{
    return error.kind == ErrorKind::Authentication &&
           (error.code == ResultCode::SessionExpired || error.code == ResultCode::CredentialInvalid ||
            error.code == ResultCode::NotAuthenticated);
}

} // namespace

Lease::Lease(std::shared_ptr<NodeShard> shard, std::unique_ptr<Net::Connection> connection) noexcept
    : m_shard(std::move(shard))
    , m_connection(std::move(connection))
{}

Lease &Lease::operator=(Lease &&other) noexcept
{
    discard();
    m_shard = std::move(other.m_shard);
    m_connection = std::move(other.m_connection);
    return *this;
}

Lease::~Lease()
{
    discard();
}

void Lease::giveBack()
{
    if (!m_connection)
        return;
    const auto shard = std::move(m_shard);
    shard->putBack(std::move(m_connection));
}

void Lease::fail()
{
    if (m_connection)
        m_shard->m_node->breaker.onError();
    discard();
}

void Lease::discard()
{
    if (!m_connection)
        return;
    const auto shard = std::move(m_shard);
    const auto connection = std::move(m_connection);
    connection->close();
    shard->release();
}

NodeShard::NodeShard(NodePtr node, EnvironmentPtr environment)
    : m_node(std::move(node))
    , m_environment(std::move(environment))
{}

NodeShard::~NodeShard()
{
    retire();
}

bool NodeShard::reserve() noexcept
{
    const int most = m_environment->settings.system.maxConnectionsPerNode;
    int count = m_node->connections.load(std::memory_order_relaxed);
    do {
        if (count >= most)
            return false;
    } while (!m_node->connections.compare_exchange_weak(count, count + 1, std::memory_order_relaxed));
    return true;
}

// The maximum holds over all threads, the pools do not: without this, connections that idle on one thread
// would starve the others for as long as they live.
void NodeShard::askForPlace()
{
    IoShard *const here = IoShard::current();
    if (!here || m_node->idleConnections.load(std::memory_order_relaxed) == 0)
        return;
    int none = 0;
    Cluster &cluster = here->cluster();
    if (!m_node->shedAnswersDue.compare_exchange_strong(none, cluster.threadCount()))
        return; // asked already
    m_node->shedWanted.store(true);
    cluster.forEachShard([node = m_node](IoShard &shard) {
        if (const auto own = shard.nodeShard(node->id()))
            own->answerShed();
        node->shedAnswersDue.fetch_sub(1);
    });
}

void NodeShard::answerShed()
{
    if (m_idle.empty() || !m_node->shedWanted.exchange(false))
        return;
    std::unique_ptr<Net::Connection> oldest = std::move(m_idle.front());
    m_idle.erase(m_idle.begin());
    dropIdle(std::move(oldest));
}

void NodeShard::release() noexcept
{
    m_node->connections.fetch_sub(1, std::memory_order_relaxed);
}

void NodeShard::dropIdle(std::unique_ptr<Net::Connection> connection)
{
    m_node->idleConnections.fetch_sub(1, std::memory_order_relaxed);
    connection->close();
    release();
}

void NodeShard::putBack(std::unique_ptr<Net::Connection> connection)
{
    if (m_retired || !m_node->isActive() || !connection->isOpen()) {
        connection->close();
        release();
        return;
    }
    connection->park();
    m_node->idleConnections.fetch_add(1, std::memory_order_relaxed);
    m_idle.push_back(std::move(connection));
}

Lease NodeShard::takeIdle(Net::Deadline::Clock::time_point now)
{
    const auto maxIdle = m_environment->settings.system.maxSocketIdle;
    while (!m_idle.empty()) {
        std::unique_ptr<Net::Connection> connection = std::move(m_idle.back());
        m_idle.pop_back();
        const bool stale = maxIdle.count() > 0 && now - connection->lastUsed() >= maxIdle;
        if (stale || !connection->isReusable()) {
            dropIdle(std::move(connection));
            continue;
        }
        m_node->idleConnections.fetch_sub(1, std::memory_order_relaxed);
        connection->touch(now);
        return Lease(shared_from_this(), std::move(connection));
    }
    return {};
}

QCoro::Task<Result<std::shared_ptr<Lease>>> NodeShard::open(std::shared_ptr<NodeShard> self,
                                                            Net::Deadline deadline, std::stop_token stop)
{
    Node &node = *self->m_node;
    SessionTokenPtr token = node.token();
    Result<std::shared_ptr<Lease>> lease = co_await openWith(self, token, deadline, stop);
    if (lease || !token || !isEndOfSession(lease.error()))
        co_return lease;
    // The session is over; the tend task makes a new one.
    const quint32 failures = node.loginFailures.load(std::memory_order_relaxed);
    if (IoShard *const here = IoShard::current())
        here->cluster().requestTend();
    const Net::Deadline patience =
        Net::earliest(deadline, Net::Deadline::after(self->m_environment->settings.system.loginTimeout));
    while (node.token() == token && node.isActive() && !self->m_retired && !patience.hasPassed() &&
           node.loginFailures.load(std::memory_order_relaxed) == failures) {
        if (const Result<void> slept = co_await Net::sleepFor(renewalLook, stop); !slept)
            co_return std::unexpected(slept.error());
    }
    SessionTokenPtr renewed = node.token();
    if (renewed == token)
        co_return lease;
    co_return co_await openWith(self, std::move(renewed), deadline, std::move(stop));
}

QCoro::Task<Result<std::shared_ptr<Lease>>> NodeShard::openWith(std::shared_ptr<NodeShard> self,
                                                                SessionTokenPtr token, Net::Deadline deadline,
                                                                std::stop_token stop)
{
    if (self->m_retired || !self->m_node->isActive()) {
        Error error = Error::notConnected(u"the node has left the cluster"_s);
        error.code = ResultCode::ClientInvalidNode;
        co_return std::unexpected(std::move(error));
    }
    if (!self->reserve()) {
        self->askForPlace();
        Error error = Error::notConnected(u"all %1 connections to the node are in use"_s.arg(
            self->m_environment->settings.system.maxConnectionsPerNode));
        error.code = ResultCode::ClientNoMoreConnections;
        error.node = self->m_node->displayName();
        co_return std::unexpected(std::move(error));
    }
    const SystemSettings &system = self->m_environment->settings.system;
    Net::ConnectOptions options;
    options.endpoints = {self->m_node->endpoint()};
    const bool loginNeeded = self->m_environment->settings.credentials.mode != AuthMode::None;
    if (self->m_environment->tls && !self->m_environment->settings.tls.forLoginOnly) {
        options.tls = self->m_environment->tls;
        options.tlsName = self->m_environment->tlsNameOf(self->m_node->host());
    }
    Result<std::unique_ptr<Net::Connection>> connection = co_await Net::Connection::open(
        std::move(options), Net::earliest(deadline, Net::Deadline::after(system.connectTimeout)), stop);
    if (!connection) {
        self->release();
        if (connection.error().kind != ErrorKind::Cancelled)
            self->m_node->breaker.onError();
        connection.error().node = self->m_node->displayName();
        co_return std::unexpected(std::move(connection.error()));
    }
    auto lease = std::make_shared<Lease>(Lease(self, *std::move(connection)));
    if (loginNeeded && token) {
        Result<void> accepted = co_await authenticate(
            lease->get(), self->m_environment->settings.credentials, token,
            Net::earliest(deadline, Net::Deadline::after(system.loginTimeout)), std::move(stop));
        if (!accepted) {
            Error error = std::move(accepted.error());
            error.node = self->m_node->displayName();
            if (error.kind == ErrorKind::Authentication)
                self->m_node->loginWanted.store(true, std::memory_order_relaxed);
            if (error.kind == ErrorKind::Cancelled || isEndOfSession(error))
                lease->discard();
            else
                lease->fail();
            co_return std::unexpected(std::move(error));
        }
    }
    co_return lease;
}

QCoro::Task<Result<std::shared_ptr<Lease>>> NodeShard::take(std::shared_ptr<NodeShard> self,
                                                            Net::Deadline deadline, std::stop_token stop)
{
    if (Lease idle = self->takeIdle())
        co_return std::make_shared<Lease>(std::move(idle));
    co_return co_await open(self, deadline, std::move(stop));
}

void NodeShard::reap(std::chrono::steady_clock::time_point now, std::chrono::milliseconds maxIdle)
{
    std::vector<std::unique_ptr<Net::Connection>> kept;
    kept.reserve(m_idle.size());
    for (std::unique_ptr<Net::Connection> &connection : m_idle) {
        const bool stale = maxIdle.count() > 0 && now - connection->lastUsed() >= maxIdle;
        if (stale || !connection->isOpen())
            dropIdle(std::move(connection));
        else
            kept.push_back(std::move(connection));
    }
    m_idle = std::move(kept);
}

void NodeShard::retire()
{
    m_retired = true;
    while (!m_idle.empty()) {
        std::unique_ptr<Net::Connection> connection = std::move(m_idle.back());
        m_idle.pop_back();
        dropIdle(std::move(connection));
    }
}

} // namespace Aeroscope
