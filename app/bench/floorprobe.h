// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"

#include <QByteArray>

#include <chrono>
#include <vector>

namespace Aeroscope::App {

/// What a run cost the thread that made it.
struct FloorFigures
{
    qint64 operations = 0;
    qint64 bytesReceived = 0;
    std::chrono::nanoseconds wall{0};
    /// CPU time of the calling thread alone.
    std::chrono::nanoseconds cpu{0};

    [[nodiscard]] double cpuMicrosecondsPerOperation() const noexcept
    {
        return operations == 0 ? 0.0
                               : static_cast<double>(cpu.count()) / 1000.0 / static_cast<double>(operations);
    }
};

/// The least that any client must spend: a plain epoll loop on the calling thread that sends requests which
/// are built already and only frames the replies. It knows no retries, no deadlines and no values; what a
/// real client costs is judged against it, in one run, on the same node.
class FloorProbe
{
public:
    /// When a reply is complete.
    enum class Reply {
        OneFrame,  ///< single-record commands
        UntilLast, ///< batches and queries: up to the frame whose first message carries LAST or an error
                   ///< without it
    };

    /// One node, clear text. Each connection has one request in flight and takes the next one of `requests`,
    /// round robin.
    FloorProbe(quint16 port, int connections, std::vector<QByteArray> requests, Reply reply);

    /// Connects, runs for that long, drains and closes.
    [[nodiscard]] Result<FloorFigures> run(std::chrono::milliseconds duration) const;

    /// The bare pair of system calls: one blocking socket, send one request, receive its reply, no loop
    /// around it. Shows that the probe itself is not slow.
    [[nodiscard]] Result<FloorFigures> runBarePair(std::chrono::milliseconds duration) const;

private:
    quint16 m_port;
    int m_connections;
    std::vector<QByteArray> m_requests;
    Reply m_reply;
};

/// CPU time that the calling thread has used.
[[nodiscard]] std::chrono::nanoseconds threadCpuTime() noexcept;

} // namespace Aeroscope::App
