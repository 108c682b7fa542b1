// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/clientcode.h"

#include <QList>
#include <QObject>

class QAction;
class QMenu;
class QMenuBar;
class QWidget;

namespace Aeroscope::Ui {

/// Every action of the window, made once with its text, picture and shortcut. Whoever owns the window
/// connects them.
class MainActions : public QObject
{
    Q_OBJECT

public:
    explicit MainActions(QWidget *window);

    QAction *newQuery;
    QAction *addCluster;
    QAction *startDemo;
    QAction *closeTab;
    QAction *quit;

    QAction *copy;
    QAction *copyWithHeader;
    QAction *copyCsv;
    QAction *copyMarkdown;
    QAction *copyNdjson;
    QAction *copyJson;
    QAction *copyAel;
    QAction *lookUp;
    QAction *openQuery;
    QAction *saveQuery;
    QAction *exportRows;
    /// The query as a program; data() of each is its Ael::ClientLanguage as an int.
    QList<QAction *> copyCode;
    QAction *copyFilter;
    QAction *selectAll;
    QAction *find;
    QAction *filterRow;
    QAction *chooseColumns;
    QAction *countBy;

    QAction *run;
    QAction *stop;
    QAction *resume;
    QAction *resumeToEnd;
    QAction *formatQuery;
    QAction *suggest;
    QAction *explain;

    QAction *insertRecord;
    QAction *refreshRecord;

    QAction *connectCluster;
    QAction *disconnectCluster;
    QAction *refreshCluster;
    QAction *createIndex;
    QAction *unlockTab;
    QAction *lockTab;

    QAction *commandPalette;
    QAction *goTo;
    QAction *showHistory;
    QAction *nextTab;
    QAction *previousTab;
    QAction *focusNavigator;
    QAction *focusEditor;
    QAction *focusGrid;
    QAction *focusRecord;
    QAction *resetLayout;
    QAction *themeSystem;
    QAction *themeLight;
    QAction *themeDark;

    QAction *settings;
    QAction *guide;
    QAction *diagnostics;
    QAction *about;

    QMenu *copyAsMenu;

    /// A command as the palette lists it: "View: Reset layout".
    struct Command
    {
        QString title{};
        QString keys{};
        QAction *action = nullptr;
    };
    /// Everything that the menus of the bar offer, in their order; the one registry of commands.
    [[nodiscard]] QList<Command> commands() const;

    /// `docks` are the toggles of the View menu.
    void fillMenuBar(QMenuBar *bar, const QList<QAction *> &docks);

private:
    QAction *make(const QString &text, const QString &iconName = {}, const QList<QKeySequence> &keys = {});

    QWidget *m_window;
    QMenuBar *m_bar = nullptr;
};

} // namespace Aeroscope::Ui
