// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/cluster/tender.h"

#include "client/cluster/cluster.h"
#include "client/cluster/inforequest.h"
#include "client/cluster/logging.h"
#include "client/cluster/login.h"
#include "client/net/sleep.h"

#include <QStringList>

#include <algorithm>
#include <set>

namespace Aeroscope {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A node that does not answer leaves the cluster after this many tends when no other node can be asked about
/// it.
constexpr int failuresBeforeRemoval = 5;
/// Wake-ups may shorten the pause between two tends to this.
constexpr auto shortestPause = 50ms;
/// Pools are looked after this often, in tends.
constexpr int maintenancePeriod = 30;
/// The first look at a cluster ends when a pass brings no new node, at the latest after this many.
constexpr int mostStartPasses = 10;

std::optional<qint64> number(const QByteArray &text)
{
    bool ok = false;
    const qint64 value = text.trimmed().toLongLong(&ok);
    return ok ? std::optional(value) : std::nullopt;
}

/// "test:1;bar:0"
QHash<QByteArray, int> parseRacks(const QByteArray &value)
{
    QHash<QByteArray, int> racks;
    for (const QByteArray &item : value.trimmed().split(';')) {
        const qsizetype colon = item.lastIndexOf(':');
        bool ok = false;
        const int rack = item.mid(colon + 1).toInt(&ok);
        if (colon > 0 && ok)
            racks.insert(item.left(colon), rack);
    }
    return racks;
}

QString peersText(const PeersReply &peers)
{
    QStringList parts;
    for (const PeerEntry &peer : peers.peers) {
        QStringList hosts;
        for (const Host &host : peer.hosts)
            hosts << host.toString();
        parts << QString(QString::fromUtf8(peer.node) + " at "_L1 + hosts.join(" or "_L1));
    }
    return parts.isEmpty() ? u"none"_s : parts.join(u", "_s);
}

} // namespace

Tender::Tender(Cluster &cluster)
    : m_cluster(cluster)
    , m_environment(cluster.environment())
    , m_log(std::make_shared<ConnectLog>())
{}

Tender::~Tender() = default;

Net::Deadline Tender::stepDeadline() const
{
    return Net::Deadline::after(m_environment->settings.system.connectTimeout);
}

bool Tender::racksWanted() const
{
    return !m_environment->settings.preferredRacks.isEmpty();
}

void Tender::wake()
{
    m_wakeWanted = true;
    if (m_sleeping)
        m_sleeping->completeLater({});
}

QCoro::Task<void> Tender::all(std::shared_ptr<std::vector<QCoro::Task<void>>> tasks)
{
    for (QCoro::Task<void> &task : *tasks)
        co_await std::move(task);
}

QCoro::Task<void> Tender::run(SelfPtr self, Net::CompletionSource<ConnectReport> started,
                              std::stop_token stop)
{
    const Credentials &credentials = self->m_environment->settings.credentials;
    if (credentials.mode != AuthMode::None && credentials.mode != AuthMode::Pki)
        self->m_passwordHash = passwordHash(credentials.password.toUtf8());

    for (int pass = 0; pass < mostStartPasses && !stop.stop_requested(); ++pass) {
        const std::size_t before = self->m_members.size();
        co_await tend(self, stop);
        const bool complete = !self->m_publishedMap || !self->m_publishedMap->tables().empty();
        if (self->m_members.empty() || (pass > 0 && self->m_members.size() == before && complete))
            break;
    }
    if (stop.stop_requested()) {
        started.fail(Error::cancelled());
    } else {
        ConnectReport report = self->m_log->report;
        report.connected = self->m_everConnected;
        self->m_startReport = report;
        started.completeLater(std::move(report));
    }
    // Later on nobody reads the steps of probing peers again and again.
    while (!stop.stop_requested()) {
        self->m_log = std::make_shared<ConnectLog>();
        const auto interval = self->m_environment->settings.system.tendInterval;
        if (!std::exchange(self->m_wakeWanted, false)) {
            self->m_sleeping.emplace();
            auto woken = self->m_sleeping->completion();
            (void)co_await woken.within(Net::Deadline::after(interval), stop);
            self->m_sleeping.reset();
        }
        if (std::exchange(self->m_wakeWanted, false))
            (void)co_await Net::sleepFor(std::min<std::chrono::milliseconds>(shortestPause, interval), stop);
        if (stop.stop_requested())
            break;
        co_await tend(self, stop);
    }
    self->m_members.clear(); // their connections belong to this thread
}

