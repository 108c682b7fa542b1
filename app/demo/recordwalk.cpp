// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/recordwalk.h"

#include "app/demo/bytes.h"

#include <algorithm>

namespace Aeroscope::Demo {

namespace {

constexpr qsizetype longestSetName = 63;
/// Servers collect so many index entries at a time, and drop a record met before within these alone.
constexpr int burstSize = 100;

} // namespace

Outcome<QuerySelection> QuerySelection::parse(const Request &request, const Namespace &ns)
{
    QuerySelection selection;
    const QByteArrayView set = request.field(Field::Set);
    if (set.size() > longestSetName)
        return std::unexpected(ResultCode::Parameter);
    selection.setText = set.toByteArray();
    if (!set.isEmpty()) {
        selection.set = ns.findSet(set);
        selection.setUnknown = selection.set == noSet;
    }
    Outcome<std::optional<IndexPredicate>> predicate = IndexPredicate::parse(request);
    if (!predicate)
        return std::unexpected(predicate.error());
    selection.predicate = std::move(*predicate);
    if (request.has(Field::RecordsPerSecond)) {
        if ((request.info1 & Info1::ShortQuery) != 0 || request.field(Field::RecordsPerSecond).size() != 4)
            return std::unexpected(ResultCode::Parameter);
        selection.recordsPerSecond = load32(request.field(Field::RecordsPerSecond).data());
    }
    return selection;
}

ResultCode QuerySelection::findIndex(const Namespace &ns)
{
    if (!predicate)
        return ResultCode::Ok;
    index = predicate->findIndex(ns, setText);
    if (!index)
        return ResultCode::IndexNotFound;
    return index->isReadable() ? ResultCode::Ok : ResultCode::IndexNotReadable;
}

void RecordWalk::enterBurst(int range)
{
    m_seen.clear();
    m_burst = 0;
    m_range = range;
}

bool RecordWalk::run(int id, WalkPosition &position, const Permission &mayGoOn, const Visitor &visit)
{
    Partition &partition = m_ns.partition(id);
    const std::lock_guard lock(partition.mutex);
    if (m_selection.index)
        return runIndex(partition, id, position, mayGoOn, visit);
    size_t at = position.resumes ? partition.lowerBound(position.after) : partition.slots.size();
    while (at > 0) {
        if (!mayGoOn())
            return false;
        const RecordSlot &slot = partition.slots[--at];
        position.resumes = true;
        position.after = slot.digest;
        if (m_selection.holds(m_ns, slot) && !visit(slot, nullptr))
            return true;
    }
    return true;
}

bool RecordWalk::runIndex(Partition &partition, int id, WalkPosition &position, const Permission &mayGoOn,
                          const Visitor &visit)
{
    SecondaryIndex &index = *m_selection.index;
    const bool mayRepeat = m_selection.predicate->isRange() && index.definition().kind != IndexKind::Default;
    const std::vector<IndexEntry> &entries = index.entries(id);
    const auto less = [&index](const IndexEntry &a, const IndexEntry &b) { return index.less(a, b); };
    const auto numberLess = [&index](qint64 a, qint64 b) { return index.less({a, {}}, {b, {}}); };
    int rangeNumber = -1;
    for (const IndexPredicate::Range &range : m_selection.predicate->ranges()) {
        ++rangeNumber;
        auto at = std::lower_bound(entries.begin(), entries.end(), IndexEntry{range.begin, {}}, less);
        if (position.resumes && !numberLess(position.indexValue, range.begin)) {
            if (numberLess(range.end, position.indexValue))
                continue;
            at = std::upper_bound(entries.begin(), entries.end(),
                                  IndexEntry{position.indexValue, position.after}, less);
        }
        if (rangeNumber != m_range)
            enterBurst(rangeNumber);
        for (; at != entries.end() && !numberLess(range.end, at->value); ++at) {
            if (!mayGoOn())
                return false;
            if (m_burst == burstSize)
                enterBurst(rangeNumber);
            ++m_burst;
            const qint64 value = at->value;
            position = {true, at->digest, value};
            if (mayRepeat && !m_seen.insert(at->digest).second)
                continue;
            const RecordSlot *slot = partition.find(at->digest);
            if (slot && m_selection.holds(m_ns, *slot) && !visit(*slot, &value))
                return true;
        }
    }
    return true;
}

} // namespace Aeroscope::Demo
