// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Making a secondary index and waiting until queries may use it.

#include "tests/examples/example.h"

using namespace Aeroscope;

static QCoro::Task<Result<void>> createIndex(Client client)
{
    const Session session = client.session();
    const DataSet cities{"test", "example_cities"};
    for (int i = 0; i < 100; ++i) {
        const auto put = co_await session.put(cities.id(i).value(), {{"people", i * 1000}});
        if (!put)
            co_return std::unexpected(put.error());
    }
    IndexDefinition definition;
    definition.namespaceName = cities.namespaceName;
    definition.setName = cities.setName;
    definition.name = "example_people";
    definition.bin = "people";
    definition.type = IndexDefinition::Type::Numeric;
    const auto progress = [](int percent) { std::fprintf(stderr, "%d %%\n", percent); };
    const auto created = co_await session.admin().createIndex(definition, progress);
    if (!created)
        co_return std::unexpected(created.error());

    const auto indexes = co_await session.info().indexes(cities.namespaceName);
    if (!indexes)
        co_return std::unexpected(indexes.error());
    for (const IndexInfo &index : *indexes) {
        if (index.name == definition.name)
            std::printf("%s over %s, %s\n", index.name.constData(), index.bin.constData(),
                        index.state == IndexInfo::State::Ready ? "ready" : "not ready");
    }
    co_return co_await session.admin().dropIndex(cities.namespaceName, definition.name);
}

int main(int argc, char **argv)
{
    return Example::run(argc, argv, createIndex);
}
