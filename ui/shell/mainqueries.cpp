// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Tabs of the window: how they are opened, followed and remembered.

#include "ui/shell/mainwindow.h"

#include "ui/connections/environmentlook.h"
#include "ui/connections/writeguard.h"
#include "ui/grid/exportdialog.h"
#include "ui/grid/filterrow.h"
#include "ui/grid/findbar.h"
#include "ui/grid/gridcopy.h"
#include "ui/grid/recordgrid.h"
#include "ui/grid/rowencoder.h"
#include "ui/grid/rowjob.h"
#include "ui/jobs/jobspanel.h"
#include "ui/navigator/navigatorpanel.h"
#include "ui/query/aelassist.h"
#include "ui/query/aeleditor.h"
#include "ui/query/historypanel.h"
#include "ui/query/querytab.h"
#include "ui/record/detailpane.h"
#include "ui/shell/documenttabs.h"
#include "ui/shell/errortext.h"
#include "ui/shell/mainactions.h"
#include "ui/shell/messagespanel.h"
#include "ui/shell/palette.h"
#include "ui/shell/paneldock.h"
#include "ui/shell/statuspanel.h"
#include "ui/theme/icons.h"
#include "ui/workbench/humantext.h"
#include "ui/workbench/querytext.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QSaveFile>
#include <QSettings>
#include <QTreeView>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

/// Recent queries among the places to go to.
constexpr qsizetype recentQueries = 50;

Workbench::RunOutcome outcomeOf(QueryRun::State state)
{
    switch (state) {
    case QueryRun::State::LimitReached:
        return Workbench::RunOutcome::LimitReached;
    case QueryRun::State::Stopped:
        return Workbench::RunOutcome::Stopped;
    case QueryRun::State::Failed:
        return Workbench::RunOutcome::Failed;
    case QueryRun::State::Idle:
    case QueryRun::State::Running:
    case QueryRun::State::Finished:
        break;
    }
    return Workbench::RunOutcome::Complete;
}

} // namespace

void MainWindow::connectQueryActions()
{
    MainActions *a = m_actions;
    const std::pair<QAction *, CopyFormat> copies[] = {
        {a->copy, CopyFormat::Text},         {a->copyWithHeader, CopyFormat::TextWithHeader},
        {a->copyCsv, CopyFormat::Csv},       {a->copyMarkdown, CopyFormat::Markdown},
        {a->copyNdjson, CopyFormat::Ndjson}, {a->copyJson, CopyFormat::Json},
        {a->copyAel, CopyFormat::Ael}};
    for (const auto &copy : copies) {
        connect(copy.first, &QAction::triggered, this, [this, format = copy.second] {
            if (const QueryTab *tab = currentQuery())
                copySelection(tab->grid(), format);
        });
    }
    for (QAction *code : std::as_const(a->copyCode)) {
        connect(code, &QAction::triggered, this, [this, code] {
            copyCode(static_cast<Ael::ClientLanguage>(code->data().toInt()), code->text());
        });
    }
    connect(a->copyFilter, &QAction::triggered, this, [this] {
        if (const QueryTab *tab = currentQuery()) {
            QGuiApplication::clipboard()->setText(tab->editor()->toPlainText());
            m_status->setNotice(tr("Copied the filter"));
        }
    });
    const auto onTab = [this](QAction *action, void (*act)(QueryTab *)) {
        connect(action, &QAction::triggered, this, [this, act] {
            if (QueryTab *tab = currentQuery())
                act(tab);
        });
    };
    onTab(a->run, [](QueryTab *tab) { tab->start(); });
    onTab(a->stop, [](QueryTab *tab) { tab->stop(); });
    onTab(a->resume, [](QueryTab *tab) { tab->resume(false); });
    onTab(a->resumeToEnd, [](QueryTab *tab) { tab->resume(true); });
    onTab(a->formatQuery, [](QueryTab *tab) { tab->editor()->formatText(); });
    connect(a->exportRows, &QAction::triggered, this, &MainWindow::exportRows);
    onTab(a->lookUp, [](QueryTab *tab) { tab->openLookUp(); });
    connect(a->openQuery, &QAction::triggered, this, [this] {
        const QString file = QFileDialog::getOpenFileName(this, tr("Open query"), queryFolder(),
                                                          tr("Queries (*.ael);;All files (*)"));
        if (!file.isEmpty())
            openQueryFile(file);
    });
    connect(a->saveQuery, &QAction::triggered, this, [this] {
        const QueryTab *tab = currentQuery();
        if (!tab)
            return;
        const QString file = QFileDialog::getSaveFileName(this, tr("Save query"),
                                                          queryFolder() + u'/' + tab->title() + u".ael"_s,
                                                          tr("Queries (*.ael);;All files (*)"));
        if (!file.isEmpty())
            saveQueryFile(file);
    });
    onTab(a->find, [](QueryTab *tab) { tab->findBar()->open(); });
    onTab(a->chooseColumns, [](QueryTab *tab) { tab->chooseColumns(); });
    onTab(a->countBy, [](QueryTab *tab) { tab->countBy(-1); });
    connect(a->filterRow, &QAction::triggered, this, [this](bool on) {
        if (QueryTab *tab = currentQuery())
            tab->grid()->setFilterRowVisible(on);
    });
    onTab(a->suggest, [](QueryTab *tab) {
        tab->editor()->setFocus();
        tab->editor()->assist()->showSuggestions();
    });
    connect(a->explain, &QAction::triggered, this, [this](bool on) {
        if (QueryTab *tab = currentQuery())
            tab->setExplained(on);
    });
    connect(a->commandPalette, &QAction::triggered, this, &MainWindow::showCommands);
    connect(a->goTo, &QAction::triggered, this, &MainWindow::showPlaces);
    connect(a->showHistory, &QAction::triggered, this, [this] {
        m_messagesDock->show();
        m_messagesDock->showPage(m_historyPanel);
        m_historyPanel->filter()->setFocus();
    });
}

