// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/geospatial.h"

#include <s2/s2cap.h>
#include <s2/s2cell_id.h>
#include <s2/s2error.h>
#include <s2/s2latlng.h>
#include <s2/s2loop.h>
#include <s2/s2polygon.h>
#include <s2/s2region_coverer.h>
#include <s2/s2region_union.h>
#include <simdjson.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <string_view>

namespace Aeroscope::Demo {

namespace {

using Json = simdjson::dom::element;
using JsonArray = simdjson::dom::array;
using JsonObject = simdjson::dom::object;

// What the server is built with and starts with.
constexpr double earthRadiusMeters = 6371000;
constexpr int coverMinLevel = 1;
constexpr int storedCoverMaxLevel = 30;
constexpr int queryCoverMaxLevel = 20;

using RegionPtr = std::unique_ptr<S2Region>;

/// The last member of a name counts.
std::optional<Json> member(const JsonObject &object, std::string_view name)
{
    std::optional<Json> found;
    for (const auto field : object) {
        if (field.key == name) {
            found = field.value;
        }
    }
    return found;
}

/// Texts with NUL characters and integers beyond 64 signed bits make a document unreadable, wherever they
/// stand.
bool isReadable(const Json &json)
{
    switch (json.type()) {
    case simdjson::dom::element_type::UINT64:
        return false;
    case simdjson::dom::element_type::STRING:
        return std::string_view(json).find('\0') == std::string_view::npos;
    case simdjson::dom::element_type::ARRAY: {
        const auto array = JsonArray(json);
        return std::all_of(array.begin(), array.end(), isReadable);
    }
    case simdjson::dom::element_type::OBJECT:
        for (const auto field : JsonObject(json)) {
            if (field.key.find('\0') != std::string_view::npos || !isReadable(field.value)) {
                return false;
            }
        }
        return true;
    default:
        return true;
    }
}

std::optional<double> number(const Json &json)
{
    if (json.is<double>() && json.type() == simdjson::dom::element_type::DOUBLE) {
        return double(json);
    }
    if (json.type() == simdjson::dom::element_type::INT64) {
        return static_cast<double>(std::int64_t(json));
    }
    return std::nullopt;
}

std::optional<JsonArray> arrayOf(const Json &json)
{
    return json.is_array() ? std::optional(JsonArray(json)) : std::nullopt;
}

/// Exactly two elements.
std::optional<std::pair<Json, Json>> pairOf(const Json &json)
{
    const auto array = arrayOf(json);
    if (!array || array->size() != 2) {
        return std::nullopt;
    }
    return std::pair(Json(array->at(0)), Json(array->at(1)));
}

std::optional<S2Point> pointOf(const Json &json)
{
    const auto pair = pairOf(json);
    const auto longitude = pair ? number(pair->first) : std::nullopt;
    const auto latitude = pair ? number(pair->second) : std::nullopt;
    if (!longitude || !latitude) {
        return std::nullopt;
    }
    const auto place = S2LatLng::FromDegrees(*latitude, *longitude);
    return place.is_valid() ? std::optional(place.ToPoint()) : std::nullopt;
}

std::unique_ptr<S2Loop> loopOf(const Json &json)
{
    const auto array = arrayOf(json);
    if (!array) {
        return nullptr;
    }
    std::vector<S2Point> points;
    for (const auto vertex : *array) {
        const auto point = pointOf(vertex);
        if (!point) {
            return nullptr;
        }
        if (points.empty() || points.back() != *point) {
            points.push_back(*point);
        }
    }
    // A triangle is the least: three corners and the first one again.
    if (points.size() < 4 || points.front() != points.back()) {
        return nullptr;
    }
    points.pop_back();
    auto loop = std::make_unique<S2Loop>(points, S2Debug::DISABLE);
    loop->Normalize();
    return loop;
}

std::unique_ptr<S2Polygon> polygonOf(const Json &json)
{
    const auto array = arrayOf(json);
    if (!array) {
        return nullptr;
    }
    std::vector<std::unique_ptr<S2Loop>> loops;
    for (const auto ring : *array) {
        auto loop = loopOf(ring);
        if (!loop) {
            return nullptr;
        }
        loops.push_back(std::move(loop));
    }
    auto polygon = std::make_unique<S2Polygon>(std::move(loops), S2Debug::DISABLE);
    // Servers build one without looking, and die of edges that cross or touch.
    S2Error error;
    return polygon->FindValidationError(&error) ? nullptr : std::move(polygon);
}

RegionPtr multiPolygonOf(const Json &json)
{
    const auto array = arrayOf(json);
    if (!array) {
        return nullptr;
    }
    auto regions = std::make_unique<S2RegionUnion>();
    for (const auto part : *array) {
        auto polygon = polygonOf(part);
        if (!polygon) {
            return nullptr;
        }
        regions->Add(std::move(polygon));
    }
    return regions;
}

RegionPtr circleOf(const Json &json)
{
    const auto pair = pairOf(json);
    const auto center = pair ? pointOf(pair->first) : std::nullopt;
    const auto radius = pair ? number(pair->second) : std::nullopt;
    if (!center || !radius) {
        return nullptr;
    }
    return std::make_unique<S2Cap>(*center, S1Angle::Radians(*radius / earthRadiusMeters));
}

/// The least level goes before the number of cells.
std::vector<S2CellId> cover(const S2Region &region, int maxLevel)
{
    S2RegionCoverer coverer;
    auto *options = coverer.mutable_options();
    options->set_min_level(coverMinLevel);
    options->set_max_level(maxLevel);
    options->set_max_cells(static_cast<int>(Geometry::maxCells));
    options->set_level_mod(1);
    std::vector<S2CellId> cells;
    coverer.GetCovering(region, &cells);
    return cells;
}

} // namespace

class Geometry::Shape
{
public:
    quint64 pointCell = 0;
    RegionPtr region;

