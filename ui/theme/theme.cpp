// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/theme/theme.h"

#include "ui/theme/style.h"
#include "ui/theme/tokens.h"

#include <QApplication>
#include <QEvent>
#include <QPalette>
#include <QScopedValueRollback>

namespace Aeroscope::Ui {

Theme::Theme(ThemeChoice choice, QObject *parent)
    : QObject(parent)
    , m_choice(choice)
{
    QApplication::setStyle(new Style);
    m_systemDark = systemIsDark();
    apply();
    qApp->installEventFilter(this);
}

void Theme::setChoice(ThemeChoice choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    apply();
}

bool Theme::systemIsDark()
{
    // Qt 6.4 has no colour-scheme query. Without a palette of the application's own, its window colour is the
    // platform's, and the platform follows the system.
    const QPalette platform = QApplication::palette();
    return platform.color(QPalette::Window).lightness() < platform.color(QPalette::WindowText).lightness();
}

bool Theme::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ThemeChange && !m_applying && m_choice == ThemeChoice::System &&
        watched->isWindowType()) {
        const QScopedValueRollback<bool> guard(m_applying, true);
        QApplication::setPalette(QPalette());
        m_systemDark = systemIsDark();
        apply();
    }
    return QObject::eventFilter(watched, event);
}

void Theme::apply()
{
    m_dark = m_choice == ThemeChoice::Dark || (m_choice == ThemeChoice::System && m_systemDark);
    const Tokens next = m_dark ? Tokens::darkTheme() : Tokens::light();
    setTokens(next);
    QApplication::setPalette(next.palette());
    if (m_applied)
        Q_EMIT changed();
    m_applied = true;
}

} // namespace Aeroscope::Ui
