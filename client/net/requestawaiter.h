// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/connectionhandler.h"
#include "client/net/deadline.h"
#include "client/net/stophook.h"
#include "client/net/waiter.h"
#include "client/value/error.h"

#include <QByteArrayView>

#include <optional>
#include <stop_token>

namespace Aeroscope::Net {

/// One request and its one frame: see Connection::request(). Lives in the frame of the coroutine that awaits;
/// nothing is allocated, but for a token that can be stopped.
class RequestAwaiter final : public Waiter, private FrameHandler
{
public:
    RequestAwaiter(Connection &connection, QByteArrayView bytes, bool sends, Deadline deadline,
                   std::stop_token stop) noexcept;
    ~RequestAwaiter();

    [[nodiscard]] bool await_ready() noexcept;
    bool await_suspend(std::coroutine_handle<> coroutine) noexcept;
    [[nodiscard]] Result<QByteArrayView> await_resume();

private:
    void onFrame(Connection &connection, QByteArrayView frame) override;
    void onClosed(Connection &connection, const Error &error) override;
    void onTimeout(Connection &connection) override;
    static void stopRequested(void *self);
    void onThreadEnding() noexcept override;
    void fail(Error error) noexcept;
    [[nodiscard]] Error timeout() const;

    Connection *m_connection; // null as soon as it is not ours any more
    QByteArrayView m_bytes;
    Deadline m_deadline;
    std::stop_token m_stop;
    QByteArrayView m_frame;
    std::optional<Error> m_failure;
    StopHook m_hook;
    bool m_sends;
};

} // namespace Aeroscope::Net
