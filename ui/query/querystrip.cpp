// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/query/querystrip.h"

#include "ui/theme/roles.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

constexpr int margin = 12;
constexpr int gap = 12;

} // namespace

QueryStrip::QueryStrip(QWidget *parent)
    : QWidget(parent)
    , m_explain(new QPushButton(tr("Explain"), this))
{
    setButtonRole(m_explain, ButtonRole::Link);
    m_explain->setCheckable(true);
    m_explain->setToolTip(tr("Say in words what the query asks for, and which index it uses"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, margin - 4, 1);
    layout->addStretch();
    layout->addWidget(m_explain);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::NoFocus);
}

void QueryStrip::setPlan(const QString &pill, const QString &what, const QString &facts)
{
    m_pill = pill;
    m_what = what;
    m_facts = facts;
    describe();
}

void QueryStrip::setCheck(Check check, const QString &text)
{
    m_check = check;
    m_checkText = text;
    describe();
}

void QueryStrip::describe()
{
    setAccessibleName(u"%1: %2. %3. %4"_s.arg(m_pill, m_what, m_facts, m_checkText));
    update();
}

void QueryStrip::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    painter.fillRect(rect(), t.alternate);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
    QFont strong = font();
    strong.setWeight(QFont::DemiBold);
    const QFontMetrics plain(font());
    int right = m_explain->x() - gap;
    if (!m_checkText.isEmpty()) {
        const QString text = plain.elidedText(m_checkText, Qt::ElideRight, width() / 3);
        const int w = plain.horizontalAdvance(text);
        painter.setFont(font());
        painter.setPen(m_check == Check::Errors ? t.error : t.muted);
        painter.drawText(QRect(right - w, 0, w, height()), Qt::AlignVCenter | Qt::AlignRight, text);
        right -= w + gap;
    }
    int x = margin;
    if (!m_pill.isEmpty()) {
        const int w = QFontMetrics(strong).horizontalAdvance(m_pill) + 18;
        Shape::roundedBox(&painter, QRect(x, (height() - 20) / 2, w, 20), t.accentWash, Qt::transparent, 10);
        painter.setFont(strong);
        painter.setPen(t.accent);
        painter.drawText(QRect(x, 0, w, height()), Qt::AlignCenter, m_pill);
        x += w + gap;
    }
    painter.setFont(font());
    for (const auto &[text, color] : {std::pair(m_what, t.text), std::pair(m_facts, t.muted)}) {
        if (text.isEmpty() || x >= right)
            continue;
        painter.setPen(color);
        const QString shown = plain.elidedText(text, Qt::ElideRight, right - x);
        painter.drawText(QRect(x, 0, right - x, height()), Qt::AlignVCenter | Qt::AlignLeft, shown);
        x += plain.horizontalAdvance(shown) + gap;
    }
}

} // namespace Aeroscope::Ui
