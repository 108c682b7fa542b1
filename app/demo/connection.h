// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/bytequeue.h"
#include "app/demo/faults.h"
#include "app/demo/infocommands.h"
#include "app/demo/nodecontext.h"
#include "app/demo/reply.h"
#include "app/demo/request.h"
#include "app/demo/security/admincommands.h"
#include "app/demo/streamtask.h"
#include "app/demo/transport.h"

#include <chrono>
#include <memory>

namespace Aeroscope::Demo {

/// One client connection: takes requests from its input in order, answers one before it looks at the next,
/// and stops reading while its output is not taken. Runs on the node's thread; does not know about epoll.
class Connection
{
public:
    using Time = std::chrono::steady_clock::time_point;

    Connection(NodeContext &node, std::unique_ptr<Transport> transport, quint64 id, QByteArray peer);
    ~Connection();

    /// The socket may be read.
    void readable();
    /// Runs what can run now, then sends what can be sent.
    void work(Time now);
    /// The peer is gone or the node stops: nothing more is sent.
    void drop();

    /// What the connection waits for; the loop arms exactly that.
    [[nodiscard]] bool isClosed() const noexcept { return m_closed; }
    [[nodiscard]] bool wantsReset() const noexcept { return m_reset; }
    [[nodiscard]] bool wantsRead() const noexcept;
    [[nodiscard]] bool wantsWrite() const;
    /// There is work that needs no event.
    [[nodiscard]] bool wantsTurn() const noexcept { return m_turn; }
    /// When to call work() again at the latest; Time::max() = no such time.
    [[nodiscard]] Time wakeAt() const noexcept { return m_wakeAt; }
    [[nodiscard]] quint64 id() const noexcept { return m_id; }
    [[nodiscard]] Time lastUsed() const noexcept { return m_lastUsed; }

private:
    /// What a fault does to the reply under way.
    struct ReplyFault
    {
        FaultRule rule;
        qsizetype sent = 0;
        bool headerDone = false;
    };

    [[nodiscard]] bool takePacket(Time now);
    void dispatch(PacketType type, QByteArrayView body);
    void dispatchMessage(QByteArrayView body);
    void dispatchQuery(const Request &request, Namespace &ns, QByteArrayView body);
    void dispatchAdmin(QByteArrayView body);
    [[nodiscard]] FaultSubject subjectOf(PacketType type, QByteArrayView body) const;
    [[nodiscard]] bool applyFaultBefore(const FaultRule &rule, PacketType type, QByteArrayView body);
    void startTask(std::unique_ptr<StreamTask> task);
    void advanceTask(Time now);
    void replyFinished();
    void flush(Time now);
    void close(bool reset = false);
    [[nodiscard]] QByteArray ownedBody(QByteArrayView body) const { return body.toByteArray(); }

    NodeContext &m_node;
    std::unique_ptr<Transport> m_transport;
    const quint64 m_id;
    const QByteArray m_peerName;
    InfoPeer m_infoPeer;
    SecurityPeer m_securityPeer;
    ByteQueue m_in;
    ByteQueue m_out;
    std::unique_ptr<StreamTask> m_task;
    std::optional<ReplyFault> m_fault;
    std::optional<FaultRule> m_delayed; ///< the packet at the front waits for m_holdUntil
    Time m_holdUntil{};
    Time m_arrivedAt{}; ///< when the packet at the front was first whole
    Time m_wakeAt = Time::max();
    Time m_taskAt{};
    Time m_pieceAt{};
    Time m_readAt{};          ///< a slow reader takes nothing before
    qint64 m_cutAskedAt = -1; ///< bytes of the request when faults were last asked whether to cut it
    Time m_lastUsed = std::chrono::steady_clock::now();
    bool m_peerClosed = false;
    bool m_closeWhenSent = false;
    bool m_silent = false;
    bool m_closed = false;
    bool m_reset = false;
    bool m_turn = false;
};

} // namespace Aeroscope::Demo
