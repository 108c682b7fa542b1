// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <vector>

namespace Aeroscope {

/// A place on the unit sphere.
struct SpherePoint
{
    /// Towards longitude 0, latitude 0.
    double x = 0;
    /// Towards longitude 90 east.
    double y = 0;
    /// Towards the north pole.
    double z = 0;

    /// In degrees.
    [[nodiscard]] static SpherePoint of(double longitude, double latitude) noexcept;
    friend bool operator==(const SpherePoint &, const SpherePoint &) = default;
};

/// Corners in order, the first one again at the end.
using SphereRing = std::vector<SpherePoint>;

/// Whether an edge meets another one, or a corner comes twice, in one ring or in two of them: a polygon of
/// such rings stops a server. Edges are the shortest ways on the sphere. Corners that repeat the one before
/// are nothing.
[[nodiscard]] bool ringsMeet(const std::vector<SphereRing> &rings);

} // namespace Aeroscope
