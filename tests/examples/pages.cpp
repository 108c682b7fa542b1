// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Page by page through a set, with a cursor that can be stored between the pages.

#include "tests/examples/example.h"

using namespace Aeroscope;

static QCoro::Task<Result<void>> pages(Client client)
{
    const Session session = client.session();
    const DataSet items{"test", "example_items"};
    for (int i = 0; i < 250; ++i) {
        if (const auto put = co_await session.put(items.id(i).value(), {{"n", i}}); !put)
            co_return std::unexpected(put.error());
    }
    QByteArray stored; // what a program would keep: a file, a link, a session
    qint64 rows = 0;
    for (int page = 1;; ++page) {
        SetQuery query = session.query(items).limit(100);
        if (!stored.isEmpty()) {
            const Result<QueryCursor> cursor = QueryCursor::fromBytes(stored);
            if (!cursor)
                co_return std::unexpected(cursor.error());
            query.resumeFrom(*cursor);
        }
        Result<RecordStream> stream = co_await query.execute();
        if (!stream)
            co_return std::unexpected(stream.error());
        qint64 onPage = 0;
        for (;;) {
            const Result<RowChunkPtr> chunk = co_await stream->nextChunk();
            if (!chunk)
                co_return std::unexpected(chunk.error());
            if (!*chunk)
                break;
            onPage += (*chunk)->rowCount();
        }
        rows += onPage;
        std::printf("page %d: %lld\n", page, static_cast<long long>(onPage));
        const QueryCursor cursor = stream->cursor();
        if (cursor.isDone())
            break;
        stored = cursor.toBytes();
    }
    std::printf("rows: %lld\n", static_cast<long long>(rows));
    co_return Result<void>();
}

int main(int argc, char **argv)
{
    return Example::run(argc, argv, pages);
}
