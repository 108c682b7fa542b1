// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/documenttabs.h"

#include "ui/shell/banner.h"
#include "ui/theme/icons.h"
#include "ui/theme/roles.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"

#include <QBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

DocumentTabs::DocumentTabs(QWidget *placeholder, QWidget *parent)
    : QWidget(parent)
    , m_bar(new QTabBar(this))
    , m_new(new QToolButton(this))
    , m_banner(new Banner(this))
    , m_stack(new QStackedWidget(this))
    , m_placeholder(placeholder)
{
    m_bar->setObjectName(u"documentTabs"_s);
    m_bar->setAccessibleName(tr("Open tabs"));
    m_bar->setExpanding(false);
    m_bar->setDrawBase(false);
    m_bar->setTabsClosable(true);
    m_bar->setMovable(true);
    m_bar->setUsesScrollButtons(true);
    m_bar->setElideMode(Qt::ElideMiddle);
    m_bar->installEventFilter(this);
    m_banner->setClosable(false);
    m_new->setIcon(icon(u"plus"_s, IconTint::Muted));
    m_new->setAutoRaise(true);
    m_new->setAccessibleName(tr("New query"));
    m_new->setToolTip(tr("New query"));

    auto *line = new QHBoxLayout;
    line->setContentsMargins(8, 4, 8, 0);
    line->setSpacing(6);
    line->addWidget(m_bar, 0, Qt::AlignBottom);
    line->addWidget(m_new, 0, Qt::AlignVCenter);
    line->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(line);
    layout->addWidget(m_banner);
    layout->addWidget(m_stack, 1);
    m_stack->addWidget(m_placeholder);
    m_bar->hide();
    m_new->hide();

    connect(m_new, &QToolButton::clicked, this, &DocumentTabs::newRequested);
    connect(m_bar, &QTabBar::tabCloseRequested, this, &DocumentTabs::closeTab);
    connect(m_bar, &QTabBar::tabMoved, this, [this](int from, int to) { m_pages.move(from, to); });
    connect(m_bar, &QTabBar::currentChanged, this, [this](int index) {
        if (index >= 0 && index < m_pages.size())
            m_stack->setCurrentWidget(m_pages[index]);
        Q_EMIT currentChanged(currentPage());
    });
}

int DocumentTabs::addTab(QWidget *page, const QIcon &icon, const QString &title, const QColor &edge)
{
    m_pages.append(page);
    m_stack->addWidget(page);
    m_bar->show();
    m_new->show();
    const int index = m_bar->addTab(icon, title);
    setTabEdge(m_bar, index, edge);
    m_bar->setCurrentIndex(index);
    m_stack->setCurrentWidget(page);
    update();
    return index;
}

int DocumentTabs::count() const
{
    return static_cast<int>(m_pages.size());
}

QWidget *DocumentTabs::page(int index) const
{
    return m_pages.value(index);
}

int DocumentTabs::indexOf(const QWidget *page) const
{
    return static_cast<int>(m_pages.indexOf(page));
}

QWidget *DocumentTabs::currentPage() const
{
    return m_pages.value(m_bar->currentIndex());
}

void DocumentTabs::setCurrentPage(QWidget *page)
{
    m_bar->setCurrentIndex(indexOf(page));
}

void DocumentTabs::setTabText(const QWidget *page, const QString &title, const QString &toolTip)
{
    const int index = indexOf(page);
    if (index < 0)
        return;
    if (m_bar->tabText(index) != title)
        m_bar->setTabText(index, title);
    m_bar->setTabToolTip(index, toolTip);
}

void DocumentTabs::closeTab(int index)
{
    QWidget *page = m_pages.value(index);
    if (!page)
        return;
    m_pages.removeAt(index);
    m_bar->removeTab(index);
    m_stack->removeWidget(page);
    if (m_pages.isEmpty()) {
        m_bar->hide();
        m_new->hide();
        m_stack->setCurrentWidget(m_placeholder);
    } else {
        m_stack->setCurrentWidget(currentPage());
    }
    Q_EMIT closed(page);
    Q_EMIT currentChanged(currentPage());
    page->deleteLater();
    update();
}

void DocumentTabs::step(int by)
{
    if (!m_pages.isEmpty())
        m_bar->setCurrentIndex((m_bar->currentIndex() + by + count()) % count());
}

bool DocumentTabs::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_bar && event->type() == QEvent::MouseButtonRelease) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        if (mouse->button() == Qt::MiddleButton) {
            const int index = m_bar->tabAt(mouse->position().toPoint());
            if (index >= 0) {
                closeTab(index);
                return true;
            }
        }
    }
    return QWidget::eventFilter(watched, event);
}

void DocumentTabs::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    if (m_pages.isEmpty()) {
        painter.fillRect(rect(), t.base);
        return;
    }
    const int bottom = m_bar->geometry().bottom();
    painter.fillRect(QRect(0, 0, width(), bottom + 1), t.window);
    painter.fillRect(QRect(0, bottom, width(), 1), t.line);
}

} // namespace Aeroscope::Ui
