// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/typing/geojson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

namespace {

bool isPosition(const QJsonValue &value)
{
    const QJsonArray pair = value.toArray();
    if (pair.size() < 2 || !pair[0].isDouble() || !pair[1].isDouble())
        return false;
    return qAbs(pair[0].toDouble()) <= 180 && qAbs(pair[1].toDouble()) <= 90;
}

bool isPolygon(const QJsonValue &value)
{
    const QJsonArray rings = value.toArray();
    for (const QJsonValue ring : rings) {
        const QJsonArray positions = ring.toArray();
        if (positions.size() < 4 || positions.first() != positions.last())
            return false;
        for (const QJsonValue position : positions) {
            if (!isPosition(position))
                return false;
        }
    }
    return !rings.isEmpty();
}

bool isMultiPolygon(const QJsonValue &value)
{
    const QJsonArray polygons = value.toArray();
    for (const QJsonValue polygon : polygons) {
        if (!isPolygon(polygon))
            return false;
    }
    return !polygons.isEmpty();
}

bool isCircle(const QJsonValue &value)
{
    const QJsonArray parts = value.toArray();
    return parts.size() == 2 && isPosition(parts[0]) && parts[1].isDouble() && parts[1].toDouble() >= 0;
}

QString whyNotGeometry(const QJsonObject &object)
{
    const QString type = object["type"_L1].toString();
    const QJsonValue coordinates = object["coordinates"_L1];
    if (type == "Point"_L1)
        return isPosition(coordinates) ? QString() : u"a Point needs [longitude, latitude]"_s;
    if (type == "Polygon"_L1)
        return isPolygon(coordinates) ? QString()
                                      : u"a Polygon needs closed rings of [longitude, latitude]"_s;
    if (type == "MultiPolygon"_L1)
        return isMultiPolygon(coordinates) ? QString() : u"a MultiPolygon needs a list of polygons"_s;
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
    if (error.error != QJsonParseError::NoError)
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