QCoro::Task<void> Tender::tend(SelfPtr self, std::stop_token stop)
{
    if (self->m_members.empty())
        co_await seed(self, stop);

    const auto refreshes = std::make_shared<std::vector<QCoro::Task<void>>>();
    for (const MemberPtr &member : self->m_members)
        refreshes->push_back(refresh(self, member, stop));
    co_await all(refreshes);
    if (stop.stop_requested())
        co_return;

    const bool peersMoved = std::ranges::any_of(self->m_members, [](const MemberPtr &member) {
        return !member->answered || member->announcedPeers != member->peersGeneration ||
               !member->node->isActive();
    });
    if (peersMoved) {
        co_await refreshPeers(self, stop);
        if (stop.stop_requested())
            co_return;
        self->removeDeparted();
    }

    // A merge can show that another node's claims are out of date: that one is asked again in the second
    // pass.
    for (int pass = 0; pass < 2; ++pass) {
        const auto answering = std::ranges::count_if(self->m_members, &Member::answered);
        const auto fetches = std::make_shared<std::vector<QCoro::Task<void>>>();
        for (const MemberPtr &member : self->m_members) {
            if (member->answered && member->announcedPartitions != member->partitionGeneration &&
                (member->peerCount > 0 || answering == 1)) {
                fetches->push_back(fetchPartitions(self, member, stop));
            }
        }
        if (fetches->empty())
            break;
        co_await all(fetches);
    }
    if (self->racksWanted()) {
        const auto fetches = std::make_shared<std::vector<QCoro::Task<void>>>();
        for (const MemberPtr &member : self->m_members) {
            if (member->answered && member->announcedRebalance != member->rebalanceGeneration)
                fetches->push_back(fetchRacks(self, member, stop));
        }
        co_await all(fetches);
    }
    if (stop.stop_requested())
        co_return;

    const bool membersChanged = self->m_membersChanged;
    self->publish();
    ++self->m_tends;
    if (self->m_tends % self->m_environment->settings.system.errorRateWindow == 0) {
        for (const MemberPtr &member : self->m_members)
            member->node->breaker.endWindow();
    }
    const bool poolsStart = membersChanged && self->m_environment->settings.system.minConnectionsPerNode > 0;
    if (poolsStart || self->m_tends % maintenancePeriod == 0)
        self->m_cluster.forEachShard([](IoShard &shard) { shard.maintain(); });
}

Tender::MemberPtr Tender::find(const QByteArray &name) const
{
    for (const MemberPtr &member : m_members) {
        if (member->node->name() == name && member->node->isActive())
            return member;
    }
    return {};
}

Tender::MemberPtr Tender::admit(std::shared_ptr<Introduction> introduction, Host loginHost)
{
    auto member = std::make_shared<Member>();
    member->node =
        std::make_shared<Node>(m_nextId++, introduction->name, introduction->host, introduction->endpoint,
                               introduction->build, m_environment->settings.system.maxErrorRate);
    member->node->setToken(introduction->token);
    member->loginHost = std::move(loginHost);
    member->connection = std::move(introduction->connection);
    qCInfo(lcCluster).noquote() << "node joins:" << member->node->displayName() << member->node->build();
    return member;
}

QCoro::Task<void> Tender::probeSeed(SelfPtr self, Host host, std::shared_ptr<MemberPtr> out,
                                    std::stop_token stop)
{
    HandshakeOptions options;
    options.isSeed = true;
    options.passwordHash = self->m_passwordHash;
    Result<std::shared_ptr<Introduction>> introduction =
        co_await introduce(self->m_environment, host, options, self->m_log, stop);
    if (!introduction) {
        if (!self->m_seedError || introduction.error().kind != ErrorKind::Cancelled)
            self->m_seedError = introduction.error();
        co_return;
    }
    // Whether it knows others decides between the seeds.
    const auto since = std::chrono::steady_clock::now();
    const Result<std::vector<QByteArray>> values = co_await requestInfo(
        (*introduction)->connection.get(), {self->m_environment->peersCommand()}, self->stepDeadline(), stop);
    Result<PeersReply> peers =
        values ? parsePeers(values->front()) : Result<PeersReply>(std::unexpected(values.error()));
    if (!peers) {
        if (values && values->front().startsWith("ERROR"))
            peers.error().serverText = QString::fromUtf8(values->front());
        self->m_log->add(ConnectStep::Peers, host.toString(), since, peers.error());
        peers.error().message =
            u"%1: %2: %3"_s.arg(host.toString(), connectStepName(ConnectStep::Peers), peers.error().message);
        self->m_seedError = peers.error();
        co_return;
    }
    self->m_log->add(ConnectStep::Peers, host.toString(), since, {}, peersText(*peers));
    *out = self->admit(*introduction, (*introduction)->reconnectInClear ? host : (*introduction)->host);
    (*out)->peerCount = peers->peers.size();
    (*out)->peers = *std::move(peers);
}

