// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/query.h"

#include "app/demo/bytes.h"
#include "app/demo/recordcommand.h"
#include "app/demo/workingrecord.h"

#include <algorithm>
#include <bitset>

namespace Aeroscope::Demo {

namespace {

/// A packet of rows is closed at this size, and a piece of work ends after so many records.
constexpr qsizetype packetLimit = 1024 * 1024;
constexpr qsizetype recordsPerPiece = 4096;
constexpr std::chrono::milliseconds shortQueryDefault{1000};

bool isReadOp(quint8 code) noexcept
{
    switch (static_cast<OpCode>(code)) {
    case OpCode::Read:
    case OpCode::CdtRead:
    case OpCode::BitRead:
    case OpCode::HllRead:
    case OpCode::ExpressionRead:
        return true;
    default:
        return false;
    }
}

} // namespace

QueryTask::QueryTask(NodeContext &node, Namespace &ns, QByteArray body)
    : m_node(node)
    , m_ns(ns)
    , m_body(std::move(body))
    , m_request(*Request::parse(m_body))
    , m_view(node.view())
    , m_walk(ns, m_selection)
{}

QueryTask::~QueryTask()
{
    if (m_job && !m_finished) {
        m_job->abandoned.store(JobRecord::responseError);
        m_node.jobs.finish(m_job);
    }
}

std::expected<std::unique_ptr<QueryTask>, ResultCode> QueryTask::start(NodeContext &node, Namespace &ns,
                                                                       QByteArray body, QByteArray client)
{
    std::unique_ptr<QueryTask> task(new QueryTask(node, ns, std::move(body)));
    if (const ResultCode code = task->parse(); code != ResultCode::Ok)
        return std::unexpected(code);
    const Request &request = task->m_request;
    if (task->m_short) {
        const std::chrono::milliseconds timeout(request.timeoutMs);
        task->m_deadline = task->m_started + (timeout.count() != 0 ? timeout : shortQueryDefault);
        return task;
    }
    auto job = std::make_shared<JobRecord>();
    if (request.has(Field::TaskId) && request.field(Field::TaskId).size() == 8)
        job->id = load64(request.field(Field::TaskId).data());
    job->ns = ns.name();
    job->set = task->m_selection.setText;
    job->partitionsRequested = static_cast<int>(task->m_partitions.size());
    job->digestsRequested =
        static_cast<int>(std::count_if(task->m_partitions.begin(), task->m_partitions.end(),
                                       [](const auto &p) { return p.position.resumes; }));
    job->recordsPerSecond = task->m_selection.recordsPerSecond;
    job->socketTimeoutMs =
        request.has(Field::SocketTimeout) ? load32(request.field(Field::SocketTimeout).data()) : 10000;
    job->client = std::move(client);
    if (task->m_selection.index)
        job->indexName = task->m_selection.index->name();
    if (!node.jobs.start(job))
        return std::unexpected(ResultCode::Parameter);
    task->m_job = std::move(job);
    return task;
}

ResultCode QueryTask::parse()
{
    const Request &request = m_request;
    if ((request.info3 & Info3::PartitionDone) == 0)
        return ResultCode::UnsupportedFeature;
    m_short = (request.info1 & Info1::ShortQuery) != 0;
    if (const ResultCode code = parsePartitions(request); code != ResultCode::Ok)
        return code;
    Outcome<QuerySelection> selection = QuerySelection::parse(request, m_ns);
    if (!selection)
        return selection.error();
    m_selection = std::move(*selection);
    if (!request.has(Field::PartitionArray) && !request.has(Field::DigestArray))
        return ResultCode::UnsupportedFeature;
    if (const ResultCode code = m_selection.findIndex(m_ns); code != ResultCode::Ok)
        return code;
    if (request.has(Field::SocketTimeout) && request.field(Field::SocketTimeout).size() != 4)
        return ResultCode::Parameter;
    m_noBins = (request.info1 & Info1::GetNoBins) != 0;
    if (request.has(Field::MaxRecords)) {
        if (request.field(Field::MaxRecords).size() != 8)
            return ResultCode::Parameter;
        m_maximum = load64(request.field(Field::MaxRecords).data());
    }
    if (!m_noBins) {
        if (const ResultCode code = parseOps(request); code != ResultCode::Ok)
            return code;
    }
    if (request.has(Field::Filter)) {
        Outcome<CompiledExpression> filter = CompiledExpression::compileFilter(request.field(Field::Filter));
        if (!filter)
            return ResultCode::Parameter;
        m_filter = std::move(*filter);
    }
    return ResultCode::Ok;
}

ResultCode QueryTask::parsePartitions(const Request &request)
{
    std::bitset<partitionCount> seen;
    if (request.has(Field::PartitionArray)) {
        const QByteArrayView ids = request.field(Field::PartitionArray);
        const qsizetype count = ids.size() / 2;
        if (count == 0 || count > partitionCount)
            return ResultCode::Parameter;
        for (qsizetype i = 0; i < count; ++i) {
            const int id = load16le(ids.data() + 2 * i);
            if (id >= partitionCount || seen.test(static_cast<size_t>(id)))
                return ResultCode::Parameter;
            seen.set(static_cast<size_t>(id));
            m_partitions.push_back({id, {}});
        }
    }
    if (request.has(Field::DigestArray)) {
        const QByteArrayView digests = request.field(Field::DigestArray);
        const qsizetype count = digests.size() / 20;
        if (count == 0 || count > partitionCount)
            return ResultCode::Parameter;
        QByteArrayView values;
        if (request.has(Field::IndexRange)) {
            values = request.field(Field::IndexValueArray);
            if (!request.has(Field::IndexValueArray) || values.size() / 8 != count)
                return ResultCode::Parameter;
        }
        for (qsizetype i = 0; i < count; ++i) {
            const Digest digest = *Digest::fromBytes(digests.sliced(20 * i, 20));
            const int id = digest.partitionId();
            if (seen.test(static_cast<size_t>(id)))
                return ResultCode::Parameter;
            seen.set(static_cast<size_t>(id));
            const qint64 value = values.isEmpty() ? 0 : static_cast<qint64>(load64le(values.data() + 8 * i));
            m_partitions.push_back({id, {true, digest, value}});
        }
    } else if (request.has(Field::IndexValueArray)) {
        return ResultCode::Parameter;
    }
    std::sort(m_partitions.begin(), m_partitions.end(),
              [](const auto &a, const auto &b) { return a.id < b.id; });
    return ResultCode::Ok;
}

ResultCode QueryTask::parseOps(const Request &request)
{
    const bool hasList = request.has(Field::QueryBinList);
    if (hasList && request.opCount != 0)
        return ResultCode::Parameter;
    if (hasList) {
        QByteArrayView list = request.field(Field::QueryBinList);
        m_hasBinList = true;
        const int count = list.isEmpty() ? 0 : static_cast<quint8>(list[0]);
        list = list.sliced(qMin<qsizetype>(1, list.size()));
        for (int i = 0; i < count && !list.isEmpty(); ++i) {
            const qsizetype size = static_cast<quint8>(list[0]);
            if (size + 1 > list.size())
                return ResultCode::Parameter;
            if (isBinNameValid(list.sliced(1, size)))
                m_binList.push_back(list.sliced(1, size).toByteArray());
            list = list.sliced(1 + size);
        }
        return ResultCode::Ok;
    }
    m_respondAll = request.respondAllOps();
    for (const RequestOp &op : request.ops) {
        if (!isBinNameValid(op.name) || !isReadOp(op.code))
            return ResultCode::Parameter;
        PreparedRead read{op.code, op.name, std::nullopt};
        if (op.code != static_cast<quint8>(OpCode::Read)) {
            read.op.emplace(static_cast<OpCode>(op.code), static_cast<ParticleType>(op.type),
                            QByteArray::fromRawData(op.value.data(), op.value.size()));
        }
        m_ops.push_back(std::move(read));
    }
    m_projects = !m_ops.empty();
    return ResultCode::Ok;
}

int QueryTask::abandonedReason() const
{
    if (m_job)
        return m_job->abandoned.load(std::memory_order_relaxed);
    return std::chrono::steady_clock::now() > m_deadline ? static_cast<int>(ResultCode::Timeout) : 0;
}

StreamTask::Step QueryTask::advance(ByteQueue &out)
{
    PacketWriter packet(out, PacketType::Message);
    qsizetype budget = recordsPerPiece;
    bool waits = false;
    int reason = 0;
    while (m_at < m_partitions.size()) {
        reason = abandonedReason();
        if (reason != 0 || budget <= 0 || packet.bodySize() >= packetLimit)
            break;
        if (throttled()) {
            waits = true;
            break;
        }
        if (m_job)
            m_job->partition.store(m_partitions[m_at].id, std::memory_order_relaxed);
        if (visitPartition(packet, budget)) {
            ++m_at;
            m_insidePartition = false;
        }
    }
    const bool finished = reason != 0 || m_at >= m_partitions.size();
    if (finished && m_short) {
        MessageWriter last(out);
        last.finish(static_cast<ResultCode>(reason), 0, 0, 0, Info3::Last);
    }
    if (m_job)
        m_job->sentBytes.fetch_add(static_cast<quint64>(packet.bodySize()), std::memory_order_relaxed);
    if (packet.bodySize() != 0)
        packet.close();
    else
        packet.abandon();
    if (finished) {
        finish(out, static_cast<ResultCode>(reason));
        return Step::Done;
    }
    return waits ? Step::Wait : Step::More;
}

void QueryTask::finish(ByteQueue &out, ResultCode code)
{
    m_finished = true;
    Counters &counters = m_node.countersOf(m_ns);
    const bool fine = code == ResultCode::Ok;
    if (m_short) {
        if (fine)
            counters.latency(m_selection.index ? Latency::SiQuery : Latency::PiQuery).add(m_started);
        if (m_selection.index)
            counters.add(fine ? Counter::SiQueryShortBasicComplete : Counter::SiQueryShortBasicError);
        else
            counters.add(fine ? Counter::PiQueryShortBasicComplete : Counter::PiQueryShortBasicError);
        return;
    }
    writePlainReply(out, code, 0, 0, Info3::Last);
    const bool aborted = code == ResultCode::QueryAborted;
    if (m_selection.index)
        counters.add(fine      ? Counter::SiQueryLongBasicComplete
                     : aborted ? Counter::SiQueryLongBasicAbort
                               : Counter::SiQueryLongBasicError);
    else
        counters.add(fine      ? Counter::PiQueryLongBasicComplete
                     : aborted ? Counter::PiQueryLongBasicAbort
                               : Counter::PiQueryLongBasicError);
    m_node.jobs.finish(m_job);
}

void QueryTask::abandon()
{
    if (m_job && !m_finished) {
        m_finished = true;
        m_job->abandoned.store(JobRecord::responseError);
        m_node.countersOf(m_ns).add(Counter::PiQueryLongBasicError);
        m_node.jobs.finish(m_job);
    }
}

/// Visits the current partition from where it stands. True when it is done with.
bool QueryTask::visitPartition(PacketWriter &packet, qsizetype &budget)
{
    RequestedPartition &wanted = m_partitions[m_at];
    ResultCode refusal = m_view->holds(wanted.id) ? ResultCode::Ok : ResultCode::Unavailable;
    if (refusal == ResultCode::Ok && !m_insidePartition) {
        FaultSubject subject;
        subject.kind = RequestKind::Query;
        subject.node = m_node.index;
        subject.ns = m_ns.name();
        subject.set = m_selection.setText;
        subject.partition = wanted.id;
        if (const auto fault = m_node.cluster.faults.match(subject, true))
            refusal = fault->code;
    }
    if (refusal != ResultCode::Ok) {
        MessageWriter marker(packet.out());
        marker.finish(refusal, static_cast<quint32>(wanted.id), 0, 0, Info3::PartitionDone);
        return true;
    }
    if (m_selection.setUnknown || (m_maximum != 0 && m_delivered >= m_maximum))
        return true;
    if (!m_insidePartition) {
        m_walk.enter();
        m_insidePartition = true;
    }
    const auto mayGoOn = [&] {
        if (budget <= 0 || packet.bodySize() >= packetLimit || throttled())
            return false;
        --budget;
        return true;
    };
    return m_walk.run(wanted.id, wanted.position, mayGoOn,
                      [&](const RecordSlot &slot, const qint64 *indexValue) {
                          return offer(slot, packet.out(), indexValue);
                      });
}

/// Sends the record if it is wanted. False ends the partition (enough records).
bool QueryTask::offer(const RecordSlot &slot, ByteQueue &out, const qint64 *indexValue)
{
    if (!m_filter.isNull()) {
        const StoredEvalRecord record(m_ns, slot);
        const Truth meta = m_filter.matchesMetadata(record);
        if (meta == Truth::False) {
            if (m_job)
                m_job->filteredMeta.fetch_add(1, std::memory_order_relaxed);
            return true;
        }
        if (meta == Truth::Unknown && m_filter.matches(record) != Truth::True) {
            if (m_job)
                m_job->filteredBins.fetch_add(1, std::memory_order_relaxed);
            return true;
        }
    }
    if (m_selection.index &&
        !m_selection.predicate->matches(*m_selection.index, StoredEvalRecord(m_ns, slot)))
        return true;
    ++m_delivered;
    const bool last = m_maximum != 0 && m_delivered >= m_maximum;
    if (m_projects) {
        if (!writeProjection(slot, out, indexValue)) {
            if (m_job)
                m_job->failed.fetch_add(1, std::memory_order_relaxed);
            return true;
        }
    } else {
        writeRow(slot, out, indexValue);
    }
    if (m_job) {
        m_job->succeeded.fetch_add(1, std::memory_order_relaxed);
        if (m_job->recordsPerSecond != 0)
            m_job->throttled.fetch_add(1, std::memory_order_relaxed);
    }
    return !last;
}

QByteArrayView QueryTask::setName(SetId set)
{
    const auto at = static_cast<size_t>(set);
    if (at >= m_setNames.size())
        m_setNames.resize(at + 1);
    if (m_setNames[at].isEmpty())
        m_setNames[at] = m_ns.set(set).name;
    return m_setNames[at];
}

void QueryTask::writeRowFields(const RecordSlot &slot, MessageWriter &message, const qint64 *indexValue)
{
    message.field(static_cast<quint8>(Field::Namespace), m_ns.name());
    message.field(static_cast<quint8>(Field::Digest), {slot.digest.bytes.data(), 20});
    if (slot.set != noSet)
        message.field(static_cast<quint8>(Field::Set), setName(slot.set));
    const QByteArrayView key = slot.record->userKey();
    if (!key.isEmpty())
        message.field(static_cast<quint8>(Field::Key), key);
    if (indexValue) {
        char bytes[8];
        store64le(bytes, static_cast<quint64>(*indexValue));
        message.field(static_cast<quint8>(Field::IndexValueArray), {bytes, 8});
    }
}

void QueryTask::writeRow(const RecordSlot &slot, ByteQueue &out, const qint64 *indexValue)
{
    const qsizetype start = out.size();
    MessageWriter message(out);
    writeRowFields(slot, message, indexValue);
    const StoredRecord &record = *slot.record;
    quint8 info1 = 0;
    if (m_noBins) {
        info1 = Info1::GetNoBins;
    } else if (!m_hasBinList) {
        message.bins(record);
    } else {
        for (const QByteArray &name : m_binList) {
            const ParticleView bin = findBin(record.packedBins(), name);
            if (!bin.isNil())
                message.op(static_cast<quint8>(OpCode::Read), name, bin);
        }
        // A record with none of the bins of a list is left out.
        if (message.opCount() == 0) {
            out.truncate(start);
            return;
        }
    }
    message.finish(ResultCode::Ok, record.generation, record.voidTime, 0, 0, info1);
}

/// False when an op failed: such a record is left out.
bool QueryTask::writeProjection(const RecordSlot &slot, ByteQueue &out, const qint64 *indexValue)
{
    const StoredEvalRecord view(m_ns, slot);
    const QByteArrayView bins = slot.record->packedBins();
    const qsizetype start = out.size();
    MessageWriter message(out);
    writeRowFields(slot, message, indexValue);
    for (const PreparedRead &read : m_ops) {
        const ParticleView bin = findBin(bins, read.name);
        if (!read.op) {
            if (!bin.isNil() || m_respondAll)
                message.op(read.code, read.name, bin);
            continue;
        }
        if (bin.isNil() && read.code != static_cast<quint8>(OpCode::ExpressionRead)) {
            if (m_respondAll)
                message.op(read.code, read.name, {});
            continue;
        }
        const OpEffect effect = read.op->apply(bin, view);
        if (!effect.ok()) {
            out.truncate(start);
            return false;
        }
        if (!effect.result.isNil() || m_respondAll)
            message.op(read.code, read.name, effect.result);
    }
    if (message.opCount() == 0)
        out.truncate(start);
    else
        message.finish(ResultCode::Ok, slot.record->generation, slot.record->voidTime);
    return true;
}

/// Keeps to the records per second that were asked for.
bool QueryTask::throttled()
{
    if (!m_job || m_job->recordsPerSecond == 0)
        return false;
    const auto due = m_started + std::chrono::microseconds(m_delivered * 1000000 / m_job->recordsPerSecond);
    const auto now = std::chrono::steady_clock::now();
    if (due <= now)
        return false;
    m_wait = std::max(std::chrono::milliseconds(1),
                      std::chrono::duration_cast<std::chrono::milliseconds>(due - now));
    return true;
}

} // namespace Aeroscope::Demo
