// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

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
    QAction *copyJson;
    QAction *selectAll;

    QAction *run;
    QAction *stop;

    QAction *insertRecord;
    QAction *refreshRecord;

    QAction *connectCluster;
    QAction *disconnectCluster;
    QAction *refreshCluster;

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

    QAction *about;

    QMenu *copyAsMenu;

    /// `docks` are the toggles of the View menu.
    void fillMenuBar(QMenuBar *bar, const QList<QAction *> &docks);

private:
    QAction *make(const QString &text, const QString &iconName = {}, const QList<QKeySequence> &keys = {});

    QWidget *m_window;
};

} // namespace Aeroscope::Ui
