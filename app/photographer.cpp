// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/photographer.h"

#include "app/commands/command.h"
#include "ui/connections/connectiondialog.h"
#include "ui/connections/unlockdialog.h"
#include "ui/grid/recordgrid.h"
#include "ui/navigator/indexdialog.h"
#include "ui/query/aelassist.h"
#include "ui/query/aeleditor.h"
#include "ui/query/querytab.h"
#include "ui/shell/diagnostics.h"
#include "ui/shell/guidewindow.h"
#include "ui/shell/mainactions.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/palette.h"
#include "ui/shell/settingsdialog.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDir>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace Aeroscope::App {

namespace {

constexpr int turn = 50; // milliseconds
constexpr qint64 patience = 60'000;
/// After the last change what follows the selection is read as well.
constexpr int calmTurns = 3;

} // namespace

Photographer::Photographer(Ui::MainWindow *window)
    : QObject(window)
    , m_window(window)
{
    m_patience.start();
    startTimer(turn);
}

void Photographer::addQuery(const QString &file)
{
    m_shots.push_back({{},
                       [this] {
                           Ui::Connection *demo = m_window->connections()->demo();
                           if (!demo || !demo->isOnline())
                               return;
                           Ui::QueryTab *tab = m_window->openDataSet(demo, DataSet{"test", "users"}, false);
                           tab->editor()->setPlainText(u"$.age > 25 and $.country == \"US\""_s);
                           tab->editor()->moveCursor(QTextCursor::End);
                           tab->setLimit(1000);
                           tab->start();
                       },
                       {},
                       {}});
    m_shots.push_back({file,
                       [this] {
                           if (Ui::QueryTab *tab = m_window->currentQuery())
                               tab->grid()->setCurrentCell(2, 0);
                       },
                       {},
                       {}});
}

Photographer *Photographer::ofWindow(Ui::MainWindow *window, const QString &file)
{
    auto *made = new Photographer(window);
    made->addQuery(file);
    return made;
}

