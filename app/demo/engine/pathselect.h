// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/cdtengine.h"
#include "app/demo/engine/packed.h"

namespace Aeroscope::Demo {

enum class PathMode : quint8 { Read, Modify };

/// A path expression (protocol section 8.5). The reader stands behind the operation's code, `arguments`
/// follow.
[[nodiscard]] BinEffect runPath(PackedReader &reader, quint32 arguments, ParticleView bin, PathMode mode);

} // namespace Aeroscope::Demo
