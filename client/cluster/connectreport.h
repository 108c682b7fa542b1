// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/tls.h"
#include "client/value/error.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>

namespace Aeroscope {

/// The steps of connecting to one address, in order (protocol section 10.1).
enum class ConnectStep {
    Resolve, ///< name -> addresses
    Tcp,
    Tls,
    Login,
    NodeInfo, ///< the node answers info requests and has a name
    Version,  ///< the server is 6.0 or newer
    ClusterName,
    Peers,      ///< what other nodes it advertises
    PeerReach,  ///< one advertised peer
    Partitions, ///< the partition map covers every namespace
};

/// One step tried on one address.
struct ConnectTrace
{
    ConnectStep step = ConnectStep::Resolve;
    /// "host:port" as it was dialled; for Resolve the name.
    QString target{};
    /// What came out: addresses, node name, build, advertised peers. Server text, untrusted.
    QString detail{};
    std::optional<Error> error{};
    std::chrono::milliseconds duration{0};
    /// Of the TLS step: what the server showed, also when it was refused.
    std::optional<Net::PeerFacts> peer{};
    /// The node that it is about, where that is known: for PeerReach the one that was advertised, `target`
    /// says where, and `error` why it cannot be reached there.
    QByteArray node{};

    [[nodiscard]] bool ok() const noexcept { return !error.has_value(); }
};

/// How connecting went, step by step.
struct ConnectReport
{
    QList<ConnectTrace> steps;
    bool connected = false;

    /// The step that decided about the failure: of the seed that got furthest. Null when connected.
    [[nodiscard]] const ConnectTrace *decisiveFailure() const noexcept;
    /// Plain text, one step a line.
    [[nodiscard]] QString toString() const;
};

/// "DNS", "TCP" …: English words for logs and the command line.
[[nodiscard]] QString connectStepName(ConnectStep step);

} // namespace Aeroscope