Photographer *Photographer::ofEverything(Ui::MainWindow *window, const QString &folder)
{
    auto *made = new Photographer(window);
    QDir().mkpath(folder);
    const auto file = [&folder](const QString &name) { return folder + u'/' + name + u".png"_s; };
    const auto trigger = [](QAction *action) { return [action] { action->trigger(); }; };
    const auto editor = [window] { return window->currentQuery()->editor(); };
    auto &shots = made->m_shots;
    shots.push_back({file(u"welcome"_s), {}, {}, {}});
    const auto dialogPage = [window](Ui::ConnectionForm::Page page) {
        return [window, page] {
            if (auto *dialog = window->findChild<Ui::ConnectionDialog *>())
                dialog->form()->showPage(page);
        };
    };
    const auto dialog = [window]() -> QWidget * { return window->findChild<Ui::ConnectionDialog *>(); };
    shots.push_back({file(u"connect"_s), trigger(window->actions()->addCluster), dialog, {}});
    shots.push_back({file(u"connect-tls"_s),
                     [window, tls = dialogPage(Ui::ConnectionForm::TlsPage)] {
                         tls();
                         if (auto *shown = window->findChild<Ui::ConnectionDialog *>()) {
                             shown->nameField()->setText(u"prod-eu"_s);
                             shown->hostsField()->setText(u"db1.example:4333, db2.example:4333"_s);
                             shown->environmentField()->setCurrentIndex(2);
                             shown->tlsBox()->setChecked(true);
                         }
                     },
                     dialog,
                     {}});
    shots.push_back({file(u"connect-addresses"_s), dialogPage(Ui::ConnectionForm::AddressPage), dialog, {}});
    shots.push_back({file(u"connect-ssh"_s), dialogPage(Ui::ConnectionForm::SshPage), dialog, [dialog] {
                         if (QWidget *shown = dialog())
                             shown->close();
                     }});
    shots.push_back({file(u"connected"_s), [window] { window->startDemo(); }, {}, {}});
    made->addQuery(file(u"main"_s));
    made->m_needsQuery = made->m_shots.size() - 1;
    shots.push_back(
        {file(u"explain"_s), trigger(window->actions()->explain), {}, trigger(window->actions()->explain)});
    shots.push_back({file(u"suggestions"_s),
                     [editor] {
                         editor()->setPlainText(u"$.age > 25 and $.address."_s);
                         editor()->moveCursor(QTextCursor::End);
                         editor()->setFocus();
                         editor()->assist()->showSuggestions();
                     },
                     {},
                     [editor] { editor()->assist()->hideAll(); }});
    shots.push_back({file(u"fault"_s),
                     [editor] { editor()->setPlainText(u"$.age > 25 and\n$.country = \"US\""_s); },
                     {},
                     [editor] { editor()->clear(); }});
    shots.push_back({file(u"commands"_s), trigger(window->actions()->commandPalette), {}, {}});
    shots.push_back({file(u"goto"_s),
                     [window] {
                         window->actions()->goTo->trigger();
                         window->palettePopup()->field()->setText(u"or"_s);
                     },
                     {},
                     [window] { window->palettePopup()->hide(); }});
    shots.push_back({file(u"history"_s), trigger(window->actions()->showHistory), {}, {}});
    shots.push_back({file(u"insert"_s), trigger(window->actions()->insertRecord), {}, {}});
    shots.push_back(
        {file(u"documents"_s),
         [window] { window->openDataSet(window->connections()->demo(), DataSet{"test", "documents"}, true); },
         {},
         {}});
    shots.push_back({file(u"nothing-found"_s),
                     [window, editor] {
                         editor()->setPlainText(u"$.none == 1"_s);
                         window->currentQuery()->start();
                     },
                     {},
                     {}});
    const auto closing = [](auto find) {
        return [find] {
            if (QWidget *shown = find())
                shown->close();
        };
    };
    const auto settings = [window]() -> QWidget * { return window->findChild<Ui::SettingsDialog *>(); };
    shots.push_back({file(u"settings"_s), trigger(window->actions()->settings), settings, closing(settings)});
    const auto guide = [window]() -> QWidget * { return window->findChild<Ui::GuideWindow *>(); };
    shots.push_back({file(u"guide"_s), trigger(window->actions()->guide), guide, closing(guide)});
    const auto facts = [window]() -> QWidget * { return window->findChild<Ui::DiagnosticsDialog *>(); };
    shots.push_back({file(u"diagnostics"_s), trigger(window->actions()->diagnostics), facts, closing(facts)});
    const auto index = [window]() -> QWidget * { return window->findChild<Ui::IndexDialog *>(); };
    shots.push_back(
        {file(u"create-index"_s), trigger(window->actions()->createIndex), index, closing(index)});
    shots.push_back({file(u"production"_s),
                     [window] {
                         Workbench::Profile profile = window->connections()->demo()->profile();
                         profile.environment = Workbench::Environment::Production;
                         window->connections()->demo()->setProfile(profile);
                     },
                     {},
                     {}});
    const auto unlock = [window]() -> QWidget * { return window->findChild<Ui::UnlockDialog *>(); };
    shots.push_back({file(u"unlock"_s), trigger(window->actions()->unlockTab), unlock, closing(unlock)});
    shots.push_back({file(u"not-connected"_s), [window] { window->connections()->demo()->close(); }, {}, {}});
    return made;
}

void Photographer::timerEvent(QTimerEvent *)
{
    if (m_next == m_shots.size()) {
        finish(true);
        return;
    }
    const Shot &shot = m_shots[m_next];
    const bool late = m_patience.hasExpired(patience);
    if (late)
        complain(u"the window did not settle within a minute; the picture shows it as it is"_s);
    if (!late && !m_window->isSettled()) {
        m_calmTurns = 0;
        return;
    }
    if (!m_prepared) {
        if (m_needsQuery && m_next >= *m_needsQuery && !m_window->currentQuery()) {
            complain(u"the demo cluster could not be opened, so there is nothing more to draw"_s);
            finish(false);
            return;
        }
        if (shot.prepare)
            shot.prepare();
        m_prepared = true;
        m_calmTurns = 0;
        return;
    }
    if (!late && ++m_calmTurns < calmTurns)
        return;
    if (!shot.file.isEmpty()) {
        QWidget *subject = shot.subject ? shot.subject() : nullptr;
        const bool drawn = subject ? subject->grab().save(shot.file) : m_window->renderTo(shot.file);
        if (!drawn) {
            complain(u"the picture %1 could not be written"_s.arg(shot.file));
            finish(false);
            return;
        }
    }
    if (shot.after)
        shot.after();
    ++m_next;
    m_prepared = false;
    m_patience.restart();
}

void Photographer::finish(bool drawn)
{
    QCoreApplication::exit(drawn ? Success : Failure);
}

} // namespace Aeroscope::App
