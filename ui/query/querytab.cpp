// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/query/querytab.h"

#include "client/session/plannerindexes.h"
#include "ui/grid/columnchooser.h"
#include "ui/grid/findbar.h"
#include "ui/grid/groupdialog.h"
#include "ui/grid/recordgrid.h"
#include "ui/grid/recordstore.h"
#include "ui/grid/selectionsummary.h"
#include "ui/query/aeleditor.h"
#include "ui/query/aelwords.h"
#include "ui/query/explainpanel.h"
#include "ui/query/keydialog.h"
#include "ui/query/parameterbar.h"
#include "ui/query/partitionstrip.h"
#include "ui/query/queryplan.h"
#include "ui/query/querystrip.h"
#include "ui/shell/banner.h"
#include "ui/shell/emptystate.h"
#include "ui/shell/errortext.h"
#include "ui/workbench/humantext.h"
#include "ui/workbench/keytext.h"

#include <QAbstractButton>
#include <QBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVersionNumber>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

/// Rows that are looked through for a record that was changed elsewhere; farther away it is found by the next
/// run.
constexpr qint64 rowsToSearch = 200'000;

/// The oldest server of the cluster decides what a text may use.
QVersionNumber oldestBuild(const ClusterSnapshot &snapshot)
{
    QVersionNumber oldest;
    for (const NodeSnapshot &node : snapshot.nodes) {
        const QVersionNumber build = QVersionNumber::fromString(QString::fromLatin1(node.build));
        if (!build.isNull() && (oldest.isNull() || build < oldest))
            oldest = build;
    }
    return oldest;
}

} // namespace

QueryTab::QueryTab(Connection *connection, const DataSet &dataset, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_dataset(dataset)
    , m_store(new RecordStore(this))
    , m_run(new QueryRun(m_store, this))
    , m_banner(new Banner(this))
    , m_editor(new AelEditor(this))
    , m_strip(new QueryStrip(this))
    , m_parameters(new ParameterBar(this))
    , m_partitions(new PartitionStrip(this))
    , m_explain(new ExplainPanel(this))
    , m_rows(new QStackedWidget(this))
    , m_grid(new RecordGrid(m_store, this))
    , m_find(new FindBar(m_grid, this))
    , m_selection(new SelectionSummary(m_grid, this))
    , m_empty(new EmptyState(this))
{
    if (connection->profile().environment == Workbench::Environment::Production)
        m_rps = 2'000; // a scan of a production cluster starts gently

    auto *lower = new QWidget(this);
    auto *lowerLayout = new QVBoxLayout(lower);
    lowerLayout->setContentsMargins(0, 0, 0, 0);
    lowerLayout->setSpacing(0);
    lowerLayout->addWidget(m_parameters);
    lowerLayout->addWidget(m_strip);
    lowerLayout->addWidget(m_explain);
    m_explain->hide();
    lowerLayout->addWidget(m_partitions);
    m_partitions->hide();
    lowerLayout->addWidget(m_banner);
    lowerLayout->addWidget(m_find);
    m_rows->addWidget(m_grid);
    m_rows->addWidget(m_empty);
    lowerLayout->addWidget(m_rows, 1);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_editor);
    splitter->addWidget(lower);
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({96, 500});
    m_editor->setMinimumHeight(56);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    setFocusProxy(m_editor);

    m_options.serverVersion = oldestBuild(connection->snapshot());
    m_editor->setCompileOptions(m_options);

    connect(m_parameters, &ParameterBar::changed, this, [this] {
        updatePlan();
        Q_EMIT stateChanged();
    });
    connect(m_parameters, &ParameterBar::runRequested, this, &QueryTab::start);
    connect(m_editor, &AelEditor::checked, this, [this] {
        m_parameters->setNames(Workbench::parameterNames(m_editor->toPlainText()));
        updateCheck();
        updatePlan();
        Q_EMIT stateChanged();
    });
    connect(m_run, &QueryRun::stateChanged, this, &QueryTab::onRunState);
    connect(m_run, &QueryRun::progressed, this, [this] {
        updatePartitions();
        Q_EMIT stateChanged();
    });
    connect(m_grid, &RecordGrid::currentRowChanged, this, &QueryTab::currentRecordChanged);
    connect(m_grid, &RecordGrid::notice, this, &QueryTab::notice);
    connect(m_grid, &RecordGrid::orderChanged, this, &QueryTab::stateChanged);
    connect(m_grid, &RecordGrid::columnsRequested, this, &QueryTab::chooseColumns);
    connect(m_grid, &RecordGrid::groupRequested, this, &QueryTab::countBy);
    connect(m_selection, &SelectionSummary::changed, this, &QueryTab::stateChanged);
    connect(connection, &Connection::catalogChanged, this, &QueryTab::updatePlan);
    connect(m_strip->explainButton(), &QAbstractButton::toggled, this, &QueryTab::setExplained);
    connect(m_explain, &ExplainPanel::closeRequested, this, [this] { setExplained(false); });
    connect(m_store, &RecordStore::rowsAppended, this, &QueryTab::learnRows);
    connect(connection->schemas(), &SchemaCache::changed, this, &QueryTab::onSchema);
    // What a run brings is enough; who writes first and runs later gets a few records looked up.
    connect(m_editor, &QPlainTextEdit::textChanged, this, [this] {
        if (m_connection && m_connection->isOnline() && !m_run->isRunning())
            m_connection->schemas()->fetch(m_connection->session(), m_dataset);
    });
    connect(connection, &Connection::stateChanged, this, [this] {
        if (m_connection && m_connection->isOnline()) {
            m_options.serverVersion = oldestBuild(m_connection->snapshot());
            m_editor->setCompileOptions(m_options);
        }
        onConnectionState();
        Q_EMIT stateChanged();
    });
    connect(m_empty, &EmptyState::linkClicked, this, &QueryTab::start);
    connect(m_empty, &EmptyState::primaryClicked, this, [this] {
        if (m_connection && !m_connection->isOnline())
            Q_EMIT connectRequested();
        else if (m_run->isLookUp() && !m_run->isRunning())
            openLookUp();
        else if (m_run->state() == QueryRun::State::Idle)
            start();
        else if (m_run->state() == QueryRun::State::Stopped)
            resume(false);
        else if (m_editor->isBlank())
            Q_EMIT insertRequested();
        else
            m_editor->setFocus();
    });
    onSchema(m_dataset);
    updateCheck();
    updatePlan();
    updateEmptyState();
}

