// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/particle.h"

#include <functional>

namespace Aeroscope::Demo {

/// Checks a packed context list as an index definition or field 23 carries it (protocol section 8.4: the bare
/// list). Parameter when the server would refuse it.
[[nodiscard]] ResultCode checkContext(QByteArrayView packedContext);

/// True when every part of the first value is in its shortest form: index definitions with other contexts or
/// expressions are refused.
[[nodiscard]] bool isCompact(QByteArrayView packed);

/// The value that a context leads to inside a list or map bin, in stored form; Nil when it leads nowhere.
[[nodiscard]] Particle resolveContext(ParticleView bin, QByteArrayView packedContext);

/// The human text that index listings show for a context, such as [map_key(<string#1>)] (protocol
/// section 1.4).
[[nodiscard]] QByteArray displayContext(QByteArrayView packedContext);

/// Calls `visit` for each element of a list, key of a map or value of a map, in stored order and as a
/// particle in stored form; nils and values that no bin can hold are left out. `visit` returns false to stop.
/// Nothing happens when the particle is not the container asked for.
enum class Part : quint8 { ListElements, MapKeys, MapValues };
void forEachPart(ParticleView container, Part part, const std::function<bool(ParticleView)> &visit);

} // namespace Aeroscope::Demo
