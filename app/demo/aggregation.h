// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/nodecontext.h"
#include "app/demo/recordwalk.h"
#include "app/demo/streamtask.h"
#include "app/demo/udfcommand.h"

#include <memory>

namespace Aeroscope::Demo {

/// A query whose records a module's function works up (protocol section 7.6): partition by partition, for
/// those the node is master of.
class AggregationTask final : public StreamTask
{
public:
    /// Gives the task, or the code of the start-up error. `body` is the whole request and is kept.
    [[nodiscard]] static std::expected<std::unique_ptr<AggregationTask>, ResultCode>
    start(NodeContext &node, Namespace &ns, QByteArray body, QByteArray client);
    ~AggregationTask() override;

    [[nodiscard]] Step advance(ByteQueue &out) override;
    [[nodiscard]] std::chrono::milliseconds wait() const override { return m_wait; }
    void abandon() override;

private:
    AggregationTask(NodeContext &node, Namespace &ns, QByteArray body);

    [[nodiscard]] ResultCode parse();
    void runPartition(ByteQueue &out);
    [[nodiscard]] bool throttled();
    void finish(ByteQueue &out, int reason);

    NodeContext &m_node;
    Namespace &m_ns;
    QByteArray m_body;
    Request m_request;
    QuerySelection m_selection;
    UdfCall m_call;
    RecordWalk m_walk;
    std::shared_ptr<const ClusterView> m_view;
    std::shared_ptr<JobRecord> m_job;
    int m_partition = 0;
    std::chrono::steady_clock::time_point m_started = std::chrono::steady_clock::now();
    std::chrono::milliseconds m_wait{1};
    bool m_finished = false;
};

} // namespace Aeroscope::Demo
