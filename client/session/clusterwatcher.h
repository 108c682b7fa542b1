// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/clustersnapshot.h"
#include "client/session/client.h"

#include <QObject>

#include <memory>

namespace Aeroscope {

/// Tells its thread when the cluster changed: nodes joined, left or failed, partitions moved, connection lost
/// or back, closed. Several changes may come as one signal; after the last one snapshot() is up to date.
class ClusterWatcher : public QObject
{
    Q_OBJECT
public:
    /// Lives on the thread that makes it, which must run an event loop. Keeps the client alive.
    explicit ClusterWatcher(Client client, QObject *parent = nullptr);
    ~ClusterWatcher() override;

    /// What the last tend saw; never waits.
    [[nodiscard]] ClusterSnapshot snapshot() const;

Q_SIGNALS:
    /// A tend saw something else than the one before it.
    void changed(const Aeroscope::ClusterSnapshot &snapshot);

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace Aeroscope
