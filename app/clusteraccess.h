// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/connectionoptions.h"
#include "client/session/client.h"

#include <memory>
#include <stop_token>

namespace Aeroscope::Demo {
class EmbeddedCluster;
}

namespace Aeroscope::App {

/// The cluster that a command works on: connected, and with --demo started first.
/// Lives on one thread; close it, then let it go after the client's last user.
class ClusterAccess
{
public:
    ClusterAccess();
    ~ClusterAccess();
    Q_DISABLE_COPY_MOVE(ClusterAccess)

    [[nodiscard]] QCoro::Task<Result<Client>> open(ConnectionOptions options, std::stop_token stop);
    QCoro::Task<void> close();

private:
    std::unique_ptr<Demo::EmbeddedCluster> m_demo;
    Client m_client;
};

} // namespace Aeroscope::App
