// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/expression.h"
#include "app/demo/engine/opengine.h"
#include "app/demo/nodecontext.h"
#include "app/demo/recordwalk.h"
#include "app/demo/reply.h"
#include "app/demo/request.h"
#include "app/demo/streamtask.h"

#include <memory>
#include <optional>

namespace Aeroscope::Demo {

/// A foreground query over the partitions it names (protocol sections 7.1 to 7.4).
class QueryTask final : public StreamTask
{
public:
    /// Checks the request in the server's order. Gives the task, or the code of the start-up error. `body` is
    /// the whole request and is kept.
    [[nodiscard]] static std::expected<std::unique_ptr<QueryTask>, ResultCode>
    start(NodeContext &node, Namespace &ns, QByteArray body, QByteArray client);
    ~QueryTask() override;

    [[nodiscard]] Step advance(ByteQueue &out) override;
    [[nodiscard]] std::chrono::milliseconds wait() const override { return m_wait; }
    void abandon() override;

private:
    struct RequestedPartition
    {
        int id = 0;
        WalkPosition position;
    };
    struct PreparedRead
    {
        quint8 code = 0;
        QByteArrayView name;
        std::optional<PreparedOp> op;
    };

    QueryTask(NodeContext &node, Namespace &ns, QByteArray body);

    [[nodiscard]] ResultCode parse();
    [[nodiscard]] ResultCode parsePartitions(const Request &request);
    [[nodiscard]] ResultCode parseOps(const Request &request);
    [[nodiscard]] bool visitPartition(PacketWriter &packet, qsizetype &budget);
    [[nodiscard]] bool offer(const RecordSlot &slot, ByteQueue &out, const qint64 *indexValue);
    void writeRow(const RecordSlot &slot, ByteQueue &out, const qint64 *indexValue);
    [[nodiscard]] bool writeProjection(const RecordSlot &slot, ByteQueue &out, const qint64 *indexValue);
    void writeRowFields(const RecordSlot &slot, MessageWriter &message, const qint64 *indexValue);
    [[nodiscard]] QByteArrayView setName(SetId set);
    [[nodiscard]] bool throttled();
    void finish(ByteQueue &out, ResultCode code);
    [[nodiscard]] int abandonedReason() const;

    NodeContext &m_node;
    Namespace &m_ns;
    QByteArray m_body;
    Request m_request;
    std::shared_ptr<const ClusterView> m_view;
    std::vector<RequestedPartition> m_partitions;
    size_t m_at = 0;
    bool m_insidePartition = false;
    QuerySelection m_selection;
    RecordWalk m_walk;
    bool m_short = false;
    bool m_noBins = false;
    bool m_respondAll = false;
    std::vector<PreparedRead> m_ops;
    bool m_hasBinList = false;
    std::vector<QByteArray> m_binList;
    bool m_projects = false;
    CompiledExpression m_filter;
    quint64 m_maximum = 0;
    quint64 m_delivered = 0;
    std::shared_ptr<JobRecord> m_job;
    std::chrono::steady_clock::time_point m_started = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point m_deadline = std::chrono::steady_clock::time_point::max();
    std::chrono::milliseconds m_wait{1};
    std::vector<QByteArray> m_setNames;
    bool m_finished = false;
};

} // namespace Aeroscope::Demo
