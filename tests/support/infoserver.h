// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QHash>
#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>
#include <QtEndian>

namespace Aeroscope::Test {

/// A server that speaks the info protocol and says what it is told to, on the thread that made it. Commands
/// without an answer get the text of an unknown command. With QSslServer as its base it speaks TLS.
template <class Base>
class InfoServerOn : public Base
{
public:
    explicit InfoServerOn(const QByteArray &node = "BB9000000000001",
                          const QHostAddress &where = QHostAddress::LocalHost)
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
        this->listen(where);
        QObject::connect(this, &Base::pendingConnectionAvailable, this, [this] {
            while (QTcpSocket *socket = this->nextPendingConnection()) {
                ++connections;
                QObject::connect(socket, &QTcpSocket::readyRead, this, [this, socket] { serve(socket); });
                QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            }
        });
    }

    /// "127.0.0.1:PORT", "[::1]:PORT"
    [[nodiscard]] QString address() const
    {
        const QString host = this->serverAddress().toString();
        return (host.contains(u':') ? u'[' + host + u']' : host) + u':' + QString::number(this->serverPort());
    }

    QHash<QByteArray, QByteArray> answers;
    QList<QByteArray> asked;
    int connections = 0;

    /// The bodies of login and authentication requests. All are granted, with a token for a day.
    QList<QByteArray> adminAsked;

private:
    static constexpr char adminType = 2;
    static constexpr quint8 loginCommand = 20;

    static QByteArray adminReply(quint8 command)
    {
        QByteArray body(16, '\0');
        if (command == loginCommand) {
            body[3] = 2; // fields: token, seconds to live
            body += QByteArray::fromHex("00000006"
                                        "05"
                                        "746f6b656e"
                                        "00000005"
                                        "06"
                                        "00015180");
        }
        QByteArray frame(8, '\0');
        qToBigEndian<quint64>(quint64(2) << 56 | quint64(adminType) << 48 | static_cast<quint64>(body.size()),
                              frame.data());
        return frame + body;
    }

    void serve(QTcpSocket *socket)
    {
        for (;;) {
            const QByteArray header = socket->peek(8);
            if (header.size() < 8)
                return;
            const auto size = qFromBigEndian<quint64>(header.constData()) & 0xffffffffffffULL;
            if (socket->bytesAvailable() < static_cast<qint64>(8 + size))
                return;
            const QByteArray packet = socket->read(static_cast<qint64>(8 + size));
            const QByteArray body = packet.mid(8);
            if (packet[1] == adminType) {
                adminAsked << body;
                socket->write(adminReply(static_cast<quint8>(body[2])));
                continue;
            }
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

using InfoServer = InfoServerOn<QTcpServer>;

} // namespace Aeroscope::Test
