// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/windowprogram.h"

#include "app/commands/command.h"
#include "app/demostarter.h"
#include "app/photographer.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme/theme.h"
#include "ui/workbench/secretstore.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLibraryInfo>
#include <QStandardPaths>
#include <QTranslator>

#include <cstdio>
#include <cstring>

using namespace Qt::StringLiterals;

namespace Aeroscope::App {

namespace {

bool wantsPicture(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i) {
        if (std::strncmp(argv[i], "--screenshot", 12) == 0)
            return true;
    }
    return false;
}

/// Before Qt starts: it reads the scale from the environment only.
void applyScale(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i) {
        const QByteArray argument(argv[i]);
        if (argument.startsWith("--scale="))
            qputenv("QT_SCALE_FACTOR", argument.mid(8));
        else if (argument == "--scale" && i + 1 < argc)
            qputenv("QT_SCALE_FACTOR", argv[i + 1]);
    }
}

} // namespace

int runWindow(int argc, char **argv)
{
    const bool picture = wantsPicture(argc, argv);
    if (picture && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    applyScale(argc, argv);
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"aeroscope"_s);
    QApplication::setApplicationDisplayName(u"Aeroscope"_s);
    QApplication::setOrganizationDomain(u"aeroscope"_s);
    QApplication::setDesktopFileName(u"aeroscope"_s);
    QApplication::setApplicationVersion(QStringLiteral(AEROSCOPE_VERSION));

    QCommandLineParser parser;
    parser.addOptions({
        {u"demo"_s, u"Open the embedded demo cluster."_s},
        {u"host"_s, u"Open this cluster: host:port, several with commas."_s, u"seeds"_s},
        {u"theme"_s, u"light, dark or system."_s, u"name"_s, u"system"_s},
        {u"lang"_s, u"Language of the window, such as de."_s, u"code"_s},
        {u"size"_s, u"Size of the window, such as 1440x900."_s, u"WxH"_s},
        {u"scale"_s, u"Size of everything: 1, 1.5, 2."_s, u"factor"_s},
        {u"screenshot"_s, u"Draw the main window to this PNG file and end."_s, u"file"_s},
        {u"screenshots"_s, u"Draw every view of the demo cluster to this folder and end."_s, u"folder"_s},
    });
    if (!parser.parse(application.arguments())) {
        complain(parser.errorText());
        return Usage;
    }
    if (parser.isSet(u"scale"_s)) {
        bool number = false;
        const double factor = parser.value(u"scale"_s).toDouble(&number);
        if (!number || factor < 0.5 || factor > 4) {
            complain(u"--scale is a number from 0.5 to 4, not '%1'"_s.arg(parser.value(u"scale"_s)));
            return Usage;
        }
    }
    const QString themeName = parser.value(u"theme"_s);
    Ui::ThemeChoice choice = picture ? Ui::ThemeChoice::Light : Ui::ThemeChoice::System;
    if (themeName == "dark"_L1)
        choice = Ui::ThemeChoice::Dark;
    else if (themeName == "light"_L1)
        choice = Ui::ThemeChoice::Light;
    else if (themeName != "system"_L1) {
        complain(u"--theme is light, dark or system, not '%1'"_s.arg(themeName));
        return Usage;
    }

    const QString configFolder = QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation);
    const Ui::WindowSettings settings =
        picture ? Ui::WindowSettings()
                : Ui::WindowSettings::load(Ui::MainWindow::settingsFileIn(configFolder));
    const QString language = parser.isSet(u"lang"_s) ? parser.value(u"lang"_s)
                             : picture               ? u"en"_s
                                                     : settings.language;
    const QLocale locale = language.isEmpty() ? QLocale() : QLocale(language);
    QLocale::setDefault(locale);
    QTranslator own, qt;
    // The source text has no plural forms: without a language of its own (the C locale) it is English.
    if (own.load(locale, u"aeroscope"_s, u"_"_s, u":/i18n"_s) || own.load(u":/i18n/aeroscope_en.qm"_s))
        QCoreApplication::installTranslator(&own);
    if (qt.load(locale, u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&qt);

    Ui::Theme theme(choice);
    DemoStarter demo;
    Ui::MainWindow::Setup setup;
    // A picture neither reads nor writes what the user keeps.
    if (!picture)
        setup.configFolder = configFolder;
    setup.demo = [&demo](std::function<void(Result<QList<Host>>)> done) { demo.start(std::move(done)); };
    setup.keychain = Workbench::systemKeychain();
    setup.theme = &theme;
    setup.version = QStringLiteral(AEROSCOPE_VERSION);
    Ui::MainWindow window(std::move(setup));
    if (parser.isSet(u"theme"_s))
        theme.setChoice(choice); // this time, whatever the settings say

    if (picture || parser.isSet(u"size"_s)) {
        const QStringList parts =
            (parser.isSet(u"size"_s) ? parser.value(u"size"_s) : u"1440x900"_s).split(u'x');
        const QSize size = parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
        if (size.width() < 100 || size.height() < 100) {
            complain(u"--size is WIDTHxHEIGHT, not '%1'"_s.arg(parser.value(u"size"_s)));
            return Usage;
        }
        window.resize(size);
    }
    window.show();
    if (parser.isSet(u"host"_s))
        window.openHosts(parser.value(u"host"_s));
    const bool everything = parser.isSet(u"screenshots"_s);
    if (parser.isSet(u"demo"_s) && !everything)
        window.startDemo();
    // children of the window
    if (everything)
        (void)Photographer::ofEverything(&window, parser.value(u"screenshots"_s));
    else if (picture)
        (void)Photographer::ofWindow(&window, parser.value(u"screenshot"_s));
    return QApplication::exec();
}

} // namespace Aeroscope::App
