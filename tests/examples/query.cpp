// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// A query in AEL, with arguments, over a secondary index.

#include "tests/examples/example.h"

using namespace Aeroscope;
using namespace Qt::StringLiterals;

static QCoro::Task<Result<void>> query(Client client)
{
    const Session session = client.session();
    const DataSet people{"test", "example_people"};
    for (int i = 0; i < 60; ++i) {
        const Bins bins{{"age", i}, {"city", i % 2 == 0 ? "Oslo" : "Rome"}};
        if (const auto put = co_await session.put(people.id(i).value(), bins); !put)
            co_return std::unexpected(put.error());
    }
    IndexDefinition index{people.namespaceName, people.setName, "example_age", "age", {}, {}};
    if (const auto made = co_await session.admin().createIndex(index); !made)
        co_return std::unexpected(made.error());

    // Arguments never become part of the text, so nothing has to be quoted.
    const SetQuery adults =
        session.query(people).where(u"$.age >= ?0 and $.city == ?1"_s, 50, "Oslo").useIndexes();
    const Result<QueryPlan> plan = co_await adults.explain();
    if (!plan)
        co_return std::unexpected(plan.error());
    std::printf("index: %s\n", plan->indexName.constData());

    Result<RecordStream> stream = co_await adults.execute();
    if (!stream)
        co_return std::unexpected(stream.error());
    qint64 sum = 0;
    for (;;) {
        const Result<RowChunkPtr> chunk = co_await stream->nextChunk();
        if (!chunk)
            co_return std::unexpected(chunk.error());
        if (!*chunk)
            break;
        for (int row = 0; row < (*chunk)->rowCount(); ++row) {
            if (const Result<Record> record = (*chunk)->row(row).toRecord())
                sum += record->bin("age")->toInteger();
        }
    }
    std::printf("sum of ages: %lld\n", static_cast<long long>(sum));
    co_return co_await session.admin().dropIndex(people.namespaceName, index.name);
}

int main(int argc, char **argv)
{
    return Example::run(argc, argv, query);
}
