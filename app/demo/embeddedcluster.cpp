// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/embeddedcluster.h"

#include "app/demo/indexcatalog.h"
#include "app/demo/infocommands.h"
#include "app/demo/recordcommand.h"
#include "app/demo/sampledata.h"
#include "app/demo/workingrecord.h"

#include <QString>

#include <algorithm>

#include <openssl/ssl.h>

namespace Aeroscope::Demo {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostNodes = 8;
constexpr quint64 firstNodeId = 0xBB9DE0000000001ULL;
constexpr std::chrono::milliseconds housekeepingPeriod{200};

std::vector<NodeAddress> nodeAddresses(const ClusterOptions &options)
{
    std::vector<NodeAddress> nodes(static_cast<size_t>(options.nodes));
    for (size_t i = 0; i < nodes.size(); ++i) {
        nodes[i].id = QByteArray::number(firstNodeId + (i << 4), 16).toUpper();
        nodes[i].alternateHost = options.alternateHost;
        if (i < options.racks.size())
            nodes[i].rack = options.racks[i];
    }
    return nodes;
}

} // namespace

EmbeddedCluster::EmbeddedCluster(const ClusterOptions &options)
    : m_state(std::make_unique<ClusterState>(
          nodeAddresses(options), std::min(options.replicationFactor, options.nodes), options.namespaces))
{
    if (!options.clusterName.isEmpty())
        m_state->clusterName = options.clusterName;
    m_state->racks = !options.racks.empty();
    for (const auto &ns : m_state->storage.namespaces()) {
        ns->indexes().onWork = [this] {
            {
                const std::lock_guard lock(m_stopMutex);
                m_work = true;
            }
            m_stopCondition.notify_all();
        };
        ns->indexes().setBuildTime(options.indexBuildTime);
        ns->settings.force("replication-factor", QByteArray::number(options.replicationFactor));
    }
    for (int i = 0; i < options.nodes; ++i) {
        m_nodes.push_back(std::make_unique<Node>(*m_state, i));
        NodeContext &context = m_nodes.back()->context();
        context.service.force("cluster-name", m_state->clusterName);
        context.service.force("node-id", m_state->topology.node(i).id);
    }
}

Result<std::unique_ptr<EmbeddedCluster>> EmbeddedCluster::start(const ClusterOptions &options)
{
    if (options.nodes < 1 || options.nodes > mostNodes)
        return std::unexpected(
            Error::invalidArgument(u"an embedded cluster has 1 to %1 nodes"_s.arg(mostNodes)));
    if (qMax(options.firstPort, options.firstTlsPort) + options.nodes - 1 > 65535)
        return std::unexpected(Error::invalidArgument(u"the ports of the nodes would pass 65535"_s));
    if (options.namespaces.empty() || options.replicationFactor < 1)
        return std::unexpected(
            Error::invalidArgument(u"a cluster needs a namespace and at least one copy of the data"_s));
    std::unique_ptr<EmbeddedCluster> cluster(new EmbeddedCluster(options));
    if (options.sampleData) {
        if (Result<void> loaded = loadSampleData(*cluster); !loaded)
            return std::unexpected(loaded.error());
    }
    if (Result<void> secured = cluster->setUpSecurity(options); !secured)
        return std::unexpected(secured.error());
    for (int i = 0; i < options.nodes; ++i) {
        const auto wanted = [i](quint16 first) {
            return first == 0 ? quint16{0} : static_cast<quint16>(first + i);
        };
        if (Result<void> started =
                cluster->startServing(i, {wanted(options.firstPort), wanted(options.firstTlsPort)});
            !started)
            return std::unexpected(started.error());
    }
    cluster->m_housekeeper = std::thread([raw = cluster.get()] { raw->housekeep(); });
    return cluster;
}

