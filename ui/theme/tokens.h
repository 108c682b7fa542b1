// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QColor>
#include <QPalette>

namespace Aeroscope::Ui {

/// The colours of one theme. Everything that is painted takes its colour from here or from the palette made
/// of it, never from a literal.
struct Tokens
{
    bool dark = false;
    QColor window, base, alternate;
    QColor text, muted;
    QColor line, softLine;
    QColor accent, accentWash, onAccent;
    QColor selection;
    QColor error, warning, ok;
    QColor staged, stagedBar, inserted, deleted;
    QColor production, onProduction, test, onTest, dev;
    QColor keyword, string, number, path, function;

    [[nodiscard]] static Tokens light();
    [[nodiscard]] static Tokens darkTheme();
    [[nodiscard]] QPalette palette() const;
};

/// The tokens in use. GUI thread.
[[nodiscard]] const Tokens &tokens();

/// For Theme only: everybody else follows.
void setTokens(const Tokens &next);

/// `over` laid on `under` with the given opacity (0…1), opaque.
[[nodiscard]] QColor blend(const QColor &under, const QColor &over, double opacity);

} // namespace Aeroscope::Ui
