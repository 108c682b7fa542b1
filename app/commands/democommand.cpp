// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/democommand.h"

#include "app/commands/command.h"
#include "app/demo/embeddedcluster.h"
#include "app/faultsyntax.h"
#include "app/signalstop.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QUrl>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace Aeroscope::App {

namespace {

constexpr int mostNodes = 8;

void addOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"nodes"_s, u"1 to 8 nodes; default 3."_s, u"n"_s, u"3"_s},
        {u"port"_s, u"Port of the first node, the others follow; 0 takes any free ones. Default 3000."_s,
         u"port"_s, u"3000"_s},
        {u"empty"_s, u"Namespaces test and bar without data."_s},
        {u"replication-factor"_s, u"Copies of each partition; default 2."_s, u"n"_s, u"2"_s},
        {u"cluster-name"_s, u"The name the nodes give as their cluster's."_s, u"name"_s},
        {u"racks"_s, u"Rack of each node, as in 1,1,2; without it there are no racks."_s, u"numbers"_s},
        {u"alternate-host"_s, u"Host name that the nodes advertise as alternate, with their usual ports."_s,
         u"host"_s},
        {u"user"_s,
         u"Clients must log in. The first user has all rights, the others read and write; roles may be "
         u"named. May be given several times. These users live and die with this process: give them no "
         u"password that is used elsewhere."_s,
         u"name:password[:role,…]"_s},
        {u"session-ttl"_s, u"Seconds until a log-in expires; default 86400."_s, u"seconds"_s, u"86400"_s},
        {u"tls"_s, u"TLS on ports of its own, with a certificate authority made for this process."_s},
        {u"tls-name"_s, u"Name in the nodes' certificate; default localhost. Implies --tls."_s, u"name"_s},
        {u"tls-port"_s,
         u"TLS port of the first node, the others follow; 0 takes any free ones. Default 4333, or 0 with "
         "--port 0. Implies --tls."_s,
         u"port"_s},
        {u"tls-dir"_s,
         u"Folder for ca.pem, and for NAME.pem and NAME.key of a client: one for each user, else 'client'. "
         "Default: a temporary one, which is printed. Implies --tls."_s,
         u"folder"_s},
        {u"tls-clients-only"_s,
         u"Refuse TLS clients without a certificate of that authority. Implies --tls."_s},
        {u"index-build-seconds"_s,
         u"How long a new index over records that are there cannot be used yet; default 0."_s, u"seconds"_s,
         u"0"_s},
        {u"fault"_s, u"Misbehave; see below."_s, u"words"_s},
    });
}

struct Settings
{
    Demo::ClusterOptions cluster;
    std::vector<FaultSetting> faults;
    QString tlsFolder;
};

Error refused(const QString &what)
{
    return Error::invalidArgument(what);
}

Result<int> numberOf(const QCommandLineParser &parser, const QString &option, int lowest, int highest)
{
    bool ok = false;
    const int value = parser.value(option).toInt(&ok);
    if (ok && value >= lowest && value <= highest)
        return value;
    return std::unexpected(
        refused(u"--%1 is a number from %2 to %3, not '%4'"_s.arg(option).arg(lowest).arg(highest).arg(
            parser.value(option))));
}

Result<quint16> portOf(const QCommandLineParser &parser, const QString &option, int nodes)
{
    bool ok = false;
    const quint16 port = parser.value(option).toUShort(&ok);
    if (ok && (port == 0 || port + nodes - 1 <= 65535))
        return port;
    return std::unexpected(
        refused(u"--%1 is a port number that leaves room for %2 nodes, not '%3'"_s.arg(option).arg(nodes).arg(
            parser.value(option))));
}

Result<void> readRacks(const QCommandLineParser &parser, Demo::ClusterOptions &options)
{
    for (const QString &text : parser.value(u"racks"_s).split(u',')) {
        bool ok = false;
        options.racks.push_back(text.toInt(&ok));
        if (!ok || options.racks.back() < 0)
            return std::unexpected(
                refused(u"--racks is a list of numbers from 0 on, not '%1'"_s.arg(parser.value(u"racks"_s))));
    }
    if (static_cast<int>(options.racks.size()) != options.nodes)
        return std::unexpected(
            refused(u"--racks gives %1 numbers for %2 nodes"_s.arg(options.racks.size()).arg(options.nodes)));
    return {};
}

