// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/connectionhandler.h"

#include "client/net/connection.h"

#include <QtEndian>

using namespace Qt::StringLiterals;

namespace Aeroscope::Net {

namespace {
constexpr qsizetype headerSize = 8;
constexpr quint64 maximumBody = 128ULL * 1024 * 1024;
constexpr quint8 adminType = 2;
} // namespace

void ConnectionHandler::onSent(Connection &) {}

Result<qsizetype> frameSize(QByteArrayView bytes)
{
    if (bytes.size() < headerSize)
        return 0;
    const auto header = qFromBigEndian<quint64>(bytes.data());
    const auto version = quint8(header >> 56);
    const auto type = quint8(header >> 48);
    const quint64 body = header & 0xffff'ffff'ffffULL;
    if (version != 2 && !(version == 0 && type == adminType))
        return std::unexpected(
            Error::protocol(u"the peer does not speak the Aerospike protocol (version %1)"_s.arg(version)));
    if (type < 1 || type > 5)
        return std::unexpected(
            Error::protocol(u"the peer sent a message of the unknown type %1"_s.arg(type)));
    if (body > maximumBody)
        return std::unexpected(Error::protocol(u"the peer announced a message of %1 bytes"_s.arg(body)));
    return headerSize + qsizetype(body);
}

void FrameHandler::onBytes(Connection &connection)
{
    const QByteArrayView unread = connection.unread();
    const Result<qsizetype> size = frameSize(unread);
    if (!size) {
        connection.abort(size.error());
        return;
    }
    if (*size == 0)
        return;
    if (*size > unread.size()) {
        connection.expect(*size);
        return;
    }
    connection.consume(*size);
    onFrame(connection, unread.first(*size));
}

} // namespace Aeroscope::Net
