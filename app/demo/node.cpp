// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/node.h"

#include "app/demo/security/tlstransport.h"

#include <QString>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <future>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace Aeroscope::Demo {

using namespace Qt::StringLiterals;

namespace {

constexpr int backlog = 512;
constexpr int longestWaitMs = 500;

Error socketError(const QString &what)
{
    return Error::network(what + u": "_s + QString::fromLocal8Bit(std::strerror(errno)));
}

} // namespace

Node::Node(ClusterState &cluster, int index)
    : m_context(std::make_unique<NodeContext>(cluster, index))
{
    m_context->startBackground = [this](std::unique_ptr<StreamTask> task) {
        m_jobs.push_back({std::move(task), {}});
    };
}

Node::~Node()
{
    stop();
}

bool Node::isRunning() const
{
    const std::lock_guard lock(m_mutex);
    return m_thread.joinable();
}

Result<int> Node::listenOn(quint16 port)
{
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (listener < 0)
        return std::unexpected(socketError(u"socket"_s));
    const int on = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::bind(listener, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 ||
        ::listen(listener, backlog) != 0) {
        const Error error = socketError(u"cannot listen on port %1"_s.arg(port));
        ::close(listener);
        return std::unexpected(error);
    }
    return listener;
}

quint16 Node::portOf(int listener)
{
    sockaddr_in address{};
    socklen_t length = sizeof address;
    ::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &length);
    return ntohs(address.sin_port);
}

Result<Node::Ports> Node::start(Ports wanted, SSL_CTX *tls)
{
    stop();
    const std::lock_guard lock(m_mutex);
    const Result<int> listener = listenOn(wanted.clear);
    if (!listener)
        return std::unexpected(listener.error());
    m_listener = *listener;
    m_tls = tls;
    if (tls) {
        const Result<int> tlsListener = listenOn(wanted.tls);
        if (!tlsListener) {
            ::close(std::exchange(m_listener, -1));
            return std::unexpected(tlsListener.error());
        }
        m_tlsListener = *tlsListener;
    }
    m_epoll = ::epoll_create1(EPOLL_CLOEXEC);
    m_wake = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    for (const int fd : {m_wake, m_listener, m_tlsListener}) {
        if (fd < 0)
            continue;
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = fd;
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, fd, &event);
    }
    m_stopping = false;
    m_context->started = std::chrono::steady_clock::now();
    const Ports ports{portOf(m_listener), tls ? portOf(m_tlsListener) : quint16{0}};
    m_thread = std::thread([this] { run(); });
    return ports;
}

void Node::stop()
{
    std::thread thread;
    {
        const std::lock_guard lock(m_mutex);
        thread = std::move(m_thread);
    }
    if (!thread.joinable())
        return;
    post([this] { m_stopping = true; });
    thread.join();
    for (int *fd : {&m_listener, &m_tlsListener, &m_epoll, &m_wake}) {
        if (*fd >= 0)
            ::close(std::exchange(*fd, -1));
    }
}

void Node::post(std::function<void()> task)
{
    const std::lock_guard lock(m_mutex);
    m_posted.push_back(std::move(task));
    if (m_wake >= 0) {
        const quint64 one = 1;
        static_cast<void>(!::write(m_wake, &one, sizeof one));
    }
}

void Node::runPosted()
{
    std::vector<std::function<void()>> tasks;
    {
        const std::lock_guard lock(m_mutex);
        tasks.swap(m_posted);
    }
    for (const auto &task : tasks)
        task();
}

void Node::setAcceptMode(AcceptMode mode)
{
    // In force on return: a connect that comes right after must meet the new mode.
    const auto set = std::make_shared<std::promise<void>>();
    const std::future<void> done = set->get_future();
    post([this, mode, set] {
        m_acceptMode = mode;
        armListener();
        set->set_value();
    });
    bool waits = false;
    {
        const std::lock_guard lock(m_mutex);
        waits = m_thread.joinable() && m_thread.get_id() != std::this_thread::get_id();
    }
    if (waits)
        done.wait();
}

void Node::dropConnections()
{
    post([this] {
        while (!m_sockets.empty())
            closeSocket(m_sockets.begin()->first);
    });
}

void Node::armListener()
{
    for (const int fd : {m_listener, m_tlsListener}) {
        epoll_event event{};
        event.events = m_acceptMode == AcceptMode::Ignore ? 0u : static_cast<quint32>(EPOLLIN);
        event.data.fd = fd;
        if (fd >= 0)
            ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, fd, &event);
    }
}

