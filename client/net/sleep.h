// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/deadline.h"
#include "client/net/stophook.h"
#include "client/net/timerwheel.h"
#include "client/net/waiter.h"
#include "client/value/error.h"

#include <optional>
#include <stop_token>

namespace Aeroscope::Net {

/// See sleepUntil().
class SleepAwaiter final : public Waiter
{
public:
    SleepAwaiter(Deadline until, std::stop_token stop) noexcept;

    [[nodiscard]] bool await_ready() noexcept;
    bool await_suspend(std::coroutine_handle<> coroutine) noexcept;
    [[nodiscard]] Result<void> await_resume();

private:
    static void passed(void *self) noexcept;
    static void stopped(void *self) noexcept;
    void onThreadEnding() noexcept override;

    Deadline m_until;
    std::stop_token m_stop;
    std::optional<Error> m_failure;
    WheelTimer m_timer;
    StopHook m_hook;
};

/// `co_await sleepUntil(deadline, stop)`: ends at the deadline (not before, at most TimerWheel::resolution
/// after), with Cancelled when the token is stopped or the thread ends. A deadline that has passed does not
/// suspend. never() sleeps until stopped. Resumes on the same thread.
[[nodiscard]] inline SleepAwaiter sleepUntil(Deadline until, std::stop_token stop = {}) noexcept
{
    return SleepAwaiter(until, std::move(stop));
}
[[nodiscard]] inline SleepAwaiter sleepFor(std::chrono::nanoseconds duration,
                                           std::stop_token stop = {}) noexcept
{
    return SleepAwaiter(Deadline::after(duration), std::move(stop));
}

} // namespace Aeroscope::Net