QCoro::Task<void> Tender::seed(SelfPtr self, std::stop_token stop)
{
    self->m_seedError.reset();
    std::vector<std::shared_ptr<MemberPtr>> answers;
    const auto probes = std::make_shared<std::vector<QCoro::Task<void>>>();
    for (const Host &host : self->m_environment->settings.seeds) {
        answers.push_back(std::make_shared<MemberPtr>());
        probes->push_back(probeSeed(self, host, answers.back(), stop));
    }
    co_await all(probes);
    // The first seed, in the order given, that knows other nodes; they introduce the rest. A lone node is
    // taken only when there is no other: it may have fallen out of its cluster.
    MemberPtr chosen;
    for (const auto &answer : answers) {
        if (*answer && (!chosen || (chosen->peerCount == 0 && (*answer)->peerCount > 0)))
            chosen = *answer;
    }
    if (chosen) {
        self->m_members.push_back(chosen);
        self->m_membersChanged = true;
        self->m_seedError.reset();
    }
}

void Tender::noteFailure(Member &member, ConnectStep step, std::chrono::steady_clock::time_point since,
                         Error error)
{
    m_log->add(step, member.node->displayName(), since, error, {}, member.node->name());
    ++member.failures;
    member.answered = false;
    member.connection.reset();
    if (member.failures == 1)
        qCInfo(lcCluster).noquote() << "node does not answer:" << member.node->displayName()
                                    << error.toString();
    member.lastError = std::move(error);
}

QCoro::Task<Result<void>> Tender::renewLogin(SelfPtr self, MemberPtr member, std::stop_token stop)
{
    const ClusterSettings &settings = self->m_environment->settings;
    Host host = member->loginHost;
    HandshakeOptions options;
    options.passwordHash = self->m_passwordHash;
    Result<std::shared_ptr<Introduction>> introduction =
        co_await introduce(self->m_environment, host, options, self->m_log, std::move(stop));
    if (!introduction) {
        member->node->loginFailures.fetch_add(1, std::memory_order_relaxed);
        co_return std::unexpected(introduction.error());
    }
    if ((*introduction)->name != member->node->name())
        co_return std::unexpected(Error::notConnected(u"another node answers at %1"_s.arg(host.toString())));
    member->node->setToken((*introduction)->token);
    member->node->loginWanted.store(false, std::memory_order_relaxed);
    member->connection = std::move((*introduction)->connection);
    member->introduced = false;
    qCInfo(lcCluster).noquote() << "login renewed:" << member->node->displayName()
                                << settings.credentials.user;
    co_return Result<void>();
}

QCoro::Task<Result<void>> Tender::ensureConnection(SelfPtr self, MemberPtr member, std::stop_token stop)
{
    const ClusterSettings &settings = self->m_environment->settings;
    const SessionTokenPtr token = member->node->token();
    if (settings.credentials.mode != AuthMode::None &&
        (member->node->loginWanted.load(std::memory_order_relaxed) ||
         (token && std::chrono::steady_clock::now() >= token->renewBefore))) {
        co_return co_await renewLogin(self, member, stop);
    }
    if (member->connection && member->connection->isReusable())
        co_return Result<void>();
    member->connection.reset();
    member->introduced = false;
    Net::ConnectOptions options;
    options.endpoints = {member->node->endpoint()};
    if (self->m_environment->tls && !settings.tls.forLoginOnly) {
        options.tls = self->m_environment->tls;
        options.tlsName = self->m_environment->tlsNameOf(member->node->host());
    }
    Result<std::unique_ptr<Net::Connection>> connection =
        co_await Net::Connection::open(std::move(options), self->stepDeadline(), stop);
    if (!connection)
        co_return std::unexpected(std::move(connection.error()));
    if (token) {
        Result<void> accepted =
            co_await authenticate(connection->get(), settings.credentials, token,
                                  Net::Deadline::after(settings.system.loginTimeout), stop);
        if (!accepted) {
            if (accepted.error().kind == ErrorKind::Authentication)
                co_return co_await renewLogin(self, member, stop);
            co_return accepted;
        }
    }
    member->connection = *std::move(connection);
    co_return Result<void>();
}

