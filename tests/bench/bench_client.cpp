// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// The client's own load without the program around it, for profilers: bench_client PORT SECONDS [--no-floor]
// [MODE…] against one node on 127.0.0.1.

#include "app/bench/benchrun.h"
#include "client/session/clusterdefinition.h"

#include <QCoreApplication>

#include <cstdio>

using namespace Aeroscope;

namespace {

QCoro::Task<int> run(QStringList words)
{
    App::BenchPlan plan;
    plan.withFloor = words.removeAll(QStringLiteral("--no-floor")) == 0;
    plan.set = {QByteArrayLiteral("test"), QByteArrayLiteral("bench_client")};
    plan.seconds = words.value(2).toInt();
    for (const QString &word : words.mid(3)) {
        if (const auto mode = App::loadModeFromName(word))
            plan.modes.push_back(*mode);
        else
            plan.records = word.toInt();
    }
    SystemSettings system;
    system.ioThreads = 1;
    const auto port = quint16(words.value(1).toUInt());
    const ClusterDefinition definition =
        ClusterDefinition(Host(QStringLiteral("127.0.0.1"), port)).system(system);
    const Result<Client> client = co_await definition.connect();
    if (!client) {
        std::fprintf(stderr, "%s\n", qPrintable(client.error().toString()));
        co_return 1;
    }
    Result<std::vector<App::BenchFigures>> all = co_await App::runBench(*client, plan, {});
    if (all)
        std::printf("%s%s\n", App::benchTable(*all).constData(),
                    App::benchJson(*all, 1, plan.inFlight).constData());
    else
        std::fprintf(stderr, "%s\n", qPrintable(all.error().toString()));
    co_await client->close();
    co_return all ? 0 : 1;
}

QCoro::Task<void> runAndQuit(QStringList words)
{
    QCoreApplication::exit(co_await run(std::move(words)));
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QMetaObject::invokeMethod(
        &application, [&application] { runAndQuit(application.arguments()); }, Qt::QueuedConnection);
    return application.exec();
}
