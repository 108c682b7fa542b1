// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/completion.h"
#include "client/net/task.h"
#include "client/value/error.h"

#include <memory>
#include <stop_token>

namespace Aeroscope::Net {

/// What a view, a session or a thread started and has to end: the one way to let a coroutine run on its own.
///
/// Belongs to the thread that made it. Tasks get the scope's token when they are made:
/// `scope.launch(fetch(key, scope.token()))`. Destruction cancels but does not wait (a task holds no pointer
/// into the scope); who needs the tasks to be over awaits drained() first.
class TaskScope
{
public:
    TaskScope();
    ~TaskScope();
    TaskScope(const TaskScope &) = delete;
    TaskScope &operator=(const TaskScope &) = delete;

    /// Stopped by cancel() and by destruction. After a cancel() the next token is a fresh one, so that the
    /// scope can be used again; after close() it is stopped from the start.
    [[nodiscard]] std::stop_token token() const;

    /// Counts the task until it is over. Its error, unless Cancelled, is logged (category
    /// aeroscope.client.net), an exception too.
    template <class T>
    void launch(QCoro::Task<Result<T>> task)
    {
        watch(m_state, std::move(task));
    }
    void launch(QCoro::Task<void> task) { watch(m_state, std::move(task)); }

    /// Tasks not over yet.
    [[nodiscard]] int active() const noexcept;
    /// Asks everything launched so far to stop. Nothing resumes inside this call.
    void cancel();
    /// cancel(), and everything launched from now on is stopped from the start.
    void close();
    /// Completes when no task is active: at once if none is. Cancelled when the thread ends first.
    [[nodiscard]] Completion<void> drained();

private:
    struct State;
    static void enter(State &state) noexcept;
    static void leave(const std::shared_ptr<State> &state, const Error *error) noexcept;
    static void leaveWithException(const std::shared_ptr<State> &state) noexcept;

    template <class T>
    static QCoro::Task<void> watch(std::shared_ptr<State> state, QCoro::Task<Result<T>> task)
    {
        enter(*state);
        try {
            const Result<T> result = co_await std::move(task);
            leave(state, result ? nullptr : &result.error());
        } catch (...) {
            leaveWithException(state);
        }
    }
    static QCoro::Task<void> watch(std::shared_ptr<State> state, QCoro::Task<void> task);

    std::shared_ptr<State> m_state;
};

} // namespace Aeroscope::Net
