// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/clustersettings.h"
#include "client/net/connection.h"
#include "client/net/deadline.h"
#include "client/net/task.h"
#include "client/net/tls.h"

#include <memory>
#include <stop_token>

namespace Aeroscope {

/// What every connection of a cluster is made with. Immutable, shared between threads.
struct Environment
{
    ClusterSettings settings;
    /// Null: clear.
    Net::TlsContextPtr tls;

    /// Reads certificate files; fails with Tls, or InvalidArgument for settings that cannot work together.
    [[nodiscard]] static Result<std::shared_ptr<const Environment>> make(ClusterSettings settings);

    /// The name that the certificate of a host must carry.
    [[nodiscard]] QByteArray tlsNameOf(const Host &host) const;
    /// The advertised address, or what the address map puts in its place.
    [[nodiscard]] Host translated(Host host) const;
    /// Name of the info request that lists peers, and of the one that lists a node's own addresses.
    [[nodiscard]] QByteArray peersCommand() const;
    [[nodiscard]] QByteArray serviceCommand() const;
};
using EnvironmentPtr = std::shared_ptr<const Environment>;

/// Settings that cannot work together are refused with InvalidArgument.
[[nodiscard]] Result<void> validateSettings(const ClusterSettings &settings);

} // namespace Aeroscope
