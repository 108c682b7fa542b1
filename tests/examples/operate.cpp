// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Several operations on one record in one request, deep inside a map.

#include "client/value/listops.h"
#include "client/value/mapops.h"
#include "tests/examples/example.h"

using namespace Aeroscope;

static QCoro::Task<Result<void>> operate(Client client)
{
    const Session session = client.session();
    const Key house = DataSet{"test", "example_houses"}.id(1).value();

    // {"kitchen": {"lamps": [4, 7]}, "hall": {"lamps": [9]}}
    const Value kitchen = Map{{{"lamps", List{{4, 7}}}}, MapOrder::KeyOrdered};
    const Value hall = Map{{{"lamps", List{{9}}}}, MapOrder::KeyOrdered};
    const auto written = co_await session.upsert(house)
                             .set("rooms", Map{{{"hall", hall}, {"kitchen", kitchen}}, MapOrder::KeyOrdered})
                             .execute();
    if (!written)
        co_return std::unexpected(written.error());

    // Where in the bin the operations work.
    const CdtContext inKitchen = CdtContext().mapKey("kitchen");
    const CdtContext lamps = CdtContext().mapKey("kitchen").mapKey("lamps");
    std::vector<Operation> operations;
    operations.push_back(ListOps::append("rooms", 12, {}, lamps));
    operations.push_back(ListOps::getAt("rooms", -1, lamps));
    operations.push_back(MapOps::put("rooms", "heated", true, {}, inKitchen));
    operations.push_back(MapOps::size("rooms", inKitchen));
    const auto done = co_await session.update(house).operations(std::move(operations)).execute();
    if (!done)
        co_return std::unexpected(done.error());

    // One answer for each operation, in their order.
    for (const Bin &answer : done->record->bins)
        std::printf("%s: %lld\n", answer.name.constData(), static_cast<long long>(answer.value.toInteger()));
    co_return Result<void>();
}

int main(int argc, char **argv)
{
    return Example::run(argc, argv, operate);
}
