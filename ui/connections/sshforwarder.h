// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/clustersettings.h"
#include "ui/workbench/profile.h"

#include <QObject>

#include <functional>
#include <memory>

class QProcess;

namespace Aeroscope::Ui {

/// Tunnels to the nodes of one cluster through an SSH host, one `ssh` process a node: those of the seeds
/// first, then one for each address that the nodes advertise, when it is first dialled. They end with this
/// object, and one that breaks is made anew when its node is dialled again. GUI thread; only the route that
/// apply() sets is called on others.
class SshForwarder : public QObject
{
    Q_OBJECT

public:
    /// `program`: where ssh is, if not on the path.
    explicit SshForwarder(Workbench::SshTunnel tunnel, QString program = QStringLiteral("ssh"),
                          QObject *parent = nullptr);
    ~SshForwarder() override;

    /// Starts the tunnels of these hosts; `done` follows when each takes connections, or with what ssh said.
    void prepare(const QList<Host> &hosts, std::function<void(Result<void>)> done);
    /// Lets a cluster dial through the tunnels. The settings may outlive this object: then nothing is
    /// reached.
    void apply(ClusterSettings *settings) const;
    /// "10.1.0.11:3000": what there are tunnels to, sorted.
    [[nodiscard]] QStringList targets() const;
    /// How ssh is called for one tunnel, without the program.
    [[nodiscard]] QStringList arguments(const Host &target, quint16 localPort) const;

private:
    struct Routes;
    struct Tunnel;
    void open(const Host &target);
    void watch(Tunnel *tunnel);
    void check();
    void settle(Result<void> outcome);

    Workbench::SshTunnel m_tunnel;
    QString m_program;
    std::shared_ptr<Routes> m_routes;
    std::vector<std::unique_ptr<Tunnel>> m_tunnels;
    QStringList m_wanted;
    std::function<void(Result<void>)> m_done;
};

} // namespace Aeroscope::Ui
