// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/windowprogram.h"

#include "app/commands/command.h"
#include "app/demostarter.h"
#include "ui/grid/recordgrid.h"
#include "ui/query/aeleditor.h"
#include "ui/query/querytab.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
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

/// Waits, turn by turn, until the window shows what is to be drawn, draws it and ends the program.
class Photographer : public QObject
{
public:
    Photographer(Ui::MainWindow *window, QString file)
        : m_window(window)
        , m_file(std::move(file))
    {
        m_patience.start();
        startTimer(50);
    }

protected:
    void timerEvent(QTimerEvent *) override
    {
        if (m_patience.hasExpired(60'000)) {
            complain(u"the window did not settle within a minute; the picture shows it as it is"_s);
            finish();
            return;
        }
        if (!m_window->isSettled())
            return;
        switch (m_step++) {
        case 0: {
            Ui::Connection *demo = m_window->connections()->demo();
            if (!demo || !demo->isOnline()) {
                // without the demo the window is drawn as it stands
                if (demo)
                    --m_step;
                else
                    m_step = 2;
                return;
            }
            Ui::QueryTab *tab = m_window->openDataSet(demo, DataSet{"test", "users"}, false);
            tab->editor()->setPlainText(u"$.age > 25 and $.country == \"US\""_s);
            tab->setLimit(1000);
            tab->start();
            break;
        }
        case 1:
            if (Ui::QueryTab *tab = m_window->currentQuery())
                tab->grid()->setCurrentCell(2, 0);
            break;
        case 2:
            break; // one more turn, for what follows the selection
        default:
            finish();
        }
    }

private:
    void finish()
    {
        const bool drawn = m_window->renderTo(m_file);
        if (!drawn)
            complain(u"the picture %1 could not be written"_s.arg(m_file));
        QCoreApplication::exit(drawn ? Success : Failure);
    }

    Ui::MainWindow *m_window;
    QString m_file;
    QElapsedTimer m_patience;
    int m_step = 0;
};

} // namespace

int runWindow(int argc, char **argv)
{
    const bool picture = wantsPicture(argc, argv);
    if (picture && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
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
        {u"screenshot"_s, u"Draw the main window to this PNG file and end."_s, u"file"_s},
    });
    if (!parser.parse(application.arguments())) {
        complain(parser.errorText());
        return Usage;
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

    const QLocale locale =
        parser.isSet(u"lang"_s) ? QLocale(parser.value(u"lang"_s)) : (picture ? QLocale(u"en"_s) : QLocale());
    QLocale::setDefault(locale);
    QTranslator own, qt;
    if (own.load(locale, u"aeroscope"_s, u"_"_s, u":/i18n"_s))
        QCoreApplication::installTranslator(&own);
    if (qt.load(locale, u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&qt);

    Ui::Theme theme(choice);
    DemoStarter demo;
    Ui::MainWindow::Setup setup;
    // A picture neither reads nor writes what the user keeps.
    if (!picture)
        setup.configFolder = QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation);
    setup.demo = [&demo](std::function<void(Result<QList<Host>>)> done) { demo.start(std::move(done)); };
    setup.theme = &theme;
    setup.version = QStringLiteral(AEROSCOPE_VERSION);
    Ui::MainWindow window(std::move(setup));

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
    if (parser.isSet(u"demo"_s))
        window.startDemo();
    std::unique_ptr<Photographer> photographer;
    if (picture)
        photographer = std::make_unique<Photographer>(&window, parser.value(u"screenshot"_s));
    return QApplication::exec();
}

} // namespace Aeroscope::App
