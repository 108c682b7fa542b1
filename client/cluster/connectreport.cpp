// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/cluster/connectreport.h"

#include <QStringList>

namespace Aeroscope {

using namespace Qt::StringLiterals;

QString connectStepName(ConnectStep step)
{
    switch (step) {
    case ConnectStep::Resolve:
        return u"name look-up"_s;
    case ConnectStep::Tcp:
        return u"TCP connection"_s;
    case ConnectStep::Tls:
        return u"TLS handshake"_s;
    case ConnectStep::Login:
        return u"login"_s;
    case ConnectStep::NodeInfo:
        return u"node identification"_s;
    case ConnectStep::Version:
        return u"server version"_s;
    case ConnectStep::ClusterName:
        return u"cluster name"_s;
    case ConnectStep::Peers:
        return u"list of peers"_s;
    case ConnectStep::PeerReach:
        return u"reach of a peer"_s;
    case ConnectStep::Partitions:
        return u"partition map"_s;
    }
    return {};
}

const ConnectTrace *ConnectReport::decisiveFailure() const noexcept
{
    if (connected)
        return nullptr;
    const ConnectTrace *furthest = nullptr;
    for (const ConnectTrace &trace : steps) {
        if (!trace.ok() && (!furthest || trace.step > furthest->step))
            furthest = &trace;
    }
    return furthest;
}

QString ConnectReport::toString() const
{
    QStringList lines;
    for (const ConnectTrace &trace : steps) {
        QString line = connectStepName(trace.step) + u' ' + trace.target + ": "_L1;
        line += trace.ok() ? u"ok"_s : trace.error->toString();
        if (!trace.detail.isEmpty())
            line += " ("_L1 + trace.detail + u')';
        line += u", %1 ms"_s.arg(trace.duration.count());
        lines << line;
    }
    return lines.join(u'\n');
}

} // namespace Aeroscope
