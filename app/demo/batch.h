// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/expression.h"
#include "app/demo/nodecontext.h"
#include "app/demo/recordcommand.h"
#include "app/demo/request.h"
#include "app/demo/streamtask.h"

#include <memory>

namespace Aeroscope::Demo {

/// A batch request (protocol section 6): rows run one after the other, in order.
class BatchTask final : public StreamTask
{
public:
    /// Gives the task, or the code for the end message of a batch that cannot start. `body` is kept. `user`
    /// is who asks, where there are users.
    [[nodiscard]] static std::expected<std::unique_ptr<BatchTask>, ResultCode>
    start(NodeContext &node, QByteArray body, QByteArray user = {});

    [[nodiscard]] Step advance(ByteQueue &out) override;
    /// Rows not yet run still run: a server would have started them all.
    void abandon() override;

private:
    BatchTask(NodeContext &node, QByteArray body, QByteArray user);

    [[nodiscard]] ResultCode parse();
    /// Reads the next row and runs it. False when the rest of the request makes no sense.
    [[nodiscard]] bool runRow();
    [[nodiscard]] bool readRow();
    [[nodiscard]] std::optional<FaultRule> faultOfRow();
    void deliver(ByteQueue &out);

    NodeContext &m_node;
    const LatencyHistogram::Time m_started = std::chrono::steady_clock::now();
    QByteArray m_body;
    QByteArray m_user;
    Request m_header;
    QByteArrayView m_rest;
    quint32 m_rows = 0;
    quint32 m_done = 0;
    bool m_reportAll = false;
    bool m_reportError = false;
    CompiledExpression m_filter;
    // The row at hand; a REPEAT row runs it again with another digest.
    Request m_row;
    bool m_haveRow = false;
    Namespace *m_ns = nullptr;
    quint32 m_index = 0;
    Digest m_digest;
    // Rows not sent yet, the error among them, and the code that ends the batch.
    ByteQueue m_pending;
    ResultCode m_pendingError = ResultCode::Ok;
    ResultCode m_result = ResultCode::Ok;
};

} // namespace Aeroscope::Demo
