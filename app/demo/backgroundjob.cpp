// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/backgroundjob.h"

#include "app/demo/bytes.h"
#include "app/demo/engine/opengine.h"
#include "app/demo/recordcommand.h"
#include "app/demo/workingrecord.h"

#include <algorithm>

namespace Aeroscope::Demo {

namespace {

/// Records of one piece of work, and records looked at for it.
constexpr size_t recordsPerPiece = 256;
constexpr int looksPerPiece = 16384;
/// What a server reports as sent for the answer at the start, and as its time-out.
constexpr quint64 answerBytes = 30;
constexpr quint32 socketTimeoutMs = 10000;

} // namespace

BackgroundJob::BackgroundJob(NodeContext &node, Namespace &ns, QByteArray body)
    : m_node(node)
    , m_ns(ns)
    , m_body(std::move(body))
    , m_request(*Request::parse(m_body))
    , m_walk(ns, m_selection)
    , m_view(node.view())
{}

BackgroundJob::~BackgroundJob()
{
    abandon();
}

ResultCode BackgroundJob::prepare()
{
    if ((m_request.info1 & Info1::ShortQuery) != 0)
        return ResultCode::Parameter;
    Outcome<QuerySelection> selection = QuerySelection::parse(m_request, m_ns);
    if (!selection)
        return selection.error();
    m_selection = std::move(*selection);
    if (m_selection.setUnknown)
        return ResultCode::NotFound;
    const quint32 highest = m_ns.config.backgroundQueryMaxRps.load(std::memory_order_relaxed);
    if (m_selection.recordsPerSecond > highest)
        return ResultCode::Parameter;
    if (m_selection.recordsPerSecond == 0)
        m_selection.recordsPerSecond = highest;
    if (const ResultCode code = m_selection.findIndex(m_ns); code != ResultCode::Ok)
        return code;
    if (m_request.has(Field::Filter)) {
        Outcome<CompiledExpression> filter =
            CompiledExpression::compileFilter(m_request.field(Field::Filter));
        if (!filter)
            return ResultCode::Parameter;
        m_filter = std::move(*filter);
    }
    return ResultCode::Ok;
}

ResultCode BackgroundJob::enroll(JobRecord::Type type, QByteArray client)
{
    auto job = std::make_shared<JobRecord>();
    if (m_request.has(Field::TaskId) && m_request.field(Field::TaskId).size() == 8)
        job->id = load64(m_request.field(Field::TaskId).data());
    job->type = type;
    job->ns = m_ns.name();
    job->set = m_selection.setText;
    job->recordsPerSecond = m_selection.recordsPerSecond;
    job->socketTimeoutMs = socketTimeoutMs;
    job->sentBytes = answerBytes;
    job->client = std::move(client);
    if (m_selection.index)
        job->indexName = m_selection.index->name();
    if (!m_node.jobs.start(job))
        return ResultCode::Parameter;
    m_job = std::move(job);
    return ResultCode::Ok;
}

/// Looks for records to work on. False when there are no more.
bool BackgroundJob::collect(std::vector<Digest> &found, size_t limit)
{
    int looks = looksPerPiece;
    const auto mayGoOn = [&] { return found.size() < limit && looks-- > 0; };
    const auto visit = [&](const RecordSlot &slot, const qint64 *) {
        const StoredEvalRecord record(m_ns, slot);
        if (!m_filter.isNull() && m_filter.matchesMetadata(record) == Truth::False)
            m_job->filteredMeta.fetch_add(1, std::memory_order_relaxed);
        else if (!m_selection.index || m_selection.predicate->matches(*m_selection.index, record))
            found.push_back(slot.digest);
        return true;
    };
    for (; m_partition < partitionCount; ++m_partition) {
        m_job->partition.store(m_partition, std::memory_order_relaxed);
        if (!m_view->isMaster(m_partition))
            continue;
        if (!m_inside) {
            m_walk.enter();
            m_position = {};
            m_inside = true;
        }
        if (!m_walk.run(m_partition, m_position, mayGoOn, visit))
            return true;
        m_inside = false;
    }
    return false;
}

StreamTask::Step BackgroundJob::advance(ByteQueue &)
{
    if (m_job->abandoned.load(std::memory_order_relaxed) != 0) {
        finish();
        return Step::Done;
    }
    // As many records as the rate allows by now.
    const auto passed =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - m_base);
    const auto due = static_cast<quint64>(passed.count()) * m_selection.recordsPerSecond / 1000000 + 1;
    if (due <= m_started) {
        const auto pause =
            std::chrono::microseconds((m_started + 1 - due) * 1000000 / m_selection.recordsPerSecond);
        m_wait = std::max(std::chrono::ceil<std::chrono::milliseconds>(pause), std::chrono::milliseconds(1));
        return Step::Wait;
    }
    std::vector<Digest> found;
    const bool more = collect(found, std::min<quint64>(recordsPerPiece, due - m_started));
    m_started += found.size();
    m_job->throttled.fetch_add(found.size(), std::memory_order_relaxed);
    for (const Digest &digest : found) {
        switch (apply(digest)) {
        case ResultCode::Ok:
            m_job->succeeded.fetch_add(1, std::memory_order_relaxed);
            break;
        case ResultCode::NotFound:
            break;
        case ResultCode::FilteredOut:
            m_job->filteredBins.fetch_add(1, std::memory_order_relaxed);
            break;
        default:
            m_job->failed.fetch_add(1, std::memory_order_relaxed);
            break;
        }
    }
    if (more)
        return Step::More;
    finish();
    return Step::Done;
}

