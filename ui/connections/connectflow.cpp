// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/connections/connectflow.h"

#include "ui/connections/connectiondialog.h"
#include "ui/connections/passworddialog.h"

#include <QPointer>
#include <QWidget>

namespace Aeroscope::Ui {

ConnectFlow::ConnectFlow(ConnectionList *connections, Workbench::ProfileStore *store, DemoStarter demo,
                         QWidget *window)
    : QObject(window)
    , m_connections(connections)
    , m_store(store)
    , m_demo(std::move(demo))
    , m_window(window)
{}

void ConnectFlow::connectTo(Connection *connection)
{
    if (connection->state() != Connection::State::Offline)
        return;
    if (!connection->profile().needsPassword()) {
        connection->open();
        return;
    }
    auto *dialog = new PasswordDialog(connection->profile(), m_window);
    connect(dialog, &PasswordDialog::entered, connection,
            [connection](const QString &password) { connection->open(password); });
    dialog->open();
}

void ConnectFlow::addCluster()
{
    showDialog({});
}

void ConnectFlow::edit(Connection *connection)
{
    showDialog(connection->profile().id);
}

void ConnectFlow::showDialog(const QString &profileId)
{
    auto *dialog = new ConnectionDialog(m_store, profileId, m_window);
    connect(dialog, &ConnectionDialog::connectRequested, this,
            [this](const QString &id, const QString &password) {
                Connection *connection = m_connections->ofProfile(id);
                if (!connection)
                    return;
                connection->close(); // the fields may have changed
                connection->open(password);
            });
    dialog->open();
}

void ConnectFlow::startDemo()
{
    if (Connection *demo = m_connections->demo()) {
        connectTo(demo);
        return;
    }
    if (!m_demo || m_demoStarting)
        return;
    m_demoStarting = true;
    Q_EMIT demoStarting();
    m_demo([self = QPointer(this)](Result<QList<Host>> hosts) {
        if (!self)
            return;
        self->m_demoStarting = false;
        if (!hosts) {
            Q_EMIT self->failed(tr("The demo cluster could not be started"), hosts.error());
            return;
        }
        Workbench::Profile profile;
        profile.name = tr("demo");
        QStringList seeds;
        for (const Host &host : *hosts)
            seeds.append(host.toString());
        profile.hosts = seeds.join(QLatin1Char(','));
        self->m_connections->addTemporary(std::move(profile), true)->open();
    });
}

void ConnectFlow::openHosts(const QString &hosts)
{
    Workbench::Profile profile;
    profile.name = hosts;
    profile.hosts = hosts;
    m_connections->addTemporary(std::move(profile), false)->open();
}

} // namespace Aeroscope::Ui
