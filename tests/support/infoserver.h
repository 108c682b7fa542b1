// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QHash>
#include <QTcpServer>
#include <QTcpSocket>
#include <QtEndian>

namespace Aeroscope::Test {

/// A server that speaks the info protocol and says what it is told to, on the thread that made it. Commands
/// without an answer get the text of an unknown command.
class InfoServer : public QTcpServer
{
public:
    explicit InfoServer(const QByteArray &node = "BB9000000000001")
    {
        const QByteArray everything = QByteArray(512, '\xff').toBase64();
        answers = {{"node", node},
                   {"partition-generation", "1"},
                   {"peers-generation", "1"},
                   {"build", "8.1.2.0"},
                   {"cluster-name", "null"},
                   {"peers-clear-std", "1,3000,[]"},
                   {"peers-clear-alt", "1,3000,[]"},
                   {"replicas", "test:0,1," + everything}};
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection()) {
                ++connections;
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { serve(socket); });
                connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            }
        });
    }

    [[nodiscard]] QString address() const { return QStringLiteral("127.0.0.1:%1").arg(serverPort()); }

    QHash<QByteArray, QByteArray> answers;
    QList<QByteArray> asked;
    int connections = 0;

private:
    void serve(QTcpSocket *socket)
    {
        for (;;) {
            const QByteArray header = socket->peek(8);
            if (header.size() < 8)
                return;
            const auto size = qFromBigEndian<quint64>(header.constData()) & 0xffffffffffffULL;
            if (socket->bytesAvailable() < static_cast<qint64>(8 + size))
                return;
            const QByteArray body = socket->read(static_cast<qint64>(8 + size)).mid(8);
            QByteArray reply;
            for (const QByteArray &command : body.split('\n')) {
                if (command.isEmpty())
                    continue;
                asked << command;
                reply += command + '\t' + answers.value(command, "ERROR:4:unrecognized command") + '\n';
            }
            QByteArray frame(8, '\0');
            qToBigEndian<quint64>(quint64(2) << 56 | quint64(1) << 48 | static_cast<quint64>(reply.size()),
                                  frame.data());
            socket->write(frame + reply);
        }
    }
};

} // namespace Aeroscope::Test