void MainWindow::copyCode(Ael::ClientLanguage language, const QString &name)
{
    const QueryTab *tab = currentQuery();
    const QString code = tab ? tab->clientCode(language) : QString();
    if (code.isEmpty()) {
        m_status->setNotice(tr("This filter cannot be written for that client"));
        return;
    }
    QGuiApplication::clipboard()->setText(code);
    m_status->setNotice(tr("Copied: %1").arg(name));
}

QueryTab *MainWindow::openDataSet(Connection *connection, const DataSet &dataset, bool run)
{
    for (int i = 0; i < m_tabs->count(); ++i) {
        auto *tab = qobject_cast<QueryTab *>(m_tabs->page(i));
        if (tab && run && tab->connection() == connection && tab->dataset() == dataset &&
            tab->editor()->isBlank()) {
            m_tabs->setCurrentPage(tab);
            return tab;
        }
    }
    auto *tab = new QueryTab(connection, dataset, m_tabs);
    const QColor edge = environmentLook(connection->profile()).fill;
    auto *guard = new WriteGuard(connection, tab); // bound to the tab for life, like its connection
    connect(guard, &WriteGuard::changed, this, [this] {
        updateGuard();
        updateStatus();
    });
    tab->setLimit(m_settings.rowLimit);
    tab->setRecordsPerSecond(connection->isProduction() ? m_settings.productionRecordsPerSecond
                                                        : m_settings.recordsPerSecond);
    connectTab(tab);
    m_tabs->addTab(tab, icon(dataset.setName.isEmpty() ? u"set-none"_s : u"set"_s, IconTint::Accent),
                   tab->title(), edge);
    QString tip =
        u"%1 · %2.%3"_s.arg(connection->name(), Workbench::nameText(dataset.namespaceName), tab->title());
    if (const QString word = environmentLook(connection->profile()).word; !word.isEmpty())
        tip.prepend(word + u" · "_s);
    m_tabs->setTabText(tab, tab->title(), tip.toHtmlEscaped());
    if (run)
        tab->start();
    else
        tab->editor()->setFocus();
    return tab;
}

