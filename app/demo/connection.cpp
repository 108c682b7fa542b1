// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/connection.h"

#include "app/demo/aggregation.h"
#include "app/demo/backgroundjob.h"
#include "app/demo/batch.h"
#include "app/demo/bytes.h"
#include "app/demo/query.h"
#include "app/demo/recordcommand.h"

#include <random>
#include <utility>

namespace Aeroscope::Demo {

namespace {

constexpr quint64 largestBody = 128ULL * 1024 * 1024;
constexpr qsizetype readSize = 64 * 1024;
/// Bytes of output above which no further work is done for a connection.
constexpr qsizetype outputLimit = 1024 * 1024;
/// Reads of one turn, so that one busy client does not keep the loop.
constexpr int readsPerTurn = 16;

struct PacketHeader
{
    quint8 version = 0;
    quint8 type = 0;
    quint64 size = 0;
};

PacketHeader packetHeader(const char *at) noexcept
{
    const quint64 word = load64(at);
    return {static_cast<quint8>(word >> 56), static_cast<quint8>(word >> 48), word & 0xffffffffffffULL};
}

bool isHeaderAcceptable(const PacketHeader &header) noexcept
{
    constexpr quint8 version = 2;
    const bool admin = header.type == static_cast<quint8>(PacketType::Admin);
    if (header.version != version && !(header.version == 0 && admin))
        return false;
    return header.type >= static_cast<quint8>(PacketType::Info) &&
           header.type <= static_cast<quint8>(PacketType::Internal) && header.size <= largestBody;
}

} // namespace

Connection::Connection(NodeContext &node, std::unique_ptr<Transport> transport, quint64 id, QByteArray peer)
    : m_node(node)
    , m_transport(std::move(transport))
    , m_id(id)
    , m_peerName(std::move(peer))
{
    m_securityPeer.address = m_peerName.left(m_peerName.lastIndexOf(':'));
    m_node.cluster.socketLog.add({SocketEvent::Kind::Opened, m_node.index, m_id, {}});
    m_node.connectionsOpened.fetch_add(1, std::memory_order_relaxed);
}

Connection::~Connection()
{
    drop();
    if (!m_infoPeer.userAgent.isEmpty())
        m_node.addUserAgent(m_infoPeer.userAgent, -1);
    m_node.cluster.socketLog.add({SocketEvent::Kind::Closed, m_node.index, m_id, {}});
    m_node.connectionsClosed.fetch_add(1, std::memory_order_relaxed);
}

void Connection::drop()
{
    if (m_task) {
        m_task->abandon();
        m_task.reset();
    }
    m_closed = true;
}

void Connection::close(bool reset)
{
    m_reset = m_reset || reset;
    drop();
}

bool Connection::wantsRead() const noexcept
{
    if (m_closed || m_peerClosed || m_closeWhenSent)
        return false;
    if (m_readAt != Time{} && m_readAt > std::chrono::steady_clock::now())
        return false;
    if (m_silent)
        return true; // to see the peer leave
    if (m_in.size() < packetHeaderSize)
        return true;
    const PacketHeader header = packetHeader(m_in.data());
    return static_cast<quint64>(m_in.size() - packetHeaderSize) < header.size;
}

bool Connection::wantsWrite() const
{
    if (m_closed)
        return false;
    return m_transport->wantsToWrite() || (!m_out.isEmpty() && m_pieceAt <= std::chrono::steady_clock::now());
}

void Connection::readable()
{
    for (int i = 0; i < readsPerTurn && wantsRead(); ++i) {
        qsizetype piece = readSize;
        if (!m_node.cluster.faults.isEmpty()) {
            if (const auto slow = m_node.cluster.faults.matchReading(m_node.index)) {
                piece = qMin<qsizetype>(readSize, slow->readBytes);
                m_readAt = std::chrono::steady_clock::now() + slow->readPause;
            }
        }
        char *at = m_in.extend(piece);
        const qsizetype count = m_transport->receive(at, piece);
        m_in.truncate(m_in.size() - piece + qMax<qsizetype>(0, count));
        if (m_silent)
            m_in.clear();
        if (count == Transport::wouldBlock)
            break;
        if (count == Transport::failed)
            return close();
        if (count == 0) {
            m_peerClosed = true;
            // A client that left does not wait for the rest of a long reply.
            if (m_task || m_silent)
                return close();
            break;
        }
        m_lastUsed = std::chrono::steady_clock::now();
        if (count < piece)
            break;
    }
}

void Connection::work(Time now)
{
    m_turn = false;
    m_wakeAt = Time::max();
    while (!m_closed && !m_closeWhenSent) {
        if (m_task) {
            if (m_out.size() >= outputLimit)
                break;
            if (m_taskAt > now) {
                m_wakeAt = m_taskAt;
                break;
            }
            advanceTask(now);
            // One piece a turn: other connections come in between.
            m_turn = m_task && m_taskAt <= now && m_out.size() < outputLimit;
            if (m_turn)
                break;
            continue;
        }
        if (m_silent || m_out.size() >= outputLimit)
            break;
        if (!takePacket(now)) {
            // Bytes that wait inside the transport are not announced by anybody.
            if (m_closed || m_peerClosed || !m_transport->hasBuffered() || !wantsRead())
                break;
            readable();
        }
    }
    flush(now);
    if (!m_closed && m_out.isEmpty() && (m_closeWhenSent || (m_peerClosed && !m_turn && !m_task)))
        close(m_closeWhenSent && m_fault && m_fault->rule.reset);
    if (m_readAt > now)
        m_wakeAt = qMin(m_wakeAt, m_readAt);
    // What stopped for a full output goes on when there is room again.
    if (!m_closed && m_task && m_taskAt <= now && m_out.size() < outputLimit)
        m_turn = true;
}

bool Connection::takePacket(Time now)
{
    if (m_in.size() < packetHeaderSize)
        return false;
    const PacketHeader header = packetHeader(m_in.data());
    if (!isHeaderAcceptable(header)) {
        // As servers do: no answer, the connection just ends, once what was asked before is answered.
        m_closeWhenSent = true;
        return false;
    }
    const auto type = static_cast<PacketType>(header.type);
    const auto size = static_cast<qsizetype>(header.size);
    const qsizetype whole = packetHeaderSize + size;
    if (!m_node.cluster.faults.isEmpty()) {
        const QByteArrayView soFar(m_in.data() + packetHeaderSize,
                                   qMin(size, m_in.size() - packetHeaderSize));
        const RequestKind kind = subjectOf(type, soFar).kind;
        const qint64 received = qMin(whole, m_in.size());
        if (const auto cut = m_node.cluster.faults.matchRequestCut(
                kind, m_node.index, std::exchange(m_cutAskedAt, received), received)) {
            close(cut->reset);
            return false;
        }
    }
    if (m_in.size() < whole)
        return false;
    const QByteArrayView body(m_in.data() + packetHeaderSize, size);
    if (!m_delayed) {
        m_arrivedAt = now;
        if (!m_node.cluster.faults.isEmpty()) {
            m_delayed = m_node.cluster.faults.match(subjectOf(type, body));
            m_holdUntil = m_delayed ? now + m_delayed->delay : Time{};
        }
    }
    if (m_delayed && m_holdUntil > now) {
        m_wakeAt = m_holdUntil;
        return false;
    }
    if (m_node.cluster.socketLog.isEnabled())
        m_node.cluster.socketLog.add(
            {SocketEvent::Kind::Request, m_node.index, m_id, QByteArray(m_in.data(), whole)});
    const std::optional<FaultRule> fault = std::exchange(m_delayed, std::nullopt);
    if (!fault || applyFaultBefore(*fault, type, body))
        dispatch(type, body);
    m_cutAskedAt = -1;
    if (!m_closed)
        m_in.consume(whole);
    if (!m_task)
        replyFinished();
    return !m_closed;
}

/// True when the request is to run as usual, its reply perhaps spoilt.
bool Connection::applyFaultBefore(const FaultRule &rule, PacketType type, QByteArrayView body)
{
    if (rule.clockJump.count() != 0)
        m_node.cluster.clock.advance(rule.clockJump);
    if (rule.applyFirst) {
        ByteQueue kept;
        m_out.swap(kept);
        dispatch(type, body);
        while (m_task) {
            if (m_task->advance(m_out) == StreamTask::Step::Done)
                m_task.reset();
            m_out.clear();
        }
        m_out.swap(kept);
    }
    if (rule.silent ||
        (rule.applyFirst && rule.code == ResultCode::Ok && !rule.closeAtReplyByte && !rule.garbageBytes)) {
        m_silent = true;
        return false;
    }
    if (rule.code != ResultCode::Ok) {
        const auto code = rule.code;
        switch (type) {
        case PacketType::Info: {
            PacketWriter packet(m_out, PacketType::Info);
            m_out.append(body.first(qMax<qsizetype>(0, body.indexOf('\n'))));
            m_out.append("\tERROR:" + QByteArray::number(static_cast<int>(code)) + ":injected\n");
            packet.close();
            break;
        }
        case PacketType::Admin:
            AdminCommands::writeResult(m_out, code);
            break;
        default: {
            const bool batch = subjectOf(type, body).kind == RequestKind::Batch;
            writePlainReply(m_out, code, 0, 0, batch ? Info3::Last : quint8{0});
            break;
        }
        }
        return false;
    }
    if (rule.garbageBytes) {
        std::minstd_rand random(static_cast<unsigned>(*rule.garbageBytes) + 1);
        char *at = m_out.extend(*rule.garbageBytes);
        for (qint64 i = 0; i < *rule.garbageBytes; ++i)
            at[i] = static_cast<char>(random());
        return false;
    }
    if (rule.closeAtReplyByte || rule.sizeError != 0 || rule.pieceBytes > 0)
        m_fault = ReplyFault{rule, -m_out.size(), false};
    return !rule.applyFirst;
}

FaultSubject Connection::subjectOf(PacketType type, QByteArrayView body) const
{
    FaultSubject subject;
    subject.node = m_node.index;
    if (type == PacketType::Info) {
        subject.kind = RequestKind::Info;
        subject.infoBody = body;
        return subject;
    }
    if (type == PacketType::Admin) {
        subject.kind = RequestKind::Admin;
        return subject;
    }
    if (type != PacketType::Message || body.size() < Request::headerSize)
        return subject;
    Request request = Request::parseHeader(body);
    if ((request.info1 & Info1::Batch) != 0) {
        subject.kind = RequestKind::Batch;
        return subject;
    }
    QByteArrayView rest = body.sliced(Request::headerSize);
    bool whole = true;
    for (int i = 0; whole && i < request.fieldCount; ++i)
        whole = request.takeField(rest);
    subject.ns = request.field(Field::Namespace);
    subject.set = request.field(Field::Set);
    subject.digest = Digest::fromBytes(request.field(Field::Digest));
    if (subject.digest)
        subject.partition = subject.digest->partitionId();
    // As long as the digest may still come, the flags tell.
    const bool single = request.has(Field::Digest) || (!whole && (request.info3 & Info3::PartitionDone) == 0);
    if (single)
        subject.kind = request.isWrite() ? RequestKind::Write : RequestKind::Read;
    else
        subject.kind = RequestKind::Query;
    return subject;
}

void Connection::dispatch(PacketType type, QByteArrayView body)
{
    switch (type) {
    case PacketType::Info:
        InfoCommands(m_node, &m_securityPeer).answer(body, m_infoPeer, m_out);
        break;
    case PacketType::Admin:
        dispatchAdmin(body);
        break;
    case PacketType::Message:
        dispatchMessage(body);
        break;
    case PacketType::Compressed:
        writePlainReply(m_out, ResultCode::EnterpriseOnly);
        break;
    case PacketType::Internal:
        close();
        break;
    }
}

void Connection::dispatchAdmin(QByteArrayView body)
{
    const ClusterState &cluster = m_node.cluster;
    if (!cluster.security)
        return AdminCommands::writeResult(m_out, cluster.enterprise ? ResultCode::SecurityNotEnabled
                                                                    : ResultCode::SecurityNotSupported);
    m_securityPeer.certificateName = m_transport->peerName();
    AdminCommands(*cluster.security).answer(body, m_securityPeer, m_out);
}

void Connection::dispatchMessage(QByteArrayView body)
{
    if (body.size() < Request::headerSize) {
        m_node.demarshalErrors.fetch_add(1, std::memory_order_relaxed);
        return writePlainReply(m_out, ResultCode::Parameter);
    }
    if ((static_cast<quint8>(body[1]) & Info1::Batch) != 0) {
        if (m_node.cluster.security && !m_securityPeer.isAuthenticated())
            return writePlainReply(m_out, ResultCode::NotAuthenticated, 0, 0, Info3::Last);
        auto batch = BatchTask::start(m_node, ownedBody(body), m_securityPeer.user);
        if (!batch)
            return writePlainReply(m_out, batch.error(), 0, 0, Info3::Last);
        return startTask(std::move(*batch));
    }
    const std::optional<Request> request = Request::parse(body);
    if (!request) {
        m_node.demarshalErrors.fetch_add(1, std::memory_order_relaxed);
        return writePlainReply(m_out, ResultCode::Parameter);
    }
    if (m_node.cluster.security && !m_securityPeer.isAuthenticated())
        return writePlainReply(m_out, ResultCode::NotAuthenticated);
    Namespace *ns = request->has(Field::Namespace)
                        ? m_node.cluster.storage.find(request->field(Field::Namespace))
                        : nullptr;
    if (!ns)
        return writePlainReply(m_out, ResultCode::Namespace);
    const ResultCode allowed = m_node.checkPermission(m_securityPeer.user, *request);
    if (!request->has(Field::Digest))
        return allowed == ResultCode::Ok ? dispatchQuery(*request, *ns, body)
                                         : writePlainReply(m_out, allowed);
    const std::optional<Digest> digest = Digest::fromBytes(request->field(Field::Digest));
    if (!digest)
        return writePlainReply(m_out, ResultCode::Parameter);
    if (allowed != ResultCode::Ok)
        return writePlainReply(m_out, allowed);
    PacketWriter packet(m_out, PacketType::Message);
    static_cast<void>(runRecordCommand({.ns = *ns,
                                        .counters = m_node.countersOf(*ns),
                                        .out = m_out,
                                        .start = m_arrivedAt,
                                        .udf = &m_node.udf},
                                       *request, *digest));
    packet.close();
}

void Connection::dispatchQuery(const Request &request, Namespace &ns, QByteArrayView body)
{
    const auto background = [this](auto job) {
        if (!job)
            return writePlainReply(m_out, job.error());
        m_node.startBackground(std::move(*job));
        writePlainReply(m_out, ResultCode::Ok, 0, 0, Info3::Last);
    };
    const auto foreground = [this](auto query) {
        if (!query)
            return writePlainReply(m_out, query.error());
        startTask(std::move(*query));
    };
    // What a module's function is for is said by a field of one byte; the flags do not matter then.
    constexpr char aggregate = 1;
    constexpr char perRecord = 2;
    if (request.has(Field::UdfModule)) {
        const QByteArrayView kind = request.field(Field::UdfOperation);
        if (kind.size() == 1 && kind[0] == aggregate)
            return foreground(AggregationTask::start(m_node, ns, ownedBody(body), m_peerName));
        if (kind.size() == 1 && kind[0] == perRecord)
            return background(BackgroundUdf::start(m_node, ns, ownedBody(body), m_peerName));
        return writePlainReply(m_out, ResultCode::Parameter);
    }
    if (request.isWrite())
        return background(BackgroundOps::start(m_node, ns, ownedBody(body), m_peerName));
    foreground(QueryTask::start(m_node, ns, ownedBody(body), m_peerName));
}

void Connection::startTask(std::unique_ptr<StreamTask> task)
{
    m_task = std::move(task);
    m_taskAt = {};
}

void Connection::advanceTask(Time now)
{
    switch (m_task->advance(m_out)) {
    case StreamTask::Step::Done:
        m_task.reset();
        replyFinished();
        break;
    case StreamTask::Step::More:
        m_taskAt = now;
        break;
    case StreamTask::Step::Wait:
        m_taskAt = now + m_task->wait();
        break;
    }
    m_lastUsed = now;
}

void Connection::replyFinished()
{
    if (m_fault && m_fault->rule.closeAtReplyByte)
        m_closeWhenSent = true;
}

void Connection::flush(Time now)
{
    while (!m_closed && (!m_out.isEmpty() || m_transport->wantsToWrite())) {
        qsizetype count = m_out.size();
        if (m_fault) {
            if (m_fault->rule.sizeError != 0 && !m_fault->headerDone && m_fault->sent >= 0 &&
                count >= packetHeaderSize) {
                store64(m_out.data(), load64(m_out.data()) + static_cast<quint64>(m_fault->rule.sizeError));
                m_fault->headerDone = true;
            }
            if (m_fault->rule.closeAtReplyByte) {
                count = qMin<qsizetype>(count, *m_fault->rule.closeAtReplyByte - m_fault->sent);
                if (count <= 0)
                    return close(m_fault->rule.reset);
            }
            if (m_fault->rule.pieceBytes > 0) {
                if (m_pieceAt > now) {
                    m_wakeAt = qMin(m_wakeAt, m_pieceAt);
                    return;
                }
                count = qMin<qsizetype>(count, m_fault->rule.pieceBytes);
            }
        }
        const qsizetype sent = m_transport->send(m_out.data(), count);
        if (sent == Transport::failed)
            return close();
        if (sent == Transport::wouldBlock)
            return;
        m_out.consume(sent);
        m_lastUsed = now;
        if (m_fault) {
            m_fault->sent += sent;
            if (m_fault->rule.closeAtReplyByte && m_fault->sent >= *m_fault->rule.closeAtReplyByte)
                return close(m_fault->rule.reset);
            if (m_fault->rule.pieceBytes > 0)
                m_pieceAt = now + m_fault->rule.piecePause;
        }
    }
    if (m_out.isEmpty() && !m_task && m_fault && !m_fault->rule.closeAtReplyByte)
        m_fault.reset();
}

} // namespace Aeroscope::Demo
