// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/mainactions.h"

#include "ui/theme/icons.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QMenuBar>
#include <QWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

MainActions::MainActions(QWidget *window)
    : QObject(window)
    , m_window(window)
{
    newQuery = make(tr("&New query"), u"query"_s, {QKeySequence::New});
    addCluster = make(tr("&Add cluster…"), u"plus"_s);
    startDemo = make(tr("Start the &demo cluster"), u"cluster"_s);
    closeTab = make(tr("&Close tab"), {}, {QKeySequence(Qt::CTRL | Qt::Key_W)});
    quit = make(tr("&Quit"), {}, {QKeySequence::Quit});
    quit->setMenuRole(QAction::QuitRole);

    copy = make(tr("&Copy"), u"copy"_s);
    copy->setShortcutContext(Qt::WidgetShortcut); // fields and grid have their own; this one shows the key
    copyWithHeader =
        make(tr("Copy with column &names"), {}, {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)});
    copyCsv = make(tr("Copy as C&SV"));
    copyMarkdown = make(tr("Copy as &Markdown table"));
    copyNdjson =
        make(tr("Copy records as &lines of JSON"), {}, {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_C)});
    copyJson = make(tr("Copy records as &JSON array"));
    copyAel = make(tr("Copy cells as a &filter (AEL)"));
    lookUp = make(tr("&Look up keys…"), {}, {QKeySequence(Qt::CTRL | Qt::Key_G)});
    openQuery = make(tr("&Open query…"), {}, {QKeySequence::Open});
    saveQuery = make(tr("&Save query…"), {}, {QKeySequence::Save});
    exportRows = make(tr("E&xport rows…"), {}, {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)});
    copyFilter = make(tr("Copy the &filter"));
    const std::pair<Ael::ClientLanguage, QString> languages[] = {
        {Ael::ClientLanguage::PythonSdk, u"Python"_s},
        {Ael::ClientLanguage::Java, u"Java"_s},
        {Ael::ClientLanguage::Go, u"Go"_s},
        {Ael::ClientLanguage::C, u"C"_s},
        {Ael::ClientLanguage::CSharp, u"C#"_s},
        {Ael::ClientLanguage::Rust, u"Rust"_s},
        {Ael::ClientLanguage::Node, u"Node.js"_s}};
    for (const auto &[language, name] : languages) {
        QAction *code = make(tr("Copy query for %1").arg(name));
        code->setData(static_cast<int>(language));
        copyCode.append(code);
    }
    selectAll = make(tr("Select &all rows"));
    find = make(tr("&Find in the rows"), u"search"_s, {QKeySequence::Find});
    filterRow = make(tr("Filter ro&w"), {}, {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F)});
    filterRow->setCheckable(true);
    chooseColumns = make(tr("C&hoose columns…"));
    countBy = make(tr("Count by this col&umn…"));

    run = make(tr("&Run"), {},
               {QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter),
                QKeySequence(Qt::Key_F9), QKeySequence(Qt::Key_F5)});
    run->setIcon(icon(u"run"_s, IconTint::OnAccent));
    stop =
        make(tr("&Stop"), u"stop"_s, {QKeySequence(Qt::CTRL | Qt::Key_Period), QKeySequence(Qt::Key_Escape)});

    resume = make(tr("Contin&ue"), u"continue"_s, {QKeySequence(Qt::SHIFT | Qt::Key_F9)});
    resumeToEnd = make(tr("Continue to the e&nd"), {}, {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F9)});
    formatQuery = make(tr("&Format"), {}, {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_I)});
    // the editor itself takes the key; elsewhere Ctrl+Space means something else
    suggest = make(tr("S&uggestions") + u"\tCtrl+Space"_s);
    explain = make(tr("&Explain"), {}, {QKeySequence(Qt::CTRL | Qt::Key_E)});
    explain->setCheckable(true);

    insertRecord = make(tr("&Insert record…"), u"plus"_s, {QKeySequence(Qt::Key_Insert)});
    insertRecord->setIconText(tr("Insert"));
    refreshRecord = make(tr("&Read record again"), u"refresh"_s, {QKeySequence(Qt::SHIFT | Qt::Key_F5)});

    connectCluster = make(tr("&Connect"), u"plug"_s);
    disconnectCluster = make(tr("&Disconnect"));
    refreshCluster = make(tr("&Refresh"), u"refresh"_s);
    createIndex = make(tr("Create &index…"), u"index"_s);
    unlockTab = make(tr("&Unlock this tab for writing…"), u"lock"_s);
    lockTab = make(tr("&Lock this tab"), u"lock"_s);

    commandPalette = make(tr("&Commands…"), {}, {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P)});
    goTo = make(tr("&Go to…"), {}, {QKeySequence(Qt::CTRL | Qt::Key_P)});
    showHistory = make(tr("&History of queries"), {}, {QKeySequence(Qt::CTRL | Qt::Key_H)});
    nextTab = make(tr("N&ext tab"), {},
                   {QKeySequence(Qt::CTRL | Qt::Key_Tab), QKeySequence(Qt::CTRL | Qt::Key_PageDown)});
    previousTab =
        make(tr("&Previous tab"), {},
             {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Tab), QKeySequence(Qt::CTRL | Qt::Key_PageUp)});
    focusNavigator = make(tr("Go to &navigator"), {}, {QKeySequence(Qt::ALT | Qt::Key_1)});
    focusEditor = make(tr("Go to &editor"), {}, {QKeySequence(Qt::ALT | Qt::Key_2)});
    focusGrid = make(tr("Go to &rows"), {}, {QKeySequence(Qt::ALT | Qt::Key_3)});
    focusRecord = make(tr("Go to re&cord"), {}, {QKeySequence(Qt::ALT | Qt::Key_4)});
    resetLayout = make(tr("Reset &layout"));
    auto *themes = new QActionGroup(this);
    themeSystem = make(tr("Like the &system"));
    themeLight = make(tr("&Light"));
    themeDark = make(tr("&Dark"));
    for (QAction *theme : {themeSystem, themeLight, themeDark}) {
        theme->setCheckable(true);
        themes->addAction(theme);
    }
    themeSystem->setChecked(true);
    settings = make(tr("&Settings…"), {}, {QKeySequence(Qt::CTRL | Qt::Key_Comma)});
    settings->setMenuRole(QAction::PreferencesRole);
    guide = make(tr("&Guide"), {}, {QKeySequence(QKeySequence::HelpContents)});
    diagnostics = make(tr("&Diagnostics…"));
    about = make(tr("&About Aeroscope"));
    about->setMenuRole(QAction::AboutRole);

    copyAsMenu = new QMenu(tr("Copy &as"), window);
    copyAsMenu->addAction(copyWithHeader);
    copyAsMenu->addActions({copyCsv, copyMarkdown, copyNdjson, copyJson, copyAel});
    copyAsMenu->addSeparator();
    copyAsMenu->addAction(copyFilter);
    copyAsMenu->addActions(copyCode);
}

