// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// How the parts of the window are connected.

#include "ui/shell/mainwindow.h"

#include "ui/connections/environmentlook.h"
#include "ui/connections/writeguard.h"
#include "ui/grid/filterrow.h"
#include "ui/grid/recordgrid.h"
#include "ui/grid/selectionsummary.h"
#include "ui/navigator/navigatorpanel.h"
#include "ui/query/aeleditor.h"
#include "ui/query/historypanel.h"
#include "ui/query/querystrip.h"
#include "ui/query/querytab.h"
#include "ui/record/detailpane.h"
#include "ui/record/recordpane.h"
#include "ui/shell/commandbar.h"
#include "ui/shell/documenttabs.h"
#include "ui/shell/emptystate.h"
#include "ui/shell/environmentstrip.h"
#include "ui/shell/errortext.h"
#include "ui/shell/mainactions.h"
#include "ui/shell/messagespanel.h"
#include "ui/shell/numbercombo.h"
#include "ui/shell/paneldock.h"
#include "ui/shell/statuspanel.h"
#include "ui/theme/icons.h"
#include "ui/theme/roles.h"
#include "ui/workbench/humantext.h"

#include <QAction>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QTreeView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

void MainWindow::connectActions()
{
    MainActions *a = m_actions;
    connect(a->newQuery, &QAction::triggered, this, &MainWindow::newQuery);
    connect(a->addCluster, &QAction::triggered, m_flow, &ConnectFlow::addCluster);
    connect(a->startDemo, &QAction::triggered, m_flow, &ConnectFlow::startDemo);
    connect(a->closeTab, &QAction::triggered, this,
            [this] { m_tabs->closeTab(m_tabs->indexOf(m_tabs->currentPage())); });
    connect(a->quit, &QAction::triggered, this, &QWidget::close);
    connect(a->selectAll, &QAction::triggered, this, [this] {
        if (QueryTab *tab = currentQuery())
            tab->grid()->selectAllRows();
    });
    connect(a->insertRecord, &QAction::triggered, this, &MainWindow::startInsert);
    connect(a->refreshRecord, &QAction::triggered, m_record, &RecordPane::refresh);
    connect(a->connectCluster, &QAction::triggered, this, [this] {
        if (Connection *connection = m_navigator->currentConnection())
            m_flow->connectTo(connection);
    });
    connect(a->disconnectCluster, &QAction::triggered, this, [this] {
        if (Connection *connection = m_navigator->currentConnection())
            connection->close();
    });
    connect(a->refreshCluster, &QAction::triggered, this, [this] {
        if (Connection *connection = activeConnection())
            connection->refreshCatalog();
    });
    connect(a->unlockTab, &QAction::triggered, this, &MainWindow::askUnlock);
    connect(a->lockTab, &QAction::triggered, this, [this] {
        if (WriteGuard *guard = currentGuard())
            guard->lock();
    });
    connect(a->nextTab, &QAction::triggered, this, [this] { m_tabs->step(1); });
    connect(a->previousTab, &QAction::triggered, this, [this] { m_tabs->step(-1); });
    connect(a->focusNavigator, &QAction::triggered, this, [this] {
        m_navigatorDock->show();
        m_navigator->tree()->setFocus();
    });
    connect(a->focusEditor, &QAction::triggered, this, [this] {
        if (QueryTab *tab = currentQuery())
            tab->editor()->setFocus();
    });
    connect(a->focusGrid, &QAction::triggered, this, [this] {
        if (QueryTab *tab = currentQuery())
            tab->grid()->setFocus(Qt::ShortcutFocusReason);
    });
    connect(a->focusRecord, &QAction::triggered, this, [this] {
        m_recordDock->show();
        m_recordDock->showPage(m_record);
        m_record->setFocus();
    });
    connect(a->resetLayout, &QAction::triggered, this, &MainWindow::defaultLayout);
    connect(a->about, &QAction::triggered, this, &MainWindow::showAbout);
    connectQueryActions();

    connect(m_commandBar->limit(), &NumberCombo::valueChanged, this, [this](qint64 limit) {
        if (QueryTab *tab = currentQuery())
            tab->setLimit(limit);
    });
    connect(m_commandBar->recordsPerSecond(), &NumberCombo::valueChanged, this, [this](qint64 rps) {
        if (QueryTab *tab = currentQuery())
            tab->setRecordsPerSecond(
                static_cast<quint32>(qMin<qint64>(rps, std::numeric_limits<quint32>::max())));
    });
}

