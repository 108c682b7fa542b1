// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/typing/geojson.h"

#include "client/value/polygonrings.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

namespace {

bool isPosition(const QJsonValue &value)
{
    const QJsonArray pair = value.toArray();
    if (pair.size() != 2 || !pair[0].isDouble() || !pair[1].isDouble())
        return false;
    return qAbs(pair[0].toDouble()) <= 180 && qAbs(pair[1].toDouble()) <= 90;
}

/// Why a server would not take the coordinates of a polygon. None at all it takes.
QString whyNotPolygon(const QJsonValue &value, const QString &otherwise)
{
    if (!value.isArray())
        return otherwise;
    std::vector<SphereRing> rings;
    const QJsonArray arrays = value.toArray();
    for (const QJsonValue array : arrays) {
        const QJsonArray positions = array.toArray();
        if (positions.size() < 4 || positions.first() != positions.last())
            return otherwise;
        SphereRing ring;
        for (const QJsonValue position : positions) {
            if (!isPosition(position))
                return otherwise;
            const QJsonArray pair = position.toArray();
            ring.push_back(SpherePoint::of(pair[0].toDouble(), pair[1].toDouble()));
        }
        rings.push_back(std::move(ring));
    }
    return ringsMeet(rings) ? u"the edges of a polygon cross or touch, which stops servers"_s : QString();
}

QString whyNotMultiPolygon(const QJsonValue &value)
{
    const QString otherwise = u"a MultiPolygon needs a list of polygons"_s;
    if (!value.isArray())
        return otherwise;
    const QJsonArray polygons = value.toArray();
    for (const QJsonValue polygon : polygons) {
        if (const QString why = whyNotPolygon(polygon, otherwise); !why.isEmpty())
            return why;
    }
    return {};
}

bool isCircle(const QJsonValue &value)
{
    const QJsonArray parts = value.toArray();
    return parts.size() == 2 && isPosition(parts[0]) && parts[1].isDouble();
}

/// Qt reads `.5` and `1.`, which are no JSON.
bool hasLooseNumber(const QByteArray &text)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    bool quoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (quoted) {
            if (text[i] == '\\')
                ++i;
            else
                quoted = text[i] != '"';
        } else if (text[i] == '"') {
            quoted = true;
        } else if (text[i] == '.' &&
                   (i == 0 || !isDigit(text[i - 1]) || i + 1 == text.size() || !isDigit(text[i + 1]))) {
            return true;
        }
    }
    return false;
}

QString whyNotGeometry(const QJsonObject &object)
{
    const QString type = object["type"_L1].toString();
    const QJsonValue coordinates = object["coordinates"_L1];
    if (type == "Point"_L1)
        return isPosition(coordinates) ? QString() : u"a Point needs [longitude, latitude]"_s;
    if (type == "Polygon"_L1)
        return whyNotPolygon(coordinates, u"a Polygon needs closed rings of [longitude, latitude]"_s);
    if (type == "MultiPolygon"_L1)
        return whyNotMultiPolygon(coordinates);
    if (type == "AeroCircle"_L1)
        return isCircle(coordinates) ? QString() : u"an AeroCircle needs [[longitude, latitude], metres]"_s;
    if (type.isEmpty())
        return u"it has no type"_s;
    return u"servers know Point, Polygon, MultiPolygon, AeroCircle and Feature"_s;
}

} // namespace

QString whyNotGeoJson(const QByteArray &text)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError || hasLooseNumber(text))
        return u"it is no JSON"_s;
    if (!document.isObject())
        return u"it is no JSON object"_s;
    QJsonObject object = document.object();
    if (object["type"_L1].toString() == "Feature"_L1) {
        if (!object["geometry"_L1].isObject())
            return u"a Feature needs a geometry"_s;
        object = object["geometry"_L1].toObject();
    }
    return whyNotGeometry(object);
}

} // namespace Aeroscope::Ael
