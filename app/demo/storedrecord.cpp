// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/storedrecord.h"

#include "app/demo/bytes.h"
#include "client/value/operation.h"

#include <new>

namespace Aeroscope::Demo {

namespace {

constexpr qsizetype opOverhead = 8;

} // namespace

StoredRecord::Pointer StoredRecord::create(QByteArrayView userKey, std::span<const BinView> bins)
{
    qsizetype binsSize = 0;
    for (const BinView &bin : bins)
        binsSize += opOverhead + bin.name.size() + bin.value.bytes.size();
    void *memory = std::malloc(sizeof(StoredRecord) + static_cast<size_t>(userKey.size() + binsSize));
    if (!memory)
        throw std::bad_alloc();
    Pointer record(new (memory) StoredRecord);
    record->m_binCount = static_cast<quint16>(bins.size());
    record->m_keySize = static_cast<quint32>(userKey.size());
    record->m_binsSize = static_cast<quint32>(binsSize);
    char *at = reinterpret_cast<char *>(record.get() + 1);
    const auto copy = [&at](QByteArrayView bytes) {
        if (!bytes.isEmpty())
            std::memcpy(at, bytes.data(), static_cast<size_t>(bytes.size()));
        at += bytes.size();
    };
    copy(userKey);
    for (const BinView &bin : bins) {
        record->m_binsAreAsShown = record->m_binsAreAsShown && isReplyForm(bin.value);
        store32(at, static_cast<quint32>(4 + bin.name.size() + bin.value.bytes.size()));
        at[4] = static_cast<char>(OpCode::Read);
        at[5] = static_cast<char>(bin.value.type);
        at[6] = 0;
        at[7] = static_cast<char>(bin.name.size());
        at += opOverhead;
        copy(bin.name);
        copy(bin.value.bytes);
    }
    return record;
}

bool BinCursor::next(BinView &bin) noexcept
{
    if (m_rest.isEmpty())
        return false;
    const char *at = m_rest.data();
    const auto size = static_cast<qsizetype>(load32(at));
    const qsizetype nameSize = static_cast<quint8>(at[7]);
    bin.value.type = static_cast<ParticleType>(at[5]);
    bin.name = m_rest.sliced(opOverhead, nameSize);
    bin.value.bytes = m_rest.sliced(opOverhead + nameSize, size - 4 - nameSize);
    m_rest = m_rest.sliced(4 + size);
    return true;
}

ParticleView findBin(QByteArrayView packed, QByteArrayView name) noexcept
{
    BinCursor cursor(packed);
    for (BinView bin; cursor.next(bin);) {
        if (sameBytes(bin.name, name))
            return bin.value;
    }
    return {};
}

quint32 storageSize(QByteArrayView setName, QByteArrayView userKey, quint32 voidTime,
                    std::span<const BinView> bins)
{
    // Record header, end mark, and optional parts as a node writes them to its storage; counts are
    // variable-length.
    constexpr quint32 fixedPart = 35 + 4;
    constexpr quint32 unit = 16;
    const auto countSize = [](quint64 count) {
        quint32 size = 1;
        while (count >= 0x80) {
            count >>= 7;
            ++size;
        }
        return size;
    };
    quint32 size = fixedPart;
    if (voidTime != 0)
        size += 4;
    if (!setName.isEmpty())
        size += 1 + static_cast<quint32>(setName.size());
    if (!userKey.isEmpty())
        size += countSize(static_cast<quint64>(userKey.size())) + static_cast<quint32>(userKey.size());
    if (!bins.empty())
        size += countSize(bins.size());
    for (const BinView &bin : bins)
        size += 1 + static_cast<quint32>(bin.name.size()) + flatSize(bin.value);
    return (size + unit - 1) / unit * unit;
}

} // namespace Aeroscope::Demo
