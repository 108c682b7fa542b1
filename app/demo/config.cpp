// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/config.h"

#include "app/demo/bytes.h"
#include "app/demo/infoparams.h"

#include <QList>

namespace Aeroscope::Demo {

namespace {

constexpr ConfigItem service[] = {
    {"advertise-ipv6", "false"},
    {"auto-pin", "none"},
    {"batch-index-threads", "2", "1..256"},
    {"batch-max-buffers-per-queue", "255", "any"},
    {"batch-max-requests", "0", "0..4294967295"},
    {"batch-max-unused-buffers", "256", "any"},
    {"cgroup-mem-tracking", "false", "bool"},
    {"cluster-name", "null", "any"},
    {"debug-allocations", "false"},
    {"disable-udf-execution", "false"},
    {"enable-benchmarks-fabric", "false", "bool"},
    {"enable-health-check", "false", "bool"},
    {"enable-hist-info", "false", "bool"},
    {"enforce-best-practices", "false"},
    {"indent-allocations", "false"},
    {"info-max-ms", "10000", "500..10000"},
    {"info-threads", "16", "1..65535"},
    {"keep-caps-ssd-health", "false"},
    {"log-local-time", "false"},
    {"log-millis", "false"},
    {"microsecond-histograms", "false", "bool"},
    {"migrate-fill-delay", "0", "any"},
    {"migrate-max-num-incoming", "4", "0..256"},
    {"migrate-threads", "1", "0..100"},
    {"min-cluster-size", "1", "0..256"},
    {"node-id", ""},
    {"node-id-interface", "null"},
    {"os-group-perms", "false"},
    {"pidfile", "null"},
    {"poison-allocations", "false"},
    {"proto-fd-idle-ms", "0", "0..2147483647"},
    {"proto-fd-max", "15000", "1024..2147483647"},
    {"quarantine-allocations", "0"},
    {"query-max-done", "100", "0..10000"},
    {"query-threads-limit", "128", "1..1024"},
    {"run-as-daemon", "false"},
    {"secrets-address-port", "null"},
    {"secrets-tls-context", "null"},
    {"secrets-uds-path", "null"},
    {"service-threads", "1", "1..4096"},
    {"sindex-builder-threads", "4", "1..32"},
    {"sindex-gc-period", "10", "0..2147483647"},
    {"stay-quiesced", "false"},
    {"ticker-interval", "10", "any"},
    {"tls-refresh-period", "60", "any"},
    {"transaction-max-ms", "1000", "0..2147483647"},
    {"transaction-retry-ms", "1002", "1..2147483647"},
    {"vault-ca", "null"},
    {"vault-namespace", "null"},
    {"vault-path", "null"},
    {"vault-token-file", "null"},
    {"vault-url", "null"},
    {"work-directory", "null"},
};

constexpr ConfigItem network[] = {
    {"service.port", "0"},
    {"service.address", "127.0.0.1"},
    {"service.access-port", "0"},
    {"service.access-address", "127.0.0.1"},
    {"service.alternate-access-port", "0"},
    {"service.tls-port", "0"},
    {"service.tls-access-port", "0"},
    {"service.tls-alternate-access-port", "0"},
    {"service.tls-name", "null"},
    {"service.disable-localhost", "false"},
    {"admin.port", "0"},
    {"admin.tls-port", "0"},
    {"admin.tls-name", "null"},
    {"admin.disable-localhost", "false"},
    {"heartbeat.mode", "mesh"},
    {"heartbeat.address", "127.0.0.1"},
    {"heartbeat.port", "0"},
    {"heartbeat.tls-port", "0"},
    {"heartbeat.tls-name", "null"},
    {"heartbeat.interval", "150", "50..10000"},
    {"heartbeat.timeout", "10", "3..10000"},
    {"heartbeat.connect-timeout-ms", "500", "50..2147483647"},
    {"heartbeat.mtu", "65536", "any"},
    {"heartbeat.protocol", "v3", "v3|none|reset"},
    {"fabric.address", "127.0.0.1"},
    {"fabric.tls-port", "0"},
    {"fabric.tls-name", "null"},
    {"fabric.channel-bulk-fds", "2"},
    {"fabric.channel-bulk-recv-threads", "4", "1..128"},
    {"fabric.channel-ctrl-fds", "1"},
    {"fabric.channel-ctrl-recv-threads", "4", "1..128"},
    {"fabric.channel-meta-fds", "1"},
    {"fabric.channel-meta-recv-threads", "4", "1..128"},
    {"fabric.channel-rw-fds", "8"},
    {"fabric.channel-rw-recv-pools", "1"},
    {"fabric.channel-rw-recv-threads", "16", "1..128"},
    {"fabric.keepalive-enabled", "true"},
    {"fabric.keepalive-intvl", "1"},
    {"fabric.keepalive-probes", "10"},
    {"fabric.keepalive-time", "1"},
    {"fabric.latency-max-ms", "5"},
    {"fabric.port", "0"},
    {"fabric.recv-rearm-threshold", "1024", "0..1048576"},
    {"fabric.send-threads", "8"},
};

constexpr ConfigItem ofNamespace[] = {
    {"active-rack", "0"},
    {"allow-ttl-without-nsup", "true", "bool"},
    {"apply-ttl-reductions", "true", "bool"},
    {"auto-revive", "false"},
    {"background-query-max-rps", "10000", "1..1000000"},
    {"conflict-resolution-policy", "generation", "generation|last-update-time"},
    {"conflict-resolve-writes", "false"},
    {"default-read-touch-ttl-pct", "0", "0..100"},
    {"default-ttl", "0", "0..315360000"},
    {"disable-cold-start-eviction", "false"},
    {"disable-mrt-writes", "false", "bool"},
    {"disable-write-dup-res", "false", "bool"},
    {"disallow-expunge", "false", "bool"},
    {"disallow-null-setname", "false", "bool"},
    {"enable-benchmarks-batch-sub", "false", "bool"},
    {"enable-benchmarks-ops-sub", "false", "bool"},
    {"enable-benchmarks-read", "false", "bool"},
    {"enable-benchmarks-udf", "false", "bool"},
    {"enable-benchmarks-udf-sub", "false", "bool"},
    {"enable-benchmarks-write", "false", "bool"},
    {"enable-hist-proxy", "false", "bool"},
    {"evict-hist-buckets", "10000", "100..10000000"},
    {"evict-indexes-memory-pct", "0", "0..100"},
    {"evict-tenths-pct", "5", "any"},
    {"force-long-queries", "false", "bool"},
    {"ignore-migrate-fill-delay", "false", "bool"},
    {"index-stage-size", "1073741824"},
    {"indexes-memory-budget", "0", "any"},
    {"inline-short-queries", "false", "bool"},
    {"max-record-size", "1048576", "64..8388608"},
    {"migrate-order", "5", "1..10"},
    {"migrate-retransmit-ms", "5000", "any"},
    {"migrate-skip-unreadable", "false", "bool"},
    {"migrate-sleep", "1", "any"},
    {"mrt-duration", "0"},
    {"nsup-hist-period", "3600", "0..2147483647"},
    {"nsup-period", "10", "0..2147483647"},
    {"nsup-threads", "1", "1..128"},
    {"partition-tree-sprigs", "256"},
    {"prefer-uniform-balance", "false"},
    {"rack-id", "0"},
    {"read-consistency-level-override", "off", "all|off|one"},
    {"reject-non-xdr-writes", "false", "bool"},
    {"reject-xdr-writes", "false", "bool"},
    {"replication-factor", "1", "1..256"},
    {"sindex-stage-size", "1073741824"},
    {"single-query-threads", "4", "1..128"},
    {"stop-writes-sys-memory-pct", "90", "0..100"},
    {"strong-consistency", "false"},
    {"strong-consistency-allow-expunge", "false"},
    {"tomb-raider-eligible-age", "86400"},
    {"tomb-raider-period", "86400"},
    {"tomb-raider-unmark-threads", "0"},
    {"transaction-pending-limit", "20", "any"},
    {"truncate-threads", "4", "1..128"},
    {"write-commit-level-override", "off", "all|master|off"},
    {"xdr-bin-tombstone-ttl", "86400"},
    {"xdr-tomb-raider-period", "120"},
    {"xdr-tomb-raider-threads", "1"},
    {"geo2dsphere-within.strict", "true"},
    {"geo2dsphere-within.min-level", "1"},
    {"geo2dsphere-within.max-level", "20"},
    {"geo2dsphere-within.max-cells", "12"},
    {"geo2dsphere-within.level-mod", "1"},
    {"geo2dsphere-within.earth-radius-meters", "6371000"},
    {"index-type", "mem"},
    {"sindex-type", "mem"},
    {"storage-engine", "memory"},
    {"storage-engine.stripe[0]", "stripe-0"},
    {"storage-engine.stripe[1]", "stripe-1"},
    {"storage-engine.stripe[2]", "stripe-2"},
    {"storage-engine.stripe[3]", "stripe-3"},
    {"storage-engine.stripe[4]", "stripe-4"},
    {"storage-engine.stripe[5]", "stripe-5"},
    {"storage-engine.stripe[6]", "stripe-6"},
    {"storage-engine.stripe[7]", "stripe-7"},
    {"storage-engine.commit-to-device", "false"},
    {"storage-engine.compression", "none"},
    {"storage-engine.compression-acceleration", "0"},
    {"storage-engine.compression-level", "0"},
    {"storage-engine.data-size", "2147483648"},
    {"storage-engine.defrag-lwm-pct", "50", "1..99"},
    {"storage-engine.defrag-queue-min", "0", "any"},
    {"storage-engine.defrag-sleep", "1000", "any"},
    {"storage-engine.defrag-startup-minimum", "0"},
    {"storage-engine.direct-files", "false"},
    {"storage-engine.disable-odsync", "false"},
    {"storage-engine.enable-benchmarks-storage", "false", "bool"},
    {"storage-engine.encryption-key-file", "null"},
    {"storage-engine.encryption-old-key-file", "null"},
    {"storage-engine.evict-used-pct", "0", "0..100"},
    {"storage-engine.filesize", "0"},
    {"storage-engine.flush-max-ms", "1000", "any"},
    {"storage-engine.max-write-cache", "67108864", "any"},
    {"storage-engine.stop-writes-avail-pct", "5", "0..100"},
    {"storage-engine.stop-writes-used-pct", "70", "0..100"},
    {"storage-engine.tomb-raider-sleep", "1000"},
};

} // namespace

std::span<const ConfigItem> ConfigTable::serviceItems()
{
    return service;
}

std::span<const ConfigItem> ConfigTable::networkItems()
{
    return network;
}

std::span<const ConfigItem> ConfigTable::namespaceItems()
{
    return ofNamespace;
}

ConfigTable::ConfigTable(std::span<const ConfigItem> items)
{
    for (const ConfigItem &item : items)
        m_entries.push_back({item.key, item.value, item.values});
}

QByteArray ConfigTable::text() const
{
    const std::lock_guard lock(m_mutex);
    QByteArray text;
    for (const Entry &entry : m_entries)
        text += entry.key + '=' + entry.value + ';';
    return text;
}

bool ConfigTable::contains(QByteArrayView key) const
{
    const std::lock_guard lock(m_mutex);
    for (const Entry &entry : m_entries) {
        if (sameBytes(entry.key, key))
            return true;
    }
    return false;
}

QByteArray ConfigTable::value(QByteArrayView key) const
{
    const std::lock_guard lock(m_mutex);
    for (const Entry &entry : m_entries) {
        if (sameBytes(entry.key, key))
            return entry.value;
    }
    return {};
}

bool ConfigTable::allows(const QByteArray &rule, const QByteArray &value)
{
    if (rule.isEmpty())
        return false;
    if (rule == "any")
        return true;
    if (rule == "bool")
        return value == "true" || value == "false";
    if (rule.contains("..")) {
        const qsizetype dots = rule.indexOf("..");
        bool isNumber = false;
        const qint64 number = value.toLongLong(&isNumber);
        return isNumber && number >= rule.first(dots).toLongLong() &&
               number <= rule.sliced(dots + 2).toLongLong();
    }
    return rule.split('|').contains(value);
}

bool ConfigTable::set(QByteArrayView key, const QByteArray &value)
{
    const std::lock_guard lock(m_mutex);
    for (Entry &entry : m_entries) {
        if (sameBytes(entry.key, key)) {
            if (!allows(entry.rule, value))
                return false;
            entry.value = value;
            return true;
        }
    }
    return false;
}

void ConfigTable::force(const QByteArray &key, const QByteArray &value)
{
    const std::lock_guard lock(m_mutex);
    for (Entry &entry : m_entries) {
        if (entry.key == key) {
            entry.value = value;
            return;
        }
    }
    m_entries.push_back({key, value, {}});
}

QByteArray ConfigTable::firstSettable(QByteArrayView params) const
{
    const std::lock_guard lock(m_mutex);
    for (const Entry &entry : m_entries) {
        if (!entry.rule.isEmpty() && InfoParams(params).find(entry.key).has_value())
            return entry.key;
    }
    return {};
}

} // namespace Aeroscope::Demo
