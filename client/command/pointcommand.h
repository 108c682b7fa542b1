// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/ioshard.h"
#include "client/cluster/replicachoice.h"
#include "client/command/retrystate.h"
#include "client/net/connectionhandler.h"
#include "client/net/deadline.h"
#include "client/net/stophook.h"
#include "client/net/timerwheel.h"
#include "client/policy/behavior.h"
#include "client/value/key.h"
#include "client/wire/commandoptions.h"
#include "client/wire/recordreply.h"
#include "client/wire/wirebuffer.h"

#include <memory>
#include <optional>
#include <stop_token>

namespace Aeroscope {

/// A command on one record: the one retry loop under one deadline (protocol section 10.5). Made on any
/// thread, handed to start() on an I/O thread, where it then lives to its end; it owns itself while it runs.
/// Ends exactly once, in onReply() or onFailure(), which may run code of the caller: they are the last thing
/// that happens.
class PointCommand : public std::enable_shared_from_this<PointCommand>,
                     private Net::FrameHandler,
                     private ShardCommand
{
public:
    /// What the caller said differently from the behaviour.
    struct Overrides
    {
        std::optional<std::chrono::milliseconds> totalTimeout{};
        std::optional<std::chrono::milliseconds> socketTimeout{};
        std::optional<int> maxRetries{};
    };

    virtual ~PointCommand() = default;

    /// On the shard's thread, once.
    void start(IoShard &shard);

protected:
    PointCommand(Key key, OperationKind kind, BehaviorPtr behavior, Overrides overrides,
                 std::stop_token stop);

    /// Appends the request. `options` holds what the behaviour says; the command adds its own. A failure ends
    /// the command.
    virtual Result<void> encode(Wire::WireBuffer &out, Wire::CommandOptions &options) = 0;
    /// The server carried it out.
    virtual void onReply(Wire::RecordReply reply) = 0;
    /// It failed for good. `reply` is the server's last word, if it had one: generation and expiry may be
    /// set.
    virtual void onFailure(Error error, const Wire::RecordReply *reply) = 0;

    [[nodiscard]] const Key &key() const noexcept { return m_key; }

private:
    void onFrame(Net::Connection &connection, QByteArrayView frame) override;
    void onClosed(Net::Connection &connection, const Error &error) override;
    void onTimeout(Net::Connection &connection) override;
    void abort(const Error &error) override;

    void run();
    void attempt();
    void send(Lease lease);
    static QCoro::Task<void> openAndSend(std::shared_ptr<PointCommand> self, std::shared_ptr<NodeShard> shard,
                                         std::stop_token stop);
    void noteIfSent();
    void attemptFailed(Error error, const Wire::RecordReply *reply = nullptr);
    void finish(Error error, const Wire::RecordReply *reply = nullptr);
    std::shared_ptr<PointCommand> release();
    [[nodiscard]] Error totalTimeout() const;
    static void pauseOver(void *self);
    static void stopRequested(void *self);

    Key m_key;
    OperationKind m_kind;
    BehaviorPtr m_behavior;
    Overrides m_overrides;
    std::stop_token m_stop;

    IoShard *m_shard = nullptr;
    std::shared_ptr<PointCommand> m_self; // while it runs
    const ResolvedSettings *m_settings = nullptr;
    std::chrono::milliseconds m_totalTimeout{0};
    std::chrono::milliseconds m_socketTimeout{0};
    Replica m_replica = Replica::Sequence;
    RetryState m_retry;
    ReplicaCursor m_cursor;
    Net::Deadline::Clock::time_point m_now; // when this try began: the clock is asked once for each
    Net::Deadline m_deadline;
    Net::StopHook m_hook;
    Net::WheelTimer m_pause;
    std::stop_source m_opening{std::nostopstate}; // stops an open that is under way
    Lease m_lease;
    NodePtr m_node;
    quint64 m_bytesBefore = 0;
    qsizetype m_frameSize = 0;
    bool m_isOpening = false;
    bool m_running = false;
    bool m_again = false;
};

/// The part of a request that settings decide: the one table from behaviour to flags for every verb.
[[nodiscard]] Wire::CommandOptions commandOptions(const ResolvedSettings &settings, OperationKind kind,
                                                  std::chrono::milliseconds totalTimeout,
                                                  std::chrono::milliseconds socketTimeout);

} // namespace Aeroscope
