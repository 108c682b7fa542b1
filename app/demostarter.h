// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/host.h"
#include "client/value/error.h"

#include <QObject>

#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace Aeroscope::Demo {
class EmbeddedCluster;
}

namespace Aeroscope::App {

/// Starts the embedded demo cluster off the GUI thread, once: later calls answer the same nodes. It runs
/// until this is destroyed, which waits for a start that is under way. Lives on the GUI thread.
class DemoStarter : public QObject
{
    Q_OBJECT
public:
    explicit DemoStarter(QObject *parent = nullptr);
    ~DemoStarter() override;

    /// `done` is called on this object's thread, later.
    void start(std::function<void(Result<QList<Host>>)> done);

private:
    void finish(Result<std::shared_ptr<Demo::EmbeddedCluster>> cluster);

    std::shared_ptr<Demo::EmbeddedCluster> m_cluster;
    QList<std::function<void(Result<QList<Host>>)>> m_waiting;
    std::thread m_thread;
};

} // namespace Aeroscope::App
