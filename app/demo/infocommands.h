// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/bytequeue.h"
#include "app/demo/nodecontext.h"
#include "app/demo/security/admincommands.h"

#include <QByteArray>
#include <QByteArrayView>

namespace Aeroscope::Demo {

/// What info commands know of the connection they came on.
struct InfoPeer
{
    QByteArray userAgent; ///< base64 as set by user-agent-set
};

/// Answers info requests of one node (protocol sections 1.2 to 1.4).
class InfoCommands
{
public:
    /// `client` is who asks; null for the node itself, which may do everything.
    explicit InfoCommands(NodeContext &node, const SecurityPeer *client = nullptr) noexcept
        : m_node(node)
        , m_client(client)
    {}

    /// Runs all commands of a request body and appends the reply packet.
    void answer(QByteArrayView body, InfoPeer &peer, ByteQueue &out);
    /// The value of one command, without its echo.
    [[nodiscard]] QByteArray run(QByteArrayView command, InfoPeer &peer);

private:
    struct Call
    {
        QByteArray name;
        QByteArrayView params;
        InfoPeer &peer;
    };
    using Handler = QByteArray (InfoCommands::*)(const Call &);
    struct Command
    {
        const char *name;
        Handler handler;
        bool enterprise = false;
    };
    [[nodiscard]] static std::span<const Command> commands();
    [[nodiscard]] static const Command *find(QByteArrayView name);
    [[nodiscard]] QByteArray summary();
    /// What is in the way of running a command: null, or the reply that says so.
    [[nodiscard]] QByteArray refusal(QByteArrayView name, QByteArrayView params) const;
    /// The namespace that a `namespace=` parameter names; null with params.error set when there is none.
    [[nodiscard]] Namespace *namespaceParam(class InfoParams &params, const QByteArray &alias = {});

    // infocommands.cpp: the node, its cluster and connection
    QByteArray constant(const Call &call);
    QByteArray enterpriseOnly(const Call &call);
    QByteArray node(const Call &call);
    QByteArray clusterNameCommand(const Call &call);
    QByteArray clusterStable(const Call &call);
    QByteArray partitionGeneration(const Call &call);
    QByteArray rebalanceGeneration(const Call &call);
    QByteArray peersGeneration(const Call &call);
    QByteArray peers(const Call &call);
    QByteArray service(const Call &call);
    QByteArray endpoints(const Call &call);
    QByteArray succession(const Call &call);
    QByteArray services(const Call &call);
    QByteArray replicas(const Call &call);
    QByteArray partitionInfo(const Call &call);
    QByteArray racks(const Call &call);
    QByteArray rackIds(const Call &call);
    QByteArray userAgentSet(const Call &call);
    QByteArray userAgents(const Call &call);
    QByteArray logs(const Call &call);
    QByteArray log(const Call &call);
    QByteArray logSet(const Call &call);
    QByteArray logMessage(const Call &call);
    QByteArray dump(const Call &call);
    QByteArray physicalDevices(const Call &call);
    QByteArray evictionReset(const Call &call);
    QByteArray tip(const Call &call);
    QByteArray help(const Call &call);

    // infonamespaces.cpp: namespaces, sets, statistics, settings, truncate
    QByteArray namespaces(const Call &call);
    QByteArray namespaceInfo(const Call &call);
    QByteArray sets(const Call &call);
    QByteArray objects(const Call &call);
    QByteArray statistics(const Call &call);
    QByteArray latencies(const Call &call);
    QByteArray histogram(const Call &call);
    QByteArray indexPressure(const Call &call);
    QByteArray dumpWriteBlocks(const Call &call);
    QByteArray getConfig(const Call &call);
    QByteArray setConfig(const Call &call);
    [[nodiscard]] bool setSetConfig(Namespace &ns, const QByteArray &name, QByteArrayView params);
    QByteArray getStats(const Call &call);
    QByteArray truncate(const Call &call);
    QByteArray truncateUndo(const Call &call);
    QByteArray udfClearCache(const Call &call);
    QByteArray udfGet(const Call &call);
    QByteArray udfList(const Call &call);
    QByteArray udfPut(const Call &call);
    QByteArray udfRemove(const Call &call);
    QByteArray smdShow(const Call &call);
    QByteArray smdInfo(const Call &call);

    // infoindexes.cpp
    QByteArray sindexCreate(const Call &call);
    QByteArray sindexDelete(const Call &call);
    QByteArray sindexExists(const Call &call);
    QByteArray sindexStat(const Call &call);
    QByteArray sindexList(const Call &call);
    QByteArray sindex(const Call &call);

    // infojobs.cpp: queries, modules
    QByteArray queryShow(const Call &call);
    QByteArray queryAbort(const Call &call);
    QByteArray queryAbortAll(const Call &call);

    NodeContext &m_node;
    const SecurityPeer *m_client;
};

/// Versions and words that a node says of itself.
namespace ServerIdentity {
inline constexpr char build[] = "8.1.2.0";
inline constexpr char edition[] = "Aerospike Community Edition";
} // namespace ServerIdentity

} // namespace Aeroscope::Demo
