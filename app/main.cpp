// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commandline.h"
#include "app/windowprogram.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    QStringList words;
    for (int i = 0; i < argc; ++i)
        words << QString::fromLocal8Bit(argv[i]);
    if (!Aeroscope::App::isCommandLine(words))
        return Aeroscope::App::runWindow(argc, argv);
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("aeroscope"));
    return Aeroscope::App::runCommandLine(application.arguments());
}
