// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"
#include "client/value/record.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace Aeroscope {

/// What a write left behind. Both are zero when the write removed the record (its last bin) (protocol
/// section 5.3).
struct WriteResult
{
    quint32 generation = 0;
    VoidTime voidTime{};
};

/// The outcome of one command on one key. There is one for every key, never a dropped row.
///
/// A call on a single key fails as a whole (Result's error) for whatever went wrong, with two outcomes that
/// are rows whose `error` is set: NotFound of query, exists, remove and touch, and FilteredOut (unless
/// failOnFilteredOut()). Of calls on many keys every failure is that of a row.
struct RecordResult
{
    Key key{};
    /// Reads, and writes that read bins back.
    std::optional<Record> record{};
    std::optional<Error> error{};
    /// Of the record after the command; 0 for deletes. Also set on some errors (protocol section 5.3).
    quint32 generation = 0;
    VoidTime voidTime{};
    /// Place of the key among those of the call; 0 for a call on a single key.
    int index = 0;
    /// One for each operation of the command, in their order: what it answered, Nil if nothing. Empty for
    /// commands without operations or with plain writes alone, and where readAll() stands among them, which
    /// the server does not answer by position. `record` has the same without the empty answers.
    std::vector<Value> results{};

    [[nodiscard]] bool ok() const noexcept { return !error.has_value(); }
    [[nodiscard]] ResultCode code() const noexcept { return error ? error->code : ResultCode::Ok; }
    /// True: done or found; false: no such record; any other failure is the error.
    [[nodiscard]] Result<bool> found() const
    {
        if (!error)
            return true;
        if (error->code == ResultCode::NotFound)
            return false;
        return std::unexpected(*error);
    }
    /// What the operation at that place answered; null when `results` is empty or shorter.
    [[nodiscard]] const Value *result(std::size_t operation) const noexcept
    {
        return operation < results.size() ? &results[operation] : nullptr;
    }
};

} // namespace Aeroscope
