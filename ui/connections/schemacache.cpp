// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/connections/schemacache.h"

#include "ui/shell/launch.h"

#include <algorithm>
#include <chrono>

namespace Aeroscope::Ui {

using namespace std::chrono_literals;

SchemaCache::SchemaCache(QObject *parent)
    : QObject(parent)
{}

SchemaCache::~SchemaCache()
{
    m_stop.request_stop();
}

SchemaCache::Entry &SchemaCache::entry(const DataSet &dataset)
{
    const auto known = std::ranges::find(m_entries, dataset, &Entry::dataset);
    if (known != m_entries.end())
        return *known;
    m_entries.push_back({.dataset = dataset, .sample = std::make_shared<Workbench::SchemaSample>()});
    return m_entries.back();
}

std::shared_ptr<const Workbench::SchemaSample> SchemaCache::sample(const DataSet &dataset)
{
    return entry(dataset).sample;
}

void SchemaCache::fetch(const ReadOnlySession &session, const DataSet &dataset)
{
    Entry &known = entry(dataset);
    if (known.asked || known.sample->recordCount() > 0 || dataset.setName.isEmpty() || !session.isValid())
        return;
    known.asked = true;
    launch(
        read(this, session.query(dataset).limit(recordsToFetch).timeout(10s), dataset, m_stop.get_token()));
}

QCoro::Task<void> SchemaCache::read(QPointer<SchemaCache> self, SetQuery query, DataSet dataset,
                                    std::stop_token stop)
{
    Result<RecordStream> stream = co_await query.execute(stop);
    if (!self || stop.stop_requested())
        co_return;
    while (stream) {
        const Result<RowChunkPtr> chunk = co_await stream->nextChunk();
        if (!self || stop.stop_requested())
            co_return;
        if (!chunk) {
            self->entry(dataset).asked = false; // another tab may try again
            co_return;
        }
        if (!*chunk)
            co_return;
        self->learn(dataset, **chunk);
    }
}

void SchemaCache::learn(const DataSet &dataset, const RowChunk &rows)
{
    Workbench::SchemaSample &sample = *entry(dataset).sample;
    if (sample.isFull() || rows.isEmpty())
        return;
    for (int row = 0; row < rows.rowCount() && !sample.isFull(); ++row)
        sample.add(rows.row(row));
    Q_EMIT changed(dataset);
}

} // namespace Aeroscope::Ui
