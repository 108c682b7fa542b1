// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/connections/connection.h"
#include "ui/workbench/profilestore.h"

#include <QList>
#include <QObject>

namespace Aeroscope::Ui {

/// All clusters of the window: one for each saved profile, and those made by the program. Follows the store.
class ConnectionList : public QObject
{
    Q_OBJECT

public:
    explicit ConnectionList(Workbench::ProfileStore *store, QObject *parent = nullptr);

    [[nodiscard]] const QList<Connection *> &all() const noexcept { return m_all; }
    [[nodiscard]] Connection *ofProfile(const QString &id) const;
    /// A cluster without a file (the demo, a host of the command line); kept until the window closes.
    Connection *addTemporary(Workbench::Profile profile, bool demo);
    [[nodiscard]] Connection *demo() const;

Q_SIGNALS:
    void added(Aeroscope::Ui::Connection *connection);
    /// It is deleted when control returns to the event loop.
    void removed(Aeroscope::Ui::Connection *connection);
    void orderChanged();

private:
    void follow();

    Workbench::ProfileStore *m_store;
    QList<Connection *> m_all;
};

} // namespace Aeroscope::Ui
