// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QDialog>
#include <QList>
#include <QString>

class QLineEdit;
class QListWidget;
class QTextBrowser;

namespace Aeroscope::Ui {

/// The guide that comes with the program: pages of Markdown, with a search over all of them. Opened with
/// show(); nothing is fetched from anywhere.
class GuideWindow : public QDialog
{
    Q_OBJECT

public:
    explicit GuideWindow(QWidget *parent = nullptr);

    struct Page
    {
        QString id{};
        QString title{};
        QString text{};
    };
    /// In the language of the window where there is one, else English.
    [[nodiscard]] static QList<Page> pages();
    void showPage(const QString &id);

    [[nodiscard]] QLineEdit *searchField() const noexcept { return m_search; }
    [[nodiscard]] QListWidget *list() const noexcept { return m_list; }
    [[nodiscard]] QTextBrowser *text() const noexcept { return m_text; }

private:
    void fill();
    void showCurrent();

    QList<Page> m_pages;
    QLineEdit *m_search;
    QListWidget *m_list;
    QTextBrowser *m_text;
};

} // namespace Aeroscope::Ui
