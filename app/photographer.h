// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

class QWidget;

namespace Aeroscope::Ui {
class MainWindow;
}

namespace Aeroscope::App {

/// Draws the live window to PNG files, view by view, and ends the program. Each view is prepared, and drawn
/// when nothing moves any more; one that does not come to rest within a minute is drawn as it is.
class Photographer : public QObject
{
public:
    /// The main window, with a query over the demo cluster if that runs.
    [[nodiscard]] static Photographer *ofWindow(Ui::MainWindow *window, const QString &file);
    /// Every view into a folder; starts the demo cluster.
    [[nodiscard]] static Photographer *ofEverything(Ui::MainWindow *window, const QString &folder);

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    struct Shot
    {
        /// Empty: nothing is drawn, it only leads to the next one.
        QString file;
        std::function<void()> prepare;
        /// Null: the window.
        std::function<QWidget *()> subject;
        /// Puts away what would be in the way later; may be empty.
        std::function<void()> after;
    };
    explicit Photographer(Ui::MainWindow *window);
    void addQuery(const QString &file);
    void finish(bool drawn);

    Ui::MainWindow *m_window;
    std::vector<Shot> m_shots;
    size_t m_next = 0;
    /// From this one on there must be a query in the window.
    std::optional<size_t> m_needsQuery;
    int m_calmTurns = 0;
    bool m_prepared = false;
    QElapsedTimer m_patience;
};

} // namespace Aeroscope::App