void MainWindow::newQuery()
{
    Connection *connection = m_navigator->currentConnection();
    DataSet dataset = m_navigator->currentDataSet();
    if (const QueryTab *tab = currentQuery(); tab && dataset.namespaceName.isEmpty()) {
        connection = tab->connection();
        dataset = tab->dataset();
    }
    if (!connection || !connection->isOnline()) {
        connection = nullptr;
        for (Connection *candidate : m_connections->all())
            connection = !connection && candidate->isOnline() ? candidate : connection;
    }
    if (!connection) {
        m_flow->addCluster();
        return;
    }
    if (dataset.setName.isEmpty()) {
        // no set is chosen: the first one, of the namespace if that is known
        const ClusterCatalog &catalog = connection->catalog();
        const auto set = std::ranges::find_if(catalog.sets, [&dataset](const SetInfo &candidate) {
            return dataset.namespaceName.isEmpty() || candidate.namespaceName == dataset.namespaceName;
        });
        if (set != catalog.sets.end())
            dataset = {set->namespaceName, set->name};
        else if (dataset.namespaceName.isEmpty() && !catalog.namespaces.isEmpty())
            dataset = {catalog.namespaces.first().name, {}};
    }
    openDataSet(connection, dataset, false);
}

void MainWindow::connectTab(QueryTab *tab)
{
    connect(tab, &QueryTab::stateChanged, this, [this, tab] { updateTab(tab); });
    if (!m_setup.configFolder.isEmpty()) {
        const auto changed = [this] {
            if (!m_sessionTimer.isActive())
                m_sessionTimer.start();
        };
        connect(tab, &QueryTab::stateChanged, this, changed);
        connect(tab->editor(), &QPlainTextEdit::textChanged, this, changed);
        connect(tab, &QObject::destroyed, this, changed);
        changed();
    }
    connect(tab, &QueryTab::connectRequested, this, [this, tab] {
        if (tab->connection())
            m_flow->connectTo(tab->connection());
    });
    connect(tab, &QueryTab::currentRecordChanged, this, [this, tab] {
        if (tab == currentQuery())
            showCurrentRecord();
    });
    connect(tab, &QueryTab::insertRequested, this, &MainWindow::startInsert);
    connect(tab, &QueryTab::notice, m_status, &StatusPanel::setNotice);
    connect(tab, &QueryTab::runFinished, this, [this, tab] {
        const QueryRun *query = tab->run();
        if (query->state() == QueryRun::State::Failed)
            m_messages->add(MessagesModel::Kind::Error,
                            u"%1: %2"_s.arg(tab->title(), errorLine(*query->error())));
        else
            m_messages->add(
                query->state() == QueryRun::State::Finished ? MessagesModel::Kind::Success
                                                            : MessagesModel::Kind::Info,
                tr("%1: %2 rows in %3, %4")
                    .arg(tab->title(), Workbench::groupedCount(tab->store()->rowCount()),
                         Workbench::durationText(std::chrono::milliseconds(query->elapsedMilliseconds())),
                         tab->progressText()));
        if (!query->isLookUp())
            remember(tab);
        // the first result of a tab shows its first record, so that the pane explains itself
        if (tab == currentQuery() && tab->grid()->currentRow() < 0 && tab->store()->rowCount() > 0)
            tab->grid()->setCurrentCell(0, 0);
    });
    connect(tab->grid(), &RecordGrid::selectionChanged, this, [this, tab] {
        if (tab == currentQuery())
            showCurrentCell();
    });
    rememberColumns(tab);
    connect(tab->grid(), &RecordGrid::rowActivated, this, [this] {
        showCurrentRecord();
        m_recordDock->show();
        m_actions->focusRecord->trigger();
    });
    connect(tab->grid(), &RecordGrid::menuRequested, this, [this](const QPoint &at) {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(m_actions->copy);
        QMenu *as = menu->addMenu(tr("Copy as"));
        as->addActions({m_actions->copyWithHeader, m_actions->copyCsv, m_actions->copyMarkdown,
                        m_actions->copyNdjson, m_actions->copyJson, m_actions->copyAel});
        menu->addAction(m_actions->exportRows);
        menu->addSeparator();
        if (QueryTab *current = currentQuery()) {
            QMenu *columns = current->grid()->columnMenu(current->grid()->currentColumn());
            columns->setParent(menu, columns->windowFlags());
            menu->addMenu(columns);
        }
        menu->addAction(m_actions->insertRecord);
        menu->popup(at);
    });
}