void MainWindow::connectPanels()
{
    connect(
        m_navigator, &NavigatorPanel::openRequested, this,
        [this](Connection *connection, const DataSet &dataset) { openDataSet(connection, dataset, true); });
    connect(m_navigator, &NavigatorPanel::connectRequested, m_flow, &ConnectFlow::connectTo);
    connect(m_navigator, &NavigatorPanel::disconnectRequested, this,
            [](Connection *connection) { connection->close(); });
    connect(m_navigator, &NavigatorPanel::editRequested, m_flow, &ConnectFlow::edit);
    connect(m_navigator, &NavigatorPanel::insertRequested, this,
            [this](Connection *connection, const DataSet &dataset) {
                m_recordDock->show();
                m_record->startInsert(connection, dataset);
            });
    connect(m_navigator, &NavigatorPanel::currentChanged, this, &MainWindow::updateActions);

    connect(m_flow, &ConnectFlow::demoStarting, this, [this] {
        m_demoStarting = true;
        updateWelcome();
    });
    connect(m_flow, &ConnectFlow::failed, this, [this](const QString &what, const Error &error) {
        m_demoStarting = false;
        m_messages->add(MessagesModel::Kind::Error, what + u": "_s + errorLine(error));
        updateWelcome();
    });
    connect(m_connections, &ConnectionList::added, this, &MainWindow::watch);
    connect(m_connections, &ConnectionList::removed, this, &MainWindow::updateWelcome);

    connect(m_welcome, &EmptyState::primaryClicked, this, [this] {
        for (Connection *connection : m_connections->all()) {
            if (connection->isOnline()) {
                newQuery();
                return;
            }
        }
        if (m_connections->all().isEmpty())
            m_flow->addCluster();
        else
            m_flow->connectTo(m_navigator->currentConnection() ? m_navigator->currentConnection()
                                                               : m_connections->all().first());
    });
    connect(m_welcome, &EmptyState::linkClicked, m_flow, &ConnectFlow::startDemo);

    connect(m_historyPanel, &HistoryPanel::openRequested, this, &MainWindow::openHistory);
    connect(m_strip, &EnvironmentStrip::buttonClicked, this, &MainWindow::askUnlock);
    connect(m_tabs, &DocumentTabs::newRequested, this, &MainWindow::newQuery);
    connect(m_tabs, &DocumentTabs::currentChanged, this, [this] {
        if (const QueryTab *tab = currentQuery()) {
            m_commandBar->limit()->setValue(tab->limit());
            m_commandBar->recordsPerSecond()->setValue(tab->recordsPerSecond());
        }
        showCurrentRecord();
        showCurrentCell();
        updateActions();
        updateStatus();
        updateWelcome();
    });
    connect(m_detail, &DetailPane::notice, m_status, &StatusPanel::setNotice);

    connect(m_record, &RecordPane::recordRead, this, [this](Connection *connection, const Record &record) {
        for (int i = 0; i < m_tabs->count(); ++i) {
            if (auto *tab = qobject_cast<QueryTab *>(m_tabs->page(i)); tab && tab->connection() == connection)
                tab->updateRecord(record);
        }
    });
    connect(m_record, &RecordPane::recordInserted, this,
            [this](Connection *connection, const Record &record) {
                if (QueryTab *tab = currentQuery(); tab && tab->connection() == connection)
                    tab->insertRecord(record);
                connection->refreshCatalog();
            });
    connect(m_record, &RecordPane::recordGone, this, [this](Connection *connection, const Key &key) {
        for (int i = 0; i < m_tabs->count(); ++i) {
            if (auto *tab = qobject_cast<QueryTab *>(m_tabs->page(i)); tab && tab->connection() == connection)
                tab->removeRecord(key);
        }
        if (connection)
            connection->refreshCatalog();
    });
    connect(m_record, &RecordPane::notice, this, [this](const QString &text) {
        m_messages->add(MessagesModel::Kind::Success, text);
        m_status->setNotice(text);
    });
}

