// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/cluster/cluster.h"

#include "client/cluster/tender.h"

#include <QCoreApplication>
#include <QThread>

#include <algorithm>
#include <condition_variable>
#include <thread>

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

/// Clusters whose last handle died where one must not block. They are joined before the program's event
/// system goes.
class BackgroundStops
{
public:
    static BackgroundStops &instance()
    {
        static BackgroundStops stops;
        return stops;
    }

    void run(std::shared_ptr<Cluster> cluster, std::function<void()> done)
    {
        {
            const std::scoped_lock lock(m_mutex);
            ++m_running;
        }
        if (!m_routineAdded.exchange(true))
            qAddPostRoutine([] { instance().wait(); });
        std::thread([this, cluster = std::move(cluster), done = std::move(done)]() mutable {
            cluster->stop();
            cluster.reset();
            if (done)
                done();
            done = nullptr;
            const std::scoped_lock lock(m_mutex);
            if (--m_running == 0)
                m_idle.notify_all();
        }).detach();
    }

private:
    void wait()
    {
        std::unique_lock lock(m_mutex);
        m_idle.wait(lock, [this] { return m_running == 0; });
    }

    std::mutex m_mutex;
    std::condition_variable m_idle;
    int m_running = 0;
    std::atomic<bool> m_routineAdded = false;
};

int threadsFor(const SystemSettings &system)
{
    return system.ioThreads > 0 ? system.ioThreads : std::clamp(QThread::idealThreadCount(), 1, 4);
}

} // namespace

Cluster::Cluster(EnvironmentPtr environment)
    : m_environment(std::move(environment))
{
    m_view =
        std::make_shared<ClusterView>(1, std::vector<ClusterView::Member>(), PartitionMapBuilder().build(),
                                      m_environment->settings.preferredRacks);
    m_snapshot.state = ClusterSnapshot::State::Connecting;
    const int count = threadsFor(m_environment->settings.system);
    for (int index = 0; index < count; ++index) {
        m_threads.push_back(std::make_unique<Net::IoThread>(u"aeroscope-io-%1"_s.arg(index)));
        m_shards.push_back(std::make_unique<IoShard>(this, index));
    }
}

Cluster::~Cluster()
{
    stop();
}

Net::Completion<ConnectReport> Cluster::start()
{
    for (std::size_t index = 0; index < m_threads.size(); ++index) {
        m_threads[index]->start();
        m_threads[index]->post([shard = m_shards[index].get()] { shard->attach(); });
    }
    m_tender = std::make_shared<Tender>(*this);
    Net::CompletionSource<ConnectReport> source;
    Net::Completion<ConnectReport> completion = source.completion();
    m_threads[0]->post([this, source = std::move(source)]() mutable {
        Net::TaskScope &scope = m_threads[0]->scope();
        scope.launch(Tender::run(m_tender, std::move(source), scope.token()));
    });
    return completion;
}

void Cluster::stop()
{
    beginClose();
    if (std::exchange(m_stopped, true))
        return;
    for (std::size_t index = 0; index < m_threads.size(); ++index)
        m_threads[index]->post([shard = m_shards[index].get()] { shard->close(Error::cancelled()); });
    for (const auto &thread : m_threads)
        thread->stop();
    {
        const std::scoped_lock lock(m_mutex);
        m_snapshot.state = ClusterSnapshot::State::Closed;
        for (NodeSnapshot &node : m_snapshot.nodes)
            node.active = false;
    }
    notify();
}

void Cluster::stopInBackground(std::shared_ptr<Cluster> cluster, std::function<void()> done)
{
    cluster->beginClose();
    BackgroundStops::instance().run(std::move(cluster), std::move(done));
}

ClusterViewPtr Cluster::view() const
{
    const std::scoped_lock lock(m_mutex);
    return m_view;
}

ClusterSnapshot Cluster::snapshot() const
{
    const std::scoped_lock lock(m_mutex);
    ClusterSnapshot result = m_snapshot;
    for (NodeSnapshot &node : result.nodes) {
        for (const ClusterView::Member &member : m_view->members()) {
            if (member.node->name() == node.name) {
                node.connections = member.node->connections.load(std::memory_order_relaxed);
                node.idleConnections = member.node->idleConnections.load(std::memory_order_relaxed);
                node.breakerOpen = member.node->breaker.isOpen();
            }
        }
    }
    return result;
}

Error Cluster::unreachable() const
{
    Error error = Error::notConnected(u"no node of the cluster is known"_s);
    const std::scoped_lock lock(m_mutex);
    if (const std::optional<Error> &cause = m_snapshot.lastError) {
        error.message += u": "_s + cause->message;
        error.node = cause->node;
        if (cause->kind == ErrorKind::Authentication) {
            error.kind = cause->kind;
            error.code = cause->code;
            error.serverText = cause->serverText;
        }
    }
    return error;
}

void Cluster::publish(std::vector<ClusterView::Member> members, std::shared_ptr<const PartitionMap> map)
{
    const quint64 epoch = m_epoch.load(std::memory_order_relaxed) + 1;
    auto next = std::make_shared<ClusterView>(epoch, std::move(members), std::move(map),
                                              m_environment->settings.preferredRacks);
    {
        const std::scoped_lock lock(m_mutex);
        m_view = std::move(next);
    }
    m_epoch.store(epoch, std::memory_order_release);
    // Threads without work must let go of the connections to nodes that are no more.
    forEachShard([](IoShard &shard) { (void)shard.view(); });
}

void Cluster::publishSnapshot(ClusterSnapshot snapshot)
{
    bool changed = false;
    {
        const std::scoped_lock lock(m_mutex);
        snapshot.epoch = m_epoch.load(std::memory_order_relaxed);
        const auto facts = [](const ClusterSnapshot &s) {
            QList<std::tuple<QByteArray, QString, bool, int>> nodes;
            for (const NodeSnapshot &node : s.nodes)
                nodes.emplace_back(node.name, node.address, node.active, node.failures);
            return std::tuple(s.state, s.clusterName, s.epoch, nodes);
        };
        changed = facts(m_snapshot) != facts(snapshot);
        m_snapshot = std::move(snapshot);
    }
    if (changed)
        notify();
}

void Cluster::requestTend()
{
    m_threads[0]->post([this] { m_tender->wake(); });
}

int Cluster::watch(std::function<void()> changed)
{
    const std::scoped_lock lock(m_watchMutex);
    m_watchers.emplace_back(m_nextWatch, std::move(changed));
    return m_nextWatch++;
}

void Cluster::unwatch(int id)
{
    const std::scoped_lock lock(m_watchMutex);
    std::erase_if(m_watchers, [id](const auto &watcher) { return watcher.first == id; });
}

void Cluster::notify()
{
    const std::scoped_lock lock(m_watchMutex);
    for (const auto &[id, changed] : m_watchers)
        changed();
}

void Cluster::forEachShard(const std::function<void(IoShard &)> &function)
{
    for (std::size_t index = 0; index < m_threads.size(); ++index)
        m_threads[index]->post([shard = m_shards[index].get(), function] { function(*shard); });
}

} // namespace Aeroscope
