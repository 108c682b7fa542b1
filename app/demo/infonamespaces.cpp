// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/bytes.h"
#include "app/demo/infocommands.h"
#include "app/demo/infoparams.h"
#include "app/demo/namespacecounters.h"

#include <algorithm>
#include <map>

namespace Aeroscope::Demo {

namespace {

constexpr qsizetype longestSet = 64;
constexpr qint64 indexEntryBytes = 64;

class StatText
{
public:
    void add(QByteArrayView key, const QByteArray &value)
    {
        m_text.append(key);
        m_text += '=' + value + ';';
    }
    void number(QByteArrayView key, qint64 value) { add(key, QByteArray::number(value)); }
    void flag(QByteArrayView key, bool value) { add(key, QByteArray(value ? "true" : "false")); }
    void zeros(std::initializer_list<const char *> keys)
    {
        for (const char *key : keys)
            number(key, 0);
    }
    [[nodiscard]] QByteArray take()
    {
        if (m_text.endsWith(';'))
            m_text.chop(1);
        return std::move(m_text);
    }
    [[nodiscard]] QByteArray takeWhole() { return std::move(m_text); }

private:
    QByteArray m_text;
};

qint64 sinceEpochMs(qint64 unixMs)
{
    return unixMs == 0 ? 0 : unixMs - Clock::epochUnixSeconds * 1000;
}

/// A node counts what it holds: its share of a namespace by partitions, since all nodes share the data.
struct ReplicaCounts
{
    qint64 master = 0;
    qint64 prole = 0;
};

ReplicaCounts countReplicas(Namespace &ns, const ClusterView &view)
{
    ReplicaCounts counts;
    if (view.members.size() == 1) {
        counts.master = ns.objectCount();
        return counts;
    }
    for (int p = 0; p < partitionCount; ++p) {
        if (!view.holds(p))
            continue;
        (view.isMaster(p) ? counts.master : counts.prole) += ns.partitionObjects(p);
    }
    return counts;
}

QByteArray setProperties(const SetInfo &set, const ClusterView &view)
{
    const auto number = [](auto value) { return QByteArray::number(static_cast<qint64>(value)); };
    const qint64 all = set.objects.load();
    qint64 objects = 0;
    for (int p = 0; p < partitionCount; ++p) {
        if (view.holds(p))
            objects += set.partitionObjects[static_cast<size_t>(p)].load(std::memory_order_relaxed);
    }
    const qint64 bytes =
        all == 0 ? 0
                 : static_cast<qint64>(static_cast<double>(set.bytes.load()) * static_cast<double>(objects) /
                                           static_cast<double>(all) +
                                       0.5);
    const quint32 ttl = set.defaultTtl.load();
    return "objects=" + number(objects) + ":tombstones=0:data_used_bytes=" + number(bytes) +
           ":truncate_lut=" + number(sinceEpochMs(set.truncateMs.load())) +
           ":sindexes=" + number(set.indexes.load()) +
           ":index_populating=false:truncating=false:default-read-touch-ttl-pct=" +
           number(set.readTouchPercent.load()) +
           ":default-ttl=" + (ttl == 0xffffffff ? QByteArray("never") : number(ttl)) +
           ":disable-eviction=" + (set.disableEviction.load() ? "true" : "false") +
           ":enable-index=" + (set.enableIndex.load() ? "true" : "false") +
           ":stop-writes-count=" + number(set.stopWritesCount.load()) +
           ":stop-writes-size=" + number(set.stopWritesSize.load()) + ';';
}

} // namespace

QByteArray InfoCommands::namespaces(const Call &)
{
    QByteArray text;
    for (const auto &ns : m_node.cluster.storage.namespaces())
        text += (text.isEmpty() ? "" : ";") + ns->name();
    return text;
}

QByteArray InfoCommands::namespaceInfo(const Call &call)
{
    Namespace *ns = m_node.cluster.storage.find(call.params);
    if (!ns)
        return "type=unknown";
    const auto view = m_node.view();
    const ReplicaCounts counts = countReplicas(*ns, *view);
    const qint64 objects = counts.master + counts.prole;
    const qint64 total = std::max<qint64>(1, ns->objectCount());
    const qint64 bytes = ns->byteCount() * objects / total;
    const qint64 capacity = ns->settings.value("storage-engine.data-size").toLongLong();
    StatText text;
    text.number("ns_cluster_size", static_cast<qint64>(view->members.size()));
    text.number("effective_replication_factor", qint64{view->replicationFactor});
    text.number("objects", objects);
    text.zeros({"tombstones", "xdr_tombstones", "xdr_bin_cemeteries", "mrt_provisionals"});
    text.number("master_objects", counts.master);
    text.number("master_tombstones", 0);
    text.number("prole_objects", counts.prole);
    text.zeros({"prole_tombstones", "non_replica_objects", "non_replica_tombstones", "unreplicated_records",
                "dead_partitions", "unavailable_partitions", "auto_revived_partitions"});
    text.flag("clock_skew_stop_writes", false);
    text.flag("stop_writes", ns->config.stopWrites.load());
    text.flag("hwm_breached", false);
    text.number("current_time", qint64{ns->clock().nowSeconds()});
    text.number("non_expirable_objects", objects);
    text.number("expired_objects", ns->expiredObjects.load());
    text.zeros({"evicted_objects", "evict_ttl", "evict_void_time"});
    text.add("smd_evict_void_time",
             m_node.cluster.metadata.value(SystemMetadata::Module::Evict, ns->name()).value_or("0"));
    text.number("nsup_cycle_duration", 0);
    text.add("nsup_cycle_deleted_pct", "0.00");
    text.number("nsup_xdr_key_busy", 0);
    text.number("truncate_lut", sinceEpochMs(ns->truncateMs.load()));
    text.flag("truncating", false);
    text.zeros({"sindex_gc_cleaned", "mrt_monitors", "mrt_monitors_active", "xmem_id"});
    text.number("index_used_bytes", objects * indexEntryBytes);
    text.number("set_index_used_bytes", 0);
    text.number("sindex_used_bytes", 0);
    text.number("data_total_bytes", capacity);
    text.number("data_used_bytes", bytes);
    text.number("data_used_pct", bytes * 100 / std::max<qint64>(1, capacity));
    text.number("data_avail_pct", std::max<qint64>(0, 99 - bytes * 100 / std::max<qint64>(1, capacity)));
    text.add("data_compression_ratio", "1.000");
    constexpr int stripes = 8;
    for (int i = 0; i < stripes; ++i) {
        const QByteArray stripe = "storage-engine.stripe[" + QByteArray::number(i) + "].";
        text.number(stripe + "used_bytes", 0);
        text.number(stripe + "free_wblocks", 6);
        for (const char *name : {"writes", "defrag_q", "defrag_reads", "defrag_writes"})
            text.number(stripe + name, 0);
    }
    text.add("record_proto_uncompressed_pct", "0.000");
    text.add("record_proto_compression_ratio", "1.000");
    text.add("query_proto_uncompressed_pct", "0.000");
    text.add("query_proto_compression_ratio", "1.000");
    text.flag("pending_quiesce", false);
    text.flag("effective_is_quiesced", false);
    text.number("nodes_quiesced", 0);
    text.flag("effective_prefer_uniform_balance", false);
    text.zeros({"effective_active_rack",
                "migrate_tx_partitions_imbalance",
                "migrate_tx_instances",
                "migrate_rx_instances",
                "migrate_tx_partitions_active",
                "migrate_rx_partitions_active",
                "migrate_tx_partitions_initial",
                "migrate_tx_partitions_remaining",
                "migrate_tx_partitions_lead_remaining",
                "migrate_rx_partitions_initial",
                "migrate_rx_partitions_remaining",
                "migrate_records_skipped",
                "migrate_records_transmitted",
                "migrate_record_retransmits",
                "migrate_record_receives",
                "migrate_records_unreadable",
                "migrate_signals_active",
                "migrate_signals_remaining",
                "migrate_fresh_partitions",
                "appeals_tx_active",
                "appeals_rx_active",
                "appeals_tx_remaining",
                "appeals_records_exonerated",
                "client_tsvc_error",
                "client_tsvc_timeout",
                "client_proxy_complete",
                "client_proxy_error",
                "client_proxy_timeout"});
    const Counters &counters = m_node.countersOf(*ns);
    std::map<QByteArrayView, qint64> counted;
    for (size_t i = 0; i < Counters::size; ++i) {
        const QLatin1StringView name = Counters::name(static_cast<Counter>(i));
        counted.emplace(QByteArrayView(name.data(), name.size()),
                        static_cast<qint64>(counters.value(static_cast<Counter>(i))));
    }
    for (const char *name : namespaceCounters) {
        const auto found = counted.find(QByteArrayView(name));
        text.number(name, found == counted.end() ? 0 : found->second);
    }
    QByteArray whole = text.takeWhole() + ns->settings.text();
    whole.chop(1);
    return whole;
}

QByteArray InfoCommands::sets(const Call &call)
{
    const QByteArray params = call.params.toByteArray();
    const qsizetype slash = params.indexOf('/');
    const auto &all = m_node.cluster.storage.namespaces();
    std::vector<Namespace *> wanted;
    if (params.isEmpty()) {
        for (const auto &ns : all)
            wanted.push_back(ns.get());
    } else {
        Namespace *ns = m_node.cluster.storage.find(slash < 0 ? params : params.first(slash));
        if (!ns)
            return "ns_type=unknown";
        wanted.push_back(ns);
    }
    const auto view = m_node.view();
    QByteArray text;
    for (Namespace *ns : wanted) {
        for (int id = 1; id <= ns->setCount(); ++id) {
            const SetInfo &set = ns->set(static_cast<SetId>(id));
            if (slash >= 0) {
                if (params.sliced(slash + 1) == set.name)
                    return setProperties(set, *view);
                continue;
            }
            text += "ns=" + ns->name() + ":set=" + set.name + ':' + setProperties(set, *view);
        }
    }
    return text;
}

QByteArray InfoCommands::objects(const Call &)
{
    qint64 total = 0;
    for (const auto &ns : m_node.cluster.storage.namespaces()) {
        const ReplicaCounts counts = countReplicas(*ns, *m_node.view());
        total += counts.master + counts.prole;
    }
    return QByteArray::number(total);
}

QByteArray InfoCommands::statistics(const Call &call)
{
    const auto view = m_node.view();
    const auto uptime = std::chrono::steady_clock::now() - m_node.started;
    const qint64 opened = static_cast<qint64>(m_node.connectionsOpened.load());
    const qint64 closed = static_cast<qint64>(m_node.connectionsClosed.load());
    const QByteArray principal = m_node.cluster.topology.node(view->members.back()).id;
    StatText text;
    text.flag("failed_best_practices", false);
    text.number("cluster_size", static_cast<qint64>(view->members.size()));
    text.add("cluster_key", QByteArray::number(view->clusterKey, 16).toUpper());
    text.number("cluster_generation", qint64{view->rebalanceGeneration});
    text.add("cluster_principal", principal);
    text.number("cluster_min_compatibility_id", 15);
    text.number("cluster_max_compatibility_id", 15);
    text.flag("cluster_integrity", true);
    text.flag("cluster_is_member", true);
    text.add("cluster_duplicate_nodes", "null");
    text.zeros({"cluster_clock_skew_stop_writes_sec", "cluster_clock_skew_ms"});
    text.add("cluster_clock_skew_outliers", "null");
    text.number("uptime", std::chrono::duration_cast<std::chrono::seconds>(uptime).count());
    text.zeros({"system_total_cpu_pct", "system_user_cpu_pct", "system_kernel_cpu_pct"});
    text.number("system_free_mem_kbytes", 8388608);
    text.number("system_free_mem_pct", 90);
    text.number("host_free_mem_kbytes", 8388608);
    text.number("host_free_mem_pct", 90);
    text.zeros({"system_thp_mem_kbytes", "process_cpu_pct", "threads_joinable", "threads_detached",
                "threads_pool_total", "threads_pool_active", "heap_allocated_kbytes", "heap_active_kbytes",
                "heap_mapped_kbytes"});
    text.number("heap_efficiency_pct", 100);
    text.number("heap_site_count", 0);
    text.add("objects", objects(call));
    text.zeros({"tombstones", "info_queue", "rw_in_progress", "proxy_in_progress", "tree_gc_queue"});
    text.number("client_connections", opened - closed);
    text.number("client_connections_opened", opened);
    text.number("client_connections_closed", closed);
    text.zeros({"admin_connections", "admin_connections_opened", "admin_connections_closed",
                "heartbeat_connections", "heartbeat_connections_opened", "heartbeat_connections_closed",
                "fabric_connections", "fabric_connections_opened", "fabric_connections_closed",
                "heartbeat_received_self", "heartbeat_received_foreign", "reaped_fds"});
    text.number("info_complete", static_cast<qint64>(m_node.infoComplete.load()));
    text.number("info_timeout", 0);
    text.number("demarshal_error", static_cast<qint64>(m_node.demarshalErrors.load()));
    text.zeros(
        {"early_tsvc_client_error", "early_tsvc_from_proxy_error", "early_tsvc_from_proxy_batch_sub_error"});
    text.number("long_queries_active", qint64{m_node.jobs.activeCount()});
    const qint64 batches = static_cast<qint64>(m_node.batchesComplete.load());
    const qint64 failed = static_cast<qint64>(m_node.batchErrors.load());
    text.number("batch_index_initiate", batches + failed);
    text.add("batch_index_queue", "0:0,0:0");
    text.number("batch_index_complete", batches);
    text.number("batch_index_error", failed);
    text.zeros({"batch_index_timeout", "batch_index_delay", "batch_index_unused_buffers",
                "batch_index_huge_buffers", "batch_index_created_buffers", "batch_index_destroyed_buffers"});
    text.add("batch_index_proto_uncompressed_pct", "0.000");
    text.add("batch_index_proto_compression_ratio", "1.000");
    text.add("paxos_principal", principal);
    text.number("time_since_rebalance", std::chrono::duration_cast<std::chrono::seconds>(uptime).count());
    text.flag("migrate_allowed", true);
    text.zeros({"migrate_partitions_remaining", "fabric_bulk_send_rate", "fabric_bulk_recv_rate",
                "fabric_ctrl_send_rate", "fabric_ctrl_recv_rate", "fabric_meta_send_rate",
                "fabric_meta_recv_rate", "fabric_rw_send_rate", "fabric_rw_recv_rate",
                "deprecated_requests"});
    return text.take();
}

QByteArray InfoCommands::latencies(const Call &call)
{
    static constexpr const char *more[] = {"read-touch",
                                           "re-repl",
                                           "proxy",
                                           "benchmarks-read",
                                           "benchmarks-write",
                                           "benchmarks-udf",
                                           "benchmarks-udf-sub",
                                           "benchmarks-ops-sub",
                                           "benchmarks-batch-sub"};
    InfoParams params(call.params);
    const auto wanted = params.optional("hist", 100);
    if (params.failed())
        return params.error;
    const auto &all = m_node.cluster.storage.namespaces();
    if (wanted) {
        if (*wanted == "batch-index")
            return "batch-index:" + m_node.batchLatency.text();
        if (*wanted == "info" || *wanted == "benchmarks-fabric")
            return *wanted + ':';
        for (const auto &ns : all) {
            const QByteArray prefix = '{' + ns->name() + "}-";
            if (!wanted->startsWith(prefix))
                continue;
            const QByteArray kind = wanted->sliced(prefix.size());
            for (size_t i = 0; i < Counters::latencyCount; ++i) {
                const auto which = static_cast<Latency>(i);
                if (sameBytes(kind, Counters::latencyName(which).data()))
                    return *wanted + ':' + m_node.countersOf(*ns).latency(which).text();
            }
            if (std::any_of(std::begin(more), std::end(more),
                            [&kind](const char *name) { return kind == name; }))
                return *wanted + ':';
        }
        return infoError(ResultCode::Parameter, "bad hist name");
    }
    QByteArray text = "batch-index:" + m_node.batchLatency.text();
    for (const auto &ns : all) {
        for (size_t i = 0; i < Counters::latencyCount; ++i) {
            const auto which = static_cast<Latency>(i);
            const QLatin1StringView name = Counters::latencyName(which);
            text += ";{" + ns->name() + "}-" + QByteArray(name.data(), name.size()) + ':' +
                    m_node.countersOf(*ns).latency(which).text();
        }
    }
    return text;
}

QByteArray InfoCommands::histogram(const Call &call)
{
    InfoParams params(call.params);
    const auto name = params.required("namespace", 128);
    if (!name)
        return params.error;
    const Namespace *ns = m_node.cluster.storage.find(*name);
    if (!ns)
        return infoError(ResultCode::Namespace, "namespace not found on node");
    const auto type = params.required("type", 128);
    if (!type)
        return params.error;
    const auto set = params.optional("set", longestSet);
    if (params.failed())
        return params.error;
    if (set && ns->findSet(*set) == noSet)
        return infoError(ResultCode::Parameter, "unknown set name");
    if (*type != "ttl" && *type != "object-size" && *type != "object-size-linear")
        return infoError(ResultCode::Parameter, "unknown hist name");
    return set ? "hist-unavailable" : "";
}

QByteArray InfoCommands::indexPressure(const Call &)
{
    QByteArray text;
    for (const auto &ns : m_node.cluster.storage.namespaces())
        text += (text.isEmpty() ? "" : ";") + ns->name() + ":0:0";
    return text;
}

QByteArray InfoCommands::dumpWriteBlocks(const Call &call)
{
    InfoParams params(call.params);
    if (!namespaceParam(params, "ns"))
        return params.error;
    // The namespace is taken for the value of this one.
    return infoError(ResultCode::Parameter, "'verbose' may be either 'true' or 'false'");
}

QByteArray InfoCommands::getConfig(const Call &call)
{
    const auto chopped = [](QByteArray text) {
        if (text.endsWith(';'))
            text.chop(1);
        return text;
    };
    if (call.params.isEmpty())
        return chopped(m_node.service.text() + m_node.network.text());
    InfoParams params(call.params);
    const auto context = params.required("context", 1024);
    if (!context)
        return params.error;
    if (*context == "service")
        return chopped(m_node.service.text());
    if (*context == "network")
        return chopped(m_node.network.text());
    if (*context == "namespace") {
        Namespace *ns = namespaceParam(params, "id");
        return ns ? chopped(ns->settings.text()) : params.error;
    }
    if (*context == "security" || *context == "xdr")
        return {};
    return infoError(ResultCode::Parameter, "invalid context");
}

QByteArray InfoCommands::setConfig(const Call &call)
{
    InfoParams params(call.params);
    const auto context = params.required("context", 1024);
    if (!context)
        return params.error;
    const QByteArray invalid = infoError(ResultCode::Parameter, "invalid set-config parameter");
    const auto change = [&](ConfigTable &table) {
        const QByteArray key = table.firstSettable(call.params);
        return !key.isEmpty() && table.set(key, *params.find(key));
    };
    if (*context == "service") {
        if (!change(m_node.service))
            return invalid;
        m_node.applySettings();
        return "ok";
    }
    if (*context == "network")
        return change(m_node.network) ? QByteArray("ok") : invalid;
    if (*context == "namespace") {
        Namespace *ns = namespaceParam(params, "id");
        if (!ns)
            return params.error;
        if (const auto set = params.find("set"))
            return setSetConfig(*ns, *set, call.params) ? QByteArray("ok") : invalid;
        if (!change(ns->settings))
            return invalid;
        ns->applySettings();
        return "ok";
    }
    if (*context == "security" || *context == "xdr")
        return infoError(ResultCode::EnterpriseOnly, "enterprise only");
    return infoError(ResultCode::Parameter, "invalid context");
}

bool InfoCommands::setSetConfig(Namespace &ns, const QByteArray &name, QByteArrayView text)
{
    if (name.isEmpty() || name.size() >= longestSet)
        return false;
    const InfoParams params(text);
    const SetId id = ns.ensureSet(name);
    if (id == noSet)
        return false;
    SetInfo &set = ns.set(id);
    const auto number = [](const QByteArray &value, quint64 highest) -> std::optional<quint64> {
        const auto parsed = parseNumber(value);
        return parsed && *parsed <= highest ? parsed : std::nullopt;
    };
    if (const auto value = params.find("default-read-touch-ttl-pct")) {
        const auto percent = *value == "never" ? std::optional<quint64>(0xffffffff) : number(*value, 100);
        if (percent)
            set.readTouchPercent.store(static_cast<quint32>(*percent));
        return percent.has_value();
    }
    if (const auto value = params.find("default-ttl")) {
        const auto ttl = *value == "never" ? std::optional<quint64>(0xffffffff) : number(*value, 315360000);
        if (ttl)
            set.defaultTtl.store(static_cast<quint32>(*ttl));
        return ttl.has_value();
    }
    for (auto [key, flag] :
         {std::pair{"disable-eviction", &set.disableEviction}, std::pair{"enable-index", &set.enableIndex}}) {
        if (const auto value = params.find(key)) {
            if (*value != "true" && *value != "false")
                return false;
            flag->store(*value == "true");
            return true;
        }
    }
    for (auto [key, limit] : {std::pair{"stop-writes-count", &set.stopWritesCount},
                              std::pair{"stop-writes-size", &set.stopWritesSize}}) {
        if (const auto value = params.find(key)) {
            const auto parsed = parseNumber(*value);
            if (parsed)
                limit->store(*parsed);
            return parsed.has_value();
        }
    }
    return false;
}

QByteArray InfoCommands::getStats(const Call &call)
{
    InfoParams params(call.params);
    const auto context = params.required("context", 1024);
    if (!context)
        return params.error;
    return *context == "xdr" ? QByteArray() : infoError(ResultCode::Parameter, "unknown context");
}

QByteArray InfoCommands::truncate(const Call &call)
{
    InfoParams params(call.params);
    const auto name = params.required("namespace", 32);
    if (!name)
        return params.error;
    QByteArray set;
    if (call.name == "truncate") {
        const auto wanted = params.required("set", longestSet);
        if (!wanted)
            return params.error;
        set = *wanted;
    } else if (params.find("set")) {
        return infoError(ResultCode::Parameter, "unexpected set name");
    }
    const auto lut = params.optional("lut", 24);
    if (params.failed())
        return params.error;
    const qint64 now = m_node.cluster.clock.nowMs();
    qint64 threshold = now;
    if (lut) {
        const auto nanoseconds = parseNumber(*lut);
        threshold = static_cast<qint64>(nanoseconds.value_or(0) / 1000000);
        if (threshold <= Clock::epochUnixSeconds * 1000)
            return infoError(ResultCode::Parameter, "would truncate to 0");
        if (threshold > now)
            return infoError(ResultCode::Parameter, "would truncate in the future");
    }
    // Servers keep a truncation of a namespace or set that they do not have.
    m_node.cluster.metadata.set(SystemMetadata::Module::Truncate,
                                call.name == "truncate" ? *name + '|' + set : *name,
                                QByteArray::number(sinceEpochMs(threshold)));
    if (Namespace *ns = m_node.cluster.storage.find(*name))
        ns->truncate(set, threshold);
    return "ok";
}

QByteArray InfoCommands::truncateUndo(const Call &call)
{
    InfoParams params(call.params);
    const auto name = params.required("namespace", 32);
    if (!name)
        return params.error;
    if (call.name == "truncate-undo") {
        const auto set = params.required("set", longestSet);
        if (!set)
            return params.error;
        m_node.cluster.metadata.remove(SystemMetadata::Module::Truncate, *name + '|' + *set);
        if (Namespace *ns = m_node.cluster.storage.find(*name)) {
            if (const SetId id = ns->findSet(*set))
                ns->set(id).truncateMs.store(0);
        }
    } else if (params.find("set")) {
        return infoError(ResultCode::Parameter, "unexpected set name");
    } else {
        m_node.cluster.metadata.remove(SystemMetadata::Module::Truncate, *name);
        if (Namespace *ns = m_node.cluster.storage.find(*name))
            ns->truncateMs.store(0);
    }
    return "ok";
}

QByteArray InfoCommands::smdShow(const Call &call)
{
    InfoParams params(call.params);
    const auto module = params.required("module", 9);
    if (!module)
        return params.error;
    const QByteArray name = module->toLower();
    if (name == "roster" || name == "security" || name == "xdr" || name == "masking")
        return infoError(ResultCode::EnterpriseOnly, "enterprise only");
    const SystemMetadata &metadata = m_node.cluster.metadata;
    if (name == "evict")
        return metadata.text(SystemMetadata::Module::Evict);
    if (name == "sindex")
        return metadata.text(SystemMetadata::Module::Sindex);
    if (name == "truncate")
        return metadata.text(SystemMetadata::Module::Truncate);
    if (name == "udf")
        return metadata.text(SystemMetadata::Module::Udf);
    return infoError(ResultCode::Parameter, "unknown 'module'");
}

QByteArray InfoCommands::smdInfo(const Call &)
{
    const auto view = m_node.view();
    return m_node.cluster.metadata.summary(static_cast<int>(view->members.size()),
                                           m_node.cluster.topology.node(view->members.back()).id,
                                           QByteArray::number(view->clusterKey, 16).toUpper());
}

} // namespace Aeroscope::Demo
