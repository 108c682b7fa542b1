// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/geotext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

QString positionFault(const QJsonValue &value)
{
    const QJsonArray position = value.toArray();
    if (!value.isArray() || position.size() < 2 || !position[0].isDouble() || !position[1].isDouble())
        return u"a position must be [longitude, latitude]"_s;
    if (position[0].toDouble() < -180 || position[0].toDouble() > 180)
        return u"a longitude must lie between -180 and 180"_s;
    if (position[1].toDouble() < -90 || position[1].toDouble() > 90)
        return u"a latitude must lie between -90 and 90"_s;
    return {};
}

QString polygonFault(const QJsonValue &value)
{
    const QJsonArray rings = value.toArray();
    if (!value.isArray() || rings.isEmpty())
        return u"a polygon must be a list of rings"_s;
    for (const QJsonValue &ring : rings) {
        const QJsonArray positions = ring.toArray();
        if (positions.size() < 4)
            return u"a ring needs at least four positions"_s;
        for (const QJsonValue &position : positions) {
            if (QString fault = positionFault(position); !fault.isEmpty())
                return fault;
        }
        if (positions.first() != positions.last())
            return u"a ring must end where it starts"_s;
    }
    return {};
}

QString geometryFault(const QJsonObject &geometry)
{
    const QString type = geometry.value("type"_L1).toString();
    const QJsonValue coordinates = geometry.value("coordinates"_L1);
    if (type == "Point"_L1)
        return positionFault(coordinates);
    if (type == "Polygon"_L1)
        return polygonFault(coordinates);
    if (type == "MultiPolygon"_L1) {
        const QJsonArray polygons = coordinates.toArray();
        if (polygons.isEmpty())
            return u"a MultiPolygon must be a list of polygons"_s;
        for (const QJsonValue &polygon : polygons) {
            if (QString fault = polygonFault(polygon); !fault.isEmpty())
                return fault;
        }
        return {};
    }
    if (type == "AeroCircle"_L1) {
        const QJsonArray parts = coordinates.toArray();
        if (parts.size() != 2 || !parts[1].isDouble() || parts[1].toDouble() < 0)
            return u"an AeroCircle must be [[longitude, latitude], radius in metres]"_s;
        return positionFault(parts[0]);
    }
    if (type == "Feature"_L1)
        return geometryFault(geometry.value("geometry"_L1).toObject());
    if (type.isEmpty())
        return u"\"type\" is missing"_s;
    return u"\"%1\" is not a shape that the server knows"_s.arg(type);
}

} // namespace

QString geoJsonFault(const QByteArray &json)
{
    // The document is only looked at; what is stored is the text itself.
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError)
        return u"%1 at character %2"_s.arg(problem.errorString()).arg(problem.offset + 1);
    if (!document.isObject())
        return u"it must be a JSON object"_s;
    return geometryFault(document.object());
}

QString geoPreview(QByteArrayView json, int maxChars)
{
    const QString text = QString::fromUtf8(json.first(qMin<qsizetype>(json.size(), 4 * maxChars + 64)));
    static const QRegularExpression point(
        uR"re("type"\s*:\s*"Point".*"coordinates"\s*:\s*\[\s*([^\s,\]]+)\s*,\s*([^\s,\]]+))re"_s);
    static const QRegularExpression pointLast(
        uR"re("coordinates"\s*:\s*\[\s*([^\s,\[\]]+)\s*,\s*([^\s,\[\]]+)\s*\][^\[]*"type"\s*:\s*"Point")re"_s);
    for (const QRegularExpression &form : {point, pointLast}) {
        if (const auto match = form.match(text); match.hasMatch())
            return u"Point %1, %2"_s.arg(match.captured(1), match.captured(2)).left(maxChars);
    }
    QString flat = text.simplified();
    if (flat.size() > maxChars || text.size() < json.size()) {
        flat.truncate(qMax(0, maxChars - 1));
        flat += u'…';
    }
    return flat;
}

} // namespace Aeroscope::Workbench
