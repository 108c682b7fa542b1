// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/deadline.h"
#include "client/net/loopcontext.h"
#include "client/net/mailbox.h"
#include "client/net/stophook.h"
#include "client/net/timerwheel.h"
#include "client/net/waiter.h"
#include "client/value/error.h"

#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

namespace Aeroscope::Net {

namespace Detail {

/// The type-free half of a completion: who waits, where, and that it happens once.
class CompletionStateBase : public MailboxItem
{
public:
    CompletionStateBase() noexcept = default;
    virtual ~CompletionStateBase();

    void ref() noexcept { m_references.fetch_add(1, std::memory_order_relaxed); }
    void deref() noexcept
    {
        if (m_references.fetch_sub(1, std::memory_order_acq_rel) == 1)
            delete this;
    }

    /// Producers: true for the one that may store the value.
    [[nodiscard]] bool claim() noexcept { return !m_claimed.exchange(true, std::memory_order_acq_rel); }
    [[nodiscard]] bool isClaimed() const noexcept { return m_claimed.load(std::memory_order_acquire); }
    enum class Delivery { InPlace, Queued };
    /// Producers, after storing the value.
    void publish(Delivery delivery) noexcept;

    [[nodiscard]] bool isDone() const noexcept { return m_phase.load(std::memory_order_acquire) == Done; }

    /// What the awaiting side implements; only called on the awaiting thread.
    class Listener
    {
    public:
        virtual void onDone(bool inPlace) noexcept = 0;

    protected:
        ~Listener() = default;
    };
    /// Awaiting thread. False when it is done already.
    [[nodiscard]] bool listen(Listener *listener, const std::shared_ptr<Mailbox> &mailbox) noexcept;
    /// Awaiting thread. Nothing is called afterwards.
    void unlisten() noexcept { m_listener = nullptr; }

    std::atomic<int> m_producers = 1;
    std::atomic<bool> m_consumerGone = false;

private:
    void run() noexcept override;

    enum Phase { Empty, Waiting, Done };
    std::atomic<int> m_references = 1;
    std::atomic<bool> m_claimed = false;
    std::atomic<int> m_phase = Empty;
    Listener *m_listener = nullptr;     // awaiting thread only
    std::shared_ptr<Mailbox> m_mailbox; // written before Waiting is published
};

template <class T>
class CompletionState final : public CompletionStateBase
{
public:
    std::optional<Result<T>> m_result;
};

template <class T>
class CompletionPointer
{
public:
    CompletionPointer() noexcept = default;
    explicit CompletionPointer(CompletionState<T> *adopted) noexcept
        : m_state(adopted)
    {}
    CompletionPointer(const CompletionPointer &other) noexcept
        : m_state(other.m_state)
    {
        if (m_state)
            m_state->ref();
    }
    CompletionPointer(CompletionPointer &&other) noexcept
        : m_state(std::exchange(other.m_state, nullptr))
    {}
    CompletionPointer &operator=(CompletionPointer other) noexcept
    {
        std::swap(m_state, other.m_state);
        return *this;
    }
    ~CompletionPointer()
    {
        if (m_state)
            m_state->deref();
    }
    [[nodiscard]] explicit operator bool() const noexcept { return m_state != nullptr; }
    CompletionState<T> *operator->() const noexcept { return m_state; }
    CompletionState<T> *get() const noexcept { return m_state; }

private:
    CompletionState<T> *m_state = nullptr;
};

/// Suspends until the completion is done, the deadline has passed, the token is stopped or the thread ends.
template <class T>
class CompletionAwaiter final : public Waiter, private CompletionStateBase::Listener
{
public:
    CompletionAwaiter(CompletionPointer<T> state, Deadline deadline, std::stop_token stop) noexcept
        : m_state(std::move(state))
        , m_deadline(deadline)
        , m_stop(std::move(stop))
        , m_timer(&CompletionAwaiter::deadlinePassed, this)
    {}
    ~CompletionAwaiter()
    {
        if (!m_state)
            return;
        if (isSuspended())
            m_state->unlisten();
        m_state->m_consumerGone.store(true, std::memory_order_relaxed);
    }

    [[nodiscard]] bool await_ready() noexcept
    {
        if (!m_state) {
            m_failure =
                Error::internal(QStringLiteral("awaiting a completion that is empty or was awaited before"));
            return true;
        }
        return m_state->isDone();
    }
    bool await_suspend(std::coroutine_handle<> coroutine) noexcept
    {
        if (m_stop.stop_requested()) {
            m_failure = Error::cancelled();
            return false;
        }
        if (!suspend(coroutine)) {
            m_failure = noEventLoop();
            return false;
        }
        if (!m_state->listen(this, context()->mailbox())) {
            unsuspend();
            return false;
        }
        m_timer.arm(context()->timers(), m_deadline);
        m_hook.arm(std::move(m_stop), &CompletionAwaiter::stopRequested, this);
        return true;
    }
    [[nodiscard]] Result<T> await_resume()
    {
        if (m_failure)
            return std::unexpected(std::move(*m_failure));
        return std::move(*m_state->m_result);
    }

private:
    static void deadlinePassed(void *self) noexcept
    {
        auto *awaiter = static_cast<CompletionAwaiter *>(self);
        awaiter->fail(Error::timeout(QStringLiteral("no answer before the deadline")));
        awaiter->resumeNow();
    }
    static void stopRequested(void *self) noexcept
    {
        auto *awaiter = static_cast<CompletionAwaiter *>(self);
        awaiter->fail(Error::cancelled());
        awaiter->resumeNow();
    }
    void fail(Error error) noexcept
    {
        m_state->unlisten();
        release();
        m_failure = std::move(error);
    }
    void release() noexcept
    {
        m_timer.disarm();
        m_hook.disarm();
    }
    void onDone(bool inPlace) noexcept override
    {
        release();
        if (inPlace)
            resumeNow();
        else
            resumeLater();
    }
    void onThreadEnding() noexcept override { fail(Error::cancelled()); }

