// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/transport.h"

#include "client/net/opensslerror_p.h"
#include "client/net/tlsstream.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

using namespace Qt::StringLiterals;

namespace Aeroscope::Net {

namespace {

void setOption(int descriptor, int level, int option)
{
    const int on = 1;
    ::setsockopt(descriptor, level, option, &on, sizeof on); // a refusal costs speed at most
}

bool again(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK;
}

} // namespace

Transport::Transport() noexcept = default;

Transport::Transport(Transport &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_endpoint(std::move(other.m_endpoint))
    , m_tls(std::move(other.m_tls))
    , m_error(std::move(other.m_error))
{}

Transport &Transport::operator=(Transport &&other) noexcept
{
    if (this != &other) {
        close();
        m_descriptor = std::exchange(other.m_descriptor, -1);
        m_endpoint = std::move(other.m_endpoint);
        m_tls = std::move(other.m_tls);
        m_error = std::move(other.m_error);
    }
    return *this;
}

Transport::~Transport()
{
    close();
}

Result<Transport> Transport::connectTo(const Endpoint &endpoint)
{
    const Endpoint::Native native = endpoint.toNative();
    if (native.length == 0)
        return std::unexpected(Error::network(u"there is no address to connect to"_s));
    Transport transport;
    transport.m_endpoint = endpoint;
    transport.m_descriptor =
        ::socket(native.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (transport.m_descriptor < 0)
        return std::unexpected(Error::network(u"cannot make a socket: "_s + systemReason(errno)));
    setOption(transport.m_descriptor, IPPROTO_TCP, TCP_NODELAY);
    setOption(transport.m_descriptor, SOL_SOCKET, SO_KEEPALIVE);
    int result = 0;
    do {
        result = ::connect(transport.m_descriptor, reinterpret_cast<const sockaddr *>(&native.storage),
                           native.length);
    } while (result < 0 && errno == EINTR);
    if (result < 0 && errno != EINPROGRESS)
        return std::unexpected(
            Error::network(u"cannot connect to "_s + endpoint.toString() + u": "_s + systemReason(errno)));
    return transport;
}

Transport Transport::adopt(int descriptor, const Endpoint &endpoint)
{
    Transport transport;
    transport.m_descriptor = descriptor;
    transport.m_endpoint = endpoint;
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    setOption(descriptor, IPPROTO_TCP, TCP_NODELAY);
    return transport;
}

IoStatus Transport::finishConnect()
{
    int error = 0;
    socklen_t size = sizeof error;
    if (::getsockopt(m_descriptor, SOL_SOCKET, SO_ERROR, &error, &size) < 0)
        error = errno;
    if (error == 0) {
        sockaddr_storage peer{};
        socklen_t peerSize = sizeof peer;
        if (::getpeername(m_descriptor, reinterpret_cast<sockaddr *>(&peer), &peerSize) < 0) {
            if (errno == ENOTCONN)
                return IoStatus::WantWrite;
            error = errno;
        } else {
            // A connect to a local port where nobody listens can meet itself when the system gives the socket
            // that very port (simultaneous open).
            sockaddr_storage own{};
            socklen_t ownSize = sizeof own;
            if (::getsockname(m_descriptor, reinterpret_cast<sockaddr *>(&own), &ownSize) < 0 ||
                Endpoint::fromNative(own) != Endpoint::fromNative(peer))
                return IoStatus::Done;
            error = ECONNREFUSED;
        }
    }
    m_error = Error::network(u"cannot connect to "_s + m_endpoint.toString() + u": "_s + systemReason(error));
    return IoStatus::Failed;
}

Result<void> Transport::startTls(TlsContextPtr context, QByteArray name)
{
    Result<std::unique_ptr<TlsStream>> stream =
        TlsStream::make(std::move(context), m_descriptor, std::move(name));
    if (!stream)
        return std::unexpected(stream.error());
    m_tls = std::move(*stream);
    return {};
}

IoStatus Transport::handshake()
{
    const IoStatus status = m_tls->handshake();
    if (status == IoStatus::Failed)
        m_error = m_tls->error();
    return status;
}

IoResult Transport::read(char *data, qsizetype size)
{
    if (m_tls) {
        const IoResult result = m_tls->read(data, size);
        if (result.status == IoStatus::Failed)
            m_error = m_tls->error();
        return result;
    }
    ssize_t count = 0;
    do {
        count = ::recv(m_descriptor, data, size_t(size), 0);
    } while (count < 0 && errno == EINTR);
    if (count > 0)
        return {IoStatus::Done, count};
    if (count == 0)
        return {IoStatus::EndOfStream, 0};
    if (again(errno))
        return {IoStatus::WantRead, 0};
    m_error = Error::network(u"the connection broke: "_s + systemReason(errno));
    return {IoStatus::Failed, 0};
}

IoResult Transport::write(const char *data, qsizetype size)
{
    if (m_tls) {
        const IoResult result = m_tls->write(data, size);
        if (result.status == IoStatus::Failed)
            m_error = m_tls->error();
        return result;
    }
    ssize_t count = 0;
    do {
        count = ::send(m_descriptor, data, size_t(size), MSG_NOSIGNAL);
    } while (count < 0 && errno == EINTR);
    if (count >= 0)
        return {IoStatus::Done, count};
    if (again(errno))
        return {IoStatus::WantWrite, 0};
    m_error = Error::network(u"the connection broke: "_s + systemReason(errno));
    return {IoStatus::Failed, 0};
}

IoStatus Transport::peek()
{
    if (m_tls)
        return m_tls->peek();
    char byte = 0;
    const ssize_t count = ::recv(m_descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (count > 0)
        return IoStatus::Done;
    if (count == 0)
        return IoStatus::EndOfStream;
    if (again(errno) || errno == EINTR)
        return IoStatus::WantRead;
    m_error = Error::network(u"the connection broke: "_s + systemReason(errno));
    return IoStatus::Failed;
}

bool Transport::hasPending() const noexcept
{
    return m_tls && m_tls->hasPending();
}

void Transport::close() noexcept
{
    if (m_descriptor < 0)
        return;
    if (m_tls)
        m_tls->shutdown();
    ::close(m_descriptor);
    m_descriptor = -1;
}

std::optional<PeerFacts> Transport::peerFacts() const
{
    if (!m_tls)
        return std::nullopt;
    return m_tls->peerFacts();
}

} // namespace Aeroscope::Net
