// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Stopping what runs: by a token, and by closing a stream.

#include "tests/examples/example.h"

#include <stop_token>

using namespace Aeroscope;

static QCoro::Task<Result<void>> cancel(Client client)
{
    const Session session = client.session();
    const DataSet set{"test", "example_cancel"};
    for (int i = 0; i < 500; ++i) {
        if (const auto put = co_await session.put(set.id(i).value(), {{"n", i}}); !put)
            co_return std::unexpected(put.error());
    }

    // A token may be stopped from any thread; here it is before the call begins.
    std::stop_source stop;
    stop.request_stop();
    CallOptions options;
    options.stop = stop.get_token();
    const Result<Record> record = co_await session.get(set.id(1).value(), {}, options);
    std::printf("get: %s\n", !record && record.error().kind == ErrorKind::Cancelled ? "cancelled" : "?");

    // Ten records a second would take a while. Closing ends it here and on the servers.
    Result<RecordStream> stream = co_await session.query(set).recordsPerSecond(10).execute();
    if (!stream)
        co_return std::unexpected(stream.error());
    const Result<RowChunkPtr> some = co_await stream->nextChunk();
    if (!some)
        co_return std::unexpected(some.error());
    stream->close();
    const Result<RowChunkPtr> next = co_await stream->nextChunk();
    std::printf("stream: %s\n", !next && next.error().kind == ErrorKind::Cancelled ? "cancelled" : "?");
    std::printf("not all rows came: %s\n", (*some)->rowCount() < 500 ? "yes" : "no");
    co_return Result<void>();
}

int main(int argc, char **argv)
{
    return Example::run(argc, argv, cancel);
}
