// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/command/partitiontracker.h"

#include "client/command/retrystate.h"

#include <algorithm>

namespace Aeroscope {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A cluster that loses a node needs a moment to hand its partitions over, so that rounds which bring nothing
/// are spaced out; with the default of 5 retries they span three seconds.
constexpr auto firstPause = 100ms;
constexpr auto longestPause = 2000ms;

} // namespace

PartitionTracker::PartitionTracker(std::span<const quint16> partitions, const Options &options)
    : m_options(options)
    , m_indexOf(partitionCount, -1)
{
    m_partitions.reserve(partitions.size());
    for (const quint16 id : partitions) {
        m_indexOf[id] = static_cast<qint16>(m_partitions.size());
        Partition partition;
        partition.id = id;
        m_partitions.push_back(partition);
    }
}

PartitionTracker::PartitionTracker(const QueryCursor &cursor, const Options &options)
    : m_options(options)
    , m_indexOf(partitionCount, -1)
{
    m_partitions.reserve(cursor.entries().size());
    for (const QueryCursor::Entry &entry : cursor.entries()) {
        m_indexOf[entry.partition] = static_cast<qint16>(m_partitions.size());
        Partition partition;
        partition.id = entry.partition;
        partition.open = !entry.done;
        partition.started = entry.after.has_value();
        partition.last = entry.after.value_or(Resume());
        m_partitions.push_back(partition);
        if (entry.done)
            ++m_done;
    }
}

const std::vector<PartitionTracker::Share> &PartitionTracker::beginRound(const Choose &choose)
{
    m_shares.clear();
    m_deliveredBefore = m_delivered;
    m_doneBefore = m_done;
    m_passed = 0;
    for (Partition &partition : m_partitions) {
        partition.share = -1;
        partition.unavailable = false;
        if (!partition.open)
            continue;
        const NodeId node = choose(partition.id, partition.replica);
        if (node == noNode) {
            partition.unavailable = true;
            m_lastFailure = Error::notConnected(u"partition %1 has no reachable node"_s.arg(partition.id));
            continue;
        }
        auto share = std::ranges::find(m_shares, node, &Share::node);
        if (share == m_shares.end()) {
            m_shares.push_back(Share{node, {}, {}, 0});
            share = std::prev(m_shares.end());
        }
        partition.share = static_cast<int>(share - m_shares.begin());
        partition.rank = static_cast<int>(share->partitionCount());
        if (partition.started)
            share->resumed.push_back(partition.last);
        else
            share->whole.push_back(partition.id);
    }
    if (m_options.limit > 0 && !m_shares.empty()) {
        const qint64 left = m_options.limit - m_delivered;
        const auto count = static_cast<qint64>(m_shares.size());
        qint64 remainder = left % count;
        for (Share &share : m_shares) {
            share.limit = std::max<qint64>(left / count + (remainder > 0 ? 1 : 0), 1);
            --remainder;
        }
    }
    m_states.assign(m_shares.size(), ShareState{});
    return m_shares;
}

void PartitionTracker::touch(Partition &partition)
{
    if (!std::exchange(partition.touched, true))
        m_touched.push_back(static_cast<qint16>(&partition - m_partitions.data()));
}

void PartitionTracker::endShare(ShareState &state)
{
    m_passed -= std::exchange(state.passed, 0);
}

QueryCursor::Delta PartitionTracker::takeDelta()
{
    QueryCursor::Delta delta;
    delta.reserve(m_touched.size());
    for (const qint16 index : m_touched) {
        Partition &partition = m_partitions[static_cast<std::size_t>(index)];
        partition.touched = false;
        QueryCursor::Entry entry;
        entry.partition = partition.id;
        entry.done = !partition.open;
        if (partition.open && partition.started)
            entry.after = partition.last;
        delta.emplace_back(index, entry);
    }
    m_touched.clear();
    return delta;
}

void PartitionTracker::reopen(Partition &partition)
{
    partition.unavailable = true;
    partition.replica.failed =
        partition.share >= 0 ? m_shares[static_cast<std::size_t>(partition.share)].node : noNode;
    if (!m_options.fixedReplica)
        ++partition.replica.index;
}

void PartitionTracker::onPartitionUnavailable(std::size_t share, int partition, ResultCode code)
{
    Partition *found = find(partition);
    if (!found || found->share != static_cast<int>(share) || found->unavailable)
        return;
    reopen(*found);
    m_lastFailure = Error::server(code, {}, {});
    m_lastFailure->message = u"partition %1 is not available"_s.arg(partition);
}

void PartitionTracker::onShareDone(std::size_t share)
{
    ShareState &state = m_states[share];
    if (std::exchange(state.ended, true))
        return;
    endShare(state);
    // Which of its partitions a node finished before it reached its share of the limit is not known: all stay
    // open.
    if (state.reachedLimit)
        return;
    for (Partition &partition : m_partitions) {
        if (partition.share == static_cast<int>(share) && !partition.unavailable) {
            partition.open = false;
            ++m_done;
            touch(partition);
        }
    }
}

bool PartitionTracker::isCurable(const Error &error) noexcept
{
    if (isRetryableFailure(error) || error.kind == ErrorKind::NotConnected)
        return true;
    return error.kind == ErrorKind::Server &&
           (error.code == ResultCode::IndexNotFound || error.code == ResultCode::IndexNotReadable);
}

void PartitionTracker::onShareFailed(std::size_t share, const Error &error)
{
    ShareState &state = m_states[share];
    if (std::exchange(state.ended, true))
        return;
    endShare(state);
    if (!isCurable(error)) {
        if (!m_fatal)
            m_fatal = error;
        return;
    }
    for (Partition &partition : m_partitions) {
        if (partition.share == static_cast<int>(share) && !partition.unavailable)
            reopen(partition);
    }
    m_lastFailure = error;
}

bool PartitionTracker::isSettled() const noexcept
{
    return m_fatal || (m_options.limit > 0 && m_delivered >= m_options.limit);
}

PartitionTracker::Outcome PartitionTracker::endRound()
{
    if (m_fatal)
        return {Outcome::Next::Failed, 0ms, m_fatal};
    if (m_options.limit > 0 && m_delivered >= m_options.limit)
        return {};
    const bool unavailable = std::ranges::any_of(m_partitions, &Partition::unavailable);
    const bool open = std::ranges::any_of(m_partitions, &Partition::open);
    if (!open)
        return {};
    if (!unavailable) // only shares that reached their part of the limit are left
        return {Outcome::Next::Round, 0ms, {}};
    const bool progress = m_delivered > m_deliveredBefore || m_done > m_doneBefore;
    if (progress && m_options.maxRetries > 0)
        m_fruitless = 0;
    if (m_fruitless >= m_options.maxRetries)
        return {Outcome::Next::Failed, 0ms, m_lastFailure};
    const auto pause = std::min(longestPause, firstPause * (1 << std::min(m_fruitless, 10)));
    ++m_fruitless;
    return {
        Outcome::Next::Round, progress ? m_options.retryDelay : std::max(m_options.retryDelay, pause), {}};
}

} // namespace Aeroscope
