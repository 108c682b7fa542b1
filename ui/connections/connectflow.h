// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/connections/connectionlist.h"
#include "ui/workbench/secretstore.h"

#include <QObject>

#include <functional>

namespace Aeroscope::Ui {

/// Starts the embedded demo cluster and answers its seed hosts, on the GUI thread, at once or later. Handed
/// in by whoever composes the program.
using DemoStarter = std::function<void(std::function<void(Result<QList<Host>>)> done)>;

/// The way from "connect" to a connection: asks for what is missing, opens dialogs, starts the demo.
class ConnectFlow : public QObject
{
    Q_OBJECT

public:
    ConnectFlow(ConnectionList *connections, Workbench::ProfileStore *store, Workbench::SecretStore *secrets,
                DemoStarter demo, QWidget *window);

    void connectTo(Connection *connection);
    void addCluster();
    void edit(Connection *connection);
    [[nodiscard]] bool hasDemo() const { return static_cast<bool>(m_demo); }
    void startDemo();
    /// "host:port,…" without a profile.
    void openHosts(const QString &hosts);

Q_SIGNALS:
    /// The demo could not be started.
    void failed(const QString &what, const Aeroscope::Error &error);
    void demoStarting();

private:
    void showDialog(const QString &profileId);
    /// With what is kept; asks for the rest.
    void openWithSecrets(Connection *connection);
    void askPassword(Connection *connection);

    ConnectionList *m_connections;
    Workbench::ProfileStore *m_store;
    Workbench::SecretStore *m_secrets;
    DemoStarter m_demo;
    QWidget *m_window;
    bool m_demoStarting = false;
};

} // namespace Aeroscope::Ui
