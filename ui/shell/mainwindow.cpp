// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/mainwindow.h"

#include "ui/connections/environmentlook.h"
#include "ui/jobs/jobspanel.h"
#include "ui/navigator/navigatorpanel.h"
#include "ui/query/historypanel.h"
#include "ui/query/querytab.h"
#include "ui/record/detailpane.h"
#include "ui/record/recordpane.h"
#include "ui/shell/commandbar.h"
#include "ui/shell/documenttabs.h"
#include "ui/shell/emptystate.h"
#include "ui/shell/environmentstrip.h"
#include "ui/shell/mainactions.h"
#include "ui/shell/messagespanel.h"
#include "ui/shell/palette.h"
#include "ui/shell/paneldock.h"
#include "ui/shell/statuspanel.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QFile>
#include <QMenuBar>
#include <QSaveFile>
#include <QSettings>
#include <QStatusBar>
#include <QToolButton>

#include <chrono>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

using namespace std::chrono_literals;

/// Grows when docks change so much that an old arrangement makes no sense.
constexpr int layoutVersion = 1;
constexpr auto statusInterval = 100ms;
constexpr auto sessionInterval = 1s;

} // namespace

MainWindow::MainWindow(Setup setup, QWidget *parent)
    : QMainWindow(parent)
    , m_setup(std::move(setup))
    , m_store(new Workbench::ProfileStore(m_setup.configFolder + "/connections"_L1, this))
    , m_secrets(
          m_setup.configFolder.isEmpty()
              ? nullptr
              : new Workbench::SecretStore(m_setup.keychain, m_setup.configFolder + "/secrets.json"_L1, this))
    , m_connections(new ConnectionList(m_store, this))
    , m_flow(new ConnectFlow(m_connections, m_store, m_secrets, m_setup.demo, this))
    , m_actions(new MainActions(this))
    , m_history(new Workbench::QueryHistory(
          m_setup.configFolder.isEmpty() ? QString() : m_setup.configFolder + "/history.ndjson"_L1, this))
    , m_session(m_setup.configFolder.isEmpty() ? QString() : m_setup.configFolder + "/session.json"_L1)
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(u"Aeroscope"_s);
    setWindowIcon(QIcon(u":/aeroscope/icons/aeroscope.svg"_s));
    resize(1440, 900);
    buildUi();
    connectActions();
    connectPanels();
    connectManners();
    defaultLayout();
    m_pristineLayout = saveState(layoutVersion);
    restoreLayout();
    if (!m_setup.configFolder.isEmpty()) {
        applySettings(WindowSettings::load(settingsFile()));
        m_history->load();
        for (const QString &fault : m_store->load())
            m_messages->add(MessagesModel::Kind::Warning,
                            tr("A saved cluster could not be read: %1").arg(fault));
        m_waitingTabs = m_session.load();
        restoreTabs();
        connect(m_connections, &ConnectionList::added, this, &MainWindow::restoreTabs);
    }
    m_sessionTimer.setSingleShot(true);
    m_sessionTimer.setInterval(sessionInterval);
    connect(&m_sessionTimer, &QTimer::timeout, this, &MainWindow::saveSession);
    m_statusTimer.setInterval(statusInterval);
    connect(&m_statusTimer, &QTimer::timeout, this, &MainWindow::updateStatus);
    m_clock.setInterval(1s);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        updateBanner();
        updateGuard();
    });
    updateWelcome();
    updateActions();
    updateStatus();
}

MainWindow::~MainWindow()
{
    // Tabs refer to connections; they go first.
    while (m_tabs->count() > 0) {
        QWidget *page = m_tabs->page(0);
        m_tabs->disconnect(this);
        m_tabs->closeTab(0);
        delete page;
    }
}

