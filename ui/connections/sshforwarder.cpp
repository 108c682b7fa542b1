// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/connections/sshforwarder.h"

#include <QHash>
#include <QMutex>
#include <QPointer>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

using namespace std::chrono_literals;

/// ssh says nothing when its tunnel is up, so the local end is tried.
constexpr auto probeInterval = 100ms;
/// Signing in at a far host may take a while; ssh itself gives up on dead ones.
constexpr auto patience = 30s;
/// The last lines of what ssh says tell why it ended.
constexpr qsizetype mostText = 2000;

/// A port that was free a moment ago. ssh is told to fail when somebody else took it meanwhile.
quint16 freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

} // namespace

/// What the I/O threads see: which port stands for which node. A node that has none yet gets a port at once,
/// and its tunnel is started behind; the first tries to dial it may be refused.
struct SshForwarder::Routes
{
    QMutex mutex;
    QHash<QString, quint16> ports;
    bool closed = false;
    SshForwarder *owner = nullptr;
};

struct SshForwarder::Tunnel
{
    Host target;
    quint16 port = 0;
    std::unique_ptr<QProcess> process{};
    QByteArray said{};
    bool up = false;
};

SshForwarder::SshForwarder(Workbench::SshTunnel tunnel, QString program, QObject *parent)
    : QObject(parent)
    , m_tunnel(std::move(tunnel))
    , m_program(std::move(program))
    , m_routes(std::make_shared<Routes>())
{
    m_routes->owner = this;
}

SshForwarder::~SshForwarder()
{
    {
        const QMutexLocker lock(&m_routes->mutex);
        m_routes->closed = true;
        m_routes->owner = nullptr;
    }
    for (const auto &tunnel : m_tunnels) {
        if (!tunnel->process)
            continue;
        // It ends by itself when told to; nobody waits for it here.
        QProcess *process = tunnel->process.release();
        process->disconnect();
        process->setParent(nullptr);
        QObject::connect(process, &QProcess::finished, process, &QObject::deleteLater);
        process->terminate();
        QTimer::singleShot(2s, process, &QProcess::kill);
        if (process->state() == QProcess::NotRunning)
            process->deleteLater();
    }
}

QStringList SshForwarder::arguments(const Host &target, quint16 localPort) const
{
    const QString remote = target.name.contains(u':') ? u"[%1]"_s.arg(target.name) : target.name;
    QStringList words{u"-N"_s, u"-T"_s,
                      u"-o"_s, u"BatchMode=yes"_s,
                      u"-o"_s, u"ExitOnForwardFailure=yes"_s,
                      u"-o"_s, u"ServerAliveInterval=15"_s,
                      u"-o"_s, u"ConnectTimeout=10"_s,
                      u"-L"_s, u"127.0.0.1:%1:%2:%3"_s.arg(localPort).arg(remote).arg(target.port)};
    if (m_tunnel.port != 0)
        words << u"-p"_s << QString::number(m_tunnel.port);
    if (!m_tunnel.user.isEmpty())
        words << u"-l"_s << m_tunnel.user;
    if (!m_tunnel.identityFile.isEmpty())
        words << u"-i"_s << m_tunnel.identityFile;
    words << u"--"_s << m_tunnel.host; // a name that begins with a dash is no option
    return words;
}

void SshForwarder::prepare(const QList<Host> &hosts, std::function<void(Result<void>)> done)
{
    m_done = std::move(done);
    m_wanted.clear();
    for (const Host &host : hosts) {
        m_wanted.append(host.toString());
        open(host);
    }
    QTimer::singleShot(patience, this, [this] {
        settle(
            std::unexpected(Error::timeout(tr("ssh did not open the tunnel through %1").arg(m_tunnel.host))));
    });
    check();
}

void SshForwarder::open(const Host &target)
{
    const QString key = target.toString();
    const auto known = std::ranges::find_if(
        m_tunnels, [&key](const auto &tunnel) { return tunnel->target.toString() == key; });
    Tunnel *tunnel = known == m_tunnels.end() ? nullptr : known->get();
    if (tunnel && tunnel->process && tunnel->process->state() != QProcess::NotRunning)
        return;
    if (!tunnel) {
        m_tunnels.push_back(std::make_unique<Tunnel>(Tunnel{.target = target}));
        tunnel = m_tunnels.back().get();
        const QMutexLocker lock(&m_routes->mutex);
        quint16 &port = m_routes->ports[key];
        if (port == 0)
            port = freePort();
        tunnel->port = port;
    }
    tunnel->up = false;
    tunnel->said.clear();
    tunnel->process = std::make_unique<QProcess>();
    watch(tunnel);
    tunnel->process->start(m_program, arguments(target, tunnel->port));
}

void SshForwarder::watch(Tunnel *tunnel)
{
    QProcess *process = tunnel->process.get();
    process->setStandardInputFile(QProcess::nullDevice());
    process->setProcessChannelMode(QProcess::MergedChannels);
    connect(process, &QProcess::readyRead, this,
            [tunnel] { tunnel->said = (tunnel->said + tunnel->process->readAll()).right(mostText); });
    connect(process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            settle(std::unexpected(Error::network(tr("the program %1 cannot be started").arg(m_program))));
    });
    connect(process, &QProcess::finished, this, [this, tunnel] {
        tunnel->up = false;
        Error error = Error::network(tr("ssh to %1 ended").arg(m_tunnel.host));
        error.serverText = QString::fromUtf8(tunnel->said).trimmed();
        if (m_wanted.contains(tunnel->target.toString()))
            settle(std::unexpected(error));
    });
}

void SshForwarder::check()
{
    if (!m_done)
        return;
    bool all = true;
    for (const auto &tunnel : m_tunnels) {
        if (tunnel->up || !m_wanted.contains(tunnel->target.toString()))
            continue;
        all = false;
        auto *probe = new QTcpSocket(this);
        connect(probe, &QTcpSocket::connected, this, [this, probe, known = tunnel.get()] {
            known->up = true;
            probe->deleteLater();
            check();
        });
        connect(probe, &QTcpSocket::errorOccurred, this, [this, probe] {
            probe->deleteLater();
            QTimer::singleShot(probeInterval, this, &SshForwarder::check);
        });
        probe->connectToHost(QHostAddress(QHostAddress::LocalHost), tunnel->port);
        break; // one after the other: the next when this one is up
    }
    if (all)
        settle({});
}

void SshForwarder::settle(Result<void> outcome)
{
    if (const auto done = std::exchange(m_done, nullptr))
        done(std::move(outcome));
}

void SshForwarder::apply(ClusterSettings *settings) const
{
    settings->route = [routes = m_routes](const Host &host) {
        Host local = host;
        const QMutexLocker lock(&routes->mutex);
        if (routes->closed) {
            local.name = u"127.0.0.1"_s;
            local.port = 1; // nobody answers there
            return local;
        }
        quint16 &port = routes->ports[host.toString()];
        if (port == 0)
            port = freePort();
        QMetaObject::invokeMethod(
            routes->owner,
            [owner = QPointer(routes->owner), host] {
                if (owner)
                    owner->open(host);
            },
            Qt::QueuedConnection);
        local.name = u"127.0.0.1"_s;
        local.port = port;
        return local;
    };
}

QStringList SshForwarder::targets() const
{
    QStringList all;
    for (const auto &tunnel : m_tunnels)
        all.append(tunnel->target.toString());
    all.sort();
    return all;
}

} // namespace Aeroscope::Ui
