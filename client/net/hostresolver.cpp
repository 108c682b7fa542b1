// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/hostresolver.h"

#include "client/net/completion.h"

#include <QHostInfo>
#include <QObject>

#include <memory>

using namespace Qt::StringLiterals;

namespace Aeroscope::Net {

namespace {

/// The families take turns, beginning with the one the system put first.
QList<Endpoint> interleaved(const QList<QHostAddress> &addresses, quint16 port)
{
    QList<Endpoint> first;
    QList<Endpoint> second;
    for (const QHostAddress &address : addresses) {
        const Endpoint endpoint{address, port};
        if (first.contains(endpoint) || second.contains(endpoint))
            continue;
        if (first.isEmpty() || first.constFirst().address.protocol() == address.protocol())
            first.append(endpoint);
        else
            second.append(endpoint);
    }
    QList<Endpoint> all;
    all.reserve(first.size() + second.size());
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

    CompletionSource<QHostInfo> source;
    Completion<QHostInfo> completion = source.completion();
    const auto receiver = std::make_unique<QObject>(); // its end cuts the answer off
    // Queued, because the receiver may not die inside its own call.
    const int lookUp = QHostInfo::lookupHost(
        name, receiver.get(),
        [source = std::move(source)](const QHostInfo &info) mutable { source.completeLater(info); });
    const Result<QHostInfo> info = co_await completion.within(deadline, std::move(stop));
    if (!info) {
        QHostInfo::abortHostLookup(lookUp);
        if (info.error().kind == ErrorKind::Timeout)
            co_return std::unexpected(Error::timeout(u"looking up '"_s + name + u"' took too long"_s));
        co_return std::unexpected(info.error());
    }
    if (info->error() != QHostInfo::NoError || info->addresses().isEmpty())
        co_return std::unexpected(
            Error::network(u"cannot find the host '"_s + name + u"': "_s + info->errorString()));
    co_return interleaved(info->addresses(), port);
}

} // namespace Aeroscope::Net