QueryTab::~QueryTab() = default;

QString QueryTab::title() const
{
    return m_dataset.setName.isEmpty() ? tr("%1, no set").arg(Workbench::nameText(m_dataset.namespaceName))
                                       : Workbench::nameText(m_dataset.setName);
}

void QueryTab::setLimit(qint64 limit)
{
    m_limit = limit;
    Q_EMIT stateChanged();
}

void QueryTab::setRecordsPerSecond(quint32 rps)
{
    m_rps = rps;
    updatePlan();
    Q_EMIT stateChanged();
}

bool QueryTab::canRun() const
{
    return m_connection && m_connection->isOnline() && (m_editor->isBlank() || m_editor->errorCount() == 0);
}

void QueryTab::start()
{
    if (!canRun())
        return;
    if (!m_parameters->isComplete()) {
        m_parameters->focusMissing();
        Q_EMIT notice(tr("A parameter has no value yet"));
        return;
    }
    if (!isGuarded())
        begin();
}

void QueryTab::begin()
{
    if (!canRun())
        return;
    m_banner->dismiss();
    m_readAt = QDateTime::currentDateTime();
    m_run->start(m_connection->session(), request());
}

bool QueryTab::isGuarded()
{
    if (m_connection->profile().environment != Workbench::Environment::Production ||
        m_accepted == m_editor->toPlainText())
        return false;
    const qint64 records = knownRecords(m_connection->catalog(), m_dataset);
    const qint64 toRead = recordsToRead(m_plan.plan, records);
    // A limit ends a run without a filter early; with one it may have to look at everything.
    const qint64 most = m_editor->isBlank() && m_limit > 0 && toRead >= 0 ? qMin(m_limit, toRead) : toRead;
    if (most >= 0 && most <= m_guardedRecords)
        return false;
    const QString count = most < 0 ? tr("an unknown number of") : u"≈ "_s + Workbench::compactCount(most);
    m_banner->show(Banner::Kind::Warning, tr("This reads %1 records of a production cluster").arg(count),
                   m_strip->facts() + u'\n' +
                       (m_rps > 0 ? tr("Each node reads at most %1 records a second for it.").arg(m_rps)
                                  : tr("There is no limit to the records that each node reads a second.")));
    QAbstractButton *run = m_banner->addAction(tr("Run anyway"));
    connect(run, &QAbstractButton::clicked, this, [this] {
        m_accepted = m_editor->toPlainText();
        begin();
    });
    return true;
}

