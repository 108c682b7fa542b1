// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/hostresolver.h"

#include "client/net/completion.h"

#include <QByteArray>
#include <QUrl>

#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <thread>

using namespace Qt::StringLiterals;

namespace Aeroscope::Net {

namespace {

/// Blocks, for half a minute where a name server is silent.
Result<QList<QHostAddress>> lookUp(const QByteArray &name)
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *answer = nullptr;
    if (const int code = ::getaddrinfo(name.constData(), nullptr, &hints, &answer); code != 0)
        return std::unexpected(Error::network(QString::fromLocal8Bit(::gai_strerror(code)).toLower()));
    QList<QHostAddress> addresses;
    for (const addrinfo *entry = answer; entry; entry = entry->ai_next) {
        sockaddr_storage storage{};
        std::memcpy(&storage, entry->ai_addr, std::min<size_t>(entry->ai_addrlen, sizeof storage));
        const QHostAddress address = Endpoint::fromNative(storage).address;
        if (!address.isNull() && !addresses.contains(address))
            addresses.append(address);
    }
    ::freeaddrinfo(answer);
    return addresses;
}

/// The families take turns, beginning with the one the system put first.
QList<Endpoint> interleaved(const QList<QHostAddress> &addresses, quint16 port)
{
    QList<Endpoint> first;
    QList<Endpoint> second;
    for (const QHostAddress &address : addresses) {
        const bool sameFamily =
            first.isEmpty() || first.constFirst().address.protocol() == address.protocol();
        (sameFamily ? first : second).append(Endpoint{address, port});
    }
    QList<Endpoint> all;
    all.reserve(addresses.size());
    for (qsizetype i = 0; i < std::max(first.size(), second.size()); ++i) {
        if (i < first.size())
            all.append(first.at(i));
        if (i < second.size())
            all.append(second.at(i));
    }
    return all;
}

} // namespace

QCoro::Task<Result<QList<Endpoint>>> resolveHost(QString host, quint16 port, Deadline deadline,
                                                 std::stop_token stop)
{
    QString name = host.trimmed();
    if (name.startsWith(u'[') && name.endsWith(u']'))
        name = name.sliced(1, name.size() - 2);
    if (name.isEmpty())
        co_return std::unexpected(Error::network(u"the host name is empty"_s));
    QHostAddress literal;
    if (literal.setAddress(name)) {
        QList<Endpoint> one;
        one.append(Endpoint{literal, port});
        co_return one;
    }
    const QByteArray ascii = QUrl::toAce(name);
    if (ascii.isEmpty())
        co_return std::unexpected(Error::network(u"'"_s + name + u"' is not a host name"_s));
    if (stop.stop_requested())
        co_return std::unexpected(Error::cancelled());

    CompletionSource<QList<QHostAddress>> source;
    Completion<QList<QHostAddress>> completion = source.completion();
    // Detached, so that the end of the program does not wait for a name server; look-ups are rare.
    std::thread([ascii, source = std::move(source)]() mutable { source.complete(lookUp(ascii)); }).detach();
    const Result<QList<QHostAddress>> found = co_await completion.within(deadline, std::move(stop));
    if (!found) {
        if (found.error().kind == ErrorKind::Timeout)
            co_return std::unexpected(Error::timeout(u"looking up '"_s + name + u"' took too long"_s));
        if (found.error().kind == ErrorKind::Network)
            co_return std::unexpected(
                Error::network(u"cannot find the host '"_s + name + u"': "_s + found.error().message));
        co_return std::unexpected(found.error());
    }
    if (found->isEmpty())
        co_return std::unexpected(Error::network(u"the host '"_s + name + u"' has no address"_s));
    co_return interleaved(*found, port);
}

} // namespace Aeroscope::Net
