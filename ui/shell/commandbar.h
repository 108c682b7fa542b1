// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QToolBar>

class QLabel;
class QPushButton;

namespace Aeroscope::Ui {

class NumberCombo;

/// The tool bar: run, stop, how fast and how many. Its buttons mirror actions, so state and shortcuts live in
/// one place.
class CommandBar : public QToolBar
{
    Q_OBJECT

public:
    struct Actions
    {
        QAction *run = nullptr;
        QAction *stop = nullptr;
        QAction *resume = nullptr;
        QAction *refresh = nullptr;
        QAction *insert = nullptr;
        QMenu *copyAs = nullptr;
    };

    CommandBar(const Actions &actions, QWidget *parent = nullptr);

    [[nodiscard]] NumberCombo *recordsPerSecond() const noexcept { return m_rps; }
    [[nodiscard]] NumberCombo *limit() const noexcept { return m_limit; }
    [[nodiscard]] QPushButton *runButton() const noexcept { return m_run; }
    [[nodiscard]] QPushButton *stopButton() const noexcept { return m_stop; }
    /// Limits belong to a query.
    void setQueryEnabled(bool enabled);

private:
    QPushButton *button(QAction *action);

    QPushButton *m_run;
    QPushButton *m_stop;
    NumberCombo *m_rps;
    NumberCombo *m_limit;
};

} // namespace Aeroscope::Ui
