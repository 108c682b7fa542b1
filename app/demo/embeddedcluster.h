// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/clock.h"
#include "app/demo/faults.h"
#include "app/demo/node.h"
#include "app/demo/security/tlsauthority.h"
#include "app/demo/socketlog.h"
#include "client/value/error.h"
#include "client/value/record.h"

#include <QByteArray>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace Aeroscope::Demo {

/// A user of an embedded cluster with log-in.
struct ClusterUser
{
    QByteArray name;
    QByteArray password;
    std::vector<QByteArray> roles;
};

/// What an embedded cluster is to look like.
struct ClusterOptions
{
    /// 1 … 8.
    int nodes = 1;
    /// Ports of the nodes: this one and the following ones; 0 = any free ports.
    quint16 firstPort = 0;
    /// Copies of a partition, as far as there are nodes.
    int replicationFactor = 2;
    std::vector<QByteArray> namespaces{"test", "bar"};
    /// Fill namespace `test` with the sample sets.
    bool sampleData = false;
    /// What cluster-name answers; empty = none configured.
    QByteArray clusterName;
    /// Rack of each node; empty = racks are refused, as a community server does.
    std::vector<int> racks;
    /// Alternate host name of the nodes ("localhost"); empty = none configured.
    QByteArray alternateHost;
    /// How long a new index over records that are there stays write-only, by the cluster's clock; 0 = as
    /// long as the work takes.
    std::chrono::milliseconds indexBuildTime{0};
    /// Not empty: clients must log in. Like TLS this makes the nodes say they are enterprise servers. Both
    /// are modelled on what clients expect and were not compared with such a server.
    std::vector<ClusterUser> users;
    std::chrono::seconds sessionTtl{24 * 60 * 60};
    /// Not empty: each node listens on a second port with TLS and a certificate for this name.
    QByteArray tlsName;
    /// Ports with TLS: this one and the following ones; 0 = any free ports.
    quint16 firstTlsPort = 0;
    /// Refuse TLS clients without a certificate of the cluster's own authority.
    bool requireClientCertificate = false;
};

/// A record to be put into an embedded cluster without going through a socket.
struct SampleRecord
{
    QByteArray ns;
    QByteArray set;
    Value key;
    Bins bins;
    /// Seconds to live; 0 = never expires.
    quint32 ttlSeconds = 0;
    bool storeKey = true;
};

/// One to eight Aerospike nodes in this process, on loopback sockets, with threads of their own. Needs no
/// event loop. All members may be called from any thread; stopping waits for the nodes' threads.
///
/// All nodes share the data; the topology decides who answers for which partition. Nothing is written to
/// disk.
class EmbeddedCluster
{
public:
    [[nodiscard]] static Result<std::unique_ptr<EmbeddedCluster>> start(const ClusterOptions &options = {});
    ~EmbeddedCluster();
    EmbeddedCluster(const EmbeddedCluster &) = delete;
    EmbeddedCluster &operator=(const EmbeddedCluster &) = delete;

    [[nodiscard]] int nodeCount() const noexcept { return static_cast<int>(m_nodes.size()); }
    /// The port a node listens on; it keeps it when it is stopped and started again.
    [[nodiscard]] quint16 port(int node) const;
    /// The port with TLS; 0 without.
    [[nodiscard]] quint16 tlsPort(int node) const;
    /// The name a node calls itself, such as BB9DE0000000001.
    [[nodiscard]] QByteArray nodeId(int node) const;
    /// "127.0.0.1:PORT" of the first node.
    [[nodiscard]] QString seed() const;
    /// The node that is master of a partition by the view of `asSeenBy`.
    [[nodiscard]] int masterOf(int partition, int asSeenBy = 0) const;

    /// Takes a node down: its connections close, the others take its partitions.
    void stopNode(int node);
    /// Brings it back on its old port.
    [[nodiscard]] Result<void> startNode(int node);
    /// Cuts a running node off from the other nodes (not from clients), or joins it again.
    void isolateNode(int node, bool isolated = true);
    void setRack(int node, int rack);
    void setAcceptMode(int node, AcceptMode mode);
    void dropConnections(int node);

    /// Certificate (PEM) of the authority behind the nodes' certificate; empty without TLS.
    [[nodiscard]] QByteArray authorityCertificate() const;
    /// A certificate that names a client, and its key. Requires TLS.
    [[nodiscard]] Result<TlsIdentity> issueClientCertificate(const QByteArray &name) const;
    /// Users, roles and sessions; null without users.
    [[nodiscard]] SecurityStore *security() noexcept { return m_state->security.get(); }

    [[nodiscard]] Clock &clock() noexcept { return m_state->clock; }
    [[nodiscard]] FaultTable &faults() noexcept { return m_state->faults; }
    [[nodiscard]] SocketLog &socketLog() noexcept { return m_state->socketLog; }

    /// Writes a record as an upsert that replaces the whole record. Fails for an unknown namespace or a value
    /// that a server would refuse.
    [[nodiscard]] Result<void> put(const SampleRecord &record);
    /// Records in a namespace (all of them: replicas count once).
    [[nodiscard]] qint64 objectCount(const QByteArray &ns) const;
    /// Creates an index as sindex-create does, with the same parameters; it is built when this returns.
    [[nodiscard]] Result<void> createIndex(const QByteArray &parameters);
    /// Registers a module of Lua functions. Fails when it does not load.
    [[nodiscard]] Result<void> registerModule(const QByteArray &fileName, const QByteArray &source);
    /// While paused, new indexes stay unbuilt and queries on them are refused (203).
    void pauseIndexing(bool paused);
    /// Removes what has expired now instead of at the next round.
    void removeExpired();

private:
    explicit EmbeddedCluster(const ClusterOptions &options);
    void housekeep();

    [[nodiscard]] Result<void> setUpSecurity(const ClusterOptions &options);
    [[nodiscard]] Result<void> startServing(int node, Node::Ports ports);

    std::unique_ptr<ClusterState> m_state;
    std::unique_ptr<TlsAuthority> m_authority;
    std::shared_ptr<SSL_CTX> m_tls;
    std::vector<std::unique_ptr<Node>> m_nodes;
    std::mutex m_stopMutex;
    std::condition_variable m_stopCondition;
    bool m_stopping = false;
    bool m_work = false;
    bool m_indexingPaused = false;
    std::thread m_housekeeper;
};

} // namespace Aeroscope::Demo