Result<Demo::ClusterUser> readUser(const QString &text, bool first)
{
    const QStringList parts = text.split(u':');
    if (parts.size() < 2 || parts.size() > 3 || parts[0].isEmpty())
        return std::unexpected(
            refused(u"--user is NAME:PASSWORD or NAME:PASSWORD:ROLE,ROLE, not '%1'"_s.arg(parts[0])));
    Demo::ClusterUser user{parts[0].toUtf8(), parts[1].toUtf8(), {}};
    if (parts.size() == 3) {
        for (const QString &role : parts[2].split(u',', Qt::SkipEmptyParts))
            user.roles.push_back(role.toUtf8());
    } else if (first) {
        user.roles = {"user-admin", "sys-admin", "data-admin", "read-write-udf"};
    } else {
        user.roles = {"read-write"};
    }
    return user;
}

Result<void> readTls(const QCommandLineParser &parser, Settings &settings)
{
    bool wanted = false;
    for (const QString &option :
         {u"tls"_s, u"tls-name"_s, u"tls-port"_s, u"tls-dir"_s, u"tls-clients-only"_s})
        wanted = wanted || parser.isSet(option);
    if (!wanted)
        return {};
    static const QRegularExpression hostName(u"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$"_s);
    const QString name = parser.isSet(u"tls-name"_s) ? parser.value(u"tls-name"_s) : u"localhost"_s;
    if (!hostName.match(name).hasMatch())
        return std::unexpected(refused(u"--tls-name is a host name, not '%1'"_s.arg(name)));
    Demo::ClusterOptions &options = settings.cluster;
    options.tlsName = name.toUtf8();
    options.requireClientCertificate = parser.isSet(u"tls-clients-only"_s);
    options.firstTlsPort = options.firstPort == 0 ? quint16{0} : quint16{4333};
    if (parser.isSet(u"tls-port"_s)) {
        const Result<quint16> port = portOf(parser, u"tls-port"_s, options.nodes);
        if (!port)
            return std::unexpected(port.error());
        options.firstTlsPort = *port;
    }
    settings.tlsFolder = parser.value(u"tls-dir"_s);
    return {};
}

Result<Settings> readSettings(const QCommandLineParser &parser)
{
    Settings settings;
    Demo::ClusterOptions &options = settings.cluster;
    const Result<int> nodes = numberOf(parser, u"nodes"_s, 1, mostNodes);
    const Result<int> copies = numberOf(parser, u"replication-factor"_s, 1, mostNodes);
    const Result<int> ttl = numberOf(parser, u"session-ttl"_s, 1, 10 * 365 * 86400);
    const Result<int> building = numberOf(parser, u"index-build-seconds"_s, 0, 86400);
    for (const Result<int> &number : {nodes, copies, ttl, building}) {
        if (!number)
            return std::unexpected(number.error());
    }
    options.nodes = *nodes;
    options.replicationFactor = *copies;
    options.sessionTtl = std::chrono::seconds(*ttl);
    options.indexBuildTime = std::chrono::seconds(*building);
    const Result<quint16> port = portOf(parser, u"port"_s, options.nodes);
    if (!port)
        return std::unexpected(port.error());
    options.firstPort = *port;
    options.sampleData = !parser.isSet(u"empty"_s);
    options.clusterName = parser.value(u"cluster-name"_s).toUtf8();
    options.alternateHost = parser.value(u"alternate-host"_s).toUtf8();
    if (parser.isSet(u"racks"_s)) {
        if (const Result<void> racks = readRacks(parser, options); !racks)
            return std::unexpected(racks.error());
    }
    for (const QString &text : parser.values(u"user"_s)) {
        Result<Demo::ClusterUser> user = readUser(text, options.users.empty());
        if (!user)
            return std::unexpected(user.error());
        options.users.push_back(*std::move(user));
    }
    if (const Result<void> tls = readTls(parser, settings); !tls)
        return std::unexpected(tls.error());
    for (const QString &text : parser.values(u"fault"_s)) {
        Result<FaultSetting> fault = parseFault(text, options.nodes);
        if (!fault)
            return std::unexpected(fault.error());
        settings.faults.push_back(*std::move(fault));
    }
    return settings;
}

