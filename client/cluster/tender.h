// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/clusterview.h"
#include "client/cluster/nodehandshake.h"
#include "client/cluster/peersparser.h"
#include "client/net/completion.h"
#include "client/net/task.h"

#include <QHash>

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace Aeroscope {

class Cluster;

/// Keeps a cluster's view up to date (protocol section 10): finds nodes from the seeds and from each other,
/// notices joins, departures, restarts and moves of partitions, renews logins, ends the windows of the
/// circuit breakers and has idle connections reaped. One coroutine on one I/O thread, with connections of its
/// own; all nodes are asked at the same time, so that a dead one delays nobody else's news.
class Tender
{
public:
    explicit Tender(Cluster &cluster);
    ~Tender();
    Tender(const Tender &) = delete;
    Tender &operator=(const Tender &) = delete;

    /// Tends until stopped. `started` hears how the first look at the cluster went.
    [[nodiscard]] static QCoro::Task<void>
    run(std::shared_ptr<Tender> self, Net::CompletionSource<ConnectReport> started, std::stop_token stop);

    /// On the tend thread: the next tend comes soon.
    void wake();

private:
    /// A node with what the tend task knows of it.
    struct Member
    {
        NodePtr node;
        /// Where to log in again (differs from the node's host with TLS for login only: this is the one with
        /// TLS, the only one that peers are advertised with then).
        Host loginHost;
        std::unique_ptr<Net::Connection> connection;
        bool introduced = false;     // user-agent was sent on this connection
        qint64 peersGeneration = -1; // last one whose peers were all reached
        qint64 announcedPeers = -1;
        qint64 partitionGeneration = -1; // last one whose map was merged
        qint64 announcedPartitions = -1;
        qint64 rebalanceGeneration = -1;
        qint64 announcedRebalance = -1;
        int failures = 0;
        std::optional<Error> lastError;
        int friends = 0;
        bool answered = false;
        std::optional<PeersReply> peers; // fetched in this tend
        qsizetype peerCount = 0;
        QHash<QByteArray, int> racks;
    };
    using MemberPtr = std::shared_ptr<Member>;
    using SelfPtr = std::shared_ptr<Tender>;

    static QCoro::Task<void> tend(SelfPtr self, std::stop_token stop);
    static QCoro::Task<void> seed(SelfPtr self, std::stop_token stop);
    static QCoro::Task<void> probeSeed(SelfPtr self, Host host, std::shared_ptr<MemberPtr> out,
                                       std::stop_token stop);
    static QCoro::Task<void> refresh(SelfPtr self, MemberPtr member, std::stop_token stop);
    static QCoro::Task<Result<void>> ensureConnection(SelfPtr self, MemberPtr member, std::stop_token stop);
    static QCoro::Task<Result<void>> renewLogin(SelfPtr self, MemberPtr member, std::stop_token stop);
    static QCoro::Task<void> refreshPeers(SelfPtr self, std::stop_token stop);
    static QCoro::Task<void> fetchPeers(SelfPtr self, MemberPtr member, std::stop_token stop);
    static QCoro::Task<void> reachPeer(SelfPtr self, PeerEntry peer, std::stop_token stop);
    static QCoro::Task<void> fetchPartitions(SelfPtr self, MemberPtr member, std::stop_token stop);
    static QCoro::Task<void> fetchRacks(SelfPtr self, MemberPtr member, std::stop_token stop);

    [[nodiscard]] MemberPtr find(const QByteArray &name) const;
    MemberPtr admit(std::shared_ptr<Introduction> introduction, Host loginHost);
    /// The member did not answer this tend, in a step that began at `since`.
    void noteFailure(Member &member, ConnectStep step, std::chrono::steady_clock::time_point since,
                     Error error);
    void removeDeparted();
    void remove(const MemberPtr &member);
    void publish();
    [[nodiscard]] Net::Deadline stepDeadline() const;
    [[nodiscard]] bool racksWanted() const;
    static QCoro::Task<void> all(std::shared_ptr<std::vector<QCoro::Task<void>>> tasks);

    Cluster &m_cluster;
    EnvironmentPtr m_environment;
    QByteArray m_passwordHash;
    std::vector<MemberPtr> m_members;
    PartitionMapBuilder m_partitions;
    std::shared_ptr<const PartitionMap> m_publishedMap;
    bool m_membersChanged = false;
    bool m_everConnected = false;
    std::optional<Error> m_seedError;
    NodeId m_nextId = 0;
    int m_tends = 0;
    std::shared_ptr<ConnectLog> m_log; // a fresh one once the start is over
    ConnectReport m_startReport;
    std::optional<Net::CompletionSource<void>> m_sleeping;
    bool m_wakeWanted = false;
};

} // namespace Aeroscope
