// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/connectreport.h"
#include "client/cluster/environment.h"
#include "client/cluster/node.h"
#include "client/net/connection.h"
#include "client/net/task.h"

#include <QByteArray>

#include <memory>
#include <stop_token>

namespace Aeroscope {

/// Collects the steps of connecting. Used on the tend thread only.
struct ConnectLog
{
    ConnectReport report;
    void add(ConnectStep step, QString target, std::chrono::steady_clock::time_point since,
             std::optional<Error> error = {}, QString detail = {}, QByteArray node = {});
};

/// A server that answered, introduced itself and may belong to the cluster.
struct Introduction
{
    std::unique_ptr<Net::Connection> connection{};
    /// As dialled in the end (a load balancer's name is replaced by the node behind it).
    Host host{};
    Net::Endpoint endpoint{};
    QByteArray name{};
    QByteArray build{};
    SessionTokenPtr token{};
    /// With TLS for login only: where it is reached in clear.
    bool reconnectInClear = false;
};

struct HandshakeOptions
{
    /// A seed may be a load balancer: its own idea of its address is compared (protocol section 10.1).
    bool isSeed = false;
    /// passwordHash() of the credentials.
    QByteArray passwordHash{};
};

/// Name look-up, TCP, TLS, login, introduction, version and cluster name (protocol section 10.1), each step
/// noted in `log`. The error of the step that failed names step and address.
[[nodiscard]] QCoro::Task<Result<std::shared_ptr<Introduction>>>
introduce(EnvironmentPtr environment, Host host, HandshakeOptions options, std::shared_ptr<ConnectLog> log,
          std::stop_token stop);

} // namespace Aeroscope
