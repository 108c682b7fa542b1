// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/iothread.h"

#include <semaphore>
#include <utility>

namespace Aeroscope::Net {

namespace {
thread_local IoThread *t_thread = nullptr;
} // namespace

class IoThread::Runner final : public QThread
{
public:
    explicit Runner(IoThread &owner)
        : m_owner(owner)
    {
        setObjectName(owner.m_name);
    }

    // Of the standard library, so that a thread sanitizer sees who waits for whom.
    std::binary_semaphore m_ready{0};
    std::binary_semaphore m_finished{0};

protected:
    void run() override
    {
        LoopContext &context = LoopContext::make(m_owner.m_kind);
        m_owner.m_mailbox = context.mailbox();
        m_owner.m_scope = std::make_unique<TaskScope>();
        t_thread = &m_owner;
        m_ready.release();
        exec();
        m_owner.m_scope->close();
        context.end();
        m_owner.m_scope.reset();
        t_thread = nullptr;
        m_finished.release();
    }

private:
    IoThread &m_owner;
};

IoThread::IoThread(QString name, LoopContext::ReactorKind kind)
    : m_name(std::move(name))
    , m_kind(kind)
{}

IoThread::~IoThread()
{
    stop();
}

void IoThread::start()
{
    Q_ASSERT(!m_runner);
    m_runner = std::make_unique<Runner>(*this);
    m_runner->start();
    m_runner->m_ready.acquire();
    m_accepts.store(true, std::memory_order_release);
}

void IoThread::stop(std::chrono::milliseconds grace)
{
    if (!m_runner)
        return;
    Q_ASSERT(!isCurrent());
    if (m_accepts.exchange(false))
        m_mailbox->post([this, grace] { leaveLoop(this, Deadline::after(grace)); });
    m_runner->m_finished.acquire();
    m_runner->wait();
    m_runner.reset();
}

QCoro::Task<void> IoThread::leaveLoop(IoThread *self, Deadline deadline)
{
    self->m_scope->close();
    static_cast<void>(
        co_await self->m_scope->drained().within(deadline)); // late ones are ended with the context
    self->m_runner->quit();
}

IoThread *IoThread::current() noexcept
{
    return t_thread;
}

bool IoThread::post(std::move_only_function<void()> function)
{
    return m_accepts.load(std::memory_order_acquire) && m_mailbox->post(std::move(function));
}

} // namespace Aeroscope::Net
