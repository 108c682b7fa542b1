// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/cdtengine.h"

namespace Aeroscope::Demo {

/// An HLL read on a bin that is there. `payload` is the msgpack of the op (protocol section 8.7).
[[nodiscard]] BinEffect hllRead(QByteArrayView payload, ParticleView bin);
/// An HLL modification; the bin is Nil when it is not there.
[[nodiscard]] BinEffect hllModify(QByteArrayView payload, ParticleView bin);

} // namespace Aeroscope::Demo
