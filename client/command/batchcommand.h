// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/ioshard.h"
#include "client/cluster/replicachoice.h"
#include "client/command/batchspec.h"
#include "client/command/batchstream.h"
#include "client/command/recordresult.h"
#include "client/command/retrystate.h"
#include "client/net/completion.h"
#include "client/net/connectionhandler.h"
#include "client/net/deadline.h"
#include "client/net/stophook.h"
#include "client/net/timerwheel.h"
#include "client/policy/behavior.h"
#include "client/wire/commandoptions.h"
#include "client/wire/recordreply.h"
#include "client/wire/rowframer.h"

#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace Aeroscope {

/// Commands on many records (protocol section 6): divides the rows among the nodes that own them, sends each
/// node its share, and sends again, to where they belong by then, those rows that may be tried again. Made on
/// any thread, handed to start() on an I/O thread, where it lives to its end; it owns itself while it runs.
/// Every row ends exactly once, in onRow(); then comes onDone(), which may run code of the caller and is the
/// last thing that happens.
class BatchCommand : public std::enable_shared_from_this<BatchCommand>, private ShardCommand
{
public:
    /// A request has at most this many rows, which every server takes, and begins no row behind this size.
    static constexpr int maxRowsPerRequest = 5000;
    static constexpr qsizetype fullRequest = 8 * 1024 * 1024;

    virtual ~BatchCommand();

    /// On the shard's thread, once.
    void start(IoShard &shard);
    /// On the shard's thread: nobody wants the rows any more. Closes the sockets at once.
    void cancel();

protected:
    /// `filters`: the compiled predicate of each segment, empty for none. The spec was validated.
    BatchCommand(BatchSpec spec, std::vector<QByteArray> filters, BehaviorPtr behavior, std::stop_token stop);

    virtual void onRow(RecordResult row) = 0;
    virtual void onDone() = 0;

    [[nodiscard]] const BatchSpec &spec() const noexcept { return m_spec; }
    [[nodiscard]] int rowCount() const noexcept { return static_cast<int>(m_rows.size()); }
    /// A row that includeMissing() leaves out.
    [[nodiscard]] bool isUnwanted(const RecordResult &row) const noexcept;

private:
    class Share;
    struct Row
    {
        const Key *key = nullptr;
        quint32 segment = 0;
        bool done = false;
        Share *share = nullptr; // that is to answer it
        ReplicaCursor cursor;
        RetryState retry;
    };
    /// What the rows of a segment in namespaces of one mode have in common.
    struct RowRules
    {
        const ResolvedSettings *settings = nullptr;
        Wire::CommandOptions options;
        Replica replica = Replica::Sequence;
        RetryState::Rules retry;
    };
    struct Queued
    {
        NodeId node = noNode;
        std::vector<quint32> rows;
    };

    void abort(const Error &error) override;
    void prepareRows();
    const RowRules &rulesFor(quint32 segment, ConsistencyMode mode);
    void run();
    void divide();
    void startShares();
    static QCoro::Task<void> openShare(std::shared_ptr<BatchCommand> self, std::shared_ptr<Share> share,
                                       std::shared_ptr<NodeShard> shard, std::stop_token stop);
    void send(Share &share, Lease lease);
    /// Reads what a connection has; may end the share and the command.
    void read(Share &share);
    [[nodiscard]] bool takeRow(Share &share);
    void shareEnded(Share &share, ResultCode code);
    void shareFailed(Share &share, Error error);
    void noteUnanswered(Share &share);
    void rowFailed(quint32 index, Error error, const Wire::RecordReply *reply = nullptr);
    void endRow(quint32 index, Error error, const Wire::RecordReply *reply = nullptr);
    void deliver(quint32 index, RecordResult result);
    void endAll(const Error &error);
    void finishIfDone();
    [[nodiscard]] Error totalTimeout() const;
    static void pauseOver(void *self);
    static void deadlinePassed(void *self);
    static void stopRequested(void *self);

    const BatchSpec m_spec;
    const std::vector<QByteArray> m_filters;
    const BehaviorPtr m_behavior;
    std::stop_token m_stop;

    IoShard *m_shard = nullptr;
    std::shared_ptr<BatchCommand> m_self; // while it runs
    std::vector<Row> m_rows;
    int m_rowsLeft = 0;
    std::vector<std::array<std::optional<RowRules>, 2>> m_rules; // of each segment, by mode
    std::chrono::milliseconds m_totalTimeout{0};
    std::chrono::milliseconds m_socketTimeout{0};
    int m_maxNodes = 0;
    bool m_allowInline = true;
    bool m_allowInlineSsd = true;
    bool m_compressReply = false;
    Net::Deadline m_deadline;

    std::vector<quint32> m_pending; // to be divided among the nodes now
    std::vector<quint32> m_pausing; // after the pause
    std::deque<Queued> m_queue;     // divided, but not sent
    std::vector<std::shared_ptr<Share>> m_shares;
    std::stop_source m_opening;
    Net::WheelTimer m_pause;
    Net::WheelTimer m_deadlineTimer;
    Net::StopHook m_hook;
    bool m_running = false;
    bool m_again = false;
};

/// Gathers the rows in the order of the keys.
class BatchRowsCommand final : public BatchCommand
{
public:
    BatchRowsCommand(BatchSpec spec, std::vector<QByteArray> filters, BehaviorPtr behavior,
                     std::stop_token stop);
    Net::CompletionSource<std::vector<RecordResult>> source;

private:
    void onRow(RecordResult row) override;
    void onDone() override;

    std::vector<RecordResult> m_results;
};

/// Hands the rows on as they come.
class BatchStreamCommand final : public BatchCommand
{
public:
    BatchStreamCommand(BatchSpec spec, std::vector<QByteArray> filters, BehaviorPtr behavior,
                       std::stop_token stop)
        : BatchCommand(std::move(spec), std::move(filters), std::move(behavior), std::move(stop))
    {}
    /// Before start().
    void setSink(std::weak_ptr<BatchStreamState> sink) { m_sink = std::move(sink); }

private:
    void onRow(RecordResult row) override;
    void onDone() override;

    std::weak_ptr<BatchStreamState> m_sink;
};

} // namespace Aeroscope
