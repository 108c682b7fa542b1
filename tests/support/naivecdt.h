// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/value.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace Aeroscope::Naive {

/// The list read operations 16..27 and map read operations 96..110 (protocol section 8.2) with every return
/// type of section 8.3 except the internal ranges 9..12. `arguments` are those after the op code. Nothing
/// when the server would fail; nil when it answers no value. Positions among equal ranks follow the stored
/// order, which the server does not promise.
[[nodiscard]] std::optional<Value> readCdt(const Value &container, quint64 code,
                                           const std::vector<Value> &arguments);

/// Follows a packed context list (protocol section 8.4) for reading. Nothing when it leads nowhere.
[[nodiscard]] std::optional<Value> followContext(const Value &container, const QByteArray &packedContext);

} // namespace Aeroscope::Naive
