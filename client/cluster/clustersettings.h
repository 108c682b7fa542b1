// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/host.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <functional>

namespace Aeroscope {

/// How TLS connections are made (protocol section 2.2). Verification is on unless it is switched off in so
/// many words.
struct TlsConfig
{
    /// Of the TLS protocol; older ones are never spoken.
    enum class Version { Tls12, Tls13 };

    /// Off: everything below is ignored and all travels in clear.
    bool enabled = false;
    /// PEM file of the authorities to trust; empty: the system's.
    QString caFile{};
    /// PEM files of the client's certificate and key (mutual TLS, PKI login).
    QString certificateFile{};
    /// Of the certificate.
    QString keyFile{};
    /// Empty: the key is not encrypted.
    QString keyPassphrase{};
    /// Applied to every host that has no TLS name of its own.
    QString tlsName{};
    /// Servers that offer less are refused.
    Version minimumVersion = Version::Tls12;
    /// OpenSSL cipher list for TLS 1.2 / cipher suites for 1.3; empty: OpenSSL's defaults.
    QString ciphers{};
    /// See ciphers.
    QString cipherSuites{};
    /// Off: neither chain nor name is checked.
    bool verify = true;
    /// Log in over TLS, then talk in clear with the session token.
    bool forLoginOnly = false;
    /// PEM file with revocation lists; empty: not checked.
    QString revocationListFile{};
    /// Serial numbers (hex) of certificates that are refused.
    QStringList revokedSerials{};
    friend bool operator==(const TlsConfig &, const TlsConfig &) = default;
};

/// protocol section 2.4.
enum class AuthMode {
    None,
    Internal,         ///< password as bcrypt hash
    External,         ///< LDAP …: password in clear, so TLS is required
    ExternalInsecure, ///< the same, and the missing TLS is the user's explicit wish
    Pki,              ///< the client certificate is the user
};

/// Who logs in, and how (protocol section 2.4).
struct Credentials
{
    /// None: nobody does.
    AuthMode mode = AuthMode::None;
    /// Empty with Pki: the certificate names the user.
    QString user{};
    /// Wiped from memory with the last copy of the definition as far as QString allows; never logged.
    QString password{};
};

/// Technical settings of one cluster.
struct SystemSettings
{
    /// Opened ahead and kept, per node, over all I/O threads.
    int minConnectionsPerNode = 0;
    /// Per node, over all I/O threads. A command that finds none free waits for nothing: it fails with
    /// ClientNoMoreConnections, which the retry loop may try again.
    int maxConnectionsPerNode = 256;
    /// Idle connections older than this are closed rather than reused; keep it below the server's
    /// proto-fd-idle-ms.
    std::chrono::milliseconds maxSocketIdle{55'000};
    /// Between two looks at every node (protocol section 10.2).
    std::chrono::milliseconds tendInterval{1'000};
    /// For one connection: name, TCP and TLS together.
    std::chrono::milliseconds connectTimeout{1'000};
    /// For the login on a new connection.
    std::chrono::milliseconds loginTimeout{5'000};
    /// Circuit breaker: errors per node within errorRateWindow tend intervals before commands to it fail at
    /// once with ClientMaxErrorRate. 0 = off.
    int maxErrorRate = 100;
    /// In tend intervals; see maxErrorRate.
    int errorRateWindow = 1;
    /// How old what is known of the secondary indexes may become while queries need it; see IndexMonitor.
    std::chrono::milliseconds indexRefreshInterval{5'000};
    /// 0 = min(4, cores).
    int ioThreads = 0;
    friend bool operator==(const SystemSettings &, const SystemSettings &) = default;
};

/// Everything needed to connect; what a ClusterDefinition builds.
struct ClusterSettings
{
    /// At least one; any that answers leads to the others.
    QList<Host> seeds{};
    /// None by default.
    Credentials credentials{};
    /// Off by default.
    TlsConfig tls{};
    /// Nodes that report another cluster name are refused; empty: any.
    QString clusterName{};
    /// Racks in order of preference, for Replica::PreferRack.
    QList<int> preferredRacks{};
    /// Reach nodes at the alternate addresses that they advertise.
    bool useServicesAlternate = false;
    /// Advertised address -> address to use instead.
    QHash<QString, QString> ipMap{};
    /// Where to dial instead: a tunnel to a seed or node (ipMap applied). Called on any I/O thread, several
    /// at once; it must not wait. The certificate must carry the name of the host itself. Null: nowhere else.
    std::function<Host(const Host &)> route{};
    /// Threads, pools, intervals and limits.
    SystemSettings system{};
    /// Off: connect() succeeds without a reachable node and tending goes on.
    bool failIfNotConnected = true;
    /// Shows in the server's `user-agents` (8.1 on).
    QString applicationId{};
};

} // namespace Aeroscope