void QueryTab::onConnectionState()
{
    const bool online = m_connection && m_connection->isOnline();
    if (online && m_offlineShown) {
        m_offlineShown = false;
        m_banner->dismiss();
    } else if (!online && m_connection && !m_offlineShown && m_store->rowCount() > 0 &&
               m_connection->state() != Connection::State::Connecting) {
        m_offlineShown = true;
        m_banner->show(Banner::Kind::Warning, tr("%1 is not connected").arg(m_connection->name()),
                       tr("The rows are as they were read at %1; they are kept.")
                           .arg(QLocale().toString(m_readAt.time(), QLocale::ShortFormat)));
        QAbstractButton *connectNow = m_banner->addAction(tr("Connect"));
        connect(connectNow, &QAbstractButton::clicked, this, &QueryTab::connectRequested);
    }
    updateEmptyState();
}

void QueryTab::updatePartitions()
{
    const auto cursor = m_run->cursor();
    m_partitions->setVisible(m_run->state() != QueryRun::State::Idle && !m_run->isLookUp());
    if (cursor)
        m_partitions->setCursor(*cursor, m_run->state() == QueryRun::State::Finished);
    else
        m_partitions->clear();
}

Workbench::TabState QueryTab::state() const
{
    Workbench::TabState state{.connection = m_connection ? m_connection->name() : QString(),
                              .dataset = m_dataset,
                              .text = m_editor->toPlainText(),
                              .limit = m_limit,
                              .recordsPerSecond = m_rps,
                              .parameters = m_parameters->texts()};
    const auto cursor = m_run->cursor();
    if (cursor && !cursor->isDone() && m_run->state() != QueryRun::State::Finished) {
        state.cursor = cursor->toBytes();
        state.ranText = m_run->request().where;
        state.rows = m_run->rowsOfBefore() + m_store->rowCount();
        state.when = QDateTime::currentDateTimeUtc();
    }
    return state;
}

void QueryTab::restore(const Workbench::TabState &state)
{
    m_editor->setPlainText(state.text);
    m_parameters->setNames(Workbench::parameterNames(state.text));
    m_parameters->setTexts(state.parameters);
    m_limit = state.limit;
    m_rps = state.recordsPerSecond;
    if (const auto cursor = QueryCursor::fromBytes(state.cursor); !state.cursor.isEmpty() && cursor) {
        m_readAt = state.when.toLocalTime();
        QueryRequest ran = request();
        if (ran.where != state.ranText)
            ran = {.dataset = m_dataset, .where = state.ranText, .limit = m_limit, .recordsPerSecond = m_rps};
        m_run->restore(ran, *cursor, state.rows);
        updatePartitions();
    }
    updatePlan();
    updateEmptyState();
    Q_EMIT stateChanged();
}

void QueryTab::stop()
{
    m_run->stop();
}

bool QueryTab::canResume() const
{
    return m_connection && m_connection->isOnline() && m_run->canResume() &&
           m_run->request().where == m_editor->toPlainText() &&
           m_run->request().arguments == request().arguments;
}

void QueryTab::resume(bool toTheEnd)
{
    if (!canResume())
        return;
    m_banner->dismiss();
    m_run->resume(m_connection->session(), toTheEnd ? 0 : m_limit);
}

