// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/cdtengine.h"

namespace Aeroscope::Demo {

/// A bit read on a bin that is there. `payload` is the msgpack of the op (protocol section 8.6).
[[nodiscard]] BinEffect bitRead(QByteArrayView payload, ParticleView bin);
/// A bit modification; the bin is Nil when it is not there. There is never a result.
[[nodiscard]] BinEffect bitModify(QByteArrayView payload, ParticleView bin);

} // namespace Aeroscope::Demo
