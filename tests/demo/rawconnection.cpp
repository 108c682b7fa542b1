// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/demo/rawconnection.h"

#include <QList>
#include <QtEndian>

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace Aeroscope::Test {

namespace {

constexpr qsizetype headerSize = 8;
constexpr char setName[] = "s";

template <typename T>
QByteArray big(T value)
{
    QByteArray bytes(sizeof(T), '\0');
    qToBigEndian(value, bytes.data());
    return bytes;
}

QByteArray packet(quint8 type, const QByteArray &body)
{
    return big<quint64>(quint64{2} << 56 | quint64{type} << 48 | static_cast<quint64>(body.size())) + body;
}

QByteArray field(quint8 type, const QByteArray &value)
{
    return big<quint32>(static_cast<quint32>(value.size() + 1)) + static_cast<char>(type) + value;
}

QByteArray message(quint8 info1, quint8 info2, quint8 info3, quint32 ttl, const QByteArrayList &fields,
                   const QByteArrayList &ops)
{
    QByteArray body;
    for (const quint8 byte : {quint8{22}, info1, info2, info3, quint8{0}, quint8{0}})
        body += static_cast<char>(byte);
    body += big<quint32>(0) + big<quint32>(ttl) + big<quint32>(0);
    body +=
        big<quint16>(static_cast<quint16>(fields.size())) + big<quint16>(static_cast<quint16>(ops.size()));
    return packet(3, body + fields.join() + ops.join());
}

QByteArrayList keyFields(const QByteArray &key)
{
    return {field(0, "test"), field(1, setName), field(4, QByteArrayView(digestOf(key).bytes).toByteArray())};
}

} // namespace

Digest digestOf(const QByteArray &key)
{
    return computeDigest(setName, Value::string(key));
}

QByteArray infoRequest(const QByteArray &commands)
{
    return packet(1, commands);
}

QByteArray writeRequest(const QByteArray &key, qint64 value, quint32 ttl)
{
    const QByteArray op = QByteArray::fromHex("02010001") + 'n' + big<qint64>(value);
    return message(0, 1, 0, ttl, keyFields(key), {big<quint32>(static_cast<quint32>(op.size())) + op});
}

QByteArray readRequest(const QByteArray &key)
{
    return message(3, 0, 0, 0, keyFields(key), {});
}

QByteArray batchRequest(const QByteArrayList &keys)
{
    QByteArray rows = big<quint32>(static_cast<quint32>(keys.size())) + '\x05';
    quint32 index = 0;
    for (const QByteArray &key : keys) {
        rows += big<quint32>(index++) + QByteArrayView(digestOf(key).bytes).toByteArray() + '\0' + '\x03';
        rows += big<quint16>(2) + big<quint16>(0) + field(0, "test") + field(1, setName);
    }
    return message(9, 0, 0, 0, {field(41, rows)}, {});
}

QByteArray queryRequest(int partition)
{
    QByteArray id(2, '\0');
    qToLittleEndian(static_cast<quint16>(partition), id.data());
    return message(3, 0, 4, 0, {field(0, "test"), field(1, setName), field(11, id)}, {});
}

QByteArray applyRequest(const QByteArray &set, const Value &key, const QByteArray &module,
                        const QByteArray &function)
{
    const Digest digest = computeDigest(set, key);
    return message(0, 1, 0, 0,
                   {field(0, "test"), field(1, set), field(4, QByteArrayView(digest.bytes).toByteArray()),
                    field(30, module), field(31, function), field(32, QByteArray("\x90", 1))},
                   {});
}

QByteArray slowQueryRequest(const QByteArrayList &keys, quint32 recordsPerSecond, bool byIndex)
{
    QList<int> ids;
    for (const QByteArray &key : keys) {
        if (const int id = digestOf(key).partitionId(); !ids.contains(id))
            ids << id;
    }
    QByteArray partitions(2 * ids.size(), '\0');
    for (qsizetype i = 0; i < ids.size(); ++i)
        qToLittleEndian(static_cast<quint16>(ids[i]), partitions.data() + 2 * i);
    QByteArrayList fields{field(0, "test"), field(1, setName), field(11, partitions),
                          field(10, big<quint32>(recordsPerSecond))};
    if (byIndex) {
        const QByteArray end = big<quint32>(8) + big<qint64>(1'000'000);
        fields << field(22, QByteArray::fromHex("01016e01") + big<quint32>(8) + big<qint64>(0) + end);
    }
    return message(3, 0, 4, 0, fields, {});
}

RawConnection::RawConnection(quint16 port)
    : m_fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::connect(m_fd, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
        qFatal("cannot connect to the node");
    const int on = 1;
    ::setsockopt(m_fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

RawConnection::~RawConnection()
{
    ::close(m_fd);
}

void RawConnection::send(const QByteArray &bytes)
{
    qsizetype sent = 0;
    while (sent < bytes.size()) {
        const ssize_t count =
            ::send(m_fd, bytes.constData() + sent, static_cast<size_t>(bytes.size() - sent), MSG_NOSIGNAL);
        if (count <= 0)
            return;
        sent += count;
    }
}

QByteArray RawConnection::receive(qsizetype count, std::chrono::milliseconds patience)
{
    const auto until = std::chrono::steady_clock::now() + patience;
    QByteArray bytes;
    while (bytes.size() < count && m_ending == Ending::Open) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        pollfd wait = {m_fd, POLLIN, 0};
        if (::poll(&wait, 1, static_cast<int>(qMax<qint64>(0, left.count()))) <= 0)
            break;
        QByteArray piece(count - bytes.size(), '\0');
        const ssize_t got = ::recv(m_fd, piece.data(), static_cast<size_t>(piece.size()), 0);
        if (got > 0)
            bytes += piece.first(got);
        else
            m_ending = got < 0 && errno == ECONNRESET ? Ending::Reset : Ending::Closed;
    }
    return bytes;
}

QByteArray RawConnection::receivePacket(std::chrono::milliseconds patience)
{
    QByteArray bytes = receive(headerSize, patience);
    if (bytes.size() == headerSize)
        bytes += receive(static_cast<qsizetype>(qFromBigEndian<quint64>(bytes.constData()) & 0xffffffffffff),
                         patience);
    return bytes;
}

RawConnection::Ending RawConnection::ending(std::chrono::milliseconds patience)
{
    constexpr qsizetype enough = 64 * 1024 * 1024;
    static_cast<void>(receive(enough, patience));
    return m_ending;
}

int RawConnection::ask(const QByteArray &request)
{
    constexpr qsizetype codeAt = headerSize + 5;
    send(request);
    const QByteArray reply = receivePacket();
    return reply.size() > codeAt ? static_cast<quint8>(reply[codeAt]) : -1;
}

} // namespace Aeroscope::Test