    /// Point or region of a geometry object; features hold one.
    bool read(const JsonObject &object, bool mayBeFeature)
    {
        const auto type = member(object, "type");
        if (!type || !type->is_string()) {
            return false;
        }
        const auto name = std::string_view(*type);
        if (mayBeFeature && name == "Feature") {
            const auto geometry = member(object, "geometry");
            return geometry && geometry->is_object() && read(JsonObject(*geometry), false);
        }
        const auto coordinates = member(object, "coordinates");
        if (!coordinates) {
            return false;
        }
        if (name == "Point") {
            const auto point = pointOf(*coordinates);
            pointCell = point ? S2CellId(*point).id() : 0;
        } else if (name == "Polygon") {
            region = polygonOf(*coordinates);
        } else if (name == "MultiPolygon") {
            region = multiPolygonOf(*coordinates);
        } else if (name == "AeroCircle") {
            region = circleOf(*coordinates);
        }
        return pointCell != 0 || region;
    }
};

Geometry::Geometry(std::shared_ptr<const Shape> shape) noexcept
    : m_shape(std::move(shape))
{}

Outcome<Geometry> Geometry::parse(QByteArrayView json)
{
    const auto refused = std::unexpected(ResultCode::GeoInvalidGeoJson);
    thread_local simdjson::dom::parser parser;
    Json document;
    if (parser.parse(json.data(), static_cast<size_t>(json.size())).get(document) != simdjson::SUCCESS) {
        return refused;
    }
    auto shape = std::make_shared<Shape>();
    if (!document.is_object() || !isReadable(document) || !shape->read(JsonObject(document), true)) {
        return refused;
    }
    return Geometry(std::move(shape));
}

bool Geometry::isPoint() const noexcept
{
    return !m_shape->region;
}

quint64 Geometry::pointCell() const noexcept
{
    return m_shape->pointCell;
}

bool Geometry::containsCell(quint64 leafCell) const
{
    return m_shape->region && leafCell != 0 && m_shape->region->Contains(S2CellId(leafCell).ToPoint());
}

std::vector<quint64> Geometry::cells() const
{
    if (!m_shape->region) {
        return {m_shape->pointCell};
    }
    std::vector<quint64> ids;
    for (const auto cell : cover(*m_shape->region, storedCoverMaxLevel)) {
        ids.push_back(cell.id());
    }
    return ids;
}

std::vector<std::pair<quint64, quint64>> Geometry::cellRanges() const
{
    if (!m_shape->region) {
        return {{m_shape->pointCell, m_shape->pointCell}};
    }
    std::vector<std::pair<quint64, quint64>> ranges;
    for (const auto cell : cover(*m_shape->region, queryCoverMaxLevel)) {
        ranges.emplace_back(cell.range_min().id(), cell.range_max().id());
    }
    return ranges;
}

bool geoMatches(ParticleView a, ParticleView b)
{
    constexpr char regionFlag = 1;
    const auto isRegion = [](ParticleView particle) {
        return particle.bytes.size() > 0 && (particle.bytes.front() & regionFlag) != 0;
    };
    if (a.type != ParticleType::GeoJson || b.type != ParticleType::GeoJson || isRegion(a) == isRegion(b)) {
        return false;
    }
    const auto region = Geometry::parse(geoJsonText(isRegion(a) ? a : b));
    const auto cells = geoJsonCells(isRegion(a) ? b : a);
    return region && !cells.empty() && region->containsCell(cells.front());
}

} // namespace Aeroscope::Demo
