// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"

#include <QList>
#include <QString>

namespace Aeroscope {

/// Where a server is reached.
struct Host
{
    /// Where servers listen unless configured otherwise.
    static constexpr quint16 defaultPort = 3000;

    /// DNS name, IPv4 or IPv6 address (without brackets).
    QString name;
    /// 1 … 65535.
    quint16 port = defaultPort;
    /// The name the server's certificate must carry; empty: `name`, or the definition's default.
    QString tlsName;

    Host() = default;
    /// Nothing is checked or looked up here.
    Host(QString hostName, quint16 hostPort = defaultPort, QString hostTlsName = {});

    /// "h1:3000,[::1]:3001,h2:tlsname:4333,h3": a comma list; IPv6 in brackets (or bare, then without a
    /// port); blanks around entries are ignored. Fails with InvalidArgument that names the entry.
    [[nodiscard]] static Result<QList<Host>> parseList(const QString &text, quint16 portIfNone = defaultPort);

    /// "h1:3000", "[::1]:3001".
    [[nodiscard]] QString toString() const;
    friend bool operator==(const Host &, const Host &) = default;
};

} // namespace Aeroscope