void QueryTab::onRunState()
{
    if (m_run->state() == QueryRun::State::Failed && m_run->error()) {
        const Error &error = *m_run->error();
        const ErrorText text = errorText(error);
        const qint64 rows = m_store->rowCount();
        QString detail = text.detail;
        if (rows > 0)
            detail += u'\n' + tr("The %1 rows that came before are kept; the result is not complete.")
                                  .arg(Workbench::groupedCount(rows));
        m_banner->show(Banner::Kind::Error, text.title, detail);
        QAbstractButton *again = m_banner->addAction(tr("Run again"));
        connect(again, &QAbstractButton::clicked, this, &QueryTab::start);
        if (canResume()) {
            QAbstractButton *more = m_banner->addAction(tr("Continue"));
            connect(more, &QAbstractButton::clicked, this, [this] { resume(false); });
        }
    }
    if (m_run->isLookUp() && m_run->state() == QueryRun::State::Finished && !m_run->missingKeys().empty()) {
        constexpr size_t named = 20;
        QStringList missing;
        for (const Key &key : m_run->missingKeys()) {
            if (static_cast<size_t>(missing.size()) == named) {
                missing.append(u"…"_s);
                break;
            }
            missing.append(Workbench::keyToText(key));
        }
        const qsizetype found = m_run->keyCount() - static_cast<qsizetype>(m_run->missingKeys().size());
        m_banner->show(Banner::Kind::Info,
                       tr("%1 of %2 keys have a record")
                           .arg(Workbench::groupedCount(found), Workbench::groupedCount(m_run->keyCount())),
                       tr("Without a record: %1").arg(missing.join(u", "_s)));
    }
    updatePartitions();
    updateEmptyState();
    m_grid->flush();
    Q_EMIT stateChanged();
    if (!m_run->isRunning())
        Q_EMIT runFinished();
}

void QueryTab::updateEmptyState()
{
    const bool running = m_run->isRunning();
    const bool empty = m_store->rowCount() == 0;
    m_rows->setCurrentWidget(empty && !running ? static_cast<QWidget *>(m_empty) : m_grid);
    if (!empty || running)
        return;
    const QString name = title();
    m_empty->setLink({});
    const bool earlier = m_run->state() == QueryRun::State::Stopped && m_run->rowsOfBefore() > 0;
    if (earlier) {
        m_empty->setPicture(u"stop"_s);
        m_empty->setText(tr("%1 rows were read before, until %2")
                             .arg(Workbench::groupedCount(m_run->rowsOfBefore()),
                                  QLocale().toString(m_readAt, QLocale::ShortFormat)),
                         tr("%1 of 4096 partitions are read. Continue brings the rows behind them.")
                             .arg(m_run->progress().partitionsDone));
        m_empty->setPrimary(tr("Continue"));
        m_empty->setLink(m_connection && m_connection->isOnline() ? tr("Run from the beginning") : QString());
    }
    if (m_connection && !m_connection->isOnline()) {
        if (!earlier) {
            m_empty->setPicture(u"cluster-off"_s);
            m_empty->setText(tr("Not connected to %1").arg(m_connection->name()),
                             tr("The query is kept. Connect to run it."));
        }
        m_empty->setPrimary(m_connection->state() == Connection::State::Connecting ? QString()
                                                                                   : tr("Connect"));
        return;
    }
    if (earlier)
        return;
    if (m_run->isLookUp() && m_run->state() == QueryRun::State::Finished) {
        m_empty->setPicture(u"search"_s);
        m_empty->setText(tr("No record has such a key"),
                         tr("The kind of a key matters: 1001 and \"1001\" are two different keys."));
        m_empty->setPrimary(tr("Look up others"));
        return;
    }
    switch (m_run->state()) {
    case QueryRun::State::Idle:
        m_empty->setPicture(u"query"_s);
        m_empty->setText(tr("Not run yet"),
                         tr("An empty filter reads every record of %1, up to the limit.").arg(name));
        m_empty->setPrimary(tr("Run"));
        break;
    case QueryRun::State::Finished:
    case QueryRun::State::LimitReached:
        m_empty->setPicture(u"set"_s);
        if (m_editor->isBlank()) {
            m_empty->setText(tr("No records in %1").arg(name), tr("All 4096 partitions were read."));
            m_empty->setPrimary(tr("Insert record"));
        } else {
            m_empty->setText(tr("No record matches"),
                             tr("All 4096 partitions of %1 were scanned.").arg(name));
            m_empty->setPrimary(tr("Edit filter"));
        }
        break;
    case QueryRun::State::Stopped:
        m_empty->setPicture(u"stop"_s);
        m_empty->setText(tr("Stopped before the first row"),
                         tr("%1 of 4096 partitions were read so far.").arg(m_run->progress().partitionsDone));
        m_empty->setPrimary(m_run->canResume() ? tr("Continue") : QString());
        break;
    case QueryRun::State::Failed:
        m_empty->setPicture(u"warning"_s);
        m_empty->setText(tr("The query failed"), tr("See the message above."));
        m_empty->setPrimary({});
        break;
    case QueryRun::State::Running:
        break;
    }
}

