// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/batch.h"

#include "app/demo/bytes.h"

#include <utility>

namespace Aeroscope::Demo {

namespace {

/// Size of the blocks in which a server sends rows.
constexpr qsizetype blockSize = 128 * 1024;
constexpr int rowsPerPiece = 1024;
constexpr qsizetype repeatRowSize = 25;

namespace RowType {
constexpr quint8 Repeat = 0x01, Info = 0x02, Generation = 0x04, Ttl = 0x08, Info4 = 0x10;
}
namespace BatchFlag {
constexpr quint8 ReportAllErrors = 4, ReportErrorRow = 8;
}

} // namespace

BatchTask::BatchTask(NodeContext &node, QByteArray body, QByteArray user)
    : m_node(node)
    , m_body(std::move(body))
    , m_user(std::move(user))
    , m_header(Request::parseHeader(m_body))
{}

std::expected<std::unique_ptr<BatchTask>, ResultCode> BatchTask::start(NodeContext &node, QByteArray body,
                                                                       QByteArray user)
{
    std::unique_ptr<BatchTask> task(new BatchTask(node, std::move(body), std::move(user)));
    const ResultCode code = task->parse();
    if (code != ResultCode::Ok) {
        node.batchErrors.fetch_add(1, std::memory_order_relaxed);
        return std::unexpected(code);
    }
    return task;
}

ResultCode BatchTask::parse()
{
    QByteArrayView rest = QByteArrayView(m_body).sliced(Request::headerSize);
    QByteArrayView rows;
    for (int i = 0; i < m_header.fieldCount; ++i) {
        const QByteArrayView before = rest;
        if (!m_header.takeField(rest))
            return ResultCode::Parameter;
        const auto type = static_cast<Field>(before[4]);
        // Rows may run past the end of their field, as far as the message goes.
        if (type == Field::Batch || type == Field::BatchWithSet)
            rows = before.sliced(5);
    }
    if (!m_header.has(Field::Batch) && !m_header.has(Field::BatchWithSet))
        return ResultCode::Parameter;
    if (rows.size() < 5)
        return ResultCode::Parameter;
    m_rows = load32(rows.data());
    if (m_rows == 0)
        return ResultCode::Parameter;
    const quint32 limit = m_node.config.batchMaxRequests.load(std::memory_order_relaxed);
    if (limit != 0 && m_rows > limit)
        return ResultCode::BatchMaxRequests;
    const auto flags = static_cast<quint8>(rows[4]);
    m_reportAll = (flags & BatchFlag::ReportAllErrors) != 0;
    m_reportError = (flags & BatchFlag::ReportErrorRow) != 0;
    m_rest = rows.sliced(5);
    if (m_header.has(Field::Filter)) {
        Outcome<CompiledExpression> filter = CompiledExpression::compileFilter(m_header.field(Field::Filter));
        if (!filter)
            return ResultCode::Parameter;
        m_filter = std::move(*filter);
    }
    return ResultCode::Ok;
}

bool BatchTask::readRow()
{
    if (m_rest.size() < repeatRowSize)
        return false;
    m_index = load32(m_rest.data());
    m_digest = *Digest::fromBytes(m_rest.sliced(4, 20));
    const auto type = static_cast<quint8>(m_rest[24]);
    m_rest = m_rest.sliced(repeatRowSize);
    if ((type & RowType::Repeat) != 0)
        return m_haveRow && !m_row.has(Field::Key);

    const qsizetype headerSize =
        5 + ((type & RowType::Info) != 0 ? 2 : 0) + ((type & RowType::Info4) != 0 ? 1 : 0) +
        ((type & RowType::Generation) != 0 ? 2 : 0) + ((type & RowType::Ttl) != 0 ? 4 : 0);
    if (m_rest.size() < headerSize + 5)
        return false;
    const char *at = m_rest.data();
    m_row = Request();
    m_row.inBatch = true;
    m_row.info1 = static_cast<quint8>(*at++) & static_cast<quint8>(~(Info1::CompressReply | Info1::Xdr));
    if ((type & RowType::Info) != 0) {
        m_row.info2 = static_cast<quint8>(*at++);
        m_row.info3 = static_cast<quint8>(*at++);
    } else {
        // Old clients say how to read in strong consistency once for all rows.
        m_row.info3 = m_header.info3 & (Info3::ScReadType | Info3::ScReadRelax);
    }
    if ((type & RowType::Info4) != 0)
        m_row.info4 = static_cast<quint8>(*at++);
    if ((type & RowType::Generation) != 0) {
        m_row.generation = load16(at);
        at += 2;
    }
    if ((type & RowType::Ttl) != 0) {
        m_row.ttl = load32(at);
        at += 4;
    }
    m_row.timeoutMs = m_header.timeoutMs;
    // Old clients counted the namespace as no field.
    m_row.fieldCount = qMax<quint16>(1, load16(at));
    m_row.opCount = load16(at + 2);
    m_rest = m_rest.sliced(headerSize);

    const QByteArrayView first = m_rest;
    if (!m_row.takeField(m_rest))
        return false;
    // The first field is taken for the namespace, whatever it says it is.
    m_ns = m_node.cluster.storage.find(first.sliced(5, first.size() - m_rest.size() - 5));
    if (!m_ns)
        return false;
    for (int i = 1; i < m_row.fieldCount; ++i) {
        if (!m_row.takeField(m_rest))
            return false;
    }
    for (int i = 0; i < m_row.opCount; ++i) {
        if (!m_row.takeOp(m_rest))
            return false;
    }
    m_haveRow = true;
    return true;
}

std::optional<FaultRule> BatchTask::faultOfRow()
{
    if (m_node.cluster.faults.isEmpty())
        return std::nullopt;
    FaultSubject subject;
    subject.kind = RequestKind::Batch;
    subject.node = m_node.index;
    subject.ns = m_ns->name();
    subject.set = m_row.field(Field::Set);
    subject.digest = m_digest;
    subject.partition = m_digest.partitionId();
    return m_node.cluster.faults.match(subject, true);
}

bool BatchTask::runRow()
{
    if (!readRow())
        return false;
    const CommandScope scope{.ns = *m_ns,
                             .counters = m_node.countersOf(*m_ns),
                             .out = m_pending,
                             .inBatch = true,
                             .batchIndex = m_index,
                             .batchFilter = m_filter.isNull() ? nullptr : &m_filter,
                             .start = m_started,
                             .udf = &m_node.udf};
    ResultCode code = m_node.checkPermission(m_user, m_row);
    const std::optional<FaultRule> fault = code == ResultCode::Ok ? faultOfRow() : std::nullopt;
    if (fault && fault->code != ResultCode::Ok) {
        if (fault->applyFirst) {
            const qsizetype before = m_pending.size();
            static_cast<void>(runRecordCommand(scope, m_row, m_digest));
            m_pending.truncate(before);
        }
        code = fault->code;
    }
    if (code == ResultCode::Ok)
        code = m_row.has(Field::Namespace) ? runRecordCommand(scope, m_row, m_digest)
                                           : refuseCommand(scope, ResultCode::Namespace);
    else
        MessageWriter(m_pending).finish(code, 0, 0, m_index);
    ++m_done;
    if (!m_reportAll && code != ResultCode::Ok && code != ResultCode::NotFound &&
        code != ResultCode::FilteredOut) {
        if (m_reportError)
            m_pendingError = code;
        else
            m_result = code;
    }
    return true;
}

void BatchTask::deliver(ByteQueue &out)
{
    if (m_result == ResultCode::Ok && !m_pending.isEmpty()) {
        PacketWriter packet(out, PacketType::Message);
        out.append({m_pending.data(), m_pending.size()});
        packet.close();
        // A block with an error row in it is the last that is sent.
        m_result = m_pendingError;
    }
    m_pending.clear();
    m_pendingError = ResultCode::Ok;
}

StreamTask::Step BatchTask::advance(ByteQueue &out)
{
    for (int i = 0; i < rowsPerPiece && m_done < m_rows; ++i) {
        const qsizetype before = m_pending.size();
        const ResultCode errorBefore = std::exchange(m_pendingError, ResultCode::Ok);
        if (!runRow()) {
            m_pending.clear();
            m_result = ResultCode::Parameter;
            m_done = m_rows;
            break;
        }
        const ResultCode rowError = m_pendingError;
        if (before > 0 && m_pending.size() > blockSize) {
            // The row that does not fit goes into the next block.
            ByteQueue overflow;
            overflow.append({m_pending.data() + before, m_pending.size() - before});
            m_pending.truncate(before);
            m_pendingError = errorBefore;
            deliver(out);
            m_pending.append({overflow.data(), overflow.size()});
            m_pendingError = rowError;
        } else if (rowError == ResultCode::Ok) {
            m_pendingError = errorBefore;
        }
    }
    if (m_done < m_rows)
        return Step::More;
    deliver(out);
    writePlainReply(out, m_result, 0, 0, Info3::Last);
    m_node.batchLatency.add(m_started);
    (m_result == ResultCode::Ok ? m_node.batchesComplete : m_node.batchErrors)
        .fetch_add(1, std::memory_order_relaxed);
    return Step::Done;
}

void BatchTask::abandon()
{
    while (m_done < m_rows && runRow())
        m_pending.clear();
}

} // namespace Aeroscope::Demo
