// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/session/clusterwatcher.h"

#include "client/session/clientstate.h"

#include <atomic>

namespace Aeroscope {

struct ClusterWatcher::Private
{
    std::shared_ptr<ClientState> client;
    int id = 0;
    std::shared_ptr<std::atomic<bool>> pending = std::make_shared<std::atomic<bool>>(false);
};

ClusterWatcher::ClusterWatcher(Client client, QObject *parent)
    : QObject(parent)
    , m_private(std::make_unique<Private>())
{
    m_private->client = client.m_state;
    if (!m_private->client)
        return;
    // unwatch() in the destructor waits for a call that is under way, so that `this` is alive in it.
    m_private->id = m_private->client->cluster().watch([this, pending = m_private->pending] {
        if (pending->exchange(true))
            return;
        QMetaObject::invokeMethod(
            this,
            [this, pending] {
                pending->store(false);
                Q_EMIT changed(snapshot());
            },
            Qt::QueuedConnection);
    });
}

ClusterWatcher::~ClusterWatcher()
{
    if (m_private->client)
        m_private->client->cluster().unwatch(m_private->id);
}

ClusterSnapshot ClusterWatcher::snapshot() const
{
    return m_private->client ? m_private->client->cluster().snapshot() : ClusterSnapshot();
}

} // namespace Aeroscope
