// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// What the embedded cluster costs: loads records of five bins (240 bytes a row on the wire) through a socket,
// then scans them without a filter. Prints wall time, memory, and CPU time of everything but the client's
// thread. bench_demo [RECORDS [SCANS]]

#include "app/demo/embeddedcluster.h"
#include "client/value/key.h"

#include <QtEndian>

#include <algorithm>
#include <arpa/inet.h>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Aeroscope;

namespace {

constexpr qsizetype packetHeader = 8;
constexpr int pipelined = 64;

double seconds(clockid_t clock)
{
    timespec time{};
    ::clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// Wall time, and CPU time of the node: of the process without the calling thread.
class Stopwatch
{
public:
    [[nodiscard]] double wall() const { return seconds(CLOCK_MONOTONIC) - m_wall; }
    [[nodiscard]] double nodeCpu() const { return now() - m_cpu; }

private:
    static double now() { return seconds(CLOCK_PROCESS_CPUTIME_ID) - seconds(CLOCK_THREAD_CPUTIME_ID); }
    double m_wall = seconds(CLOCK_MONOTONIC);
    double m_cpu = now();
};

double residentMegabytes()
{
    long pages = 0;
    if (std::FILE *file = std::fopen("/proc/self/statm", "r")) {
        static_cast<void>(!std::fscanf(file, "%*d %ld", &pages));
        std::fclose(file);
    }
    return static_cast<double>(pages) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

template <typename T>
QByteArray big(T value)
{
    QByteArray bytes(sizeof(T), '\0');
    qToBigEndian(value, bytes.data());
    return bytes;
}

QByteArray field(int type, const QByteArray &value)
{
    return big<quint32>(static_cast<quint32>(value.size() + 1)) + static_cast<char>(type) + value;
}

QByteArray op(const QByteArray &name, int type, const QByteArray &value)
{
    QByteArray body("\x02", 1);
    body += static_cast<char>(type);
    body += '\0';
    body += static_cast<char>(name.size());
    body += name + value;
    return big<quint32>(static_cast<quint32>(body.size())) + body;
}

QByteArray packet(int info1, int info2, int info3, int fields, int ops, const QByteArray &parts)
{
    QByteArray body;
    for (const int byte : {22, info1, info2, info3, 0, 0})
        body += static_cast<char>(byte);
    body += QByteArray(12, '\0') + big<quint16>(static_cast<quint16>(fields)) +
            big<quint16>(static_cast<quint16>(ops)) + parts;
    return big<quint64>(quint64{2} << 56 | quint64{3} << 48 | static_cast<quint64>(body.size())) + body;
}

QByteArray putRequest(qint64 id)
{
    const Digest digest = computeDigest("load", Value(id));
    const QByteArray number = big<qint64>(id);
    const QByteArray text = QByteArray::number(id).rightJustified(50, 'x');
    return packet(0, 1, 0, 3, 5,
                  field(0, "test") + field(1, "load") + field(4, QByteArrayView(digest.bytes).toByteArray()) +
                      op("id", 1, number) + op("b1", 1, number) + op("b2", 1, number) + op("t1", 3, text) +
                      op("t2", 3, text));
}

QByteArray scanRequest()
{
    QByteArray partitions(2 * partitionCount, '\0');
    for (int i = 0; i < partitionCount; ++i)
        qToLittleEndian(static_cast<quint16>(i), partitions.data() + 2 * i);
    return packet(3, 0, 4, 3, 0, field(0, "test") + field(1, "load") + field(11, partitions));
}

class Client
{
public:
    explicit Client(quint16 port)
        : m_fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        const int on = 1;
        ::setsockopt(m_fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(m_fd, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
            std::abort();
    }
    ~Client() { ::close(m_fd); }
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    void send(const QByteArray &bytes)
    {
        for (qsizetype sent = 0; sent < bytes.size();) {
            const auto count = ::send(m_fd, bytes.constData() + sent,
                                      static_cast<size_t>(bytes.size() - sent), MSG_NOSIGNAL);
            if (count <= 0)
                std::abort();
            sent += count;
        }
    }
    /// The body of the next packet; valid until the next call.
    [[nodiscard]] QByteArrayView receive()
    {
        fill(packetHeader);
        const auto size =
            static_cast<qsizetype>(qFromBigEndian<quint64>(m_buffer.constData() + m_begin) & 0xffffffffffff);
        fill(packetHeader + size);
        const QByteArrayView body(m_buffer.constData() + m_begin + packetHeader, size);
        m_begin += packetHeader + size;
        return body;
    }

private:
    void fill(qsizetype wanted)
    {
        if (m_end - m_begin >= wanted)
            return;
        m_buffer.remove(0, m_begin);
        m_end -= m_begin;
        m_begin = 0;
        m_buffer.resize(qMax<qsizetype>(wanted, 1 << 20));
        while (m_end < wanted) {
            const auto count =
                ::recv(m_fd, m_buffer.data() + m_end, static_cast<size_t>(m_buffer.size() - m_end), 0);
            if (count <= 0)
                std::abort();
            m_end += count;
        }
    }

    int m_fd;
    QByteArray m_buffer;
    qsizetype m_begin = 0;
    qsizetype m_end = 0;
};

void load(Client &client, qint64 count)
{
    const double before = residentMegabytes();
    const Stopwatch watch;
    for (qint64 id = 0; id < count;) {
        QByteArray requests;
        const qint64 end = std::min(count, id + pipelined);
        const int sent = static_cast<int>(end - id);
        for (; id < end; ++id)
            requests += putRequest(id);
        client.send(requests);
        for (int i = 0; i < sent; ++i) {
            if (client.receive()[5] != 0)
                std::abort();
        }
    }
    const double wall = watch.wall();
    std::printf("load   %lld records: %.1f s, node CPU %.2f µs a record, resident %.0f MB (%.0f MB before)\n",
                static_cast<long long>(count), wall, watch.nodeCpu() * 1e6 / static_cast<double>(count),
                residentMegabytes(), before);
}

void scan(Client &client, qint64 expected)
{
    const Stopwatch watch;
    client.send(scanRequest());
    qint64 rows = 0, bytes = 0;
    for (bool last = false; !last;) {
        const QByteArrayView body = client.receive();
        bytes += body.size();
        for (qsizetype at = 0; at < body.size();) {
            const char *message = body.data() + at;
            last = (message[3] & 1) != 0;
            rows += last ? 0 : 1;
            at += 22;
            const int parts = qFromBigEndian<quint16>(message + 18) + qFromBigEndian<quint16>(message + 20);
            for (int i = 0; i < parts; ++i)
                at += 4 + qFromBigEndian<quint32>(body.data() + at);
        }
    }
    if (rows != expected)
        std::abort();
    std::printf("scan   %lld rows of %.0f bytes: %.2f s, node CPU %.3f µs a row\n",
                static_cast<long long>(rows), static_cast<double>(bytes) / static_cast<double>(rows),
                watch.wall(), watch.nodeCpu() * 1e6 / static_cast<double>(rows));
}

} // namespace

int main(int argc, char **argv)
{
    const qint64 records = argc > 1 ? std::max(1, std::atoi(argv[1])) : 1'000'000;
    const int scans = argc > 2 ? std::atoi(argv[2]) : 3;
    const auto cluster = Demo::EmbeddedCluster::start({});
    if (!cluster)
        return 1;
    Client client((*cluster)->port(0));
    load(client, records);
    for (int i = 0; i < scans; ++i)
        scan(client, records);
    return 0;
}
