// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/loopcontext.h"
#include "client/value/error.h"

#include <coroutine>

namespace Aeroscope::Net {

/// Base of every awaiter here: one coroutine suspended on this thread. Lives in the coroutine's frame; when
/// the frame dies the waiter unlinks itself and is never touched again. Resumed exactly once, always on the
/// thread that suspended.
class Waiter : public ListHook
{
public:
    Waiter(const Waiter &) = delete;
    Waiter &operator=(const Waiter &) = delete;

protected:
    Waiter() noexcept = default;
    ~Waiter() = default;

    /// Notes the coroutine. False when this thread has no event loop, so that nothing could ever resume it:
    /// answer false from await_suspend() and noEventLoop() from await_resume().
    [[nodiscard]] bool suspend(std::coroutine_handle<> coroutine) noexcept;
    /// Takes back suspend(), before await_suspend() answers false.
    void unsuspend() noexcept;
    [[nodiscard]] bool isSuspended() const noexcept { return m_coroutine != nullptr; }
    /// Resumes inside this call. `this` is usually gone afterwards.
    void resumeNow() noexcept;
    /// Resumes from this thread's event loop; further calls change nothing.
    void resumeLater() noexcept;
    /// The thread ends: make await_resume() answer Cancelled and let go of what would resume; the caller
    /// resumes.
    virtual void onThreadEnding() noexcept = 0;

    [[nodiscard]] LoopContext *context() const noexcept { return m_context; }
    [[nodiscard]] static Error noEventLoop();

private:
    friend class LoopContext;
    std::coroutine_handle<> m_coroutine;
    LoopContext *m_context = nullptr;
    bool m_ready = false;
};

} // namespace Aeroscope::Net
