// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QObject>

namespace Aeroscope::Ui {

enum class ThemeChoice { System, Light, Dark };

/// Gives the application its style and palette and keeps them in step with the system's light/dark choice.
/// One per application, made after QApplication by whoever composes the program; GUI thread.
class Theme : public QObject
{
    Q_OBJECT

public:
    /// Installs the style on the application; `choice` applies at once.
    explicit Theme(ThemeChoice choice = ThemeChoice::System, QObject *parent = nullptr);

    [[nodiscard]] ThemeChoice choice() const noexcept { return m_choice; }
    void setChoice(ThemeChoice choice);
    [[nodiscard]] bool isDark() const noexcept { return m_dark; }

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    /// Colours are new; widgets have been told to repaint.
    void changed();

private:
    void apply();
    [[nodiscard]] static bool systemIsDark();

    ThemeChoice m_choice;
    bool m_dark = false;
    bool m_systemDark = false;
    bool m_applying = false;
    bool m_applied = false;
};

} // namespace Aeroscope::Ui
