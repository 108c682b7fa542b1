// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/emptystate.h"

#include "ui/theme/icons.h"
#include "ui/theme/roles.h"
#include "ui/theme/tokens.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

constexpr int pictureSize = 40;
constexpr int textWidth = 420;

} // namespace

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_picture(new QWidget(this))
    , m_title(new QLabel(this))
    , m_sentence(new QLabel(this))
    , m_primary(new QPushButton(this))
    , m_link(new QPushButton(this))
{
    m_picture->setFixedSize(pictureSize, pictureSize);
    setTextRole(m_title, TextRole::Title);
    setTextRole(m_sentence, TextRole::Muted);
    m_title->setAlignment(Qt::AlignCenter);
    m_title->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    setButtonRole(m_primary, ButtonRole::Primary);
    setButtonRole(m_link, ButtonRole::Link);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(8);
    layout->addStretch(2);
    layout->addWidget(m_picture, 0, Qt::AlignHCenter);
    layout->addSpacing(4);
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    layout->addWidget(m_sentence, 0, Qt::AlignHCenter);
    layout->addSpacing(8);
    layout->addWidget(m_primary, 0, Qt::AlignHCenter);
    layout->addWidget(m_link, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    m_primary->hide();
    m_link->hide();
    connect(m_primary, &QPushButton::clicked, this, &EmptyState::primaryClicked);
    connect(m_link, &QPushButton::clicked, this, &EmptyState::linkClicked);
}

void EmptyState::setText(const QString &title, const QString &sentence)
{
    m_title->setText(title);
    m_sentence->setText(sentence);
    m_sentence->setVisible(!sentence.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(sentence);
    fitTexts();
}

void EmptyState::fitTexts()
{
    // Wrapped labels that are centred do not ask for the height that their width needs.
    const int room = qBound(80, width() - 48, textWidth);
    for (QLabel *label : {m_title, m_sentence}) {
        label->setMinimumSize(0, 0); // a label never answers less than its minimum
        label->setFixedSize(room, label->heightForWidth(room));
    }
}

void EmptyState::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitTexts();
}

QString EmptyState::text() const
{
    return m_title->text();
}

void EmptyState::setPrimary(const QString &text)
{
    m_primary->setText(text);
    m_primary->setVisible(!text.isEmpty());
}

void EmptyState::setLink(const QString &text)
{
    m_link->setText(text);
    m_link->setVisible(!text.isEmpty());
}

void EmptyState::setPicture(const QString &iconName)
{
    m_iconName = iconName;
    update();
}

void EmptyState::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    painter.fillRect(rect(), t.base);
    if (!m_iconName.isEmpty()) {
        painter.drawPixmap(m_picture->pos(), iconPixmap(m_iconName, blend(t.base, t.muted, 0.55), pictureSize,
                                                        devicePixelRatioF()));
    }
}

} // namespace Aeroscope::Ui
