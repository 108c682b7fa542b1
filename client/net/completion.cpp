// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/completion.h"

#include "client/net/loopcontext.h"

namespace Aeroscope::Net::Detail {

CompletionStateBase::~CompletionStateBase() = default;

void CompletionStateBase::publish(Delivery delivery) noexcept
{
    if (m_phase.exchange(Done, std::memory_order_acq_rel) != Waiting)
        return;
    if (m_mailbox.get() == LoopContext::currentMailbox()) {
        if (Listener *listener = std::exchange(m_listener, nullptr))
            listener->onDone(delivery == Delivery::InPlace);
        return;
    }
    ref();
    if (!m_mailbox->post(this))
        deref(); // the awaiting thread has ended: it has resumed its coroutine with Cancelled
}

bool CompletionStateBase::listen(Listener *listener, const std::shared_ptr<Mailbox> &mailbox) noexcept
{
    m_listener = listener;
    m_mailbox = mailbox;
    int expected = Empty;
    if (m_phase.compare_exchange_strong(expected, Waiting, std::memory_order_acq_rel,
                                        std::memory_order_acquire))
        return true;
    m_listener = nullptr;
    return false;
}

void CompletionStateBase::run() noexcept
{
    if (Listener *listener = std::exchange(m_listener, nullptr))
        listener->onDone(true);
    deref();
}

} // namespace Aeroscope::Net::Detail
