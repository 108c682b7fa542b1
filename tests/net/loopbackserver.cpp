// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/net/loopbackserver.h"

#include <QtEndian>

#include <arpa/inet.h>
#include <csignal>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace Aeroscope::Test {

namespace {

int listenOnLoopback(bool ipv6, int backlog, Net::Endpoint *endpoint)
{
    const Net::Endpoint wanted{QHostAddress(ipv6 ? QHostAddress::LocalHostIPv6 : QHostAddress::LocalHost), 0};
    const auto native = wanted.toNative();
    const int descriptor = ::socket(native.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_storage bound{};
    socklen_t size = sizeof bound;
    if (descriptor < 0 ||
        ::bind(descriptor, reinterpret_cast<const sockaddr *>(&native.storage), native.length) < 0 ||
        ::listen(descriptor, backlog) < 0 ||
        ::getsockname(descriptor, reinterpret_cast<sockaddr *>(&bound), &size) < 0)
        qFatal("cannot listen on loopback: errno %d", errno);
    *endpoint = Net::Endpoint::fromNative(bound);
    return descriptor;
}

/// A write of the server's to a closed socket must not be taken for one of the client's.
void blockSigpipe()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

} // namespace

QByteArray Peer::read(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    qsizetype done = 0;
    while (done < size) {
        const ssize_t count = ::recv(m_descriptor, bytes.data() + done, size_t(size - done), 0);
        if (count <= 0)
            break;
        done += count;
    }
    bytes.truncate(done);
    return bytes;
}

QByteArray Peer::readFrame()
{
    const QByteArray header = read(8);
    if (header.size() < 8)
        return {};
    const auto size = qsizetype(qFromBigEndian<quint64>(header.constData()) & 0xffff'ffff'ffffULL);
    const QByteArray body = read(size);
    return body.size() == size ? header + body : QByteArray();
}

bool Peer::write(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t count = ::send(m_descriptor, bytes.data(), size_t(bytes.size()), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        bytes = bytes.sliced(count);
    }
    return true;
}

bool Peer::writeSlowly(QByteArrayView bytes)
{
    const int on = 1;
    ::setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    for (const char byte : bytes) {
        if (!write(QByteArrayView(&byte, 1)))
            return false;
    }
    return true;
}

void Peer::finish()
{
    ::shutdown(m_descriptor, SHUT_WR);
}

bool Peer::waitForEnd()
{
    char byte = 0;
    return ::recv(m_descriptor, &byte, 1, 0) <= 0;
}

void Peer::drain()
{
    while (!waitForEnd()) {
    }
}

void Peer::reset()
{
    const linger hard{1, 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close();
}

void Peer::close()
{
    const std::scoped_lock lock(m_mutex);
    if (const int descriptor = m_descriptor.exchange(-1); descriptor >= 0)
        ::close(descriptor);
}

void Peer::interrupt()
{
    const std::scoped_lock lock(m_mutex);
    if (m_descriptor >= 0)
        ::shutdown(m_descriptor, SHUT_RDWR);
}

LoopbackServer::LoopbackServer(Script script, bool ipv6)
    : m_script(std::move(script))
    , m_listener(listenOnLoopback(ipv6, 128, &m_endpoint))
    , m_acceptor([this] { accept(); })
{}

LoopbackServer::~LoopbackServer()
{
    ::shutdown(m_listener, SHUT_RDWR);
    m_acceptor.join();
    ::close(m_listener);
    dropConnections();
    for (std::thread &thread : m_threads)
        thread.join();
}

void LoopbackServer::dropConnections()
{
    const std::scoped_lock lock(m_mutex);
    for (Peer *peer : m_peers)
        peer->interrupt();
}

void LoopbackServer::accept()
{
    blockSigpipe();
    for (;;) {
        const int descriptor = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (descriptor < 0) {
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            return;
        }
        ++m_accepted;
        const std::scoped_lock lock(m_mutex);
        m_threads.emplace_back([this, descriptor] {
            Peer peer(descriptor);
            {
                const std::scoped_lock inner(m_mutex);
                m_peers.push_back(&peer);
            }
            m_script(peer);
            const std::scoped_lock inner(m_mutex);
            std::erase(m_peers, &peer);
        });
    }
}

SilentListener::SilentListener()
    : m_listener(listenOnLoopback(false, 0, &m_endpoint))
{
    const auto native = m_endpoint.toNative();
    for (int i = 0; i < 8; ++i) {
        const int filler = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        m_fillers.push_back(filler);
        ::connect(filler, reinterpret_cast<const sockaddr *>(&native.storage), native.length);
        pollfd waiting{filler, POLLOUT, 0};
        if (::poll(&waiting, 1, 50) == 0)
            return; // this one hears nothing: the queue is full
    }
    qFatal("the queue of the listener does not fill");
}

SilentListener::~SilentListener()
{
    for (const int filler : m_fillers)
        ::close(filler);
    ::close(m_listener);
}

Net::Endpoint closedEndpoint()
{
    Net::Endpoint endpoint;
    ::close(listenOnLoopback(false, 1, &endpoint));
    return endpoint;
}

QByteArray frame(QByteArrayView body, int type, int version)
{
    QByteArray bytes(8, Qt::Uninitialized);
    qToBigEndian((quint64(version) << 56) | (quint64(type) << 48) | quint64(body.size()), bytes.data());
    bytes.append(body);
    return bytes;
}

} // namespace Aeroscope::Test
