// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/intrusivelist.h"
#include "client/net/mailbox.h"

#include <memory>

namespace Aeroscope::Net {

class Reactor;
class TimerWheel;
class Waiter;

/// What a thread with an event loop owns so that coroutines can wait on it: its mailbox, its timer wheel, its
/// reactor and the list of the coroutines that are suspended on it. One a thread, made at first use, ended
/// with the thread (the main thread's with the application object). When it ends, every coroutine still
/// suspended on the thread is resumed with Cancelled, so that no frame is left behind.
class LoopContext
{
public:
    enum class ReactorKind {
        Automatic, ///< one epoll set in one notifier where there is epoll
        Notifiers, ///< a notifier for each socket
    };

    /// The context of this thread; null when the thread runs no event loop (the main thread counts as running
    /// one as soon as there is an application object) or is ending.
    [[nodiscard]] static LoopContext *current() noexcept;
    ~LoopContext();
    LoopContext(const LoopContext &) = delete;
    LoopContext &operator=(const LoopContext &) = delete;

    [[nodiscard]] const std::shared_ptr<Mailbox> &mailbox() const noexcept { return m_mailbox; }
    [[nodiscard]] TimerWheel &timers() noexcept { return *m_timers; }
    /// Made at first use.
    [[nodiscard]] Reactor &reactor();
    /// Before the first use of reactor().
    void setReactorKind(ReactorKind kind) noexcept { m_reactorKind = kind; }

    /// Ends the context early: see the class. Called by IoThread before it leaves its event loop.
    void end() noexcept;

private:
    friend class Waiter;
    LoopContext();
    void resumeReady() noexcept;

    std::shared_ptr<Mailbox> m_mailbox;
    std::unique_ptr<TimerWheel> m_timers;
    std::unique_ptr<Reactor> m_reactor;
    IntrusiveList<Waiter> m_suspended;
    IntrusiveList<Waiter> m_ready;
    ReactorKind m_reactorKind = ReactorKind::Automatic;
    bool m_ended = false;
};

} // namespace Aeroscope::Net
