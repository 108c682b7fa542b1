// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/query/queryrun.h"

#include "ui/grid/recordstore.h"
#include "ui/shell/launch.h"

#include <QPointer>

#include <chrono>

namespace Aeroscope::Ui {

namespace {

using namespace std::chrono_literals;
constexpr auto progressInterval = 100ms;

} // namespace

QString filterText(const QueryRequest &request)
{
    const QString own = request.where.trimmed();
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

void QueryRun::start(const Session &session, const QueryRequest &request)
{
    stop();
    m_stop = std::stop_source();
    m_request = request;
    m_progress = {};
    m_error.reset();
    m_elapsed = 0;
    m_clock.start();
    m_store->clear();
    m_state = State::Running;
    m_poll.start();
    Q_EMIT stateChanged();

    SetQuery query =
        session.query(request.dataset).limit(request.limit).recordsPerSecond(request.recordsPerSecond);
    if (const QString filter = filterText(request); !filter.isEmpty())
        query = std::move(query).where(filter);
    launch(pump(this, std::move(query), m_stop.get_token()));
}

QCoro::Task<void> QueryRun::pump(QPointer<QueryRun> self, SetQuery query, std::stop_token stop)
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
    while (true) {
        Result<RowChunkPtr> chunk = co_await stream->nextChunk();
        // Stopped, or gone: whoever did it has closed the stream; a new run may be under way by now.
        if (!self || stop.stop_requested())
            co_return;
        if (!chunk) {
            self->finish(State::Failed, chunk.error());
            co_return;
        }
        if (!*chunk)
            break;
        self->take(*chunk);
        if (!self || stop.stop_requested())
            co_return;
    }
    self->readProgress();
    const bool full = self->m_request.limit > 0 && self->m_store->rowCount() >= self->m_request.limit;
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
    m_elapsed = m_clock.elapsed();
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
    return m_state == State::Running ? m_clock.elapsed() : m_elapsed;
}

qint64 QueryRun::rowsPerSecond() const
{
    const qint64 ms = elapsedMilliseconds();
    return ms <= 0 ? 0 : m_store->rowCount() * 1000 / ms;
}

} // namespace Aeroscope::Ui
