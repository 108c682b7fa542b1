// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"
#include "client/value/key.h"
#include "client/value/operation.h"
#include "client/value/record.h"
#include "client/wire/commandoptions.h"
#include "client/wire/wirebuffer.h"

#include <span>

/// Requests for one record (protocol section 5.1). Each function appends one frame to `out`. A request that
/// must not be sent (names too long, an empty bin name, no bins, values that no server stores, …) fails with
/// InvalidArgument and leaves `out` as it was. Pure functions; any thread.
namespace Aeroscope::Wire {

/// All bins.
[[nodiscard]] Result<void> encodeGet(WireBuffer &out, const Key &key, const CommandOptions &options = {});
/// These bins (at least one); what the record lacks is left out of the reply.
[[nodiscard]] Result<void> encodeGetBins(WireBuffer &out, const Key &key, std::span<const QByteArray> bins,
                                         const CommandOptions &options = {});
/// Generation and expiry only.
[[nodiscard]] Result<void> encodeExists(WireBuffer &out, const Key &key, const CommandOptions &options = {});
/// At least one bin; Nil removes a bin. Ordered lists and maps are sorted if they are not.
[[nodiscard]] Result<void> encodePut(WireBuffer &out, const Key &key, std::span<const Bin> bins,
                                     const CommandOptions &options = {});
[[nodiscard]] Result<void> encodeDelete(WireBuffer &out, const Key &key, const CommandOptions &options = {});
[[nodiscard]] Result<void> encodeTouch(WireBuffer &out, const Key &key, const CommandOptions &options = {});
/// Any operations, in order; a read when none of them writes.
[[nodiscard]] Result<void> encodeOperate(WireBuffer &out, const Key &key,
                                         std::span<const Operation> operations,
                                         const CommandOptions &options = {});
/// Calls a user-defined function on the record, which need not exist.
[[nodiscard]] Result<void> encodeApply(WireBuffer &out, const Key &key, const UdfCall &call,
                                       const CommandOptions &options = {});

} // namespace Aeroscope::Wire
