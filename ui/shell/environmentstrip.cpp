// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/environmentstrip.h"

#include "ui/connections/environmentlook.h"

#include <QAbstractButton>
#include <QPainter>

namespace Aeroscope::Ui {

namespace {

constexpr int bandHeight = 24;
constexpr int edgeHeight = 3;
constexpr int margin = 12;

/// An outlined word in the colours of the band.
class BandButton : public QAbstractButton
{
public:
    explicit BandButton(QWidget *parent)
        : QAbstractButton(parent)
    {
        setFocusPolicy(Qt::StrongFocus);
    }
    void setColor(const QColor &color)
    {
        m_color = color;
        update();
    }
    QSize sizeHint() const override { return {fontMetrics().horizontalAdvance(text()) + 20, 20}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QColor fill = m_color;
        fill.setAlphaF(isDown() ? 0.35F : underMouse() || hasFocus() ? 0.2F : 0.0F);
        QColor edge = m_color;
        edge.setAlphaF(hasFocus() ? 1.0F : 0.6F);
        painter.setPen(QPen(edge, hasFocus() ? 2 : 1));
        painter.setBrush(fill);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 3, 3);
        painter.setPen(m_color);
        painter.drawText(rect(), Qt::AlignCenter, text());
    }
    void enterEvent(QEnterEvent *) override { update(); }
    void leaveEvent(QEvent *) override { update(); }

private:
    QColor m_color;
};

} // namespace

EnvironmentStrip::EnvironmentStrip(QWidget *parent)
    : QWidget(parent)
    , m_button(new BandButton(this))
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::NoFocus);
    m_button->hide();
    connect(m_button, &QAbstractButton::clicked, this, &EnvironmentStrip::buttonClicked);
    hide();
}

void EnvironmentStrip::setConnection(const QString &name, const Workbench::Profile &profile,
                                     const Guard &guard)
{
    m_name = name;
    m_profile = profile;
    m_guard = guard.text;
    m_shown = true;
    const EnvironmentLook look = environmentLook(profile);
    QStringList words{look.word.isEmpty() ? look.label : look.word, name};
    if (!m_guard.isEmpty())
        words.append(m_guard);
    setAccessibleName(words.join(QStringLiteral(", ")));
    m_button->setText(guard.button);
    static_cast<BandButton *>(m_button)->setColor(look.text);
    m_button->setVisible(!guard.button.isEmpty() && !look.word.isEmpty());
    placeButton();
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
    return {200, environmentLook(m_profile).word.isEmpty() ? edgeHeight : bandHeight};
}

void EnvironmentStrip::placeButton()
{
    const QSize size = m_button->sizeHint();
    m_button->setGeometry(width() - margin - size.width(), (bandHeight - size.height()) / 2, size.width(),
                          size.height());
}

void EnvironmentStrip::resizeEvent(QResizeEvent *)
{
    placeButton();
}

void EnvironmentStrip::paintEvent(QPaintEvent *)
{
    const EnvironmentLook look = environmentLook(m_profile);
    QPainter painter(this);
    painter.fillRect(rect(), look.fill);
    if (look.word.isEmpty())
        return;
    painter.setPen(look.text);
    QFont strong = font();
    strong.setWeight(QFont::DemiBold);
    const int end = m_button->isVisible() ? m_button->x() - margin : width() - margin;
    int x = margin;
    const auto put = [&](const QString &text, const QFont &inFont) {
        painter.setFont(inFont);
        const QFontMetrics metrics(inFont);
        const QString shown = metrics.elidedText(text, Qt::ElideMiddle, qMax(0, end - x));
        painter.drawText(QRect(x, 0, end - x, height()), Qt::AlignVCenter | Qt::AlignLeft, shown);
        x += metrics.horizontalAdvance(shown) + margin;
    };
    put(look.word, strong);
    put(m_name, strong);
    put(m_guard, font());
}

} // namespace Aeroscope::Ui