    CompletionPointer<T> m_state;
    Deadline m_deadline;
    std::stop_token m_stop;
    std::optional<Error> m_failure;
    WheelTimer m_timer;
    StopHook m_hook;
};

} // namespace Detail

/// The receiving end of a one-shot hand-over, also between threads: completes exactly once with a value, an
/// error or Cancelled (when every CompletionSource died without an answer, or the awaiting thread ends).
///
/// `co_await completion` gives Result<T>, once; a second await answers Internal. The coroutine
/// resumes on the thread that awaited: inside complete() when that is called on the same thread, else after
/// one queued hand-over (completions that arrive together share one wake-up). Awaiting on a thread without an
/// event loop answers Internal at once. Dropping the completion lets the value go. Move-only, used by one
/// thread at a time.
template <class T>
class [[nodiscard]] Completion
{
public:
    using value_type = T;

    /// Empty: awaiting answers Internal.
    Completion() noexcept = default;
    Completion(Completion &&) noexcept = default;
    Completion &operator=(Completion &&other) noexcept
    {
        drop();
        m_state = std::move(other.m_state);
        return *this;
    }
    ~Completion() { drop(); }

    [[nodiscard]] bool isValid() const noexcept { return bool(m_state); }
    /// True when awaiting would not suspend.
    [[nodiscard]] bool isReady() const noexcept { return m_state && m_state->isDone(); }

    [[nodiscard]] auto operator co_await() noexcept
    {
        return Detail::CompletionAwaiter<T>(std::move(m_state), Deadline::never(), {});
    }
    /// To be awaited at once: gives up with Timeout at the deadline and with Cancelled when the token is
    /// stopped; an answer that arrives later is let go.
    [[nodiscard]] auto within(Deadline deadline, std::stop_token stop = {}) noexcept
    {
        return Detail::CompletionAwaiter<T>(std::move(m_state), deadline, std::move(stop));
    }

private:
    template <class U>
    friend class CompletionSource;
    explicit Completion(Detail::CompletionPointer<T> state) noexcept
        : m_state(std::move(state))
    {}
    void drop() noexcept
    {
        if (m_state)
            m_state->m_consumerGone.store(true, std::memory_order_relaxed);
    }

    Detail::CompletionPointer<T> m_state;
};

/// The giving end. Copies are further producers of the same answer: the first to complete wins, the last to
/// die without an answer completes with Cancelled. Each copy is used by one thread at a time, different
/// copies by any.
template <class T>
class CompletionSource
{
public:
    CompletionSource()
        : m_state(new Detail::CompletionState<T>)
    {}
    CompletionSource(const CompletionSource &other) noexcept
        : m_state(other.m_state)
    {
        if (m_state)
            m_state->m_producers.fetch_add(1, std::memory_order_relaxed);
    }
    CompletionSource(CompletionSource &&) noexcept = default;
    CompletionSource &operator=(CompletionSource other) noexcept
    {
        std::swap(m_state, other.m_state);
        return *this;
    }
    ~CompletionSource()
    {
        if (m_state && m_state->m_producers.fetch_sub(1, std::memory_order_acq_rel) == 1)
            finish(std::unexpected(Error::cancelled()), Delivery::Queued);
    }

    /// The receiving end; call once.
    [[nodiscard]] Completion<T> completion() noexcept { return Completion<T>(m_state); }

    /// False when somebody else was first. A coroutine that waits on this very thread runs inside this call:
    /// make it the last thing you do, or use completeLater().
    bool complete(Result<T> result) { return finish(std::move(result), Delivery::InPlace); }
    /// The same, but a coroutine of this thread resumes from the event loop.
    bool completeLater(Result<T> result) { return finish(std::move(result), Delivery::Queued); }
    bool fail(Error error) { return complete(std::unexpected(std::move(error))); }

    [[nodiscard]] bool isComplete() const noexcept { return m_state->isClaimed(); }
    /// Nobody waits any more: the answer would be let go. A hint, may lag.
    [[nodiscard]] bool isAbandoned() const noexcept
    {
        return m_state->m_consumerGone.load(std::memory_order_relaxed);
    }

private:
    using Delivery = Detail::CompletionStateBase::Delivery;
    bool finish(Result<T> &&result, Delivery delivery)
    {
        const auto state = m_state; // the resumed coroutine may destroy this source
        if (!state->claim())
            return false;
        state->m_result.emplace(std::move(result));
        state->publish(delivery);
        return true;
    }

    Detail::CompletionPointer<T> m_state;
};

} // namespace Aeroscope::Net
