// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/valuetype.h"
#include "client/value/value.h"

#include <optional>
#include <utility>
#include <vector>

namespace Aeroscope::Ael {

/// Deepest nesting of lists and maps in a constant; what a reader of msgpack here takes back.
inline constexpr int maximumContainerDepth = 250;

/// A map constant as expressions carry it: key-ordered, of equal keys the last. Keys must be integers,
/// strings or blobs.
[[nodiscard]] Value sortedMap(std::vector<std::pair<Value, Value>> pairs);

/// A caller's value as an expression can carry it: maps sorted, lists without an order flag. Nothing for what
/// no expression can hold: map keys of other types, infinity, wildcard, foreign bytes, too deep nesting.
[[nodiscard]] std::optional<Value> expressionConstant(const Value &value);

/// The type of a constant; Nil for nil, Unknown for what no expression can hold.
[[nodiscard]] ValueType constantType(const Value &value) noexcept;

} // namespace Aeroscope::Ael