Result<void> EmbeddedCluster::setUpSecurity(const ClusterOptions &options)
{
    if (!options.users.empty()) {
        m_state->security = std::make_unique<SecurityStore>(m_state->clock, options.sessionTtl);
        for (const ClusterUser &user : options.users) {
            const ResultCode code = m_state->security->createUser(
                user.name, SecurityStore::hashPassword(user.password), user.roles);
            if (code != ResultCode::Ok)
                return std::unexpected(Error::server(code));
        }
    }
    if (!options.tlsName.isEmpty()) {
        Result<std::unique_ptr<TlsAuthority>> authority = TlsAuthority::create();
        if (!authority)
            return std::unexpected(authority.error());
        m_authority = std::move(*authority);
        const Result<TlsIdentity> identity = m_authority->issue(options.tlsName, true);
        if (!identity)
            return std::unexpected(identity.error());
        const Result<SSL_CTX *> context =
            m_authority->serverContext(*identity, options.requireClientCertificate);
        if (!context)
            return std::unexpected(context.error());
        m_tls = std::shared_ptr<SSL_CTX>(*context, SSL_CTX_free);
        m_state->tlsName = options.tlsName;
    }
    m_state->enterprise = m_state->security || m_tls;
    return {};
}

Result<void> EmbeddedCluster::startServing(int node, Node::Ports ports)
{
    Node &target = *m_nodes[static_cast<size_t>(node)];
    const Result<Node::Ports> bound = target.start(ports, m_tls.get());
    if (!bound)
        return std::unexpected(bound.error());
    m_state->topology.setPorts(node, bound->clear, bound->tls);
    target.context().network.force("service.port", QByteArray::number(bound->clear));
    return {};
}

EmbeddedCluster::~EmbeddedCluster()
{
    {
        const std::lock_guard lock(m_stopMutex);
        m_stopping = true;
    }
    m_stopCondition.notify_all();
    if (m_housekeeper.joinable())
        m_housekeeper.join();
    m_nodes.clear();
}

quint16 EmbeddedCluster::port(int node) const
{
    return m_state->topology.node(node).port;
}

quint16 EmbeddedCluster::tlsPort(int node) const
{
    return m_state->topology.node(node).tlsPort;
}

QByteArray EmbeddedCluster::authorityCertificate() const
{
    return m_authority ? m_authority->certificate() : QByteArray();
}

Result<TlsIdentity> EmbeddedCluster::issueClientCertificate(const QByteArray &name) const
{
    if (!m_authority)
        return std::unexpected(Error::invalidArgument(u"the cluster has no TLS"_s));
    return m_authority->issue(name, false);
}

QByteArray EmbeddedCluster::nodeId(int node) const
{
    return m_state->topology.node(node).id;
}

QString EmbeddedCluster::seed() const
{
    return u"127.0.0.1:%1"_s.arg(port(0));
}

int EmbeddedCluster::masterOf(int partition, int asSeenBy) const
{
    return m_state->topology.view(asSeenBy)->owners[0][static_cast<size_t>(partition)];
}

void EmbeddedCluster::stopNode(int node)
{
    m_nodes[static_cast<size_t>(node)]->stop();
    m_state->topology.setRunning(node, false);
}

Result<void> EmbeddedCluster::startNode(int node)
{
    Node &target = *m_nodes[static_cast<size_t>(node)];
    if (target.isRunning())
        return {};
    if (Result<void> started = startServing(node, {port(node), tlsPort(node)}); !started)
        return started;
    m_state->topology.setRunning(node, true);
    return {};
}

void EmbeddedCluster::isolateNode(int node, bool isolated)
{
    m_state->topology.setIsolated(node, isolated);
}

void EmbeddedCluster::setRack(int node, int rack)
{
    m_state->topology.setRack(node, rack);
}

void EmbeddedCluster::setAcceptMode(int node, AcceptMode mode)
{
    m_nodes[static_cast<size_t>(node)]->setAcceptMode(mode);
}

void EmbeddedCluster::dropConnections(int node)
{
    m_nodes[static_cast<size_t>(node)]->dropConnections();
}

