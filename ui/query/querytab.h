// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/clientcode.h"
#include "ael/prepared.h"
#include "ui/connections/connection.h"
#include "ui/query/queryrun.h"

#include <QPointer>
#include <QWidget>

class QStackedWidget;

namespace Aeroscope::Ui {

class AelEditor;
class Banner;
class EmptyState;
class ExplainPanel;
class QueryStrip;
class RecordGrid;
class RecordStore;

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
    void start();
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

private:
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
    ExplainPanel *m_explain;
    QStackedWidget *m_rows;
    RecordGrid *m_grid;
    EmptyState *m_empty;
    Ael::PlannedQuery m_plan;
    Ael::CompileOptions m_options;
    /// What the explanation shows, to leave it alone while nothing changes.
    QString m_explained;
};

} // namespace Aeroscope::Ui
