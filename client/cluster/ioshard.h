// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/clusterview.h"
#include "client/cluster/nodeshard.h"
#include "client/net/intrusivelist.h"
#include "client/value/binnames.h"
#include "client/value/error.h"
#include "client/wire/wirebuffer.h"

#include <memory>
#include <stop_token>
#include <vector>

namespace Aeroscope {

class Cluster;

/// Something that runs on an I/O thread and must end with it.
class ShardCommand : public Net::ListHook
{
public:
    /// Ends it now: it lets its connections go, answers and unlinks itself. On its thread.
    virtual void abort(const Error &error) = 0;

protected:
    ~ShardCommand() = default;
};

/// One I/O thread's part of a cluster: its pointer to the view, its share of every node's pool, its scratch
/// buffers and the commands that run on it. Belongs to the thread; made before the thread starts, emptied by
/// close() on it.
class IoShard
{
public:
    IoShard(Cluster *cluster, int index);
    ~IoShard();
    IoShard(const IoShard &) = delete;
    IoShard &operator=(const IoShard &) = delete;

    /// The shard of the thread that runs this code, or null.
    [[nodiscard]] static IoShard *current() noexcept;

    [[nodiscard]] Cluster &cluster() const noexcept { return *m_cluster; }
    [[nodiscard]] int index() const noexcept { return m_index; }

    /// The newest view. The reference holds until the next call or return to the event loop.
    [[nodiscard]] const ClusterView &view();
    /// Of a node of the view that view() gave last; null for another id.
    [[nodiscard]] NodeShard *nodeShard(NodeId id) const noexcept;
    /// By name, "" = any active node, a different one at each call; null if there is none.
    [[nodiscard]] std::shared_ptr<NodeShard> findNode(const QByteArray &name);

    /// For encoding one request; cleared by its user.
    [[nodiscard]] Wire::WireBuffer &scratch() noexcept { return m_scratch; }
    /// For inflating one reply.
    [[nodiscard]] QByteArray &inflateScratch() noexcept { return m_inflated; }
    /// For parsing replies.
    [[nodiscard]] BinNames &binNames() noexcept { return m_binNames; }

    void enter(ShardCommand &command) noexcept { m_active.append(&command); }
    /// Stopped when the thread is to end: for tasks that run on it.
    [[nodiscard]] std::stop_token stopToken() const;
    [[nodiscard]] bool isClosed() const noexcept { return m_closed; }
    /// Where a command that may ask any copy begins.
    [[nodiscard]] quint32 nextReplica() noexcept { return m_nextReplica++ % 0x10000; }

    /// Maintenance of the pools: idle connections grown old go, up to the minimum come.
    void maintain();
    /// Drops the pooled connections of a node that restarted.
    void dropIdle(NodeId id);
    /// Aborts what runs and closes every pooled connection; the shard is of no further use.
    void close(const Error &error);

private:
    friend class Cluster;
    void attach() noexcept; // on the thread

    Cluster *m_cluster;
    int m_index;
    ClusterViewPtr m_view;
    std::vector<std::shared_ptr<NodeShard>> m_nodes; // parallel to the view's members
    Net::IntrusiveList<ShardCommand> m_active;
    Wire::WireBuffer m_scratch;
    QByteArray m_inflated;
    BinNames m_binNames;
    std::size_t m_nextNode = 0;
    quint32 m_nextReplica = 0;
    bool m_closed = false;
};

} // namespace Aeroscope
