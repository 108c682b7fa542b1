// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtGlobal>

#include <memory>
#include <optional>
#include <stop_token>

namespace Aeroscope::Net {

/// Brings a stop request, made on any thread, to the thread that armed the hook: the function is called once,
/// from that thread's event loop, and never after disarm() or destruction. Belongs to one thread; costs
/// nothing when the token cannot be stopped.
class StopHook
{
public:
    using Function = void (*)(void *context);

    StopHook() noexcept = default;
    ~StopHook() { disarm(); }
    StopHook(const StopHook &) = delete;
    StopHook &operator=(const StopHook &) = delete;

    /// Requires a thread with an event loop, else does nothing. A token that is stopped already calls (from
    /// the loop) too. Arming again replaces.
    void arm(std::stop_token token, Function function, void *context);
    void disarm() noexcept;

private:
    class Link;
    struct Post
    {
        Link *link;
        void operator()() const noexcept;
    };
    Link *m_link = nullptr;
    std::optional<std::stop_callback<Post>> m_callback;
};

} // namespace Aeroscope::Net
