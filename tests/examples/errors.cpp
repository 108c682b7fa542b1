// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Failures are values: what kind, which code, and whether a write may have happened all the same.

#include "tests/examples/example.h"

using namespace Aeroscope;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

static void tell(const char *what, const Error &error)
{
    std::printf("%s: code %d%s\n", what, static_cast<int>(error.code), error.inDoubt ? ", in doubt" : "");
}

static QCoro::Task<Result<void>> errors(Client client)
{
    const Session session = client.session();
    const DataSet set{"test", "example_errors"};
    const Key key = set.id(1).value();
    const auto first = co_await session.put(key, {{"n", 1}});
    if (!first)
        co_return std::unexpected(first.error());

    if (const auto missing = co_await session.get(set.id(2).value()); !missing)
        tell("missing", missing.error()); // kind Server
    if (const auto again = co_await session.insert(key).set("n", 2).execute(); !again)
        tell("exists", again.error());
    const auto stale =
        co_await session.update(key).set("n", 3).ensureGeneration(first->generation + 7).execute();
    if (!stale)
        tell("generation", stale.error());

    // Refused before anything is sent: kind InvalidArgument, and the message names the place.
    const auto faulty = co_await session.query(key).where(u"$.n > "_s).execute();
    if (!faulty)
        tell("syntax", faulty.error());

    // For builders, "not there" and "filtered out" are rows rather than failures.
    const auto filtered = co_await session.query(key).where(u"$.n > 10"_s).execute();
    if (filtered && !filtered->ok())
        tell("filtered", *filtered->error);

    // Where nothing can be done at once, the error says what was tried.
    const auto late = co_await session.update(key).set("n", 4).timeout(5s).maxRetries(2).execute();
    if (!late)
        std::printf("%d tries: %s\n", late.error().attempts, qPrintable(late.error().toString()));
    else
        std::printf("written, generation %u\n", late->generation);
    co_return Result<void>();
}

int main(int argc, char **argv)
{
    return Example::run(argc, argv, errors);
}
