// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QDockWidget>

class QStackedWidget;
class QTabBar;

namespace Aeroscope::Ui {

/// A dock with our title: its name, or the plain words of several pages with an underline below the current
/// one.
class PanelDock : public QDockWidget
{
    Q_OBJECT

public:
    PanelDock(const QString &name, const QString &title, QWidget *parent = nullptr);

    void addPage(QWidget *page, const QString &title);
    void setPageTitle(QWidget *page, const QString &title);
    void showPage(QWidget *page);
    /// A widget at the right end of the title.
    void addCorner(QWidget *widget);
    [[nodiscard]] QTabBar *tabs() const noexcept { return m_tabs; }

private:
    class Title;
    Title *m_title;
    QTabBar *m_tabs;
    QStackedWidget *m_stack;
};

} // namespace Aeroscope::Ui
