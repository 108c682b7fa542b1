// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Any bytes on a connection to a node: frames, info and admin requests, messages, batches, queries. Whatever
// they say, the node answers in whole packets or ends the connection, and other clients do not notice: one
// whose request arrives in two halves around the input, and two whose queries are under way meanwhile.

#include "app/demo/connection.h"
#include "app/demo/indexcatalog.h"
#include "app/demo/nodecontext.h"
#include "tests/demo/rawconnection.h"

#include <QtEndian>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>

using namespace Aeroscope;
using namespace Aeroscope::Demo;
using namespace Aeroscope::Test;

namespace {

constexpr int recordCount = 8;
constexpr int mostTurns = 400;
constexpr int mostJobTurns = 200;
constexpr qint64 sentinelValue = 0x5eed5eed5eed;
constexpr quint8 adminPacket = 2, messagePacket = 3;

QByteArray keyOf(int record)
{
    return "k" + QByteArray::number(record);
}

void require(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

/// Bytes in memory, of which a call moves some.
struct Pipe
{
    QByteArray toNode;
    qsizetype taken = 0;
    QByteArray fromNode;
    bool ended = false; ///< the client sends no more
    std::minstd_rand random;

    qsizetype some(qsizetype most)
    {
        // One byte, a few, or all.
        const auto choice = random() % 4;
        return choice == 0 ? qMin<qsizetype>(most, 1 + static_cast<qsizetype>(random() % 24)) : most;
    }
};

class PipeTransport final : public Transport
{
public:
    explicit PipeTransport(Pipe &pipe)
        : m_pipe(pipe)
    {}
    qsizetype receive(char *buffer, qsizetype size) override
    {
        const qsizetype left = m_pipe.toNode.size() - m_pipe.taken;
        if (left == 0)
            return m_pipe.ended ? 0 : wouldBlock;
        const qsizetype count = m_pipe.some(qMin(left, size));
        std::memcpy(buffer, m_pipe.toNode.constData() + m_pipe.taken, static_cast<size_t>(count));
        m_pipe.taken += count;
        return count;
    }
    qsizetype send(const char *data, qsizetype size) override
    {
        const qsizetype count = m_pipe.some(size);
        m_pipe.fromNode.append(data, count);
        return count;
    }

private:
    Pipe &m_pipe;
};

/// A client of the node and the node's end of its connection.
class Client
{
public:
    Client(NodeContext &node, unsigned seed)
        : m_connection(node, std::make_unique<PipeTransport>(m_pipe), seed, "127.0.0.1:40000")
    {
        m_pipe.random.seed(seed);
    }

    void send(const QByteArray &bytes) { m_pipe.toNode += bytes; }
    void endInput() { m_pipe.ended = true; }

    /// What the node's loop does for a connection; false when nothing is left to do now.
    bool turn()
    {
        if (m_connection.isClosed())
            return false;
        const qsizetype before = m_pipe.taken + m_pipe.fromNode.size();
        if (m_connection.wantsRead())
            m_connection.readable();
        // Pauses are not waited for.
        const auto now = std::chrono::steady_clock::now();
        const auto wakeAt = m_connection.wakeAt();
        if (!m_connection.isClosed())
            m_connection.work(wakeAt == Connection::Time::max() ? now : qMax(now, wakeAt));
        return !m_connection.isClosed() && (m_connection.wantsTurn() || m_connection.wantsWrite() ||
                                            m_connection.wakeAt() != Connection::Time::max() ||
                                            m_pipe.taken + m_pipe.fromNode.size() != before);
    }
    /// True when the node came to an end with what was sent.
    bool finish()
    {
        for (int i = 0; i < mostTurns; ++i) {
            if (!turn())
                return true;
        }
        return false;
    }
    /// Sends a request; the body of the packet that answers it.
    QByteArray ask(const QByteArray &request)
    {
        m_pipe.fromNode.clear();
        send(request);
        require(finish(), "a plain request does not come to an end");
        require(m_pipe.fromNode.size() >= packetHeaderSize, "a plain request is not answered");
        return m_pipe.fromNode.sliced(packetHeaderSize);
    }
    [[nodiscard]] bool isClosed() const { return m_connection.isClosed(); }
    [[nodiscard]] QByteArray received() const { return m_pipe.fromNode; }
    void drop() { m_connection.drop(); }

private:
    Pipe m_pipe;
    Connection m_connection;
};

/// A node with some records, an index, and, if wanted, users.
class TestNode
{
public:
    explicit TestNode(bool withUsers)
        : m_state({address()}, 1, {"test", "bar"})
        , m_context(m_state, 0)
    {
        m_context.startBackground = [this](std::unique_ptr<StreamTask> task) {
            m_jobs.push_back(std::move(task));
        };
        Client client(m_context, 1);
        for (int i = 0; i < recordCount; ++i)
            client.ask(writeRequest(keyOf(i), i));
        client.ask(infoRequest("sindex-create:namespace=test;set=s;indexname=i;bin=n;type=numeric\n"));
        runJobs();
        if (withUsers) {
            m_state.security = std::make_unique<SecurityStore>(m_state.clock, std::chrono::hours(1));
            m_state.enterprise = true;
            const ResultCode made = m_state.security->createUser(
                "admin", "$2a$10$7EqJtq98hPqEX7fNZaFWoO1mVO/4MLpGzsqojz6E9Gef6iXDjXdDa",
                {"user-admin", "sys-admin", "data-admin", "read-write-udf"});
            require(made == ResultCode::Ok, "no user");
        }
    }
    ~TestNode()
    {
        for (const auto &job : m_jobs)
            job->abandon();
    }

    [[nodiscard]] NodeContext &context() { return m_context; }

    /// Background jobs and the building of indexes.
    void runJobs()
    {
        ByteQueue nothing;
        for (int i = 0; i < mostJobTurns && !m_jobs.empty(); ++i)
            std::erase_if(m_jobs,
                          [&](const auto &job) { return job->advance(nothing) == StreamTask::Step::Done; });
        for (const auto &ns : m_state.storage.namespaces()) {
            for (int i = 0; i < mostJobTurns && !ns->indexes().populate(); ++i) {
            }
        }
    }

private:
    static NodeAddress address()
    {
        NodeAddress address;
        address.id = "BB9DE0000000001";
        address.port = 3000;
        return address;
    }

    ClusterState m_state;
    NodeContext m_context;
    std::vector<std::unique_ptr<StreamTask>> m_jobs;
};

/// Packets with the sizes they say, of messages that fill them.
void checkReplies(const QByteArray &bytes, bool complete)
{
    qsizetype at = 0;
    while (at < bytes.size()) {
        const qsizetype left = bytes.size() - at;
        const auto word = left >= packetHeaderSize ? qFromBigEndian<quint64>(bytes.constData() + at) : 0;
        const auto size = static_cast<qsizetype>(word & 0xffffffffffff);
        if (left < packetHeaderSize || size > left - packetHeaderSize) {
            require(!complete, "a reply ends inside a packet");
            return;
        }
        require(word >> 56 == 2, "a reply of another version");
        const auto type = static_cast<quint8>(word >> 48);
        require(type >= 1 && type <= messagePacket, "a reply of an unknown type");
        const QByteArrayView body = QByteArrayView(bytes).sliced(at + packetHeaderSize, size);
        at += packetHeaderSize + size;
        if (type == adminPacket)
            require(size >= 16, "a short admin reply");
        if (type != messagePacket)
            continue;
        require(!body.isEmpty(), "a packet without a message");
        qsizetype inside = 0;
        while (inside < size) {
            require(size - inside >= Request::headerSize, "a message without a header");
            const char *header = body.data() + inside;
            const int parts = qFromBigEndian<quint16>(header + 18) + qFromBigEndian<quint16>(header + 20);
            inside += Request::headerSize;
            for (int i = 0; i < parts; ++i) {
                require(size - inside >= 5, "a part of a message is cut");
                const qsizetype part = qFromBigEndian<quint32>(body.data() + inside);
                require(part >= 1 && part <= size - inside - 4, "a part of a message runs over its end");
                inside += 4 + part;
            }
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray input(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    // A conversation that starts with an admin packet meets a node with users.
    const bool withUsers = size > 1 && data[1] == adminPacket;
    TestNode node(withUsers);
    NodeContext &context = node.context();

    Client neighbour(context, 2);
    const QByteArray put = writeRequest("sentinel", sentinelValue);
    neighbour.send(put.first(put.size() / 2));
    Client scan(context, 3);
    Client query(context, 4);
    constexpr quint32 recordsPerSecond = 4000;
    QByteArrayList keys;
    for (int i = 0; i < recordCount; ++i)
        keys << keyOf(i);
    scan.send(slowQueryRequest(keys, recordsPerSecond, false));
    query.send(slowQueryRequest(keys, recordsPerSecond, true));

    {
        Client client(context, static_cast<unsigned>(size) + 5);
        client.send(input);
        client.endInput();
        bool ended = false;
        for (int i = 0; i < mostTurns && !ended; ++i) {
            ended = !client.turn();
            neighbour.turn();
            scan.turn();
            query.turn();
        }
        if (!ended)
            client.drop();
        checkReplies(client.received(), ended);
    }
    node.runJobs();

    neighbour.send(put.sliced(put.size() / 2));
    require(neighbour.finish() && !neighbour.isClosed(), "another connection was harmed");
    const QByteArray written = neighbour.received();
    checkReplies(written, true);
    require(written.size() >= packetHeaderSize + Request::headerSize, "another client is not answered");
    if (written[packetHeaderSize + 5] == 0) {
        const QByteArray read = neighbour.ask(readRequest("sentinel"));
        QByteArray value(8, '\0');
        qToBigEndian(sentinelValue, value.data());
        require(read[5] == 0 && read.contains(value), "another client's record is not there");
    }
    checkReplies(neighbour.ask(infoRequest("node\n")), false);
    for (Client *other : {&scan, &query}) {
        const bool ended = other->finish();
        checkReplies(other->received(), ended);
        if (!ended)
            other->drop();
    }
    return 0;
}
