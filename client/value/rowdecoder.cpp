// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/rowdecoder.h"

#include <algorithm>

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

/// More names than this are not kept: a set with a name of its own in each record gains nothing by it.
constexpr std::size_t mostNames = 64;

const QByteArray &kept(QByteArray &last, QByteArrayView wanted)
{
    if (last != wanted)
        last = wanted.toByteArray();
    return last;
}

} // namespace

const QByteArray &RowDecoder::name(QByteArrayView wanted, std::size_t place)
{
    if (place < m_names.size() && m_names[place] == wanted)
        return m_names[place];
    if (const auto at = std::ranges::find(m_names, wanted); at != m_names.end())
        return *at;
    if (m_names.size() < mostNames)
        return m_names.emplace_back(wanted.toByteArray());
    return kept(m_other, wanted);
}

Result<Record> RowDecoder::decode(const RowView &row)
{
    if (!row.isValid())
        return std::unexpected(Error::protocol(u"a record message is malformed"_s));
    Record record;
    record.key = Key::fromRow(kept(m_namespace, row.namespaceName()), kept(m_set, row.setName()),
                              row.digest(), row.userKey());
    record.generation = row.generation();
    record.voidTime = row.voidTime();
    record.bins.reserve(static_cast<std::size_t>(row.binCount()));
    std::optional<Error> failure;
    row.forEachBin([&](const RawBin &bin) {
        Result<Value> value = decodeParticle(bin.particle, bin.bytes);
        if (!value) {
            failure = std::move(value.error());
            return false;
        }
        record.bins.push_back({name(bin.name, record.bins.size()), *std::move(value)});
        return true;
    });
    if (failure)
        return std::unexpected(*std::move(failure));
    return record;
}

} // namespace Aeroscope
