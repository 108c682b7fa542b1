// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/counters.h"
#include "app/demo/engine/expression.h"
#include "app/demo/reply.h"
#include "app/demo/request.h"
#include "app/demo/storage.h"

namespace Aeroscope::Demo {

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
};

/// What the reply of a command carries in its header.
struct CommandResult
{
    ResultCode code = ResultCode::Ok;
    quint32 generation = 0;
    quint32 voidTime = 0;
};

/// Runs one single-record command in the server's order of checks (protocol section 5.4) and appends exactly one
/// message (no packet header) to scope.out. UDF calls are not handled here. Takes the partition's lock. Returns the
/// code of the reply.
ResultCode runRecordCommand(const CommandScope &scope, const Request &request, const Digest &digest);

/// The kinds of command on their own.
ResultCode readCommand(const CommandScope &scope, const Request &request, const Digest &digest);
ResultCode writeCommand(const CommandScope &scope, const Request &request, const Digest &digest);
ResultCode deleteCommand(const CommandScope &scope, const Request &request, const Digest &digest);

/// Helpers shared with other commands that touch records.
[[nodiscard]] bool isBinNameValid(QByteArrayView name) noexcept;
[[nodiscard]] bool isTtlValid(quint32 ttl) noexcept;
[[nodiscard]] bool isTtlForbidden(const Namespace &ns, SetId set, quint32 ttl);
[[nodiscard]] quint32 newVoidTime(const Namespace &ns, SetId set, const StoredRecord *old, quint32 ttlWord);
[[nodiscard]] quint16 nextGeneration(quint16 generation) noexcept;
/// Applies a filter (of the request or the batch): Ok, FilteredOut or Parameter when it does not build.
[[nodiscard]] ResultCode applyFilter(const CommandScope &scope, const Request &request, const EvalRecord &record);

} // namespace Aeroscope::Demo