QCoro::Task<void> Tender::refresh(SelfPtr self, MemberPtr member, std::stop_token stop)
{
    const auto since = std::chrono::steady_clock::now();
    member->peers.reset();
    Result<void> connected = co_await ensureConnection(self, member, stop);
    if (!connected) {
        if (connected.error().kind != ErrorKind::Cancelled)
            self->noteFailure(*member, ConnectStep::Tcp, since, std::move(connected.error()));
        co_return;
    }
    std::vector<QByteArray> commands{"node"_ba, "peers-generation"_ba, "partition-generation"_ba};
    if (self->racksWanted())
        commands.push_back("rebalance-generation"_ba);
    const bool sendsUserAgent = !member->introduced && member->node->features().userAgent;
    member->introduced = true;
    if (sendsUserAgent) {
        QByteArray agent = "1,aeroscope-" AEROSCOPE_VERSION ","_ba;
        const QByteArray application = self->m_environment->settings.applicationId.toUtf8();
        agent += application.isEmpty() ? "not-set"_ba : application;
        commands.push_back("user-agent-set:value="_ba + agent.toBase64());
    }
    Result<std::vector<QByteArray>> values =
        co_await requestInfo(member->connection.get(), std::move(commands), self->stepDeadline(), stop);
    if (!values) {
        if (values.error().kind != ErrorKind::Cancelled)
            self->noteFailure(*member, ConnectStep::NodeInfo, since, std::move(values.error()));
        co_return;
    }
    if ((*values)[0].trimmed() != member->node->name()) {
        // Another server took the address: whatever is sent there now would go astray.
        qCInfo(lcCluster).noquote() << "another node answers at" << member->node->displayName()
                                    << (*values)[0];
        member->node->deactivate();
        self->noteFailure(*member, ConnectStep::NodeInfo, since,
                          Error::notConnected(u"another node answers at this address"_s));
        co_return;
    }
    const auto peers = number((*values)[1]);
    const auto partitions = number((*values)[2]);
    if (!peers || !partitions) {
        self->noteFailure(*member, ConnectStep::NodeInfo, since,
                          Error::protocol(u"the node does not tell its generations"_s));
        co_return;
    }
    if (*peers < member->announcedPeers) {
        // Quick restart: its connections are dead, its map starts anew.
        qCInfo(lcCluster).noquote() << "node restarted:" << member->node->displayName();
        member->node->breaker.reset();
        member->partitionGeneration = -1;
        member->rebalanceGeneration = -1;
        self->m_cluster.forEachShard([id = member->node->id()](IoShard &shard) { shard.dropIdle(id); });
    }
    member->announcedPeers = *peers;
    member->announcedPartitions = *partitions;
    if (self->racksWanted())
        member->announcedRebalance = number((*values)[3]).value_or(-1);
    member->answered = true;
    member->failures = 0;
    member->lastError.reset();
}

QCoro::Task<void> Tender::fetchPeers(SelfPtr self, MemberPtr member, std::stop_token stop)
{
    const auto since = std::chrono::steady_clock::now();
    Result<std::vector<QByteArray>> values = co_await requestInfo(
        member->connection.get(), {self->m_environment->peersCommand()}, self->stepDeadline(), stop);
    Result<PeersReply> peers =
        values ? parsePeers(values->front()) : Result<PeersReply>(std::unexpected(values.error()));
    if (!peers) {
        if (peers.error().kind != ErrorKind::Cancelled)
            self->noteFailure(*member, ConnectStep::Peers, since, std::move(peers.error()));
        co_return;
    }
    member->peerCount =
        std::ranges::count_if(peers->peers, [](const PeerEntry &peer) { return !peer.hosts.isEmpty(); });
    member->peers = *std::move(peers);
}

