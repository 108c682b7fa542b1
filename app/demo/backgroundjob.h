// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/expression.h"
#include "app/demo/nodecontext.h"
#include "app/demo/recordwalk.h"
#include "app/demo/streamtask.h"
#include "app/demo/udfcommand.h"

#include <memory>

namespace Aeroscope::Demo {

/// A query whose work is done after its answer: it visits the partitions that the node is master of, at a
/// limited rate (protocol section 7.5).
class BackgroundJob : public StreamTask
{
public:
    ~BackgroundJob() override;
    [[nodiscard]] Step advance(ByteQueue &out) override;
    [[nodiscard]] std::chrono::milliseconds wait() const override { return m_wait; }
    void abandon() override;

protected:
    BackgroundJob(NodeContext &node, Namespace &ns, QByteArray body);

    /// The checks that all kinds share, in the server's order.
    [[nodiscard]] ResultCode prepare();
    /// Registers the job; Parameter when its id is taken.
    [[nodiscard]] ResultCode enroll(JobRecord::Type type, QByteArray client);
    /// Does the work on one record; no lock is held.
    [[nodiscard]] virtual ResultCode apply(const Digest &digest) = 0;
    virtual void countEnd(bool aborted) = 0;

    NodeContext &m_node;
    Namespace &m_ns;
    QByteArray m_body;
    Request m_request;
    QuerySelection m_selection;
    CompiledExpression m_filter;
    std::shared_ptr<JobRecord> m_job;

private:
    [[nodiscard]] bool collect(std::vector<Digest> &found, size_t limit);
    void finish();

    RecordWalk m_walk;
    std::shared_ptr<const ClusterView> m_view;
    int m_partition = 0;
    bool m_inside = false;
    WalkPosition m_position;
    quint64 m_started = 0;
    std::chrono::steady_clock::time_point m_base = std::chrono::steady_clock::now();
    std::chrono::milliseconds m_wait{1};
    bool m_finished = false;
};

/// A background query with write ops.
class BackgroundOps final : public BackgroundJob
{
public:
    [[nodiscard]] static std::expected<std::unique_ptr<BackgroundOps>, ResultCode>
    start(NodeContext &node, Namespace &ns, QByteArray body, QByteArray client);

private:
    BackgroundOps(NodeContext &node, Namespace &ns, QByteArray body);
    [[nodiscard]] ResultCode prepareOps();
    [[nodiscard]] ResultCode apply(const Digest &digest) override;
    void countEnd(bool aborted) override;

    Request m_write;
};

/// A background query that calls a module's function on each record.
class BackgroundUdf final : public BackgroundJob
{
public:
    [[nodiscard]] static std::expected<std::unique_ptr<BackgroundUdf>, ResultCode>
    start(NodeContext &node, Namespace &ns, QByteArray body, QByteArray client);

private:
    BackgroundUdf(NodeContext &node, Namespace &ns, QByteArray body);
    [[nodiscard]] ResultCode apply(const Digest &digest) override;
    void countEnd(bool aborted) override;

    Request m_write;
    UdfCall m_call;
};

} // namespace Aeroscope::Demo
