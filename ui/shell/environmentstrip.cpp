// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/environmentstrip.h"

#include "ui/connections/environmentlook.h"

#include <QPainter>

namespace Aeroscope::Ui {

namespace {

constexpr int bandHeight = 24;
constexpr int edgeHeight = 3;
constexpr int margin = 12;

} // namespace

EnvironmentStrip::EnvironmentStrip(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void EnvironmentStrip::setConnection(const QString &name, Workbench::Environment environment)
{
    m_name = name;
    m_environment = environment;
    m_shown = true;
    const EnvironmentLook look = environmentLook(environment);
    setAccessibleName(look.word.isEmpty() ? look.label : look.word + QLatin1Char(' ') + name);
    updateGeometry();
    show();
    update();
}

void EnvironmentStrip::clear()
{
    m_shown = false;
    hide();
}

QSize EnvironmentStrip::sizeHint() const
{
    return {200, environmentLook(m_environment).word.isEmpty() ? edgeHeight : bandHeight};
}

void EnvironmentStrip::paintEvent(QPaintEvent *)
{
    const EnvironmentLook look = environmentLook(m_environment);
    QPainter painter(this);
    painter.fillRect(rect(), look.fill);
    if (look.word.isEmpty())
        return;
    painter.setPen(look.text);
    QFont strong = font();
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    int x = margin;
    const QFontMetrics metrics(strong);
    painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter | Qt::AlignLeft, look.word);
    x += metrics.horizontalAdvance(look.word) + margin;
    painter.drawText(QRect(x, 0, width() - x - margin, height()), Qt::AlignVCenter | Qt::AlignLeft,
                     metrics.elidedText(m_name, Qt::ElideMiddle, width() - x - margin));
}

} // namespace Aeroscope::Ui
