// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/wire/query.h"

#include "client/value/serverhazard.h"
#include "client/wire/messagewriter_p.h"

#include <bitset>

using namespace Qt::StringLiterals;

namespace Aeroscope::Wire {

namespace {

constexpr quint32 neverTouch = 0xffffffffU;
constexpr qsizetype maxBinName = 15;
constexpr qsizetype maxIndexName = 63;

/// Index range (field 22): u8 1, bin name, particle type, begin and end with their sizes.
void rangeField(BodyWriter &writer, const IndexFilter &index)
{
    const Value::Type type = index.begin.type();
    const qsizetype valueSize = type == Value::Type::Integer ? 8 : index.begin.bytes().size();
    writer.openField(Field::IndexRange, 1 + 1 + index.bin.size() + 1 + 2 * (4 + valueSize));
    WireBuffer &out = writer.out();
    out.byte(1);
    out.byte(static_cast<quint8>(index.bin.size()));
    out.bytes(index.bin);
    out.byte(static_cast<quint8>(index.begin.particleType()));
    for (const Value *bound : {&index.begin, &index.end}) {
        out.u32(static_cast<quint32>(valueSize));
        if (type == Value::Type::Integer)
            out.u64(static_cast<quint64>(bound->toInteger()));
        else
            out.bytes(bound->bytes());
    }
}

bool isIndexable(const IndexFilter &index, BodyWriter &writer)
{
    switch (index.begin.type()) {
    case Value::Type::Integer:
        if (index.end.type() != Value::Type::Integer || index.begin.toInteger() > index.end.toInteger()) {
            writer.refuse("an index range goes from an integer to one that is not less"_L1);
            return false;
        }
        return true;
    case Value::Type::String:
    case Value::Type::Blob:
    case Value::Type::GeoJson:
        if (!(index.begin == index.end)) {
            writer.refuse("an index of strings, blobs or GeoJSON is asked for one value"_L1);
            return false;
        }
        return true;
    default:
        writer.refuse("an index holds integers, strings, blobs or GeoJSON"_L1);
        return false;
    }
}

void indexFields(BodyWriter &writer, const IndexFilter *index)
{
    if (!index)
        return;
    const int names = (index->bin.isEmpty() ? 0 : 1) + (index->expression.isEmpty() ? 0 : 1) +
                      (index->indexName.isEmpty() ? 0 : 1);
    if (names != 1)
        writer.refuse("an index is named by its bin, its expression or its own name"_L1);
    if (!index->context.isEmpty() && index->bin.isEmpty())
        writer.refuse("only an index over a bin has a context"_L1);
    if (index->bin.size() > maxBinName)
        writer.refuse("a bin name has 1 to 15 bytes"_L1);
    if (index->indexName.size() > maxIndexName)
        writer.refuse("an index name has at most 63 bytes"_L1);
    if (const QLatin1StringView hazard = expressionHazard(index->expression.bytes()); !hazard.isEmpty())
        writer.refuse(hazard);
    if (index->begin.type() == Value::Type::GeoJson) {
        if (const QLatin1StringView hazard = geoJsonHazard(index->begin.bytes()); !hazard.isEmpty())
            writer.refuse(hazard);
    }
    if (!isIndexable(*index, writer))
        return;
    if (index->collection != CollectionIndex::None)
        writer.field8(Field::IndexType, static_cast<quint8>(index->collection));
    rangeField(writer, *index);
    if (!index->context.isEmpty())
        writer.field(Field::IndexContext, index->context);
    if (!index->indexName.isEmpty())
        writer.field(Field::IndexName, index->indexName);
    if (!index->expression.isEmpty())
        writer.field(Field::IndexExpression, index->expression.bytes());
}

template <class Request>
void commonFields(BodyWriter &writer, const Request &request)
{
    writer.dataset(request.namespaceName, request.setName);
    if (request.recordsPerSecond != 0)
        writer.field32(Field::RecordsPerSecond, request.recordsPerSecond);
    if (request.socketTimeout)
        writer.field32(Field::SocketTimeout, timeoutWord(*request.socketTimeout));
    if (request.taskId)
        writer.field64(Field::TaskId, *request.taskId);
}

/// Every partition stands at most once, from its start or from a digest on; the server refuses anything else.
void checkPartitions(BodyWriter &writer, const QueryRequest &request)
{
    std::bitset<partitionCount> seen;
    const auto take = [&](int partition) {
        if (partition >= partitionCount)
            writer.refuse("there are 4096 partitions"_L1);
        else if (seen.test(static_cast<size_t>(partition)))
            writer.refuse("a partition stands twice in a query"_L1);
        else
            seen.set(static_cast<size_t>(partition));
    };
    for (const quint16 partition : request.partitions)
        take(partition);
    for (const Digest &digest : request.resumeAfter)
        take(digest.partitionId());
    if (seen.none())
        writer.refuse("a query names at least one partition"_L1);
    const size_t values = request.index ? request.resumeAfter.size() : 0;
    if (request.resumeIndexValues.size() != values)
        writer.refuse("a query over an index goes on from a digest and its index value"_L1);
}

void partitionFields(BodyWriter &writer, const QueryRequest &request)
{
    checkPartitions(writer, request);
    if (!request.partitions.empty()) {
        const auto size = static_cast<qsizetype>(2 * request.partitions.size());
        writer.openField(Field::PartitionIds, size);
        char *at = writer.out().claim(size);
        for (const quint16 partition : request.partitions) {
            qToLittleEndian(partition, at);
            at += sizeof partition;
        }
    }
    if (!request.resumeAfter.empty()) {
        writer.openField(Field::Digests,
                         static_cast<qsizetype>(sizeof(Digest::bytes) * request.resumeAfter.size()));
        for (const Digest &digest : request.resumeAfter)
            writer.out().bytes(
                QByteArrayView(digest.bytes.data(), static_cast<qsizetype>(digest.bytes.size())));
    }
    if (!request.resumeIndexValues.empty()) {
        writer.openField(Field::IndexValues,
                         static_cast<qsizetype>(sizeof(qint64) * request.resumeIndexValues.size()));
        for (const qint64 value : request.resumeIndexValues)
            qToLittleEndian(value, writer.out().claim(sizeof value));
    }
}

} // namespace

Result<void> encodeQuery(WireBuffer &out, const QueryRequest &request)
{
    MessageWriter writer(out);
    commonFields(writer, request);
    indexFields(writer, request.index);
    writer.filter(request.filter);
    partitionFields(writer, request);
    if (request.maxRecords != 0)
        writer.field64(Field::MaxRecords, request.maxRecords);

    CommandOptions reading;
    reading.readTouchPercent = request.readTouchPercent;
    MessageHeader header;
    header.info1 = Info1::read;
    header.info3 = Info3::partitionDone;
    header.ttl = readTouchWord(reading, writer);
    header.timeout = timeoutWord(request.serverTimeout);
    if (request.compressReply)
        header.info1 |= Info1::compressResponse;
    switch (request.duration) {
    case QueryDuration::Long:
        break;
    case QueryDuration::Short:
        header.info1 |= Info1::shortQuery;
        if (request.recordsPerSecond != 0)
            writer.refuse("a short query has no records per second"_L1);
        break;
    case QueryDuration::LongRelaxAp:
        header.info2 |= Info2::relaxApLongQuery;
        break;
    }
    if (request.noBins) {
        header.info1 |= Info1::noBins;
        if (!request.bins.empty() || !request.operations.empty())
            writer.refuse("a query without bins names none"_L1);
    }
    if (!request.bins.empty() && !request.operations.empty())
        writer.refuse("a query names bins or operations"_L1);
    for (const QByteArray &bin : request.bins)
        writer.readOp(bin);
    for (const Operation &operation : request.operations) {
        if (isWriteOp(operation.code) || operation.bin.isEmpty())
            writer.refuse("a query reads bins by name"_L1);
        writer.operation(operation);
    }
    if (!request.operations.empty())
        header.info2 |= Info2::respondAllOps; // else a record whose bins are all absent would vanish
    return writer.finish(header);
}

Result<void> encodeBackgroundQuery(WireBuffer &out, const BackgroundQueryRequest &request)
{
    MessageWriter writer(out);
    commonFields(writer, request);
    indexFields(writer, request.index);
    writer.filter(request.filter);
    if (request.operations.empty() == (request.udf == nullptr))
        writer.refuse("a background query has operations or calls a function"_L1);
    if (request.udf) {
        writer.field8(Field::UdfOperation, static_cast<quint8>(UdfOperation::Background));
        writer.udf(*request.udf);
    }
    for (const Operation &operation : request.operations) {
        if (!isWriteOp(operation.code))
            writer.refuse("a background query only writes"_L1);
        writer.operation(operation);
    }
    MessageHeader header;
    header.info2 = Info2::write;
    if (request.durableDelete)
        header.info2 |= Info2::durableDelete;
    header.ttl = request.ttl.word();
    header.timeout = timeoutWord(request.serverTimeout);
    return writer.finish(header);
}

Result<void> encodeAggregate(WireBuffer &out, const AggregateRequest &request)
{
    MessageWriter writer(out);
    commonFields(writer, request);
    indexFields(writer, request.index);
    writer.field8(Field::UdfOperation, static_cast<quint8>(UdfOperation::Aggregate));
    writer.udf(request.udf);
    MessageHeader header;
    header.info1 = Info1::read;
    header.info3 = Info3::partitionDone;
    header.ttl = neverTouch;
    header.timeout = timeoutWord(request.serverTimeout);
    return writer.finish(header);
}

} // namespace Aeroscope::Wire