void BackgroundJob::finish()
{
    m_finished = true;
    countEnd(m_job->abandoned.load() != 0);
    m_node.jobs.finish(m_job);
}

void BackgroundJob::abandon()
{
    if (!m_job || m_finished)
        return;
    m_finished = true;
    m_job->abandoned.store(static_cast<int>(ResultCode::Unknown));
    m_node.jobs.finish(m_job);
}

BackgroundOps::BackgroundOps(NodeContext &node, Namespace &ns, QByteArray body)
    : BackgroundJob(node, ns, std::move(body))
    , m_write(m_request.opsOnly())
{}

std::expected<std::unique_ptr<BackgroundOps>, ResultCode>
BackgroundOps::start(NodeContext &node, Namespace &ns, QByteArray body, QByteArray client)
{
    std::unique_ptr<BackgroundOps> job(new BackgroundOps(node, ns, std::move(body)));
    ResultCode code = job->prepare();
    if (code == ResultCode::Ok)
        code = job->prepareOps();
    if (code == ResultCode::Ok)
        code = job->enroll(JobRecord::Type::BackgroundOps, std::move(client));
    if (code != ResultCode::Ok)
        return std::unexpected(code);
    return job;
}

ResultCode BackgroundOps::prepareOps()
{
    if ((m_request.info1 & Info1::Read) != 0 || m_request.ops.isEmpty())
        return ResultCode::Parameter;
    for (const RequestOp &op : m_request.ops) {
        switch (static_cast<OpCode>(op.code)) {
        case OpCode::Read:
        case OpCode::CdtRead:
        case OpCode::BitRead:
        case OpCode::HllRead:
        case OpCode::ExpressionRead:
            return ResultCode::Parameter;
        case OpCode::ExpressionModify:
            if (PreparedOp(OpCode::ExpressionModify, static_cast<ParticleType>(op.type),
                           op.value.toByteArray())
                    .buildError() != ResultCode::Ok) {
                return ResultCode::Parameter;
            }
            break;
        default:
            break;
        }
    }
    m_write.info1 = 0;
    m_write.info2 = Info2::Write | (m_request.info2 & Info2::DurableDelete);
    m_write.info3 = Info3::UpdateOnly | (m_request.info3 & Info3::ReplaceOnly);
    m_write.info4 = 0;
    m_write.generation = 0;
    return ResultCode::Ok;
}

ResultCode BackgroundOps::apply(const Digest &digest)
{
    ByteQueue reply;
    const CommandScope scope{.ns = m_ns,
                             .counters = m_node.countersOf(m_ns),
                             .out = reply,
                             .batchFilter = m_filter.isNull() ? nullptr : &m_filter,
                             .internal = true};
    return writeCommand(scope, m_write, digest);
}

void BackgroundOps::countEnd(bool aborted)
{
    Counters &counters = m_node.countersOf(m_ns);
    if (m_selection.index)
        counters.add(aborted ? Counter::SiQueryOpsBgAbort : Counter::SiQueryOpsBgComplete);
    else
        counters.add(aborted ? Counter::PiQueryOpsBgAbort : Counter::PiQueryOpsBgComplete);
}

BackgroundUdf::BackgroundUdf(NodeContext &node, Namespace &ns, QByteArray body)
    : BackgroundJob(node, ns, std::move(body))
    , m_write(m_request.opsOnly())
{
    m_write.info1 = 0;
    m_write.info2 = Info2::Write | (m_request.info2 & Info2::DurableDelete);
    m_write.info3 = 0;
    m_write.info4 = 0;
    m_write.generation = 0;
    m_write.timeoutMs = 0;
}

std::expected<std::unique_ptr<BackgroundUdf>, ResultCode>
BackgroundUdf::start(NodeContext &node, Namespace &ns, QByteArray body, QByteArray client)
{
    std::unique_ptr<BackgroundUdf> job(new BackgroundUdf(node, ns, std::move(body)));
    if (const ResultCode code = job->prepare(); code != ResultCode::Ok)
        return std::unexpected(code);
    std::optional<UdfCall> call = UdfCall::parse(job->m_request);
    if (!call)
        return std::unexpected(ResultCode::Parameter);
    job->m_call = std::move(*call);
    if (const ResultCode code = job->enroll(JobRecord::Type::BackgroundUdf, std::move(client));
        code != ResultCode::Ok)
        return std::unexpected(code);
    job->m_job->udfModule = job->m_call.module;
    job->m_job->udfFunction = job->m_call.function;
    return job;
}

ResultCode BackgroundUdf::apply(const Digest &digest)
{
    ByteQueue reply;
    const CommandScope scope{.ns = m_ns,
                             .counters = m_node.countersOf(m_ns),
                             .out = reply,
                             .batchFilter = m_filter.isNull() ? nullptr : &m_filter,
                             .internal = true,
                             .udf = &m_node.udf};
    return udfCommand(scope, m_write, m_call, digest);
}

void BackgroundUdf::countEnd(bool aborted)
{
    Counters &counters = m_node.countersOf(m_ns);
    if (m_selection.index)
        counters.add(aborted ? Counter::SiQueryUdfBgAbort : Counter::SiQueryUdfBgComplete);
    else
        counters.add(aborted ? Counter::PiQueryUdfBgAbort : Counter::PiQueryUdfBgComplete);
}

} // namespace Aeroscope::Demo
