// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/theme/tokens.h"

namespace Aeroscope::Ui {

namespace {

Tokens &current()
{
    static Tokens s_current = Tokens::light();
    return s_current;
}

} // namespace

Tokens Tokens::light()
{
    Tokens t;
    t.window = QColor(0xf4f5f7);
    t.base = QColor(0xffffff);
    t.alternate = QColor(0xfafbfc);
    t.text = QColor(0x1c2430);
    t.muted = QColor(0x6b7685);
    t.line = QColor(0xd9dde3);
    t.softLine = QColor(0xe9ecf0);
    t.accent = QColor(0x0b6e99);
    t.accentWash = QColor(0xe1f0f7);
    t.onAccent = QColor(0xffffff);
    t.selection = QColor(0xcfe6f2);
    t.error = QColor(0xc62f3b);
    t.warning = QColor(0xb7791f);
    t.ok = QColor(0x2f855a);
    t.staged = QColor(0xfff6df);
    t.stagedBar = QColor(0xe0a100);
    t.inserted = QColor(0xe5f6ec);
    t.deleted = QColor(0xfbe6e8);
    t.production = QColor(0xb3202c);
    t.onProduction = QColor(0xffffff);
    t.test = QColor(0xe0a100);
    t.onTest = QColor(0x2b1f00);
    t.dev = QColor(0x2f855a);
    t.keyword = QColor(0x7a3e9d);
    t.string = QColor(0x2f7d4f);
    t.number = QColor(0x9a5b00);
    t.path = QColor(0x0b6e99);
    t.function = QColor(0x305fb0);
    return t;
}

Tokens Tokens::darkTheme()
{
    Tokens t;
    t.dark = true;
    t.window = QColor(0x1e2228);
    t.base = QColor(0x171a1f);
    t.alternate = QColor(0x1b1f25);
    t.text = QColor(0xdfe4ea);
    t.muted = QColor(0x8c97a6);
    t.line = QColor(0x313842);
    t.softLine = QColor(0x262c34);
    t.accent = QColor(0x4fb3d9);
    t.accentWash = QColor(0x173542);
    t.onAccent = QColor(0x07202b);
    t.selection = QColor(0x1f4557);
    t.error = QColor(0xff6b74);
    t.warning = QColor(0xe5b04c);
    t.ok = QColor(0x5cc08a);
    t.staged = QColor(0x33290f);
    t.stagedBar = QColor(0xd9a520);
    t.inserted = QColor(0x14301f);
    t.deleted = QColor(0x3a1a1e);
    t.production = QColor(0x8f1d27);
    t.onProduction = QColor(0xffffff);
    t.test = QColor(0xb98a12);
    t.onTest = QColor(0x1d1500);
    t.dev = QColor(0x3f9c6a);
    t.keyword = QColor(0xc792ea);
    t.string = QColor(0x8fd19e);
    t.number = QColor(0xf0b66a);
    t.path = QColor(0x6fc3e6);
    t.function = QColor(0x8ab4f8);
    return t;
}

QPalette Tokens::palette() const
{
    QPalette p;
    p.setColor(QPalette::Window, window);
    p.setColor(QPalette::WindowText, text);
    p.setColor(QPalette::Base, base);
    p.setColor(QPalette::AlternateBase, alternate);
    p.setColor(QPalette::Text, text);
    p.setColor(QPalette::PlaceholderText, muted);
    p.setColor(QPalette::Button, base);
    p.setColor(QPalette::ButtonText, text);
    p.setColor(QPalette::BrightText, error);
    p.setColor(QPalette::ToolTipBase, base);
    p.setColor(QPalette::ToolTipText, text);
    p.setColor(QPalette::Highlight, selection);
    p.setColor(QPalette::HighlightedText, text);
    p.setColor(QPalette::Link, accent);
    p.setColor(QPalette::LinkVisited, accent);
    p.setColor(QPalette::Light, base);
    p.setColor(QPalette::Midlight, softLine);
    p.setColor(QPalette::Mid, line);
    p.setColor(QPalette::Dark, line);
    p.setColor(QPalette::Shadow, line);
    const QColor faded = blend(window, muted, 0.65);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                            QPalette::HighlightedText, QPalette::PlaceholderText}) {
        p.setColor(QPalette::Disabled, role, faded);
    }
    p.setColor(QPalette::Disabled, QPalette::Base, window);
    p.setColor(QPalette::Disabled, QPalette::Button, window);
    p.setColor(QPalette::Disabled, QPalette::Highlight, softLine);
    return p;
}

const Tokens &tokens()
{
    return current();
}

void setTokens(const Tokens &next)
{
    current() = next;
}

QColor blend(const QColor &under, const QColor &over, double opacity)
{
    const auto mix = [opacity](int a, int b) { return static_cast<int>(a + (b - a) * opacity + 0.5); };
    return QColor(mix(under.red(), over.red()), mix(under.green(), over.green()),
                  mix(under.blue(), over.blue()));
}

} // namespace Aeroscope::Ui
