// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/connections/connection.h"

#include "ui/connections/sshforwarder.h"
#include "ui/shell/launch.h"

#include <algorithm>
#include <chrono>

namespace Aeroscope::Ui {

namespace {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
/// How often counts and names are asked for.
constexpr auto catalogInterval = 2s;

/// The nodes that answered.
QList<Workbench::NodeText> texts(const Result<QList<NodeInfoAnswer>> &answers)
{
    QList<Workbench::NodeText> all;
    for (const NodeInfoAnswer &one : answers.value_or(QList<NodeInfoAnswer>())) {
        if (one.answer)
            all.append({one.node, *one.answer});
    }
    return all;
}

} // namespace

const NamespaceInfo *ClusterCatalog::namespaceInfo(QByteArrayView name) const
{
    const auto it =
        std::ranges::find_if(namespaces, [name](const NamespaceInfo &ns) { return ns.name == name; });
    return it == namespaces.end() ? nullptr : &*it;
}

const SetInfo *ClusterCatalog::setInfo(const DataSet &dataset) const
{
    const auto it = std::ranges::find_if(sets, [&dataset](const SetInfo &set) {
        return set.namespaceName == dataset.namespaceName && set.name == dataset.setName;
    });
    return it == sets.end() ? nullptr : &*it;
}

Connection::Connection(Workbench::Profile profile, QObject *parent)
    : QObject(parent)
    , m_profile(std::move(profile))
    , m_schemas(new SchemaCache(this))
{
    m_poll.setInterval(catalogInterval);
    connect(&m_poll, &QTimer::timeout, this, &Connection::refreshCatalog);
}

Connection::~Connection()
{
    m_stop.request_stop();
    m_watcher.reset();
    if (m_client.isValid())
        launch(closeClient(std::move(m_client)));
}

void Connection::setProfile(Workbench::Profile profile)
{
    if (profile == m_profile)
        return;
    m_profile = std::move(profile);
    Q_EMIT profileChanged();
}

void Connection::open(const Workbench::Secrets &secrets)
{
    Result<ClusterDefinition> definition = m_profile.definition(secrets);
    if (!definition) {
        setState(State::Offline, definition.error());
        return;
    }
    open(std::move(*definition));
}

void Connection::open(ClusterDefinition definition)
{
    if (m_state == State::Connecting || m_state == State::Online)
        return;
    close();
    m_stop = std::stop_source();
    m_definition = definition;
    setState(State::Connecting);
    if (m_profile.ssh.enabled)
        startTunnels(std::move(definition));
    else
        launch(connectTo(this, std::move(definition), m_stop.get_token()));
}

void Connection::startTunnels(ClusterDefinition definition)
{
    m_tunnels = std::make_unique<SshForwarder>(m_profile.ssh);
    const QList<Host> seeds = definition.settings().seeds;
    m_tunnels->prepare(seeds, [self = QPointer(this), definition = std::move(definition),
                               stop = m_stop.get_token()](const Result<void> &ready) {
        if (!self || stop.stop_requested())
            return;
        if (!ready) {
            self->setState(State::Offline, ready.error());
            return;
        }
        ClusterSettings settings = definition.settings();
        self->m_tunnels->apply(&settings);
        launch(connectTo(self, ClusterDefinition(std::move(settings)), stop));
    });
}

void Connection::retry()
{
    if (!m_definition || m_state == State::Connecting || m_state == State::Online)
        return;
    open(*m_definition);
}

QCoro::Task<void> Connection::connectTo(QPointer<Connection> self, ClusterDefinition definition,
                                        std::stop_token stop)
{
    Result<Client> client = co_await definition.connect(stop);
    if (!self || stop.stop_requested()) {
        if (client)
            co_await client->close();
        co_return;
    }
    if (client)
        self->adopt(std::move(*client));
    else
        self->setState(State::Offline, client.error());
}

void Connection::adopt(Client client)
{
    m_client = std::move(client);
    m_session = ReadOnlySession(m_client.session(Behavior::browsing()));
    m_watcher = std::make_unique<ClusterWatcher>(m_client);
    connect(m_watcher.get(), &ClusterWatcher::changed, this, &Connection::onClusterChanged);
    setState(State::Online);
    m_poll.start();
    refreshCatalog();
}

void Connection::close()
{
    m_stop.request_stop();
    m_poll.stop();
    m_fetching = false;
    m_watcher.reset();
    m_session = {};
    if (m_client.isValid())
        launch(closeClient(std::exchange(m_client, {})));
    m_tunnels.reset();
    if (m_state != State::Offline)
        setState(State::Offline);
}

QCoro::Task<void> Connection::closeClient(Client client)
{
    co_await client.close();
}

void Connection::onClusterChanged(const ClusterSnapshot &snapshot)
{
    if (m_state != State::Online && m_state != State::Lost)
        return;
    if (snapshot.state == ClusterSnapshot::State::Disconnected) {
        if (m_state != State::Lost)
            setState(State::Lost, snapshot.lastError.value_or(Error::notConnected(QString())));
        return;
    }
    if (m_state == State::Lost && snapshot.isUsable())
        setState(State::Online);
    refreshCatalog();
}

ClusterSnapshot Connection::snapshot() const
{
    return m_client.isValid() ? m_client.snapshot() : ClusterSnapshot{};
}

void Connection::refreshCatalog()
{
    if (m_fetching || m_state != State::Online)
        return;
    m_fetching = true;
    launch(fetchCatalog(this, m_client, m_session.info(), m_stop.get_token()));
}

QCoro::Task<void> Connection::fetchCatalog(QPointer<Connection> self, Client client, InfoApi info,
                                           std::stop_token stop)
{
    ClusterCatalog next;
    Result<QList<NamespaceInfo>> namespaces = co_await info.namespaces(stop);
    if (!self || stop.stop_requested())
        co_return;
    Result<QList<SetInfo>> sets = co_await info.sets({}, stop);
    if (!self || stop.stop_requested())
        co_return;
    Result<QList<NodeInfo>> nodes = co_await info.nodes(stop);
    if (!self || stop.stop_requested())
        co_return;
    Result<QList<IndexInfo>> indexes = co_await info.indexes({}, stop);
    if (!self || stop.stop_requested())
        co_return;
    const QList<Workbench::NodeText> modules = texts(co_await client.infoAll("udf-list"_ba, stop));
    if (!self || stop.stop_requested())
        co_return;
    Result<QList<JobInfo>> jobs = co_await info.jobs(stop);
    if (!self || stop.stop_requested())
        co_return;
    const QList<Workbench::NodeText> racks = texts(co_await client.infoAll("racks:"_ba, stop));
    if (!self || stop.stop_requested())
        co_return;
    self->m_fetching = false;
    // A part that failed keeps what was known: a hole would make sets vanish from the tree.
    next = self->m_catalog;
    if (namespaces)
        next.namespaces = std::move(*namespaces);
    if (sets)
        next.sets = std::move(*sets);
    if (nodes)
        next.nodes = std::move(*nodes);
    if (indexes)
        next.indexes = std::move(*indexes);
    if (!modules.isEmpty())
        next.modules = Workbench::parseModules(modules);
    if (jobs) {
        jobs->removeIf([](const JobInfo &job) { return job.state == NodeJob::State::Done; });
        next.jobs = std::move(*jobs);
    }
    next.racks = racks.isEmpty() ? QHash<QByteArray, int>() : Workbench::parseRacks(racks.first().second);
    next.loaded = next.loaded || (namespaces && sets);
    self->m_catalog = std::move(next);
    Q_EMIT self->catalogChanged();
}

void Connection::setState(State state, std::optional<Error> error)
{
    if (state != State::Lost)
        m_lostSince = {};
    else if (!m_lostSince.isValid())
        m_lostSince = QDateTime::currentDateTimeUtc();
    m_state = state;
    m_error = std::move(error);
    Q_EMIT stateChanged();
}

} // namespace Aeroscope::Ui
