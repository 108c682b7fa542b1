// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/sleep.h"

#include "client/net/loopcontext.h"

namespace Aeroscope::Net {

SleepAwaiter::SleepAwaiter(Deadline until, std::stop_token stop) noexcept
    : m_until(until)
    , m_stop(std::move(stop))
    , m_timer(&SleepAwaiter::passed, this)
{}

bool SleepAwaiter::await_ready() noexcept
{
    if (m_stop.stop_requested()) {
        m_failure = Error::cancelled();
        return true;
    }
    return m_until.hasPassed();
}

bool SleepAwaiter::await_suspend(std::coroutine_handle<> coroutine) noexcept
{
    if (!suspend(coroutine)) {
        m_failure = noEventLoop();
        return false;
    }
    m_timer.arm(context()->timers(), m_until);
    m_hook.arm(std::move(m_stop), &SleepAwaiter::stopped, this);
    return true;
}

Result<void> SleepAwaiter::await_resume()
{
    if (m_failure)
        return std::unexpected(std::move(*m_failure));
    return {};
}

void SleepAwaiter::passed(void *self) noexcept
{
    auto *awaiter = static_cast<SleepAwaiter *>(self);
    awaiter->m_hook.disarm();
    awaiter->resumeNow();
}

void SleepAwaiter::stopped(void *self) noexcept
{
    auto *awaiter = static_cast<SleepAwaiter *>(self);
    awaiter->onThreadEnding();
    awaiter->resumeNow();
}

void SleepAwaiter::onThreadEnding() noexcept
{
    m_timer.disarm();
    m_hook.disarm();
    m_failure = Error::cancelled();
}

} // namespace Aeroscope::Net
