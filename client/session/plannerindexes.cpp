// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/session/plannerindexes.h"

#include <optional>

namespace Aeroscope {

namespace {

std::optional<Ael::IndexType> plannerType(const QByteArray &type)
{
    if (type == "numeric")
        return Ael::IndexType::Numeric;
    if (type == "string")
        return Ael::IndexType::String;
    if (type == "blob")
        return Ael::IndexType::Blob;
    if (type == "geo2dsphere")
        return Ael::IndexType::Geo;
    return {}; // a set index answers no predicate
}

Ael::IndexCollection plannerCollection(IndexInfo::Collection collection) noexcept
{
    switch (collection) {
    case IndexInfo::Collection::None:
        return Ael::IndexCollection::None;
    case IndexInfo::Collection::List:
        return Ael::IndexCollection::List;
    case IndexInfo::Collection::MapKeys:
        return Ael::IndexCollection::MapKeys;
    case IndexInfo::Collection::MapValues:
        return Ael::IndexCollection::MapValues;
    }
    return Ael::IndexCollection::None;
}

} // namespace

PlannerIndexes plannerIndexes(const QList<IndexInfo> &known, const DataSet &dataset)
{
    PlannerIndexes result;
    for (const IndexInfo &info : known) {
        const auto type = plannerType(info.type);
        if (info.namespaceName != dataset.namespaceName || !type)
            continue;
        if (info.setName.isEmpty() && !dataset.setName.isEmpty()) {
            result.tooWide.append(info.name);
            continue;
        }
        result.usable.append({.name = info.name,
                              .namespaceName = info.namespaceName,
                              .set = info.setName,
                              .bin = info.bin,
                              .type = *type,
                              .collection = plannerCollection(info.collection),
                              .context = info.context,
                              .expression = info.expression,
                              .ready = info.state == IndexInfo::State::Ready,
                              .entriesPerValue = info.entriesPerValue,
                              .entriesPerRecord = info.entriesPerRecord,
                              .entries = static_cast<double>(info.entries)});
    }
    return result;
}

} // namespace Aeroscope
