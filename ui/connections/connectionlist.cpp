// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/connections/connectionlist.h"

#include <algorithm>

namespace Aeroscope::Ui {

ConnectionList::ConnectionList(Workbench::ProfileStore *store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    connect(m_store, &Workbench::ProfileStore::changed, this, &ConnectionList::follow);
    follow();
}

Connection *ConnectionList::ofProfile(const QString &id) const
{
    const auto it = std::ranges::find_if(
        m_all, [&id](const Connection *c) { return !id.isEmpty() && c->profile().id == id; });
    return it == m_all.end() ? nullptr : *it;
}

Connection *ConnectionList::demo() const
{
    const auto it = std::ranges::find_if(m_all, &Connection::isDemo);
    return it == m_all.end() ? nullptr : *it;
}

Connection *ConnectionList::addTemporary(Workbench::Profile profile, bool demo)
{
    profile.id.clear();
    auto *connection = new Connection(std::move(profile), this);
    connection->setDemo(demo);
    m_all.prepend(connection);
    Q_EMIT added(connection);
    return connection;
}

void ConnectionList::follow()
{
    const QList<Connection *> before = m_all;
    for (Connection *connection : before) {
        const QString &id = connection->profile().id;
        if (id.isEmpty() || m_store->find(id))
            continue;
        m_all.removeOne(connection);
        Q_EMIT removed(connection);
        connection->close();
        connection->deleteLater();
    }
    QList<Connection *> ordered;
    for (Connection *connection : std::as_const(m_all)) {
        if (connection->profile().id.isEmpty())
            ordered.append(connection);
    }
    QList<Connection *> fresh;
    for (const Workbench::Profile &profile : m_store->profiles()) {
        Connection *connection = ofProfile(profile.id);
        if (connection) {
            connection->setProfile(profile);
        } else {
            connection = new Connection(profile, this);
            fresh.append(connection);
        }
        ordered.append(connection);
    }
    m_all = ordered;
    for (Connection *connection : std::as_const(fresh))
        Q_EMIT added(connection);
    Q_EMIT orderChanged();
}

} // namespace Aeroscope::Ui
