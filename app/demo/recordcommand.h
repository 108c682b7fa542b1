// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/recordchecks.h"

namespace Aeroscope::Demo {

/// Runs one single-record command in the server's order of checks (protocol section 5.4) and appends exactly
/// one message (no packet header) to scope.out. Takes the partition's lock. Returns the code of the reply.
ResultCode runRecordCommand(const CommandScope &scope, const Request &request, const Digest &digest);

/// Answers with nothing but that code.
ResultCode refuseCommand(const CommandScope &scope, ResultCode code);

/// The kinds of command on their own.
ResultCode readCommand(const CommandScope &scope, const Request &request, const Digest &digest);
ResultCode writeCommand(const CommandScope &scope, const Request &request, const Digest &digest);
ResultCode deleteCommand(const CommandScope &scope, const Request &request, const Digest &digest);

} // namespace Aeroscope::Demo