QCoro::Task<void> Tender::reachPeer(SelfPtr self, PeerEntry peer, std::stop_token stop)
{
    for (const Host &advertised : std::as_const(peer.hosts)) {
        const Host host = self->m_environment->translated(advertised);
        const auto since = std::chrono::steady_clock::now();
        HandshakeOptions options;
        options.passwordHash = self->m_passwordHash;
        Result<std::shared_ptr<Introduction>> introduction =
            co_await introduce(self->m_environment, host, options, self->m_log, stop);
        if (stop.stop_requested())
            co_return;
        const QString target = u"%1 advertised at %2"_s.arg(QString::fromUtf8(peer.node), host.toString());
        if (!introduction) {
            self->m_log->add(ConnectStep::PeerReach, target, since, introduction.error(), {}, peer.node);
            qCInfo(lcCluster).noquote()
                << "peer cannot be reached:" << target << introduction.error().toString();
            continue;
        }
        if ((*introduction)->name != peer.node) {
            const Error error = Error::notConnected(
                u"another node answers there: %1"_s.arg(QString::fromUtf8((*introduction)->name)));
            self->m_log->add(ConnectStep::PeerReach, target, since, error, {}, peer.node);
            continue;
        }
        self->m_log->add(ConnectStep::PeerReach, target, since, {}, {}, peer.node);
        if (const MemberPtr known = self->find(peer.node))
            self->remove(known); // it moved to this address
        const MemberPtr member = self->admit(*introduction, host);
        member->friends = 1;
        self->m_members.push_back(member);
        self->m_membersChanged = true;
        co_await refresh(self, member, stop);
        if (member->answered)
            co_await fetchPeers(self, member, stop);
        co_return;
    }
}

QCoro::Task<void> Tender::refreshPeers(SelfPtr self, std::stop_token stop)
{
    const auto fetches = std::make_shared<std::vector<QCoro::Task<void>>>();
    for (const MemberPtr &member : self->m_members) {
        member->friends = 0;
        if (member->answered)
            fetches->push_back(fetchPeers(self, member, stop));
    }
    co_await all(fetches);
    if (stop.stop_requested())
        co_return;

    const auto reaches = std::make_shared<std::vector<QCoro::Task<void>>>();
    std::set<QByteArray> tried;
    for (std::size_t index = 0; index < self->m_members.size(); ++index) {
        const MemberPtr member = self->m_members[index];
        if (!member->peers)
            continue;
        for (const PeerEntry &peer : std::as_const(member->peers->peers)) {
            if (peer.hosts.isEmpty())
                continue;
            if (const MemberPtr known = self->find(peer.node)) {
                ++known->friends;
                const bool elsewhere = std::ranges::none_of(peer.hosts, [&](const Host &host) {
                    const Host translated = self->m_environment->translated(host);
                    return translated == known->loginHost ||
                           (translated.port == known->node->endpoint().port &&
                            (translated.name == known->node->endpoint().address.toString() ||
                             translated.name == known->node->host().name));
                });
                if (known->failures == 0 || !elsewhere)
                    continue;
            }
            if (tried.insert(peer.node).second)
                reaches->push_back(reachPeer(self, peer, stop));
        }
    }
    co_await all(reaches);
    for (const MemberPtr &member : self->m_members) {
        if (!member->peers)
            continue;
        const bool complete = std::ranges::all_of(member->peers->peers, [&](const PeerEntry &peer) {
            return peer.hosts.isEmpty() || self->find(peer.node) != nullptr;
        });
        // Kept only when everybody listed was reached, so that the others are tried again.
        if (complete)
            member->peersGeneration = member->peers->generation;
    }
}

void Tender::removeDeparted()
{
    const bool anyAnswered = std::ranges::any_of(m_members, &Member::answered);
    const auto map = m_partitions.build();
    std::vector<MemberPtr> departed;
    for (const MemberPtr &member : m_members) {
        const bool inactive = !member->node->isActive();
        const bool silent = !anyAnswered && member->failures >= failuresBeforeRemoval;
        const bool forgotten = anyAnswered && m_members.size() > 1 && member->friends == 0 &&
                               (member->failures > 0 || !map->mentions(member->node->id()));
        // A node that has just joined is in nobody's list and map yet.
        const bool fresh = member->answered && member->partitionGeneration == -1;
        if (inactive || silent || (forgotten && !fresh))
            departed.push_back(member);
    }
    for (const MemberPtr &member : departed)
        remove(member);
}

void Tender::remove(const MemberPtr &member)
{
    qCInfo(lcCluster).noquote() << "node leaves:" << member->node->displayName();
    member->node->deactivate();
    m_partitions.removeNode(member->node->id());
    std::erase(m_members, member);
    m_membersChanged = true;
}

