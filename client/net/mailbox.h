// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

namespace Aeroscope::Net {

/// Something to be done once on another thread. Intrusive, so that a hand-over allocates nothing of its own.
class MailboxItem
{
public:
    MailboxItem() noexcept = default;
    MailboxItem(const MailboxItem &) = delete;
    MailboxItem &operator=(const MailboxItem &) = delete;

protected:
    ~MailboxItem() = default;
    /// Called exactly once, on the mailbox's thread, from its event loop or while the thread ends. The item
    /// may delete itself.
    virtual void run() noexcept = 0;

private:
    friend class Mailbox;
    MailboxItem *m_next = nullptr;
};

/// The letter box of a thread with an event loop: any thread posts, the owner runs the items in the order
/// posted. The wake-up is coalesced: one event for however many items were posted before the owner looked.
class Mailbox : public std::enable_shared_from_this<Mailbox>
{
public:
    Mailbox();
    ~Mailbox();
    Mailbox(const Mailbox &) = delete;
    Mailbox &operator=(const Mailbox &) = delete;

    /// Any thread. False when the owner's thread has ended (or is at it): the item was not taken and will not
    /// run.
    [[nodiscard]] bool post(MailboxItem *item) noexcept;
    /// Any thread: an item of its own for a function. The function is destroyed unrun when the answer is
    /// false.
    bool post(std::move_only_function<void()> function);

    /// Makes the owner's event loop look soon, without an item.
    void wake() noexcept;
    /// Owner only: takes no more, runs what is there.
    void close() noexcept;
    /// Owner only: called after the items whenever the event loop looks.
    void setDrainHook(void (*hook)(void *), void *context) noexcept;

private:
    class Receiver;
    void drain() noexcept;
    static void runItems(MailboxItem *newest) noexcept;

    std::atomic<MailboxItem *> m_head = nullptr; // newest first
    std::atomic<bool> m_wakePosted = false;
    std::mutex m_receiverMutex; // to post a wake-up and to end: a wake-up must not meet a dying receiver
    std::unique_ptr<Receiver> m_receiver;
    void (*m_hook)(void *) = nullptr;
    void *m_hookContext = nullptr;
    bool m_draining = false;
};

} // namespace Aeroscope::Net
