// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/faults.h"

#include "app/demo/bytes.h"

#include <algorithm>

namespace Aeroscope::Demo {

namespace {

/// Bytes of a message, header included, from which its kind is known.
constexpr qint64 kindKnownAt = 30;

/// Info and admin requests have packet types of their own.
bool hasKindInPacket(RequestKind kind)
{
    return kind == RequestKind::Info || kind == RequestKind::Admin;
}

/// Does a rule look at rows of a batch or partitions of a query instead of at the whole request?
bool namesItem(const FaultRule &rule, RequestKind kind)
{
    if (kind == RequestKind::Batch && (!rule.ns.isEmpty() || !rule.set.isEmpty()))
        return true;
    return rule.digest || rule.partition;
}

} // namespace

int FaultTable::add(FaultRule rule)
{
    const std::lock_guard lock(m_mutex);
    m_entries.push_back({m_nextId, std::move(rule), 0, 0});
    m_count.store(static_cast<int>(m_entries.size()));
    return m_nextId++;
}

void FaultTable::remove(int id)
{
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_entries, [id](const Entry &entry) { return entry.id == id; });
    m_count.store(static_cast<int>(m_entries.size()));
}

void FaultTable::clear()
{
    const std::lock_guard lock(m_mutex);
    m_entries.clear();
    m_count.store(0);
}

int FaultTable::hits(int id) const
{
    const std::lock_guard lock(m_mutex);
    for (const Entry &entry : m_entries) {
        if (entry.id == id)
            return entry.hits;
    }
    return 0;
}

bool FaultTable::fires(Entry &entry)
{
    const int number = ++entry.seen - entry.rule.skip;
    if (number <= 0 || (number - 1) % std::max(1, entry.rule.every) != 0)
        return false;
    if (entry.rule.limit >= 0 && entry.hits >= entry.rule.limit)
        return false;
    ++entry.hits;
    return true;
}

std::optional<FaultRule> FaultTable::match(const FaultSubject &subject, bool perItem)
{
    if (isEmpty())
        return std::nullopt;
    const std::lock_guard lock(m_mutex);
    const bool holdsItems = subject.kind == RequestKind::Batch || subject.kind == RequestKind::Query;
    for (Entry &entry : m_entries) {
        const FaultRule &rule = entry.rule;
        if (rule.closeAtRequestByte || rule.readBytes > 0 ||
            (holdsItems && namesItem(rule, subject.kind) != perItem))
            continue;
        if ((rule.request != RequestKind::Any && rule.request != subject.kind) ||
            (rule.node && *rule.node != subject.node) ||
            (!rule.ns.isEmpty() && !sameBytes(rule.ns, subject.ns)) ||
            (!rule.set.isEmpty() && !sameBytes(rule.set, subject.set)) ||
            (rule.digest && rule.digest != subject.digest) ||
            (rule.partition && rule.partition != subject.partition) ||
            (!rule.infoPrefix.isEmpty() && !subject.infoBody.startsWith(rule.infoPrefix))) {
            continue;
        }
        if (fires(entry))
            return rule;
    }
    return std::nullopt;
}

std::optional<FaultRule> FaultTable::matchRequestCut(RequestKind kind, int node, qint64 before,
                                                     qint64 received)
{
    if (isEmpty())
        return std::nullopt;
    const std::lock_guard lock(m_mutex);
    for (Entry &entry : m_entries) {
        const FaultRule &rule = entry.rule;
        if (!rule.closeAtRequestByte || (rule.node && *rule.node != node))
            continue;
        // Each request is counted once, when its bytes pass the place at which a rule can decide.
        qint64 place = *rule.closeAtRequestByte;
        if (rule.request != RequestKind::Any && !hasKindInPacket(kind))
            place = std::max(place, kindKnownAt);
        if (received < place || before >= place)
            continue;
        if ((rule.request == RequestKind::Any || rule.request == kind) && fires(entry))
            return rule;
    }
    return std::nullopt;
}

std::optional<FaultRule> FaultTable::matchReading(int node)
{
    if (isEmpty())
        return std::nullopt;
    const std::lock_guard lock(m_mutex);
    for (Entry &entry : m_entries) {
        const FaultRule &rule = entry.rule;
        if (rule.readBytes > 0 && (!rule.node || *rule.node == node) && fires(entry))
            return rule;
    }
    return std::nullopt;
}

} // namespace Aeroscope::Demo
