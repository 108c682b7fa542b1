// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/particle.h"

#include <QByteArrayView>

#include <memory>
#include <utility>
#include <vector>

namespace Aeroscope::Demo {

/// A parsed GeoJSON geometry as the server understands it: a point (one S2 leaf cell) or a region (polygon,
/// multipolygon or AeroCircle). Immutable and shared.
class Geometry
{
public:
    /// GeoInvalidGeoJson when the server would refuse the text.
    [[nodiscard]] static Outcome<Geometry> parse(QByteArrayView json);

    [[nodiscard]] bool isPoint() const noexcept;
    /// The leaf cell of a point; 0 for a region.
    [[nodiscard]] quint64 pointCell() const noexcept;
    /// True when this region holds the leaf cell.
    [[nodiscard]] bool containsCell(quint64 leafCell) const;
    /// The covering cells that a stored region keeps, computed on each call. The server refuses to store a
    /// region that needs more than maxCells.
    [[nodiscard]] std::vector<quint64> cells() const;
    /// Inclusive ranges of leaf cell ids that cover this region: what an index on points is searched with.
    /// The same limit holds.
    [[nodiscard]] std::vector<std::pair<quint64, quint64>> cellRanges() const;

    static constexpr size_t maxCells = 12;

    class Shape;

private:
    explicit Geometry(std::shared_ptr<const Shape> shape) noexcept;
    std::shared_ptr<const Shape> m_shape;
};

/// True when one of the two stored GeoJSON particles is a region that holds the other one's point.
[[nodiscard]] bool geoMatches(ParticleView a, ParticleView b);

} // namespace Aeroscope::Demo
