// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/embeddedcluster.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme/theme.h"

#include <QTemporaryDir>
#include <QTranslator>

#include <memory>

class QWidget;

namespace Aeroscope::Ui {
class QueryTab;
}

namespace Aeroscope::Test {

/// A main window with an embedded cluster behind it, driven by real events.
class WindowFixture
{
public:
    /// Two nodes; `users` with 1000 records (keys 0 … 999), `tiny` with one record of one bin, three records
    /// in no set.
    WindowFixture();
    /// The sample data of the demo instead, on three nodes.
    explicit WindowFixture(bool sampleData);
    ~WindowFixture();

    /// Connects and waits until the catalog is there; false after ten seconds.
    [[nodiscard]] bool connectDemo();
    /// Opens the set as a double click in the navigator does and waits for the rows.
    [[nodiscard]] Ui::QueryTab *open(const QByteArray &set);
    [[nodiscard]] Ui::Connection *connection() const;
    /// Names of visible widgets that take the focus and say nothing to a screen reader.
    [[nodiscard]] static QStringList unnamedWidgets(QWidget *root);
    /// Saves a picture when AEROSCOPE_SCREENS names a folder.
    static void picture(QWidget *widget, const QString &name);

    Demo::EmbeddedCluster &cluster() { return *m_cluster; }
    Ui::MainWindow &window() { return *m_window; }
    [[nodiscard]] QString configFolder() const { return m_config.path(); }

private:
    void makeWindow();

    QTemporaryDir m_config;
    QTranslator m_english;
    std::unique_ptr<Demo::EmbeddedCluster> m_cluster;
    std::unique_ptr<Ui::MainWindow> m_window;
};

} // namespace Aeroscope::Test