void MainWindow::showCurrentCell()
{
    const QueryTab *tab = currentQuery();
    const qint64 row = tab ? tab->grid()->currentStoreRow() : -1;
    if (row < 0 || tab->grid()->currentColumn() >= tab->grid()->columns()->count()) {
        m_detail->clear();
        return;
    }
    const RowView view = tab->store()->row(row);
    const GridColumns::Id column = tab->grid()->columns()->at(tab->grid()->currentColumn()).id();
    const Key key = tab->store()->keyAt(row);
    const QString facts =
        tr("%1 · gen %2 · expires %3\npartition %4 · digest %5")
            .arg(key.userKey() ? tr("key %1 stored").arg(Workbench::keyText(key)) : tr("key not stored"))
            .arg(view.generation())
            .arg(Workbench::expiryText(view.voidTime(), QDateTime::currentSecsSinceEpoch()))
            .arg(view.digest().partitionId())
            .arg(QString::fromLatin1(view.digest().toHex()));
    const QString name = GridColumns::title(column);
    if (column.kind == GridColumns::Kind::Bin) {
        if (const auto bin = view.bin(column.bin))
            m_detail->showValue(name, bin->particle, bin->bytes.toByteArray(), facts);
        else
            m_detail->showNote(name, tr("absent"), facts);
        return;
    }
    const CellValue cell = cellValue(view, column);
    if (column.isTime() && view.voidTime().never())
        m_detail->showNote(name, tr("never"), facts);
    else if (column.kind == GridColumns::Kind::Ttl)
        m_detail->showValue(name, ParticleType::Integer,
                            encodeParticle(Value(view.voidTime().ttlAt(QDateTime::currentSecsSinceEpoch()))),
                            facts);
    else if (column.kind == GridColumns::Kind::Key && key.userKey())
        m_detail->showValue(name, key.userKey()->particleType(), encodeParticle(*key.userKey()), facts);
    else if (cell.type == CellValue::Type::Number)
        m_detail->showValue(name, ParticleType::Integer, encodeParticle(Value(cell.integer)), facts);
    else
        m_detail->showValue(name, cell.particle, cell.bytes.toByteArray(), facts);
}

QList<Workbench::TabState> MainWindow::tabStates() const
{
    QList<Workbench::TabState> states;
    for (int i = 0; i < m_tabs->count(); ++i) {
        if (const auto *tab = qobject_cast<QueryTab *>(m_tabs->page(i)); tab && tab->connection()) {
            states.append(tab->state());
            states.last().current = tab == currentQuery();
        }
    }
    return states + m_waitingTabs;
}

void MainWindow::saveSession()
{
    if (m_savingSession) {
        m_sessionTimer.start();
        return;
    }
    QList<Workbench::TabState> states = tabStates();
    if (states == m_savedTabs)
        return;
    m_savedTabs = states;
    m_savingSession = true;
    // The disk may be slow: on another thread.
    startRowJob(
        this,
        [session = m_session, states = std::move(states)](const std::stop_token &) {
            return session.save(states);
        },
        [this](const Result<void> &saved) {
            m_savingSession = false;
            if (!saved)
                m_messages->add(MessagesModel::Kind::Warning,
                                tr("The open tabs could not be saved: %1").arg(errorLine(saved.error())));
        });
}

void MainWindow::restoreTabs()
{
    const auto waiting = std::exchange(m_waitingTabs, {});
    QueryTab *current = nullptr;
    for (const Workbench::TabState &state : waiting) {
        const auto &all = m_connections->all();
        const auto found = std::ranges::find_if(
            all, [&state](const Connection *connection) { return connection->name() == state.connection; });
        if (found == all.end()) {
            m_waitingTabs.append(state);
            continue;
        }
        QueryTab *tab = openDataSet(*found, state.dataset, false);
        tab->restore(state);
        if (state.current)
            current = tab;
    }
    if (current)
        m_tabs->setCurrentPage(current);
}

