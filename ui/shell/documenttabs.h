// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

class QStackedWidget;
class QTabBar;
class QToolButton;

namespace Aeroscope::Ui {

/// The tabs in the middle of the window, each with the colour edge of its cluster, and a button for one more.
/// Middle click closes. Shows `placeholder` while there is none.
class Banner;

class DocumentTabs : public QWidget
{
    Q_OBJECT

public:
    explicit DocumentTabs(QWidget *placeholder, QWidget *parent = nullptr);

    int addTab(QWidget *page, const QIcon &icon, const QString &title, const QColor &edge);
    [[nodiscard]] int count() const;
    [[nodiscard]] QWidget *page(int index) const;
    [[nodiscard]] int indexOf(const QWidget *page) const;
    [[nodiscard]] QWidget *currentPage() const;
    void setCurrentPage(QWidget *page);
    void setTabText(const QWidget *page, const QString &title, const QString &toolTip);
    void closeTab(int index);
    void step(int by);
    [[nodiscard]] QTabBar *bar() const noexcept { return m_bar; }
    /// Above every page: what is to be said of the connection of the current one.
    [[nodiscard]] Banner *banner() const noexcept { return m_banner; }

Q_SIGNALS:
    void currentChanged(QWidget *page);
    void newRequested();
    /// The page is deleted when control returns to the event loop.
    void closed(QWidget *page);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QTabBar *m_bar;
    QToolButton *m_new;
    Banner *m_banner;
    QStackedWidget *m_stack;
    QWidget *m_placeholder;
    QList<QWidget *> m_pages;
};

} // namespace Aeroscope::Ui
