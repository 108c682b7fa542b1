// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/embeddedcluster.h"
#include "client/session/clusterdefinition.h"

#include <QByteArray>
#include <QList>

#include <memory>

namespace Aeroscope::Test {

/// The cluster that integration tests run against: embedded nodes in this process, or the real server that
/// AEROSPIKE_HOST ("host:port[,…]") names. Settings may also stand in tests/aerospike.env (see the example
/// beside it); a variable that is set already wins.
class TestCluster
{
public:
    /// Aborts the program when nothing can be started or reached.
    [[nodiscard]] static std::unique_ptr<TestCluster> start(const Demo::ClusterOptions &options = {});
    ~TestCluster();

    [[nodiscard]] bool isReal() const noexcept { return m_embedded == nullptr; }
    /// Null for a real cluster.
    [[nodiscard]] Demo::EmbeddedCluster *embedded() const noexcept { return m_embedded.get(); }

    [[nodiscard]] QList<Host> seeds() const { return m_seeds; }
    /// Ready to connect, with the credentials of the environment.
    [[nodiscard]] ClusterDefinition definition() const;
    /// Connected; aborts the program when that fails.
    [[nodiscard]] Client connect() const;

    /// AEROSPIKE_NAMESPACE, "test" if not set.
    [[nodiscard]] QByteArray namespaceName() const { return m_namespace; }
    /// A set that nobody used before.
    [[nodiscard]] DataSet freshSet() const;

private:
    TestCluster() = default;
    std::unique_ptr<Demo::EmbeddedCluster> m_embedded;
    QList<Host> m_seeds;
    QByteArray m_namespace;
};

/// Reads tests/aerospike.env, once, into variables that are not set.
void loadEnvironmentFile();

} // namespace Aeroscope::Test
