// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/key.h"
#include "client/value/resultcode.h"

#include <QByteArray>

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <vector>

namespace Aeroscope::Demo {

/// Kinds of request that a fault may pick.
enum class RequestKind : quint8 { Any, Info, Admin, Read, Write, Batch, Query };

/// One misbehaviour of a node: which requests it hits and what happens to them. All conditions that are set
/// must hold. Of several rules the first that hits decides.
///
/// A row of a batch and a partition of a query can be hit by themselves: rows by rules that name a namespace,
/// set, digest or partition, partitions by rules that name one. Such a rule answers `code` for them, rows
/// also know `applyFirst`; the other effects are for whole requests.
struct FaultRule
{
    RequestKind request = RequestKind::Any;
    std::optional<int> node;
    QByteArray ns;                ///< empty: any
    QByteArray set;               ///< empty: any
    std::optional<Digest> digest; ///< single records and rows of a batch
    std::optional<int> partition; ///< single records, rows of a batch, partitions of a query
    /// For info requests: the body must start with this.
    QByteArray infoPrefix;
    int skip = 0;   ///< let so many matching requests (rows, partitions) pass first
    int every = 1;  ///< then hit each k-th
    int limit = -1; ///< at most so often; -1 = for ever

    /// Answer so much later. Combines with everything below.
    std::chrono::milliseconds delay{0};
    /// Answer this code instead of running the request; for a query that names partitions, only the partition
    /// that matches is answered so.
    ResultCode code = ResultCode::Ok;
    /// Run the request, then answer nothing or `code`: the client cannot know that it was applied.
    bool applyFirst = false;
    /// Never answer; the connection stays open.
    bool silent = false;
    /// Close the connection once so many bytes of the reply were sent.
    std::optional<qint64> closeAtReplyByte;
    /// Close the connection once so many bytes of the request came in. The kind of a request is known from
    /// byte 30 on, info and admin requests from byte 8; of the conditions only kind and node are looked at.
    std::optional<qint64> closeAtRequestByte;
    /// With the two above: reset the connection instead of closing it.
    bool reset = false;
    /// Send so many meaningless bytes instead of the reply.
    std::optional<qint64> garbageBytes;
    /// Added to the size in the reply's first packet header.
    qint64 sizeError = 0;
    /// Send the reply in pieces of so many bytes with a pause between; 0 = as one.
    int pieceBytes = 0;
    std::chrono::milliseconds piecePause{0};
    /// Take bytes from the socket in pieces of so many with a pause after each; 0 = as they come. What the
    /// bytes ask for is not known then: of the conditions only the node is looked at, and the counts count
    /// pieces.
    int readBytes = 0;
    std::chrono::milliseconds readPause{0};
    /// Move the cluster's clock by so much before the request runs.
    std::chrono::milliseconds clockJump{0};
};

/// What a request looks like to the fault rules.
struct FaultSubject
{
    RequestKind kind = RequestKind::Any;
    int node = 0;
    QByteArrayView ns;
    QByteArrayView set;
    std::optional<Digest> digest;
    std::optional<int> partition;
    QByteArrayView infoBody;
};

/// The fault rules of a cluster. Thread-safe.
class FaultTable
{
public:
    /// Adds a rule and gives its number.
    int add(FaultRule rule);
    void remove(int id);
    void clear();
    /// How often a rule has hit.
    [[nodiscard]] int hits(int id) const;
    [[nodiscard]] bool isEmpty() const noexcept { return m_count.load(std::memory_order_relaxed) == 0; }

    /// The first rule that hits this subject now, counted. `perItem`: the subject is a row of a batch or a
    /// partition of a query, and only rules that name a digest or a partition look at those.
    [[nodiscard]] std::optional<FaultRule> match(const FaultSubject &subject, bool perItem = false);
    /// The rule that cuts a request of which `before` bytes were there at the last call and `received` are
    /// there now, if any. Counted when it hits.
    [[nodiscard]] std::optional<FaultRule> matchRequestCut(RequestKind kind, int node, qint64 before,
                                                           qint64 received);
    /// The rule by which the next bytes are to be read, if any; counted.
    [[nodiscard]] std::optional<FaultRule> matchReading(int node);

private:
    struct Entry
    {
        int id = 0;
        FaultRule rule;
        int seen = 0;
        int hits = 0;
    };
    [[nodiscard]] static bool fires(Entry &entry);

    mutable std::mutex m_mutex;
    std::vector<Entry> m_entries;
    std::atomic<int> m_count{0};
    int m_nextId = 1;
};

} // namespace Aeroscope::Demo
