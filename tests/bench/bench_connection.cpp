// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// What a request costs above a plain epoll loop, in CPU time of the client's thread, the echo server in a
// process of its own. Prints µs per request; the ways take turns, so that a busy machine touches all alike.
//     bench_connection [connections] [requests]

#include "client/net/connection.h"
#include "client/net/iothread.h"

#include <QCoreApplication>
#include <QtEndian>

#include <csignal>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <future>
#include <memory>
#include <vector>

using namespace Aeroscope;
using namespace Aeroscope::Net;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

double threadCpuMicroseconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e6 + double(time.tv_nsec) / 1e3;
}

QByteArray makeRequest()
{
    QByteArray request(100, 'x');
    qToBigEndian((quint64(2) << 56) | (quint64(3) << 48) | 92, request.data());
    return request;
}

[[noreturn]] void serve(int listener)
{
    const int set = epoll_create1(0);
    epoll_event event{EPOLLIN, {.fd = listener}};
    epoll_ctl(set, EPOLL_CTL_ADD, listener, &event);
    std::array<epoll_event, 256> events{};
    std::array<char, 65536> buffer{};
    for (;;) {
        const int count = epoll_wait(set, events.data(), int(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int descriptor = events[size_t(i)].data.fd;
            if (descriptor == listener) {
                const int peer = accept4(listener, nullptr, nullptr, 0);
                const int on = 1;
                setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                epoll_event added{EPOLLIN, {.fd = peer}};
                epoll_ctl(set, EPOLL_CTL_ADD, peer, &added);
                continue;
            }
            const ssize_t got = recv(descriptor, buffer.data(), buffer.size(), 0);
            if (got <= 0 || send(descriptor, buffer.data(), size_t(got), MSG_NOSIGNAL) != got)
                close(descriptor);
        }
    }
}

int connectPlainly(const Endpoint &endpoint)
{
    const auto native = endpoint.toNative();
    const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(descriptor, reinterpret_cast<const sockaddr *>(&native.storage), native.length) < 0)
        std::abort();
    const int on = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return descriptor;
}

