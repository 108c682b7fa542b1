// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/counters.h"
#include "app/demo/engine/expression.h"
#include "app/demo/reply.h"
#include "app/demo/request.h"
#include "app/demo/storage.h"

namespace Aeroscope::Demo {

class UdfRuntime;
class WorkingRecord;

/// Where a single-record command runs and how it answers.
struct CommandScope
{
    Namespace &ns;
    Counters &counters;
    ByteQueue &out;
    /// A batch row: its index and, when the row has no filter of its own, the filter of the whole batch.
    bool inBatch = false;
    quint32 batchIndex = 0;
    const CompiledExpression *batchFilter = nullptr;
    /// A background job: no set is named and nothing is counted as a client's command.
    bool internal = false;
    /// When the command came.
    LatencyHistogram::Time start{};
    /// Runs modules' functions; without it such calls are refused.
    UdfRuntime *udf = nullptr;
};

/// What the reply of a command carries in its header.
struct CommandResult
{
    ResultCode code = ResultCode::Ok;
    quint32 generation = 0;
    quint32 voidTime = 0;
};

[[nodiscard]] bool isBinNameValid(QByteArrayView name) noexcept;
/// Whether a record may be created in a set of that name.
[[nodiscard]] bool isSetNameValid(QByteArrayView name) noexcept;
[[nodiscard]] bool isTtlValid(quint32 ttl) noexcept;
[[nodiscard]] bool isTtlForbidden(const Namespace &ns, SetId set, quint32 ttl);
[[nodiscard]] quint32 newVoidTime(const Namespace &ns, SetId set, const StoredRecord *old, quint32 ttlWord);
[[nodiscard]] quint16 nextGeneration(quint16 generation) noexcept;
/// Reads and deletes may leave the set out; naming a wrong one is an error.
[[nodiscard]] bool setMatchesOrUnnamed(const Namespace &ns, const RecordSlot &slot, const Request &request);
[[nodiscard]] bool setMatchesExactly(const Namespace &ns, const RecordSlot &slot, const Request &request);
[[nodiscard]] bool generationAllows(const Request &request, quint32 current) noexcept;
/// Forbidden when the set has as many records, or as many bytes, as it may have.
[[nodiscard]] ResultCode checkSetCount(const Namespace &ns, SetId set);
[[nodiscard]] ResultCode checkSetBytes(const Namespace &ns, SetId set);
/// Compares the key of a request with the stored one, or takes it over into the record. The request must
/// outlive it.
[[nodiscard]] ResultCode takeSentKey(const Request &request, WorkingRecord &work);
/// Applies a filter (of the request or the batch): Ok, FilteredOut or Parameter when it does not build.
[[nodiscard]] ResultCode applyFilter(const CommandScope &scope, const Request &request,
                                     const EvalRecord &record);
/// Ends the message of a reply: an error has no ops.
void finishReply(const CommandScope &scope, MessageWriter &message, const CommandResult &result);

/// Takes an empty slot away again when a write that made it fails.
class SlotGuard
{
public:
    SlotGuard(Namespace &ns, Partition &partition, const Digest &digest) noexcept
        : m_ns(ns)
        , m_partition(partition)
        , m_digest(digest)
    {}
    ~SlotGuard()
    {
        if (m_armed)
            m_ns.removeRecord(m_partition, m_digest);
    }
    SlotGuard(const SlotGuard &) = delete;
    SlotGuard &operator=(const SlotGuard &) = delete;
    void arm() noexcept { m_armed = true; }
    void disarm() noexcept { m_armed = false; }

private:
    Namespace &m_ns;
    Partition &m_partition;
    const Digest &m_digest;
    bool m_armed = false;
};

} // namespace Aeroscope::Demo
