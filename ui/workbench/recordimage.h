// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/task.h"
#include "client/session/session.h"
#include "client/value/record.h"

#include <stop_token>

namespace Aeroscope::Workbench {

/// Whether the server keeps the user key with a record.
enum class StoredKey : quint8 { Unknown, No, Yes };

/// A record with what a plain read does not give: when it was last written, and its stored key.
struct RecordImage
{
    /// With the stored key as its user key where there is one (integers, strings and blobs can be seen).
    Record record{};
    /// Nanoseconds since 1970 as the server has it, to its millisecond; 0 = unknown.
    qint64 lastUpdate = 0;
    StoredKey storedKey = StoredKey::Unknown;
};

/// Reads one record whole, as it was at one moment, without touching its expiry. NotFound is an error. The
/// key of the answer is the one asked for, with the stored key added when that was not known.
[[nodiscard]] QCoro::Task<Result<RecordImage>> readImage(Session session, Key key, std::stop_token stop = {});

/// True for a record that was last written at `lastUpdate`: generations are 16 bits and start again when a
/// record is made anew, so a write checks this too, in the same step at the server.
[[nodiscard]] Expression lastUpdateIs(qint64 lastUpdate);

// As values, to be packed and kept.
[[nodiscard]] Value toValue(const Key &key);
[[nodiscard]] Result<Key> keyFromValue(const Value &value);
[[nodiscard]] Value toValue(const RecordImage &image);
[[nodiscard]] Result<RecordImage> imageFromValue(const Value &value);

} // namespace Aeroscope::Workbench
