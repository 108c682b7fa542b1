// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/clock.h"
#include "app/demo/config.h"
#include "app/demo/counters.h"
#include "app/demo/faults.h"
#include "app/demo/jobs.h"
#include "app/demo/request.h"
#include "app/demo/security/securitystore.h"
#include "app/demo/socketlog.h"
#include "app/demo/storage.h"
#include "app/demo/streamtask.h"
#include "app/demo/systemmetadata.h"
#include "app/demo/topology.h"
#include "app/demo/udf/udfmodules.h"
#include "app/demo/udf/udfruntime.h"

#include <QByteArray>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace Aeroscope::Demo {

/// What all nodes of a cluster share. Lives as long as the cluster.
struct ClusterState
{
    ClusterState(std::vector<NodeAddress> nodes, int replicationFactor,
                 const std::vector<QByteArray> &namespaces)
        : storage(clock, namespaces)
        , topology(std::move(nodes), replicationFactor)
    {}

    /// Registers a module whose text is given in base64.
    void registerModule(const QByteArray &fileName, const QByteArray &content64)
    {
        modules.put(fileName, content64, "LUA");
        metadata.set(SystemMetadata::Module::Udf, fileName, UdfModules::describe(fileName, content64, "LUA"));
    }

    Clock clock;
    Storage storage;
    Topology topology;
    FaultTable faults;
    SocketLog socketLog;
    UdfModules modules;
    SystemMetadata metadata;
    QByteArray clusterName = "null";
    /// The name that certificates of this cluster carry; empty without TLS.
    QByteArray tlsName;
    /// Null: the cluster knows no users, as a community server.
    std::unique_ptr<SecurityStore> security;
    /// Says it is an enterprise server; true as soon as there are users or TLS.
    bool enterprise = false;
    /// Answer rack commands although a community node refuses them.
    bool racks = false;
};

/// Settings of one node that commands look at; mirrors of its service settings.
struct NodeConfig
{
    std::atomic<quint32> batchMaxRequests{0};
    std::atomic<quint32> idleMs{0};
    std::atomic<quint32> tickerSeconds{10};
};

/// One node: what its thread, its jobs and its info commands share.
struct NodeContext
{
    NodeContext(ClusterState &state, int nodeIndex)
        : cluster(state)
        , index(nodeIndex)
        , counters(state.storage.namespaces().size())
    {}

    [[nodiscard]] Counters &countersOf(const Namespace &ns)
    {
        const auto &all = cluster.storage.namespaces();
        for (size_t i = 0; i < all.size(); ++i) {
            if (all[i].get() == &ns)
                return counters[i];
        }
        return counters[0];
    }
    [[nodiscard]] std::shared_ptr<const ClusterView> view() const { return cluster.topology.view(index); }

    /// Whether a user may make a request: Ok, RoleViolation or NotAuthenticated. Always Ok without users.
    /// Inferred: that a write which also reads needs both permissions, and that the check comes after those
    /// of the namespace and the digest.
    [[nodiscard]] ResultCode checkPermission(const QByteArray &user, const Request &request) const;

    /// Counts connections by the user agent (base64) they announced.
    void addUserAgent(const QByteArray &agent, int by);
    [[nodiscard]] QByteArray userAgentText() const;

    ClusterState &cluster;
    const int index;
    std::vector<Counters> counters;
    JobRegistry jobs;
    UdfRuntime udf{cluster.modules}; ///< for the node's thread only
    ConfigTable service{ConfigTable::serviceItems()};
    ConfigTable network{ConfigTable::networkItems()};
    NodeConfig config;
    void applySettings();
    /// Ends an interval of the latencies when it is time, by the cluster's clock. Only one thread calls it.
    void tick();

    std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();
    std::atomic<quint64> connectionsOpened{0};
    std::atomic<quint64> connectionsClosed{0};
    std::atomic<quint64> infoComplete{0};
    std::atomic<quint64> demarshalErrors{0};
    std::atomic<quint64> batchesComplete{0};
    std::atomic<quint64> batchErrors{0};
    LatencyHistogram batchLatency;
    /// Hands a job to the node's thread; called on that thread.
    std::function<void(std::unique_ptr<StreamTask>)> startBackground;

private:
    void forEachLatency(const std::function<void(LatencyHistogram &)> &visit);

    qint64 m_tickedAt = cluster.clock.nowMs() / 1000;
    mutable std::mutex m_agentsMutex;
    std::map<QByteArray, int> m_agents;
};

} // namespace Aeroscope::Demo
