// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/connection.h"
#include "client/net/endpoint.h"
#include "client/net/reactor.h"
#include "client/net/stophook.h"
#include "client/net/timerwheel.h"
#include "client/net/transport.h"
#include "client/net/waiter.h"

#include <QList>

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace Aeroscope::Net {

/// `co_await race`: the first of several addresses that takes a connection. The next attempt starts when the
/// one before failed or was silent for a while; those that lose are closed. Awaited once.
class ConnectRace final : public Waiter
{
public:
    ConnectRace(QList<Endpoint> endpoints, std::chrono::milliseconds stagger, Deadline deadline,
                std::stop_token stop, std::shared_ptr<ConnectTrace> trace);
    ~ConnectRace();

    [[nodiscard]] bool await_ready() noexcept;
    bool await_suspend(std::coroutine_handle<> coroutine);
    [[nodiscard]] Result<Transport> await_resume();

private:
    struct Attempt;
    void startNext();
    void settle(Attempt &attempt);
    void noteFailure(const Endpoint &endpoint, Deadline::Clock::time_point started, Error error);
    void win(Transport transport, Deadline::Clock::time_point started);
    void finish(Result<Transport> result);
    void release() noexcept;
    [[nodiscard]] Error silence() const;
    [[nodiscard]] Error allFailed() const;
    static void staggerPassed(void *self);
    static void deadlinePassed(void *self);
    static void stopRequested(void *self);
    void onThreadEnding() noexcept override;

    QList<Endpoint> m_endpoints;
    qsizetype m_next = 0;
    std::chrono::milliseconds m_stagger;
    Deadline m_deadline;
    std::stop_token m_stop;
    std::shared_ptr<ConnectTrace> m_trace;
    QList<Error> m_failures;
    std::vector<std::unique_ptr<Attempt>> m_running;
    std::optional<Result<Transport>> m_result;
    WheelTimer m_staggerTimer;
    WheelTimer m_deadlineTimer;
    StopHook m_hook;
    bool m_started = false; // from then on finish() resumes
};

/// `co_await ready`: a descriptor becomes ready, or Timeout, or Cancelled.
class ReadinessAwaiter final : public Waiter, private ReactorClient
{
public:
    ReadinessAwaiter(int descriptor, Readiness readiness, Deadline deadline, std::stop_token stop);
    ~ReadinessAwaiter();

    [[nodiscard]] bool await_ready() noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> coroutine);
    [[nodiscard]] Result<void> await_resume();

private:
    void onReady(Readiness ready) override;
    void release() noexcept;
    static void deadlinePassed(void *self);
    static void stopRequested(void *self);
    void onThreadEnding() noexcept override;

    int m_descriptor;
    Readiness m_readiness;
    Deadline m_deadline;
    std::stop_token m_stop;
    std::optional<Error> m_failure;
    Reactor::Token m_token = 0;
    WheelTimer m_timer;
    StopHook m_hook;
};

} // namespace Aeroscope::Net