QString MainWindow::queryFolder() const
{
    const QString folder =
        m_setup.configFolder.isEmpty() ? QDir::homePath() : m_setup.configFolder + "/queries"_L1;
    QDir().mkpath(folder);
    return folder;
}

bool MainWindow::saveQueryFile(const QString &file)
{
    const QueryTab *tab = currentQuery();
    if (!tab)
        return false;
    // as the command line takes it
    QString text = Workbench::quotedName(tab->dataset().namespaceName) + u'.' +
                   Workbench::quotedName(tab->dataset().setName);
    if (!tab->editor()->isBlank())
        text += u"\nwhere "_s + tab->editor()->toPlainText();
    QSaveFile out(file);
    const QByteArray bytes = text.toUtf8() + '\n';
    const bool saved = out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size() && out.commit();
    m_status->setNotice(saved ? tr("Saved to %1").arg(file) : tr("Not saved: %1").arg(out.errorString()));
    return saved;
}

QueryTab *MainWindow::openQueryFile(const QString &file)
{
    constexpr qint64 longest = 4 * 1024 * 1024;
    QFile in(file);
    QString fault;
    QueryTab *opened = nullptr;
    Connection *connection = activeConnection();
    if (!in.open(QIODevice::ReadOnly)) {
        fault = in.errorString();
    } else if (!connection) {
        fault = tr("connect to a cluster first");
    } else if (auto query = Workbench::parseQueryText(QString::fromUtf8(in.read(longest))); !query) {
        fault = query.error().message;
    } else {
        opened = openDataSet(connection, query->target, false);
        opened->editor()->setPlainText(query->where.trimmed());
    }
    if (!opened) {
        m_messages->add(MessagesModel::Kind::Error, tr("%1 was not opened: %2").arg(file, fault));
        m_status->setNotice(tr("Not opened: %1").arg(fault));
    }
    return opened;
}

void MainWindow::exportRows()
{
    QueryTab *tab = currentQuery();
    if (!tab || tab->grid()->rowCount() == 0)
        return;
    auto *dialog = new ExportDialog(tab->grid(), tab->title(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        auto *job = new ExportJob(dialog->plan());
        connect(job, &Job::finished, this, [this, job] {
            m_messages->add(job->state() == Job::State::Done     ? MessagesModel::Kind::Success
                            : job->state() == Job::State::Failed ? MessagesModel::Kind::Error
                                                                 : MessagesModel::Kind::Info,
                            u"%1: %2"_s.arg(job->title(), job->detail()));
            m_status->setNotice(u"%1: %2"_s.arg(job->title(), job->detail()));
        });
        m_jobs->add(job);
        m_messagesDock->show();
        m_messagesDock->showPage(m_jobs);
    });
    dialog->open();
}

void MainWindow::rememberColumns(QueryTab *tab)
{
    if (m_setup.configFolder.isEmpty())
        return;
    const QString file = m_setup.configFolder + "/columns.ini"_L1;
    const auto part = [](const QByteArray &text) { return QString::fromLatin1(text.toPercentEncoding()); };
    const QString name = u"%1/%2/%3"_s.arg(part(tab->connection()->name().toUtf8()),
                                           part(tab->dataset().namespaceName), part(tab->dataset().setName));
    GridColumns *columns = tab->grid()->columns();
    columns->arrange(QSettings(file, QSettings::IniFormat).value(name).toByteArray());
    connect(columns, &GridColumns::arranged, this, [columns, file, name] {
        QSettings settings(file, QSettings::IniFormat);
        if (const QByteArray arrangement = columns->arrangement(); arrangement.isEmpty())
            settings.remove(name);
        else
            settings.setValue(name, arrangement);
    });
}

