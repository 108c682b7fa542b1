// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/intrusivelist.h"
#include "client/net/mailbox.h"

#include <memory>

namespace Aeroscope::Net {

class LoopContext;
class Reactor;
class TimerWheel;
class Waiter;

/// A call from the event loop, asked for on the same thread: runs once for each schedule(), never after
/// cancel() or its own end. Nothing is allocated.
class DeferredCall : public ListHook
{
public:
    using Function = void (*)(void *context);

    DeferredCall(Function function, void *context) noexcept
        : m_function(function)
        , m_context(context)
    {}
    ~DeferredCall() = default;

    /// Scheduling again before it ran changes nothing.
    void schedule(LoopContext &loop) noexcept;
    void cancel() noexcept { unlink(); }

private:
    friend class LoopContext;
    Function m_function;
    void *m_context;
};

/// Something that lives on a loop and has to end with it.
class LoopResident : public ListHook
{
public:
    /// The loop ends; already unlinked.
    virtual void onLoopEnding() noexcept = 0;

protected:
    ~LoopResident() = default;
};

/// What a thread with an event loop owns so that coroutines can wait on it: its mailbox, its timer wheel, its
/// reactor and the lists of what is suspended or lives on it. One a thread, made at first use, ended
/// with the thread (the main thread's with the application object). When it ends, every coroutine still
/// suspended on the thread is resumed with Cancelled, so that no frame is left behind.
class LoopContext
{
public:
    enum class ReactorKind {
        Automatic, ///< one epoll set in one notifier where there is epoll
        Notifiers, ///< a notifier for each socket
    };

    /// Makes the context of a thread whose event loop is about to start. Call at most once, before current().
    static LoopContext &make(ReactorKind kind);
    /// The mailbox of this thread if it has one; never makes one.
    [[nodiscard]] static const Mailbox *currentMailbox() noexcept;
    /// The context of this thread; null when the thread runs no event loop (the main thread counts as running
    /// one as soon as there is an application object) or is ending. Made at first use.
    [[nodiscard]] static LoopContext *current() noexcept;
    ~LoopContext();
    LoopContext(const LoopContext &) = delete;
    LoopContext &operator=(const LoopContext &) = delete;

    [[nodiscard]] const std::shared_ptr<Mailbox> &mailbox() const noexcept { return m_mailbox; }
    [[nodiscard]] TimerWheel &timers() noexcept { return *m_timers; }
    /// Made at first use.
    [[nodiscard]] Reactor &reactor();
    /// Notes somebody to be told of the end.
    void add(LoopResident &resident) noexcept { m_residents.append(&resident); }

    /// Ends the context early: see the class. Called by IoThread before it leaves its event loop.
    void end() noexcept;

private:
    friend class DeferredCall;
    friend class Waiter;
    explicit LoopContext(ReactorKind kind);
    static LoopContext &install(ReactorKind kind);
    void runDeferred() noexcept;

    std::shared_ptr<Mailbox> m_mailbox;
    std::unique_ptr<TimerWheel> m_timers;
    std::unique_ptr<Reactor> m_reactor;
    IntrusiveList<Waiter> m_suspended;
    IntrusiveList<Waiter> m_ready;
    IntrusiveList<DeferredCall> m_deferred;
    IntrusiveList<LoopResident> m_residents;
    ReactorKind m_reactorKind;
    bool m_ended = false;
};

} // namespace Aeroscope::Net
