// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/ui/support/rows.h"

#include "ui/grid/rowencoder.h"

namespace Aeroscope::Test {

Record record(qint64 key, Bins bins, quint32 generation, VoidTime voidTime)
{
    Record made;
    made.key = *Key::of("test", "users", key);
    made.generation = generation;
    made.voidTime = voidTime;
    made.bins = std::move(bins);
    return made;
}

Record withoutKey(Record record)
{
    record.key = Key::fromDigest("test", "users", record.key.digest());
    return record;
}

RowChunkPtr chunkOf(const std::vector<Record> &records)
{
    auto chunk = std::make_shared<RowChunk>();
    for (const Record &record : records)
        chunk->append(Ui::encodeRow(record));
    return chunk;
}

RowChunkPtr chunkOf(qint64 first, int count, const std::function<Record(qint64)> &make)
{
    auto chunk = std::make_shared<RowChunk>();
    for (qint64 i = first; i < first + count; ++i)
        chunk->append(Ui::encodeRow(make(i)));
    return chunk;
}

Record everyType()
{
    return record(
        1001,
        {{"int", 9007199254740993LL},
         {"double", 3.0},
         {"bool", true},
         {"str", "Plzeň"},
         {"blob", Value::blob(QByteArray::fromHex("0a01ff"))},
         {"list", List{{"vip", "b2b", 7}}},
         {"map", Map{{{1, "dark"}, {"lang", "cs"}, {Value::blob("\x0a\x01"), 42}}, MapOrder::KeyOrdered}},
         {"geo", Value::geoJson(R"({"type":"Point","coordinates":[16.608,49.195]})")},
         {"hll", Value::hll(QByteArray::fromHex("000800") + QByteArray(200, '\0'))}},
        5);
}

} // namespace Aeroscope::Test
