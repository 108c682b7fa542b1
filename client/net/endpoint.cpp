// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/endpoint.h"

#include <QHashFunctions>
#include <QtEndian>

#include <net/if.h>
#include <netinet/in.h>

#include <cstring>

using namespace Qt::StringLiterals;

namespace Aeroscope::Net {

QString Endpoint::toString() const
{
    const QString number = QString::number(port);
    if (address.protocol() == QAbstractSocket::IPv6Protocol)
        return u"["_s + address.toString() + u"]:"_s + number;
    return address.toString() + u":"_s + number;
}

Endpoint::Native Endpoint::toNative() const
{
    Native native;
    if (address.protocol() == QAbstractSocket::IPv4Protocol) {
        sockaddr_in in{};
        in.sin_family = AF_INET;
        in.sin_port = qToBigEndian(port);
        in.sin_addr.s_addr = qToBigEndian(address.toIPv4Address());
        std::memcpy(&native.storage, &in, sizeof in);
        native.length = sizeof in;
    } else if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        sockaddr_in6 in{};
        in.sin6_family = AF_INET6;
        in.sin6_port = qToBigEndian(port);
        const Q_IPV6ADDR bytes = address.toIPv6Address();
        std::memcpy(&in.sin6_addr, &bytes, sizeof bytes);
        const QString scope = address.scopeId();
        if (!scope.isEmpty()) {
            bool isNumber = false;
            const uint index = scope.toUInt(&isNumber);
            in.sin6_scope_id = isNumber ? index : if_nametoindex(scope.toLocal8Bit().constData());
        }
        std::memcpy(&native.storage, &in, sizeof in);
        native.length = sizeof in;
    }
    return native;
}

Endpoint Endpoint::fromNative(const sockaddr_storage &storage)
{
    Endpoint endpoint;
    if (storage.ss_family == AF_INET) {
        sockaddr_in in{};
        std::memcpy(&in, &storage, sizeof in);
        endpoint.address = QHostAddress(qFromBigEndian(in.sin_addr.s_addr));
        endpoint.port = qFromBigEndian(in.sin_port);
    } else if (storage.ss_family == AF_INET6) {
        sockaddr_in6 in{};
        std::memcpy(&in, &storage, sizeof in);
        Q_IPV6ADDR bytes;
        std::memcpy(&bytes, &in.sin6_addr, sizeof bytes);
        endpoint.address = QHostAddress(bytes);
        endpoint.port = qFromBigEndian(in.sin6_port);
        if (in.sin6_scope_id != 0)
            endpoint.address.setScopeId(QString::number(in.sin6_scope_id));
    }
    return endpoint;
}

size_t qHash(const Endpoint &endpoint, size_t seed) noexcept
{
    return qHashMulti(seed, endpoint.address, endpoint.port);
}

} // namespace Aeroscope::Net
