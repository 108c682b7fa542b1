// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/cdtcontext.h"

#include "client/value/cdtcodes_p.h"
#include "client/value/msgpack.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope {

namespace {

bool isPathKind(quint32 kind) noexcept
{
    return kind == CdtCode::atExpression || kind == CdtCode::andExpression || kind == CdtCode::atKeyList;
}

std::unexpected<Error> noContext()
{
    return std::unexpected(Error::protocol(u"these bytes are no context of a list or map"_s));
}

} // namespace

void CdtContext::addListIndex(qint64 index, std::optional<ListCreation> create)
{
    const quint32 creation = create ? static_cast<quint32>(*create) : 0;
    m_levels.push_back({CdtCode::ofList | CdtCode::atIndex | creation, packValue(index)});
}

void CdtContext::addListRank(qint64 rank)
{
    m_levels.push_back({CdtCode::ofList | CdtCode::atRank, packValue(rank)});
}

void CdtContext::addListValue(const Value &value)
{
    m_levels.push_back({CdtCode::ofList | CdtCode::atValue, packValue(value)});
}

void CdtContext::addMapIndex(qint64 index)
{
    m_levels.push_back({CdtCode::ofMap | CdtCode::atIndex, packValue(index)});
}

void CdtContext::addMapRank(qint64 rank)
{
    m_levels.push_back({CdtCode::ofMap | CdtCode::atRank, packValue(rank)});
}

void CdtContext::addMapKey(const Value &key, std::optional<MapCreation> create)
{
    const quint32 creation = create ? static_cast<quint32>(*create) : 0;
    m_levels.push_back({CdtCode::ofMap | CdtCode::atKey | creation, packValue(key)});
}

void CdtContext::addMapValue(const Value &value)
{
    m_levels.push_back({CdtCode::ofMap | CdtCode::atValue, packValue(value)});
}

void CdtContext::addChildren(const Expression &condition)
{
    m_levels.push_back({CdtCode::atExpression, condition.bytes()});
}

void CdtContext::addMapKeys(const std::vector<Value> &keys)
{
    m_levels.push_back({CdtCode::atKeyList, packValue(List{keys, ListOrder::Unordered})});
}

void CdtContext::addCondition(const Expression &condition)
{
    m_levels.push_back({CdtCode::andExpression, condition.bytes()});
}

bool CdtContext::isPathOnly() const noexcept
{
    return std::any_of(m_levels.begin(), m_levels.end(),
                       [](const Level &level) { return isPathKind(level.kind); });
}

QByteArray CdtContext::packed() const
{
    MsgpackWriter writer;
    writer.listHeader(static_cast<quint32>(2 * m_levels.size()));
    for (const Level &level : m_levels) {
        writer.unsignedInteger(level.kind);
        writer.packed(level.place);
    }
    return writer.take();
}

Result<CdtContext> CdtContext::fromPacked(QByteArrayView packed)
{
    constexpr quint32 mostLevels = 1000; // no server goes that deep
    // The head alone is read here; the places keep their own bytes, expressions among them.
    QByteArrayView rest = packed;
    if (rest.isEmpty())
        return noContext();
    const auto lead = static_cast<quint8>(rest.front());
    quint32 count = 0;
    if ((lead & 0xf0) == 0x90) {
        count = lead & 0x0fU;
        rest = rest.sliced(1);
    } else if (lead == 0xdc && rest.size() >= 3) {
        count = static_cast<quint32>(static_cast<quint8>(rest[1]) << 8 | static_cast<quint8>(rest[2]));
        rest = rest.sliced(3);
    } else {
        return noContext();
    }
    if (count % 2 != 0 || count > 2 * mostLevels)
        return noContext();
    CdtContext context;
    for (quint32 i = 0; i < count; i += 2) {
        const Result<Value> kind = unpackFirst(rest);
        if (!kind || kind->type() != Value::Type::Integer || kind->toInteger() < 0 ||
            kind->toInteger() > 0xffff)
            return noContext();
        const QByteArrayView before = rest;
        if (!unpackFirst(rest))
            return noContext();
        context.m_levels.push_back({static_cast<quint32>(kind->toInteger()),
                                    before.first(before.size() - rest.size()).toByteArray()});
    }
    if (!rest.isEmpty())
        return noContext();
    return context;
}

CdtContext CdtContext::withCreation(quint8 listOrMapCreation) const
{
    CdtContext result = *this;
    if (result.m_levels.empty())
        return result;
    quint32 &kind = result.m_levels.back().kind;
    if (kind == (CdtCode::ofList | CdtCode::atIndex) || kind == (CdtCode::ofMap | CdtCode::atKey))
        kind |= listOrMapCreation;
    return result;
}

} // namespace Aeroscope
