// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/particle.h"

#include <optional>

namespace Aeroscope::Demo {

/// What an operation of one of the op systems (lists and maps, bits, HLL) did to a bin.
struct BinEffect
{
    ResultCode code = ResultCode::Ok;
    /// Set when the bin changed.
    std::optional<Particle> bin;
    Particle result;

    [[nodiscard]] static BinEffect failure(ResultCode failed)
    {
        return {.code = failed, .bin = {}, .result = {}};
    }
    [[nodiscard]] static BinEffect answer(Particle particle)
    {
        return {.code = ResultCode::Ok, .bin = {}, .result = std::move(particle)};
    }
};

/// A list, map or path read on a bin that is there. `payload` is the msgpack of the op (protocol
/// section 8.2).
[[nodiscard]] BinEffect cdtRead(QByteArrayView payload, ParticleView bin);
/// A list, map or path modification; the bin is Nil when it is not there.
[[nodiscard]] BinEffect cdtModify(QByteArrayView payload, ParticleView bin);

} // namespace Aeroscope::Demo
