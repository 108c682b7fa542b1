// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/cluster/host.h"

#include <QHostAddress>
#include <QStringList>

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

std::optional<quint16> parsePort(QStringView text)
{
    bool ok = false;
    const uint port = text.toUInt(&ok);
    if (!ok || port == 0 || port > 0xffff)
        return std::nullopt;
    return static_cast<quint16>(port);
}

Result<Host> parseHost(QStringView entry, quint16 portIfNone)
{
    const auto refuse = [entry](QLatin1StringView why) {
        return std::unexpected(Error::invalidArgument(u"host '%1': %2"_s.arg(entry, why)));
    };
    Host host;
    host.port = portIfNone;
    QStringView rest;
    if (entry.startsWith(u'[')) {
        const qsizetype end = entry.indexOf(u']');
        if (end < 0)
            return refuse("the bracket is not closed"_L1);
        host.name = entry.mid(1, end - 1).toString();
        if (QHostAddress(host.name).protocol() != QAbstractSocket::IPv6Protocol)
            return refuse("no IPv6 address between the brackets"_L1);
        rest = entry.mid(end + 1);
        if (!rest.isEmpty() && !rest.startsWith(u':'))
            return refuse("a colon and a port must follow the bracket"_L1);
    } else if (entry.count(u':') > 1 &&
               QHostAddress(entry.toString()).protocol() == QAbstractSocket::IPv6Protocol) {
        host.name = entry.toString();
        return host;
    } else {
        const qsizetype colon = entry.indexOf(u':');
        host.name = entry.left(colon < 0 ? entry.size() : colon).trimmed().toString();
        rest = colon < 0 ? QStringView() : entry.mid(colon);
    }
    if (host.name.isEmpty())
        return refuse("the name is missing"_L1);
    for (const QChar c : std::as_const(host.name)) {
        if (c.isSpace() || c == u'/' || c == u'@')
            return refuse("a host name has no such character"_L1);
    }
    if (rest.isEmpty())
        return host;
    const QList<QStringView> parts = rest.mid(1).split(u':');
    if (parts.size() > 2)
        return refuse("expected host, host:port or host:tls-name:port"_L1);
    if (parts.size() == 2) {
        host.tlsName = parts.front().trimmed().toString();
        if (host.tlsName.isEmpty())
            return refuse("the TLS name is empty"_L1);
    }
    const std::optional<quint16> port = parsePort(parts.back().trimmed());
    if (!port)
        return refuse("the port must be a number from 1 to 65535"_L1);
    host.port = *port;
    return host;
}

} // namespace

Host::Host(QString hostName, quint16 hostPort, QString hostTlsName)
    : name(std::move(hostName))
    , port(hostPort)
    , tlsName(std::move(hostTlsName))
{}

Result<QList<Host>> Host::parseList(const QString &text, quint16 portIfNone)
{
    QList<Host> hosts;
    for (const QStringView entry : QStringView(text).split(u',')) {
        const Result<Host> host = parseHost(entry.trimmed(), portIfNone);
        if (!host)
            return std::unexpected(host.error());
        if (!hosts.contains(*host))
            hosts << *host;
    }
    return hosts;
}

QString Host::toString() const
{
    return name.contains(u':') ? u"[%1]:%2"_s.arg(name).arg(port) : u"%1:%2"_s.arg(name).arg(port);
}

} // namespace Aeroscope
