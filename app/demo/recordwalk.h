// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/indexpredicate.h"
#include "app/demo/request.h"
#include "app/demo/storage.h"

#include <functional>
#include <memory>
#include <optional>
#include <set>

namespace Aeroscope::Demo {

/// What foreground and background queries have in common: the set, the stretch of an index, the rate.
struct QuerySelection
{
    /// Parameter when a field makes no sense.
    [[nodiscard]] static Outcome<QuerySelection> parse(const Request &request, const Namespace &ns);
    /// Looks the index up. IndexNotFound, IndexNotReadable or Ok.
    [[nodiscard]] ResultCode findIndex(const Namespace &ns);
    [[nodiscard]] bool holds(const Namespace &ns, const RecordSlot &slot) const noexcept
    {
        return (set == noSet || slot.set == set) && !ns.isExpired(*slot.record);
    }

    QByteArray setText;
    SetId set = noSet;
    bool setUnknown = false;
    quint32 recordsPerSecond = 0;
    std::optional<IndexPredicate> predicate;
    std::shared_ptr<SecondaryIndex> index;
};

/// Where a walk through one partition stands.
struct WalkPosition
{
    bool resumes = false; ///< go on after `after` (and `indexValue`)
    Digest after;
    qint64 indexValue = 0;
};

/// Walks the records of partitions in the server's order: from the highest digest down, or along an index by
/// value and digest.
class RecordWalk
{
public:
    /// Called with the partition locked. False ends the partition.
    using Visitor = std::function<bool(const RecordSlot &slot, const qint64 *indexValue)>;
    /// Asked before each record; false pauses the walk.
    using Permission = std::function<bool()>;

    RecordWalk(Namespace &ns, const QuerySelection &selection) noexcept
        : m_ns(ns)
        , m_selection(selection)
    {}

    /// A new partition begins.
    void enter() { enterBurst(-1); }
    /// True when the partition is finished, false when it was paused; `position` then says where.
    [[nodiscard]] bool run(int partition, WalkPosition &position, const Permission &mayGoOn,
                           const Visitor &visit);

private:
    [[nodiscard]] bool runIndex(Partition &partition, int id, WalkPosition &position,
                                const Permission &mayGoOn, const Visitor &visit);

    void enterBurst(int range);

    Namespace &m_ns;
    const QuerySelection &m_selection;
    /// Where an index may lead to a record twice: the range it is in, how many entries of the burst have been
    /// looked at and the records they led to.
    int m_range = -1;
    int m_burst = 0;
    std::set<Digest> m_seen;
};

} // namespace Aeroscope::Demo
