// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/session/client.h"

#include "client/cluster/cluster.h"
#include "client/session/clientstate.h"
#include "client/session/inforunner.h"

namespace Aeroscope {

using namespace Qt::StringLiterals;

ClientState::ClientState(std::shared_ptr<Cluster> cluster, ConnectReport report)
    : m_cluster(std::move(cluster))
    , m_report(std::move(report))
    , m_indexMonitor(m_cluster->environment()->settings.system.indexRefreshInterval)
{}

ClientState::~ClientState()
{
    if (!m_closing)
        Cluster::stopInBackground(std::move(m_cluster));
}

Net::Completion<void> ClientState::close()
{
    Net::CompletionSource<void> source;
    Net::Completion<void> completion = source.completion();
    const std::scoped_lock lock(m_mutex);
    if (m_closed) {
        source.complete({});
        return completion;
    }
    m_waiting.push_back(std::move(source));
    if (!std::exchange(m_closing, true)) {
        Cluster::stopInBackground(m_cluster, [this] {
            std::vector<Net::CompletionSource<void>> waiting;
            std::shared_ptr<ClientState> self;
            {
                const std::scoped_lock inner(m_mutex);
                m_closed = true;
                waiting.swap(m_waiting);
                self.swap(m_self);
            }
            for (Net::CompletionSource<void> &source : waiting)
                source.complete({});
        });
    }
    return completion;
}

namespace {

QCoro::Task<void> awaitClose(std::shared_ptr<ClientState> state)
{
    (void)co_await state->close();
}

} // namespace

Client::Client(std::shared_ptr<ClientState> state)
    : m_state(std::move(state))
{}

Session Client::session(BehaviorPtr behavior) const
{
    auto state = std::make_shared<SessionState>();
    state->client = m_state;
    state->behavior = behavior ? std::move(behavior) : Behavior::standard();
    return Session(std::move(state));
}

QCoro::Task<void> Client::close() const
{
    if (!m_state)
        return []() -> QCoro::Task<void> { co_return; }();
    {
        const std::scoped_lock lock(m_state->m_mutex);
        if (!m_state->m_closed)
            m_state->m_self = m_state;
    }
    return awaitClose(m_state);
}

ClusterSnapshot Client::snapshot() const
{
    return m_state ? m_state->cluster().snapshot() : ClusterSnapshot();
}

ConnectReport Client::connectReport() const
{
    return m_state ? m_state->report() : ConnectReport();
}

Net::IoThread *Client::pickThread() const
{
    if (!m_state || m_state->cluster().isClosing())
        return nullptr;
    Cluster &cluster = m_state->cluster();
    if (const IoShard *own = cluster.currentShard())
        return &cluster.thread(own->index());
    return &cluster.thread(cluster.pickThread());
}

int Client::threadCount() const
{
    return m_state ? m_state->cluster().threadCount() : 0;
}

QCoro::Task<Result<QByteArray>> Client::info(QByteArray command, QByteArray node, std::stop_token stop) const
{
    return infoFromOne(m_state, std::move(command), std::move(node), std::move(stop));
}

QCoro::Task<Result<QList<NodeInfoAnswer>>> Client::infoAll(QByteArray command, std::stop_token stop) const
{
    return infoFromAll(m_state, std::move(command), std::move(stop));
}

} // namespace Aeroscope