void MainWindow::buildUi()
{
    m_welcome = new EmptyState(this);
    m_tabs = new DocumentTabs(m_welcome, this);
    setCentralWidget(m_tabs);
    setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowNestedDocks);
    setDockNestingEnabled(true);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);

    m_navigator = new NavigatorPanel(m_connections, this);
    m_navigatorDock = new PanelDock(u"navigatorDock"_s, tr("Navigator"), this);
    m_navigatorDock->addPage(m_navigator, tr("Navigator"));
    auto *add = new QToolButton(m_navigatorDock);
    add->setAutoRaise(true);
    add->setIcon(icon(u"plus"_s, IconTint::Muted));
    add->setToolTip(tr("Add cluster…"));
    add->setAccessibleName(tr("Add cluster"));
    connect(add, &QToolButton::clicked, m_flow, &ConnectFlow::addCluster);
    m_navigatorDock->addCorner(add);

    m_messages = new MessagesPanel(this);
    m_messagesDock = new PanelDock(u"messagesDock"_s, tr("Messages"), this);
    m_messagesDock->addPage(m_messages, tr("Messages"));
    m_historyPanel = new HistoryPanel(m_history, this);
    m_messagesDock->addPage(m_historyPanel, tr("History"));
    m_jobs = new JobsPanel(this);
    m_messagesDock->addPage(m_jobs, tr("Jobs"));
    m_record = new RecordPane(this);
    m_recordDock = new PanelDock(u"recordDock"_s, tr("Record"), this);
    m_recordDock->addPage(m_record, tr("Record"));
    m_detail = new DetailPane(this);
    m_recordDock->addPage(m_detail, tr("Value"));

    m_status = new StatusPanel(this);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setFixedHeight(Style::statusBarHeight);
    statusBar()->setContentsMargins(0, 0, 0, 0);
    statusBar()->addWidget(m_status, 1);

    m_actions->startDemo->setVisible(m_flow->hasDemo());
    m_actions->fillMenuBar(menuBar(), {m_navigatorDock->toggleViewAction(), m_recordDock->toggleViewAction(),
                                       m_messagesDock->toggleViewAction()});
    m_commandBar = new CommandBar({.run = m_actions->run,
                                   .stop = m_actions->stop,
                                   .resume = m_actions->resume,
                                   .refresh = m_actions->refreshCluster,
                                   .insert = m_actions->insertRecord,
                                   .copyAs = m_actions->copyAsMenu},
                                  this);
    // The strip belongs above the tool bar and across the whole window: it shares the place of the menu.
    auto *top = new QWidget(this);
    auto *topLayout = new QVBoxLayout(top);
    topLayout->setContentsMargins(0, 0, 0, 0);
    topLayout->setSpacing(0);
    m_strip = new EnvironmentStrip(top);
    topLayout->addWidget(menuBar());
    topLayout->addWidget(m_strip);
    setMenuWidget(top);
    addToolBar(m_commandBar);
    m_palette = new Palette(this);
}

void MainWindow::defaultLayout()
{
    addDockWidget(Qt::LeftDockWidgetArea, m_navigatorDock);
    addDockWidget(Qt::BottomDockWidgetArea, m_messagesDock);
    addDockWidget(Qt::BottomDockWidgetArea, m_recordDock);
    splitDockWidget(m_messagesDock, m_recordDock, Qt::Horizontal);
    for (PanelDock *dock : {m_navigatorDock, m_messagesDock, m_recordDock})
        dock->show();
    const int navigatorWidth = qBound(200, width() * 18 / 100, 268);
    resizeDocks({m_navigatorDock}, {navigatorWidth}, Qt::Horizontal);
    resizeDocks({m_messagesDock, m_recordDock},
                {(width() - navigatorWidth) * 34 / 100, (width() - navigatorWidth) * 66 / 100},
                Qt::Horizontal);
    resizeDocks({m_messagesDock, m_recordDock}, {height() * 32 / 100, height() * 32 / 100}, Qt::Vertical);
}

void MainWindow::restoreLayout()
{
    if (m_setup.configFolder.isEmpty())
        return;
    const QSettings settings(settingsFile(), QSettings::IniFormat);
    restoreGeometry(settings.value("geometry"_L1).toByteArray());
    restoreState(settings.value("layout"_L1).toByteArray(), layoutVersion);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_setup.configFolder.isEmpty() && !m_session.save(tabStates()))
        qWarning("The open tabs could not be saved");
    if (!m_setup.configFolder.isEmpty()) {
        QSettings settings(settingsFile(), QSettings::IniFormat);
        settings.setValue("geometry"_L1, saveGeometry());
        settings.setValue("layout"_L1, saveState(layoutVersion));
    }
    QMainWindow::closeEvent(event);
}

QueryTab *MainWindow::currentQuery() const
{
    return qobject_cast<QueryTab *>(m_tabs->currentPage());
}

Connection *MainWindow::activeConnection() const
{
    if (const QueryTab *tab = currentQuery())
        return tab->connection();
    if (Connection *chosen = m_navigator->currentConnection())
        return chosen;
    for (Connection *connection : m_connections->all()) {
        if (connection->isOnline())
            return connection;
    }
    return nullptr;
}

bool MainWindow::renderTo(const QString &file)
{
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly))
        return false;
    return grab().save(&out, "PNG") && out.commit();
}

bool MainWindow::isSettled() const
{
    if (m_demoStarting)
        return false;
    for (const Connection *connection : m_connections->all()) {
        if (connection->state() == Connection::State::Connecting)
            return false;
        if (connection->isOnline() && !connection->catalog().loaded)
            return false;
    }
    for (int i = 0; i < m_tabs->count(); ++i) {
        const auto *tab = qobject_cast<QueryTab *>(m_tabs->page(i));
        if (tab && tab->run()->isRunning())
            return false;
    }
    return !m_record->isBusy();
}

} // namespace Aeroscope::Ui
