// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Writing and reading one record.

#include "tests/examples/example.h"

using namespace Aeroscope;

static QCoro::Task<Result<void>> putAndGet(Client client)
{
    const Session session = client.session();
    const DataSet users{"test", "example_users"};
    const Key alice = users.id("alice").value(); // fails only for what cannot be a key, as a list

    const auto written = co_await session.put(alice, {{"name", "Alice"}, {"age", 28}});
    if (!written)
        co_return std::unexpected(written.error());

    const Result<Record> record = co_await session.get(alice, {"name", "age"});
    if (!record)
        co_return std::unexpected(record.error());
    std::printf("%s is %lld\n", record->bin("name")->bytes().constData(),
                static_cast<long long>(record->bin("age")->toInteger()));

    // A builder says what a plain put cannot: here, that the record must exist.
    const auto updated = co_await session.update(alice).add("age", 1).read("age").execute();
    if (!updated)
        co_return std::unexpected(updated.error());
    std::printf("now %lld\n", static_cast<long long>(updated->record->bin("age")->toInteger()));

    const auto removed = co_await session.remove(alice).execute();
    if (!removed)
        co_return std::unexpected(removed.error());
    const auto there = co_await session.exists(alice).execute();
    if (!there)
        co_return std::unexpected(there.error());
    std::printf("still there: %s\n", there->ok() ? "yes" : "no");
    co_return Result<void>();
}

int main(int argc, char **argv)
{
    return Example::run(argc, argv, putAndGet);
}