void MainWindow::watch(Connection *connection)
{
    updateWelcome();
    connect(connection, &Connection::stateChanged, this, [this, connection] {
        const QString &name = connection->name();
        switch (connection->state()) {
        case Connection::State::Online:
            m_demoStarting = false;
            m_messages->add(MessagesModel::Kind::Success,
                            tr("%1: connected to %n node(s)", nullptr,
                               static_cast<int>(connection->snapshot().nodes.size()))
                                .arg(name));
            break;
        case Connection::State::Offline:
            m_demoStarting = false;
            if (connection->error())
                m_messages->add(MessagesModel::Kind::Error,
                                tr("%1: %2").arg(name, errorLine(*connection->error())));
            break;
        case Connection::State::Lost:
            m_messages->add(MessagesModel::Kind::Warning,
                            tr("%1: connection lost, trying again. Rows are kept").arg(name));
            break;
        case Connection::State::Connecting:
            break;
        }
        updateWelcome();
        updateActions();
        updateStatus();
    });
    connect(connection, &Connection::profileChanged, this, [this, connection] {
        for (int i = 0; i < m_tabs->count(); ++i) {
            const auto *tab = qobject_cast<QueryTab *>(m_tabs->page(i));
            if (tab && tab->connection() == connection)
                setTabEdge(m_tabs->bar(), i, environmentLook(connection->profile()).fill);
        }
        updateActions();
        updateStatus();
    });
    connect(connection, &Connection::catalogChanged, this, [this, connection] {
        if (!connection->property("aeroscopeShown").toBool() && connection->catalog().loaded) {
            connection->setProperty("aeroscopeShown", true);
            m_navigator->expandCluster(connection);
        }
        updateWelcome();
    });
}

void MainWindow::startInsert()
{
    const QueryTab *tab = currentQuery();
    Connection *connection = tab ? tab->connection() : m_navigator->currentConnection();
    const DataSet dataset = tab ? tab->dataset() : m_navigator->currentDataSet();
    if (!connection || dataset.namespaceName.isEmpty())
        return;
    m_recordDock->show();
    m_recordDock->showPage(m_record);
    m_record->startInsert(connection, dataset);
}

void MainWindow::showCurrentRecord()
{
    const QueryTab *tab = currentQuery();
    const qint64 row = tab ? tab->grid()->currentStoreRow() : -1;
    if (row < 0 || !tab->connection()) {
        m_record->clear();
        return;
    }
    if (tab->store()->state(row) == RecordStore::RowState::Deleted) {
        m_record->clear();
        return;
    }
    if (const Result<Record> record = tab->store()->recordAt(row))
        m_record->showRecord(tab->connection(), *record);
}

void MainWindow::updateTab(QueryTab *tab)
{
    if (tab != currentQuery())
        return;
    m_commandBar->limit()->setValue(tab->limit());
    m_commandBar->recordsPerSecond()->setValue(tab->recordsPerSecond());
    updateActions();
    if (tab->run()->isRunning()) {
        if (!m_statusTimer.isActive())
            m_statusTimer.start();
    } else {
        m_statusTimer.stop();
        updateStatus();
    }
}

void MainWindow::updateActions()
{
    const QueryTab *tab = currentQuery();
    const bool running = tab && tab->run()->isRunning();
    const bool rows = tab && tab->store()->rowCount() > 0;
    m_actions->run->setEnabled(tab && !running && tab->canRun());
    m_actions->stop->setEnabled(running);
    m_actions->resume->setEnabled(tab && tab->canResume());
    m_actions->resumeToEnd->setEnabled(m_actions->resume->isEnabled());
    m_actions->closeTab->setEnabled(tab);
    for (QAction *action : {m_actions->copy, m_actions->copyWithHeader, m_actions->copyCsv,
                            m_actions->copyMarkdown, m_actions->copyNdjson, m_actions->copyJson,
                            m_actions->copyAel, m_actions->exportRows, m_actions->selectAll})
        action->setEnabled(rows);
    for (QAction *action :
         {m_actions->find, m_actions->filterRow, m_actions->chooseColumns, m_actions->countBy})
        action->setEnabled(rows);
    m_actions->filterRow->setChecked(tab && !tab->grid()->filterRow()->isHidden());
    m_actions->copyAsMenu->setEnabled(tab);
    m_actions->saveQuery->setEnabled(tab);
    m_actions->lookUp->setEnabled(tab && tab->connection() && tab->connection()->isOnline() && !running);
    const bool sound = tab && tab->editor()->errorCount() == 0;
    for (QAction *action : std::as_const(m_actions->copyCode))
        action->setEnabled(sound);
    m_actions->copyFilter->setEnabled(tab && !tab->editor()->isBlank());
    m_actions->formatQuery->setEnabled(sound && !tab->editor()->isBlank());
    m_actions->suggest->setEnabled(tab);
    m_actions->explain->setEnabled(tab);
    m_actions->explain->setChecked(tab && tab->strip()->explainButton()->isChecked());
    const Connection *current = m_navigator->currentConnection();
    m_actions->connectCluster->setEnabled(current && current->state() == Connection::State::Offline);
    m_actions->disconnectCluster->setEnabled(current && current->state() != Connection::State::Offline);
    const Connection *active = activeConnection();
    m_actions->refreshCluster->setEnabled(active && active->isOnline());
    m_actions->createIndex->setEnabled(active && active->isOnline());
    const bool place = tab || !m_navigator->currentDataSet().namespaceName.isEmpty();
    m_actions->insertRecord->setEnabled(place && active && active->isOnline());
    m_commandBar->setQueryEnabled(tab != nullptr);
    updateGuard();
    updateBanner();
}

