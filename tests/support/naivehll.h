// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/value.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace Aeroscope::Naive {

/// The HLL read operations 50..56 (protocol section 8.7) on the bytes of a sketch. `arguments` are those
/// after the op code. Nothing when the server would fail.
[[nodiscard]] std::optional<Value> readHll(const QByteArray &sketch, quint64 code,
                                           const std::vector<Value> &arguments);

} // namespace Aeroscope::Naive
