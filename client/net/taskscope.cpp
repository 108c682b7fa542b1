// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/taskscope.h"

#include "client/net/logging.h"

#include <exception>
#include <utility>
#include <vector>

namespace Aeroscope::Net {

struct TaskScope::State
{
    std::stop_source stop;
    std::vector<CompletionSource<void>> waiting;
    int active = 0;
    bool closed = false;
};

TaskScope::TaskScope()
    : m_state(std::make_shared<State>())
{}

TaskScope::~TaskScope()
{
    close();
}

std::stop_token TaskScope::token() const
{
    return m_state->stop.get_token();
}

int TaskScope::active() const noexcept
{
    return m_state->active;
}

void TaskScope::cancel()
{
    // The new source is in place before anybody hears of the stop: what a callback starts is not stopped with
    // the rest.
    std::stop_source stopped = m_state->stop;
    if (!m_state->closed)
        m_state->stop = std::stop_source();
    stopped.request_stop();
}

void TaskScope::close()
{
    m_state->closed = true;
    cancel();
}

Completion<void> TaskScope::drained()
{
    CompletionSource<void> source;
    Completion<void> completion = source.completion();
    if (m_state->active == 0)
        source.complete({});
    else
        m_state->waiting.push_back(std::move(source));
    return completion;
}

void TaskScope::enter(State &state) noexcept
{
    ++state.active;
}

void TaskScope::leave(const std::shared_ptr<State> &state, const Error *error) noexcept
{
    if (error && error->kind != ErrorKind::Cancelled)
        qCWarning(lcNet).noquote() << "a task of its own failed:" << error->toString();
    if (--state->active > 0)
        return;
    for (CompletionSource<void> &source : std::exchange(state->waiting, {}))
        source.completeLater({});
}

void TaskScope::leaveWithException(const std::shared_ptr<State> &state) noexcept
{
    try {
        throw;
    } catch (const std::exception &exception) {
        qCCritical(lcNet) << "a task of its own threw:" << exception.what();
    } catch (...) {
        qCCritical(lcNet) << "a task of its own threw something unknown";
    }
    leave(state, nullptr);
}

QCoro::Task<void> TaskScope::watch(std::shared_ptr<State> state, QCoro::Task<void> task)
{
    enter(*state);
    try {
        co_await std::move(task);
        leave(state, nullptr);
    } catch (...) {
        leaveWithException(state);
    }
}

} // namespace Aeroscope::Net
