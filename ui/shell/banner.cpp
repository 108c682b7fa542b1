// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/banner.h"

#include "ui/theme/icons.h"
#include "ui/theme/roles.h"
#include "ui/theme/tokens.h"

#include <QAccessible>
#include <QBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

Banner::Banner(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_title(new QLabel(this))
    , m_detail(new QLabel(this))
    , m_actions(new QHBoxLayout)
    , m_close(new QToolButton(this))
{
    setObjectName(u"banner"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 8, 8, 8);
    layout->setSpacing(10);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    setTextRole(m_title, TextRole::Strong);
    setTextRole(m_detail, TextRole::Muted);
    for (QLabel *label : {m_title, m_detail}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setFocusPolicy(Qt::NoFocus);
        texts->addWidget(label);
    }
    layout->addLayout(texts, 1);
    m_actions->setSpacing(8);
    layout->addLayout(m_actions);
    m_close->setIcon(icon(u"close"_s, IconTint::Muted));
    m_close->setAutoRaise(true);
    m_close->setAccessibleName(tr("Dismiss message"));
    m_close->setToolTip(tr("Dismiss"));
    connect(m_close, &QToolButton::clicked, this, [this] {
        dismiss();
        Q_EMIT dismissed();
    });
    layout->addWidget(m_close, 0, Qt::AlignTop);
    hide();
}

void Banner::show(Kind kind, const QString &title, const QString &detail)
{
    m_kind = kind;
    for (QAbstractButton *button : std::as_const(m_buttons))
        button->deleteLater();
    m_buttons.clear();
    setTexts(title, detail);
    const QIcon picture = kind == Kind::Error     ? icon(u"error"_s, IconTint::Error)
                          : kind == Kind::Warning ? icon(u"warning"_s, IconTint::Warning)
                                                  : icon(u"info"_s, IconTint::Accent);
    m_icon->setPixmap(picture.pixmap(QSize(16, 16), devicePixelRatioF()));
    m_icon->setFixedSize(16, qMax(16, m_title->fontMetrics().height()));
    setVisible(true);
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
    update();
}

void Banner::setTexts(const QString &title, const QString &detail)
{
    m_title->setText(title);
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(detail);
}

QAbstractButton *Banner::addAction(const QString &text)
{
    auto *button = new QPushButton(text, this);
    m_actions->addWidget(button);
    m_buttons.append(button);
    return button;
}

void Banner::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

void Banner::dismiss()
{
    setVisible(false);
}

QString Banner::title() const
{
    return m_title->text();
}

QString Banner::detail() const
{
    return m_detail->text();
}

void Banner::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    const QColor bar = m_kind == Kind::Error ? t.error : m_kind == Kind::Warning ? t.warning : t.accent;
    const QColor wash = m_kind == Kind::Error ? t.deleted : m_kind == Kind::Warning ? t.staged : t.accentWash;
    painter.fillRect(rect(), wash);
    painter.fillRect(QRect(0, 0, 3, height()), bar);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
}

} // namespace Aeroscope::Ui
