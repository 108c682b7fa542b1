// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Connecting: seeds, settings, what the cluster looks like, what to do when it does not answer.

#include "client/session/client.h"
#include "client/session/clusterdefinition.h"

#include <QCoreApplication>

#include <cstdio>

using namespace Aeroscope;
using namespace std::chrono_literals;

static QCoro::Task<void> connectTo(QString address)
{
    const Result<QList<Host>> seeds = Host::parseList(address);
    if (!seeds) {
        std::fprintf(stderr, "%s\n", qPrintable(seeds.error().message));
        QCoreApplication::exit(2);
        co_return;
    }
    SystemSettings system;
    system.ioThreads = 2;
    system.connectTimeout = 5s;

    // One client for the whole program: it holds the connections and follows the cluster.
    const Result<Client> client = co_await ClusterDefinition(*seeds).system(system).connect();
    if (!client) {
        // The message names the step that failed and the address.
        std::fprintf(stderr, "not connected: %s\n", qPrintable(client.error().message));
        QCoreApplication::exit(1);
        co_return;
    }
    const ClusterSnapshot cluster = client->snapshot();
    std::printf("nodes: %lld\n", static_cast<long long>(cluster.nodes.size()));
    for (const NodeSnapshot &node : cluster.nodes)
        std::fprintf(stderr, "%s at %s\n", node.name.constData(), qPrintable(node.address));
    co_await client->close();
    QCoreApplication::exit(0);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QString address = application.arguments().value(1, QStringLiteral("127.0.0.1:3000"));
    QMetaObject::invokeMethod(&application, [address] { connectTo(address); }, Qt::QueuedConnection);
    return application.exec();
}
