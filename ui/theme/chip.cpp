// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/theme/chip.h"

#include "ui/theme/roles.h"
#include "ui/theme/tokens.h"

#include <QFont>
#include <QFontMetrics>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui::Chip {

QString typeText(Value::Type type)
{
    switch (type) {
    case Value::Type::Nil:
        return u"nil"_s;
    case Value::Type::Bool:
        return u"bool"_s;
    case Value::Type::Integer:
        return u"int"_s;
    case Value::Type::Double:
        return u"double"_s;
    case Value::Type::String:
        return u"str"_s;
    case Value::Type::Blob:
    case Value::Type::RawBytes:
    case Value::Type::Opaque:
        return u"blob"_s;
    case Value::Type::GeoJson:
        return u"geo"_s;
    case Value::Type::Hll:
        return u"hll"_s;
    case Value::Type::List:
        return u"list"_s;
    case Value::Type::Map:
        return u"map"_s;
    case Value::Type::Infinity:
        return u"inf"_s;
    case Value::Type::Wildcard:
        return u"*"_s;
    }
    return u"?"_s;
}

QString particleText(ParticleType type)
{
    switch (type) {
    case ParticleType::Nil:
        return u"nil"_s;
    case ParticleType::Integer:
        return u"int"_s;
    case ParticleType::Float:
        return u"double"_s;
    case ParticleType::String:
        return u"str"_s;
    case ParticleType::Bool:
        return u"bool"_s;
    case ParticleType::Hll:
        return u"hll"_s;
    case ParticleType::Map:
        return u"map"_s;
    case ParticleType::List:
        return u"list"_s;
    case ParticleType::GeoJson:
        return u"geo"_s;
    default:
        return u"blob"_s;
    }
}

QString keyText(Value::Type type)
{
    switch (type) {
    case Value::Type::Integer:
        return u"123"_s;
    case Value::Type::Double:
        return u"1.5"_s;
    case Value::Type::String:
        return u"ab"_s;
    default:
        return u"hex"_s;
    }
}

QFont font()
{
    static const QFont s_font = [] {
        QFont f = fixedFont();
        f.setPointSizeF(qMax(6.5, f.pointSizeF() - 1.5));
        return f;
    }();
    return s_font;
}

int width(const QString &text)
{
    return QFontMetrics(font()).horizontalAdvance(text) + 8;
}

int paint(QPainter *painter, const QRect &rect, const QString &text)
{
    const int w = width(text);
    const int h = 16;
    const QRectF box(rect.x() + 0.5, rect.y() + (rect.height() - h) / 2 + 0.5, w - 1, h - 1);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(tokens().line, 1));
    painter->setBrush(tokens().base);
    painter->drawRoundedRect(box, 3, 3);
    painter->setFont(font());
    painter->setPen(tokens().muted);
    painter->drawText(box, Qt::AlignCenter, text);
    painter->restore();
    return w;
}

} // namespace Aeroscope::Ui::Chip
