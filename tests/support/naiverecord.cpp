// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/naiverecord.h"

#include "client/value/msgpack.h"

namespace Aeroscope::Naive {

namespace {

qint64 variableSize(qint64 value)
{
    return value < 0x80 ? 1 : value < 0x4000 ? 2 : 3;
}

qint64 integerSize(qint64 value)
{
    const quint64 bits = quint64(value);
    return bits <= 0xff ? 1 : bits <= 0xffff ? 2 : bits <= 0xffffffff ? 4 : 8;
}

qint64 particleSize(const Value &value)
{
    constexpr qint64 typeAndLength = 5;
    switch (value.type()) {
    case Value::Type::Integer:
        return 2 + integerSize(value.toInteger());
    case Value::Type::Double:
        return 9;
    case Value::Type::Bool:
        return 2;
    case Value::Type::List:
    case Value::Type::Map:
        return typeAndLength + packValue(value).size();
    case Value::Type::GeoJson:
        return typeAndLength + 3 + 8 + value.bytes().size();
    default:
        return typeAndLength + value.bytes().size();
    }
}

} // namespace

qint64 storedSize(const Record &record)
{
    constexpr qint64 header = 35;
    constexpr qint64 endMark = 4;
    constexpr qint64 block = 16;
    qint64 size = header + endMark + variableSize(qint64(record.bins.size()));
    if (record.voidTime != 0)
        size += 4;
    if (!record.set.isEmpty())
        size += 1 + record.set.size();
    if (record.userKey) {
        const qint64 keySize = 1 + (record.userKey->type() == Value::Type::Integer ||
                                            record.userKey->type() == Value::Type::Double
                                        ? 8
                                        : record.userKey->bytes().size());
        size += variableSize(keySize) + keySize;
    }
    for (const Bin &bin : record.bins)
        size += 1 + bin.name.size() + particleSize(bin.value);
    return (size + block - 1) / block * block;
}

} // namespace Aeroscope::Naive
