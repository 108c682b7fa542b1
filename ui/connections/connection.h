// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/session/client.h"
#include "client/session/clusterwatcher.h"
#include "client/session/readonlysession.h"
#include "ui/connections/schemacache.h"
#include "ui/workbench/clusterfacts.h"
#include "ui/workbench/profile.h"

#include <QDateTime>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>
#include <optional>
#include <stop_token>

namespace Aeroscope::Ui {

class SshForwarder;

/// What info requests tell about a cluster; refreshed while it is connected.
struct ClusterCatalog
{
    QList<NamespaceInfo> namespaces{};
    QList<SetInfo> sets{};
    QList<IndexInfo> indexes{};
    QList<NodeInfo> nodes{};
    QList<Workbench::UdfModule> modules{};
    /// Those that run.
    QList<JobInfo> jobs{};
    /// Empty: no racks.
    QHash<QByteArray, int> racks{};
    bool loaded = false;

    [[nodiscard]] const NamespaceInfo *namespaceInfo(QByteArrayView name) const;
    [[nodiscard]] const SetInfo *setInfo(const DataSet &dataset) const;
};

/// One cluster in the window: its profile, whether it is connected, and what is known about it. Connecting
/// and losing the connection never block and never close anything: tabs keep their rows. GUI thread.
class Connection : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Offline,
        Connecting,
        Online,
        Lost, ///< was online; the client keeps trying
    };

    explicit Connection(Workbench::Profile profile, QObject *parent = nullptr);
    ~Connection() override;

    [[nodiscard]] const Workbench::Profile &profile() const noexcept { return m_profile; }
    void setProfile(Workbench::Profile profile);
    [[nodiscard]] const QString &name() const noexcept { return m_profile.name; }
    /// Made by the program itself: not saved, needs no dialog.
    [[nodiscard]] bool isDemo() const noexcept { return m_demo; }
    void setDemo(bool demo) { m_demo = demo; }

    /// Begins to connect; the outcome is stateChanged(). Ignored while connecting or online.
    void open(const Workbench::Secrets &secrets = {});
    void open(ClusterDefinition definition);
    /// Once more, at once, as it was opened last; nothing that ran is run again.
    void retry();
    void close();

    [[nodiscard]] State state() const noexcept { return m_state; }
    [[nodiscard]] bool isOnline() const noexcept { return m_state == State::Online; }
    /// Why the last open() failed, or why the cluster is lost.
    [[nodiscard]] const std::optional<Error> &error() const noexcept { return m_error; }
    /// Looking changes nothing under this one's behaviour. Not valid while never connected. Whoever wants to
    /// write asks a WriteGuard.
    [[nodiscard]] const ReadOnlySession &session() const noexcept { return m_session; }
    /// Changes need an unlocked tab.
    [[nodiscard]] bool isProduction() const noexcept
    {
        return m_profile.environment == Workbench::Environment::Production;
    }
    /// When the connection was lost; not valid while it is not.
    [[nodiscard]] const QDateTime &lostSince() const noexcept { return m_lostSince; }
    [[nodiscard]] ClusterSnapshot snapshot() const;
    [[nodiscard]] const ClusterCatalog &catalog() const noexcept { return m_catalog; }

    /// What its records look like, as far as they were seen.
    [[nodiscard]] SchemaCache *schemas() const noexcept { return m_schemas; }

    /// Asks anew now; catalogChanged() follows.
    void refreshCatalog();

Q_SIGNALS:
    void stateChanged();
    void catalogChanged();
    void profileChanged();

private:
    friend class WriteGuard;
    void startTunnels(ClusterDefinition definition);
    static QCoro::Task<void> connectTo(QPointer<Connection> self, ClusterDefinition definition,
                                       std::stop_token stop);
    static QCoro::Task<void> fetchCatalog(QPointer<Connection> self, Client client, InfoApi info,
                                          std::stop_token stop);
    static QCoro::Task<void> closeClient(Client client);
    void setState(State state, std::optional<Error> error = std::nullopt);
    void adopt(Client client);
    void onClusterChanged(const ClusterSnapshot &snapshot);

    Workbench::Profile m_profile;
    State m_state = State::Offline;
    std::optional<Error> m_error;
    Client m_client;
    ReadOnlySession m_session;
    std::optional<ClusterDefinition> m_definition;
    /// Tunnels, where the profile wants them.
    std::unique_ptr<SshForwarder> m_tunnels;
    QDateTime m_lostSince;
    ClusterCatalog m_catalog;
    SchemaCache *m_schemas;
    std::unique_ptr<ClusterWatcher> m_watcher;
    std::stop_source m_stop;
    QTimer m_poll;
    bool m_fetching = false;
    bool m_demo = false;
};

} // namespace Aeroscope::Ui
