// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/mailbox.h"

#include <QCoreApplication>
#include <QEvent>
#include <QObject>
#include <QScopedValueRollback>

namespace Aeroscope::Net {

namespace {

class ClosedMark final : public MailboxItem
{
    void run() noexcept override {}
};

/// The head of a mailbox that takes no more.
MailboxItem *closedMark() noexcept
{
    static ClosedMark mark;
    return &mark;
}

class FunctionItem final : public MailboxItem
{
public:
    explicit FunctionItem(std::move_only_function<void()> function)
        : m_function(std::move(function))
    {}

private:
    void run() noexcept override
    {
        m_function();
        delete this;
    }

    std::move_only_function<void()> m_function;
};

} // namespace

class Mailbox::Receiver final : public QObject
{
public:
    explicit Receiver(Mailbox &mailbox)
        : m_mailbox(mailbox)
    {}

protected:
    void customEvent(QEvent *) override
    {
        // an item may end the thread's context, which must not free the mailbox under this call
        const std::shared_ptr<Mailbox> keep = m_mailbox.shared_from_this();
        keep->drain();
    }

private:
    Mailbox &m_mailbox;
};

Mailbox::Mailbox()
    : m_receiver(std::make_unique<Receiver>(*this))
{}

Mailbox::~Mailbox() = default;

bool Mailbox::post(MailboxItem *item) noexcept
{
    MailboxItem *head = m_head.load(std::memory_order_acquire);
    do {
        if (head == closedMark())
            return false;
        item->m_next = head;
    } while (!m_head.compare_exchange_weak(head, item, std::memory_order_acq_rel, std::memory_order_acquire));
    wake();
    return true;
}

bool Mailbox::post(std::move_only_function<void()> function)
{
    auto *item = new FunctionItem(std::move(function)); // deletes itself after it ran
    if (post(item))
        return true;
    delete item;
    return false;
}

void Mailbox::wake() noexcept
{
    // Whoever finds the flag set relies on the drain that will clear it: that one reads the flag before it
    // takes the items, so it sees what was posted before the flag was looked at here.
    if (m_wakePosted.exchange(true, std::memory_order_acq_rel))
        return;
    auto event = std::make_unique<QEvent>(QEvent::User);
    const std::scoped_lock lock(m_receiverMutex);
    if (m_receiver)
        QCoreApplication::postEvent(m_receiver.get(), event.release());
}

void Mailbox::drain() noexcept
{
    const QScopedValueRollback draining(m_draining, true);
    m_wakePosted.exchange(false, std::memory_order_acq_rel);
    runItems(m_head.load(std::memory_order_acquire) == closedMark()
                 ? nullptr
                 : m_head.exchange(nullptr, std::memory_order_acq_rel));
    if (m_hook)
        m_hook(m_hookContext);
}

void Mailbox::runItems(MailboxItem *newest) noexcept
{
    MailboxItem *oldest = nullptr;
    while (newest) {
        MailboxItem *next = newest->m_next;
        newest->m_next = oldest;
        oldest = newest;
        newest = next;
    }
    while (oldest) {
        MailboxItem *next = oldest->m_next; // the item may be gone, or posted again, after its run
        oldest->m_next = nullptr;
        oldest->run();
        oldest = next;
    }
}

void Mailbox::close() noexcept
{
    MailboxItem *rest = m_head.exchange(closedMark(), std::memory_order_acq_rel);
    if (rest != closedMark())
        runItems(rest);
    std::unique_ptr<Receiver> receiver;
    {
        const std::scoped_lock lock(m_receiverMutex);
        receiver = std::move(m_receiver);
    }
    m_hook = nullptr;
    // Closing inside a drain means that the receiver is in its event(): it may not be deleted there.
    if (m_draining && receiver)
        receiver.release()->deleteLater();
}

void Mailbox::setDrainHook(void (*hook)(void *), void *context) noexcept
{
    m_hook = hook;
    m_hookContext = context;
}

} // namespace Aeroscope::Net
