// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Stands in for the ssh program: makes the forwards of -L itself. The host `refuses` ends as a refused log-in
// does. Each call is written to the file that FAKE_SSH_LOG names.

#include <QCoreApplication>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>

#include <cstdio>

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments().mid(1);
    QFile log(qEnvironmentVariable("FAKE_SSH_LOG"));
    if (log.open(QIODevice::WriteOnly | QIODevice::Append))
        log.write(words.join(u' ').toUtf8() + '\n');
    log.close();
    if (words.last() == "refuses"_L1) {
        std::fprintf(stderr, "me@refuses: Permission denied (publickey).\n");
        return 255;
    }
    const QStringList parts = words.value(words.indexOf(u"-L"_s) + 1).split(u':');
    if (parts.size() != 4)
        return 2;
    QTcpServer server;
    if (!server.listen(QHostAddress(parts[0]), parts[1].toUShort()))
        return 255;
    QObject::connect(&server, &QTcpServer::newConnection, &server, [&server, &parts] {
        while (QTcpSocket *near = server.nextPendingConnection()) {
            auto *far = new QTcpSocket(near);
            far->connectToHost(parts[2], parts[3].toUShort());
            QObject::connect(near, &QTcpSocket::readyRead, far, [near, far] { far->write(near->readAll()); });
            QObject::connect(far, &QTcpSocket::readyRead, near, [near, far] { near->write(far->readAll()); });
            QObject::connect(near, &QTcpSocket::disconnected, far, &QTcpSocket::disconnectFromHost);
            QObject::connect(far, &QTcpSocket::disconnected, near, &QTcpSocket::disconnectFromHost);
            QObject::connect(near, &QTcpSocket::disconnected, near, &QObject::deleteLater);
        }
    });
    return QCoreApplication::exec();
}
