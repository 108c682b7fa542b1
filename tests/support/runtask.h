// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/task.h"

#include <QEventLoop>
#include <QTimer>

#include <exception>
#include <memory>
#include <optional>

namespace Aeroscope::Test {

/// Runs the event loop of this thread until the task is over and gives its value. Unlike QCoro::waitFor it
/// takes any type, ends when the task throws (the program aborts with the reason) and gives up after 30 s.
template <class T>
T runTask(QCoro::Task<T> task)
{
    struct State
    {
        std::optional<T> value;
        QEventLoop loop;
        bool running = false;
    };
    const auto state = std::make_shared<State>();
    [](QCoro::Task<T> awaited, std::shared_ptr<State> shared) -> QCoro::Task<void> {
        try {
            shared->value.emplace(co_await std::move(awaited));
        } catch (const std::exception &exception) {
            qFatal("the task threw: %s", exception.what());
        }
        if (shared->running)
            shared->loop.quit();
    }(std::move(task), state);
    if (!state->value) {
        QTimer::singleShot(30000, &state->loop, [] { qFatal("the task did not end within 30 s"); });
        state->running = true;
        state->loop.exec();
    }
    return std::move(*state->value);
}

inline void runTask(QCoro::Task<void> task)
{
    runTask([](QCoro::Task<void> awaited) -> QCoro::Task<int> {
        co_await std::move(awaited);
        co_return 0;
    }(std::move(task)));
}

/// For anything awaitable that is no Task: `runAwaitable<Result<int>>(std::move(completion))`.
template <class T, class A>
T runAwaitable(A awaitable)
{
    return runTask([](A awaited) -> QCoro::Task<T> { co_return co_await awaited; }(std::move(awaitable)));
}

} // namespace Aeroscope::Test
