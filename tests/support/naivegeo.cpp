// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/naivegeo.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

using namespace Qt::StringLiterals;

namespace Aeroscope::Naive {

namespace {

using Vector = std::array<double, 3>;
using Loop = std::vector<Vector>;

struct Geometry
{
    std::optional<Vector> point;
    /// A point is inside a polygon when an odd number of its loops surround it.
    std::vector<std::vector<Loop>> polygons;
    std::optional<Vector> circleCentre;
    double circleAngle = 0;
};

double dot(const Vector &a, const Vector &b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

Vector cross(const Vector &a, const Vector &b)
{
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

double angleBetween(const Vector &a, const Vector &b)
{
    const Vector normal = cross(a, b);
    return std::atan2(std::sqrt(dot(normal, normal)), dot(a, b));
}

std::optional<Vector> pointOf(const QJsonValue &value)
{
    const QJsonArray pair = value.toArray();
    if (pair.size() != 2 || !pair[0].isDouble() || !pair[1].isDouble())
        return {};
    const double longitude = pair[0].toDouble() * std::numbers::pi / 180;
    const double latitude = pair[1].toDouble() * std::numbers::pi / 180;
    if (std::abs(pair[0].toDouble()) > 180 || std::abs(pair[1].toDouble()) > 90)
        return {};
    return Vector{std::cos(latitude) * std::cos(longitude), std::cos(latitude) * std::sin(longitude),
                  std::sin(latitude)};
}

std::optional<std::vector<Loop>> polygonOf(const QJsonValue &value)
{
    if (!value.isArray())
        return {};
    std::vector<Loop> loops;
    const QJsonArray rings = value.toArray();
    for (const QJsonValue ring : rings) {
        Loop loop;
        const QJsonArray corners = ring.toArray();
        for (const QJsonValue corner : corners) {
            const auto vertex = pointOf(corner);
            if (!vertex)
                return {};
            loop.push_back(*vertex);
        }
        if (loop.size() < 4 || loop.front() != loop.back())
            return {};
        loop.pop_back();
        loops.push_back(loop);
    }
    return loops;
}

std::optional<Geometry> parseObject(const QJsonObject &object)
{
    const QString type = object.value("type"_L1).toString();
    const QJsonValue coordinates = object.value("coordinates"_L1);
    Geometry geometry;
    if (type == "Feature"_L1) {
        const QJsonValue inner = object.value("geometry"_L1);
        if (!inner.isObject() || inner.toObject().value("type"_L1).toString() == "Feature"_L1)
            return {};
        return parseObject(inner.toObject());
    }
    if (type == "Point"_L1) {
        geometry.point = pointOf(coordinates);
        if (!geometry.point)
            return {};
        return geometry;
    }
    if (type == "Polygon"_L1) {
        const auto polygon = polygonOf(coordinates);
        if (!polygon)
            return {};
        geometry.polygons.push_back(*polygon);
        return geometry;
    }
    if (type == "MultiPolygon"_L1) {
        if (!coordinates.isArray())
            return {};
        const QJsonArray polygons = coordinates.toArray();
        for (const QJsonValue part : polygons) {
            const auto polygon = polygonOf(part);
            if (!polygon)
                return {};
            geometry.polygons.push_back(*polygon);
        }
        return geometry;
    }
    if (type == "AeroCircle"_L1) {
        const QJsonArray parts = coordinates.toArray();
        constexpr double earthRadius = 6371000;
        if (parts.size() != 2 || !parts[1].isDouble())
            return {};
        geometry.circleCentre = pointOf(parts[0]);
        geometry.circleAngle = parts[1].toDouble() / earthRadius;
        if (!geometry.circleCentre)
            return {};
        return geometry;
    }
    return {};
}

std::optional<Geometry> parse(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return {};
    return parseObject(document.object());
}

/// Adds up by how much the bearing from the point turns along the loop: a full turn when the loop surrounds
/// it.
bool surrounds(const Loop &loop, const Vector &point)
{
    Vector centre{};
    for (const Vector &vertex : loop) {
        for (size_t axis = 0; axis < 3; ++axis)
            centre[axis] += vertex[axis];
    }
    if (dot(centre, point) <= 0)
        return false; // loops here are far smaller than half the globe
    double turn = 0;
    for (size_t i = 0; i < loop.size(); ++i) {
        const Vector towards = cross(point, loop[i]);
        const Vector next = cross(point, loop[(i + 1) % loop.size()]);
        const double angle = angleBetween(towards, next);
        turn += dot(cross(towards, next), point) < 0 ? -angle : angle;
    }
    return std::abs(turn) > std::numbers::pi;
}

bool holds(const Geometry &region, const Vector &point)
{
    if (region.circleCentre)
        return angleBetween(*region.circleCentre, point) <= region.circleAngle;
    for (const auto &polygon : region.polygons) {
        int around = 0;
        for (const Loop &loop : polygon)
            around += surrounds(loop, point) ? 1 : 0;
        if (around % 2 == 1)
            return true;
    }
    return false;
}

} // namespace

bool isGeometry(const QByteArray &json)
{
    return parse(json).has_value();
}

std::optional<bool> geoMatches(const QByteArray &a, const QByteArray &b)
{
    const auto first = parse(a);
    const auto second = parse(b);
    if (!first || !second)
        return {};
    if (first->point.has_value() == second->point.has_value())
        return false;
    return first->point ? holds(*second, *first->point) : holds(*first, *second->point);
}

} // namespace Aeroscope::Naive
