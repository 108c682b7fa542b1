// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/replicachoice.h"
#include "client/command/querycursor.h"
#include "client/value/error.h"
#include "client/value/key.h"

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace Aeroscope {

/// The bookkeeping of a query over partitions (protocol section 7.4): which node is asked for which
/// partitions from where on, what came, what has to be asked again. Pure: no I/O, no clock; used on one
/// thread.
///
/// A query goes in rounds. Each round asks every node for its share of the partitions that are still open. A
/// partition that is asked again goes on after the last record that was taken of it, so that nothing comes
/// twice and nothing is lost, whichever node serves it.
class PartitionTracker
{
public:
    struct Options
    {
        /// Records in all; 0 = no limit.
        qint64 limit = 0;
        /// Rounds in a row that may bring nothing new before the query fails.
        int maxRetries = 0;
        /// Replica::Master: failing partitions stay with the master.
        bool fixedReplica = false;
        /// Least pause before a round that follows one without progress.
        std::chrono::milliseconds retryDelay{0};
    };

    /// Where a partition is to be read on.
    using Resume = QueryCursor::Place;

    /// What one node is asked in a round.
    struct Share
    {
        NodeId node = noNode;
        /// From their first record on.
        std::vector<quint16> whole;
        std::vector<Resume> resumed;
        /// Records this node may send; 0 = no limit.
        qint64 limit = 0;

        [[nodiscard]] std::size_t partitionCount() const noexcept { return whole.size() + resumed.size(); }
    };

    enum class Verdict {
        Take,
        Drop, ///< beyond the limit: not to be delivered
    };

    struct Outcome
    {
        enum class Next {
            Complete,
            Round, ///< begin another round after `delay`
            Failed,
        };
        Next next = Next::Complete;
        std::chrono::milliseconds delay{0};
        std::optional<Error> error{};
    };

    /// Partitions sorted and without repeats.
    PartitionTracker(std::span<const quint16> partitions, const Options &options);
    /// Goes on where a query before ended: its finished partitions stay finished.
    PartitionTracker(const QueryCursor &cursor, const Options &options);

    /// The node for a partition by the replica policy; noNode when there is none now.
    using Choose = std::function<NodeId(int partition, ReplicaCursor &cursor)>;
    /// Starts a round. The index of a share is its name in the calls below. No shares: no open partition has
    /// a node; call endRound() at once.
    [[nodiscard]] const std::vector<Share> &beginRound(const Choose &choose);

    [[nodiscard]] const Share &share(std::size_t index) const { return m_shares[index]; }
    /// The node has sent its part of the limit: it is about to end by itself.
    [[nodiscard]] bool hasReachedLimit(std::size_t share) const { return m_states[share].reachedLimit; }
    [[nodiscard]] bool hasFailed() const noexcept { return m_fatal.has_value(); }

    /// A record arrived.
    [[nodiscard]] Q_ALWAYS_INLINE Verdict onRecord(std::size_t share, const Digest &digest,
                                                   qint64 indexValue = 0)
    {
        Partition *partition = find(digest.partitionId());
        // A record of a partition that was not asked of this node has no place in the books: it would come
        // again.
        if (!partition || partition->share != static_cast<int>(share))
            return Verdict::Drop;
        ShareState &state = m_states[share];
        if (m_options.limit > 0) {
            const qint64 shareLimit = m_shares[share].limit;
            if (m_delivered >= m_options.limit || state.received >= shareLimit) {
                state.reachedLimit = true;
                return Verdict::Drop;
            }
            if (shareLimit > 0 && state.received + 1 >= shareLimit)
                state.reachedLimit = true;
        }
        ++state.received;
        ++m_delivered;
        partition->started = true;
        partition->last.after = digest;
        partition->last.indexValue = indexValue;
        if (!partition->touched)
            touch(*partition);
        if (const int passed = partition->rank + 1 - partitionsAtOnce; passed > state.passed) {
            m_passed += passed - state.passed;
            state.passed = passed;
        }
        return Verdict::Take;
    }
    /// The marker of a partition that the node does not serve.
    void onPartitionUnavailable(std::size_t share, int partition, ResultCode code);
    /// The node said that it has sent everything.
    void onShareDone(std::size_t share);
    /// The share ended before its end. Failures that another node or a later try can cure reopen its
    /// partitions, others end the query.
    void onShareFailed(std::size_t share, const Error &error);
    [[nodiscard]] static bool isCurable(const Error &error) noexcept;

    /// Nothing that is still to come can change the result: the limit is reached or a share failed for good.
    [[nodiscard]] bool isSettled() const noexcept;
    /// All shares of the round have ended.
    [[nodiscard]] Outcome endRound();

    [[nodiscard]] int partitionsTotal() const noexcept { return static_cast<int>(m_partitions.size()); }
    /// Those whose end the nodes have told, and those that running shares have passed: a node takes its
    /// partitions in order, a few at a time, and says nothing when one is done (protocol section 7.2), but a
    /// row of a later one tells it. May fall when a share fails.
    [[nodiscard]] int partitionsDone() const noexcept { return m_done + m_passed; }
    /// What moved since the last call: where to go on behind the rows taken so far.
    [[nodiscard]] QueryCursor::Delta takeDelta();
    [[nodiscard]] qint64 delivered() const noexcept { return m_delivered; }

private:
    struct Partition
    {
        quint16 id = 0;
        bool open = true;
        bool started = false;     // `last` is valid
        bool unavailable = false; // in this round
        bool touched = false;     // is in m_touched
        int share = -1;
        int rank = 0; // its place in the share
        ReplicaCursor replica;
        Resume last;
    };
    struct ShareState
    {
        qint64 received = 0;
        int passed = 0;
        bool ended = false;
        bool reachedLimit = false;
    };

    /// Partitions that a node works on at once (single-query-threads, 4 by default): of the ones before the
    /// last that was seen, so many may not be done yet.
    static constexpr int partitionsAtOnce = 4;

    Partition *find(int partition) noexcept
    {
        if (partition < 0 || partition >= partitionCount)
            return nullptr;
        const qint16 index = m_indexOf[static_cast<std::size_t>(partition)];
        return index < 0 ? nullptr : &m_partitions[static_cast<std::size_t>(index)];
    }
    void reopen(Partition &partition);
    void touch(Partition &partition);
    void endShare(ShareState &state);

    Options m_options;
    std::vector<Partition> m_partitions;
    std::vector<qint16> m_indexOf; // partition id -> index in m_partitions, -1 = not asked
    std::vector<Share> m_shares;
    std::vector<ShareState> m_states;
    std::optional<Error> m_fatal;
    std::optional<Error> m_lastFailure;
    qint64 m_delivered = 0;
    qint64 m_deliveredBefore = 0;
    std::vector<qint16> m_touched; // indexes in m_partitions
    int m_done = 0;
    int m_passed = 0; // by shares that have not ended
    int m_doneBefore = 0;
    int m_fruitless = 0;
};

} // namespace Aeroscope