Result<void> EmbeddedCluster::put(const SampleRecord &record)
{
    Namespace *ns = m_state->storage.find(record.ns);
    if (!ns)
        return std::unexpected(Error::server(ResultCode::Namespace));
    const Digest digest = computeDigest(record.set, record.key);
    QByteArray flatKey;
    if (record.storeKey) {
        Outcome<Particle> key = particleFromValue(record.key);
        if (!key)
            return std::unexpected(Error::server(key.error()));
        flatKey = QByteArray(1, static_cast<char>(key->type)) + key->bytes;
    }
    Partition &partition = ns->partition(digest.partitionId());
    const std::lock_guard lock(partition.mutex);
    RecordSlot *slot = partition.find(digest);
    const bool fresh = slot == nullptr;
    if (fresh)
        slot = &partition.insert(digest, ns->ensureSet(record.set));
    const StoredRecord *old = slot->record.get();
    WorkingRecord work(*ns, *slot, old, false);
    for (const Bin &bin : record.bins) {
        Outcome<Particle> value = particleFromValue(bin.value);
        if (!value) {
            if (fresh)
                ns->removeRecord(partition, digest);
            return std::unexpected(Error::server(value.error()));
        }
        work.setBin(bin.name, std::move(*value));
    }
    if (!flatKey.isEmpty())
        work.key = flatKey;
    work.newLastUpdateMs = ns->clock().nowMs();
    work.newVoidTime = record.ttlSeconds == 0 ? 0 : ns->clock().nowSeconds() + record.ttlSeconds;
    work.newGeneration = nextGeneration(old ? old->generation : quint16{0});
    ns->replaceRecord(partition, *slot, work.build());
    return {};
}

qint64 EmbeddedCluster::objectCount(const QByteArray &ns) const
{
    const Namespace *found = m_state->storage.find(ns);
    return found ? found->objectCount() : 0;
}

void EmbeddedCluster::removeExpired()
{
    for (const auto &ns : m_state->storage.namespaces())
        ns->removeExpired();
}

void EmbeddedCluster::pauseIndexing(bool paused)
{
    {
        const std::lock_guard lock(m_stopMutex);
        m_indexingPaused = paused;
        m_work = true;
    }
    m_stopCondition.notify_all();
}

Result<void> EmbeddedCluster::createIndex(const QByteArray &parameters)
{
    InfoPeer nobody;
    const QByteArray answer =
        InfoCommands(m_nodes.front()->context()).run("sindex-create:" + parameters, nobody);
    if (answer != "ok")
        return std::unexpected(Error::invalidArgument(QString::fromUtf8(answer)));
    for (const auto &ns : m_state->storage.namespaces()) {
        while (!ns->indexes().populate(IndexCatalog::Pace::AtOnce)) {
        }
    }
    return {};
}

Result<void> EmbeddedCluster::registerModule(const QByteArray &fileName, const QByteArray &source)
{
    if (const auto error = UdfRuntime(m_state->modules).check(fileName, source)) {
        return std::unexpected(Error::invalidArgument(u"%1:%2: %3"_s.arg(QString::fromUtf8(fileName))
                                                          .arg(error->line)
                                                          .arg(QString::fromUtf8(error->message))));
    }
    m_state->registerModule(fileName, source.toBase64());
    return {};
}

/// Reaps expired records in the rhythm of nsup-period and builds indexes.
void EmbeddedCluster::housekeep()
{
    std::vector<qint64> lastRun(m_state->storage.namespaces().size(), m_state->clock.nowMs());
    std::unique_lock lock(m_stopMutex);
    while (!m_stopping) {
        m_stopCondition.wait_for(lock, housekeepingPeriod, [this] { return m_stopping || m_work; });
        m_work = false;
        const bool paused = m_indexingPaused;
        lock.unlock();
        bool built = true;
        for (const auto &ns : m_state->storage.namespaces())
            built = (paused || ns->indexes().populate(IndexCatalog::Pace::Usual)) && built;
        for (size_t i = 0; i < lastRun.size(); ++i) {
            Namespace &ns = *m_state->storage.namespaces()[i];
            const qint64 period = ns.config.nsupPeriod.load(std::memory_order_relaxed) * qint64{1000};
            const qint64 now = m_state->clock.nowMs();
            if (period != 0 && now - lastRun[i] >= period) {
                ns.removeExpired();
                lastRun[i] = now;
            }
        }
        for (const auto &node : m_nodes)
            node->context().tick();
        lock.lock();
        m_work = m_work || !built;
    }
}

} // namespace Aeroscope::Demo
