// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/theme/icons.h"

#include "ui/theme/tokens.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

QColor tintColor(IconTint tint)
{
    const Tokens &t = tokens();
    switch (tint) {
    case IconTint::Text:
        return t.text;
    case IconTint::Muted:
        return t.muted;
    case IconTint::Accent:
        return t.accent;
    case IconTint::OnAccent:
        return t.onAccent;
    case IconTint::Error:
        return t.error;
    case IconTint::Warning:
        return t.warning;
    case IconTint::Ok:
        return t.ok;
    }
    return t.text;
}

/// Draws the named picture in the theme's colour of the moment, so that no icon object outlives its colours.
class TintedEngine : public QIconEngine
{
public:
    TintedEngine(QString name, IconTint tint)
        : m_name(std::move(name))
        , m_tint(tint)
    {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const int side = qMin(rect.width(), rect.height());
        const QPixmap pixmap = iconPixmap(m_name, color(mode), side, painter->device()->devicePixelRatioF());
        const QPoint at(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2);
        painter->drawPixmap(QRect(at, QSize(side, side)), pixmap);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return iconPixmap(m_name, color(mode), qMin(size.width(), size.height()), 1.0);
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        // `size` is in device pixels here
        return iconPixmap(m_name, color(mode), qRound(qMin(size.width(), size.height()) / scale), scale);
    }

    QIconEngine *clone() const override { return new TintedEngine(m_name, m_tint); }

private:
    [[nodiscard]] QColor color(QIcon::Mode mode) const
    {
        const QColor full = tintColor(m_tint);
        return mode == QIcon::Disabled ? blend(tokens().window, tokens().muted, 0.55) : full;
    }
    QString m_name;
    IconTint m_tint;
};

} // namespace

QIcon icon(const QString &name, IconTint tint)
{
    return QIcon(new TintedEngine(name, tint));
}

QPixmap iconPixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio)
{
    const QString key =
        u"aeroscope:%1:%2:%3:%4"_s.arg(name, color.name(QColor::HexArgb)).arg(size).arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QFile file(u":/aeroscope/icons/"_s + name + u".svg"_s);
    pixmap = QPixmap(QSize(size, size) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    if (file.open(QIODevice::ReadOnly)) {
        // The pictures say "currentColor", which Qt's renderer does not know.
        QByteArray svg = file.readAll();
        svg.replace("currentColor", color.name().toLatin1());
        QSvgRenderer renderer(svg);
        QPainter painter(&pixmap);
        renderer.render(&painter, QRectF(0, 0, size, size));
    }
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

} // namespace Aeroscope::Ui