void MainWindow::remember(const QueryTab *tab)
{
    const QueryRun *query = tab->run();
    m_history->add({.connection = tab->connection() ? tab->connection()->name() : QString(),
                    .dataset = tab->dataset(),
                    .text = query->request().where,
                    .when = QDateTime::currentDateTimeUtc(),
                    .milliseconds = query->elapsedMilliseconds(),
                    .rows = tab->store()->rowCount(),
                    .outcome = outcomeOf(query->state())});
}

void MainWindow::openHistory(const Workbench::HistoryEntry &entry)
{
    const auto &all = m_connections->all();
    const auto found = std::ranges::find_if(
        all, [&entry](const Connection *connection) { return connection->name() == entry.connection; });
    if (found == all.end()) {
        m_messages->add(MessagesModel::Kind::Warning,
                        tr("There is no cluster named %1 any more").arg(entry.connection));
        m_messagesDock->showPage(m_messages);
        return;
    }
    QueryTab *tab = openDataSet(*found, entry.dataset, false);
    tab->editor()->setPlainText(entry.text);
    tab->editor()->moveCursor(QTextCursor::End);
    tab->editor()->setFocus();
}

void MainWindow::showCommands()
{
    QList<Palette::Entry> entries;
    for (const MainActions::Command &command : m_actions->commands())
        entries.append({.title = command.title,
                        .note = command.keys,
                        .icon = command.action->icon(),
                        .enabled = command.action->isEnabled(),
                        .run = [action = command.action] { action->trigger(); }});
    m_palette->open(tr("Type a command"), std::move(entries));
}

void MainWindow::showPlaces()
{
    QList<Palette::Entry> entries;
    for (int i = 0; i < m_tabs->count(); ++i) {
        QWidget *page = m_tabs->page(i);
        const auto *tab = qobject_cast<QueryTab *>(page);
        if (tab && page != m_tabs->currentPage())
            entries.append({.title = tab->title(),
                            .note = tr("open tab"),
                            .icon = icon(u"query"_s, IconTint::Muted),
                            .run = [this, page] { m_tabs->setCurrentPage(page); }});
    }
    for (Connection *connection : m_connections->all()) {
        const QPointer<Connection> cluster = connection;
        const auto open = [this, cluster](const DataSet &dataset) {
            if (cluster)
                openDataSet(cluster, dataset, true);
        };
        for (const SetInfo &set : connection->catalog().sets) {
            const DataSet dataset{set.namespaceName, set.name};
            entries.append(
                {.title =
                     u"%1.%2"_s.arg(Workbench::nameText(set.namespaceName), Workbench::nameText(set.name)),
                 .note = u"≈ %1 · %2"_s.arg(Workbench::compactCount(set.objects), connection->name()),
                 .icon = icon(u"set"_s, IconTint::Accent),
                 .run = [open, dataset] { open(dataset); }});
        }
        for (const NamespaceInfo &ns : connection->catalog().namespaces) {
            const DataSet dataset{ns.name, {}};
            entries.append({.title = tr("%1, no set").arg(Workbench::nameText(ns.name)),
                            .note = u"≈ %1 · %2"_s.arg(Workbench::compactCount(ns.objectsWithoutSet),
                                                       connection->name()),
                            .icon = icon(u"set-none"_s, IconTint::Accent),
                            .run = [open, dataset] { open(dataset); }});
        }
        if (!connection->isOnline())
            entries.append({.title = tr("Connect to %1").arg(connection->name()),
                            .icon = icon(u"plug"_s, IconTint::Muted),
                            .run = [this, cluster] {
                                if (cluster)
                                    m_flow->connectTo(cluster);
                            }});
    }
    const auto &history = m_history->entries();
    for (const Workbench::HistoryEntry &entry : history.first(qMin(recentQueries, history.size()))) {
        if (!entry.text.trimmed().isEmpty())
            entries.append({.title = entry.text.simplified(),
                            .note = tr("history · %1").arg(Workbench::nameText(entry.dataset.setName)),
                            .icon = icon(u"query"_s, IconTint::Muted),
                            .run = [this, entry] { openHistory(entry); }});
    }
    m_palette->open(tr("Go to a set, a tab or an earlier query"), std::move(entries));
}

} // namespace Aeroscope::Ui
