// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/value.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace Aeroscope::Naive {

/// The bit read operations 50..54 (protocol section 8.6) on a blob. `arguments` are those after the op code.
/// Nothing when the server would fail.
[[nodiscard]] std::optional<Value> readBits(const QByteArray &blob, quint64 code,
                                            const std::vector<Value> &arguments);

} // namespace Aeroscope::Naive
