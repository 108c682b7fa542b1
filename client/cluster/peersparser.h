// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/host.h"
#include "client/value/error.h"

#include <QByteArray>
#include <QList>

namespace Aeroscope {

/// A node as another node advertises it.
struct PeerEntry
{
    QByteArray node;
    QString tlsName;
    /// Where it can be reached; empty: the node departed (only in the generation form).
    QList<Host> hosts;
    friend bool operator==(const PeerEntry &, const PeerEntry &) = default;
};

struct PeersReply
{
    qint64 generation = 0;
    QList<PeerEntry> peers;
    friend bool operator==(const PeersReply &, const PeersReply &) = default;
};

/// The value of `peers-clear-std`, `peers-tls-alt` … (protocol section 10.2):
/// `GEN,DEFPORT,[[NODE,TLSNAME,[host:port,…]],…]`. An entry without a port uses DEFPORT, an empty DEFPORT is
/// 3000, IPv6 addresses stand in brackets. Fails with Protocol for anything else.
[[nodiscard]] Result<PeersReply> parsePeers(QByteArrayView value);

/// The value of `service-clear-std` and its kin: `10.0.0.1:3000,[2001:db8::1]:3000`; empty is an empty list.
[[nodiscard]] Result<QList<Host>> parseServiceAddresses(QByteArrayView value);

} // namespace Aeroscope