void QueryTab::updateCheck()
{
    if (m_editor->isBlank())
        m_strip->setCheck(QueryStrip::Check::None, {});
    else if (const int errors = m_editor->errorCount(); errors > 0)
        m_strip->setCheck(QueryStrip::Check::Errors, tr("%n problem(s)", nullptr, errors));
    else
        m_strip->setCheck(QueryStrip::Check::Ok, tr("AEL ok on all nodes"));
}

QueryRequest QueryTab::request() const
{
    QueryRequest request{
        .dataset = m_dataset, .where = m_editor->toPlainText(), .limit = m_limit, .recordsPerSecond = m_rps};
    if (!m_parameters->names().isEmpty()) {
        if (auto bound = Workbench::bindParameters(request.where, m_parameters->values())) {
            request.boundWhere = bound->text;
            request.arguments = std::move(bound->arguments);
        }
    }
    return request;
}

void QueryTab::updatePlan()
{
    if (!m_connection)
        return;
    const ClusterCatalog &catalog = m_connection->catalog();
    const qint64 records = knownRecords(catalog, m_dataset);
    const PlannerIndexes indexes = plannerIndexes(catalog.indexes, m_dataset);
    m_plan = {};
    FilterState state = FilterState::Blank;
    const QueryRequest asked = request();
    Ael::CompileOptions options = m_options;
    options.placeholders = asked.arguments;
    if (const QString filter = filterText(asked); !filter.isEmpty()) {
        m_plan = Ael::compileQuery(filter, options,
                                   {m_dataset.namespaceName, m_dataset.setName, static_cast<double>(records)},
                                   indexes.usable);
        if (!m_plan.compiled.ok())
            state = FilterState::Faulty;
        else if (!m_editor->isBlank())
            state = FilterState::Valid;
        if (state != FilterState::Faulty) {
            for (const IndexInfo &index : catalog.indexes) {
                if (index.namespaceName == m_dataset.namespaceName && indexes.tooWide.contains(index.name))
                    m_plan.plan.candidates.append(
                        {index.name, index.bin, Ael::IndexVerdict::WholeNamespace, {}, {}, {}});
            }
        }
    }
    QString place = Workbench::nameText(m_dataset.namespaceName);
    if (m_dataset.setName.isEmpty())
        place = title();
    else
        place += u'.' + title();
    const PlanLine line =
        planLine(m_plan.plan, place, state, records, m_rps, m_connection->snapshot().nodes.size());
    m_strip->setPlan(line.pill, line.what, line.facts);
    updateExplanation();
}

void QueryTab::setExplained(bool explained)
{
    m_strip->explainButton()->setChecked(explained);
    m_explain->setVisible(explained);
    updateExplanation();
    Q_EMIT stateChanged();
}

void QueryTab::updateExplanation()
{
    if (m_explain->isHidden())
        return;
    QString words;
    if (m_editor->isBlank())
        words = tr("Every record of %1.").arg(title());
    else if (m_editor->errorCount() > 0)
        words = tr("The filter has a fault: %1").arg(m_editor->marks().value(0).message);
    else
        words = tr("Records for which %1.").arg(plainWords(m_editor->toPlainText()));
    const QString how = m_strip->pill() + u" \u2192 "_s + m_strip->what() +
                        (m_strip->facts().isEmpty() ? QString() : u" \u2192 "_s + m_strip->facts());
    QString shown = words + how;
    for (const Ael::IndexCandidate &candidate : m_plan.plan.candidates)
        shown += QString::fromLatin1(candidate.index.toHex()) + verdictText(candidate.verdict) +
                 rangeText(candidate.begin, candidate.end) +
                 QString::number(candidate.estimatedEntries.value_or(-1));
    if (shown == m_explained)
        return;
    m_explained = shown;
    m_explain->setContent(words, how, m_plan.plan.candidates);
}

void QueryTab::openLookUp()
{
    if (!m_connection || !m_connection->isOnline())
        return;
    auto *dialog = new KeyDialog(m_dataset, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { lookUp(dialog->keys()); });
    dialog->open();
}

