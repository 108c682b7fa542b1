// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/connections/writeguard.h"

namespace Aeroscope::Ui {

WriteGuard::WriteGuard(Connection *connection, QObject *parent)
    : QObject(parent)
    , m_connection(connection)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer); // a coarse one may leave it open longer than was asked for
    connect(&m_timer, &QTimer::timeout, this, &WriteGuard::changed);
    // made production while the tab is open: it is locked then
    connect(connection, &Connection::profileChanged, this, &WriteGuard::lock);
}

WriteGuard::State WriteGuard::state() const
{
    if (m_connection && !m_connection->isProduction())
        return State::Open;
    return m_timer.isActive() ? State::Unlocked : State::ReadOnly;
}

void WriteGuard::unlock(std::chrono::milliseconds duration)
{
    if (state() == State::Open)
        return;
    m_timer.start(duration);
    Q_EMIT changed();
}

void WriteGuard::lock()
{
    m_timer.stop();
    Q_EMIT changed();
}

std::chrono::milliseconds WriteGuard::remaining() const
{
    return state() == State::Unlocked ? m_timer.remainingTimeAsDuration() : std::chrono::milliseconds(0);
}

Result<Session> WriteGuard::writer() const
{
    if (!m_connection || !m_connection->m_client.isValid())
        return std::unexpected(Error::notConnected(tr("the cluster is not connected")));
    if (!isWritable())
        return std::unexpected(Error::invalidArgument(
            tr("this tab is read-only: %1 is a production cluster").arg(m_connection->name())));
    return m_connection->m_client.session(Behavior::browsing());
}

} // namespace Aeroscope::Ui
