// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/connectrace.h"

#include "client/net/loopcontext.h"
#include "client/net/opensslerror_p.h"

#include <QStringList>

#include <algorithm>
#include <cerrno>

using namespace Qt::StringLiterals;

namespace Aeroscope::Net {

struct ConnectRace::Attempt final : ReactorClient
{
    Attempt(ConnectRace &owner, Transport connecting, Deadline::Clock::time_point at)
        : race(owner)
        , transport(std::move(connecting))
        , started(at)
    {}

    void onReady(Readiness) override { race.settle(*this); } // which may delete this

    ConnectRace &race;
    Transport transport;
    Deadline::Clock::time_point started;
    Reactor::Token token = 0;
};

ConnectRace::ConnectRace(QList<Endpoint> endpoints, std::chrono::milliseconds stagger, Deadline deadline,
                         std::stop_token stop, std::shared_ptr<ConnectTrace> trace)
    : m_endpoints(std::move(endpoints))
    , m_stagger(stagger)
    , m_deadline(deadline)
    , m_stop(std::move(stop))
    , m_trace(std::move(trace))
    , m_staggerTimer(&ConnectRace::staggerPassed, this)
    , m_deadlineTimer(&ConnectRace::deadlinePassed, this)
{}

ConnectRace::~ConnectRace()
{
    release();
}

bool ConnectRace::await_ready() noexcept
{
    if (m_stop.stop_requested())
        m_result.emplace(std::unexpected(Error::cancelled()));
    else if (m_endpoints.isEmpty())
        m_result.emplace(std::unexpected(Error::network(u"there is no address to connect to"_s)));
    else if (m_deadline.hasPassed())
        m_result.emplace(std::unexpected(silence()));
    return m_result.has_value();
}

bool ConnectRace::await_suspend(std::coroutine_handle<> coroutine)
{
    if (!suspend(coroutine)) {
        m_result.emplace(std::unexpected(noEventLoop()));
        return false;
    }
    startNext();
    if (m_result) {
        unsuspend();
        return false;
    }
    m_started = true;
    m_deadlineTimer.arm(context()->timers(), m_deadline);
    m_hook.arm(std::move(m_stop), &ConnectRace::stopRequested, this);
    return true;
}

Result<Transport> ConnectRace::await_resume()
{
    return std::move(*m_result);
}

void ConnectRace::startNext()
{
    m_staggerTimer.disarm();
    while (m_next < m_endpoints.size()) {
        const Endpoint endpoint = m_endpoints.at(m_next++);
        const auto started = Deadline::Clock::now();
        Result<Transport> transport = Transport::connectTo(endpoint);
        if (!transport) {
            noteFailure(endpoint, started, transport.error());
            continue;
        }
        const IoStatus status = transport->finishConnect();
        if (status == IoStatus::Done) {
            win(std::move(*transport), started);
            return;
        }
        if (status == IoStatus::Failed) {
            noteFailure(endpoint, started, transport->error());
            continue;
        }
        auto attempt = std::make_unique<Attempt>(*this, std::move(*transport), started);
        attempt->token =
            context()->reactor().add(attempt->transport.descriptor(), Readiness::Write, attempt.get());
        if (attempt->token == 0) {
            noteFailure(endpoint, started,
                        Error::network(u"cannot watch a socket: "_s + systemReason(errno)));
            continue;
        }
        m_running.push_back(std::move(attempt));
        if (m_next < m_endpoints.size())
            m_staggerTimer.arm(context()->timers(), Deadline::after(m_stagger));
        return;
    }
    if (m_running.empty())
        finish(std::unexpected(allFailed()));
}

void ConnectRace::settle(Attempt &attempt)
{
    const IoStatus status = attempt.transport.finishConnect();
    if (status == IoStatus::WantWrite)
        return;
    context()->reactor().remove(std::exchange(attempt.token, 0));
    if (status == IoStatus::Done) {
        win(std::move(attempt.transport), attempt.started);
        return;
    }
    noteFailure(attempt.transport.endpoint(), attempt.started, attempt.transport.error());
    std::erase_if(m_running, [&](const std::unique_ptr<Attempt> &one) { return one.get() == &attempt; });
    startNext();
}

void ConnectRace::noteFailure(const Endpoint &endpoint, Deadline::Clock::time_point started, Error error)
{
    error.node = endpoint.toString();
    if (m_trace)
        m_trace->attempts.append(
            {endpoint, ConnectTrace::Step::Connect, error, Deadline::Clock::now() - started});
    m_failures.append(std::move(error));
}

void ConnectRace::win(Transport transport, Deadline::Clock::time_point started)
{
    if (m_trace)
        m_trace->attempts.append({transport.endpoint(), ConnectTrace::Step::Connect, std::nullopt,
                                  Deadline::Clock::now() - started});
    finish(std::move(transport));
}

void ConnectRace::finish(Result<Transport> result)
{
    m_result.emplace(std::move(result));
    release();
    if (m_started)
        resumeNow();
}

void ConnectRace::release() noexcept
{
    m_staggerTimer.disarm();
    m_deadlineTimer.disarm();
    m_hook.disarm();
    for (const std::unique_ptr<Attempt> &attempt : m_running) {
        if (attempt->token != 0)
            context()->reactor().remove(attempt->token);
    }
    m_running.clear();
}

Error ConnectRace::silence() const
{
    QStringList names;
    for (const std::unique_ptr<Attempt> &attempt : m_running)
        names.append(attempt->transport.endpoint().toString());
    if (names.isEmpty()) {
        for (const Endpoint &endpoint : m_endpoints)
            names.append(endpoint.toString());
    }
    Error error = Error::timeout(u"no answer from "_s + names.join(u", "_s) + u" in time"_s);
    error.node = names.constFirst();
    error.history = m_failures;
    return error;
}

Error ConnectRace::allFailed() const
{
    if (m_failures.size() == 1)
        return m_failures.constFirst();
    QStringList reasons;
    for (const Error &failure : m_failures)
        reasons.append(failure.message);
    Error error = Error::network(u"none of the %1 addresses answers: "_s.arg(m_failures.size()) +
                                 reasons.join(u"; "_s));
    error.history = m_failures;
    return error;
}

void ConnectRace::staggerPassed(void *self)
{
    static_cast<ConnectRace *>(self)->startNext();
}

void ConnectRace::deadlinePassed(void *self)
{
    auto *race = static_cast<ConnectRace *>(self);
    const Error error = race->silence();
    if (race->m_trace) {
        for (const std::unique_ptr<Attempt> &attempt : race->m_running)
            race->m_trace->attempts.append({attempt->transport.endpoint(), ConnectTrace::Step::Connect, error,
                                            Deadline::Clock::now() - attempt->started});
    }
    race->finish(std::unexpected(error));
}

void ConnectRace::stopRequested(void *self)
{
    static_cast<ConnectRace *>(self)->finish(std::unexpected(Error::cancelled()));
}

void ConnectRace::onThreadEnding() noexcept
{
    m_started = false; // the caller resumes
    finish(std::unexpected(Error::cancelled()));
}

ReadinessAwaiter::ReadinessAwaiter(int descriptor, Readiness readiness, Deadline deadline,
                                   std::stop_token stop)
    : m_descriptor(descriptor)
    , m_readiness(readiness)
    , m_deadline(deadline)
    , m_stop(std::move(stop))
    , m_timer(&ReadinessAwaiter::deadlinePassed, this)
{}

ReadinessAwaiter::~ReadinessAwaiter()
{
    release();
}

bool ReadinessAwaiter::await_suspend(std::coroutine_handle<> coroutine)
{
    if (m_stop.stop_requested()) {
        m_failure = Error::cancelled();
        return false;
    }
    if (!suspend(coroutine)) {
        m_failure = noEventLoop();
        return false;
    }
    m_token = context()->reactor().add(m_descriptor, m_readiness, this);
    if (m_token == 0) {
        m_failure = Error::network(u"cannot watch a socket: "_s + systemReason(errno));
        unsuspend();
        return false;
    }
    m_timer.arm(context()->timers(), m_deadline);
    m_hook.arm(std::move(m_stop), &ReadinessAwaiter::stopRequested, this);
    return true;
}

Result<void> ReadinessAwaiter::await_resume()
{
    if (m_failure)
        return std::unexpected(std::move(*m_failure));
    return {};
}

void ReadinessAwaiter::release() noexcept
{
    m_timer.disarm();
    m_hook.disarm();
    if (m_token != 0)
        context()->reactor().remove(std::exchange(m_token, 0));
}

void ReadinessAwaiter::onReady(Readiness)
{
    release();
    resumeNow();
}

void ReadinessAwaiter::deadlinePassed(void *self)
{
    auto *awaiter = static_cast<ReadinessAwaiter *>(self);
    awaiter->release();
    awaiter->m_failure = Error::timeout(u"no answer before the deadline"_s);
    awaiter->resumeNow();
}

void ReadinessAwaiter::stopRequested(void *self)
{
    auto *awaiter = static_cast<ReadinessAwaiter *>(self);
    awaiter->onThreadEnding();
    awaiter->resumeNow();
}

void ReadinessAwaiter::onThreadEnding() noexcept
{
    release();
    m_failure = Error::cancelled();
}

} // namespace Aeroscope::Net
