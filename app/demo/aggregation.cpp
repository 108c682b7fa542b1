// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/aggregation.h"

#include "app/demo/bytes.h"
#include "app/demo/reply.h"
#include "app/demo/udf/udfruntime.h"
#include "app/demo/workingrecord.h"

#include <algorithm>

namespace Aeroscope::Demo {

namespace {

constexpr qsizetype packetLimit = 1024 * 1024;
constexpr qsizetype outputPerPiece = 64 * 1024;
constexpr int partitionsPerPiece = 64;
constexpr quint32 socketTimeoutDefault = 10000;
constexpr std::chrono::seconds longestPartition{30};

void writeValue(ByteQueue &out, const char *name, ParticleView value)
{
    MessageWriter message(out);
    message.op(static_cast<quint8>(OpCode::Read), name, value);
    message.finish(ResultCode::Ok);
}

/// One record of a stream, to be read only.
class StreamedRecord final : public UdfRecord
{
public:
    explicit StreamedRecord(const Namespace &ns) noexcept
        : m_ns(ns)
    {}
    void open(const RecordSlot *slot) noexcept { m_slot = slot; }

    [[nodiscard]] UdfRef bin(const QByteArray &name) override
    {
        const ParticleView view = m_slot ? findBin(m_slot->record->packedBins(), name) : ParticleView();
        return view.isNil() ? UdfRef() : UdfValue::fromParticle(view);
    }
    void setBin(const QByteArray &, UdfRef) override {}
    [[nodiscard]] std::optional<std::vector<QByteArray>> binNames() const override
    {
        if (!m_slot)
            return std::nullopt;
        std::vector<QByteArray> names;
        BinCursor cursor(m_slot->record->packedBins());
        for (BinView bin; cursor.next(bin);)
            names.push_back(bin.name.toByteArray());
        return names;
    }
    [[nodiscard]] int create() override { return refused; }
    [[nodiscard]] int update() override { return refused; }
    [[nodiscard]] int remove() override { return refused; }
    [[nodiscard]] bool exists() const override { return m_slot != nullptr; }
    void setTtl(quint32) override {}
    void dropKey() override {}
    [[nodiscard]] UdfRef key() const override
    {
        const ParticleView key = m_slot ? flatKeyParticle(m_slot->record->userKey()) : ParticleView();
        return key.isNil() ? UdfRef() : UdfValue::fromParticle(key);
    }
    [[nodiscard]] QByteArray setName() const override
    {
        return m_slot && m_slot->set != noSet ? m_ns.set(m_slot->set).name : QByteArray();
    }
    [[nodiscard]] QByteArray digest() const override
    {
        return m_slot ? QByteArrayView(m_slot->digest.bytes.data(), 20).toByteArray() : QByteArray();
    }
    [[nodiscard]] qint64 generation() const override { return m_slot ? m_slot->record->generation : 0; }
    [[nodiscard]] qint64 ttl() const override
    {
        return m_slot
                   ? std::max<qint64>(0, qint64{m_slot->record->voidTime} - qint64{m_ns.clock().nowSeconds()})
                   : 0;
    }
    [[nodiscard]] qint64 lastUpdate() const override
    {
        return m_slot ? m_slot->record->lastUpdateMs - qint64{Clock::epochUnixSeconds} * 1000 : 0;
    }
    [[nodiscard]] qint64 size() const override { return m_slot ? m_slot->record->storageBytes : 0; }
    [[nodiscard]] qint64 nowMs() const override { return m_ns.clock().nowMs(); }

private:
    static constexpr int refused = 1;

    const Namespace &m_ns;
    const RecordSlot *m_slot = nullptr;
};

/// The chosen records of one partition, which stays locked meanwhile.
class PartitionStream final : public UdfStream
{
public:
    PartitionStream(const Namespace &ns, Partition &partition, const QuerySelection &selection,
                    std::vector<Digest> digests, ByteQueue &out)
        : m_ns(ns)
        , m_partition(partition)
        , m_selection(selection)
        , m_digests(std::move(digests))
        , m_record(ns)
    {
        m_packet.emplace(out, PacketType::Message);
    }

