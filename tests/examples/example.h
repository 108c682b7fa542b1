// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/session/client.h"
#include "client/session/clusterdefinition.h"

#include <QCoreApplication>

#include <cstdio>

// What is the same in every example but "connect", which does it by itself: a Qt event loop, a client of the
// cluster that the command line names ("host:port"), the example, and the end.
namespace Example {

using Main = QCoro::Task<Aeroscope::Result<void>> (*)(Aeroscope::Client client);

inline QCoro::Task<void> connectAndRun(QString address, Main example)
{
    using namespace Aeroscope;
    int code = 1;
    const Result<QList<Host>> seeds = Host::parseList(address);
    const Result<Client> client =
        seeds ? co_await ClusterDefinition(*seeds).connect() : std::unexpected(seeds.error());
    Result<void> result;
    if (client)
        result = co_await example(*client);
    else
        result = std::unexpected(client.error());
    if (result)
        code = 0;
    else
        std::fprintf(stderr, "%s\n", qPrintable(result.error().toString()));
    if (client)
        co_await client->close();
    QCoreApplication::exit(code);
}

inline int run(int argc, char **argv, Main example)
{
    QCoreApplication application(argc, argv);
    const QString address = application.arguments().value(1, QStringLiteral("127.0.0.1:3000"));
    QMetaObject::invokeMethod(
        &application, [address, example] { connectAndRun(address, example); }, Qt::QueuedConnection);
    return application.exec();
}

} // namespace Example
