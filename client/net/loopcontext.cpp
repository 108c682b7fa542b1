// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/loopcontext.h"

#include "client/net/reactor.h"
#include "client/net/timerwheel.h"
#include "client/net/waiter.h"

#include <QCoreApplication>
#include <QThread>
#include <QThreadStorage>

namespace Aeroscope::Net {

namespace {

// The storage ends the context with its thread, while Qt's thread data still stands; the plain pointer beside
// it is what the hot path reads. Never destroyed itself: threads may end after static destruction has begun.
QThreadStorage<LoopContext *> &storage()
{
    static auto *storage = new QThreadStorage<LoopContext *>;
    return *storage;
}

thread_local LoopContext *t_context = nullptr;

bool runsEventLoop()
{
    const QThread *thread = QThread::currentThread();
    const QCoreApplication *application = QCoreApplication::instance();
    if (application && application->thread() == thread)
        return !QCoreApplication::closingDown();
    return thread->loopLevel() > 0;
}

} // namespace

void DeferredCall::schedule(LoopContext &loop) noexcept
{
    if (isLinked())
        return;
    loop.m_deferred.append(this);
    loop.m_mailbox->wake();
}

LoopContext::LoopContext(ReactorKind kind)
    : m_mailbox(std::make_shared<Mailbox>())
    , m_timers(std::make_unique<TimerWheel>())
    , m_reactorKind(kind)
{
    m_mailbox->setDrainHook([](void *self) { static_cast<LoopContext *>(self)->runDeferred(); }, this);
}

LoopContext::~LoopContext()
{
    end();
    if (t_context == this)
        t_context = nullptr;
}

LoopContext &LoopContext::install(ReactorKind kind)
{
    auto *context = new LoopContext(kind);
    storage().setLocalData(context); // takes ownership
    t_context = context;
    return *context;
}

LoopContext &LoopContext::make(ReactorKind kind)
{
    Q_ASSERT(!t_context);
    return install(kind);
}

LoopContext *LoopContext::current() noexcept
{
    if (t_context)
        return t_context->m_ended ? nullptr : t_context;
    return runsEventLoop() ? &install(ReactorKind::Automatic) : nullptr;
}

const Mailbox *LoopContext::currentMailbox() noexcept
{
    return t_context ? t_context->m_mailbox.get() : nullptr;
}

Reactor &LoopContext::reactor()
{
    if (!m_reactor)
        m_reactor =
            m_reactorKind == ReactorKind::Notifiers ? Reactor::makeWithNotifiers() : Reactor::makeAutomatic();
    return *m_reactor;
}

void LoopContext::runDeferred() noexcept
{
    // What is scheduled while this runs waits for the next turn of the event loop.
    IntrusiveList<Waiter> ready;
    ready.splice(m_ready);
    IntrusiveList<DeferredCall> deferred;
    deferred.splice(m_deferred);
    while (Waiter *waiter = ready.takeFirst())
        waiter->resumeNow();
    while (DeferredCall *call = deferred.takeFirst())
        call->m_function(call->m_context);
}

void LoopContext::end() noexcept
{
    if (m_ended)
        return;
    m_ended = true; // from here on nobody can suspend on this thread
    while (LoopResident *resident = m_residents.takeFirst())
        resident->onLoopEnding();
    m_mailbox->close();
    while (Waiter *waiter = m_ready.takeFirst())
        waiter->resumeNow();
    while (Waiter *waiter = m_suspended.takeFirst()) {
        waiter->onThreadEnding();
        waiter->resumeNow();
    }
}

} // namespace Aeroscope::Net