    [[nodiscard]] bool next() override
    {
        while (m_at < m_digests.size()) {
            const RecordSlot *slot = m_partition.find(m_digests[m_at++]);
            if (!slot || !m_selection.holds(m_ns, *slot))
                continue;
            if (m_selection.index &&
                !m_selection.predicate->matches(*m_selection.index, StoredEvalRecord(m_ns, *slot)))
                continue;
            m_record.open(slot);
            return true;
        }
        m_record.open(nullptr);
        return false;
    }
    [[nodiscard]] UdfRecord &record() override { return m_record; }
    void write(const UdfRef &value) override
    {
        if (m_packet->bodySize() >= packetLimit) {
            m_packet->close();
            ByteQueue &out = m_packet->out();
            m_packet.emplace(out, PacketType::Message);
        }
        const Particle particle = value->toReply();
        // A container that cannot be packed is too big to send.
        const bool container =
            std::holds_alternative<UdfList>(value->data) || std::holds_alternative<UdfMap>(value->data);
        if (container && particle.isNil())
            m_tooBig = true;
        else
            writeValue(m_packet->out(), udfSuccessBin, particle);
    }
    [[nodiscard]] bool isTooBig() const noexcept { return m_tooBig; }
    /// Ends the reply for this partition; returns its size.
    qsizetype close(const QByteArray &failure)
    {
        if (!failure.isNull())
            writeValue(m_packet->out(), udfFailureBin, {ParticleType::String, failure});
        const qsizetype size = m_packet->bodySize();
        if (size != 0)
            m_packet->close();
        else
            m_packet->abandon();
        return size;
    }

private:
    const Namespace &m_ns;
    Partition &m_partition;
    const QuerySelection &m_selection;
    std::vector<Digest> m_digests;
    size_t m_at = 0;
    StreamedRecord m_record;
    std::optional<PacketWriter> m_packet;
    bool m_tooBig = false;
};

} // namespace

AggregationTask::AggregationTask(NodeContext &node, Namespace &ns, QByteArray body)
    : m_node(node)
    , m_ns(ns)
    , m_body(std::move(body))
    , m_request(*Request::parse(m_body))
    , m_walk(ns, m_selection)
    , m_view(node.view())
{}

AggregationTask::~AggregationTask()
{
    abandon();
}

std::expected<std::unique_ptr<AggregationTask>, ResultCode>
AggregationTask::start(NodeContext &node, Namespace &ns, QByteArray body, QByteArray client)
{
    std::unique_ptr<AggregationTask> task(new AggregationTask(node, ns, std::move(body)));
    if (const ResultCode code = task->parse(); code != ResultCode::Ok)
        return std::unexpected(code);
    const Request &request = task->m_request;
    auto job = std::make_shared<JobRecord>();
    if (request.has(Field::TaskId) && request.field(Field::TaskId).size() == 8)
        job->id = load64(request.field(Field::TaskId).data());
    job->type = JobRecord::Type::Aggregation;
    job->ns = ns.name();
    job->set = task->m_selection.setText;
    job->recordsPerSecond = task->m_selection.recordsPerSecond;
    job->socketTimeoutMs = request.has(Field::SocketTimeout)
                               ? load32(request.field(Field::SocketTimeout).data())
                               : socketTimeoutDefault;
    job->client = std::move(client);
    if (task->m_selection.index)
        job->indexName = task->m_selection.index->name();
    if (!node.jobs.start(job))
        return std::unexpected(ResultCode::Parameter);
    task->m_job = std::move(job);
    return task;
}

ResultCode AggregationTask::parse()
{
    if ((m_request.info1 & Info1::ShortQuery) != 0)
        return ResultCode::Parameter;
    if (m_request.has(Field::Filter))
        return ResultCode::UnsupportedFeature;
    Outcome<QuerySelection> selection = QuerySelection::parse(m_request, m_ns);
    if (!selection)
        return selection.error();
    m_selection = std::move(*selection);
    if (m_selection.setUnknown)
        return ResultCode::NotFound;
    if (const ResultCode code = m_selection.findIndex(m_ns); code != ResultCode::Ok)
        return code;
    if (m_request.has(Field::SocketTimeout) && m_request.field(Field::SocketTimeout).size() != 4)
        return ResultCode::Parameter;
    std::optional<UdfCall> call = UdfCall::parse(m_request);
    if (!call)
        return ResultCode::Parameter;
    m_call = std::move(*call);
    return ResultCode::Ok;
}

bool AggregationTask::throttled()
{
    if (m_job->recordsPerSecond == 0)
        return false;
    const auto due =
        m_started + std::chrono::microseconds(m_job->succeeded.load() * 1000000 / m_job->recordsPerSecond);
    const auto now = std::chrono::steady_clock::now();
    if (due <= now)
        return false;
    m_wait = std::max(std::chrono::milliseconds(1),
                      std::chrono::duration_cast<std::chrono::milliseconds>(due - now));
    return true;
}

StreamTask::Step AggregationTask::advance(ByteQueue &out)
{
    const qsizetype before = out.size();
    for (int i = 0; i < partitionsPerPiece && out.size() - before < outputPerPiece; ++i) {
        const int reason = m_job->abandoned.load(std::memory_order_relaxed);
        if (reason != 0 || m_partition == partitionCount) {
            finish(out, reason);
            return Step::Done;
        }
        if (throttled())
            return Step::Wait;
        m_job->partition.store(m_partition, std::memory_order_relaxed);
        if (m_view->isMaster(m_partition))
            runPartition(out);
        ++m_partition;
    }
    return Step::More;
}

void AggregationTask::runPartition(ByteQueue &out)
{
    std::vector<Digest> digests;
    WalkPosition position;
    m_walk.enter();
    const auto always = [] { return true; };
    static_cast<void>(
        m_walk.run(m_partition, position, always, [&digests](const RecordSlot &slot, const qint64 *) {
            digests.push_back(slot.digest);
            return true;
        }));
    if (digests.empty())
        return;
    m_job->succeeded.fetch_add(digests.size(), std::memory_order_relaxed);
    Partition &partition = m_ns.partition(m_partition);
    const std::lock_guard lock(partition.mutex);
    PartitionStream stream(m_ns, partition, m_selection, std::move(digests), out);
    const auto deadline = std::chrono::steady_clock::now() + longestPartition;
    const UdfOutcome outcome =
        m_node.udf.applyStream(m_call.module, m_call.function, stream, m_call.arguments, deadline);
    QByteArray failure;
    if (outcome.kind != UdfOutcome::Kind::Success)
        failure = outcome.text;
    else if (stream.isTooBig())
        failure = "UDF: Execution Error 1";
    if (!failure.isNull())
        m_job->abandoned.store(static_cast<int>(ResultCode::Unknown));
    m_job->sentBytes.fetch_add(static_cast<quint64>(stream.close(failure)), std::memory_order_relaxed);
}

void AggregationTask::finish(ByteQueue &out, int reason)
{
    m_finished = true;
    writePlainReply(out, static_cast<ResultCode>(reason), 0, 0, Info3::Last);
    Counters &counters = m_node.countersOf(m_ns);
    const bool index = m_selection.index != nullptr;
    if (reason == 0)
        counters.add(index ? Counter::SiQueryAggrComplete : Counter::PiQueryAggrComplete);
    else if (reason == static_cast<int>(ResultCode::QueryAborted))
        counters.add(index ? Counter::SiQueryAggrAbort : Counter::PiQueryAggrAbort);
    else
        counters.add(index ? Counter::SiQueryAggrError : Counter::PiQueryAggrError);
    m_node.jobs.finish(m_job);
}

void AggregationTask::abandon()
{
    if (!m_job || m_finished)
        return;
    m_finished = true;
    m_job->abandoned.store(JobRecord::responseError);
    m_node.countersOf(m_ns).add(m_selection.index ? Counter::SiQueryAggrError : Counter::PiQueryAggrError);
    m_node.jobs.finish(m_job);
}

} // namespace Aeroscope::Demo
