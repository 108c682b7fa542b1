// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/connectionoptions.h"

#include "ui/workbench/profilestore.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

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

/// The profile that the window saved under this name (or id).
Result<Workbench::Profile> findProfile(const QString &name)
{
    Workbench::ProfileStore store(ConnectionOptions::profileFolder());
    const QStringList troubles = store.load();
    QList<Workbench::Profile> found;
    for (const Workbench::Profile &profile : store.profiles()) {
        if (profile.name == name || profile.id == name)
            found << profile;
    }
    if (found.size() == 1)
        return found.first();
    QString message =
        found.isEmpty() ? u"there is no profile '%1' in %2"_s.arg(name, store.folder())
                        : u"several profiles are called '%1'; use the file's name without .json"_s.arg(name);
    for (const QString &trouble : troubles)
        message += u"; "_s + trouble;
    return std::unexpected(Error::invalidArgument(std::move(message)));
}

TargetEnvironment environmentOf(const Workbench::Profile &profile)
{
    switch (profile.environment) {
    case Workbench::Environment::Development:
        return TargetEnvironment::Development;
    case Workbench::Environment::Test:
        return TargetEnvironment::Test;
    case Workbench::Environment::Production:
        break;
    }
    return TargetEnvironment::Production;
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

QString ConnectionOptions::profileFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + "/connections"_L1;
}

void ConnectionOptions::addTo(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"host"_s,
         u"Seeds of the cluster: host:port, several with commas; IPv6 in brackets; host:tlsname:port."_s,
         u"seeds"_s},
        {u"demo"_s, u"The embedded demo cluster; nothing needs to be installed."_s},
        {u"profile"_s, u"A connection saved in the window, by its name; other options change it."_s,
         u"name"_s},
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
    const auto refuse = [](QString why) { return std::unexpected(Error::invalidArgument(std::move(why))); };
    ConnectionOptions options;
    options.demo = parser.isSet(u"demo"_s);
    const bool named = parser.isSet(u"profile"_s);
    if (options.demo && (parser.isSet(u"host"_s) || named))
        return refuse(u"--demo and %1 exclude each other"_s.arg(named ? u"--profile"_s : u"--host"_s));
    QString hosts = parser.value(u"host"_s);
    ClusterSettings &settings = options.settings;
    settings.applicationId = u"aeroscope"_s;
    if (named) {
        Result<Workbench::Profile> profile = findProfile(parser.value(u"profile"_s));
        if (!profile)
            return std::unexpected(profile.error());
        if (hosts.isEmpty())
            hosts = profile->hosts;
        options.environment = environmentOf(*profile);
        options.journalName = profile->id;
        settings.credentials.mode = profile->authMode;
        settings.credentials.user = profile->user;
        settings.tls = profile->tls;
        settings.clusterName = profile->clusterName;
        settings.useServicesAlternate = profile->useServicesAlternate;
        for (auto it = profile->addressMap.begin(); it != profile->addressMap.end(); ++it)
            settings.ipMap.insert(it.key(), it.value());
        if (profile->ssh.enabled)
            return refuse(
                u"the profile '%1' goes through SSH, which only the window does; forward the ports with "
                "ssh and give --host"_s.arg(profile->name));
    } else if (hosts.isEmpty()) {
        hosts = qEnvironmentVariable("AEROSCOPE_HOST");
    }
    if (!options.demo && hosts.isEmpty())
        return refuse(u"no cluster named: give --host HOST:PORT, --profile NAME or --demo"_s);
    if (!options.demo && options.journalName.isEmpty()) {
        const QByteArray digest = QCryptographicHash::hash(hosts.toUtf8(), QCryptographicHash::Sha256);
        options.journalName = u"hosts-"_s + QString::fromLatin1(digest.first(8).toHex());
    }
    if (!options.demo) {
        Result<QList<Host>> seeds = Host::parseList(hosts);
        if (!seeds)
            return std::unexpected(seeds.error());
        settings.seeds = *std::move(seeds);
    }

    const QString mode = parser.value(u"auth"_s);
    AuthMode &auth = settings.credentials.mode;
    if (mode == "external"_L1)
        auth = AuthMode::External;
    else if (mode == "pki"_L1)
        auth = AuthMode::Pki;
    else if (mode == "internal"_L1 ||
             (mode.isEmpty() && parser.isSet(u"user"_s) && (auth == AuthMode::None || auth == AuthMode::Pki)))
        auth = AuthMode::Internal;
    else if (!mode.isEmpty())
        return refuse(u"--auth is internal, external or pki, not '%1'"_s.arg(mode));
    if (parser.isSet(u"user"_s))
        settings.credentials.user = parser.value(u"user"_s);
    if (auth == AuthMode::Internal || auth == AuthMode::External || auth == AuthMode::ExternalInsecure) {
        if (settings.credentials.user.isEmpty())
            return refuse(u"this log-in needs --user"_s);
        Result<QString> password = readPassword(parser, settings.credentials.user);
        if (!password)
            return std::unexpected(password.error());
        settings.credentials.password = *std::move(password);
    } else if (parser.isSet(u"password-file"_s)) {
        return refuse(u"--password-file needs --user"_s);
    }

    const auto take = [&parser, &settings](const QString &name, QString &into) {
        if (!parser.isSet(name))
            return;
        into = parser.value(name);
        settings.tls.enabled = true;
    };
    settings.tls.enabled = settings.tls.enabled || parser.isSet(u"tls"_s);
    take(u"tls-ca"_s, settings.tls.caFile);
    take(u"tls-name"_s, settings.tls.tlsName);
    take(u"tls-cert"_s, settings.tls.certificateFile);
    take(u"tls-key"_s, settings.tls.keyFile);
    if (parser.isSet(u"cluster-name"_s))
        settings.clusterName = parser.value(u"cluster-name"_s);
    if (parser.isSet(u"services-alternate"_s))
        settings.useServicesAlternate = true;
    return options;
}

} // namespace Aeroscope::App
