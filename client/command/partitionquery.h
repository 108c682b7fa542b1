// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/ioshard.h"
#include "client/command/partitiontracker.h"
#include "client/command/queryspec.h"
#include "client/command/streamstate.h"
#include "client/net/connectionhandler.h"
#include "client/net/stophook.h"
#include "client/net/timerwheel.h"
#include "client/policy/behavior.h"
#include "client/value/rowchunk.h"
#include "client/wire/rowframer.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace Aeroscope {

/// A query over partitions (protocol section 7): asks all nodes at once for their partitions, frames the rows
/// straight from the receive buffers into chunks, and asks again what a node could not deliver. Made on any
/// thread, handed to start() on an I/O thread, where it lives to its end; it owns itself while it runs.
class PartitionQuery final : public std::enable_shared_from_this<PartitionQuery>, private ShardCommand
{
public:
    /// A chunk is handed over when it has this many bytes, or this long after its first row.
    static constexpr qsizetype chunkBytes = 1024 * 1024;
    static_assert(chunkBytes < RowChunk::commonCapacity);
    static constexpr std::chrono::milliseconds chunkAge{50};

    /// `filter` is the compiled predicate, empty for none. `spec.cursor` must be set.
    PartitionQuery(QuerySpec spec, QByteArray filter, BehaviorPtr behavior, std::stop_token stop);
    ~PartitionQuery();

    /// Before start(): where the rows go.
    void setSink(std::weak_ptr<RecordStreamState> sink) { m_sink = std::move(sink); }
    /// Before start(), for a query over an index: the whole predicate, for a scan of the records in its
    /// place when a node has lost the index before anything was delivered; `lost` is called then, on the
    /// shard's thread.
    void setScanFilter(QByteArray filter, std::function<void()> lost)
    {
        m_scanFilter = std::move(filter);
        m_indexLost = std::move(lost);
    }
    /// On the shard's thread, once.
    void start(IoShard &shard);
    /// On the shard's thread: the consumer caught up.
    void resume();
    /// On the shard's thread: the consumer has gone. Closes the sockets at once and has the servers end their
    /// jobs.
    void cancel();

private:
    class Stream;

    void abort(const Error &error) override;
    void beginRound();
    void startStreams();
    static QCoro::Task<void> openStream(std::shared_ptr<PartitionQuery> self, std::shared_ptr<Stream> stream,
                                        std::shared_ptr<NodeShard> shard, std::stop_token stop);
    void sendRequest(Stream &stream, Lease lease);
    /// Reads what a connection has; may end the stream, the round and the query.
    void read(Stream &stream);
    void onIdle(Stream &stream);
    static QCoro::Task<void> askWhetherAlive(std::shared_ptr<PartitionQuery> self,
                                             std::shared_ptr<Stream> stream, std::shared_ptr<NodeShard> shard,
                                             std::stop_token stop);
    void makeTracker();
    bool fallBackToScan(const Error &error);
    void streamDone(Stream &stream);
    void streamFailed(Stream &stream, Error error);
    void afterStream();
    void endRound();
    void takeRows(Stream &stream, QByteArrayView &unread);
    RowChunk &openChunk();
    void chunkGrew(bool wasEmpty);
    void appendRow(QByteArrayView row);
    void flush();
    void setPaused(bool paused);
    void closeStream(Stream &stream, bool abortJob);
    void closeStreams(bool abortJobs);
    void finish(std::optional<Error> error);
    static void flushDue(void *self);
    static void pauseOver(void *self);
    static void deadlinePassed(void *self);
    static void stopRequested(void *self);

    QuerySpec m_spec;
    QByteArray m_filter;
    QByteArray m_scanFilter;
    std::function<void()> m_indexLost;
    BehaviorPtr m_behavior;
    std::stop_token m_stop;
    std::weak_ptr<RecordStreamState> m_sink;

    IoShard *m_shard = nullptr;
    std::shared_ptr<PartitionQuery> m_self; // while it runs
    const ResolvedSettings *m_settings = nullptr;
    Replica m_replica = Replica::Sequence;
    std::chrono::milliseconds m_totalTimeout{0};
    std::chrono::milliseconds m_socketTimeout{0};
    std::unique_ptr<PartitionTracker> m_tracker;
    std::vector<std::shared_ptr<Stream>> m_streams; // of this round; the index is the tracker's share
    std::size_t m_nextStream = 0;                   // not started yet
    int m_activeStreams = 0;
    std::stop_source m_roundStop;
    std::shared_ptr<RowChunk> m_chunk;
    int m_rowsExpected = 0;     // in a chunk; 0: not full ones
    bool m_rowsDropped = false; // taken, but not handed over
    bool m_paused = false;
    bool m_inRound = false;
    Net::WheelTimer m_flushTimer;
    Net::WheelTimer m_pauseTimer;
    Net::WheelTimer m_deadlineTimer;
    Net::StopHook m_hook;
};

} // namespace Aeroscope
