// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// The client in a Qt program: an object with slots and signals around it, and a watcher that tells when the
// cluster changes. The event loop is never blocked.

#include "client/session/clusterdefinition.h"
#include "client/session/clusterwatcher.h"
#include "tests/examples/counter.h"

#include <QCoreApplication>

#include <cstdio>

using namespace Aeroscope;

static QCoro::Task<void> start(QString address)
{
    const Result<QList<Host>> seeds = Host::parseList(address);
    const Result<Client> client =
        seeds ? co_await ClusterDefinition(*seeds).connect() : std::unexpected(seeds.error());
    if (!client) {
        std::fprintf(stderr, "%s\n", qPrintable(client.error().toString()));
        QCoreApplication::exit(1);
        co_return;
    }
    auto *watcher = new ClusterWatcher(*client, qApp);
    QObject::connect(watcher, &ClusterWatcher::changed, watcher, [](const ClusterSnapshot &cluster) {
        std::fprintf(stderr, "the cluster has %lld nodes\n", static_cast<long long>(cluster.nodes.size()));
    });
    const DataSet set{"test", "example_counters"};
    (void)co_await client->session().remove(set.id("visits").value()).execute();
    auto *counter = new Counter(*client, set.id("visits").value(), qApp);
    QObject::connect(counter, &Counter::changed, counter, [counter](qint64 value) {
        std::printf("count %lld\n", static_cast<long long>(value));
        if (value < 3)
            counter->increment();
        else
            QCoreApplication::exit(0);
    });
    QObject::connect(counter, &Counter::failed, counter, [](const QString &why) {
        std::fprintf(stderr, "%s\n", qPrintable(why));
        QCoreApplication::exit(1);
    });
    counter->increment();
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QString address = application.arguments().value(1, QStringLiteral("127.0.0.1:3000"));
    QMetaObject::invokeMethod(&application, [address] { start(address); }, Qt::QueuedConnection);
    return application.exec();
}
