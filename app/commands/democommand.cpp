// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/democommand.h"

#include "app/commands/command.h"
#include "app/demo/embeddedcluster.h"
#include "app/signalstop.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace Aeroscope::App {

int runDemoCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Serves the embedded cluster on 127.0.0.1 until it is stopped (Ctrl+C)."_s);
    parser.addHelpOption();
    parser.addOptions({
        {u"nodes"_s, u"1 to 8 nodes; default 3."_s, u"n"_s, u"3"_s},
        {u"port"_s, u"Port of the first node, the others follow; 0 takes any free ones. Default 3000."_s,
         u"port"_s, u"3000"_s},
        {u"empty"_s, u"Namespaces test and bar without data."_s},
    });
    if (!parser.parse(QStringList{u"aeroscope demo"_s} + arguments)) {
        complain(parser.errorText());
        return Usage;
    }
    if (parser.isSet(u"help"_s)) {
        std::printf("%s", qPrintable(parser.helpText()));
        return Success;
    }
    Demo::ClusterOptions options;
    bool nodesOk = false, portOk = false;
    options.nodes = parser.value(u"nodes"_s).toInt(&nodesOk);
    options.firstPort = parser.value(u"port"_s).toUShort(&portOk);
    options.sampleData = !parser.isSet(u"empty"_s);
    if (!nodesOk || options.nodes < 1 || options.nodes > 8) {
        complain(u"--nodes is a number from 1 to 8, not '%1'"_s.arg(parser.value(u"nodes"_s)));
        return Usage;
    }
    if (!portOk || (options.firstPort != 0 && options.firstPort > 65536 - options.nodes)) {
        complain(u"--port is a port number that leaves room for %1 nodes, not '%2'"_s.arg(options.nodes)
                     .arg(parser.value(u"port"_s)));
        return Usage;
    }
    if (!parser.positionalArguments().isEmpty()) {
        complain(u"usage: aeroscope demo [--nodes n] [--port p] [--empty]"_s);
        return Usage;
    }

    SignalStop stop;
    const std::stop_callback quit(stop.token(), [] { QCoreApplication::exit(Success); });
    const auto cluster = Demo::EmbeddedCluster::start(options);
    if (!cluster)
        return fail(cluster.error());
    QStringList addresses;
    for (int node = 0; node < (*cluster)->nodeCount(); ++node)
        addresses << u"127.0.0.1:%1"_s.arg((*cluster)->port(node));
    std::printf("serving %s\n", qPrintable(addresses.join(u',')));
    std::fflush(stdout);
    return QCoreApplication::exec();
}

} // namespace Aeroscope::App