void MainWindow::updateStatus()
{
    StatusPanel::State state;
    const Connection *active = activeConnection();
    if (active) {
        state.connection = active->name();
        if (const QString word = environmentLook(active->profile()).word; !word.isEmpty())
            state.connection += u" · "_s + word;
        const WriteGuard *guard = currentGuard();
        state.readOnly = active->isProduction() && !(guard && guard->isWritable());
        switch (active->state()) {
        case Connection::State::Online: {
            const ClusterSnapshot snapshot = active->snapshot();
            if (snapshot.state == ClusterSnapshot::State::Partial)
                state.connection += u" · "_s + tr("partial cluster");
            if (!snapshot.nodes.isEmpty())
                state.build = QString::fromLatin1(snapshot.nodes.first().build);
            break;
        }
        case Connection::State::Offline:
            state.connection += u" · "_s + tr("not connected");
            break;
        case Connection::State::Connecting:
            state.connection += u" · "_s + tr("connecting…");
            break;
        case Connection::State::Lost:
            state.connection += u" · "_s + tr("connection lost");
            break;
        }
    } else {
        state.connection = tr("Not connected");
    }
    if (const QueryTab *tab = currentQuery()) {
        const QueryRun *query = tab->run();
        state.rows = tab->rowsText();
        state.progress = tab->progressText();
        if (query->state() != QueryRun::State::Idle) {
            state.partitionsDone = tab->partitionsReached();
            state.partitionsTotal = query->progress().partitionsTotal;
            if (query->isRunning())
                state.rate = tr("%1 rows/s").arg(Workbench::compactCount(query->rowsPerSecond()));
            else
                state.rate = Workbench::durationText(std::chrono::milliseconds(query->elapsedMilliseconds()));
            state.memory = tr("tab %1").arg(
                Workbench::byteSize(tab->store()->payloadBytes() + tab->store()->overheadBytes()));
        }
        state.selection = tab->selection()->text();
    }
    m_status->setState(state);
}

void MainWindow::updateWelcome()
{
    if (m_tabs->count() > 0)
        return;
    const auto &all = m_connections->all();
    const bool online = std::ranges::any_of(all, &Connection::isOnline);
    const bool connecting = std::ranges::any_of(
        all, [](const Connection *c) { return c->state() == Connection::State::Connecting; });
    m_welcome->setPicture(u"cluster-off"_s);
    m_welcome->setLink(m_flow->hasDemo() && !m_connections->demo() ? tr("Try it with the demo cluster")
                                                                   : QString());
    if (online) {
        m_welcome->setPicture(u"set"_s);
        m_welcome->setText(tr("Pick a set on the left"),
                           tr("A double click shows its records. Or press Ctrl+N and write a query."));
        m_welcome->setPrimary(tr("New query"));
        m_welcome->setLink({});
    } else if (connecting || m_demoStarting) {
        m_welcome->setPicture(u"jobs"_s);
        m_welcome->setText(m_demoStarting ? tr("Starting the demo cluster…") : tr("Connecting…"), {});
        m_welcome->setPrimary({});
        m_welcome->setLink({});
    } else if (all.isEmpty()) {
        m_welcome->setText(tr("No clusters yet"), tr("Add the cluster that you want to look into."));
        m_welcome->setPrimary(tr("Add cluster…"));
    } else {
        const auto failed =
            std::ranges::find_if(all, [](const Connection *c) { return c->error().has_value(); });
        if (failed != all.end()) {
            const ErrorText text = errorText(*(*failed)->error());
            m_welcome->setPicture(u"warning"_s);
            m_welcome->setText(tr("%1: %2").arg((*failed)->name(), text.title), text.detail);
            m_welcome->setPrimary(tr("Try again"));
        } else {
            m_welcome->setText(tr("Not connected"),
                               tr("Double-click a cluster on the left to connect to it."));
            m_welcome->setPrimary(tr("Connect"));
        }
    }
}

void MainWindow::showAbout()
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("About Aeroscope"),
                                tr("Aeroscope %1").arg(m_setup.version), QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setIconPixmap(windowIcon().pixmap(QSize(48, 48), devicePixelRatioF()));
    box->setInformativeText(
        tr("A data browser for Aerospike clusters.\nQt %1").arg(QString::fromLatin1(qVersion())));
    box->open();
}

} // namespace Aeroscope::Ui