QAction *MainActions::make(const QString &text, const QString &iconName, const QList<QKeySequence> &keys)
{
    auto *action = new QAction(text, this);
    if (!iconName.isEmpty())
        action->setIcon(icon(iconName));
    if (!keys.isEmpty())
        action->setShortcuts(keys);
    m_window->addAction(action);
    return action;
}

void MainActions::fillMenuBar(QMenuBar *bar, const QList<QAction *> &docks)
{
    m_bar = bar;
    QMenu *file = bar->addMenu(tr("&File"));
    file->addActions({newQuery, openQuery, saveQuery});
    file->addSeparator();
    file->addAction(addCluster);
    file->addAction(startDemo);
    file->addSeparator();
    file->addAction(closeTab);
    file->addAction(quit);
    QMenu *edit = bar->addMenu(tr("&Edit"));
    edit->addAction(copy);
    edit->addMenu(copyAsMenu);
    edit->addSeparator();
    edit->addAction(selectAll);
    edit->addSeparator();
    edit->addAction(find);
    edit->addSeparator();
    edit->addAction(settings);
    QMenu *view = bar->addMenu(tr("&View"));
    view->addActions({commandPalette, goTo, showHistory});
    view->addSeparator();
    view->addActions(docks);
    view->addAction(resetLayout);
    view->addSeparator();
    view->addActions({focusNavigator, focusEditor, focusGrid, focusRecord});
    view->addSeparator();
    view->addActions({nextTab, previousTab});
    view->addSeparator();
    QMenu *colours = view->addMenu(tr("C&olours"));
    colours->addActions({themeSystem, themeLight, themeDark});
    QMenu *query = bar->addMenu(tr("&Query"));
    query->addAction(run);
    query->addActions({stop, resume, resumeToEnd});
    query->addSeparator();
    query->addActions({formatQuery, suggest, explain});
    query->addSeparator();
    query->addAction(copyFilter);
    query->addActions(copyCode);
    QMenu *data = bar->addMenu(tr("&Data"));
    data->addAction(lookUp);
    data->addSeparator();
    data->addActions({filterRow, chooseColumns, countBy});
    data->addSeparator();
    data->addAction(exportRows);
    data->addSeparator();
    data->addAction(insertRecord);
    data->addAction(refreshRecord);
    QMenu *cluster = bar->addMenu(tr("&Cluster"));
    cluster->addAction(connectCluster);
    cluster->addAction(disconnectCluster);
    cluster->addAction(refreshCluster);
    cluster->addSeparator();
    cluster->addAction(createIndex);
    cluster->addSeparator();
    cluster->addAction(unlockTab);
    cluster->addAction(lockTab);
    QMenu *help = bar->addMenu(tr("&Help"));
    help->addAction(guide);
    help->addAction(diagnostics);
    help->addSeparator();
    help->addAction(about);
}

namespace {

QString plainText(QString text)
{
    text = text.section(u'\t', 0, 0);
    return text.remove(u'&').remove(u'…');
}

void collect(const QList<QAction *> &actions, const QString &group, QList<MainActions::Command> &found)
{
    for (QAction *action : actions) {
        if (const QMenu *menu = action->menu()) {
            collect(menu->actions(), group.isEmpty() ? plainText(action->text()) : group, found);
            continue;
        }
        const bool known =
            std::ranges::any_of(found, [action](const auto &command) { return command.action == action; });
        if (action->isSeparator() || !action->isVisible() || known)
            continue;
        const QString shown = action->shortcut().toString(QKeySequence::NativeText);
        found.append({.title = u"%1: %2"_s.arg(group, plainText(action->text())),
                      .keys = shown.isEmpty() ? action->text().section(u'\t', 1) : shown,
                      .action = action});
    }
}

} // namespace

QList<MainActions::Command> MainActions::commands() const
{
    QList<Command> found;
    if (m_bar)
        collect(m_bar->actions(), {}, found);
    return found;
}

} // namespace Aeroscope::Ui
