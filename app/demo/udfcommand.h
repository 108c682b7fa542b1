// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/recordchecks.h"
#include "app/demo/udf/udfvalue.h"

#include <chrono>
#include <optional>
#include <vector>

namespace Aeroscope::Demo {

/// Which function of which module a request calls, and with what.
struct UdfCall
{
    QByteArray module;
    QByteArray function;
    std::vector<UdfRef> arguments;

    /// Nothing when one of the three fields is missing or too long. Arguments that are no list count as none.
    [[nodiscard]] static std::optional<UdfCall> parse(const Request &request);
};

/// The one op that the answer to a call has.
inline constexpr char udfSuccessBin[] = "SUCCESS";
inline constexpr char udfFailureBin[] = "FAILURE";

/// When a function that starts now must be done: at the time-out of its request, or after the server's own
/// limit.
[[nodiscard]] std::chrono::steady_clock::time_point udfDeadline(const Request &request);

/// Calls a function on one record (protocol section 5.4) and appends exactly one message (no packet header)
/// to scope.out. The partition is locked while it runs. Returns the code of the reply.
ResultCode udfCommand(const CommandScope &scope, const Request &request, const Digest &digest);
/// The same with a call that was parsed before; background jobs make the same one for each record.
ResultCode udfCommand(const CommandScope &scope, const Request &request, const UdfCall &call,
                      const Digest &digest);

} // namespace Aeroscope::Demo
