// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Serves an embedded cluster until it is stopped: for recorded conversations and other clients.

#include "app/demo/embeddedcluster.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <csignal>
#include <cstdio>

using namespace Aeroscope;
using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{u"nodes"_s, u"How many nodes (1 to 8)."_s, u"n"_s, u"1"_s},
                       {u"port"_s, u"Port of the first node, 0 for any."_s, u"port"_s, u"0"_s},
                       {u"empty"_s, u"No sample data."_s}});
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
    const auto cluster = Demo::EmbeddedCluster::start(options);
    if (!cluster) {
        std::fprintf(stderr, "%s\n", qPrintable(cluster.error().toString()));
        return 1;
    }
    for (int i = 0; i < (*cluster)->nodeCount(); ++i)
        std::printf("%s 127.0.0.1:%d\n", (*cluster)->nodeId(i).constData(), (*cluster)->port(i));
    std::fflush(stdout);
    int received = 0;
    sigwait(&signals, &received);
    return 0;
}
