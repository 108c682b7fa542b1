// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/cluster.h"
#include "client/cluster/connectreport.h"
#include "client/net/completion.h"
#include "client/net/task.h"
#include "client/policy/behavior.h"
#include "client/session/indexmonitor.h"

#include <functional>
#include <memory>
#include <mutex>

namespace Aeroscope {

/// What all handles of a client share. Its death ends the cluster without waiting for it.
class ClientState
{
public:
    ClientState(std::shared_ptr<Cluster> cluster, ConnectReport report);
    ~ClientState();
    ClientState(const ClientState &) = delete;
    ClientState &operator=(const ClientState &) = delete;

    [[nodiscard]] Cluster &cluster() const noexcept { return *m_cluster; }
    [[nodiscard]] const ConnectReport &report() const noexcept { return m_report; }
    [[nodiscard]] IndexMonitor &indexMonitor() noexcept { return m_indexMonitor; }
    /// Completes when everything has ended.
    [[nodiscard]] Net::Completion<void> close();

private:
    std::shared_ptr<Cluster> m_cluster;
    const ConnectReport m_report;
    IndexMonitor m_indexMonitor;
    std::mutex m_mutex;
    bool m_closing = false;
    bool m_closed = false;
    std::vector<Net::CompletionSource<void>> m_waiting;
    std::shared_ptr<ClientState> m_self; // while closing: the answer goes to those who wait
    friend class Client;
};

/// What a session, its builders and its streams share. Immutable.
class SessionState
{
public:
    std::shared_ptr<ClientState> client;
    BehaviorPtr behavior;

    /// A predicate may refer to a function that not every node knows yet. Requires a client.
    [[nodiscard]] ServerVersion oldestVersion() const { return client->cluster().view()->oldestVersion(); }
};

[[nodiscard]] inline Error closedError()
{
    return Error::notConnected(QStringLiteral("the client is closed"));
}

/// Runs a function with an I/O thread's shard, at once when this thread is one of the client's own, and gives
/// what its task gives. The function must not refer to anything that the caller does not keep.
template <class T>
[[nodiscard]] QCoro::Task<Result<T>> onShard(std::shared_ptr<ClientState> client,
                                             std::function<QCoro::Task<Result<T>>(IoShard &)> function)
{
    if (!client || client->cluster().isClosing())
        co_return std::unexpected(closedError());
    Cluster &cluster = client->cluster();
    if (IoShard *shard = cluster.currentShard())
        co_return co_await function(*shard);
    IoShard *shard = &cluster.shard(cluster.pickThread());
    auto completion = cluster.thread(shard->index()).call([shard, function = std::move(function)] {
        return function(*shard);
    });
    co_return co_await completion;
}

/// Starts a command with a `source` on an I/O thread and gives its answer.
template <class T, class Command>
[[nodiscard]] QCoro::Task<Result<T>> runCommand(std::shared_ptr<ClientState> client,
                                                std::shared_ptr<Command> command)
{
    if (!client || client->cluster().isClosing())
        co_return std::unexpected(closedError());
    Cluster &cluster = client->cluster();
    Net::Completion<T> completion = command->source.completion();
    if (IoShard *shard = cluster.currentShard()) {
        command->start(*shard);
        command.reset();
    } else {
        IoShard *target = &cluster.shard(cluster.pickThread());
        cluster.thread(target->index()).post([target, command = std::move(command)] {
            command->start(*target);
        });
    }
    co_return co_await completion;
}

} // namespace Aeroscope