void Node::run()
{
    // TLS writes to its descriptor by itself, and a peer that is gone must not end the process.
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    std::array<epoll_event, 256> events;
    Connection::Time idleCheck = std::chrono::steady_clock::now();
    while (!m_stopping) {
        int timeout = longestWaitMs;
        if (!m_ready.empty()) {
            timeout = 0;
        } else {
            const auto now = std::chrono::steady_clock::now();
            const auto wakeAt = [&timeout, now](Connection::Time at) {
                if (at == Connection::Time::max())
                    return;
                const auto left = std::chrono::ceil<std::chrono::milliseconds>(at - now).count();
                timeout = static_cast<int>(std::clamp<qint64>(left, 0, timeout));
            };
            for (const auto &[fd, socket] : m_sockets)
                wakeAt(socket.connection->wakeAt());
            for (const Job &job : m_jobs)
                wakeAt(job.at);
        }
        const int count = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), timeout);
        const auto now = std::chrono::steady_clock::now();
        std::vector<int> ready;
        ready.swap(m_ready);
        for (int i = 0; i < count; ++i) {
            const int fd = events[static_cast<size_t>(i)].data.fd;
            if (fd == m_wake) {
                quint64 value = 0;
                static_cast<void>(!::read(m_wake, &value, sizeof value));
                runPosted();
            } else if (fd == m_listener || fd == m_tlsListener) {
                acceptAll(fd);
            } else if (const auto at = m_sockets.find(fd); at != m_sockets.end()) {
                serve(at->second, events[static_cast<size_t>(i)].events, now);
            }
        }
        for (const int fd : ready) {
            if (const auto at = m_sockets.find(fd); at != m_sockets.end())
                serve(at->second, 0, now);
        }
        std::vector<int> due;
        for (const auto &[fd, socket] : m_sockets) {
            if (socket.connection->wakeAt() <= now)
                due.push_back(fd);
        }
        for (const int fd : due) {
            if (const auto at = m_sockets.find(fd); at != m_sockets.end())
                serve(at->second, 0, now);
        }
        runJobs(now);
        if (now - idleCheck > std::chrono::seconds(1)) {
            idleCheck = now;
            closeIdle(now);
        }
    }
    while (!m_sockets.empty())
        closeSocket(m_sockets.begin()->first);
    m_ready.clear();
    for (Job &job : m_jobs)
        job.task->abandon();
    m_jobs.clear();
}

/// One piece of each background job that is due.
void Node::runJobs(Connection::Time now)
{
    ByteQueue nothing;
    for (Job &job : m_jobs) {
        if (job.at > now)
            continue;
        switch (job.task->advance(nothing)) {
        case StreamTask::Step::Done:
            job.task.reset();
            break;
        case StreamTask::Step::More:
            break;
        case StreamTask::Step::Wait:
            job.at = now + job.task->wait();
            break;
        }
    }
    std::erase_if(m_jobs, [](const Job &job) { return !job.task; });
}

void Node::acceptAll(int listener)
{
    for (;;) {
        sockaddr_in address{};
        socklen_t length = sizeof address;
        const int fd = ::accept4(listener, reinterpret_cast<sockaddr *>(&address), &length,
                                 SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0)
            return;
        if (m_acceptMode == AcceptMode::CloseAtOnce) {
            ::close(fd);
            continue;
        }
        const int on = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        char text[INET_ADDRSTRLEN] = {};
        ::inet_ntop(AF_INET, &address.sin_addr, text, sizeof text);
        const QByteArray peer = QByteArray(text) + ':' + QByteArray::number(ntohs(address.sin_port));
        Socket &socket = m_sockets[fd];
        socket.fd = fd;
        socket.armed = EPOLLIN | EPOLLRDHUP;
        std::unique_ptr<Transport> transport;
        if (listener == m_tlsListener)
            transport = std::make_unique<TlsTransport>(m_tls, fd);
        else
            transport = std::make_unique<PlainTransport>(fd);
        socket.connection =
            std::make_unique<Connection>(*m_context, std::move(transport), m_nextConnection++, peer);
        epoll_event event{};
        event.events = socket.armed;
        event.data.fd = fd;
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

void Node::serve(Socket &socket, quint32 events, Connection::Time now)
{
    Connection &connection = *socket.connection;
    if ((events & (EPOLLERR | EPOLLHUP)) != 0)
        connection.drop();
    else if ((events & (EPOLLIN | EPOLLRDHUP)) != 0)
        connection.readable();
    if (!connection.isClosed())
        connection.work(now);
    settle(socket);
}

/// Arms what the connection waits for, or ends it.
void Node::settle(Socket &socket)
{
    Connection &connection = *socket.connection;
    if (connection.isClosed())
        return closeSocket(socket.fd);
    const quint32 wanted = (connection.wantsRead() ? static_cast<quint32>(EPOLLIN | EPOLLRDHUP) : 0u) |
                           (connection.wantsWrite() ? static_cast<quint32>(EPOLLOUT) : 0u);
    if (wanted != socket.armed) {
        epoll_event event{};
        event.events = wanted;
        event.data.fd = socket.fd;
        ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, socket.fd, &event);
        socket.armed = wanted;
    }
    if (connection.wantsTurn())
        m_ready.push_back(socket.fd);
}

void Node::closeSocket(int fd)
{
    const auto at = m_sockets.find(fd);
    if (at == m_sockets.end())
        return;
    if (at->second.connection->wantsReset()) {
        const linger now{1, 0};
        ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }
    at->second.connection.reset();
    m_sockets.erase(at);
    ::close(fd);
}

void Node::closeIdle(Connection::Time now)
{
    const quint32 limit = m_context->config.idleMs.load(std::memory_order_relaxed);
    if (limit == 0)
        return;
    std::vector<int> idle;
    for (const auto &[fd, socket] : m_sockets) {
        if (now - socket.connection->lastUsed() > std::chrono::milliseconds(limit))
            idle.push_back(fd);
    }
    for (const int fd : idle)
        closeSocket(fd);
}

} // namespace Aeroscope::Demo
