// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/paneldock.h"

#include "ui/theme/icons.h"
#include "ui/theme/roles.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"

#include <QBoxLayout>
#include <QPainter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

class PanelDock::Title : public QWidget
{
public:
    explicit Title(PanelDock *dock)
        : QWidget(dock)
        , m_line(new QHBoxLayout(this))
    {
        m_line->setContentsMargins(12, 0, 6, 1);
        m_line->setSpacing(4);
        setFixedHeight(Style::dockTitleHeight);
    }
    [[nodiscard]] QHBoxLayout *line() const { return m_line; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), tokens().window);
        painter.fillRect(QRect(0, height() - 1, width(), 1), tokens().line);
    }

private:
    QHBoxLayout *m_line;
};

PanelDock::PanelDock(const QString &name, const QString &title, QWidget *parent)
    : QDockWidget(title, parent)
    , m_title(new Title(this))
    , m_tabs(new QTabBar(m_title))
    , m_stack(new QStackedWidget(this))
{
    setObjectName(name);
    setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
    setWordTabs(m_tabs);
    m_tabs->setAccessibleName(title);
    m_tabs->setUsesScrollButtons(false);
    m_tabs->setFixedHeight(Style::dockTitleHeight - 1);
    m_title->line()->addWidget(m_tabs);
    m_title->line()->addStretch(1);
    setTitleBarWidget(m_title);
    setWidget(m_stack);
    connect(m_tabs, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
}

void PanelDock::addPage(QWidget *page, const QString &title)
{
    m_stack->addWidget(page);
    m_tabs->addTab(title);
    m_tabs->updateGeometry(); // a tab bar that was never shown does not tell its layout
    m_tabs->setFocusPolicy(m_tabs->count() > 1 ? Qt::TabFocus : Qt::NoFocus);
}

void PanelDock::setPageTitle(QWidget *page, const QString &title)
{
    m_tabs->setTabText(m_stack->indexOf(page), title);
    m_tabs->updateGeometry();
}

void PanelDock::showPage(QWidget *page)
{
    m_tabs->setCurrentIndex(m_stack->indexOf(page));
}

void PanelDock::addCorner(QWidget *widget)
{
    m_title->line()->addWidget(widget);
}

} // namespace Aeroscope::Ui
