// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Serves an embedded cluster until it is stopped: for recorded conversations and other clients. Says "node
// ADDRESS" for each node, with --tls also where its certificates are, and "ready" at the end.

#include "app/demo/embeddedcluster.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>

#include <csignal>
#include <cstdio>

using namespace Aeroscope;
using namespace Qt::StringLiterals;

namespace {

void say(const char *word, const QString &value)
{
    std::printf("%s %s\n", word, qPrintable(value));
}

/// Writes a file for a client to read; gives its path.
QString save(const QTemporaryDir &folder, const QString &name, const QByteArray &content)
{
    QFile file(folder.filePath(name));
    if (!file.open(QFile::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
    return file.fileName();
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions(
        {{u"nodes"_s, u"How many nodes (1 to 8)."_s, u"n"_s, u"1"_s},
         {u"port"_s, u"Port of the first node, 0 for any."_s, u"port"_s, u"0"_s},
         {u"empty"_s, u"No sample data."_s},
         {u"login"_s, u"With users: admin (password admin) and reader (password reader)."_s},
         {u"tls"_s, u"With TLS on second ports; a client certificate for user 'admin' is made."_s}});
    parser.addHelpOption();
    parser.process(application);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    Demo::ClusterOptions options;
    options.nodes = parser.value(u"nodes"_s).toInt();
    options.firstPort = parser.value(u"port"_s).toUShort();
    options.sampleData = !parser.isSet(u"empty"_s);
    if (parser.isSet(u"login"_s)) {
        options.users = {{"admin", "admin", {"user-admin", "sys-admin", "data-admin", "read-write-udf"}},
                         {"reader", "reader", {"read"}}};
    }
    if (parser.isSet(u"tls"_s))
        options.tlsName = "peer.test";
    const auto cluster = Demo::EmbeddedCluster::start(options);
    if (!cluster) {
        std::fprintf(stderr, "%s\n", qPrintable(cluster.error().toString()));
        return 1;
    }
    for (int i = 0; i < (*cluster)->nodeCount(); ++i)
        say("node", u"127.0.0.1:%1"_s.arg((*cluster)->port(i)));
    const QTemporaryDir folder;
    if (!options.tlsName.isEmpty()) {
        for (int i = 0; i < (*cluster)->nodeCount(); ++i)
            say("tls", u"127.0.0.1:%1"_s.arg((*cluster)->tlsPort(i)));
        const Result<Demo::TlsIdentity> identity = (*cluster)->issueClientCertificate("admin");
        if (!identity)
            qFatal("%s", qPrintable(identity.error().toString()));
        say("tlsname", QString::fromUtf8(options.tlsName));
        say("cafile", save(folder, u"ca.pem"_s, (*cluster)->authorityCertificate()));
        say("certfile", save(folder, u"client.pem"_s, identity->certificate));
        say("keyfile", save(folder, u"client.key"_s, identity->privateKey));
    }
    std::printf("ready\n");
    std::fflush(stdout);
    int received = 0;
    sigwait(&signals, &received);
    return 0;
}
