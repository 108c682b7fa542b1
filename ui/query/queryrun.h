// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/task.h"
#include "client/session/readonlysession.h"
#include "client/session/recordstream.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace Aeroscope::Ui {

class RecordStore;

/// What one run asks for.
struct QueryRequest
{
    /// No set name: the records that belong to no set.
    DataSet dataset{};
    /// AEL; blank: every record.
    QString where{};
    /// The same with its parameters as numbers, and their values; empty text: there are none.
    QString boundWhere{};
    std::vector<Value> arguments{};
    /// 0: no limit.
    qint64 limit = 0;
    /// Per node; 0: no limit.
    quint32 recordsPerSecond = 0;
};

/// The filter that is sent: the text, and for records without a set that condition too. Empty: none.
[[nodiscard]] QString filterText(const QueryRequest &request);

/// Runs one query at a time into a RecordStore and can be stopped at any moment: stop() returns with the run
/// over, the rows that came are kept, and sockets and server jobs are ended behind it. GUI thread.
/// Destruction stops.
class QueryRun : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Idle, ///< never run
        Running,
        Finished,     ///< every partition was read to its end
        LimitReached, ///< as many rows as wanted; there may be more
        Stopped,      ///< by the user
        Failed,       ///< see error()
    };

    explicit QueryRun(RecordStore *store, QObject *parent = nullptr);
    ~QueryRun() override;

    /// Clears the store and begins. A run that is under way is stopped first.
    void start(const ReadOnlySession &session, const QueryRequest &request);
    /// Something may be left behind the rows that came.
    [[nodiscard]] bool canResume() const;
    /// Goes on behind the last row with the request of the run; `limit` more rows, 0: to the end.
    void resume(const ReadOnlySession &session, qint64 limit);
    /// Clears the store and reads these records, in order.
    void lookUp(const ReadOnlySession &session, const QueryRequest &request, std::vector<Key> keys);
    /// The last run was a lookUp(); its keys, and those that do not exist.
    [[nodiscard]] bool isLookUp() const noexcept { return m_lookUp; }
    [[nodiscard]] qsizetype keyCount() const noexcept { return m_keyCount; }
    [[nodiscard]] const std::vector<Key> &missingKeys() const noexcept { return m_missing; }
    void stop();
    /// As if this run had been stopped there: what was known of it when the program ended. Its rows are not
    /// there any more; resume() brings those behind them.
    void restore(const QueryRequest &request, QueryCursor cursor, qint64 rowsBefore);
    /// Where it stands; nothing before the first run.
    [[nodiscard]] std::optional<QueryCursor> cursor() const;
    /// Rows that came in an earlier life of the program.
    [[nodiscard]] qint64 rowsOfBefore() const noexcept { return m_rowsOfBefore; }

    [[nodiscard]] State state() const noexcept { return m_state; }
    [[nodiscard]] bool isRunning() const noexcept { return m_state == State::Running; }
    [[nodiscard]] const QueryRequest &request() const noexcept { return m_request; }
    [[nodiscard]] const QueryProgress &progress() const noexcept { return m_progress; }
    /// Of the last run; while Failed.
    [[nodiscard]] const std::optional<Error> &error() const noexcept { return m_error; }
    [[nodiscard]] qint64 elapsedMilliseconds() const;
    /// Over the whole run.
    [[nodiscard]] qint64 rowsPerSecond() const;

Q_SIGNALS:
    void stateChanged();
    void progressed();

private:
    void launchQuery(const ReadOnlySession &session, qint64 limit, std::optional<QueryCursor> from);
    static QCoro::Task<void> pumpKeys(QPointer<QueryRun> self, ReadOnlySession session, std::vector<Key> keys,
                                      std::stop_token stop);
    static QCoro::Task<void> pump(QPointer<QueryRun> self, SetQuery query, int rowsOf, std::stop_token stop);
    void take(const RowChunkPtr &chunk);
    void finish(State state, std::optional<Error> error = std::nullopt);
    void readProgress();

    RecordStore *m_store;
    QueryRequest m_request;
    State m_state = State::Idle;
    std::optional<Error> m_error;
    QueryProgress m_progress;
    std::shared_ptr<RecordStream> m_stream;
    /// Of the run that ended; knows where to go on.
    std::shared_ptr<RecordStream> m_ended;
    /// Instead of m_ended, of a run in an earlier life of the program.
    std::optional<QueryCursor> m_kept;
    qint64 m_rowsOfBefore = 0;
    bool m_lookUp = false;
    qsizetype m_keyCount = 0;
    std::vector<Key> m_missing;
    /// Counts the runs that began with no rows.
    int m_rowsOf = 0;
    qint64 m_rowsBefore = 0;
    qint64 m_limit = 0;
    qint64 m_elapsedBefore = 0;
    std::stop_source m_stop;
    QElapsedTimer m_clock;
    qint64 m_elapsed = 0;
    QTimer m_poll;
};

} // namespace Aeroscope::Ui
