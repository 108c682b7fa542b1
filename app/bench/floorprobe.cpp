// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/bench/floorprobe.h"

#include "client/net/receivebuffer.h"

#include <QtEndian>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Aeroscope::App {

namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t headerSize = 8;
/// What the client's connections read at most at a time.
constexpr size_t bufferSize = Net::ReceiveBuffer::streamCapacity;

Error systemError(const QString &what)
{
    return Error::network(u"%1: %2"_s.arg(what, QString::fromLocal8Bit(std::strerror(errno))));
}

struct Descriptor
{
    int fd = -1;
    Descriptor() = default;
    explicit Descriptor(int descriptor) noexcept
        : fd(descriptor)
    {}
    Descriptor(Descriptor &&other) noexcept
        : fd(std::exchange(other.fd, -1))
    {}
    Descriptor &operator=(Descriptor &&other) noexcept
    {
        std::swap(fd, other.fd);
        return *this;
    }
    ~Descriptor()
    {
        if (fd >= 0)
            ::close(fd);
    }
};

Result<Descriptor> connectTo(quint16 port)
{
    Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    const int on = 1;
    ::setsockopt(socket.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (socket.fd < 0 ||
        ::connect(socket.fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return std::unexpected(systemError(u"the floor probe cannot connect to 127.0.0.1:%1"_s.arg(port)));
    return socket;
}

/// Finds the ends of frames in a stream that comes in pieces; keeps only the header of the frame it is in.
class Framer
{
public:
    explicit Framer(FloorProbe::Reply reply) noexcept
        : m_reply(reply)
    {}

    /// Complete replies in these bytes.
    int feed(const char *data, size_t size)
    {
        int complete = 0;
        while (size > 0) {
            if (m_headSize < m_headWanted) {
                const size_t take = std::min(m_headWanted - m_headSize, size);
                std::memcpy(m_head.data() + m_headSize, data, take);
                m_headSize += take;
                data += take;
                size -= take;
                if (m_headSize == headerSize) {
                    m_bodyLeft = qFromBigEndian<quint64>(m_head.data()) & 0xffffffffffffULL;
                    // the first message header says whether this frame ends a stream
                    m_headWanted = headerSize + std::min<size_t>(m_bodyLeft, 6);
                }
                if (m_headSize < m_headWanted)
                    continue;
                m_bodyLeft -= m_headSize - headerSize;
            }
            const size_t take = std::min<size_t>(m_bodyLeft, size);
            m_bodyLeft -= take;
            data += take;
            size -= take;
            if (m_bodyLeft == 0) {
                const bool last = (m_head[headerSize + 3] & 0x01) != 0;
                const bool failed = m_head[headerSize + 5] != 0 && (m_head[headerSize + 3] & 0x04) == 0;
                if (m_reply == FloorProbe::Reply::OneFrame || last || failed)
                    ++complete;
                m_headSize = 0;
                m_headWanted = headerSize;
            }
        }
        return complete;
    }

private:
    FloorProbe::Reply m_reply;
    std::array<char, headerSize + 6> m_head{};
    size_t m_headSize = 0;
    size_t m_headWanted = headerSize;
    quint64 m_bodyLeft = 0;
};

bool sendAll(int fd, const QByteArray &bytes)
{
    qsizetype sent = 0;
    while (sent < bytes.size()) {
        const ssize_t n =
            ::send(fd, bytes.constData() + sent, static_cast<size_t>(bytes.size() - sent), MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        sent += n;
    }
    return true;
}

} // namespace

std::chrono::nanoseconds threadCpuTime() noexcept
{
    timespec time = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

FloorProbe::FloorProbe(quint16 port, int connections, std::vector<QByteArray> requests, Reply reply)
    : m_port(port)
    , m_connections(connections)
    , m_requests(std::move(requests))
    , m_reply(reply)
{}

Result<FloorFigures> FloorProbe::run(std::chrono::milliseconds duration) const
{
    struct Link
    {
        Descriptor socket;
        Framer framer;
        size_t next;
    };
    const Descriptor epoll(::epoll_create1(EPOLL_CLOEXEC));
    std::vector<Link> links;
    for (int i = 0; i < m_connections; ++i) {
        Result<Descriptor> socket = connectTo(m_port);
        if (!socket)
            return std::unexpected(socket.error());
        links.push_back({*std::move(socket), Framer(m_reply), static_cast<size_t>(i) % m_requests.size()});
    }
    for (size_t i = 0; i < links.size(); ++i) {
        epoll_event event = {};
        event.events = EPOLLIN;
        event.data.u64 = i;
        if (::epoll_ctl(epoll.fd, EPOLL_CTL_ADD, links[i].socket.fd, &event) != 0)
            return std::unexpected(systemError(u"the floor probe cannot wait for a socket"_s));
    }

    std::vector<char> buffer(bufferSize);
    std::array<epoll_event, 64> events{};
    FloorFigures figures;
    const auto sendNext = [this](Link &link) {
        const QByteArray &request = m_requests[link.next];
        link.next = (link.next + static_cast<size_t>(m_connections)) % m_requests.size();
        return sendAll(link.socket.fd, request);
    };
    const Clock::time_point begin = Clock::now();
    const Clock::time_point end = begin + duration;
    const std::chrono::nanoseconds cpuBefore = threadCpuTime();
    int inFlight = 0;
    for (Link &link : links) {
        if (!sendNext(link))
            return std::unexpected(systemError(u"the floor probe cannot send"_s));
        ++inFlight;
    }
    bool running = true;
    while (inFlight > 0) {
        const int count = ::epoll_wait(epoll.fd, events.data(), static_cast<int>(events.size()), 5000);
        if (count == 0)
            return std::unexpected(Error::timeout(u"the node stopped answering the floor probe"_s));
        running = running && Clock::now() < end;
        for (int i = 0; i < count; ++i) {
            Link &link = links[events[static_cast<size_t>(i)].data.u64];
            const ssize_t n = ::recv(link.socket.fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
            if (n < 0 && (errno == EAGAIN || errno == EINTR))
                continue;
            if (n <= 0)
                return std::unexpected(systemError(u"the node closed a connection of the floor probe"_s));
            figures.bytesReceived += n;
            const int complete = link.framer.feed(buffer.data(), static_cast<size_t>(n));
            if (complete == 0)
                continue;
            figures.operations += complete;
            if (!running) {
                --inFlight;
            } else if (!sendNext(link)) {
                return std::unexpected(systemError(u"the floor probe cannot send"_s));
            }
        }
    }
    figures.cpu = threadCpuTime() - cpuBefore;
    figures.wall = Clock::now() - begin;
    return figures;
}

Result<FloorFigures> FloorProbe::runBarePair(std::chrono::milliseconds duration) const
{
    Result<Descriptor> socket = connectTo(m_port);
    if (!socket)
        return std::unexpected(socket.error());
    std::vector<char> buffer(bufferSize);
    Framer framer(m_reply);
    FloorFigures figures;
    const Clock::time_point begin = Clock::now();
    const Clock::time_point end = begin + duration;
    const std::chrono::nanoseconds cpuBefore = threadCpuTime();
    for (size_t next = 0; Clock::now() < end; next = (next + 1) % m_requests.size()) {
        if (!sendAll(socket->fd, m_requests[next]))
            return std::unexpected(systemError(u"the bare pair cannot send"_s));
        for (int complete = 0; complete == 0;) {
            const ssize_t n = ::recv(socket->fd, buffer.data(), buffer.size(), 0);
            if (n <= 0)
                return std::unexpected(systemError(u"the node closed the connection of the bare pair"_s));
            figures.bytesReceived += n;
            complete = framer.feed(buffer.data(), static_cast<size_t>(n));
            figures.operations += complete;
        }
    }
    figures.cpu = threadCpuTime() - cpuBefore;
    figures.wall = Clock::now() - begin;
    return figures;
}

} // namespace Aeroscope::App
