// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/operation.h"

#include <QByteArrayView>
#include <QLatin1StringView>

namespace Aeroscope {

/// Requests that crash real servers (8.1.2.0; protocol section 15) and that nobody should be able to send by
/// accident. Each function gives the reason, or an empty view for what is harmless. They look for exactly the
/// known shapes: an integer that is divided by the constant -1 (the quotient of INT64_MIN traps), a map read
/// by an empty key list, inverted, that asks for keys, a map read or emptied by one value that asks for an
/// ordered map (fatal where the value is not found in a persisted index), a list padded at an index counted
/// from its end, bits shifted with the partial flag that may shift more bytes than are left behind the
/// offset, and a GeoJSON polygon with edges that meet.

/// `text` of a GeoJSON value, to be stored or compared: a Polygon or MultiPolygon with edges that cross or
/// touch. What is no GeoJSON is harmless here; the server refuses it.
[[nodiscard]] QLatin1StringView geoJsonHazard(QByteArrayView text);

/// `expression`: msgpack as in field 43. Bytes that are no expression are harmless here; the server refuses
/// them.
[[nodiscard]] QLatin1StringView expressionHazard(QByteArrayView expression);

/// `payload`: that of a CDT, bit, HLL or expression operation; other codes are harmless.
[[nodiscard]] QLatin1StringView operationHazard(OpCode code, QByteArrayView payload);

} // namespace Aeroscope
