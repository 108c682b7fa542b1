// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>

#include <optional>

namespace Aeroscope::Naive {

/// True when the text is GeoJSON that a server accepts: Point, Polygon, MultiPolygon, AeroCircle, or a
/// Feature with one of them.
[[nodiscard]] bool isGeometry(const QByteArray &json);

/// True when one of the two is a region that holds the other one's point. Plain spherical geometry, good away
/// from the very border of a region. Nothing when a text does not parse.
[[nodiscard]] std::optional<bool> geoMatches(const QByteArray &a, const QByteArray &b);

} // namespace Aeroscope::Naive
