// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/value.h"

#include <QByteArray>

#include <functional>
#include <optional>

namespace Aeroscope::Naive {

/// What an expression inside a path sees of the element in question.
struct LoopVariables
{
    std::optional<Value> key;
    std::optional<Value> value;
    std::optional<Value> index;
};

/// Answers a packed expression about an element: true, false or, where it is unknown, nothing. A packed
/// expression that does not build is reported through `isRefused`.
using ElementTest =
    std::function<std::optional<bool>(const QByteArray &expression, const LoopVariables &, bool &isRefused)>;

/// The reading path expressions (protocol section 8.5): matching tree and leaf lists, not apply. Nothing when
/// the server would fail.
[[nodiscard]] std::optional<Value> selectPath(const Value &container, const QByteArray &packedContext,
                                              quint64 flags, const ElementTest &test);

} // namespace Aeroscope::Naive
