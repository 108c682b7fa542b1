// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/environment.h"
#include "client/cluster/node.h"
#include "client/net/connection.h"
#include "client/net/task.h"

#include <memory>
#include <stop_token>
#include <vector>

namespace Aeroscope {

class NodeShard;

/// A connection that was taken from a pool. It goes back with giveBack(); one that dies is closed. Move-only,
/// stays on its I/O thread.
class Lease
{
public:
    Lease() noexcept = default;
    Lease(Lease &&) noexcept = default;
    Lease &operator=(Lease &&other) noexcept;
    ~Lease();

    [[nodiscard]] explicit operator bool() const noexcept { return m_connection != nullptr; }
    Net::Connection *operator->() const noexcept { return m_connection.get(); }
    Net::Connection &operator*() const noexcept { return *m_connection; }
    [[nodiscard]] Net::Connection *get() const noexcept { return m_connection.get(); }
    [[nodiscard]] const std::shared_ptr<NodeShard> &shard() const noexcept { return m_shard; }

    /// For reuse: the reply was read to its end.
    void giveBack();
    /// Closes because of an error, which the circuit breaker counts.
    void fail();
    /// Closes; nobody's fault.
    void discard();

private:
    friend class NodeShard;
    Lease(std::shared_ptr<NodeShard> shard, std::unique_ptr<Net::Connection> connection) noexcept;

    std::shared_ptr<NodeShard> m_shard;
    std::unique_ptr<Net::Connection> m_connection;
};

/// A node as one I/O thread sees it: that thread's part of the connection pool (protocol section 10.4). Last
/// in, first out, so that surplus connections grow old and are reaped. Belongs to its thread; no locks.
class NodeShard : public std::enable_shared_from_this<NodeShard>
{
public:
    NodeShard(NodePtr node, EnvironmentPtr environment);
    /// Closes what is idle.
    ~NodeShard();
    NodeShard(const NodeShard &) = delete;
    NodeShard &operator=(const NodeShard &) = delete;

    [[nodiscard]] Node &node() const noexcept { return *m_node; }
    [[nodiscard]] const NodePtr &nodePtr() const noexcept { return m_node; }

    /// An idle connection that may be used, or an empty lease. `now` is when it counts as used.
    [[nodiscard]] Lease takeIdle(Net::Deadline::Clock::time_point now = Net::Deadline::Clock::now());
    /// A new connection, authenticated. Fails at once with ClientNoMoreConnections when the node has its
    /// maximum. When the node says that the session is over, the tend task logs in again and this waits for
    /// it, within `deadline` and the login time-out, before it fails with Authentication.
    [[nodiscard]] static QCoro::Task<Result<std::shared_ptr<Lease>>>
    open(std::shared_ptr<NodeShard> self, Net::Deadline deadline, std::stop_token stop);
    /// takeIdle(), else open().
    [[nodiscard]] static QCoro::Task<Result<std::shared_ptr<Lease>>>
    take(std::shared_ptr<NodeShard> self, Net::Deadline deadline, std::stop_token stop);

    /// Closes what was idle for too long and whatever the peer closed.
    void reap(std::chrono::steady_clock::time_point now, std::chrono::milliseconds maxIdle);
    /// Closes one idle connection if another thread wants its place; see askForPlace().
    void answerShed();
    /// The node is gone: closes what is idle, and what is out when it comes back.
    void retire();

    [[nodiscard]] int idleCount() const noexcept { return static_cast<int>(m_idle.size()); }

private:
    friend class Lease;
    static QCoro::Task<Result<std::shared_ptr<Lease>>> openWith(std::shared_ptr<NodeShard> self,
                                                                SessionTokenPtr token, Net::Deadline deadline,
                                                                std::stop_token stop);
    [[nodiscard]] bool reserve() noexcept;
    void askForPlace();
    void release() noexcept;
    void dropIdle(std::unique_ptr<Net::Connection> connection);
    void putBack(std::unique_ptr<Net::Connection> connection);

    NodePtr m_node;
    EnvironmentPtr m_environment;
    std::vector<std::unique_ptr<Net::Connection>> m_idle; // the newest last
    bool m_retired = false;
};

} // namespace Aeroscope
