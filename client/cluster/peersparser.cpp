// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/cluster/peersparser.h"

#include <optional>

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

class Scanner
{
public:
    explicit Scanner(QByteArrayView text) noexcept
        : m_text(text)
    {}

    [[nodiscard]] bool atEnd() const noexcept { return m_at == m_text.size(); }
    [[nodiscard]] qsizetype position() const noexcept { return m_at; }

    [[nodiscard]] bool take(char c) noexcept
    {
        if (atEnd() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    /// Up to one of the stop characters or the end.
    [[nodiscard]] QByteArrayView word(QByteArrayView stops) noexcept
    {
        const qsizetype start = m_at;
        while (!atEnd() && !stops.contains(m_text[m_at]))
            ++m_at;
        return m_text.sliced(start, m_at - start);
    }

private:
    QByteArrayView m_text;
    qsizetype m_at = 0;
};

std::optional<quint16> parsePort(QByteArrayView text)
{
    bool ok = false;
    const uint port = text.toUInt(&ok);
    if (!ok || port == 0 || port > 0xffff)
        return std::nullopt;
    return static_cast<quint16>(port);
}

/// host, host:port, [v6] or [v6]:port
std::optional<Host> scanHost(Scanner &scanner, quint16 portIfNone)
{
    Host host;
    host.port = portIfNone;
    if (scanner.take('[')) {
        host.name = QString::fromUtf8(scanner.word("]"));
        if (!scanner.take(']'))
            return std::nullopt;
    } else {
        host.name = QString::fromUtf8(scanner.word(":,]"));
    }
    if (host.name.isEmpty())
        return std::nullopt;
    if (scanner.take(':')) {
        const std::optional<quint16> port = parsePort(scanner.word(",]"));
        if (!port)
            return std::nullopt;
        host.port = *port;
    }
    return host;
}

std::unexpected<Error> malformed(const Scanner &scanner)
{
    return std::unexpected(
        Error::protocol(u"the list of peers is malformed at character %1"_s.arg(scanner.position() + 1)));
}

} // namespace

Result<PeersReply> parsePeers(QByteArrayView value)
{
    PeersReply reply;
    Scanner scanner(value.trimmed());
    bool ok = false;
    reply.generation = scanner.word(",").toLongLong(&ok);
    if (!ok || !scanner.take(','))
        return malformed(scanner);
    quint16 defaultPort = Host::defaultPort;
    if (const QByteArrayView port = scanner.word(","); !port.isEmpty()) {
        const std::optional<quint16> parsed = parsePort(port);
        if (!parsed)
            return malformed(scanner);
        defaultPort = *parsed;
    }
    if (!scanner.take(',') || !scanner.take('['))
        return malformed(scanner);
    if (!scanner.take(']')) {
        do {
            if (!scanner.take('['))
                return malformed(scanner);
            PeerEntry peer;
            peer.node = scanner.word(",]").toByteArray();
            if (peer.node.isEmpty() || !scanner.take(','))
                return malformed(scanner);
            peer.tlsName = QString::fromUtf8(scanner.word(",]"));
            if (!scanner.take(','))
                return malformed(scanner);
            if (scanner.take('[') && !scanner.take(']')) {
                do {
                    std::optional<Host> host = scanHost(scanner, defaultPort);
                    if (!host)
                        return malformed(scanner);
                    host->tlsName = peer.tlsName;
                    peer.hosts << *std::move(host);
                } while (scanner.take(','));
                if (!scanner.take(']'))
                    return malformed(scanner);
            }
            if (!scanner.take(']'))
                return malformed(scanner);
            reply.peers << std::move(peer);
        } while (scanner.take(','));
        if (!scanner.take(']'))
            return malformed(scanner);
    }
    if (!scanner.atEnd())
        return malformed(scanner);
    return reply;
}

Result<QList<Host>> parseServiceAddresses(QByteArrayView value)
{
    QList<Host> hosts;
    Scanner scanner(value.trimmed());
    if (scanner.atEnd())
        return hosts;
    do {
        std::optional<Host> host = scanHost(scanner, Host::defaultPort);
        if (!host)
            return malformed(scanner);
        hosts << *std::move(host);
    } while (scanner.take(','));
    if (!scanner.atEnd())
        return malformed(scanner);
    return hosts;
}

} // namespace Aeroscope
