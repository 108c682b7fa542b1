// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/connection.h"
#include "app/demo/nodecontext.h"
#include "client/value/error.h"

#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include <openssl/types.h>

namespace Aeroscope::Demo {

/// How a node treats clients that want to connect.
enum class AcceptMode {
    Normal,
    /// Leaves them in the backlog: they are connected, and nobody answers.
    Ignore,
    /// Accepts and closes at once.
    CloseAtOnce,
};

/// One node: a listening socket and a thread that serves its connections with epoll. All public members are
/// thread-safe.
class Node
{
public:
    Node(ClusterState &cluster, int index);
    ~Node();
    Node(const Node &) = delete;
    Node &operator=(const Node &) = delete;

    struct Ports
    {
        quint16 clear = 0;
        quint16 tls = 0; ///< 0: none
    };

    /// Binds to 127.0.0.1 (port 0: any free one) and starts serving; with a context on a second port with
    /// TLS, too. The context must outlive the node.
    [[nodiscard]] Result<Ports> start(Ports wanted, SSL_CTX *tls = nullptr);
    /// Closes the listener and all connections and waits for the thread.
    void stop();
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] NodeContext &context() noexcept { return *m_context; }
    void setAcceptMode(AcceptMode mode);
    /// Closes all client connections, keeps listening.
    void dropConnections();

private:
    struct Socket
    {
        int fd = -1;
        quint32 armed = 0;
        std::unique_ptr<Connection> connection;
    };

    void run();
    void acceptAll(int listener);
    [[nodiscard]] static Result<int> listenOn(quint16 port);
    [[nodiscard]] static quint16 portOf(int listener);
    void post(std::function<void()> task);
    void runPosted();
    void serve(Socket &socket, quint32 events, Connection::Time now);
    void settle(Socket &socket);
    void closeSocket(int fd);
    void runJobs(Connection::Time now);
    void closeIdle(Connection::Time now);
    void armListener();

    std::unique_ptr<NodeContext> m_context;
    mutable std::mutex m_mutex;
    std::thread m_thread;
    std::vector<std::function<void()>> m_posted;
    int m_listener = -1;
    int m_tlsListener = -1;
    SSL_CTX *m_tls = nullptr;
    int m_epoll = -1;
    int m_wake = -1;
    // Only the thread touches what follows.
    bool m_stopping = false;
    AcceptMode m_acceptMode = AcceptMode::Normal;
    std::unordered_map<int, Socket> m_sockets;
    std::vector<int> m_ready;
    struct Job
    {
        std::unique_ptr<StreamTask> task;
        Connection::Time at{};
    };
    std::vector<Job> m_jobs;
    quint64 m_nextConnection = 1;
};

} // namespace Aeroscope::Demo
