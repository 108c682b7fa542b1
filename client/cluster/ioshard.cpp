// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/cluster/ioshard.h"

#include "client/cluster/cluster.h"

namespace Aeroscope {

namespace {

thread_local IoShard *currentShard = nullptr;

/// Opens one connection ahead of need.
QCoro::Task<void> openAhead(std::shared_ptr<NodeShard> shard, std::stop_token stop)
{
    const auto lease = co_await NodeShard::open(shard, Net::Deadline::never(), std::move(stop));
    if (lease)
        (*lease)->giveBack();
}

} // namespace

IoShard::IoShard(Cluster *cluster, int index)
    : m_cluster(cluster)
    , m_index(index)
{}

IoShard::~IoShard() = default;

IoShard *IoShard::current() noexcept
{
    return currentShard;
}

void IoShard::attach() noexcept
{
    currentShard = this;
}

std::stop_token IoShard::stopToken() const
{
    return m_cluster->thread(m_index).scope().token();
}

const ClusterView &IoShard::view()
{
    if (m_view && m_view->epoch() == m_cluster->epoch())
        return *m_view;
    ClusterViewPtr next = m_cluster->view();
    std::vector<std::shared_ptr<NodeShard>> nodes;
    nodes.reserve(next->members().size());
    for (const ClusterView::Member &member : next->members()) {
        const int known = m_view ? m_view->indexOf(member.node->id()) : -1;
        if (known >= 0)
            nodes.push_back(std::move(m_nodes[static_cast<std::size_t>(known)]));
        else
            nodes.push_back(std::make_shared<NodeShard>(member.node, m_cluster->environment()));
    }
    for (const std::shared_ptr<NodeShard> &gone : m_nodes) {
        if (gone)
            gone->retire();
    }
    m_nodes = std::move(nodes);
    m_view = std::move(next);
    return *m_view;
}

NodeShard *IoShard::nodeShard(NodeId id) const noexcept
{
    const int index = m_view ? m_view->indexOf(id) : -1;
    return index < 0 ? nullptr : m_nodes[static_cast<std::size_t>(index)].get();
}

std::shared_ptr<NodeShard> IoShard::findNode(const QByteArray &name)
{
    (void)view();
    for (std::size_t tried = 0; tried < m_nodes.size(); ++tried) {
        const std::size_t at = name.isEmpty() ? m_nextNode++ % m_nodes.size() : tried;
        const std::shared_ptr<NodeShard> &candidate = m_nodes[at];
        if (candidate->node().isActive() && (name.isEmpty() || candidate->node().name() == name))
            return candidate;
    }
    return {};
}

void IoShard::maintain()
{
    if (m_closed)
        return;
    (void)view();
    const SystemSettings &system = m_cluster->environment()->settings.system;
    const int threads = m_cluster->threadCount();
    const int share = (system.minConnectionsPerNode + threads - 1 - m_index) / threads;
    for (const std::shared_ptr<NodeShard> &shard : m_nodes) {
        shard->reap(std::chrono::steady_clock::now(), system.maxSocketIdle);
        for (int missing = share - shard->idleCount(); missing > 0; --missing) {
            if (shard->node().connections.load(std::memory_order_relaxed) >= system.minConnectionsPerNode)
                break;
            Net::TaskScope &scope = m_cluster->thread(m_index).scope();
            scope.launch(openAhead(shard, scope.token()));
        }
    }
}

void IoShard::dropIdle(NodeId id)
{
    (void)view();
    const int index = m_view->indexOf(id);
    if (index < 0)
        return;
    auto &slot = m_nodes[static_cast<std::size_t>(index)];
    slot->retire();
    slot = std::make_shared<NodeShard>(slot->nodePtr(), m_cluster->environment());
}

void IoShard::close(const Error &error)
{
    m_closed = true;
    while (ShardCommand *command = m_active.first())
        command->abort(error);
    for (const std::shared_ptr<NodeShard> &shard : m_nodes)
        shard->retire();
    m_nodes.clear();
    m_view.reset();
    currentShard = nullptr;
}

} // namespace Aeroscope