QCoro::Task<void> Tender::fetchPartitions(SelfPtr self, MemberPtr member, std::stop_token stop)
{
    const auto since = std::chrono::steady_clock::now();
    Result<std::vector<QByteArray>> values = co_await requestInfo(
        member->connection.get(), {"partition-generation"_ba, "replicas"_ba}, self->stepDeadline(), stop);
    Result<std::vector<ReplicaClaim>> claims =
        values ? parseReplicas((*values)[1])
               : Result<std::vector<ReplicaClaim>>(std::unexpected(values.error()));
    if (!claims) {
        if (claims.error().kind == ErrorKind::Cancelled)
            co_return;
        if (values)
            claims.error().serverText = QString::fromUtf8((*values)[1].left(200));
        self->noteFailure(*member, ConnectStep::Partitions, since, std::move(claims.error()));
        co_return;
    }
    if (std::ranges::find(self->m_members, member) == self->m_members.end())
        co_return; // it left meanwhile
    member->partitionGeneration = number((*values)[0]).value_or(-1);
    member->announcedPartitions = member->partitionGeneration;
    for (const NodeId outdated : self->m_partitions.merge(member->node->id(), *claims)) {
        for (const MemberPtr &other : self->m_members) {
            if (other->node->id() == outdated)
                other->partitionGeneration = -1;
        }
    }
    QStringList names;
    for (const ReplicaClaim &claim : *claims)
        names << QString::fromUtf8(claim.namespaceName);
    self->m_log->add(ConnectStep::Partitions, member->node->displayName(), since, {}, names.join(u", "_s));
}

QCoro::Task<void> Tender::fetchRacks(SelfPtr self, MemberPtr member, std::stop_token stop)
{
    const auto since = std::chrono::steady_clock::now();
    const Result<std::vector<QByteArray>> values =
        co_await requestInfo(member->connection.get(), {"rack-ids"_ba}, self->stepDeadline(), stop);
    if (!values) {
        if (values.error().kind != ErrorKind::Cancelled)
            self->noteFailure(*member, ConnectStep::NodeInfo, since, values.error());
        co_return;
    }
    // An edition without racks answers with an error text: then there are none.
    QHash<QByteArray, int> racks;
    if (!values->front().startsWith("ERROR"))
        racks = parseRacks(values->front());
    if (racks != member->racks) {
        member->racks = racks;
        self->m_membersChanged = true;
    }
    member->rebalanceGeneration = member->announcedRebalance;
}

void Tender::publish()
{
    const auto map = m_partitions.build();
    if (m_membersChanged || map != m_publishedMap) {
        std::vector<ClusterView::Member> members;
        for (const MemberPtr &member : m_members)
            members.push_back({member->node, member->racks});
        m_cluster.publish(std::move(members), map);
        m_publishedMap = map;
        m_membersChanged = false;
    }

    ClusterSnapshot snapshot;
    snapshot.clusterName = m_environment->settings.clusterName;
    int answering = 0;
    for (const MemberPtr &member : m_members) {
        NodeSnapshot node;
        node.name = member->node->name();
        node.address = member->node->endpoint().toString();
        node.tlsName = member->node->host().tlsName;
        node.build = member->node->build();
        node.active = member->node->isActive() && member->answered;
        node.failures = member->failures;
        node.lastError = member->lastError;
        node.racks = member->racks;
        if (member->answered)
            ++answering;
        else if (!snapshot.lastError)
            snapshot.lastError = member->lastError;
        snapshot.nodes << node;
    }
    std::ranges::sort(snapshot.nodes, {}, &NodeSnapshot::name);
    bool covered = !map->tables().empty();
    for (const auto &table : map->tables()) {
        NamespaceCoverage coverage;
        coverage.name = table->name();
        coverage.strongConsistency = table->isStronglyConsistent();
        coverage.replicationFactor = table->replicationFactor();
        coverage.partitionsWithMaster = table->masteredPartitions();
        covered = covered && coverage.partitionsWithMaster == partitionCount;
        snapshot.namespaces << coverage;
    }
    if (answering > 0 && !map->tables().empty())
        m_everConnected = true;
    if (answering == 0) {
        snapshot.state =
            m_everConnected ? ClusterSnapshot::State::Disconnected : ClusterSnapshot::State::Connecting;
        if (!snapshot.lastError)
            snapshot.lastError = m_seedError;
    } else {
        const bool whole = covered && answering == static_cast<int>(m_members.size());
        snapshot.state = whole ? ClusterSnapshot::State::Connected : ClusterSnapshot::State::Partial;
    }
    m_cluster.publishSnapshot(std::move(snapshot));
}

} // namespace Aeroscope
