// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/polygonrings.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace Aeroscope {

namespace {

/// What rounding may make of three points on one circle; millimetres on the ground.
constexpr double tolerance = 1e-13;

struct Edge
{
    SpherePoint from;
    SpherePoint to;
    size_t ring = 0;
    size_t index = 0; ///< in its ring
    double low = 0;   ///< of x, the bulge of the way included
    double high = 0;
};

double dot(const SpherePoint &a, const SpherePoint &b) noexcept
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

SpherePoint cross(const SpherePoint &a, const SpherePoint &b) noexcept
{
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

/// The point is on the way from a to b; `normal` is their cross product.
bool isOn(const SpherePoint &point, const SpherePoint &a, const SpherePoint &b,
          const SpherePoint &normal) noexcept
{
    if (std::abs(dot(normal, point)) > tolerance)
        return false;
    const double length = dot(a, b);
    return dot(a, point) >= length - tolerance && dot(b, point) >= length - tolerance;
}

bool meet(const Edge &one, const Edge &other) noexcept
{
    const SpherePoint &a = one.from;
    const SpherePoint &b = one.to;
    const SpherePoint &c = other.from;
    const SpherePoint &d = other.to;
    const SpherePoint ab = cross(a, b);
    const SpherePoint cd = cross(c, d);
    if (isOn(c, a, b, ab) || isOn(d, a, b, ab) || isOn(a, c, d, cd) || isOn(b, c, d, cd))
        return true;
    // Each edge parts the ends of the other, and on the same side of the sphere.
    const double acb = -dot(ab, c);
    const double bda = dot(ab, d);
    const double cbd = -dot(cd, b);
    const double dac = dot(cd, a);
    return acb * bda > 0 && acb * cbd > 0 && acb * dac > 0;
}

void addEdges(SphereRing ring, size_t number, std::vector<Edge> &edges)
{
    ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
    for (size_t i = 0; i + 1 < ring.size(); ++i) {
        Edge edge{ring[i], ring[i + 1], number, i};
        const double bulge = 1 - std::sqrt(std::max(0.0, (1 + dot(edge.from, edge.to)) / 2)) + tolerance;
        edge.low = std::min(edge.from.x, edge.to.x) - bulge;
        edge.high = std::max(edge.from.x, edge.to.x) + bulge;
        edges.push_back(edge);
    }
}

/// The corner between two edges that follow one another is no meeting, unless one goes back over the other.
bool follows(const Edge &one, const Edge &next) noexcept
{
    return one.ring == next.ring && one.to == next.from;
}

bool goesBack(const Edge &one, const Edge &next) noexcept
{
    return isOn(next.to, one.from, one.to, cross(one.from, one.to)) ||
           isOn(one.from, next.from, next.to, cross(next.from, next.to));
}

} // namespace

SpherePoint SpherePoint::of(double longitude, double latitude) noexcept
{
    constexpr double degree = std::numbers::pi / 180;
    const double ofCircle = std::cos(latitude * degree);
    return {std::cos(longitude * degree) * ofCircle, std::sin(longitude * degree) * ofCircle,
            std::sin(latitude * degree)};
}

bool ringsMeet(const std::vector<SphereRing> &rings)
{
    std::vector<Edge> edges;
    std::vector<size_t> sizes;
    for (size_t i = 0; i < rings.size(); ++i) {
        const size_t before = edges.size();
        addEdges(rings[i], i, edges);
        sizes.push_back(edges.size() - before);
    }
    std::sort(edges.begin(), edges.end(), [](const Edge &a, const Edge &b) { return a.low < b.low; });
    std::vector<const Edge *> open;
    for (const Edge &edge : edges) {
        std::erase_if(open, [&edge](const Edge *other) { return other->high < edge.low; });
        for (const Edge *other : open) {
            const size_t size = sizes[edge.ring];
            const bool isNext = other->ring == edge.ring && (other->index + 1) % size == edge.index;
            const bool isBefore = other->ring == edge.ring && (edge.index + 1) % size == other->index;
            if (isNext && isBefore)
                return true; // there and back
            const bool neighbours = (isNext && follows(*other, edge)) || (isBefore && follows(edge, *other));
            if (neighbours ? goesBack(isNext ? *other : edge, isNext ? edge : *other) : meet(*other, edge))
                return true;
        }
        open.push_back(&edge);
    }
    return false;
}

} // namespace Aeroscope
