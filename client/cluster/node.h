// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/circuitbreaker.h"
#include "client/cluster/host.h"
#include "client/cluster/partitionmap.h"
#include "client/cluster/serverversion.h"
#include "client/net/endpoint.h"

#include <QByteArray>
#include <QString>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>

namespace Aeroscope {

/// What a login gave: sent with every further connection (protocol section 2.1). Immutable.
struct SessionToken
{
    QByteArray bytes;
    /// When the client must have logged in again.
    std::chrono::steady_clock::time_point renewBefore = std::chrono::steady_clock::time_point::max();
};
using SessionTokenPtr = std::shared_ptr<const SessionToken>;

/// One server of the cluster. What identifies it never changes: a restarted or moved node is another Node.
/// Shared between threads; everything mutable is atomic or locked.
class Node
{
public:
    Node(NodeId id, QByteArray name, Host host, Net::Endpoint endpoint, QByteArray build, int maxErrorRate)
        : breaker(maxErrorRate)
        , m_id(id)
        , m_name(std::move(name))
        , m_host(std::move(host))
        , m_endpoint(std::move(endpoint))
        , m_build(std::move(build))
        , m_version(ServerVersion::parse(m_build))
    {}

    [[nodiscard]] NodeId id() const noexcept { return m_id; }
    [[nodiscard]] const QByteArray &name() const noexcept { return m_name; }
    /// As it was dialled, with the TLS name to expect.
    [[nodiscard]] const Host &host() const noexcept { return m_host; }
    /// The address that answered.
    [[nodiscard]] const Net::Endpoint &endpoint() const noexcept { return m_endpoint; }
    [[nodiscard]] const QByteArray &build() const noexcept { return m_build; }
    [[nodiscard]] const ServerVersion &version() const noexcept { return m_version; }
    [[nodiscard]] ServerFeatures features() const noexcept { return ServerFeatures::of(m_version); }
    /// "BB9… 10.0.0.1:3000": for errors.
    [[nodiscard]] QString displayName() const
    {
        return QString::fromLatin1(m_name) + QLatin1Char(' ') + m_endpoint.toString();
    }

    /// Off: it left the cluster or is another server now; nothing more is sent to it.
    [[nodiscard]] bool isActive() const noexcept { return m_active.load(std::memory_order_acquire); }
    void deactivate() noexcept { m_active.store(false, std::memory_order_release); }

    [[nodiscard]] SessionTokenPtr token() const
    {
        const std::scoped_lock lock(m_tokenMutex);
        return m_token;
    }
    void setToken(SessionTokenPtr token)
    {
        const std::scoped_lock lock(m_tokenMutex);
        m_token = std::move(token);
    }
    /// A connection was refused for its token: the tend task logs in again.
    std::atomic<bool> loginWanted = false;
    /// Counts the log-ins that failed; whoever waits for a new token need not wait longer.
    std::atomic<quint32> loginFailures = 0;

    CircuitBreaker breaker;
    /// Open sockets of the pools of all threads, and those of them that are idle.
    std::atomic<int> connections = 0;
    std::atomic<int> idleConnections = 0;
    /// A thread found the maximum reached while others had idle connections: one of them gives one up. How
    /// many threads have not answered yet, and whether one is still wanted.
    std::atomic<int> shedAnswersDue = 0;
    std::atomic<bool> shedWanted = false;

private:
    const NodeId m_id;
    const QByteArray m_name;
    const Host m_host;
    const Net::Endpoint m_endpoint;
    const QByteArray m_build;
    const ServerVersion m_version;
    std::atomic<bool> m_active = true;
    mutable std::mutex m_tokenMutex;
    SessionTokenPtr m_token;
};
using NodePtr = std::shared_ptr<Node>;

} // namespace Aeroscope
