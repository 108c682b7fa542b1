// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/nodecontext.h"

namespace Aeroscope::Demo {

void NodeContext::forEachLatency(const std::function<void(LatencyHistogram &)> &visit)
{
    visit(batchLatency);
    for (Counters &all : counters) {
        for (size_t i = 0; i < Counters::latencyCount; ++i)
            visit(all.latency(static_cast<Latency>(i)));
    }
}

void NodeContext::applySettings()
{
    config.batchMaxRequests.store(service.value("batch-max-requests").toUInt());
    config.idleMs.store(service.value("proto-fd-idle-ms").toUInt());
    config.tickerSeconds.store(service.value("ticker-interval").toUInt());
    jobs.setMaximumDone(service.value("query-max-done").toInt());
    const auto unit = service.value("microsecond-histograms") == "true"
                          ? LatencyHistogram::Unit::Microseconds
                          : LatencyHistogram::Unit::Milliseconds;
    forEachLatency([unit](LatencyHistogram &latency) { latency.setUnit(unit); });
}

void NodeContext::tick()
{
    const qint64 now = cluster.clock.nowMs() / 1000;
    if (now < m_tickedAt)
        m_tickedAt = now; // the clock was set back
    if (now - m_tickedAt < config.tickerSeconds.load())
        return;
    m_tickedAt = now;
    forEachLatency([now](LatencyHistogram &latency) { latency.endInterval(now); });
}

ResultCode NodeContext::checkPermission(const QByteArray &user, const Request &request) const
{
    if (!cluster.security)
        return ResultCode::Ok;
    quint32 needed = Permission::None;
    const bool calls = request.has(Field::UdfModule);
    if (!request.has(Field::Digest) && (request.info1 & Info1::Batch) == 0 && !request.inBatch) {
        needed = calls ? Permission::UdfQuery : request.isWrite() ? Permission::OpsQuery : Permission::Query;
    } else if (request.isWrite()) {
        needed = request.isDelete() ? Permission::Delete : calls ? Permission::UdfApply : Permission::Write;
        if ((request.info1 & Info1::Read) != 0)
            needed |= Permission::Read;
    } else {
        needed = Permission::Read;
    }
    return cluster.security->check(user, needed, request.field(Field::Namespace), request.field(Field::Set));
}

void NodeContext::addUserAgent(const QByteArray &agent, int by)
{
    const std::lock_guard lock(m_agentsMutex);
    if ((m_agents[agent] += by) <= 0)
        m_agents.erase(agent);
}

QByteArray NodeContext::userAgentText() const
{
    const std::lock_guard lock(m_agentsMutex);
    QByteArray text;
    for (const auto &[agent, count] : m_agents)
        text += "user-agent=" + agent + ":count=" + QByteArray::number(count) + ';';
    return text;
}

} // namespace Aeroscope::Demo
