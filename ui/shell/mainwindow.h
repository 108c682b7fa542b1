// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/clientcode.h"
#include "ui/connections/connectflow.h"
#include "ui/connections/connectionlist.h"
#include "ui/shell/settings.h"
#include "ui/theme/theme.h"
#include "ui/workbench/profilestore.h"
#include "ui/workbench/queryhistory.h"
#include "ui/workbench/secretstore.h"
#include "ui/workbench/sessionfile.h"

#include <QFont>
#include <QMainWindow>
#include <QTimer>

#include <functional>

namespace Aeroscope::Ui {

class CommandBar;
class DetailPane;
class DocumentTabs;
class EmptyState;
class EnvironmentStrip;
class MainActions;
class MessagesPanel;
class HistoryPanel;
class JobsPanel;
class NavigatorPanel;
class Palette;
class PanelDock;
class QueryTab;
class RecordPane;
class StatusPanel;
class WriteGuard;

/// The window: arranges navigator, tabs, record and messages, and connects them. Nothing in it waits for the
/// network.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    struct Setup
    {
        /// Where profiles and window layout are kept; empty: nowhere.
        QString configFolder{};
        /// Empty: there is no demo cluster.
        DemoStarter demo{};
        /// May be null (tests): then the Colours menu does nothing.
        Theme *theme = nullptr;
        QString version{};
        /// Null: passwords go into the encrypted file.
        std::shared_ptr<Workbench::Keychain> keychain{};
    };

    explicit MainWindow(Setup setup, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Where the settings lie in that folder.
    [[nodiscard]] static QString settingsFileIn(const QString &configFolder)
    {
        return configFolder + QStringLiteral("/window.ini");
    }

    void startDemo() { m_flow->startDemo(); }
    /// "host:port,…" of the command line.
    void openHosts(const QString &hosts) { m_flow->openHosts(hosts); }
    /// Opens a tab for the data set, or brings an open one without a filter to the front; runs it when `run`.
    QueryTab *openDataSet(Connection *connection, const DataSet &dataset, bool run);

    /// Draws the window as it is to a picture; false when the file cannot be written.
    bool renderTo(const QString &file);
    /// True when nothing is under way that would change the picture: no connecting, no running query, counts
    /// known.
    [[nodiscard]] bool isSettled() const;

    [[nodiscard]] ConnectionList *connections() const noexcept { return m_connections; }
    [[nodiscard]] NavigatorPanel *navigator() const noexcept { return m_navigator; }
    [[nodiscard]] DocumentTabs *tabs() const noexcept { return m_tabs; }
    [[nodiscard]] RecordPane *record() const noexcept { return m_record; }
    [[nodiscard]] MainActions *actions() const noexcept { return m_actions; }
    [[nodiscard]] CommandBar *commandBar() const noexcept { return m_commandBar; }
    [[nodiscard]] StatusPanel *status() const noexcept { return m_status; }
    [[nodiscard]] Palette *palettePopup() const noexcept { return m_palette; }
    [[nodiscard]] HistoryPanel *historyPanel() const noexcept { return m_historyPanel; }
    [[nodiscard]] EnvironmentStrip *strip() const noexcept { return m_strip; }
    /// A query as a file, in the form that the command line takes; false and null tell why in the status bar.
    bool saveQueryFile(const QString &file);
    QueryTab *openQueryFile(const QString &file);
    [[nodiscard]] DetailPane *detail() const noexcept { return m_detail; }
    [[nodiscard]] PanelDock *recordDock() const noexcept { return m_recordDock; }
    [[nodiscard]] JobsPanel *jobs() const noexcept { return m_jobs; }
    [[nodiscard]] QueryTab *currentQuery() const;
    /// Of the current tab; null without one.
    [[nodiscard]] WriteGuard *currentGuard() const;

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void buildUi();
    void connectActions();
    void connectPanels();
    void defaultLayout();
    void restoreLayout();
    void watch(Connection *connection);
    void newQuery();
    void connectQueryActions();
    void connectTab(QueryTab *tab);
    void remember(const QueryTab *tab);
    /// Columns as the user arranged them, for each set.
    void rememberColumns(QueryTab *tab);
    void exportRows();
    [[nodiscard]] QString queryFolder() const;
    /// Tabs of the last time, for the clusters that are there; the others wait for theirs.
    void restoreTabs();
    [[nodiscard]] QList<Workbench::TabState> tabStates() const;
    /// A second after the first change, so that what is lost by a crash is little.
    void saveSession();
    void openHistory(const Workbench::HistoryEntry &entry);
    void showCommands();
    void showPlaces();
    void copyCode(Ael::ClientLanguage language, const QString &name);
    void startInsert();
    void showCurrentRecord();
    void showCurrentCell();
    void updateActions();
    void updateStatus();
    void updateWelcome();
    void updateGuard();
    void updateBanner();
    void askUnlock();
    void connectManners();
    void showSettings();
    void applySettings(const WindowSettings &settings);
    void showCreateIndex(Connection *connection, const DataSet &dataset);
    void showDropIndex(Connection *connection, const QByteArray &namespaceName, const QByteArray &index);
    /// Asks the current tab's guard where the tab belongs to that cluster.
    [[nodiscard]] std::function<Result<Session>()> writerOf(Connection *connection);
    [[nodiscard]] QString settingsFile() const;
    void updateTab(QueryTab *tab);
    void showAbout();
    [[nodiscard]] Connection *activeConnection() const;

    Setup m_setup;
    Workbench::ProfileStore *m_store;
    Workbench::SecretStore *m_secrets;
    ConnectionList *m_connections;
    ConnectFlow *m_flow;
    MainActions *m_actions;
    CommandBar *m_commandBar = nullptr;
    EnvironmentStrip *m_strip = nullptr;
    NavigatorPanel *m_navigator = nullptr;
    PanelDock *m_navigatorDock = nullptr;
    DocumentTabs *m_tabs = nullptr;
    EmptyState *m_welcome = nullptr;
    RecordPane *m_record = nullptr;
    PanelDock *m_recordDock = nullptr;
    DetailPane *m_detail = nullptr;
    MessagesPanel *m_messages = nullptr;
    PanelDock *m_messagesDock = nullptr;
    Workbench::QueryHistory *m_history;
    HistoryPanel *m_historyPanel = nullptr;
    JobsPanel *m_jobs = nullptr;
    Palette *m_palette = nullptr;
    StatusPanel *m_status = nullptr;
    QTimer m_statusTimer;
    /// Once a second while a banner or lock counts.
    QTimer m_clock;
    Workbench::SessionFile m_session;
    QTimer m_sessionTimer;
    QList<Workbench::TabState> m_waitingTabs;
    QList<Workbench::TabState> m_savedTabs;
    bool m_savingSession = false;
    QByteArray m_pristineLayout;
    WindowSettings m_settings;
    QFont m_systemFont;
    bool m_demoStarting = false;
};

} // namespace Aeroscope::Ui
