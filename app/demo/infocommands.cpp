// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/infocommands.h"

#include "app/demo/bytes.h"
#include "app/demo/infoparams.h"
#include "app/demo/reply.h"

#include <QList>

#include <algorithm>
#include <cstdlib>

namespace Aeroscope::Demo {

namespace {

constexpr qsizetype longestName = 64;
constexpr int longestNamespace = 32;

constexpr char features[] =
    "batch-any;batch-index;blob-bits;cdt-index;cdt-list;cdt-map;cluster-stable;float;geo;sindex-exists;"
    "peers;pipelining;pquery;pscans;query-show;relaxed-sc;replicas;replicas-all;replicas-master;"
    "replicas-max;truncate-namespace;udf";

constexpr char logContexts[] =
    "misc:INFO;alloc:INFO;arenax:INFO;hardware:INFO;msg:INFO;os:INFO;secrets:INFO;socket:INFO;"
    "tls:INFO;vault:INFO;vmapx:INFO;xmem:INFO;aggr:INFO;appeal:INFO;as:INFO;audit:INFO;batch:INFO;"
    "batch-sub:INFO;bin:INFO;config:INFO;clustering:INFO;deprecation:INFO;drv-mem:INFO;"
    "drv_pmem:INFO;drv_ssd:INFO;exchange:INFO;exp:INFO;fabric:INFO;flat:INFO;geo:INFO;hb:INFO;"
    "health:INFO;hlc:INFO;index:INFO;info:INFO;info-command:INFO;key-busy:INFO;migrate:INFO;"
    "mrt-audit:INFO;mrt-monitor:INFO;namespace:INFO;nsup:INFO;particle:INFO;partition:INFO;"
    "proto:INFO;proxy:INFO;proxy-divert:INFO;query:INFO;record:INFO;roster:INFO;rw:INFO;"
    "rw-client:INFO;security:INFO;service:INFO;service-list:INFO;sindex:INFO;skew:INFO;smd:INFO;"
    "storage:INFO;truncate:INFO;tsvc:INFO;udf:INFO;xdr:INFO;xdr-client:INFO;masking:INFO";

/// Commands whose answer never changes.
struct Constant
{
    const char *name;
    const char *value;
};
constexpr Constant constants[] = {
    {"admin-clear-std", ""},
    {"alumni-clear-alt", "0,3000,[]"},
    {"alumni-clear-std", "0,3000,[]"},
    {"best-practices", "failed_best_practices=none"},
    {"build", ServerIdentity::build},
    {"build_arch", "x86_64"},
    {"build_ee_sha", ""},
    {"build_os", "debian12"},
    {"build_sha", "0000000000000000000000000000000000000000"},
    {"build_time", "Thu Jan  1 00:00:00 UTC 2026"},
    {"compatibility-id", "15"},
    {"connection", "admin=false"},
    {"digests", "RIPEMD160"},
    {"edition", ServerIdentity::edition},
    {"features", features},
    {"health-outliers", ""},
    {"health-stats", ""},
    {"jem-stats", "ok"},
    {"mesh", "127.0.0.1:3002"},
    {"mcast", "ERROR:4:heartbeat is in multicast mode"},
    {"partitions", "4096"},
    {"recluster", "ok"},
    {"release",
     "edition=Aerospike Community "
     "Edition;version=8.1.2.0;os=debian12;arch=x86_64;sha=0000000000000000000000000000000000000000"},
    {"services-alumni", ""},
    {"services-alumni-reset", "ok"},
    {"status", "ok"},
    {"thread-traces", ""},
    {"version", "Aerospike Community Edition build 8.1.2.0"},
};

/// Commands that take a permission where there are users; all others only take a log-in.
struct Restriction
{
    const char *name;
    quint32 permission;
};
constexpr Restriction restrictions[] = {
    {"config-set", Permission::SetConfig},
    {"eviction-reset", Permission::EvictAdmin},
    {"jem-stats", Permission::LoggingControl},
    {"log-message", Permission::LoggingControl},
    {"log-set", Permission::LoggingControl},
    {"query-abort", Permission::QueryAdmin},
    {"query-abort-all", Permission::QueryAdmin},
    {"recluster", Permission::ServiceControl},
    {"services-alumni-reset", Permission::ServiceControl},
    {"set-config", Permission::SetConfig},
    {"set-log", Permission::LoggingControl},
    {"sindex-create", Permission::IndexAdmin},
    {"sindex-delete", Permission::IndexAdmin},
    {"sindex-exists", Permission::IndexAdmin},
    {"tip", Permission::ServiceControl},
    {"tip-clear", Permission::ServiceControl},
    {"truncate", Permission::Truncate},
    {"truncate-namespace", Permission::Truncate},
    {"truncate-namespace-undo", Permission::Truncate},
    {"truncate-undo", Permission::Truncate},
    {"udf-clear-cache", Permission::UdfAdmin},
    {"udf-put", Permission::UdfAdmin},
    {"udf-remove", Permission::UdfAdmin},
};

QByteArray addressText(const QByteArray &host, quint16 port)
{
    const QByteArray bracketed = host.contains(':') ? '[' + host + ']' : host;
    return bracketed + ':' + QByteArray::number(port);
}

} // namespace

std::span<const InfoCommands::Command> InfoCommands::commands()
{
    using I = InfoCommands;
    static constexpr Command table[] = {
        {"admin-tls-std", &I::enterpriseOnly, true},
        {"alumni-tls-alt", &I::peers, true},
        {"alumni-tls-std", &I::peers, true},
        {"cluster-name", &I::clusterNameCommand},
        {"cluster-stable", &I::clusterStable},
        {"config-get", &I::getConfig},
        {"config-set", &I::setConfig},
        {"dump-cluster", &I::dump},
        {"dump-fabric", &I::dump},
        {"dump-hb", &I::dump},
        {"dump-hlc", &I::dump},
        {"dump-migrates", &I::dump},
        {"dump-rw", &I::dump},
        {"dump-skew", &I::dump},
        {"endpoints", &I::endpoints},
        {"eviction-reset", &I::evictionReset},
        {"feature-key", &I::enterpriseOnly, true},
        {"get-config", &I::getConfig},
        {"dump-wb-summary", &I::dumpWriteBlocks},
        {"get-sl", &I::succession},
        {"get-stats", &I::getStats},
        {"help", &I::help},
        {"histogram", &I::histogram},
        {"index-pressure", &I::indexPressure},
        {"latencies", &I::latencies},
        {"log", &I::log},
        {"log-message", &I::logMessage},
        {"log-set", &I::logSet},
        {"logs", &I::logs},
        {"masking", &I::enterpriseOnly, true},
        {"masking-show", &I::enterpriseOnly, true},
        {"name", &I::node},
        {"namespace", &I::namespaceInfo},
        {"namespaces", &I::namespaces},
        {"node", &I::node},
        {"objects", &I::objects},
        {"partition-generation", &I::partitionGeneration},
        {"partition-info", &I::partitionInfo},
        {"peers-clear-alt", &I::peers},
        {"peers-clear-std", &I::peers},
        {"peers-generation", &I::peersGeneration},
        {"peers-tls-alt", &I::peers, true},
        {"peers-tls-std", &I::peers, true},
        {"physical-devices", &I::physicalDevices},
        {"query-abort", &I::queryAbort},
        {"query-abort-all", &I::queryAbortAll},
        {"query-show", &I::queryShow},
        {"quiesce", &I::enterpriseOnly, true},
        {"quiesce-undo", &I::enterpriseOnly, true},
        {"rack-ids", &I::rackIds, true},
        {"racks", &I::racks, true},
        {"rebalance-generation", &I::rebalanceGeneration},
        {"replicas", &I::replicas},
        {"replicas-all", &I::replicas},
        {"replicas-master", &I::replicas},
        {"revive", &I::enterpriseOnly, true},
        {"roster", &I::enterpriseOnly, true},
        {"roster-set", &I::enterpriseOnly, true},
        {"service", &I::service},
        {"service-clear-alt", &I::service},
        {"service-clear-std", &I::service},
        {"service-tls-alt", &I::service, true},
        {"service-tls-std", &I::service, true},
        {"services", &I::services},
        {"services-alternate", &I::services},
        {"set-config", &I::setConfig},
        {"set-log", &I::logSet},
        {"sets", &I::sets},
        {"sindex", &I::sindex},
        {"sindex-create", &I::sindexCreate},
        {"sindex-delete", &I::sindexDelete},
        {"sindex-exists", &I::sindexExists},
        {"sindex-list", &I::sindexList},
        {"sindex-stat", &I::sindexStat},
        {"smd-info", &I::smdInfo},
        {"smd-show", &I::smdShow},
        {"statistics", &I::statistics},
        {"tip", &I::tip},
        {"tip-clear", &I::tip},
        {"truncate", &I::truncate},
        {"truncate-namespace", &I::truncate},
        {"truncate-namespace-undo", &I::truncateUndo},
        {"truncate-undo", &I::truncateUndo},
        {"udf-clear-cache", &I::udfClearCache},
        {"udf-get", &I::udfGet},
        {"udf-list", &I::udfList},
        {"udf-put", &I::udfPut},
        {"udf-remove", &I::udfRemove},
        {"user-agent-set", &I::userAgentSet},
        {"user-agents", &I::userAgents},
        {"xdr-dc-state", &I::enterpriseOnly, true},
        {"xdr-get-filter", &I::enterpriseOnly, true},
        {"xdr-set-filter", &I::enterpriseOnly, true},
    };
    return table;
}

const InfoCommands::Command *InfoCommands::find(QByteArrayView name)
{
    for (const Command &command : commands()) {
        if (sameBytes(name, command.name))
            return &command;
    }
    static constexpr Command fixed{"", &InfoCommands::constant};
    for (const Constant &constant : constants) {
        if (sameBytes(name, constant.name))
            return &fixed;
    }
    return nullptr;
}

void InfoCommands::answer(QByteArrayView body, InfoPeer &peer, ByteQueue &out)
{
    PacketWriter packet(out, PacketType::Info);
    if (m_client && m_node.cluster.security && !m_client->isAuthenticated()) {
        out.append(infoError(ResultCode::NotAuthenticated, "not authenticated") + '\n');
    } else if (body.isEmpty()) {
        out.append(summary());
    } else {
        qsizetype start = 0;
        for (qsizetype i = 0; i < body.size(); ++i) {
            if (body[i] != '\n')
                continue;
            // A zero byte ends a command for the server, echo included.
            QByteArrayView command = body.sliced(start, i - start);
            const auto zero = std::find(command.begin(), command.end(), '\0');
            command = command.first(zero - command.begin());
            out.append(command);
            out.append("\t");
            out.append(run(command, peer));
            out.append("\n");
            start = i + 1;
        }
    }
    packet.close();
    m_node.infoComplete.fetch_add(1, std::memory_order_relaxed);
}

QByteArray InfoCommands::run(QByteArrayView command, InfoPeer &peer)
{
    const auto end =
        std::find_if(command.begin(), command.end(), [](char c) { return c == ':' || c == '/' || c == ';'; });
    const QByteArrayView name = command.first(end - command.begin());
    const QByteArrayView params = end == command.end() ? QByteArrayView() : command.sliced(name.size() + 1);
    const Command *found = name.size() >= longestName ? nullptr : find(name);
    if (!found)
        return infoError(ResultCode::Parameter, "unrecognized command");
    const bool served = (m_node.cluster.racks && name.startsWith("rack")) ||
                        (!m_node.cluster.tlsName.isEmpty() && name.contains("-tls-"));
    if (found->enterprise && !served)
        return infoError(ResultCode::EnterpriseOnly, "enterprise only");
    if (const QByteArray text = refusal(name, params); !text.isNull())
        return text;
    return (this->*found->handler)({name.toByteArray(), params, peer});
}

QByteArray InfoCommands::refusal(QByteArrayView name, QByteArrayView params) const
{
    if (!m_client || !m_node.cluster.security)
        return {};
    for (const Restriction &restriction : restrictions) {
        if (!sameBytes(name, restriction.name))
            continue;
        const InfoParams parsed(params);
        const QByteArray ns = parsed.find("namespace").value_or(QByteArray());
        const QByteArray set = parsed.find("set").value_or(QByteArray());
        const ResultCode code =
            m_node.cluster.security->check(m_client->user, restriction.permission, ns, set);
        if (code == ResultCode::NotAuthenticated)
            return infoError(code, "not authenticated");
        if (code != ResultCode::Ok)
            return infoError(code, "role violation - requires permission '" +
                                       permissionName(restriction.permission) + '\'');
    }
    return {};
}

QByteArray InfoCommands::summary()
{
    static constexpr const char *names[] = {
        "features",  "node",       "compatibility-id", "edition",  "build_ee_sha",
        "build_sha", "build_arch", "build_time",       "build_os", "build",
        "version",   "statistics", "services-alumni",  "services", "partition-generation"};
    QByteArray text;
    InfoPeer nobody;
    for (const char *name : names)
        text += QByteArray(name) + '\t' + run(name, nobody) + '\n';
    return text;
}

Namespace *InfoCommands::namespaceParam(InfoParams &params, const QByteArray &alias)
{
    const std::optional<QByteArray> name = params.required("namespace", longestNamespace, alias);
    if (!name)
        return nullptr;
    Namespace *ns = m_node.cluster.storage.find(*name);
    if (!ns)
        params.fail(ResultCode::Namespace, "namespace not found on node");
    return ns;
}

QByteArray InfoCommands::constant(const Call &call)
{
    for (const Constant &item : constants) {
        if (call.name == item.name)
            return m_node.cluster.enterprise ? QByteArray(item.value).replace("Community", "Enterprise")
                                             : QByteArray(item.value);
    }
    return {};
}

QByteArray InfoCommands::enterpriseOnly(const Call &)
{
    return infoError(ResultCode::EnterpriseOnly, "enterprise only");
}

QByteArray InfoCommands::node(const Call &)
{
    return m_node.cluster.topology.node(m_node.index).id;
}

QByteArray InfoCommands::clusterNameCommand(const Call &)
{
    return m_node.cluster.clusterName;
}

QByteArray InfoCommands::clusterStable(const Call &call)
{
    const auto view = m_node.view();
    InfoParams params(call.params);
    const auto size = params.optional("size", 4);
    if (params.failed())
        return params.error;
    if (size) {
        const auto number = parseNumber(*size);
        if (!number)
            return infoError(ResultCode::Parameter, "bad size");
        if (*number != view->members.size())
            return infoError(ResultCode::ClusterKeyMismatch, "cluster not specified size");
    }
    const auto ignore = params.optional("ignore-migrations", 6);
    if (params.failed())
        return params.error;
    if (ignore && *ignore != "true" && *ignore != "false")
        return infoError(ResultCode::Parameter, "bad ignore migrations");
    if (!ignore || *ignore == "false") {
        const auto name = params.optional("namespace", longestNamespace);
        if (params.failed())
            return params.error;
        if (name && !m_node.cluster.storage.find(*name))
            return infoError(ResultCode::Namespace, "namespace not found on node");
    }
    return QByteArray::number(view->clusterKey, 16).toUpper();
}

QByteArray InfoCommands::partitionGeneration(const Call &)
{
    return QByteArray::number(m_node.view()->partitionGeneration);
}

QByteArray InfoCommands::rebalanceGeneration(const Call &)
{
    return QByteArray::number(m_node.view()->rebalanceGeneration);
}

QByteArray InfoCommands::peersGeneration(const Call &)
{
    return QByteArray::number(m_node.view()->peersGeneration);
}

QByteArray InfoCommands::peers(const Call &call)
{
    const auto view = m_node.view();
    const bool alternate = call.name.endsWith("-alt");
    const bool tls = call.name.contains("-tls-");
    quint64 since = 0;
    bool changesOnly = false;
    if (const auto generation = InfoParams(call.params).find("generation")) {
        if (const auto number = parseNumber(*generation)) {
            since = *number;
            changesOnly = true;
        }
    }
    QByteArray list;
    for (int index = 0; index < m_node.cluster.topology.nodeCount(); ++index) {
        if (index == m_node.index)
            continue;
        const bool present = std::binary_search(view->members.begin(), view->members.end(), index);
        const bool changed = view->changedAt[static_cast<size_t>(index)] > since;
        if (changesOnly ? !changed : !present)
            continue;
        const NodeAddress address = m_node.cluster.topology.node(index);
        const QByteArray host = alternate ? address.alternateHost : address.host;
        const quint16 port = tls ? address.tlsPort : address.port;
        if (present && (host.isEmpty() || port == 0))
            continue;
        if (!list.isEmpty())
            list += ',';
        list += '[' + address.id + ',';
        if (present)
            list += (tls ? m_node.cluster.tlsName : QByteArray()) + ",[" + addressText(host, port) + ']';
        else
            list += ',';
        list += ']';
    }
    return QByteArray::number(view->peersGeneration) + ",3000,[" + list + ']';
}

QByteArray InfoCommands::service(const Call &call)
{
    const NodeAddress address = m_node.cluster.topology.node(m_node.index);
    const QByteArray host = call.name.endsWith("-alt") ? address.alternateHost : address.host;
    const quint16 port = call.name.startsWith("service-tls") ? address.tlsPort : address.port;
    return host.isEmpty() || port == 0 ? QByteArray() : addressText(host, port);
}

QByteArray InfoCommands::endpoints(const Call &)
{
    const NodeAddress address = m_node.cluster.topology.node(m_node.index);
    const auto orNull = [](const QByteArray &text) { return text.isEmpty() ? QByteArray("null") : text; };
    const QByteArray port = QByteArray::number(address.port);
    const QByteArray tlsPort = QByteArray::number(address.tlsPort);
    const QByteArray tlsHost = address.tlsPort == 0 ? QByteArray("null") : address.host;
    QByteArray text =
        "service.port=" + port + ";service.addresses=" + address.host + ";service.access-port=" + port +
        ";service.access-addresses=" + address.host + ";service.alternate-access-port=" + port +
        ";service.alternate-access-addresses=" + orNull(address.alternateHost) +
        ";service.tls-port=" + tlsPort + ";service.tls-addresses=" + tlsHost +
        ";service.tls-access-port=" + tlsPort + ";service.tls-access-addresses=" + tlsHost +
        ";service.tls-alternate-access-port=" + tlsPort + ";service.tls-alternate-access-addresses=" +
        (address.tlsPort == 0 ? QByteArray("null") : orNull(address.alternateHost));
    // The nodes talk to each other without sockets.
    for (const char *channel : {"admin", "heartbeat", "fabric"}) {
        for (const char *kind : {".", ".tls-"}) {
            const QByteArray start = QByteArray(";") + channel + kind;
            text += start + "port=0" + start + "addresses=null";
        }
    }
    return text;
}

QByteArray InfoCommands::succession(const Call &)
{
    const auto view = m_node.view();
    QByteArray text;
    for (auto member = view->members.rbegin(); member != view->members.rend(); ++member)
        text += (text.isEmpty() ? "" : ",") + m_node.cluster.topology.node(*member).id;
    return text;
}

QByteArray InfoCommands::services(const Call &call)
{
    const auto view = m_node.view();
    const bool alternate = call.name == "services-alternate";
    QByteArray text;
    for (const int index : view->members) {
        const NodeAddress address = m_node.cluster.topology.node(index);
        const QByteArray host = alternate ? address.alternateHost : address.host;
        if (index == m_node.index || host.isEmpty())
            continue;
        if (!text.isEmpty())
            text += ';';
        text += addressText(host, address.port);
    }
    return text;
}

QByteArray InfoCommands::replicas(const Call &call)
{
    const auto view = m_node.view();
    const bool masterOnly = call.name == "replicas-master";
    size_t levels = masterOnly ? 1 : view->owners.size();
    if (call.name == "replicas") {
        InfoParams params(call.params);
        const auto maximum = params.optional("max", 4);
        if (params.failed())
            return params.error;
        if (maximum) {
            const auto number = parseNumber(*maximum);
            if (!number)
                return infoError(ResultCode::Parameter, "bad max");
            if (*number != 0)
                levels = std::min(levels, static_cast<size_t>(*number));
        }
    }
    QByteArray maps;
    for (size_t level = 0; level < levels; ++level) {
        QByteArray bits(partitionCount / 8, '\0');
        for (int p = 0; p < partitionCount; ++p) {
            if (view->owners[level][static_cast<size_t>(p)] == m_node.index)
                bits[p >> 3] = static_cast<char>(bits[p >> 3] | (0x80 >> (p & 7)));
        }
        if (level > 0)
            maps += ',';
        maps += bits.toBase64();
    }
    QByteArray text;
    for (const auto &ns : m_node.cluster.storage.namespaces()) {
        if (!text.isEmpty())
            text += ';';
        text += ns->name() + ':';
        if (call.name == "replicas")
            text += "0,";
        if (!masterOnly)
            text += QByteArray::number(levels) + ',';
        text += maps;
    }
    return text;
}

QByteArray InfoCommands::partitionInfo(const Call &)
{
    const auto view = m_node.view();
    QByteArray text =
        "namespace:partition:state:n_replicas:replica:succession:n_dupl:working_master:proxy_dst:emigrates:"
        "lead_emigrates:immigrates:records:tombstones:regime:tree_id:version:final_version";
    for (const auto &ns : m_node.cluster.storage.namespaces()) {
        for (int p = 0; p < partitionCount; ++p) {
            const auto at = static_cast<size_t>(p);
            int replica = -1;
            for (size_t level = 0; level < view->owners.size(); ++level) {
                if (view->owners[level][at] == m_node.index)
                    replica = static_cast<int>(level);
            }
            const QByteArray master = m_node.cluster.topology.node(view->owners[0][at]).id;
            text += ';' + ns->name() + ':' + QByteArray::number(p) + (replica < 0 ? ":A:" : ":S:") +
                    QByteArray::number(view->replicationFactor) + ':' +
                    QByteArray::number(replica < 0 ? 255 : replica) + ':' +
                    QByteArray::number(std::max(replica, 0)) + ":0:" + master + ':' +
                    (replica < 0 ? master : m_node.cluster.topology.node(m_node.index).id) +
                    ":0:0:0:" + QByteArray::number(replica < 0 ? 0 : ns->partitionObjects(p)) +
                    ":0:0:1:" + QByteArray::number(view->clusterKey, 16) +
                    ".0.mp-:" + QByteArray::number(view->clusterKey, 16) + ".0.mp-";
        }
    }
    return text;
}

QByteArray InfoCommands::racks(const Call &call)
{
    InfoParams params(call.params);
    const auto wanted = params.optional("namespace", longestNamespace);
    if (params.failed())
        return params.error;
    if (wanted && !m_node.cluster.storage.find(*wanted))
        return infoError(ResultCode::Namespace, "namespace not found on node");
    const auto view = m_node.view();
    std::map<int, QByteArray> byRack;
    for (const int index : view->members) {
        const NodeAddress address = m_node.cluster.topology.node(index);
        QByteArray &nodes = byRack[address.rack];
        nodes += (nodes.isEmpty() ? "" : ",") + address.id;
    }
    QByteArray list;
    for (const auto &[rack, nodes] : byRack)
        list += (list.isEmpty() ? "" : ":") + ("rack_" + QByteArray::number(rack)) + '=' + nodes;
    if (wanted)
        return list;
    QByteArray text;
    for (const auto &ns : m_node.cluster.storage.namespaces())
        text += (text.isEmpty() ? "ns=" : ";ns=") + ns->name() + ':' + list;
    return text;
}

QByteArray InfoCommands::rackIds(const Call &)
{
    const QByteArray rack = QByteArray::number(m_node.cluster.topology.node(m_node.index).rack);
    QByteArray text;
    for (const auto &ns : m_node.cluster.storage.namespaces())
        text += (text.isEmpty() ? "" : ";") + ns->name() + ':' + rack;
    return text;
}

QByteArray InfoCommands::userAgentSet(const Call &call)
{
    constexpr qsizetype longestAgent = 89;
    if (!call.peer.userAgent.isEmpty())
        return infoError(ResultCode::Parameter, "already set");
    InfoParams params(call.params);
    const auto value = params.required("value", longestAgent);
    if (!value)
        return params.error;
    const auto decoded = QByteArray::fromBase64Encoding(*value, QByteArray::AbortOnBase64DecodingErrors);
    if (value->size() % 4 != 0 || decoded.decodingStatus != QByteArray::Base64DecodingStatus::Ok)
        return infoError(ResultCode::Parameter, "'value' invalid base64");
    call.peer.userAgent = *value;
    m_node.addUserAgent(*value, 1);
    return "ok";
}

QByteArray InfoCommands::userAgents(const Call &)
{
    return m_node.userAgentText();
}

QByteArray InfoCommands::logs(const Call &)
{
    return "0:/var/log/aerospike/aerospike.log";
}

QByteArray InfoCommands::log(const Call &call)
{
    const QByteArray params = call.params.toByteArray();
    const qsizetype slash = params.indexOf('/');
    const QByteArray number = params.first(slash < 0 ? params.size() : slash);
    bool isNumber = number.isEmpty();
    const int sink = number.isEmpty() ? 0 : number.toInt(&isNumber);
    if (!isNumber)
        return infoError(ResultCode::Parameter, "bad sink-id");
    if (sink != 0)
        return infoError(ResultCode::Unknown, "bad-id");
    if (slash < 0)
        return logContexts;
    const QByteArray context = params.sliced(slash + 1);
    for (const QByteArray &item : QByteArray(logContexts).split(';')) {
        if (item.startsWith(context + ':'))
            return item;
    }
    return infoError(ResultCode::Unknown, "bad-context");
}

QByteArray InfoCommands::logSet(const Call &call)
{
    const QByteArray params = call.params.toByteArray();
    const qsizetype equals = params.indexOf('=');
    if (equals < 0 || params.first(equals) != "id")
        return infoError(ResultCode::Parameter, "missing id");
    const QByteArray rest = params.sliced(equals + 1);
    const qsizetype end = rest.indexOf(';');
    bool isNumber = false;
    const uint id = rest.first(end < 0 ? rest.size() : end).toUInt(&isNumber);
    if (!isNumber)
        return infoError(ResultCode::Parameter, "bad id");
    const QByteArray setting = end < 0 ? QByteArray() : rest.sliced(end + 1);
    if (setting.isEmpty())
        return infoError(ResultCode::Parameter, "missing context");
    const qsizetype split = setting.indexOf('=');
    if (split < 0 || split + 1 >= setting.size())
        return infoError(ResultCode::Parameter, "bad level");
    static const QList<QByteArray> levels{"critical", "warning", "info", "debug", "detail"};
    const QByteArray context = setting.first(split);
    const QByteArray level = setting.sliced(split + 1).split(';').first().toLower();
    const bool known = context == "any" || QByteArray(logContexts).startsWith(context + ':') ||
                       QByteArray(logContexts).contains(';' + context + ':');
    if (id != 0 || !known || !levels.contains(level))
        return infoError(ResultCode::Parameter, "bad parameter");
    return "ok";
}

QByteArray InfoCommands::logMessage(const Call &call)
{
    InfoParams params(call.params);
    static_cast<void>(params.optional("who", 128));
    if (params.failed())
        return params.error;
    static_cast<void>(params.required("message", 2048));
    return params.error;
}

QByteArray InfoCommands::dump(const Call &call)
{
    InfoParams params(call.params);
    const auto verbose = params.optional("verbose", 100);
    if (params.failed())
        return params.error;
    if (verbose && *verbose != "true" && *verbose != "false")
        return infoError(ResultCode::Parameter, "'verbose' may be either 'true' or 'false'");
    return "ok";
}

QByteArray InfoCommands::physicalDevices(const Call &call)
{
    InfoParams params(call.params);
    if (!params.required("path", 1024))
        return params.error;
    return infoError(ResultCode::NotFound, "no device info");
}

QByteArray InfoCommands::evictionReset(const Call &call)
{
    InfoParams params(call.params);
    const auto name = params.required("namespace", longestNamespace);
    if (!name)
        return params.error;
    const auto text = params.optional("ttl", 12);
    if (params.failed())
        return params.error;
    if (!text) {
        m_node.cluster.metadata.remove(SystemMetadata::Module::Evict, *name);
        return "ok";
    }
    // Decimal, hex or octal; what is no number counts as 0.
    const quint64 ttl = std::strtoull(text->constData(), nullptr, 0);
    if (ttl > TtlWord::Longest)
        return infoError(ResultCode::Parameter, "ttl too big");
    m_node.cluster.metadata.set(SystemMetadata::Module::Evict, *name,
                                QByteArray::number(m_node.cluster.clock.nowSeconds() + ttl));
    return "ok";
}

QByteArray InfoCommands::tip(const Call &call)
{
    InfoParams params(call.params);
    if (call.name == "tip")
        return params.required("host", 1024) ? QByteArray("ok") : params.error;
    const auto hosts = params.required("host-port-list", 3000);
    if (!hosts)
        return params.error;
    // There is no other node to be forgotten.
    qsizetype unknown = 0;
    for (const QByteArray &host : hosts->split(',')) {
        bool hasPort = false;
        static_cast<void>(host.mid(host.lastIndexOf(':') + 1).toInt(&hasPort));
        if (!hasPort || !host.contains(':'))
            break;
        ++unknown;
    }
    return infoError(ResultCode::Unknown, "0 cleared, " + QByteArray::number(unknown) + " not found");
}

QByteArray InfoCommands::help(const Call &)
{
    // A server's own list, in its order; it leaves out most of what clients ask for.
    return "features;node;compatibility-id;edition;build_ee_sha;build_sha;build_arch;build_time;build_os;"
           "build;version;statistics;services-alumni;services;partition-generation;best-practices;"
           "cluster-name;cluster-stable;debug-record;debug-record-meta;dump-cluster;dump-fabric;dump-hb;"
           "dump-hlc;dump-migrates;dump-rw;dump-skew;dump-wb-summary;eviction-reset;get-config;get-sl;"
           "get-stats;health-outliers;health-stats;help;histogram;index-pressure;jem-stats;latencies;log;"
           "log-message;log-set;logs;namespace;namespaces;peers-clear-alt;peers-clear-std;peers-generation;"
           "physical-devices;query-abort;query-abort-all;query-show;recluster;service;"
           "services-alumni-reset;set-config;set-log;sets;sindex-create;sindex-delete;sindex-exists;"
           "sindex-list;sindex-stat;status;thread-traces;tip;tip-clear;truncate;truncate-namespace;"
           "truncate-namespace-undo;truncate-undo;udf-get;udf-list;udf-put;udf-remove";
}

} // namespace Aeroscope::Demo
