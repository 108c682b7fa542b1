// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/client/commandtable.h"

#include "client/session/client.h"

#include <QSet>

namespace Aeroscope::Test {

using namespace Qt::StringLiterals;
using Demo::RequestKind;

namespace {

QCoro::Task<Result<void>> outcome(QCoro::Task<Result<RecordResult>> task)
{
    const Result<RecordResult> result = co_await std::move(task);
    if (!result)
        co_return std::unexpected(result.error());
    if (!result->ok())
        co_return std::unexpected(*result->error);
    co_return Result<void>();
}

template <class T>
QCoro::Task<Result<void>> dropValue(QCoro::Task<Result<T>> task)
{
    const Result<T> result = co_await std::move(task);
    if (!result)
        co_return std::unexpected(result.error());
    co_return Result<void>();
}

QCoro::Task<Result<void>> drain(QCoro::Task<Result<RecordStream>> task)
{
    Result<RecordStream> stream = co_await std::move(task);
    if (!stream)
        co_return std::unexpected(stream.error());
    for (;;) {
        const Result<RowChunkPtr> chunk = co_await stream->nextChunk();
        if (!chunk)
            co_return std::unexpected(chunk.error());
        if (!*chunk)
            co_return Result<void>();
    }
}

/// The partition of the key alone, so that one node is asked once.
SetQuery onePartition(const Session &session, const Key &key)
{
    return session.query(DataSet{key.namespaceName(), key.setName()})
        .partitions({static_cast<quint16>(key.partitionId())});
}

QSet<Verb> &verbsSeen()
{
    static QSet<Verb> verbs;
    return verbs;
}

template <class Builder>
QCoro::Task<Result<void>> execute(Builder builder, std::stop_token stop)
{
    verbsSeen().insert(builder.spec().verb);
    return outcome(builder.execute(std::move(stop)));
}

} // namespace

const std::vector<TestCommand> &testCommands()
{
    static const std::vector<TestCommand> commands{
        {"get", RequestKind::Read, false, true, true,
         [](Session s, Key k, std::stop_token stop) {
             CallOptions options;
             options.stop = std::move(stop);
             return dropValue(s.get(k, {}, options));
         }},
        {"get bins", RequestKind::Read, false, true, true,
         [](Session s, Key k, std::stop_token stop) {
             CallOptions options;
             options.stop = std::move(stop);
             return dropValue(s.get(k, {"a"}, options));
         }},
        {"put", RequestKind::Write, true, true, false,
         [](Session s, Key k, std::stop_token stop) {
             CallOptions options;
             options.stop = std::move(stop);
             return dropValue(s.put(k, {{"a", 1}}, options));
         }},
        {"upsert", RequestKind::Write, true, true, false,
         [](Session s, Key k, std::stop_token stop) {
             return execute(s.upsert(k).set("a", 1), std::move(stop));
         }},
        {"operate", RequestKind::Write, true, false, false,
         [](Session s, Key k, std::stop_token stop) {
             return execute(s.upsert(k).add("n", 1).read("n"), std::move(stop));
         }},
        {"insert", RequestKind::Write, true, false, false,
         [](Session s, Key k, std::stop_token stop) {
             return execute(s.insert(k).set("a", 1), std::move(stop));
         }},
        {"update", RequestKind::Write, true, true, true,
         [](Session s, Key k, std::stop_token stop) {
             return execute(s.update(k).set("a", 1), std::move(stop));
         }},
        {"replace", RequestKind::Write, true, true, false,
         [](Session s, Key k, std::stop_token stop) {
             return execute(s.replace(k).set("a", 1), std::move(stop));
         }},
        {"replaceIfExists", RequestKind::Write, true, true, true,
         [](Session s, Key k, std::stop_token stop) {
             return execute(s.replaceIfExists(k).set("a", 1), std::move(stop));
         }},
        {"remove", RequestKind::Write, true, true, true,
         [](Session s, Key k, std::stop_token stop) { return execute(s.remove(k), std::move(stop)); }},
        {"touch", RequestKind::Write, true, true, true,
         [](Session s, Key k, std::stop_token stop) { return execute(s.touch(k), std::move(stop)); }},
        {"exists", RequestKind::Read, false, true, true,
         [](Session s, Key k, std::stop_token stop) { return execute(s.exists(k), std::move(stop)); }},
        {"query key", RequestKind::Read, false, true, true,
         [](Session s, Key k, std::stop_token stop) { return execute(s.query(k), std::move(stop)); }},
        {"query dataset", RequestKind::Query, false, true, true,
         [](Session s, Key k, std::stop_token stop) {
             return drain(onePartition(s, k).execute(std::move(stop)));
         }},
        {"info", RequestKind::Info, false, true, false,
         [](Session s, Key, std::stop_token stop) {
             return dropValue(s.client().info("logs"_ba, {}, std::move(stop)));
         }},
    };
    return commands;
}

bool coversEveryVerb()
{
    // A builder says its verb when it runs, so a table that was run has them all.
    for (int verb = static_cast<int>(Verb::Upsert); verb <= static_cast<int>(Verb::Read); ++verb) {
        if (!verbsSeen().contains(static_cast<Verb>(verb)))
            return false;
    }
    return true;
}

} // namespace Aeroscope::Test
