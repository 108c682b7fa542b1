// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/connections/connectflow.h"

#include "ui/connections/connectiondialog.h"
#include "ui/connections/passphrasedialog.h"
#include "ui/connections/passworddialog.h"

#include <QPointer>
#include <QWidget>

namespace Aeroscope::Ui {

ConnectFlow::ConnectFlow(ConnectionList *connections, Workbench::ProfileStore *store,
                         Workbench::SecretStore *secrets, DemoStarter demo, QWidget *window)
    : QObject(window)
    , m_connections(connections)
    , m_store(store)
    , m_secrets(secrets)
    , m_demo(std::move(demo))
    , m_window(window)
{}

void ConnectFlow::connectTo(Connection *connection)
{
    if (connection->state() != Connection::State::Offline)
        return;
    const Workbench::Profile &profile = connection->profile();
    if (profile.savePassword && m_secrets) {
        openWithSecrets(connection);
    } else if (profile.needsPassword()) {
        askPassword(connection);
    } else {
        connection->open();
    }
}

void ConnectFlow::askPassword(Connection *connection)
{
    auto *dialog = new PasswordDialog(connection->profile(), m_window);
    connect(dialog, &PasswordDialog::entered, connection,
            [connection](const QString &password) { connection->open({password, {}}); });
    dialog->open();
}

void ConnectFlow::openWithSecrets(Connection *connection)
{
    m_secrets->probe([this, cluster = QPointer(connection)](Workbench::SecretStore::Place) {
        if (!cluster)
            return;
        const auto read = [this, cluster] {
            if (!cluster)
                return;
            m_secrets->read(cluster->profile().id, [this, cluster](const Result<Workbench::Secrets> &kept) {
                if (!cluster)
                    return;
                if (kept && (!kept->password.isEmpty() || !cluster->profile().needsPassword()))
                    cluster->open(*kept);
                else
                    askPassword(cluster); // not there, or the keychain was not opened
            });
        };
        if (!m_secrets->needsPassphrase()) {
            read();
            return;
        }
        auto *dialog = new PassphraseDialog(m_secrets, m_window);
        connect(dialog, &PassphraseDialog::opened, this, read);
        dialog->open();
    });
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
    auto *dialog = new ConnectionDialog(m_store, profileId, m_window, m_secrets);
    connect(dialog, &ConnectionDialog::connectRequested, this,
            [this](const QString &id, const Workbench::Secrets &secrets) {
                Connection *connection = m_connections->ofProfile(id);
                if (!connection)
                    return;
                connection->close(); // the fields may have changed
                if (connection->profile().needsPassword() && secrets.password.isEmpty())
                    connectTo(connection);
                else
                    connection->open(secrets);
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
