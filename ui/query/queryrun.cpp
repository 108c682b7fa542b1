// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/query/queryrun.h"

#include "client/net/sleep.h"
#include "ui/grid/recordstore.h"
#include "ui/grid/rowencoder.h"
#include "ui/shell/launch.h"

#include <QPointer>

#include <chrono>

namespace Aeroscope::Ui {

namespace {

using namespace std::chrono_literals;
constexpr auto progressInterval = 100ms;
constexpr auto congestionPause = 10ms;
/// Records that are read at the same time when keys are looked up.
constexpr size_t keysAtOnce = 64;

} // namespace

QString filterText(const QueryRequest &request)
{
    const QString own = (request.boundWhere.isEmpty() ? request.where : request.boundWhere).trimmed();
    if (!request.dataset.setName.isEmpty())
        return own;
    // Without a set name a query reads the whole namespace; what is meant are the records outside of all
    // sets.
    const QString outside = QStringLiteral("$.setName() == \"\"");
    return own.isEmpty() ? outside : QStringLiteral("(%1) and %2").arg(own, outside);
}

QueryRun::QueryRun(RecordStore *store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    m_poll.setInterval(progressInterval);
    connect(&m_poll, &QTimer::timeout, this, &QueryRun::readProgress);
}

QueryRun::~QueryRun()
{
    m_stop.request_stop();
    if (m_stream)
        m_stream->close();
}

void QueryRun::start(const ReadOnlySession &session, const QueryRequest &request)
{
    stop();
    m_request = request;
    m_elapsed = 0;
    m_kept.reset();
    m_rowsOfBefore = 0;
    m_lookUp = false;
    m_store->clear();
    ++m_rowsOf;
    launchQuery(session, request.limit, {});
}

bool QueryRun::canResume() const
{
    if (m_lookUp)
        return false;
    if (m_kept && m_state != State::Running)
        return !m_kept->isDone();
    if (m_state == State::Stopped && !m_ended)
        return true; // before there was an answer: nothing came, all is left
    const bool ended =
        m_state == State::LimitReached || m_state == State::Stopped || m_state == State::Failed;
    return ended && m_ended && !m_ended->cursor().isDone();
}

void QueryRun::resume(const ReadOnlySession &session, qint64 limit)
{
    if (canResume())
        launchQuery(session, limit, cursor());
}

std::optional<QueryCursor> QueryRun::cursor() const
{
    if (m_stream)
        return m_stream->cursor();
    return m_kept ? m_kept : m_ended ? std::optional(m_ended->cursor()) : std::nullopt;
}

void QueryRun::restore(const QueryRequest &request, QueryCursor cursor, qint64 rowsBefore)
{
    stop();
    m_request = request;
    m_progress = {};
    m_progress.partitionsDone = cursor.partitionsDone();
    m_progress.partitionsTotal = cursor.partitionsTotal();
    m_rowsOfBefore = rowsBefore;
    m_kept = std::move(cursor);
    m_ended.reset();
    m_state = State::Stopped;
    Q_EMIT stateChanged();
}

void QueryRun::lookUp(const ReadOnlySession &session, const QueryRequest &request, std::vector<Key> keys)
{
    stop();
    m_request = request;
    m_kept.reset();
    m_ended.reset();
    m_rowsOfBefore = 0;
    m_lookUp = true;
    m_keyCount = static_cast<qsizetype>(keys.size());
    m_missing.clear();
    m_stop = std::stop_source();
    m_progress = {};
    m_error.reset();
    m_elapsedBefore = 0;
    m_store->clear();
    ++m_rowsOf;
    m_clock.start();
    m_state = State::Running;
    m_poll.start();
    Q_EMIT stateChanged();
    launch(pumpKeys(this, session, std::move(keys), m_stop.get_token()));
}

QCoro::Task<void> QueryRun::pumpKeys(QPointer<QueryRun> self, ReadOnlySession session, std::vector<Key> keys,
                                     std::stop_token stop)
{
    for (size_t first = 0; first < keys.size(); first += keysAtOnce) {
        // a task runs from its making on: so many are under way together
        std::vector<QCoro::Task<Result<Record>>> tasks;
        const size_t last = qMin(keys.size(), first + keysAtOnce);
        for (size_t i = first; i < last; ++i)
            tasks.push_back(session.get(keys[i]));
        auto rows = std::make_shared<RowChunk>();
        std::vector<Key> missing;
        std::optional<Error> fault;
        for (size_t i = first; i < last; ++i) {
            const Result<Record> record = co_await tasks[i - first];
            if (record)
                rows->append(encodeRow(*record));
            else if (record.error().code == ResultCode::NotFound)
                missing.push_back(keys[i]);
            else if (!fault)
                fault = record.error();
        }
        if (!self || stop.stop_requested())
            co_return;
        self->m_missing.insert(self->m_missing.end(), missing.begin(), missing.end());
        self->take(rows);
        if (fault) {
            self->finish(State::Failed, fault);
            co_return;
        }
    }
    self->finish(State::Finished);
}

void QueryRun::launchQuery(const ReadOnlySession &session, qint64 limit, std::optional<QueryCursor> from)
{
    m_stop = std::stop_source();
    m_progress = {};
    m_error.reset();
    m_limit = limit;
    m_rowsBefore = m_store->rowCount();
    m_elapsedBefore = m_elapsed;
    m_clock.start();
    m_state = State::Running;
    m_poll.start();
    Q_EMIT stateChanged();

    SetQuery query =
        session.query(m_request.dataset).limit(limit).recordsPerSecond(m_request.recordsPerSecond);
    if (const QString filter = filterText(m_request); !filter.isEmpty())
        query.whereWith(filter, m_request.arguments).useIndexes();
    if (from)
        query.resumeFrom(std::move(*from));
    else
        m_ended.reset();
    launch(pump(this, std::move(query), m_rowsOf, m_stop.get_token()));
}

QCoro::Task<void> QueryRun::pump(QPointer<QueryRun> self, SetQuery query, int rowsOf, std::stop_token stop)
{
    Result<RecordStream> started = co_await query.execute(stop);
    if (!self || stop.stop_requested())
        co_return;
    if (!started) {
        self->finish(State::Failed, started.error());
        co_return;
    }
    const auto stream = std::make_shared<RecordStream>(std::move(*started));
    self->m_stream = stream;
    self->m_kept.reset();
    while (true) {
        Result<RowChunkPtr> chunk = co_await stream->nextChunk();
        if (!self)
            co_return;
        // Rows that were on their way when it was stopped count as given: they belong to the result.
        if (chunk && *chunk && self->m_rowsOf == rowsOf)
            self->take(*chunk);
        // Rows that come faster than the disk takes them wait in the sockets.
        while (self && !stop.stop_requested() && self->m_store->isCongested())
            (void)co_await Net::sleepFor(congestionPause, stop);
        // Stopped, or gone: whoever did it has closed the stream; a new run may be under way by now.
        if (!self || stop.stop_requested())
            co_return;
        if (!chunk) {
            self->finish(State::Failed, chunk.error());
            co_return;
        }
        if (!*chunk)
            break;
    }
    self->readProgress();
    const bool full = self->m_limit > 0 && self->m_store->rowCount() - self->m_rowsBefore >= self->m_limit;
    self->finish(full ? State::LimitReached : State::Finished);
}

void QueryRun::take(const RowChunkPtr &chunk)
{
    m_store->append(chunk);
}

void QueryRun::stop()
{
    if (m_state != State::Running)
        return;
    m_stop.request_stop();
    if (m_stream)
        m_stream->close();
    finish(State::Stopped);
}

void QueryRun::finish(State state, std::optional<Error> error)
{
    readProgress();
    m_poll.stop();
    m_elapsed = m_elapsedBefore + m_clock.elapsed();
    if (m_stream)
        m_ended = std::move(m_stream);
    m_stream.reset();
    m_state = state;
    m_error = std::move(error);
    Q_EMIT stateChanged();
}

void QueryRun::readProgress()
{
    if (m_stream)
        m_progress = m_stream->progress();
    Q_EMIT progressed();
}

qint64 QueryRun::elapsedMilliseconds() const
{
    return m_state == State::Running ? m_elapsedBefore + m_clock.elapsed() : m_elapsed;
}

qint64 QueryRun::rowsPerSecond() const
{
    const qint64 ms = elapsedMilliseconds();
    return ms <= 0 ? 0 : m_store->rowCount() * 1000 / ms;
}

} // namespace Aeroscope::Ui
