// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/rowdecoder.h"

#include <QtEndian>

#include <bit>
#include <cstring>
#include <optional>

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

bool isSame(const QByteArray &kept, QByteArrayView wanted) noexcept
{
    return kept.size() == wanted.size() &&
           std::memcmp(kept.constData(), wanted.data(), static_cast<std::size_t>(wanted.size())) == 0;
}

/// A plain assignment counts references even when there is nothing to do.
void share(QByteArray &mine, const QByteArray &kept)
{
    if (mine.constData() != kept.constData())
        mine = kept;
}

/// The common particles, into the memory that a value has already. False: not one of them, or not as it
/// should be; the value is what it was.
bool assignParticle(Value &value, ParticleType type, QByteArrayView bytes)
{
    switch (type) {
    case ParticleType::Integer:
        if (bytes.size() != sizeof(qint64))
            return false;
        value.setInteger(qFromBigEndian<qint64>(bytes.data()));
        return true;
    case ParticleType::Float:
        if (bytes.size() != sizeof(double))
            return false;
        value.setDouble(std::bit_cast<double>(qFromBigEndian<quint64>(bytes.data())));
        return true;
    case ParticleType::String:
        value.setBytes(Value::Type::String, type, bytes);
        return true;
    case ParticleType::Blob:
        value.setBytes(Value::Type::Blob, type, bytes);
        return true;
    default:
        return false;
    }
}

const QByteArray &kept(QByteArray &last, QByteArrayView wanted)
{
    if (!isSame(last, wanted))
        last = wanted.toByteArray();
    return last;
}

} // namespace

Result<Record> RowDecoder::decode(const RowView &row)
{
    Record record;
    if (Result<void> decoded = decode(row, record); !decoded)
        return std::unexpected(std::move(decoded.error()));
    return record;
}

Result<void> RowDecoder::decode(const RowView &row, Record &record)
{
    if (!row.isValid())
        return std::unexpected(Error::protocol(u"a record message is malformed"_s));
    Key &key = record.key;
    share(key.m_namespace, kept(m_namespace, row.m_namespace));
    share(key.m_set, kept(m_set, row.m_set));
    key.m_digest = row.m_digest;
    if (row.m_keyField.isEmpty()) {
        key.m_userKey.reset();
    } else {
        const auto type = static_cast<ParticleType>(row.m_keyField.front());
        if (!key.m_userKey)
            key.m_userKey.emplace();
        if (!assignParticle(*key.m_userKey, type, row.m_keyField.sliced(1)))
            key.m_userKey = row.userKey();
    }
    record.generation = row.generation();
    record.voidTime = row.voidTime();
    record.bins.resize(static_cast<std::size_t>(row.binCount()));
    std::size_t place = 0;
    std::optional<Error> failure;
    row.forEachBin([&](const RawBin &raw) {
        Bin &bin = record.bins[place];
        share(bin.name, m_names.of(raw.name, place));
        ++place;
        if (assignParticle(bin.value, raw.particle, raw.bytes))
            return true;
        Result<Value> value = decodeParticle(raw.particle, raw.bytes);
        if (value)
            bin.value = *std::move(value);
        else
            failure = std::move(value.error());
        return !failure;
    });
    if (failure)
        return std::unexpected(*std::move(failure));
    return {};
}

} // namespace Aeroscope
