// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/shell/settings.h"

#include <QDialog>

class QComboBox;
class QPushButton;

namespace Aeroscope::Ui {

class NumberCombo;

/// The settings; every change counts at once and can be taken back. Opened with show().
class SettingsDialog : public QDialog
{
    Q_OBJECT

public:
    explicit SettingsDialog(const WindowSettings &settings, QWidget *parent = nullptr);

    [[nodiscard]] WindowSettings settings() const;
    void setSettings(const WindowSettings &settings);

    [[nodiscard]] QComboBox *themeField() const noexcept { return m_theme; }
    [[nodiscard]] QComboBox *languageField() const noexcept { return m_language; }
    /// Its data are the points that are added.
    [[nodiscard]] QComboBox *fontField() const noexcept { return m_font; }
    [[nodiscard]] NumberCombo *limitField() const noexcept { return m_limit; }
    [[nodiscard]] QPushButton *revertButton() const noexcept { return m_revert; }

Q_SIGNALS:
    void changed(const Aeroscope::Ui::WindowSettings &settings);

private:
    void apply();

    WindowSettings m_before;
    bool m_loading = false;
    QComboBox *m_theme;
    QComboBox *m_language;
    QComboBox *m_font;
    NumberCombo *m_limit;
    NumberCombo *m_rps;
    NumberCombo *m_productionRps;
    QPushButton *m_revert;
};

} // namespace Aeroscope::Ui
