// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/clustersnapshot.h"
#include "client/cluster/connectreport.h"
#include "client/net/task.h"
#include "client/session/session.h"

#include <QByteArray>
#include <QList>

#include <memory>
#include <stop_token>

namespace Aeroscope {

class ClientState;

/// A running cluster: its I/O threads, tending, partition map and connections. A copyable handle on shared
/// state; close() or the last handle (Client, Session, builder, stream or watcher) ends it. Thread-safe; see
/// Session for the thread on which calls complete.
class Client
{
public:
    /// Not connected to anything: calls fail with NotConnected.
    Client() = default;

    [[nodiscard]] bool isValid() const noexcept { return m_state != nullptr; }

    /// Null behaviour: Behavior::standard().
    [[nodiscard]] Session session(BehaviorPtr behavior = {}) const;

    /// Cancels what is running (it completes with Cancelled), closes every socket and stops the threads.
    /// Completes when that is done; further calls fail with NotConnected. Idempotent.
    QCoro::Task<void> close() const;

    /// What the last tend saw; never waits.
    [[nodiscard]] ClusterSnapshot snapshot() const;
    /// How connecting went.
    [[nodiscard]] ConnectReport connectReport() const;

    /// One info request, with its parameters, to one node (empty name: any). Answers the value verbatim,
    /// empty included; an error text of the server ("ERROR:4:…", "FAIL:…", "error=…", protocol section 1.2)
    /// becomes an Error of kind Server.
    [[nodiscard]] QCoro::Task<Result<QByteArray>> info(QByteArray command, QByteArray node = {},
                                                       std::stop_token stop = {}) const;
    /// The same to every active node at once, each with its own outcome. Fails only when there is no node.
    [[nodiscard]] QCoro::Task<Result<QList<NodeInfoAnswer>>> infoAll(QByteArray command,
                                                                     std::stop_token stop = {}) const;

    friend bool operator==(const Client &, const Client &) = default;

private:
    friend class ClusterDefinition;
    friend class ClusterWatcher;
    friend class Session;
    explicit Client(std::shared_ptr<ClientState> state);
    std::shared_ptr<ClientState> m_state;
};

} // namespace Aeroscope