void QueryTab::lookUp(std::vector<Key> keys)
{
    if (!m_connection || !m_connection->isOnline() || keys.empty())
        return;
    m_banner->dismiss();
    m_readAt = QDateTime::currentDateTime();
    m_run->lookUp(m_connection->session(), {.dataset = m_dataset}, std::move(keys));
}

void QueryTab::chooseColumns()
{
    auto *chooser = new ColumnChooser(m_grid->columns(), this);
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->open();
}

void QueryTab::countBy(int visualColumn)
{
    if (m_store->rowCount() == 0)
        return;
    const int column = visualColumn < 0 ? m_grid->currentColumn() : visualColumn;
    const GridColumns::Id id = m_grid->columns()->at(column).id();
    if (id.isTime())
        return;
    auto *dialog = new GroupDialog(m_grid, id, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

QString QueryTab::clientCode(Ael::ClientLanguage language) const
{
    if (m_editor->errorCount() > 0)
        return {};
    return Ael::clientCode(language, filterText(request()), m_options,
                           {m_dataset.namespaceName, m_dataset.setName, {}, m_limit > 0 ? m_limit : -1});
}

void QueryTab::learnRows()
{
    if (!m_connection || m_connection->schemas()->sample(m_dataset)->isFull())
        return;
    if (const RowChunkPtr rows = m_store->lastChunk())
        m_connection->schemas()->learn(m_dataset, *rows);
}

void QueryTab::onSchema(const DataSet &dataset)
{
    if (!m_connection || dataset != m_dataset)
        return;
    const auto sample = m_connection->schemas()->sample(m_dataset);
    if (sample->recordCount() > 0)
        m_editor->setSchema(sample);
}

QString QueryTab::rowsText() const
{
    if (m_run->state() == QueryRun::State::Idle)
        return {};
    if (m_grid->rowOrder()->isFiltered())
        return tr("%1 of %2 shown")
            .arg(Workbench::groupedCount(m_grid->rowCount()), Workbench::groupedCount(m_store->rowCount()));
    return tr("%1 shown").arg(Workbench::groupedCount(m_store->rowCount()));
}

int QueryTab::partitionsReached() const
{
    // A server tells only at the end of its share that partitions are done; rows tell on the way how far it
    // is.
    return qMax(m_run->progress().partitionsDone, m_store->partitionsSeen());
}

QString QueryTab::progressText() const
{
    const QString partitions = tr("%1 of %2 partitions")
                                   .arg(Workbench::groupedCount(partitionsReached()),
                                        Workbench::groupedCount(m_run->progress().partitionsTotal));
    switch (m_run->state()) {
    case QueryRun::State::Idle:
        return {};
    case QueryRun::State::Running:
        return partitions;
    case QueryRun::State::Finished:
        return tr("complete");
    case QueryRun::State::LimitReached:
        return partitions + u" · "_s + tr("more available");
    case QueryRun::State::Stopped:
        return partitions + u" · "_s + tr("stopped");
    case QueryRun::State::Failed:
        return partitions + u" · "_s + tr("failed, not complete");
    }
    return {};
}

qint64 QueryTab::rowOf(const Key &key) const
{
    const qint64 current = m_grid->currentStoreRow();
    if (current >= 0 && current < m_store->rowCount() && m_store->row(current).digest() == key.digest())
        return current;
    const qint64 rows = qMin(m_store->rowCount(), rowsToSearch);
    for (qint64 row = 0; row < rows; ++row) {
        if (m_store->row(row).digest() == key.digest())
            return row;
    }
    return -1;
}

void QueryTab::updateRecord(const Record &record)
{
    if (const qint64 row = rowOf(record.key); row >= 0)
        m_store->replaceRow(row, record);
}

void QueryTab::removeRecord(const Key &key)
{
    if (const qint64 row = rowOf(key); row >= 0)
        m_store->markDeleted(row);
}

void QueryTab::insertRecord(const Record &record)
{
    if (record.key.namespaceName() != m_dataset.namespaceName || record.key.setName() != m_dataset.setName)
        return;
    m_store->appendInserted(record);
    updateEmptyState();
    m_grid->flush();
    m_grid->setCurrentCell(m_grid->rowOrder()->shownRow(m_store->rowCount() - 1), 0);
}

} // namespace Aeroscope::Ui
