// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Settings, guide, diagnostics, and what is done to a cluster as a whole.

#include "ui/connections/writeguard.h"
#include "ui/navigator/indexdialog.h"
#include "ui/navigator/navigatorpanel.h"
#include "ui/query/querytab.h"
#include "ui/shell/diagnostics.h"
#include "ui/shell/guidewindow.h"
#include "ui/shell/mainactions.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/messagespanel.h"
#include "ui/shell/settingsdialog.h"
#include "ui/workbench/humantext.h"

#include <QAction>
#include <QApplication>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

/// The one that is open comes to the front instead of a second.
template <class Dialog>
bool raiseOpen(QWidget *window)
{
    auto *open = window->findChild<Dialog *>();
    if (!open)
        return false;
    open->show();
    open->raise();
    open->activateWindow();
    return true;
}

} // namespace

void MainWindow::connectManners()
{
    m_systemFont = QApplication::font();
    const auto choose = [this](ThemeChoice choice) {
        WindowSettings settings = m_settings;
        settings.theme = choice;
        applySettings(settings);
    };
    connect(m_actions->themeSystem, &QAction::triggered, this, [choose] { choose(ThemeChoice::System); });
    connect(m_actions->themeLight, &QAction::triggered, this, [choose] { choose(ThemeChoice::Light); });
    connect(m_actions->themeDark, &QAction::triggered, this, [choose] { choose(ThemeChoice::Dark); });
    connect(m_actions->settings, &QAction::triggered, this, &MainWindow::showSettings);
    connect(m_actions->guide, &QAction::triggered, this, [this] {
        if (!raiseOpen<GuideWindow>(this))
            (new GuideWindow(this))->show();
    });
    connect(m_actions->diagnostics, &QAction::triggered, this, [this] {
        if (!raiseOpen<DiagnosticsDialog>(this))
            (new DiagnosticsDialog(diagnosticsText(m_setup.version, m_connections->all()), this))->show();
    });
    connect(m_actions->createIndex, &QAction::triggered, this, [this] {
        const QueryTab *tab = currentQuery();
        const DataSet chosen = m_navigator->currentDataSet();
        if (tab)
            showCreateIndex(tab->connection(), tab->dataset());
        else if (!chosen.namespaceName.isEmpty())
            showCreateIndex(m_navigator->currentConnection(), chosen);
    });
    connect(m_navigator, &NavigatorPanel::createIndexRequested, this, &MainWindow::showCreateIndex);
    connect(m_navigator, &NavigatorPanel::dropIndexRequested, this, &MainWindow::showDropIndex);
    connect(
        m_navigator, &NavigatorPanel::queryRequested, this,
        [this](Connection *connection, const DataSet &dataset) { openDataSet(connection, dataset, false); });
}

QString MainWindow::settingsFile() const
{
    return settingsFileIn(m_setup.configFolder);
}

void MainWindow::showSettings()
{
    if (raiseOpen<SettingsDialog>(this))
        return;
    auto *dialog = new SettingsDialog(m_settings, this);
    connect(dialog, &SettingsDialog::changed, this, &MainWindow::applySettings);
    dialog->show();
}

void MainWindow::applySettings(const WindowSettings &settings)
{
    const bool otherFont = settings.fontStep != m_settings.fontStep;
    m_settings = settings;
    if (m_setup.theme)
        m_setup.theme->setChoice(settings.theme);
    QAction *theme = settings.theme == ThemeChoice::Light  ? m_actions->themeLight
                     : settings.theme == ThemeChoice::Dark ? m_actions->themeDark
                                                           : m_actions->themeSystem;
    theme->setChecked(true);
    if (otherFont) {
        QFont font = m_systemFont;
        font.setPointSizeF(qMax(6.0, m_systemFont.pointSizeF() + settings.fontStep));
        QApplication::setFont(font);
    }
    if (!m_setup.configFolder.isEmpty())
        settings.save(settingsFile());
}

std::function<Result<Session>()> MainWindow::writerOf(Connection *connection)
{
    return [self = QPointer(this), cluster = QPointer(connection)]() -> Result<Session> {
        if (!self || !cluster)
            return std::unexpected(Error::notConnected(tr("the cluster is not connected")));
        const WriteGuard *guard = self->currentGuard();
        if (guard && guard->connection() == cluster)
            return guard->writer();
        return WriteGuard(cluster).writer();
    };
}

void MainWindow::showCreateIndex(Connection *connection, const DataSet &dataset)
{
    if (!connection)
        return;
    auto *dialog = new IndexDialog(connection->profile(), dataset, writerOf(connection), this);
    connect(dialog, &IndexDialog::created, connection, [this, connection](const QByteArray &name) {
        m_messages->add(MessagesModel::Kind::Success,
                        tr("%1: index %2 is complete").arg(connection->name(), Workbench::nameText(name)));
        connection->refreshCatalog();
    });
    dialog->show();
}

void MainWindow::showDropIndex(Connection *connection, const QByteArray &namespaceName,
                               const QByteArray &index)
{
    auto *dialog =
        new DropIndexDialog(connection->profile(), namespaceName, index, writerOf(connection), this);
    connect(dialog, &DropIndexDialog::dropped, connection, [this, connection](const QByteArray &name) {
        m_messages->add(MessagesModel::Kind::Success,
                        tr("%1: index %2 was dropped").arg(connection->name(), Workbench::nameText(name)));
        connection->refreshCatalog();
    });
    dialog->open();
}

} // namespace Aeroscope::Ui
