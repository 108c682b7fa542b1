// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/stophook.h"

#include "client/net/loopcontext.h"

#include <atomic>
#include <utility>

namespace Aeroscope::Net {

/// Outlives the hook while a post is under way. What it calls is read and cleared on the owner's thread only.
class StopHook::Link final : public MailboxItem
{
public:
    Link(std::shared_ptr<Mailbox> mailbox, Function function, void *context) noexcept
        : m_function(function)
        , m_context(context)
        , m_mailbox(std::move(mailbox))
    {}

    void post() noexcept
    {
        m_references.fetch_add(1, std::memory_order_relaxed);
        if (!m_mailbox->post(this))
            deref();
    }
    void deref() noexcept
    {
        if (m_references.fetch_sub(1, std::memory_order_acq_rel) == 1)
            delete this;
    }
    void forget() noexcept { m_function = nullptr; }

private:
    void run() noexcept override
    {
        if (const Function function = std::exchange(m_function, nullptr))
            function(m_context);
        deref();
    }

    Function m_function;
    void *m_context;
    std::shared_ptr<Mailbox> m_mailbox;
    std::atomic<int> m_references = 1;
};

void StopHook::Post::operator()() const noexcept
{
    link->post();
}

void StopHook::arm(std::stop_token token, Function function, void *context)
{
    disarm();
    if (!token.stop_possible())
        return;
    LoopContext *loop = LoopContext::current();
    if (!loop)
        return;
    m_link = new Link(loop->mailbox(), function, context);
    m_callback.emplace(std::move(token), Post{m_link});
}

void StopHook::disarm() noexcept
{
    if (!m_link)
        return;
    m_callback.reset(); // waits for a post under way on another thread: short, it never blocks
    m_link->forget();
    std::exchange(m_link, nullptr)->deref();
}

} // namespace Aeroscope::Net
