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

QCoro::Task<Result<void>> rowOutcome(QCoro::Task<Result<std::vector<RecordResult>>> task)
{
    const Result<std::vector<RecordResult>> rows = co_await std::move(task);
    if (!rows)
        co_return std::unexpected(rows.error());
    for (const RecordResult &row : *rows) {
        if (!row.ok())
            co_return std::unexpected(*row.error);
    }
    co_return Result<void>();
}

QCoro::Task<Result<void>> drainRows(QCoro::Task<Result<BatchStream>> task)
{
    Result<BatchStream> stream = co_await std::move(task);
    if (!stream)
        co_return std::unexpected(stream.error());
    std::optional<Error> failed;
    for (;;) {
        const Result<std::optional<RecordResult>> row = co_await stream->next();
        if (!row)
            co_return std::unexpected(row.error());
        if (!*row)
            break;
        if (!(*row)->ok())
            failed = (*row)->error;
    }
    if (failed)
        co_return std::unexpected(*failed);
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

/// The second page of a query.
QCoro::Task<Result<void>> resume(SetQuery query, std::stop_token stop)
{
    Result<RecordStream> first = co_await query.execute(stop);
    if (!first)
        co_return std::unexpected(first.error());
    for (;;) {
        const Result<RowChunkPtr> chunk = co_await first->nextChunk();
        if (!chunk)
            co_return std::unexpected(chunk.error());
        if (!*chunk)
            break;
    }
    co_return co_await drain(SetQuery(query).resumeFrom(first->cursor()).execute(std::move(stop)));
}

/// infoAll() gives each node's outcome; here one that fails is a failure.
QCoro::Task<Result<void>> everyAnswer(Client client, std::stop_token stop)
{
    const Result<QList<NodeInfoAnswer>> answers = co_await client.infoAll("logs"_ba, std::move(stop));
    if (!answers)
        co_return std::unexpected(answers.error());
    for (const NodeInfoAnswer &one : *answers) {
        if (!one.answer)
            co_return std::unexpected(one.answer.error());
    }
    co_return Result<void>();
}

IndexDefinition indexOf(const Key &key)
{
    IndexDefinition definition;
    definition.namespaceName = key.namespaceName();
    definition.setName = key.setName();
    definition.name = "victims_a"; // exists: as good as made
    definition.bin = "a";
    return definition;
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
        {"batch read", RequestKind::Batch, false, true, true,
         [](Session s, Key k, std::stop_token stop) {
             return rowOutcome(s.query(KeyList(k)).execute(std::move(stop)));
         }},
        {"batch write", RequestKind::Batch, true, true, false,
         [](Session s, Key k, std::stop_token stop) {
             return rowOutcome(s.upsert({k, k}).set("a", 1).execute(std::move(stop)));
         }},
        {"batch operate", RequestKind::Batch, true, false, false,
         [](Session s, Key k, std::stop_token stop) {
             return rowOutcome(s.upsert({k, k}).add("n", 1).execute(std::move(stop)));
         }},
        {"batch stream", RequestKind::Batch, false, true, true,
         [](Session s, Key k, std::stop_token stop) {
             return drainRows(s.query({k, k}).executeStream(std::move(stop)));
         }},
        {"query dataset", RequestKind::Query, false, true, true,
         [](Session s, Key k, std::stop_token stop) {
             return drain(onePartition(s, k).execute(std::move(stop)));
         }},
        {"query index", RequestKind::Query, false, true, true,
         [](Session s, Key k, std::stop_token stop) {
             return drain(onePartition(s, k).where(u"$.a >= 0"_s).useIndexes().execute(std::move(stop)));
         }},
        {"query page", RequestKind::Query, false, true, true,
         [](Session s, Key k, std::stop_token stop) {
             return drain(onePartition(s, k).limit(1).execute(std::move(stop)));
         }},
        {"query resumed",
         RequestKind::Query,
         false,
         true,
         true,
         [](Session s, Key k, std::stop_token stop) {
             return resume(s.query(DataSet{k.namespaceName(), k.setName()}).limit(1), std::move(stop));
         },
         {},
         false,
         1},
        {"info", RequestKind::Info, false, true, false,
         [](Session s, Key, std::stop_token stop) {
             return dropValue(s.client().info("logs"_ba, {}, std::move(stop)));
         },
         "logs"},
        {"info all", RequestKind::Info, false, true, false,
         [](Session s, Key, std::stop_token stop) { return everyAnswer(s.client(), std::move(stop)); },
         "logs"},
        {"namespaces", RequestKind::Info, false, true, false,
         [](Session s, Key, std::stop_token stop) { return dropValue(s.info().namespaces(std::move(stop))); },
         "sets"},
        {"sets", RequestKind::Info, false, true, false,
         [](Session s, Key k, std::stop_token stop) {
             return dropValue(s.info().sets(k.namespaceName(), std::move(stop)));
         },
         "sets"},
        {"indexes", RequestKind::Info, false, true, false,
         [](Session s, Key k, std::stop_token stop) {
             return dropValue(s.info().indexes(k.namespaceName(), std::move(stop)));
         },
         "sindex-list"},
        {"statistics of indexes", RequestKind::Info, false, true, false,
         [](Session s, Key k, std::stop_token stop) {
             return dropValue(s.info().indexes(k.namespaceName(), std::move(stop)));
         },
         "sindex-stat"},
        {"nodes", RequestKind::Info, false, true, false,
         [](Session s, Key, std::stop_token stop) { return dropValue(s.info().nodes(std::move(stop))); },
         "edition"},
        {"statistics", RequestKind::Info, false, true, false,
         [](Session s, Key, std::stop_token stop) { return dropValue(s.info().statistics(std::move(stop))); },
         "edition"},
        {"jobs", RequestKind::Info, false, true, false,
         [](Session s, Key, std::stop_token stop) { return dropValue(s.info().jobs(std::move(stop))); },
         "query-show"},
        {"latencies", RequestKind::Info, false, true, false,
         [](Session s, Key, std::stop_token stop) { return dropValue(s.info().latencies(std::move(stop))); },
         "latencies"},
        {"create index", RequestKind::Info, false, true, false,
         [](Session s, Key k, std::stop_token stop) {
             return s.admin().createIndex(indexOf(k), {}, std::move(stop));
         },
         "sindex-create"},
        {"wait for an index", RequestKind::Info, false, true, false,
         [](Session s, Key k, std::stop_token stop) {
             return s.admin().createIndex(indexOf(k), {}, std::move(stop));
         },
         "sindex-stat", true},
        {"drop index", RequestKind::Info, false, true, false,
         [](Session s, Key k, std::stop_token stop) {
             return s.admin().dropIndex(k.namespaceName(), "other", std::move(stop));
         },
         "sindex-delete"},
        {"wait for an index to go", RequestKind::Info, false, true, false,
         [](Session s, Key k, std::stop_token stop) {
             return s.admin().dropIndex(k.namespaceName(), "other", std::move(stop));
         },
         "sindex-stat", true},
        {"truncate", RequestKind::Info, false, true, false,
         [](Session s, Key k, std::stop_token stop) {
             return s.admin().truncate({k.namespaceName(), "short"}, std::move(stop));
         },
         "truncate:"},
        {"wait for a truncation", RequestKind::Info, false, true, false,
         [](Session s, Key k, std::stop_token stop) {
             return s.admin().truncate({k.namespaceName(), "short"}, std::move(stop));
         },
         "sets", true},
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
