// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/clusteraccess.h"

#include "app/demo/embeddedcluster.h"
#include "client/session/clusterdefinition.h"

namespace Aeroscope::App {

ClusterAccess::ClusterAccess() = default;
ClusterAccess::~ClusterAccess() = default;

QCoro::Task<Result<Client>> ClusterAccess::open(ConnectionOptions options, std::stop_token stop)
{
    if (options.demo) {
        Demo::ClusterOptions demo;
        demo.nodes = options.demoNodes;
        demo.sampleData = options.demoSampleData;
        Result<std::unique_ptr<Demo::EmbeddedCluster>> cluster = Demo::EmbeddedCluster::start(demo);
        if (!cluster)
            co_return std::unexpected(cluster.error());
        m_demo = *std::move(cluster);
        Result<QList<Host>> seeds = Host::parseList(m_demo->seed());
        if (!seeds)
            co_return std::unexpected(seeds.error());
        options.settings.seeds = *std::move(seeds);
    }
    Result<Client> client = co_await ClusterDefinition(std::move(options.settings)).connect(stop);
    if (client)
        m_client = *client;
    co_return client;
}

QCoro::Task<void> ClusterAccess::close()
{
    co_await m_client.close();
    m_client = {};
    m_demo.reset();
}

} // namespace Aeroscope::App
