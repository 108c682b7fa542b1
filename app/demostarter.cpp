// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demostarter.h"

#include "app/demo/embeddedcluster.h"

namespace Aeroscope::App {

DemoStarter::DemoStarter(QObject *parent)
    : QObject(parent)
{}

DemoStarter::~DemoStarter()
{
    if (m_thread.joinable())
        m_thread.join();
}

void DemoStarter::start(std::function<void(Result<QList<Host>>)> done)
{
    m_waiting.append(std::move(done));
    if (m_cluster) {
        QMetaObject::invokeMethod(this, [this] { finish(m_cluster); }, Qt::QueuedConnection);
        return;
    }
    if (m_thread.joinable())
        return; // under way: everybody who waits is told together
    m_thread = std::thread([this] {
        Demo::ClusterOptions options;
        options.nodes = 3;
        options.sampleData = true;
        Result<std::shared_ptr<Demo::EmbeddedCluster>> cluster = Demo::EmbeddedCluster::start(options);
        QMetaObject::invokeMethod(
            this,
            [this, cluster = std::move(cluster)] {
                m_thread.join();
                finish(cluster);
            },
            Qt::QueuedConnection);
    });
}

void DemoStarter::finish(Result<std::shared_ptr<Demo::EmbeddedCluster>> cluster)
{
    if (cluster)
        m_cluster = *cluster;
    const auto waiting = std::exchange(m_waiting, {});
    for (const auto &done : waiting)
        done(cluster ? Host::parseList((*cluster)->seed()) : std::unexpected(cluster.error()));
}

} // namespace Aeroscope::App
