// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/clustersnapshot.h"
#include "client/cluster/clusterview.h"
#include "client/cluster/connectreport.h"
#include "client/cluster/environment.h"
#include "client/cluster/ioshard.h"
#include "client/net/completion.h"
#include "client/net/iothread.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace Aeroscope {

class Tender;

/// A running cluster: one tend task, one view of nodes and partitions, a few I/O threads with a shard each.
///
/// Made and stopped on any thread but its own I/O threads. Code that runs on the I/O threads holds a plain
/// pointer to it: stop() has ended all of that before the cluster dies.
class Cluster
{
public:
    explicit Cluster(EnvironmentPtr environment);
    /// stop().
    ~Cluster();
    Cluster(const Cluster &) = delete;
    Cluster &operator=(const Cluster &) = delete;

    /// Starts the threads and the tend task. Completes when the cluster is usable or is known not to be; call
    /// once.
    [[nodiscard]] Net::Completion<ConnectReport> start();
    /// From now on new work is refused; any thread.
    void beginClose() noexcept { m_closing.store(true, std::memory_order_release); }
    [[nodiscard]] bool isClosing() const noexcept { return m_closing.load(std::memory_order_acquire); }
    /// Ends everything: commands complete with Cancelled, sockets close, threads join. Blocks; idempotent;
    /// not on one of its own threads.
    void stop();
    /// stop() and destruction on a thread of its own; `done` is called there at the end.
    static void stopInBackground(std::shared_ptr<Cluster> cluster, std::function<void()> done = {});

    [[nodiscard]] const EnvironmentPtr &environment() const noexcept { return m_environment; }

    [[nodiscard]] int threadCount() const noexcept { return static_cast<int>(m_threads.size()); }
    [[nodiscard]] Net::IoThread &thread(int index) const noexcept
    {
        return *m_threads[static_cast<std::size_t>(index)];
    }
    /// Runs a function on every I/O thread's shard.
    void forEachShard(const std::function<void(IoShard &)> &function);
    [[nodiscard]] IoShard &shard(int index) const noexcept
    {
        return *m_shards[static_cast<std::size_t>(index)];
    }
    /// The threads in turn.
    [[nodiscard]] int pickThread() const noexcept
    {
        return static_cast<int>(m_nextThread.fetch_add(1, std::memory_order_relaxed) % m_threads.size());
    }
    /// This thread's shard if this thread belongs to the cluster, else null.
    [[nodiscard]] IoShard *currentShard() const noexcept
    {
        IoShard *shard = IoShard::current();
        return shard && &shard->cluster() == this ? shard : nullptr;
    }

    /// Moves when view() changes; one atomic read.
    [[nodiscard]] quint64 epoch() const noexcept { return m_epoch.load(std::memory_order_acquire); }
    [[nodiscard]] ClusterViewPtr view() const;
    [[nodiscard]] ClusterSnapshot snapshot() const;

    /// Why there is no node to send to: NotConnected, or Authentication when a node refuses the login; names
    /// what the last tend met.
    [[nodiscard]] Error unreachable() const;

    /// Tends soon rather than at the next interval: somebody met a node that does not answer. Any thread.
    void requestTend();

    /// Calls `changed` on whatever thread notices a change, until unwatch() has returned.
    [[nodiscard]] int watch(std::function<void()> changed);
    void unwatch(int id);

private:
    friend class Tender;
    /// Tend task: the next view; moves the epoch.
    void publish(std::vector<ClusterView::Member> members, std::shared_ptr<const PartitionMap> map);
    /// Tend task: what snapshot() says from now on; tells the watchers if it differs.
    void publishSnapshot(ClusterSnapshot snapshot);
    void notify();

    EnvironmentPtr m_environment;
    std::vector<std::unique_ptr<IoShard>> m_shards;
    std::vector<std::unique_ptr<Net::IoThread>> m_threads;
    std::shared_ptr<Tender> m_tender; // lives on thread 0
    mutable std::atomic<quint32> m_nextThread = 0;
    std::atomic<quint64> m_epoch = 1;
    std::atomic<bool> m_closing = false;
    bool m_stopped = false;

    mutable std::mutex m_mutex; // view and snapshot
    ClusterViewPtr m_view;
    ClusterSnapshot m_snapshot;
    std::mutex m_watchMutex;
    std::vector<std::pair<int, std::function<void()>>> m_watchers;
    int m_nextWatch = 1;
};

} // namespace Aeroscope