Result<void> save(const QDir &folder, const QString &name, const QByteArray &content)
{
    QFile file(folder.filePath(name));
    // The keys are for whoever started this alone.
    if (!file.open(QFile::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) ||
        file.write(content) != content.size() || !file.flush())
        return std::unexpected(
            Error::network(u"cannot write %1: %2"_s.arg(file.fileName(), file.errorString())));
    return {};
}

/// Writes what other clients need to speak TLS with the cluster.
Result<void> saveCertificates(const Demo::EmbeddedCluster &cluster, const Demo::ClusterOptions &options,
                              const QDir &folder)
{
    if (!folder.mkpath(u"."_s))
        return std::unexpected(Error::network(u"cannot make the folder %1"_s.arg(folder.path())));
    if (Result<void> saved = save(folder, u"ca.pem"_s, cluster.authorityCertificate()); !saved)
        return saved;
    std::vector<QByteArray> names;
    for (const Demo::ClusterUser &user : options.users)
        names.push_back(user.name);
    if (names.empty())
        names.push_back("client");
    for (const QByteArray &name : names) {
        const Result<Demo::TlsIdentity> identity = cluster.issueClientCertificate(name);
        if (!identity)
            return std::unexpected(identity.error());
        const QString file = QString::fromLatin1(QUrl::toPercentEncoding(QString::fromUtf8(name)));
        if (Result<void> saved = save(folder, file + u".pem"_s, identity->certificate); !saved)
            return saved;
        if (Result<void> saved = save(folder, file + u".key"_s, identity->privateKey); !saved)
            return saved;
    }
    return {};
}

void applyFaults(Demo::EmbeddedCluster &cluster, const std::vector<FaultSetting> &faults)
{
    for (const FaultSetting &fault : faults) {
        if (!fault.acceptMode) {
            cluster.faults().add(fault.rule);
            continue;
        }
        for (int node = 0; node < cluster.nodeCount(); ++node) {
            if (!fault.rule.node || *fault.rule.node == node)
                cluster.setAcceptMode(node, *fault.acceptMode);
        }
    }
}

template <typename Port>
QString addresses(const Demo::EmbeddedCluster &cluster, Port port)
{
    QStringList list;
    for (int node = 0; node < cluster.nodeCount(); ++node)
        list << u"127.0.0.1:%1"_s.arg(port(node));
    return list.join(u',');
}

} // namespace

int runDemoCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Serves the embedded cluster on 127.0.0.1 until it is stopped (Ctrl+C)."_s);
    parser.addHelpOption();
    addOptions(parser);
    if (!parser.parse(QStringList{u"aeroscope demo"_s} + arguments)) {
        complain(parser.errorText());
        return Usage;
    }
    if (parser.isSet(u"help"_s)) {
        std::printf("%s\n%s", qPrintable(parser.helpText()), qPrintable(faultHelp()));
        return Success;
    }
    if (!parser.positionalArguments().isEmpty()) {
        complain(u"usage: aeroscope demo [--nodes n] [--port p] [--empty] …, see --help"_s);
        return Usage;
    }
    const Result<Settings> settings = readSettings(parser);
    if (!settings) {
        complain(settings.error().message);
        return Usage;
    }

    SignalStop stop;
    const std::stop_callback quit(stop.token(), [] { QCoreApplication::exit(Success); });
    const auto cluster = Demo::EmbeddedCluster::start(settings->cluster);
    if (!cluster)
        return fail(cluster.error());
    const bool tls = !settings->cluster.tlsName.isEmpty();
    std::optional<QTemporaryDir> temporary;
    QString folder = settings->tlsFolder;
    if (tls) {
        if (folder.isEmpty())
            folder = temporary.emplace().path();
        if (const Result<void> saved = saveCertificates(**cluster, settings->cluster, QDir(folder)); !saved)
            return fail(saved.error());
    }
    applyFaults(**cluster, settings->faults);

    std::printf("serving %s\n", qPrintable(addresses(**cluster, [&](int i) { return (*cluster)->port(i); })));
    if (tls) {
        std::printf("tls %s\ntls-name %s\ncertificates %s\n",
                    qPrintable(addresses(**cluster, [&](int i) { return (*cluster)->tlsPort(i); })),
                    settings->cluster.tlsName.constData(), qPrintable(QDir(folder).absolutePath()));
    }
    std::fflush(stdout);
    return QCoreApplication::exec();
}

} // namespace Aeroscope::App
