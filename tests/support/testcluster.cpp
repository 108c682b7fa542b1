// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/testcluster.h"

#include "tests/support/runtask.h"

#include <QFile>
#include <QRandomGenerator>

#include <atomic>

namespace Aeroscope::Test {

using namespace Qt::StringLiterals;

void loadEnvironmentFile()
{
    static const bool loaded = [] {
        QFile file(QStringLiteral(AEROSCOPE_TESTS_FOLDER "/aerospike.env"));
        if (!file.open(QIODevice::ReadOnly))
            return false;
        while (!file.atEnd()) {
            const QByteArray line = file.readLine().trimmed();
            const qsizetype equals = line.indexOf('=');
            if (line.startsWith('#') || equals <= 0)
                continue;
            const QByteArray name = line.first(equals).trimmed();
            if (!qEnvironmentVariableIsSet(name.constData()))
                qputenv(name.constData(), line.sliced(equals + 1).trimmed());
        }
        return true;
    }();
    Q_UNUSED(loaded);
}

std::unique_ptr<TestCluster> TestCluster::start(const Demo::ClusterOptions &options)
{
    loadEnvironmentFile();
    std::unique_ptr<TestCluster> cluster(new TestCluster);
    cluster->m_namespace = qEnvironmentVariable("AEROSPIKE_NAMESPACE", u"test"_s).toUtf8();
    QString seed = qEnvironmentVariable("AEROSPIKE_HOST");
    if (seed.isEmpty()) {
        auto embedded = Demo::EmbeddedCluster::start(options);
        if (!embedded)
            qFatal("the embedded cluster does not start: %s", qPrintable(embedded.error().toString()));
        cluster->m_embedded = *std::move(embedded);
        seed = cluster->m_embedded->seed();
    }
    const auto hosts = Host::parseList(seed);
    if (!hosts)
        qFatal("AEROSPIKE_HOST: %s", qPrintable(hosts.error().message));
    cluster->m_seeds = *hosts;
    return cluster;
}

TestCluster::~TestCluster() = default;

ClusterDefinition TestCluster::definition() const
{
    ClusterDefinition definition(m_seeds);
    SystemSettings system;
    if (!isReal())
        system.tendInterval = std::chrono::milliseconds(50); // tests wait for the cluster to be noticed
    definition.system(system);
    const QString user = qEnvironmentVariable("AEROSPIKE_USER");
    if (isReal() && !user.isEmpty())
        definition.nativeCredentials(user, qEnvironmentVariable("AEROSPIKE_PASSWORD"));
    if (isReal() && qEnvironmentVariableIntValue("AEROSPIKE_USE_SERVICES_ALTERNATE") != 0)
        definition.useServicesAlternate();
    return definition;
}

Client TestCluster::connect() const
{
    auto client = runTask(definition().connect());
    if (!client)
        qFatal("connecting: %s", qPrintable(client.error().toString()));
    return *client;
}

DataSet TestCluster::freshSet() const
{
    static std::atomic<int> counter = 0;
    static const quint32 run = QRandomGenerator::system()->generate();
    return {m_namespace, "t" + QByteArray::number(run, 36) + '_' + QByteArray::number(++counter)};
}

} // namespace Aeroscope::Test
