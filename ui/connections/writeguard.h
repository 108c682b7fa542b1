// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/session/session.h"
#include "ui/connections/connection.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>

namespace Aeroscope::Ui {

/// Whether one tab may change its cluster: the only way to a session that writes. Development and test
/// clusters are open; a production cluster is read-only until somebody unlocks this very tab, for some
/// minutes. GUI thread.
class WriteGuard : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Open,     ///< no production cluster
        ReadOnly, ///< production, locked
        Unlocked, ///< production, for a while
    };

    explicit WriteGuard(Connection *connection, QObject *parent = nullptr);

    [[nodiscard]] Connection *connection() const noexcept { return m_connection; }
    [[nodiscard]] State state() const;
    [[nodiscard]] bool isWritable() const { return state() != State::ReadOnly; }
    /// Nothing for a cluster that is open anyway.
    void unlock(std::chrono::milliseconds duration);
    void lock();
    /// Until it locks itself; zero unless Unlocked.
    [[nodiscard]] std::chrono::milliseconds remaining() const;

    /// A session that writes, for one action: ask again for the next. NotConnected while the cluster is not
    /// there, InvalidArgument while it is read-only.
    [[nodiscard]] Result<Session> writer() const;

Q_SIGNALS:
    void changed();

private:
    QPointer<Connection> m_connection;
    QTimer m_timer;
};

} // namespace Aeroscope::Ui