/// The floor: epoll, recv, look at the header, send.
double plainLoop(const Endpoint &endpoint, int connections, int requests)
{
    const QByteArray request = makeRequest();
    const int set = epoll_create1(0);
    std::vector<int> descriptors;
    for (int i = 0; i < connections; ++i) {
        const int descriptor = connectPlainly(endpoint);
        epoll_event event{EPOLLIN, {.fd = descriptor}};
        epoll_ctl(set, EPOLL_CTL_ADD, descriptor, &event);
        descriptors.push_back(descriptor);
    }
    const double before = threadCpuMicroseconds();
    int sent = 0;
    int received = 0;
    for (const int descriptor : descriptors) {
        send(descriptor, request.constData(), size_t(request.size()), MSG_NOSIGNAL);
        ++sent;
    }
    std::array<epoll_event, 256> events{};
    std::array<char, 65536> buffer{};
    while (received < requests) {
        const int count = epoll_wait(set, events.data(), int(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int descriptor = events[size_t(i)].data.fd;
            const ssize_t got = recv(descriptor, buffer.data(), buffer.size(), 0);
            if (got < 8 || qsizetype(qFromBigEndian<quint64>(buffer.data()) & 0xffffffffffff) + 8 != got)
                std::abort();
            ++received;
            if (sent < requests) {
                send(descriptor, request.constData(), size_t(request.size()), MSG_NOSIGNAL);
                ++sent;
            }
        }
    }
    const double after = threadCpuMicroseconds();
    for (const int descriptor : descriptors)
        close(descriptor);
    close(set);
    return (after - before) / requests;
}

struct Run
{
    QByteArray request = makeRequest();
    int requests = 0;
    int sent = 0;
    int received = 0;
    double before = 0;
    CompletionSource<double> done;

    [[nodiscard]] bool take()
    {
        if (++received == requests)
            done.completeLater((threadCpuMicroseconds() - before) / requests);
        if (sent == requests)
            return false;
        ++sent;
        return true;
    }
};

/// Callbacks, with a deadline for each request.
class Caller final : public FrameHandler
{
public:
    Caller(std::unique_ptr<Connection> connection, Run &run)
        : m_connection(std::move(connection))
        , m_run(run)
    {
        m_connection->setHandler(this);
    }
    ~Caller() { m_connection->close(); } // its end would be told to a handler that is half gone
    void ask()
    {
        m_connection->setDeadline(Deadline::after(1s));
        if (!m_connection->send(m_run.request))
            std::abort();
    }
    void onFrame(Connection &, QByteArrayView) override
    {
        if (m_run.take())
            ask();
    }
    void onClosed(Connection &, const Error &) override { std::abort(); }
    void onTimeout(Connection &) override { std::abort(); }

private:
    std::unique_ptr<Connection> m_connection;
    Run &m_run;
};

QCoro::Task<Result<double>> withCallbacks(Endpoint endpoint, int connections, int requests)
{
    ConnectOptions options;
    options.endpoints.append(endpoint);
    Run run;
    run.requests = requests;
    auto done = run.done.completion();
    std::vector<std::unique_ptr<Caller>> callers;
    for (int i = 0; i < connections; ++i) {
        auto connection = co_await Connection::open(options, Deadline::after(5s));
        callers.push_back(std::make_unique<Caller>(std::move(*connection), run));
    }
    run.before = threadCpuMicroseconds();
    for (const auto &caller : callers) {
        ++run.sent;
        caller->ask();
    }
    co_return co_await done;
}

QCoro::Task<Result<qsizetype>> ask(Connection *connection, QByteArray request)
{
    const Result<QByteArrayView> reply = co_await connection->request(request, Deadline::after(1s));
    if (!reply)
        co_return std::unexpected(reply.error());
    co_return reply->size();
}

QCoro::Task<void> loop(std::unique_ptr<Connection> connection, std::shared_ptr<Run> run, bool taskEach)
{
    ++run->sent;
    do {
        bool good = false;
        if (taskEach) {
            const Result<qsizetype> size = co_await ask(connection.get(), run->request);
            good = size.has_value();
        } else {
            const Result<QByteArrayView> reply =
                co_await connection->request(run->request, Deadline::after(1s));
            good = reply.has_value();
        }
        if (!good)
            std::abort();
    } while (run->take());
}

QCoro::Task<Result<double>> withAwaits(Endpoint endpoint, int connections, int requests, bool taskEach)
{
    ConnectOptions options;
    options.endpoints.append(endpoint);
    const auto run = std::make_shared<Run>();
    run->requests = requests;
    auto done = run->done.completion();
    std::vector<std::unique_ptr<Connection>> opened;
    for (int i = 0; i < connections; ++i) {
        auto connection = co_await Connection::open(options, Deadline::after(5s));
        opened.push_back(std::move(*connection));
    }
    run->before = threadCpuMicroseconds();
    for (auto &connection : opened)
        loop(std::move(connection), run, taskEach);
    co_return co_await done;
}

} // namespace

int main(int argc, char **argv)
{
    const int connections = argc > 1 ? std::atoi(argv[1]) : 64;
    const int requests = argc > 2 ? std::atoi(argv[2]) : 200'000;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    socklen_t size = sizeof address;
    if (bind(listener, reinterpret_cast<sockaddr *>(&address), size) < 0 || listen(listener, 1024) < 0 ||
        getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size) < 0)
        return 1;
    const pid_t server = fork();
    if (server == 0)
        serve(listener);
    close(listener);

    const QCoreApplication application(argc, argv);
    const Endpoint endpoint{QHostAddress(QHostAddress::LocalHost), ntohs(address.sin_port)};
    IoThread io(u"io"_s);
    io.start();
    const auto onIo = [&](auto function) {
        std::promise<double> promise;
        auto future = promise.get_future();
        io.post([&] {
            [](decltype(function) start, std::promise<double> *out) -> QCoro::Task<void> {
                const Result<double> result = co_await start();
                out->set_value(result.value_or(-1));
            }(function, &promise);
        });
        return future.get();
    };
    std::printf("%d connections, %d requests of 100 bytes; CPU µs a request of the client's thread\n",
                connections, requests);
    std::printf("%10s %10s %10s %10s\n", "epoll", "callbacks", "await", "task+await");
    for (int round = 0; round < 5; ++round) {
        const double floor = plainLoop(endpoint, connections, requests);
        const double callbacks = onIo([=] { return withCallbacks(endpoint, connections, requests); });
        const double awaits = onIo([=] { return withAwaits(endpoint, connections, requests, false); });
        const double tasks = onIo([=] { return withAwaits(endpoint, connections, requests, true); });
        std::printf("%10.2f %10.2f %10.2f %10.2f   ratios %.3f %.3f %.3f\n", floor, callbacks, awaits, tasks,
                    callbacks / floor, awaits / floor, tasks / floor);
        std::fflush(stdout);
    }
    kill(server, SIGKILL);
    waitpid(server, nullptr, 0);
    return 0;
}
