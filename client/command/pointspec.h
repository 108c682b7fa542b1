// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/command/predicate.h"
#include "client/value/key.h"
#include "client/value/operation.h"
#include "client/value/record.h"

#include <QByteArray>

#include <chrono>
#include <optional>
#include <vector>

namespace Aeroscope {

/// The commands on one record (protocol section 5.1).
enum class Verb : quint8 {
    Upsert,          ///< create or merge bins
    Insert,          ///< create only: RecordExists otherwise
    Update,          ///< merge into an existing record: NotFound otherwise
    Replace,         ///< drop the other bins; create if missing
    ReplaceIfExists, ///< the same, NotFound if missing
    Remove,
    Touch,  ///< new generation and expiry
    Exists, ///< metadata only
    Read,
};

[[nodiscard]] constexpr bool isWrite(Verb verb) noexcept
{
    return verb != Verb::Exists && verb != Verb::Read;
}

/// Everything the caller said about one command on one record. A value; what is not said comes from the
/// behaviour.
struct PointSpec
{
    Verb verb = Verb::Read;
    Key key{};
    /// Writes: at least one. Reads: empty = all bins, else read operations in order.
    std::vector<Operation> operations{};
    /// Read without bins: generation and expiry only.
    bool metadataOnly = false;
    Predicate predicate{};
    std::optional<quint32> generation{};
    std::optional<Ttl> ttl{};
    std::optional<bool> sendKey{};
    std::optional<bool> durableDelete{};
    std::optional<int> readTouchTtlPercent{};
    std::optional<std::chrono::milliseconds> totalTimeout{};
    std::optional<std::chrono::milliseconds> socketTimeout{};
    std::optional<int> maxRetries{};
    bool failOnFilteredOut = false;
};

} // namespace Aeroscope
