// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/connectionoptions.h"

#include <QFile>

#include <cstdio>
#include <termios.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Aeroscope::App {

namespace {

/// Asks on the terminal without showing what is typed. Empty when there is no terminal.
QString promptForPassword(const QString &user)
{
    if (!isatty(STDIN_FILENO))
        return {};
    std::fprintf(stderr, "Password for %s: ", qPrintable(user));
    termios before = {};
    tcgetattr(STDIN_FILENO, &before);
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSANOW, &silent);
    QByteArray line;
    for (int c = std::getchar(); c != '\n' && c != EOF; c = std::getchar())
        line.append(static_cast<char>(c));
    tcsetattr(STDIN_FILENO, TCSANOW, &before);
    std::fputc('\n', stderr);
    return QString::fromUtf8(line);
}

/// From --password-file, else AEROSCOPE_PASSWORD, else the terminal; never from the command line itself,
/// where every user of the machine can read it.
Result<QString> readPassword(const QCommandLineParser &parser, const QString &user)
{
    if (parser.isSet(u"password-file"_s)) {
        QFile file(parser.value(u"password-file"_s));
        if (!file.open(QIODevice::ReadOnly))
            return std::unexpected(Error::invalidArgument(
                u"the password file %1 cannot be read: %2"_s.arg(file.fileName(), file.errorString())));
        QByteArray line = file.readLine();
        while (line.endsWith('\n') || line.endsWith('\r'))
            line.chop(1);
        return QString::fromUtf8(line);
    }
    if (qEnvironmentVariableIsSet("AEROSCOPE_PASSWORD"))
        return qEnvironmentVariable("AEROSCOPE_PASSWORD");
    return promptForPassword(user);
}

} // namespace

void ConnectionOptions::addTo(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"host"_s,
         u"Seeds of the cluster: host:port, several with commas; IPv6 in brackets; host:tlsname:port."_s,
         u"seeds"_s},
        {u"demo"_s, u"The embedded demo cluster; nothing needs to be installed."_s},
        {u"user"_s,
         u"User name. The password is asked for, or comes from --password-file or AEROSCOPE_PASSWORD."_s,
         u"name"_s},
        {u"password-file"_s, u"File whose first line is the password."_s, u"file"_s},
        {u"auth"_s, u"internal, external or pki. Default: internal when --user is given."_s, u"mode"_s},
        {u"tls"_s, u"Connect with TLS; any other --tls option implies it."_s},
        {u"tls-ca"_s, u"PEM file of the certificate authorities to trust."_s, u"file"_s},
        {u"tls-name"_s, u"Name that the servers' certificates must carry."_s, u"name"_s},
        {u"tls-cert"_s, u"PEM file of the client certificate."_s, u"file"_s},
        {u"tls-key"_s, u"PEM file of the client's key."_s, u"file"_s},
        {u"cluster-name"_s, u"Refuse nodes of another cluster."_s, u"name"_s},
        {u"services-alternate"_s, u"Use the addresses that the nodes advertise as alternate."_s},
    });
}

Result<ConnectionOptions> ConnectionOptions::from(const QCommandLineParser &parser)
{
    ConnectionOptions options;
    options.demo = parser.isSet(u"demo"_s);
    const QString hosts =
        parser.isSet(u"host"_s) ? parser.value(u"host"_s) : qEnvironmentVariable("AEROSCOPE_HOST");
    if (options.demo && parser.isSet(u"host"_s))
        return std::unexpected(Error::invalidArgument(u"--host and --demo exclude each other"_s));
    if (!options.demo && hosts.isEmpty())
        return std::unexpected(
            Error::invalidArgument(u"no cluster named: give --host HOST:PORT or --demo"_s));
    ClusterSettings &settings = options.settings;
    settings.applicationId = u"aeroscope"_s;
    if (!options.demo) {
        Result<QList<Host>> seeds = Host::parseList(hosts);
        if (!seeds)
            return std::unexpected(seeds.error());
        settings.seeds = *std::move(seeds);
    }

    const QString mode = parser.value(u"auth"_s);
    if (mode == "external"_L1)
        settings.credentials.mode = AuthMode::External;
    else if (mode == "pki"_L1)
        settings.credentials.mode = AuthMode::Pki;
    else if (mode == "internal"_L1 || (mode.isEmpty() && parser.isSet(u"user"_s)))
        settings.credentials.mode = AuthMode::Internal;
    else if (!mode.isEmpty())
        return std::unexpected(
            Error::invalidArgument(u"--auth is internal, external or pki, not '%1'"_s.arg(mode)));
    if (settings.credentials.mode == AuthMode::Internal || settings.credentials.mode == AuthMode::External) {
        settings.credentials.user = parser.value(u"user"_s);
        if (settings.credentials.user.isEmpty())
            return std::unexpected(Error::invalidArgument(u"--auth %1 needs --user"_s.arg(mode)));
        Result<QString> password = readPassword(parser, settings.credentials.user);
        if (!password)
            return std::unexpected(password.error());
        settings.credentials.password = *std::move(password);
    }

    settings.tls.caFile = parser.value(u"tls-ca"_s);
    settings.tls.tlsName = parser.value(u"tls-name"_s);
    settings.tls.certificateFile = parser.value(u"tls-cert"_s);
    settings.tls.keyFile = parser.value(u"tls-key"_s);
    settings.tls.enabled = parser.isSet(u"tls"_s) || parser.isSet(u"tls-ca"_s) ||
                           parser.isSet(u"tls-name"_s) || parser.isSet(u"tls-cert"_s) ||
                           parser.isSet(u"tls-key"_s);
    settings.clusterName = parser.value(u"cluster-name"_s);
    settings.useServicesAlternate = parser.isSet(u"services-alternate"_s);
    return options;
}

} // namespace Aeroscope::App
