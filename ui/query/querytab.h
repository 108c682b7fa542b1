// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/clientcode.h"
#include "ael/prepared.h"
#include "ui/connections/connection.h"
#include "ui/query/queryrun.h"
#include "ui/workbench/sessionfile.h"

#include <QPointer>
#include <QWidget>

class QStackedWidget;

namespace Aeroscope::Ui {

class AelEditor;
class Banner;
class EmptyState;
class ExplainPanel;
class FindBar;
class ParameterBar;
class PartitionStrip;
class QueryStrip;
class RecordGrid;
class RecordStore;
class SelectionSummary;

/// One query: its text, its run and its rows. Bound to one connection and data set for life; losing the
/// connection takes nothing away. Closing it stops what it runs.
class QueryTab : public QWidget
{
    Q_OBJECT

public:
    QueryTab(Connection *connection, const DataSet &dataset, QWidget *parent = nullptr);
    ~QueryTab() override;

    [[nodiscard]] Connection *connection() const noexcept { return m_connection; }
    [[nodiscard]] const DataSet &dataset() const noexcept { return m_dataset; }
    /// "users"; "test" for records without a set.
    [[nodiscard]] QString title() const;

    [[nodiscard]] AelEditor *editor() const noexcept { return m_editor; }
    [[nodiscard]] RecordGrid *grid() const noexcept { return m_grid; }
    [[nodiscard]] RecordStore *store() const noexcept { return m_store; }
    [[nodiscard]] QueryRun *run() const noexcept { return m_run; }
    [[nodiscard]] Banner *banner() const noexcept { return m_banner; }
    [[nodiscard]] EmptyState *emptyState() const noexcept { return m_empty; }
    [[nodiscard]] QueryStrip *strip() const noexcept { return m_strip; }
    [[nodiscard]] ExplainPanel *explanation() const noexcept { return m_explain; }
    void setExplained(bool explained);
    [[nodiscard]] FindBar *findBar() const noexcept { return m_find; }
    [[nodiscard]] SelectionSummary *selection() const noexcept { return m_selection; }
    void chooseColumns();
    /// How often each value of the column stands in the rows; -1: of the current column.
    void countBy(int visualColumn);

    /// The text as a program in that language; empty when it has faults or the language has no way.
    [[nodiscard]] QString clientCode(Ael::ClientLanguage language) const;
    /// How the query would be run, from what is known now.
    [[nodiscard]] const Ael::PlannedQuery &plan() const noexcept { return m_plan; }

    [[nodiscard]] qint64 limit() const noexcept { return m_limit; }
    void setLimit(qint64 limit);
    [[nodiscard]] quint32 recordsPerSecond() const noexcept { return m_rps; }
    void setRecordsPerSecond(quint32 rps);

    /// Nothing is wrong with the text and the cluster is there.
    [[nodiscard]] bool canRun() const;
    /// Begins anew. What would read much of a production cluster asks first, by the banner.
    void start();
    /// From so many records on it asks.
    void setGuardedRecords(qint64 records) { m_guardedRecords = records; }
    void stop();
    /// There may be more behind the rows that came, and the text is still the one that brought them.
    [[nodiscard]] bool canResume() const;
    /// Brings the next rows, as many as the limit says, or all.
    void resume(bool toTheEnd);

    /// What the status bar says about the rows: "12 000 shown".
    [[nodiscard]] QString rowsText() const;
    /// Partitions read to the end, or from which rows came.
    [[nodiscard]] int partitionsReached() const;
    /// "1 731 of 4 096 partitions · more available".
    [[nodiscard]] QString progressText() const;

    [[nodiscard]] ParameterBar *parameters() const noexcept { return m_parameters; }
    /// Asks for keys and reads their records into this tab.
    void openLookUp();
    void lookUp(std::vector<Key> keys);
    [[nodiscard]] PartitionStrip *partitions() const noexcept { return m_partitions; }

    /// What of the tab outlives the program, and the way back into a new tab.
    [[nodiscard]] Workbench::TabState state() const;
    void restore(const Workbench::TabState &state);

    /// Follows a change that was made elsewhere in the window.
    void updateRecord(const Record &record);
    void removeRecord(const Key &key);
    void insertRecord(const Record &record);

Q_SIGNALS:
    /// Run state, rows, progress or text changed.
    void stateChanged();
    void runFinished();
    void currentRecordChanged();
    void insertRequested();
    void notice(const QString &text);
    /// The cluster of the tab is wanted.
    void connectRequested();

private:
    /// A run that reads much of a production cluster waits until the user has seen what it costs; true when
    /// it has to.
    bool isGuarded();
    void begin();
    void updatePartitions();
    void onConnectionState();
    void onRunState();
    void updatePlan();
    void updateCheck();
    void updateEmptyState();
    void updateExplanation();
    void learnRows();
    void onSchema(const DataSet &dataset);
    [[nodiscard]] QueryRequest request() const;
    [[nodiscard]] qint64 rowOf(const Key &key) const;

    QPointer<Connection> m_connection;
    DataSet m_dataset;
    qint64 m_limit = 10'000;
    quint32 m_rps = 0;
    RecordStore *m_store;
    QueryRun *m_run;
    Banner *m_banner;
    AelEditor *m_editor;
    QueryStrip *m_strip;
    ParameterBar *m_parameters;
    PartitionStrip *m_partitions;
    ExplainPanel *m_explain;
    QStackedWidget *m_rows;
    RecordGrid *m_grid;
    FindBar *m_find;
    SelectionSummary *m_selection;
    EmptyState *m_empty;
    Ael::PlannedQuery m_plan;
    Ael::CompileOptions m_options;
    /// What the explanation shows, to leave it alone while nothing changes.
    QString m_explained;
    /// The text whose cost the user has accepted.
    std::optional<QString> m_accepted;
    qint64 m_guardedRecords = 100'000;
    /// The banner tells that the cluster is not there.
    bool m_offlineShown = false;
    QDateTime m_readAt;
};

} // namespace Aeroscope::Ui
