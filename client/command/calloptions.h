// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/record.h"

#include <chrono>
#include <optional>
#include <stop_token>

namespace Aeroscope {

/// What one fast-path call says differently from its session's behaviour.
struct CallOptions
{
    /// See Settings::totalTimeout.
    std::optional<std::chrono::milliseconds> totalTimeout{};
    /// See Settings::socketTimeout.
    std::optional<std::chrono::milliseconds> socketTimeout{};
    /// Writes only.
    std::optional<bool> sendKey{};
    /// Writes only; default: the namespace's.
    std::optional<Ttl> ttl{};
    /// Writes only: fails with Generation unless the record has this generation.
    std::optional<quint32> generation{};
    /// Cancels: the call completes with Cancelled soon after.
    std::stop_token stop{};
};

} // namespace Aeroscope
