// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/waiter.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace Aeroscope::Net {

bool Waiter::suspend(std::coroutine_handle<> coroutine) noexcept
{
    LoopContext *context = LoopContext::current();
    if (!context)
        return false;
    m_context = context;
    m_coroutine = coroutine;
    context->m_suspended.append(this);
    return true;
}

void Waiter::unsuspend() noexcept
{
    unlink();
    m_coroutine = nullptr;
}

void Waiter::resumeNow() noexcept
{
    unlink();
    if (const auto coroutine = std::exchange(m_coroutine, nullptr))
        coroutine.resume();
}

void Waiter::resumeLater() noexcept
{
    if (m_ready || !m_coroutine)
        return;
    m_ready = true;
    m_context->m_ready.append(this);
    m_context->m_mailbox->wake();
}

Error Waiter::noEventLoop()
{
    return Error::internal(u"awaiting on a thread without an event loop"_s);
}

} // namespace Aeroscope::Net
